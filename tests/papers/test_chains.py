"""Which resolution of a matter holds on a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from allmende.papers.domain.chains import Resolution, Span, Touch, spans
from allmende.reading.facts import Relation

FIRST, SECOND, THIRD = date(2021, 12, 13), date(2022, 4, 4), date(2024, 12, 16)
KIM = [Resolution(1121, FIRST), Resolution(1410, SECOND), Resolution(3092, THIRD)]
REPEALED = [Touch(3092, 1121, Relation.AUFGEHOBEN), Touch(3092, 1410, Relation.AUFGEHOBEN)]


def holding(found: list[Span], day: date) -> list[int]:
    return [span.key for span in found if span.holds_on(day)]


def test_two_resolutions_hold_until_the_day_of_their_repeal() -> None:
    found = spans(KIM, REPEALED)
    assert holding(found, FIRST - timedelta(days=1)) == []
    assert holding(found, date(2022, 1, 1)) == [1121]
    assert holding(found, THIRD - timedelta(days=1)) == [1121, 1410]
    assert holding(found, THIRD) == [3092]


def test_a_proposal_repeals_nothing() -> None:
    found = spans([*KIM[:2], Resolution(3092, None)], REPEALED)
    assert holding(found, date(2030, 1, 1)) == [1121, 1410]
    assert found[-1].key == 3092


def test_a_changed_resolution_still_holds() -> None:
    found = spans(KIM[:2], [Touch(1410, 1121, Relation.GEAENDERT)])
    assert found[0].is_changed_on(SECOND)
    assert not found[0].is_changed_on(SECOND - timedelta(days=1))
    assert holding(found, SECOND) == [1121, 1410]


def test_what_was_repealed_does_not_revive() -> None:
    later = Resolution(1, date(2026, 1, 1))
    found = spans([*KIM, later], [*REPEALED, Touch(1, 3092, Relation.AUFGEHOBEN)])
    assert holding(found, date(2026, 1, 1)) == [1]


DAYS = st.none() | st.dates(date(2020, 1, 1), date(2021, 1, 1))
RELATIONS = st.sampled_from(list(Relation))
TOUCHES = st.lists(st.builds(Touch, st.integers(0, 4), st.integers(0, 4), RELATIONS), max_size=8)


@given(st.lists(DAYS, min_size=1, max_size=5), TOUCHES, st.dates(date(2020, 1, 1), date(2021, 1, 1)))
def test_a_resolution_holds_as_its_own_words_and_those_of_others_say(
    days: list[date | None], touches: list[Touch], day: date
) -> None:
    ends = {Relation.AUFGEHOBEN, Relation.ERSETZT}
    for span in spans([Resolution(key, since) for key, since in enumerate(days)], touches):
        since = days[span.key]
        ended = any(
            touch.target == span.key
            and touch.relation in ends
            and touch.by < len(days)
            and (by := days[touch.by]) is not None
            and by <= day
            for touch in touches
        )
        assert span.holds_on(day) == (since is not None and since <= day and not ended)
