"""The map of a result: the change per inhabitant, in classes of about as many municipalities each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from allmende.common.formats import euro, number
from allmende.ledger.scenarios.domain import LAND, SYNTHETIC_LABEL, ResultRow, Settings
from allmende.ledger.scenarios.result_table import explanation_url
from allmende.ledger.scenarios.running import PLACES, Outcome
from allmende.register import map_page
from allmende.register.map.classes import MapFigure
from allmende.register.map.drawing import ATTRIBUTION, CLASSES, Area

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ResultMap:
    """A drawing with its legend."""

    svg: SafeString
    legend: list[map_page.LegendEntry]
    title: str
    attribution: str = ATTRIBUTION


def result_map(outcome: Outcome, settings: Settings, question: dict[str, str]) -> ResultMap:
    """Draw what changes for each municipality: euros per inhabitant, or the change itself."""
    values = [_mapped(outcome, row) for row in outcome.rows]
    places = 2 if outcome.is_money else PLACES
    unit = _("€ je Kopf") if outcome.is_money else outcome.unit
    figure = MapFigure("wirkung", _("Unterschied"), unit, _bounds(values), places)
    areas = [
        Area(
            row.municipality.key,
            row.municipality.name,
            _label(outcome, row, figure, value),
            explanation_url(question, row.municipality.key),
            figure.class_of(value),
        )
        for row, value in zip(outcome.rows, values, strict=True)
    ]
    title = _("Unterschied in {unit}").format(unit=unit)
    if outcome.is_synthetic:
        title = f"{title} ({SYNTHETIC_LABEL})"
    district = "" if settings.place == LAND and not settings.picked else settings.place
    svg = map_page.draw(areas, district=district, title=title)
    return ResultMap(svg, map_page.legend(areas, figure), title)


def _mapped(outcome: Outcome, row: ResultRow) -> Decimal:
    if outcome.is_money:
        return (row.per_head or Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    return Decimal(row.change)


def _label(outcome: Outcome, row: ResultRow, figure: MapFigure, value: Decimal) -> str:
    whole = euro(row.change) if outcome.is_money else f"{number(row.change, PLACES)} {outcome.unit}"
    return f"{row.municipality.name}: {whole}" + (f" ({figure.text(value)})" if outcome.is_money else "")


def _bounds(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return up to four bounds between classes; all values alike give one bound, above all of them."""
    ordered = sorted(values)
    cuts = {ordered[len(ordered) * part // CLASSES] for part in range(1, CLASSES)} - {ordered[0]}
    return tuple(sorted(cuts)) or (ordered[-1] + 1,)
