"""Sittings that a council system offers over OParl are the calendars of the timetable, without typing."""

from datetime import date
from typing import Any

import pytest

from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.permissions import Rights
from allmende.joint_decisions.states import Station
from allmende.joint_decisions.timetable.actions import StationEntry, save_stations
from allmende.joint_decisions.timetable.domain import Chain
from allmende.joint_decisions.timetable.reading import timetable_of
from allmende.oparl.models import OparlSource, SourceBody
from allmende.register.domain import BodyView
from tests.joint_decisions.factories import a_go, partner_of
from tests.oparl.test_changes import Server
from tests.oparl.test_import import BASE, read
from tests.papers.factories import TODAY

COMMITTEE, FIRST, SECOND = date(2026, 3, 10), date(2026, 3, 17), date(2026, 4, 21)


class CouncilSystem(Server):
    """A council system with the coming sittings of the council and of one committee."""

    def __init__(self) -> None:
        super().__init__()
        self.lists["organization"].append(self.thing("Organization", "organization/2", name="Hauptausschuss"))
        self.lists["paper"] = []
        self.lists["meeting"] = [
            self.sitting(number, organization, day)
            for number, (organization, day) in enumerate(((2, COMMITTEE), (1, FIRST), (1, SECOND)), start=2)
        ]

    def sitting(self, number: int, organization: int, day: date) -> dict[str, Any]:
        return self.thing(
            "Meeting",
            f"meeting/{number}",
            name="Sitzung",
            start=f"{day}T17:00:00+01:00",
            organization=[f"{BASE}/organization/{organization}"],
            agendaItem=[],
        )


@pytest.fixture
def imported(matter: JointDecision, town: BodyView) -> JointDecision:
    """The matter, after the town's council system was read."""
    source = OparlSource.objects.create(name="RIS", url=f"{BASE}/system")
    SourceBody.objects.create(source=source, url=f"{BASE}/body/1", body_id=town.id)
    read(source, CouncilSystem())
    return matter


def chain_of(matter: JointDecision, body: BodyView) -> Chain:
    rights = Rights(is_lead=True, may_edit=True)
    plan = timetable_of(matter, rights=rights, on=TODAY, not_before=TODAY).plan
    return next(chain for chain in plan.chains if chain.key == body.key)


def days(chain: Chain) -> list[tuple[str, date]]:
    return [(each.station, each.day) for each in chain.sittings]


def test_a_partner_that_entered_nothing_decides_when_its_council_sits(
    imported: JointDecision, town: BodyView, village: BodyView
) -> None:
    assert days(chain_of(imported, town)) == [("Rat", FIRST)]
    assert "kein Gremium" in chain_of(imported, village).gap, "nobody read the village's council system"


def test_stations_without_days_get_those_of_their_committees(imported: JointDecision, town: BodyView) -> None:
    a_go(
        partner_of(imported, town),
        stations=(Station("Hauptausschuss", date(2026, 2, 3)), Station("Rat", None, True)),
    )
    assert days(chain_of(imported, town)) == [("Hauptausschuss", COMMITTEE), ("Rat", FIRST)]


def test_a_day_that_the_partner_named_counts_before_the_calendar(
    imported: JointDecision, town: BodyView
) -> None:
    a_go(partner_of(imported, town), stations=(Station("Rat", date(2026, 3, 24), True),))
    assert days(chain_of(imported, town)) == [("Rat", date(2026, 3, 24))]


def test_an_entered_station_keeps_the_days_that_were_read(imported: JointDecision, town: BodyView) -> None:
    entry = StationEntry(committee="Rat", days=(FIRST, SECOND), notice_days=14, notice_source="§ 1 GeschO")
    partner = partner_of(imported, town)
    save_stations(partner_id=partner.pk, entries=[entry], since=TODAY, by=None, on=TODAY)
    [sitting] = chain_of(imported, town).sittings
    assert (sitting.day, sitting.papers_out) == (FIRST, date(2026, 3, 3))
