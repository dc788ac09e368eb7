"""The labels of the register that have an English word; terms of law stay German in every language.

The domain says them in German, without Django: they are the message ids, and `said` or `{% translate %}`
turns them into the reader's language.
"""

from collections.abc import Iterable
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, gettext_noop

TRANSLATED = frozenset(
    {
        gettext_noop("Region"),
        gettext_noop("Verein"),
        gettext_noop("kommunaler Verband"),
        gettext_noop("freier Träger"),
        gettext_noop("ausländische Körperschaft"),
        gettext_noop("sonstige Körperschaft"),
        gettext_noop("Einwohnerinnen und Einwohner"),
        gettext_noop("davon männlich"),
        gettext_noop("davon weiblich"),
        gettext_noop("Fläche"),
        gettext_noop("liest mit"),
        gettext_noop("Sachbearbeitung"),
        gettext_noop("Kämmerei"),
        gettext_noop("Leitung"),
        gettext_noop("Rechnungsprüfung"),
        gettext_noop("Neu"),
        gettext_noop("In eine andere aufgegangen"),
        gettext_noop("Aufgelöst"),
        gettext_noop("Umbenannt"),
        gettext_noop("Andere Rechtsstellung"),
        gettext_noop("Andere Zuordnung"),
        gettext_noop("Neue Kennzahl"),
        gettext_noop("Berichtigte Kennzahl"),
        gettext_noop("unter 10.000"),
        gettext_noop("10.000 bis unter 25.000"),
        gettext_noop("25.000 bis unter 60.000"),
        gettext_noop("60.000 bis unter 100.000"),
        gettext_noop("100.000 und mehr"),
    }
)


class Labelled(Protocol):
    """A code with a German label."""

    @property
    def value(self) -> str: ...

    @property
    def label(self) -> str: ...


def said(label: str) -> str:
    """Return a label of the domain in the reader's language."""
    return gettext(label)


def choices(codes: Iterable[Labelled]) -> list[tuple[str, Promise]]:
    """Return codes and labels for a form, in the language in which it will be shown."""
    return [(code.value, gettext_lazy(code.label)) for code in codes]
