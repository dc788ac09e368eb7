"""What these tests share: Kreis Probe, Musterstadt and Beispieldorf cooperate, Fremdstadt watches."""

import pytest

from allmende.accounts.models import User
from allmende.cooperations.actions import create_cooperation, load_tasks
from allmende.cooperations.models import Cooperation
from allmende.register.domain import BodyView, Role
from tests.cooperations.register.factories import NOW, entry
from tests.register.conftest import _today, sample
from tests.register.factories import TODAY, member

__all__ = ["_today", "sample"]


@pytest.fixture
def cooperation(sample: dict[str, BodyView]) -> Cooperation:
    """Shared computing of Kreis Probe (lead), Musterstadt and Beispieldorf since 2020."""
    load_tasks()
    return create_cooperation(entry=entry(sample), by=None, on=TODAY, at=NOW)


@pytest.fixture
def clerk(sample: dict[str, BodyView]) -> User:
    """A clerk of Musterstadt."""
    return member(sample["05999004"], Role.CLERK)


@pytest.fixture
def stranger(sample: dict[str, BodyView]) -> User:
    """A clerk of Fremdstadt, which takes no part."""
    return member(sample["05998000"], Role.CLERK)
