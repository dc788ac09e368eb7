"""Take-up: which step may follow, when one can leave, which quantity is doubtful."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.catalog.prices.components import PriceKind
from allmende.catalog.takeup.plausibility import doubts
from allmende.catalog.takeup.states import FOLLOWING, Standing, TakeUp, next_states, why_not
from allmende.catalog.takeup.terms import NoticeTo, Terms, earliest_end, next_deadline, notice_by

ON = date(2026, 11, 22)
NEW = Standing(TakeUp.INTEREST)
DECIDING = Standing(TakeUp.REVIEW, has_decision=True)
ORDERING = Standing(TakeUp.DECISION, has_decision=True, starts_on=date(2027, 1, 1))


def test_every_state_leads_to_an_end() -> None:
    for state in TakeUp:
        seen, waiting = set(), [state]
        while waiting:
            for following in FOLLOWING[waiting.pop()]:
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
        assert not next_states(state) or TakeUp.ENDED in seen


@pytest.mark.parametrize(
    ("standing", "wanted"),
    [
        (NEW, TakeUp.REVIEW),
        (DECIDING, TakeUp.DECISION),
        (ORDERING, TakeUp.ORDERED),
        (Standing(TakeUp.ORDERED, starts_on=ON), TakeUp.ACTIVE),
        (Standing(TakeUp.CANCELLED, ends_on=ON), TakeUp.ENDED),
    ],
)
def test_a_step_whose_conditions_are_met_is_free(standing: Standing, wanted: TakeUp) -> None:
    assert why_not(standing, wanted, ON) == []


@pytest.mark.parametrize(
    ("standing", "wanted", "says"),
    [
        (NEW, TakeUp.ORDERED, "möglich: „in Prüfung“, „abgelehnt“"),
        (Standing(TakeUp.ENDED), TakeUp.ACTIVE, "abgeschlossen"),
        (replace(NEW, last_step_on=date(2026, 12, 1)), TakeUp.REVIEW, "letzte Schritt war am 01.12.2026"),
        (Standing(TakeUp.REVIEW), TakeUp.DECISION, "Beschluss fehlt"),
        (replace(DECIDING, is_decision_taken=False), TakeUp.DECISION, "noch nicht beschlossen"),
        (replace(DECIDING, version_is_published=False), TakeUp.DECISION, "Entwurf"),
        (replace(ORDERING, is_offered=False), TakeUp.ORDERED, "nicht mehr oder noch nicht angeboten"),
        (replace(ORDERING, starts_on=None), TakeUp.ORDERED, "ab wann"),
        (
            Standing(TakeUp.ORDERED, open_conditions=("AV-Vertrag unterschrieben",)),
            TakeUp.ROLLOUT,
            "Noch offen: AV-Vertrag",
        ),
        (Standing(TakeUp.ORDERED, starts_on=date(2027, 1, 1)), TakeUp.ACTIVE, "erst am 01.01.2027"),
        (Standing(TakeUp.ACTIVE), TakeUp.CANCELLED, "letzten Tag"),
        (
            Standing(TakeUp.ACTIVE, ends_on=date(2027, 1, 1), earliest_end=date(2028, 1, 1)),
            TakeUp.CANCELLED,
            "früheste letzte Tag ist der 31.12.2027",
        ),
        (Standing(TakeUp.CANCELLED, ends_on=date(2027, 1, 1)), TakeUp.ENDED, "bis zum 31.12.2026"),
    ],
)
def test_a_refused_step_says_why(standing: Standing, wanted: TakeUp, says: str) -> None:
    assert says in " ".join(why_not(standing, wanted, ON))


def test_six_months_to_the_end_of_the_year_is_30_june() -> None:
    deadline = next_deadline(Terms(date(2024, 1, 1)), date(2026, 3, 1))
    assert (deadline.notice_by, deadline.last_day) == (date(2026, 6, 30), date(2026, 12, 31))
    assert deadline.decide_by == date(2026, 4, 1)


def test_notice_too_late_moves_to_the_next_year() -> None:
    assert earliest_end(Terms(date(2024, 1, 1)), date(2026, 7, 1)) == date(2028, 1, 1)


def test_a_minimum_term_holds_first() -> None:
    terms = Terms(date(2026, 5, 1), minimum_months=48)
    assert earliest_end(terms, date(2026, 6, 1)) == date(2031, 1, 1)


def test_a_term_that_renews_itself_ends_only_at_its_ends() -> None:
    terms = Terms(date(2025, 4, 1), 3, NoticeTo.TERM_END, minimum_months=24, renews_months=12)
    assert earliest_end(terms, date(2026, 12, 31)) == date(2027, 4, 1)
    assert earliest_end(terms, date(2027, 1, 1)) == date(2028, 4, 1)


def test_a_month_end_is_soon() -> None:
    terms = Terms(date(2025, 4, 1), 1, NoticeTo.MONTH_END)
    assert earliest_end(terms, date(2026, 2, 10)) == date(2026, 4, 1)


@given(
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.dates(date(2026, 1, 1), date(2040, 1, 1)),
    st.integers(0, 24),
    st.sampled_from(NoticeTo),
    st.integers(0, 60),
)
def test_notice_in_time_is_never_before_the_day_it_is_given(
    start: date, noticed: date, months: int, to: NoticeTo, minimum: int
) -> None:
    terms = Terms(start, months, to, minimum)
    end = earliest_end(terms, noticed)
    assert end > noticed
    assert notice_by(terms, end) >= noticed


def test_a_quantity_from_nowhere_is_refused() -> None:
    [doubt] = doubts(PriceKind.WORKPLACE, Fraction(10), source=" ")
    assert doubt.is_refused
    assert "keine Quelle" in doubt.sentence


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        (PriceKind.WORKPLACE, "140", "+40 Prozent gegenüber zuletzt 100 Arbeitsplätze"),
        (PriceKind.WORKPLACE, "2000", "sind viel"),
        (PriceKind.INHABITANT, "800", "Register nennt 8.000"),
        (PriceKind.CASE, "1.5", "ganzen Zahlen"),
        (PriceKind.HOUR, "-1", "nicht negativ"),
    ],
)
def test_a_doubtful_quantity_is_asked_about(kind: PriceKind, value: str, says: str) -> None:
    found = doubts(kind, Fraction(value), source="Liste", last=Fraction(100), population=8000)
    assert says in " ".join(doubt.sentence for doubt in found)


def test_an_ordinary_quantity_raises_no_doubt() -> None:
    assert (
        doubts(PriceKind.WORKPLACE, Fraction(110), source="Liste", last=Fraction(100), population=8000) == []
    )
