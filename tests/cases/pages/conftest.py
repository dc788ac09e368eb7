"""A region with its key, somebody in a charity and in the town, and a case with a plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from allmende.accounts.models import User
from allmende.cases.domain.access import Role
from allmende.cases.encryption import KeyFile
from allmende.cases.models import Assignment
from allmende.cases.records import Person, open_case
from tests.cases.database.factories import Cast, assigned, the_cast

PERSON = Person("Ayşe Öztürk-Beispiel", date(1990, 1, 2), "0171 0000000", "tr, de", needs_interpreter=True)
FIRST = f"{timezone.localdate():%Y}-0001"
SECOND = f"{timezone.localdate():%Y}-0002"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works where, and one case of the charity."""

    cast: Cast
    manager: Assignment
    colleague: Assignment
    town_manager: Assignment
    supervision: Assignment
    coordination: Assignment
    stranger: Assignment
    case: UUID


@pytest.fixture
def desk(transactional_db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    cast = the_cast()
    path = tmp_path / "case-keys.json"
    monkeypatch.setattr(settings, "CASE_KEY_FILE", path)
    KeyFile({}).with_new_key(cast.region.key).with_new_key(cast.other_region.key).write(path)
    manager = assigned(cast.charity, Role.CASE_MANAGER, "manager@charity.example")
    return Desk(
        cast,
        manager,
        assigned(cast.charity, Role.CASE_MANAGER, "colleague@charity.example"),
        assigned(cast.town, Role.CASE_MANAGER, "manager@town.example"),
        assigned(cast.town, Role.SUPERVISION, "supervision@town.example"),
        assigned(cast.town, Role.COORDINATION, "coordination@town.example"),
        assigned(cast.other_town, Role.CASE_MANAGER, "stranger@elsewhere.example"),
        open_case(by=manager.user, assignment_id=manager.pk, person=PERSON, on=timezone.localdate()),
    )


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return how somebody signs in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
