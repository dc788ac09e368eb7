"""The cast of the papers' tests, and a released matter of Kreis Probe with two towns."""

import pytest

from allmende.accounts.models import User
from allmende.joint_decisions.models import JointDecision, Partner
from allmende.register.domain import BodyView, Role
from tests.joint_decisions.factories import a_matter, partner_of, released
from tests.papers.conftest import _own_files, at_today, bodies, browser_of, clerk, reader, stranger, town
from tests.papers.factories import a_member

__all__ = ["_own_files", "at_today", "bodies", "browser_of", "clerk", "reader", "stranger", "town"]


@pytest.fixture
def village(bodies: dict[str, BodyView]) -> BodyView:
    return bodies["05999008"]


@pytest.fixture
def district(bodies: dict[str, BodyView]) -> BodyView:
    return bodies["05999"]


@pytest.fixture
def lead(district: BodyView) -> User:
    return a_member(district, Role.CLERK)


@pytest.fixture
def villager(village: BodyView) -> User:
    return a_member(village, Role.CLERK)


@pytest.fixture
def matter(district: BodyView, town: BodyView, village: BodyView) -> JointDecision:
    made = a_matter(district, town, village)
    released(made)
    return made


@pytest.fixture
def partner(matter: JointDecision, town: BodyView) -> Partner:
    return partner_of(matter, town)
