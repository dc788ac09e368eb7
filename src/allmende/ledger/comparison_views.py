"""Two states side by side: as known on two days, or as it stands and under an assumption."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from allmende.common.formats import euro
from allmende.ledger import queries
from allmende.ledger.assuming import Assumable, assumables, latest_versions, nets_under
from allmende.ledger.errors import LedgerRefusal
from allmende.ledger.files import in_euros
from allmende.ledger.telling import told
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import Cell, csv_file, xlsx_file
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.forms import DayField
from allmende.register.map.drawing import ATTRIBUTION, Area, legend_swatch
from allmende.register.map_page import draw
from allmende.register.visitors import today
from allmende.rules import RulesError

LOSES, GAINS = 2, 5
MONEY_COLUMNS = frozenset({2, 3, 4})


class ComparisonForm(forms.Form):
    """The two days whose knowledge is compared."""

    first = DayField(label=gettext_lazy("Stand der Kenntnis vom"))
    second = DayField(label=gettext_lazy("verglichen mit dem vom"))


class AssumptionForm(forms.Form):
    """A value that the calculations use, and what it shall be instead."""

    wert = forms.ChoiceField(label=gettext_lazy("Was wäre anders?"), choices=())
    neu = forms.CharField(
        label=gettext_lazy("Neuer Wert"),
        max_length=40,
        help_text=gettext_lazy("Eine Zahl in derselben Einheit, oder eine Änderung wie „+25 %“."),
    )

    def __init__(self, *args: Any, offered: Iterable[Assumable], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(each.path, each.told) for each in offered]
        self.fields["wert"].choices = [("", _("Bitte wählen")), *choices]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Change:
    """What a body gets more than it pays, before and after, in cents."""

    body: BodyView
    before: int
    after: int

    @property
    def cents(self) -> int:
        return self.after - self.before


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show per body how the sum of the postings differs between two states."""
    on = today()
    versions = latest_versions(request.user, on=on)
    offered = assumables(versions)
    days_form = ComparisonForm(request.GET if "first" in request.GET else None, initial={"second": on})
    assumption_form = AssumptionForm(request.GET if "wert" in request.GET else None, offered=offered.values())
    context: dict[str, Any] = {"form": days_form, "assumption_form": assumption_form, "has_offers": offered}
    sums = None
    if days_form.is_bound and days_form.is_valid():
        days = days_form.cleaned_data["first"], days_form.cleaned_data["second"]
        sums = queries.nets_between(queries.visible_postings(request.user, on=on), *days)
    elif assumption_form.is_bound and assumption_form.is_valid():
        assumed = offered[assumption_form.cleaned_data["wert"]]
        context["assumed"] = f"{assumed.told} → {assumption_form.cleaned_data['neu']}"
        try:
            sums = nets_under(versions, assumed, assumption_form.cleaned_data["neu"])
        except (LedgerRefusal, RulesError) as error:
            assumption_form.add_error("neu", told(error))
    if sums is not None:
        changes = changes_of(sums, on=on)
        if request.GET.get("format") in {"csv", "xlsx"}:
            return exported(changes, request.GET["format"])
        context |= {
            "changes": changes,
            "drawing": drawing(changes),
            "attribution": ATTRIBUTION,
            "swatches": (legend_swatch(GAINS), legend_swatch(LOSES)),
            "query": request.GET.urlencode(),
        }
    return render(request, "ledger/comparison.html", context)


def changes_of(sums: Mapping[int, tuple[int, int]], *, on: date) -> list[Change]:
    """Return the bodies whose sum differs, the largest difference first."""
    bodies = register.bodies_by_id(sums, on=on)
    found = [Change(bodies[body_id], *pair) for body_id, pair in sums.items() if body_id in bodies]
    return sorted(
        (change for change in found if change.cents), key=lambda change: (-abs(change.cents), change.body.key)
    )


def drawing(changes: Iterable[Change]) -> SafeString | None:
    """Return the municipalities with a difference on a map; None if none of them is on it."""
    areas = [
        Area(
            key=change.body.key,
            name=change.body.name,
            label=f"{change.body}: {euro(change.cents)}",
            url=change.body.url,
            map_class=GAINS if change.cents > 0 else LOSES,
        )
        for change in changes
        if len(change.body.key) == len("05316000")
    ]
    if not areas:
        return None
    return draw(areas, district="shown", title=_("Unterschied je Gemeinde"))


def exported(changes: Iterable[Change], extension: str) -> HttpResponse:
    """Return the table as a file."""
    headers = [_("Schlüssel"), _("Körperschaft"), _("vorher"), _("nachher"), _("Unterschied")]
    rows: list[list[Cell]] = [
        [each.body.key, str(each.body), *map(in_euros, (each.before, each.after, each.cents))]
        for each in changes
    ]
    title = _("Vergleich zweier Stände")
    content = (
        csv_file(headers, rows) if extension == "csv" else xlsx_file(title, headers, rows, MONEY_COLUMNS)
    )
    return file_response(content, safe_filename(title, extension))
