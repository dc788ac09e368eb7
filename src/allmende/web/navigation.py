"""The main navigation: sections by what people come for, and the pages of the section where one is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise
Pages = tuple[tuple[str, Label], ...]

SECTIONS: tuple[tuple[Label, Pages], ...] = (
    (_("Start"), (("web:home", _("Start")),)),
    (
        _("Körperschaften"),
        (("register:bodies", _("Verzeichnis")), ("register:map", _("Karte"))),
    ),
    (
        _("Zusammenarbeit"),
        (
            ("cooperations:inventory", _("Verzeichnis")),
            ("cooperations:map", _("Karte")),
            ("potentials:ask", _("Mit wem könnten wir …?")),
            ("options:comparisons", _("Vergleiche")),
            ("options:legal-forms", _("Rechtsformen")),
        ),
    ),
    (
        _("Beschlüsse"),
        (
            ("papers:papers", _("Vorlagen")),
            ("oparl:sources", _("OParl-Quellen")),
            ("joint_decisions:matters", _("Gemeinsame Beschlüsse")),
            ("papers:in-force", _("Was gilt")),
            ("papers:follow-ups", _("Beschlusskontrolle")),
            ("open-data:overview", _("Offene Daten")),
        ),
    ),
    (
        _("Leistungen"),
        (
            ("catalog:products", _("Katalog")),
            ("catalog:providers", _("Anbieter")),
            ("catalog:compare", _("Vergleichen")),
            ("catalog:matrix", _("Wer nimmt was ab?")),
            ("catalog:roadmap", _("Fahrplan")),
            ("suitability:reviews", _("Eignungsprüfungen")),
            ("invoices:invoices", _("Rechnungen")),
        ),
    ),
    (
        _("Geld"),
        (
            ("ledger:postings", _("Buchungen")),
            ("ledger:calculations", _("Berechnungen")),
            ("law:rules", _("Regeln")),
            ("scenarios:home", _("Szenarien")),
            ("funding:overview", _("Förderung")),
        ),
    ),
    (
        _("Fallarbeit"),
        (
            ("cases:my-day", _("Mein Tag")),
            ("cases:cases", _("Meine Fälle")),
            ("cases:received", _("Mit uns geteilt")),
            ("cases:abandoned", _("Übergaben")),
            ("cases:public-tables", _("Statistik")),
        ),
    ),
    (_("Handbuch"), (("web:handbook", _("Handbuch")),)),
)


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One link of the navigation; `is_here` says that the page lies below it."""

    label: Label
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The sections, and the pages of the current one if it has several."""

    sections: list[NavigationEntry]
    pages: list[NavigationEntry]


def navigation(path: str) -> Navigation:
    """Return what the header shows at `path`; of several addresses that begin it the longest counts."""
    urls = {name: reverse(name) for _label, pages in SECTIONS for name, _page in pages}
    home = reverse("web:home")
    within = [url for url in urls.values() if path == url or (url != home and path.startswith(url))]
    here = max(within, key=len, default="")
    sections, shown = [], []
    for label, pages in SECTIONS:
        entries = [NavigationEntry(page_label, urls[name], urls[name] == here) for name, page_label in pages]
        is_current = any(entry.is_here for entry in entries)
        sections.append(NavigationEntry(label, entries[0].url, is_current))
        if is_current and len(entries) > 1:
            shown = entries
    return Navigation(sections, shown)
