"""Cooperations on the map of the Land: the members of one, or how many each municipality is in."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from allmende.cooperations import queries
from allmende.cooperations.cooperation_page import PartyRow
from allmende.register import map_page as register_map
from allmende.register.dated import body_url
from allmende.register.domain import DISTRICT_KINDS
from allmende.register.map.classes import MapFigure
from allmende.register.map.drawing import Area
from allmende.register.map.shapes import map_data

COUNT = MapFigure(
    "zusammenarbeiten",
    "Zusammenarbeiten",
    "eingetragene Zusammenarbeiten",
    tuple(map(Decimal, ("1", "2", "3", "5"))),
    places=0,
    is_count=True,
)
OVER_DISTRICT, ITSELF = 2, 5


def members_map(parties: list[PartyRow], *, title: str) -> SafeString | None:
    """Return the members on the map, None if none is on it; a Kreis tints its municipalities."""
    shapes = map_data().municipalities
    own = {party.body.key: party.body.name for party in parties if party.body.key in shapes}
    districts = {party.body.key: party.body.name for party in parties if party.body.kind in DISTRICT_KINDS}
    areas = [Area(key, name, f"{name}: {_('beteiligt')}", body_url(key), ITSELF) for key, name in own.items()]
    for key in shapes:
        if key not in own and key[:5] in districts:
            name = districts[key[:5]]
            areas.append(
                Area(key, name, _("über {name}").format(name=name), body_url(key[:5]), OVER_DISTRICT)
            )
    if not areas:
        return None
    return register_map.draw(areas, district="", title=title)


def count_map(on: date) -> tuple[SafeString, list[register_map.LegendEntry], list[Area]]:
    """Return the map with the number of cooperations per municipality, its legend and its areas."""
    counts = queries.counts_by_body(on)
    rows = register_map.mapped_bodies(on).order_by("sort_key").values_list("key", "name")
    areas = [_counted(key, name, counts) for key, name in rows]
    title = _("Karte: eingetragene Zusammenarbeiten je Gemeinde")
    return register_map.draw(areas, district="", title=title), register_map.legend(areas, COUNT), areas


def _counted(key: str, name: str, counts: Mapping[str, int]) -> Area:
    count = counts.get(key, 0)
    return Area(key, name, f"{name}: {count}", body_url(key), COUNT.class_of(Decimal(count)))
