"""What the paper tests share: three bodies, and people with each role."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.register.domain import BodyView, Role
from tests.papers.factories import a_member, the_bodies


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Keep uploads of a test in its own folder."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


@pytest.fixture
def bodies(db: None) -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def town(bodies: dict[str, BodyView]) -> BodyView:
    return bodies["05999004"]


@pytest.fixture
def clerk(town: BodyView) -> User:
    return a_member(town, Role.CLERK)


@pytest.fixture
def reader(town: BodyView) -> User:
    return a_member(town, Role.READER)


@pytest.fixture
def stranger(bodies: dict[str, BodyView]) -> User:
    return a_member(bodies["05998000"], Role.HEAD)


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """Return a client in which the person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def at_today(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Let the views of papers and register believe it is 1 March 2026."""
    from tests.papers.factories import TODAY

    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: TODAY)
    return SimpleNamespace(on=TODAY)
