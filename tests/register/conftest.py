"""What the register's tests share: a small made-up Kreis, and the facts of the product, once per module."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from allmende.register import queries
from allmende.register.domain import BodyView
from allmende.register.facts import load_facts
from tests.append_only import triggers_off
from tests.register.factories import TODAY, take_over_sample

SHARED_REGISTER = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "register"


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages be asked on the day of the tests."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def sample(db: None) -> dict[str, BodyView]:
    """Kreis Probe with Musterstadt and Beispieldorf, and the kreisfreie Stadt Fremdstadt."""
    take_over_sample()
    keys = ("05999", "05999004", "05999008", "05998000")
    return {key: queries.body_by_key(key, on=TODAY) for key in keys}


@pytest.fixture(scope="module")
def facts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[date]:
    """The register as the product ships it; return a day on which to ask."""
    with django_db_blocker.unblock():
        load_facts(at=datetime(2026, 1, 2, 8, tzinfo=UTC))
        yield TODAY
        with triggers_off(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE register_body, register_source CASCADE")
        connection.close()


@pytest.fixture
def shared_register() -> Path:
    """The folder with the lists of the statistical office, beside the checkout."""
    if not SHARED_REGISTER.is_dir():
        pytest.skip(
            "!!! The shared register data are not beside the checkout: this comparison did not run !!!"
        )
    return SHARED_REGISTER
