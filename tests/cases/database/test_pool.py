"""One connection serves many people in turn: nobody ever sees what the one before saw."""

import random

import pytest
from django.db import DataError, connections, transaction

from allmende.cases.context import case_work
from allmende.cases.domain.access import Role
from allmende.cases.models import CaseFile
from allmende.cases.planes import CASES
from tests.cases.database.factories import a_case, assigned, the_cast

REQUESTS = 200


class Aborted(Exception):
    """A request that fails in the middle."""


def ask(user_id: int, fail: float) -> set[str]:
    """Ask as a request does; fail before or after the statement, or by an error of the database."""
    with case_work(user_id):
        if fail < 0.1:
            raise Aborted
        found = set(CaseFile.objects.values_list("number", flat=True))
        if fail < 0.2:
            raise Aborted
        if fail < 0.3:
            with connections[CASES].cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        return found


@pytest.mark.django_db(transaction=True, databases=["default", CASES])
def test_requests_of_two_people_on_one_connection_never_mix() -> None:
    cast = the_cast()
    first, second = assigned(cast.town, Role.CASE_MANAGER), assigned(cast.other_town, Role.CASE_MANAGER)
    a_case(cast.town, "A", (first,))
    a_case(cast.other_town, "B", (second,))
    own = {first.user_id: {"A"}, second.user_id: {"B"}}
    chance = random.Random(10)  # noqa: S311
    answers: list[bool] = []
    with connections[CASES].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()
    for number in range(REQUESTS):
        # between two requests the connection is nobody's, however the one before ended
        assert not CaseFile.objects.exists()
        user_id = (first, second)[number % 2].user_id
        try:
            answers.append(ask(user_id, chance.random()) == own[user_id])
        except (Aborted, DataError):
            continue
    with connections[CASES].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), session_user")
        assert cursor.fetchone() == (*backend, "allmende_cases")
    assert all(answers)
    assert REQUESTS / 2 < len(answers) < REQUESTS


@pytest.mark.django_db(transaction=True, databases=["default", CASES])
def test_case_work_within_case_work_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="durable"), case_work(1), case_work(2):
        raise AssertionError("never reached")


@pytest.mark.django_db(transaction=True, databases=["default", CASES])
def test_case_work_inside_another_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(using=CASES), case_work(1):
        raise AssertionError("never reached")
