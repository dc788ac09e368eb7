"""The timetable against trying everything, and cases that people can count on their fingers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.joint_decisions.effect import Course
from allmende.joint_decisions.timetable.domain import Frame, Notice, PartnerCalendar, Plan, Station
from allmende.joint_decisions.timetable.solver import (
    Enough,
    check_special,
    earliest_chain,
    solve,
    with_sitting,
)

START = date(2026, 1, 5)
STARTS = Frame(START)


def on(*days: int) -> tuple[date, ...]:
    """Return the days of January 2026 and beyond: 1 is New Year's Day."""
    return tuple(date(2025, 12, 31) + timedelta(days=day) for day in sorted(days))


def council(*days: int, name: str = "Rat", notice: int = 7, after: int = 1) -> Station:
    return Station(name, on(*days), Notice(notice, "§ 1 Geschäftsordnung"), after)


def partner(key: str, *stations: Station) -> PartnerCalendar:
    return PartnerCalendar(key, f"Stadt {key}", stations)


def everyone(*keys: str) -> Enough:
    return lambda decided: decided >= frozenset(keys)


def at_least(count: int) -> Enough:
    return lambda decided: len(decided) >= count


def plan_of(*partners: PartnerCalendar, enough: Enough | None = None, frame: Frame = STARTS) -> Plan:
    return solve(partners, frame, enough or everyone(*(each.key for each in partners)))


# --- against trying everything ---------------------------------------------------------------------------

DAYS = st.lists(st.integers(1, 40), max_size=4, unique=True)
STATIONS = st.builds(
    lambda days, notice, after: council(*days, notice=notice, after=after),
    DAYS,
    st.integers(0, 10),
    st.integers(0, 3),
)
PARTNERS = st.lists(st.lists(STATIONS, min_size=1, max_size=3), min_size=1, max_size=4).map(
    lambda found: [partner(str(place), *stations) for place, stations in enumerate(found)]
)
MINIMAL_SETS = st.lists(st.frozensets(st.sampled_from("0123"), min_size=1), min_size=1, max_size=3)


def finishes_by_trying(each: PartnerCalendar, start: date) -> Iterator[date]:
    """Yield the last day of every valid choice of sittings."""
    for days in product(*(station.days for station in each.stations)):
        pairs = list(zip(days, each.stations, strict=True))
        in_time = all(day - timedelta(days=station.notice.days) >= start for day, station in pairs)
        in_order = all(
            later - earlier >= timedelta(days=station.after)
            for (earlier, _), (later, station) in pairwise(pairs)
        )
        if in_time and in_order:
            yield days[-1]


def day_by_trying(partners: list[PartnerCalendar], enough: Enough) -> date | None:
    """Return the best day over all sets of partners and all choices of sittings."""
    finishes = {each.key: list(finishes_by_trying(each, START)) for each in partners}
    days = [
        max((min(finishes[key]) for key in chosen), default=START)
        for size in range(1, len(partners) + 1)
        for chosen in combinations(finishes, size)
        if enough(frozenset(chosen)) and all(finishes[key] for key in chosen)
    ]
    return min(days, default=None)


@given(PARTNERS, MINIMAL_SETS)
def test_no_choice_of_sittings_and_partners_is_earlier(
    partners: list[PartnerCalendar], minimal: list[frozenset[str]]
) -> None:
    def enough(decided: frozenset[str]) -> bool:
        return any(needed <= decided for needed in minimal)

    assert solve(partners, Frame(START), enough).decided_on == day_by_trying(partners, enough)


@given(PARTNERS)
def test_the_latest_days_still_make_it_and_later_ones_do_not(partners: list[PartnerCalendar]) -> None:
    plan = plan_of(*partners)
    for each in partners:
        for place, sitting in enumerate(plan.chain_of[each.key].sittings if plan.decided_on else ()):
            bound = sitting.latest
            assert bound is not None
            assert is_in_time(plan, finish_within(each, place, bound))
            assert not is_in_time(plan, finish_within(each, place, bound + timedelta(days=1)))


def finish_within(each: PartnerCalendar, place: int, first: date) -> date | None:
    """Return when the partner finishes if one of its stations sits from a day on only."""
    station = each.stations[place]
    fewer = replace(station, days=tuple(day for day in station.days if day >= first))
    stations = (*each.stations[:place], fewer, *each.stations[place + 1 :])
    return earliest_chain(partner("x", *stations), START).finish


def is_in_time(plan: Plan, finish: date | None) -> bool:
    return plan.decided_on is not None and finish is not None and finish <= plan.decided_on


@given(PARTNERS)
def test_a_special_sitting_never_harms_and_no_single_one_helps_more(partners: list[PartnerCalendar]) -> None:
    plan = plan_of(*partners)
    for gain in plan.gains:
        each = next(tried for tried in partners if tried.key == gain.key)
        regular = plan.chain_of[gain.key].finish
        assert regular is None or gain.finish < regular
        assert gain.finish == min(finishes_with_a_special(each))


def finishes_with_a_special(each: PartnerCalendar) -> Iterator[date]:
    """Yield when the partner finishes with each special sitting that is allowed at all."""
    for place, station in enumerate(each.stations):
        for day in (START + timedelta(days=number) for number in range(60)):
            if not check_special(station, day, START):
                finish = earliest_chain(with_sitting(each, place, day), START).finish
                if finish is not None:
                    yield finish


# --- cases to count on one's fingers ---------------------------------------------------------------------


def test_the_council_follows_its_committee() -> None:
    plan = plan_of(partner("A", council(14, 20, name="Ausschuss"), council(14, 21, 28)))
    assert [(each.station, each.day.day) for each in plan.chains[0].sittings] == [
        ("Ausschuss", 14),
        ("Rat", 21),
    ]


def test_the_papers_must_be_out_in_time() -> None:
    plan = plan_of(partner("A", council(8, 15)))
    assert plan.decided_on == date(2026, 1, 15)
    assert plan.chains[0].sittings[0].papers_out == date(2026, 1, 8)


def test_the_same_day_counts_where_it_is_allowed() -> None:
    stations = (council(14, name="Kreisausschuss"), council(14, 28, name="Kreistag", after=0))
    assert plan_of(partner("A", *stations)).decided_on == date(2026, 1, 14)


def test_who_finishes_last_is_critical_and_the_others_have_slack() -> None:
    plan = plan_of(partner("A", council(14)), partner("B", council(20)))
    assert plan.critical == ("B",)
    assert plan.slack("A") == timedelta(days=6)


def test_nobody_is_critical_where_enough_others_are_as_early() -> None:
    plan = plan_of(*(partner(key, council(14)) for key in "ABC"), enough=at_least(2))
    assert plan.critical == ()


def test_the_slowest_partners_do_not_count_where_a_majority_is_enough() -> None:
    plan = plan_of(
        partner("A", council(14)), partner("B", council(20)), partner("C", council(60)), enough=at_least(2)
    )
    assert plan.decided_on == date(2026, 1, 20)


def test_a_decision_already_taken_counts_on_its_day() -> None:
    done = PartnerCalendar("A", "Stadt A", (), decided_on=date(2025, 12, 1))
    plan = plan_of(done, partner("B", council(14)))
    assert plan.chain_of["A"].was_decided
    assert plan.decided_on == date(2026, 1, 14)


def test_a_special_sitting_moves_everybody_if_only_one_is_last() -> None:
    plan = plan_of(partner("A", council(14)), partner("B", council(60)))
    gain = plan.gains[0]
    assert (gain.key, gain.day, gain.days) == ("B", date(2026, 1, 12), 48)
    assert gain.together == plan.with_all_gains == date(2026, 1, 14)


def test_two_slow_partners_need_a_special_sitting_each() -> None:
    plan = plan_of(partner("A", council(60)), partner("B", council(60)))
    assert {gain.together for gain in plan.gains} == {date(2026, 3, 1)}
    assert plan.with_all_gains == date(2026, 1, 12)


def test_a_special_sitting_keeps_off_holidays() -> None:
    frame = Frame(date(2026, 3, 30))
    late = partner("A", council(200, notice=7))
    assert solve([late], frame, everyone("A")).gains[0].day == date(2026, 4, 7)  # the 6th is Easter Monday


def test_a_partner_without_sittings_is_named() -> None:
    plan = plan_of(partner("A", council(14)), partner("B", council()))
    assert plan.problems[0] == "Stadt B: Für „Rat“ sind keine Sitzungstage eingetragen."
    assert plan.decided_on is None
    assert plan.critical == ("B",)


def test_a_calendar_that_ends_too_early_is_named() -> None:
    plan = plan_of(partner("A", council(14, name="Ausschuss"), council(13)))
    assert plan.problems[0] == (
        "Stadt A: „Rat“ könnte ab 15.01.2026 beraten, der letzte eingetragene Sitzungstag ist aber der "
        "13.01.2026. Tragen Sie weitere Sitzungen ein."
    )


def test_a_partner_without_committees_is_named() -> None:
    assert plan_of(partner("A")).problems[0] == "Stadt A: Es ist kein Gremium eingetragen."


def test_a_day_that_is_missed_is_counted() -> None:
    plan = plan_of(partner("A", council(14)), frame=Frame(START, not_after=date(2026, 1, 10)))
    assert plan.problems == (
        "Entschieden werden soll bis zum 10.01.2026; das geht erst am 14.01.2026 (Tage später: 4).",
    )


def test_an_agreement_works_after_approval_and_gazette() -> None:
    plan = plan_of(
        partner("A", council(14)), frame=Frame(START, course=Course(ComparedForm.OERV_DELEGIEREND))
    )
    # applied at once, two periods of four weeks until 11.2. and 11.3.; silence approves on 12.3.
    assert [step.on for step in plan.steps[2:]] == [date(2026, 3, 12), date(2026, 3, 12), date(2026, 3, 13)]
    assert plan.effective_on == date(2026, 3, 13)


def test_an_agreed_beginning_is_waited_for() -> None:
    frame = Frame(START, course=Course(ComparedForm.OERV_DELEGIEREND, agreed_on=date(2027, 1, 1)))
    assert plan_of(partner("A", council(14)), frame=frame).effective_on == date(2027, 1, 1)


def test_an_unknown_period_is_said_and_not_guessed() -> None:
    plan = plan_of(partner("A", council(14)), frame=Frame(START, course=Course(ComparedForm.GMBH)))
    assert plan.effective_on is None
    assert plan.steps[-1].missing == "Frist der Behörde; ihr Wortlaut ist noch zu prüfen"


def test_a_partner_that_refused_is_no_hope() -> None:
    no = PartnerCalendar("A", "Stadt A", (council(14),), obstacle="Stadt A: hat abgelehnt.")
    plan = plan_of(no, partner("B", council(14)))
    assert plan.decided_on is None
    assert plan.problems[0] == "Stadt A: hat abgelehnt."
    assert [gain.key for gain in plan.gains] == ["B"]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 1, 10), "Der 10.01.2026 ist kein Werktag."),
        (
            date(2026, 1, 8),
            "Die Ladungsfrist von 7 Tagen reicht für den 08.01.2026 nicht; frühestens geht es am 12.01.2026.",
        ),
        (date(2026, 1, 12), ""),
    ],
)
def test_a_wished_special_sitting_is_checked(day: date, says: str) -> None:
    assert check_special(council(), day, START) == says
