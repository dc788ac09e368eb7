"""The cast: Kreis Probe offers, Musterstadt and Beispieldorf take, Fremdstadt must not see drafts."""

import pytest

from allmende.accounts.models import User
from allmende.catalog.models import Product, ProductVersion, Provider
from allmende.papers.models import Paper
from allmende.register.domain import BodyView, Role
from tests.catalog.factories import a_draft_version, a_provider, decided_paper, published
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
def keeper(district: BodyView) -> User:
    return a_member(district, Role.CLERK)


@pytest.fixture
def provider(district: BodyView) -> Provider:
    return a_provider(district)


@pytest.fixture
def paper(district: BodyView, keeper: User) -> Paper:
    return decided_paper(district, keeper)


@pytest.fixture
def draft(provider: Provider) -> ProductVersion:
    return a_draft_version(provider)


@pytest.fixture
def product(draft: ProductVersion, paper: Paper) -> Product:
    """An available product with its first version in force since 1 January 2026."""
    return published(draft, paper)
