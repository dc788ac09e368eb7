"""The whole register of the product, loaded once for the tests of a module."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from allmende.accounts.models import User
from allmende.register import demo, queries
from allmende.register.domain import BodyView, Role
from tests.ledger.scenarios.factories import TODAY
from tests.papers.factories import a_member

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load({}, on=TODAY, at=datetime(2026, 1, 2, 8, tzinfo=UTC))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def land(register: None, db: None, monkeypatch: pytest.MonkeyPatch) -> BodyView:
    """Return Stadt Coesfeld on the day of the tests; all other bodies are there too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return queries.body_by_key("05558012", on=TODAY)


@pytest.fixture
def treasurer(land: BodyView) -> User:
    return a_member(land, Role.TREASURER)


@pytest.fixture
def at_treasurer(treasurer: User) -> Client:
    client = Client()
    client.force_login(treasurer)
    return client
