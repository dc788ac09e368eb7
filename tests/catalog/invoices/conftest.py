"""Kreis Probe offers a product with a base price and a price per workplace; Musterstadt takes it with 85."""

import pytest

from allmende.catalog.models import ProductVersion, Subscription
from allmende.papers.models import Paper
from allmende.register.domain import BodyView, Role
from tests.catalog.invoices.billing_cast import BASE, WORKPLACE, a_profile, a_provider, a_version, taking
from tests.papers.conftest import bodies
from tests.papers.factories import a_member, a_paper

__all__ = ["bodies"]


@pytest.fixture
def issuer(bodies: dict[str, BodyView]) -> BodyView:
    a_profile(bodies["05999"])
    return bodies["05999"]


@pytest.fixture
def town(bodies: dict[str, BodyView]) -> BodyView:
    a_profile(bodies["05999004"])
    return bodies["05999004"]


@pytest.fixture
def village(bodies: dict[str, BodyView]) -> BodyView:
    return bodies["05999008"]


@pytest.fixture
def paper(issuer: BodyView) -> Paper:
    return a_paper(issuer, a_member(issuer, Role.CLERK), "2026/17")


@pytest.fixture
def version(issuer: BodyView, paper: Paper) -> ProductVersion:
    return a_version(a_provider(issuer), paper, BASE, WORKPLACE)


@pytest.fixture
def subscription(version: ProductVersion, town: BodyView) -> Subscription:
    return taking(version, town, workplaces=85)
