"""What the ledger tests share: three bodies, and people with each role."""

import pytest

from allmende.accounts.models import User
from allmende.register.domain import BodyView, Role
from tests.ledger.factories import OTHER, TOWN
from tests.papers.factories import a_member, the_bodies


@pytest.fixture
def bodies(db: None) -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def treasurer(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[TOWN], Role.TREASURER)


@pytest.fixture
def clerk(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[TOWN], Role.CLERK)


@pytest.fixture
def stranger(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies[OTHER], Role.HEAD)
