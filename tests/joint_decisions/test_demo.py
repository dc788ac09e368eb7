"""The demo's matters say what the source documents say, and mark what is made up."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest

from allmende.cooperations import demo as cooperations_demo
from allmende.cooperations.options import demo as options_demo
from allmende.joint_decisions import demo
from allmende.joint_decisions.board import Board
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.domain import PartnerState
from allmende.joint_decisions.files import SHEET, sheet_content
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.permissions import PUBLIC
from allmende.joint_decisions.thresholds import ThresholdState
from allmende.pages.pdf import pdf
from allmende.register import demo as register_demo

ON = date(2026, 11, 1)
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)


def boards() -> dict[str, Board]:
    register_demo.load({}, on=ON, at=AT)
    cooperations_demo.load(on=ON, at=AT)
    options_demo.load(on=ON, at=AT, papers={})
    demo.load(on=ON)
    demo.load(on=ON)
    return {
        str(matter.key): board_of(matter, rights=PUBLIC, on=ON)
        for matter in JointDecision.objects.select_related("body")
    }


@pytest.mark.django_db
def test_the_boards_tell_what_was_entered() -> None:
    found = boards()
    it = found["it-im-muensterland"]
    assert len(it.rows) == 28
    assert dict(it.counts) == {
        PartnerState.DECIDED: 24,
        PartnerState.AMENDED_CHANGED: 1,
        PartnerState.REJECTED: 1,
        PartnerState.DEFERRED: 1,
        PartnerState.SILENT: 1,
    }
    assert it.threshold.state is ThresholdState.REACHED
    [coesfeld] = [row for row in it.rows if row.body.key == "05558"]
    assert coesfeld.result is not None
    assert coesfeld.result.deviation.sentence == "Kern geändert: 1 Satz geändert"
    assert it.reached_on is not None
    assert it.effective_on == date(2027, 1, 1)
    assert len(pypdfium2.PdfDocument(pdf(SHEET, sheet_content(it)))) == 1
    consent = found["einvernehmen-integrationszentrum"]
    assert dict(consent.counts) == {PartnerState.SILENT: 19}
    assert consent.threshold.state is ThresholdState.POSSIBLE
    assert len(consent.threshold.blockers) == 19
