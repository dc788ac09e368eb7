"""What the account tests share."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _quick_passwords(settings: LazySettings) -> None:
    """Hash cheaply: the product's hashes are slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_failed_attempts_yet() -> Iterator[None]:
    """Forget the attempts of other tests: the limits count per address of the client."""
    cache.clear()
    yield
    cache.clear()
