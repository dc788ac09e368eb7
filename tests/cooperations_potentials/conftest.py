"""Twelve towns of one Kreis with budgets that get cheaper per head with size."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.cooperations.models import Task
from allmende.cooperations.potentials import actions
from allmende.register import queries as register
from allmende.register.domain import Role
from allmende.register.importing import own_csv
from allmende.register.importing.actions import import_list
from tests.accounts.factories import a_user
from tests.papers.factories import a_member

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOWNS = {f"059990{number:02}": f"Ort{number:02}" for number in range(4, 52, 4)}
FIRST, SECOND, UNSAID = "05999004", "05999008", "05999048"


def population(key: str) -> int:
    return 4_000 + 3_000 * int(key[-2:])


def budget(key: str) -> int:
    return round(60 * float(population(key) ** 0.7))


def budget_csv(keys: list[str]) -> bytes:
    """Return a file in which these towns say that they run the registry office alone."""
    head = "gemeinde;aufgabe;jahr;stand;aufwand;stellen\n"
    return (head + "".join(f"{key};standesamt;2025;allein;{budget(key)};1,0\n" for key in keys)).encode()


@pytest.fixture
def towns(db: None) -> dict[str, str]:
    """Put the towns into the register, and the task into the list."""
    rows = "".join(
        f"{key},{name},Gemeinde,05999,{population(key)},2024-12-31\n" for key, name in TOWNS.items()
    )
    text = f"key,name,kind,parent_ags,population,population_date\n05999,Kreis Probe,Kreis,,,\n{rows}"
    listed = own_csv.read(text.encode(), stand=date(2020, 1, 1), is_complete=False)
    import_list(listed, digest="0" * 64, file_name="cast.csv", by=None, at=datetime(2026, 1, 1, tzinfo=UTC))
    Task.objects.get_or_create(code="standesamt", defaults={"name": "Standesamt", "area": "Ordnung"})
    return TOWNS


@pytest.fixture
def admin(towns: dict[str, str]) -> User:
    person = a_user("admin@probe.example", "Vera")
    person.is_staff = True
    person.save()
    return person


@pytest.fixture
def clerk(towns: dict[str, str]) -> User:
    """Return somebody who calculates for the first town only."""
    return a_member(register.body_by_key(FIRST, on=TODAY), Role.CLERK)


@pytest.fixture
def reader(towns: dict[str, str]) -> User:
    return a_member(register.body_by_key(FIRST, on=TODAY), Role.READER)


@pytest.fixture
def budgets(admin: User) -> None:
    """Eleven towns hand in their budgets; the last one says nothing."""
    data = budget_csv([key for key in TOWNS if key != UNSAID])
    actions.take_over(data, title="Haushaltspläne 2025", by=admin, on=TODAY, at=NOW)


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
