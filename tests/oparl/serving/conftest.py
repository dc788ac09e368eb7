"""A town whose papers are public, and a client that asks as OParl clients do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from allmende.register.domain import BodyView
from tests.oparl.serving.factories import OparlClient, a_full_town
from tests.papers.factories import the_bodies


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the next second; times then stand still within one."""
    monkeypatch.setattr("allmende.oparl.serving.store.PATIENCE", 0.0)


@pytest.fixture
def bodies(db: None) -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def town(bodies: dict[str, BodyView]) -> BodyView:
    return a_full_town(bodies["05999004"])


@pytest.fixture
def oparl() -> OparlClient:
    return OparlClient(Client())


@pytest.fixture
def fetch(oparl: OparlClient) -> Callable[[str], Any]:
    return oparl.fetch
