from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allmende.accounts.models import User
from allmende.accounts.queries import history_of
from allmende.cooperations import actions, corrections, facts, queries, recording
from allmende.cooperations.domain import EventKind, LegalForm, Matter, PartyRole
from allmende.cooperations.entries import TaskEntry
from allmende.cooperations.errors import (
    CooperationExists,
    NotInForce,
    PartyOverlap,
    PartyTwice,
    SharesExceedCapital,
    UnknownCooperation,
    UnknownTask,
    VotesDoNotSum,
)
from allmende.cooperations.facts import Saying
from allmende.cooperations.kinds import FactKind, stated
from allmende.cooperations.models import Cooperation, CooperationState, CostPool, Party, VotingRule
from allmende.register.domain import BodyView, NotAllowed, WrongPeriod
from tests.cooperations.register.factories import LATER, NOW, SINCE, SOURCE, STATE, entry, party
from tests.register.factories import TODAY

KEY = "rechenzentrum-probe"
pytestmark = pytest.mark.django_db


def names(body: BodyView, on: date = TODAY) -> list[str]:
    return [tie.name for tie in queries.cooperations_of(body.id, on=on)]


def test_a_new_entry_has_its_parties_tasks_and_first_day(
    cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    row = queries.listed(TODAY).get()
    assert (row.name, row.party_count, row.leads) == (STATE.name, 3, "Kreis Probe")
    assert row.task_names == "IT-Betrieb und Rechenzentrum"
    assert cooperation.events.get().kind == EventKind.EFFECTIVE
    assert names(sample["05998000"]) == []


def test_the_history_tells_who_entered_it(sample: dict[str, BodyView], clerk: User) -> None:
    actions.load_tasks()
    mine = entry(sample, steward_id=sample["05999004"].id)
    actions.create_cooperation(entry=mine, by=clerk, on=TODAY, at=NOW)
    [event] = history_of(recording.COOPERATION, KEY)
    assert (event.action, event.actor_label) == ("cooperation_created", str(clerk))


def test_nobody_enters_for_a_body_he_does_not_act_for(sample: dict[str, BodyView], stranger: User) -> None:
    with pytest.raises(NotAllowed):
        actions.create_cooperation(entry=entry(sample), by=stranger, on=TODAY, at=NOW)
    assert not Cooperation.objects.exists()


def test_a_key_is_given_once(cooperation: Cooperation, sample: dict[str, BodyView]) -> None:
    with pytest.raises(CooperationExists):
        actions.create_cooperation(entry=entry(sample), by=None, on=TODAY, at=LATER)


def test_a_body_named_twice_is_refused_and_nothing_is_saved(sample: dict[str, BodyView]) -> None:
    twice = [party(sample["05999"]), party(sample["05999"], first_day=date(2022, 1, 1))]
    with pytest.raises(PartyTwice, match="Kreis Probe"):
        actions.create_cooperation(entry=entry(sample, parties=twice), by=None, on=TODAY, at=NOW)
    assert not Cooperation.objects.exists()


def test_a_body_may_come_back_after_it_left(sample: dict[str, BodyView]) -> None:
    actions.load_tasks()
    again = [
        party(sample["05999"], last_day=date(2021, 12, 31)),
        party(sample["05999"], first_day=date(2023, 1, 1)),
    ]
    actions.create_cooperation(entry=entry(sample, parties=again), by=None, on=TODAY, at=NOW)
    assert names(sample["05999"], date(2022, 6, 1)) == []
    assert names(sample["05999"]) == [STATE.name]


def test_a_reversed_period_is_refused(sample: dict[str, BodyView]) -> None:
    with pytest.raises(WrongPeriod):
        actions.create_cooperation(entry=entry(sample, last_day=date(2019, 1, 1)), by=None, on=TODAY, at=NOW)


def test_shares_over_the_capital_are_refused(sample: dict[str, BodyView]) -> None:
    shares = [
        party(sample["05999"], capital_cents=2_000_000),
        party(sample["05999004"], capital_cents=1_000_000),
    ]
    gmbh = replace(STATE, legal_form=LegalForm.GMBH, capital_total_cents=2_500_000)
    with pytest.raises(SharesExceedCapital, match=r"30\.000,00.+25\.000,00.+120,0 %"):
        actions.create_cooperation(entry=entry(sample, state=gmbh, parties=shares), by=None, on=TODAY, at=NOW)


def test_votes_that_do_not_sum_are_refused(sample: dict[str, BodyView]) -> None:
    with pytest.raises(VotesDoNotSum, match=r"ergeben 4.+sind es 5"):
        actions.create_cooperation(
            entry=entry(sample, state=replace(STATE, votes_total=5)), by=None, on=TODAY, at=NOW
        )


def test_a_task_outside_the_list_is_refused(sample: dict[str, BodyView]) -> None:
    with pytest.raises(UnknownTask, match="raumfahrt"):
        actions.create_cooperation(
            entry=entry(sample, tasks=[TaskEntry("raumfahrt")]), by=None, on=TODAY, at=NOW
        )


def test_a_change_keeps_what_was_said_before(cooperation: Cooperation, clerk: User) -> None:
    other = replace(STATE, name="Rechenzentrum Probe-Land", legal_form=LegalForm.ZWECKVERBAND)
    actions.change_cooperation(
        key=KEY, state=other, source=SOURCE, from_day=date(2024, 1, 1), by=clerk, on=TODAY, at=LATER
    )
    assert queries.states_on(date(2023, 12, 31)).get().name == STATE.name
    assert queries.states_on(TODAY).get().legal_form == LegalForm.ZWECKVERBAND
    believed_then = CooperationState.objects.get(known__contains=NOW, valid__contains=TODAY)
    assert believed_then.name == STATE.name


def test_saying_the_same_again_changes_nothing(cooperation: Cooperation) -> None:
    before = CooperationState.objects.count()
    actions.change_cooperation(
        key=KEY, state=STATE, source=SOURCE, from_day=date(2024, 1, 1), by=None, on=TODAY, at=LATER
    )
    assert CooperationState.objects.count() == before


def test_a_stranger_changes_nothing(
    cooperation: Cooperation, stranger: User, sample: dict[str, BodyView]
) -> None:
    with pytest.raises(NotAllowed):
        actions.end_cooperation(key=KEY, last_day=TODAY, by=stranger, on=TODAY, at=LATER)
    assert names(sample["05999"]) == [STATE.name]


def test_an_unknown_entry_is_said_to_be_unknown(sample: dict[str, BodyView]) -> None:
    with pytest.raises(UnknownCooperation, match="gibt-es-nicht"):
        actions.end_cooperation(key="gibt-es-nicht", last_day=TODAY, by=None, on=TODAY, at=LATER)


def test_the_end_of_a_cooperation_ends_all_that_is_said_of_it(
    cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    actions.end_cooperation(key=KEY, last_day=date(2025, 12, 31), by=None, on=TODAY, at=LATER)
    assert names(sample["05999"], date(2025, 12, 31)) == [STATE.name]
    assert names(sample["05999"]) == []
    assert not queries.takers_of_task("it-betrieb", on=TODAY)


def test_what_has_ended_cannot_end_again(cooperation: Cooperation) -> None:
    actions.end_cooperation(key=KEY, last_day=date(2025, 12, 31), by=None, on=TODAY, at=LATER)
    with pytest.raises(NotInForce):
        actions.end_cooperation(key=KEY, last_day=date(2026, 1, 31), by=None, on=TODAY, at=LATER)


def test_a_body_joins_from_a_day_on(
    cooperation: Cooperation, sample: dict[str, BodyView], clerk: User
) -> None:
    actions.add_party(
        key=KEY,
        party=party(sample["05998000"], role=PartyRole.CUSTOMER),
        first_day=date(2025, 1, 1),
        source=SOURCE,
        by=clerk,
        on=TODAY,
        at=LATER,
    )
    assert names(sample["05998000"], date(2024, 12, 31)) == []
    assert names(sample["05998000"]) == [STATE.name]


def test_the_database_refuses_a_second_membership_at_the_same_time(
    cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    with pytest.raises(PartyOverlap, match="schon beteiligt"):
        actions.add_party(
            key=KEY,
            party=party(sample["05999004"]),
            first_day=date(2025, 1, 1),
            source=SOURCE,
            by=None,
            on=TODAY,
            at=LATER,
        )
    assert Party.objects.count() == 3


def test_another_role_holds_from_its_day(cooperation: Cooperation, sample: dict[str, BodyView]) -> None:
    guest = party(sample["05999008"], role=PartyRole.GUEST)
    actions.change_party(
        key=KEY, party=guest, from_day=date(2025, 1, 1), source=SOURCE, by=None, on=TODAY, at=LATER
    )
    roles = [
        queries.cooperations_of(sample["05999008"].id, on=day)[0].role for day in (date(2024, 6, 1), TODAY)
    ]
    assert roles == [PartyRole.MEMBER, PartyRole.GUEST]


def test_a_body_leaves(cooperation: Cooperation, sample: dict[str, BodyView]) -> None:
    row = stated(FactKind.PARTY, cooperation).get(body_id=sample["05999008"].id)
    corrections.set_last_day(
        key=KEY,
        kind=FactKind.PARTY,
        row=row.pk,
        last_day=date(2025, 12, 31),
        by=None,
        on=TODAY,
        at=LATER,
    )
    assert names(sample["05999008"], date(2025, 12, 31)) == [STATE.name]
    assert names(sample["05999008"]) == []


def test_rules_pools_organs_tasks_and_days_are_dated_facts(cooperation: Cooperation) -> None:
    common: dict[str, Any] = {"key": KEY, "source": SOURCE, "by": None, "on": TODAY, "at": LATER}
    saying = Saying(from_day=SINCE, **common)
    rule = {"weighting": "given", "share": "2/3"}
    facts.set_voting_rule(saying, matter=Matter.STATUTE, rule=rule, words="zwei Drittel aller Stimmen")
    pool = {"parts": [{"driver": "einwohner", "percent": "100"}]}
    facts.set_cost_pool(saying, name="Betrieb", allocation=pool, words="nach Einwohnern")
    facts.set_organ(saying, name="Beirat", composition="je Partner eine Person")
    facts.set_task(saying, task=TaskEntry("datenschutz"))
    facts.add_event(kind=EventKind.REVIEW, day=date(2027, 1, 1), note="", **common)
    facts.add_document(title="Satzung", url="https://satzung.example/", **common)
    assert VotingRule.objects.get().rule == rule
    assert CostPool.objects.get().words == "nach Einwohnern"
    assert queries.takers_of_task("datenschutz", on=TODAY).keys() == {cooperation.pk}
    assert len(history_of(recording.COOPERATION, KEY)) == 7


def test_members_of_a_member_are_in_it_indirectly(
    cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    cooperation.body_id = sample["05998000"].id  # as if Fremdstadt were the Zweckverband
    cooperation.save()
    roof = entry(
        sample, key="dach", state=replace(STATE, name="Dachverband"), parties=[party(sample["05998000"])]
    )
    actions.create_cooperation(entry=roof, by=None, on=TODAY, at=LATER)
    ties = queries.cooperations_of(sample["05999004"].id, on=TODAY)
    assert [(tie.name, tie.is_direct, tie.via) for tie in ties] == [
        (STATE.name, True, ()),
        ("Dachverband", False, ("GRP",)),
    ]


def test_two_cooperations_in_each_other_end_the_search(
    cooperation: Cooperation, sample: dict[str, BodyView]
) -> None:
    cooperation.body_id = sample["05999"].id
    cooperation.save()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert names(sample["05999"]) == [STATE.name]
    assert len(asked) == 3
