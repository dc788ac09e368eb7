"""What the funding tests share: bodies, and people with each role."""

import pytest

from allmende.accounts.models import User
from allmende.register.domain import BodyView, Role
from tests.funding.factories import OTHER, PROVIDER, TOWN
from tests.papers.factories import a_member, the_bodies


@pytest.fixture
def bodies(db: None) -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def treasurer(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[TOWN], Role.TREASURER)


@pytest.fixture
def second_treasurer(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[TOWN], Role.TREASURER, "zweite@town.example")


@pytest.fixture
def clerk(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[TOWN], Role.CLERK)


@pytest.fixture
def provider_clerk(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[PROVIDER], Role.CLERK)


@pytest.fixture
def stranger(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[OTHER], Role.HEAD)
