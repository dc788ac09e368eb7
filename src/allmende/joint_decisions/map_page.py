"""The partners of a matter on the map of the Land; pattern and words say where each stands."""

from collections.abc import Callable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.domain import APPROVED, REFUSED, PartnerState
from allmende.joint_decisions.labels import said
from allmende.register.map import drawing
from allmende.register.map.drawing import Area, legend_swatch
from allmende.register.map.shapes import map_data
from allmende.register.map_page import LegendEntry

AGREED, REFUSES, UNDERWAY, NOTHING = 5, 4, 3, 1


def partner_map(
    board: Board, url: Callable[[PartnerRow], str]
) -> tuple[SafeString | None, list[LegendEntry]]:
    """Return the map of the partners and its legend; None if no partner is a municipality on it."""
    data = map_data()
    rows = [row for row in board.rows if row.body.key in data.municipalities]
    if not rows:
        return None, []
    areas = [
        Area(row.body.key, row.body.name, f"{row.name}: {said(row.state.label)}", url(row), _class(row.state))
        for row in rows
    ]
    box = drawing.box_of(data, [area.key for area in areas])
    assert box is not None  # noqa: S101 - there is an area on the map
    shown = drawing.detail_map(data, areas, box, title=board.matter.title)
    labels = {
        AGREED: _("zugestimmt"),
        REFUSES: _("abgelehnt oder Kern geändert"),
        UNDERWAY: _("unterwegs, vertagt oder ungeklärt"),
        NOTHING: _("keine Angabe oder in Vorbereitung"),
    }
    legend = [
        LegendEntry(legend_swatch(number), label, sum(area.map_class == number for area in areas))
        for number, label in labels.items()
    ]
    return shown, legend


def _class(state: PartnerState) -> int:
    if state in APPROVED:
        return AGREED
    if state in REFUSED:
        return REFUSES
    return NOTHING if state in (PartnerState.SILENT, PartnerState.DRAFT) else UNDERWAY
