"""The map of North Rhine-Westphalia: what it shows, from the register to the drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.safestring import SafeString

from allmende.register.dated import body_url
from allmende.register.domain import MUNICIPAL_KINDS, BodyView, FigureKind, Kind
from allmende.register.map.classes import MapFigure, value_of
from allmende.register.map.drawing import Area, box_of, detail_map, land_map, legend_swatch
from allmende.register.map.shapes import map_data
from allmende.register.names import sort_key
from allmende.register.page_queries import listed_bodies

LAND = "05"
CENSUS_2011_FIRST = date(2013, 12, 31)  # the first figure of the register on the basis of the census of 2011


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One class of the legend."""

    swatch: SafeString
    label: str
    count: int


def mapped_bodies(on: date) -> QuerySet[Any]:
    """Return the municipalities of the Land with their figures, `earlier` the population of 2013."""
    found: QuerySet[Any] = (
        listed_bodies(on)
        .filter(key__startswith=LAND, kind__in=[kind.value for kind in MUNICIPAL_KINDS])
        .annotate(
            earlier_row=FilteredRelation(
                "body__figures",
                condition=Q(
                    body__figures__kind=FigureKind.POPULATION.value,
                    body__figures__reference_date=CENSUS_2011_FIRST,
                    body__figures__known__upper_inf=True,
                ),
            ),
        )
        .annotate(earlier=F("earlier_row__value"))
    )
    return found


def of_district(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Return the municipalities of a Kreis or the kreisfreie Stadt with that short key."""
    return rows.filter(key__startswith=key)


def districts(on: date) -> list[tuple[str, str]]:
    """Return short key and name of every Kreis and kreisfreie Stadt of the Land, in German order."""
    kinds = {Kind.KREIS.value, Kind.STAEDTEREGION.value, Kind.KREISFREIE_STADT.value}
    rows = listed_bodies(on).filter(key__startswith=LAND, kind__in=kinds)
    named = [
        (key[:5], f"Stadt {name}" if kind == Kind.KREISFREIE_STADT.value else name)
        for key, name, kind in rows.values_list("key", "name", "kind")
    ]
    return sorted(named, key=lambda pair: sort_key(pair[1].removeprefix("Stadt ").removeprefix("Kreis ")))


def figure_value(figure: MapFigure, row: Any) -> Decimal | None:
    return value_of(figure, population=row.population, area=row.area, earlier=row.earlier)


def area_of(row: Any, figure: MapFigure, selected: str) -> Area:
    value = figure_value(figure, row)
    return Area(
        key=row.key,
        name=row.name,
        label=f"{row.name}: {figure.text(value)}",
        url=body_url(row.key),
        map_class=None if value is None else figure.class_of(value),
        is_selected=row.key == selected,
    )


def draw(areas: list[Area], *, district: str, title: str) -> SafeString:
    """Return the map of the whole Land, or of one district."""
    data = map_data()
    box = box_of(data, [area.key for area in areas]) if district else None
    if box is not None:
        return detail_map(data, areas, box, title=title)
    return land_map(data, areas, title=title)


def legend(areas: list[Area], figure: MapFigure) -> list[LegendEntry]:
    """Return the classes with how many municipalities of the map are in each."""
    return [
        LegendEntry(legend_swatch(number), label, sum(area.map_class == number for area in areas))
        for number, label in enumerate(figure.class_labels(), start=1)
    ]


def locator(body: BodyView, around: Mapping[str, str]) -> SafeString | None:
    """Return a small map of a municipality and its neighbors (key to name), None if it is not on the map."""
    data = map_data()
    if body.key not in data.municipalities:
        return None
    shown = {body.key: body.name, **around}
    areas = [
        Area(key, name, name, body_url(key), 4 if key == body.key else 1, is_selected=key == body.key)
        for key, name in shown.items()
    ]
    box = box_of(data, shown)
    if box is None:
        return None
    return detail_map(data, areas, box, title=f"{body.designation} und Nachbarn")
