from datetime import date
from typing import Any

import pytest

from allmende.accounts.models import User
from allmende.ledger import actions
from allmende.ledger.computing import rules_of
from allmende.ledger.errors import (
    KnownEarlier,
    KnownInFuture,
    NegativeValue,
    NoReason,
    UnknownParameter,
    WrongKey,
    WrongPeriod,
)
from allmende.ledger.models import MunicipalParameter
from allmende.ledger.parameter_actions import LocalValue, set_local_value, withdraw_local_value
from allmende.register.domain import BodyView, NotAllowed
from allmende.rules import RulesError
from tests.ledger.factories import OTHER, TODAY, TOWN, a_calculation, question

Bodies = dict[str, BodyView]
NAME = "kim_case_management_cap"


def set_cap(bodies: Bodies, value: str = "60000", **changes: Any) -> MunicipalParameter:
    by = changes.pop("by", None)
    given: dict[str, Any] = {
        "name": NAME,
        "value": value,
        "valid": (date(2025, 1, 1), date(2026, 1, 1)),
        "known_since": date(2025, 2, 3),
        "source": "Bescheid vom 3.2.2025",
    }
    return set_local_value(body=bodies[TOWN], said=LocalValue(**{**given, **changes}), by=by, on=TODAY)


def cap(bodies: Bodies, *, on: date, known: date, key: str = TOWN) -> str:
    given = {"case_management_posts": "1", "employer_gross": "99999"}
    return rules_of(bodies[key].id).calculate("kim_case_management_grant", given, on=on, known=known).value()


def test_a_local_value_holds_on_its_days_once_it_is_known(bodies: Bodies) -> None:
    set_cap(bodies)
    assert cap(bodies, on=date(2025, 6, 1), known=date(2025, 2, 3)) == "60000.00"
    assert cap(bodies, on=date(2025, 6, 1), known=date(2025, 2, 2)) == "57000.00"
    assert cap(bodies, on=date(2026, 1, 1), known=date(2025, 2, 3)) == "57000.00"


def test_a_local_value_of_one_body_is_not_that_of_another(bodies: Bodies) -> None:
    set_cap(bodies)
    assert cap(bodies, on=date(2025, 6, 1), known=date(2025, 2, 3), key=OTHER) == "57000.00"


def test_a_later_notice_takes_over_its_days_and_leaves_the_others(bodies: Bodies) -> None:
    set_cap(bodies)
    set_cap(bodies, "61000", valid=(date(2025, 7, 1), date(2025, 9, 1)), known_since=date(2025, 6, 10))
    late = date(2025, 6, 10)
    assert cap(bodies, on=date(2025, 6, 30), known=late) == "60000.00"
    assert cap(bodies, on=date(2025, 7, 1), known=late) == "61000.00"
    assert cap(bodies, on=date(2025, 9, 1), known=late) == "60000.00"
    assert cap(bodies, on=date(2025, 7, 1), known=date(2025, 6, 9)) == "60000.00"


def test_what_became_known_later_is_not_replaced_by_what_was_known_before(bodies: Bodies) -> None:
    set_cap(bodies)
    with pytest.raises(KnownEarlier, match=r"03\.02\.2025"):
        set_cap(bodies, "58000", known_since=date(2025, 2, 3))
    assert MunicipalParameter.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": "kim_no_such_thing"}, UnknownParameter),
        ({"valid": (date(2025, 1, 1), date(2025, 1, 1))}, WrongPeriod),
        ({"source": " "}, NoReason),
        ({"value": "1.234,56"}, RulesError),
    ],
)
def test_what_cannot_be_read_or_placed_is_refused(
    bodies: Bodies, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        set_cap(bodies, **changes)
    assert not MunicipalParameter.objects.exists()


def test_a_withdrawn_value_was_believed_until_then_and_the_law_holds_again(bodies: Bodies) -> None:
    row = set_cap(bodies)
    withdraw_local_value(body=bodies[TOWN], row_id=row.pk, reason="Irrtum", by=None, on=TODAY)
    assert cap(bodies, on=date(2025, 6, 1), known=date(2025, 3, 1)) == "60000.00"
    assert cap(bodies, on=date(2025, 6, 1), known=date.max) == "57000.00"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"known_since": date(2026, 3, 2)}, KnownInFuture),
        ({"value": "-1"}, NegativeValue),
        ({"key": "none"}, WrongKey),
        ({"name": "kim_contract_city_share", "key": "sometimes"}, WrongKey),
        ({"name": "all_day_regular_rate", "known_since": date(2015, 2, 1)}, RulesError),
    ],
)
def test_what_nobody_can_mean_is_refused(
    bodies: Bodies, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        set_cap(bodies, **changes)
    assert not MunicipalParameter.objects.exists()


def test_a_stranger_sets_no_local_value(bodies: Bodies, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        set_cap(bodies, by=stranger)


def test_a_notice_known_later_is_named_as_the_cause_of_the_correction(bodies: Bodies) -> None:
    calculation = a_calculation(bodies, known=date(2025, 1, 15))
    set_cap(bodies)
    version = actions.recalculate(
        calculation_id=calculation.pk,
        question=question(known=date(2025, 3, 1)),
        based_on=1,
        reason="Änderungsbescheid",
        by=None,
        on=TODAY,
    )
    assert version.causes == [
        "Förderung je Stelle im Case Management: 57.000,00 EUR je Vollzeitstelle und Jahr → "
        "60.000,00 EUR je Vollzeitstelle und Jahr (Bescheid vom 3.2.2025, bekannt seit 03.02.2025)."
    ]
    assert [posting.cents for posting in version.postings.order_by("pk")] == [
        1_800_000,
        1_800_000,
        -1_800_000,
    ]
