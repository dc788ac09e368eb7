"""Offers and take-up for tests; today is 1 March 2026."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from allmende.accounts.models import User
from allmende.catalog import joining, offering, publishing, taking
from allmende.catalog.domain import LifeCycle
from allmende.catalog.models import Product, ProductVersion, Provider, Subscription
from allmende.catalog.prices.components import PayerGroup
from allmende.catalog.takeup.states import TakeUp
from allmende.papers.decisions.actions import record_outcome
from allmende.papers.domain.outcomes import DecisionState, Outcome
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.papers.factories import TODAY, a_paper

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
NEW_YEAR = date(2026, 1, 1)
VALUES: dict[str, Any] = {
    "title": "Finanzsoftware Probe",
    "summary": "Haushalt, Kasse und Anlagen in einem Verfahren.",
    "included": "Betrieb, Pflege, Schulung",
    "sourcing": "agreement",
    "protection_need": "high",
    "accessibility": "partly",
    "notice_months": 6,
}
WORKPLACE_PRICE: dict[str, Any] = {
    "code": "betrieb",
    "label": "Betrieb",
    "kind": "workplace",
    "amount": Decimal("12.50"),
    "interval": "month",
    "vat": "O",
    "vat_ground": "§ 2b Abs. 3 Nr. 2 UStG",
    "ground_kind": "agreement",
    "ground": "Vereinbarung vom 01.01.2020",
}


def a_provider(body: BodyView) -> Provider:
    return joining.join(body=body, values={"about": "Rechenzentrum"}, joined_on=NEW_YEAR, by=None, on=TODAY)


def a_draft_version(
    provider: Provider, *, key: str = "finanzsoftware-probe", need: str = "Finanzsoftware", **values: Any
) -> ProductVersion:
    version = offering.create_product(
        key=key,
        provider=provider,
        need=need,
        is_nucleus=False,
        values=VALUES | values,
        from_day=NEW_YEAR,
        by=None,
        on=TODAY,
        at=AT,
    )
    offering.set_prices(version=version, prices=[WORKPLACE_PRICE], by=None, on=TODAY)
    return version


def decided_paper(body: BodyView, by: User, number: str = "2026/17") -> Paper:
    """Return a paper of the body that its council has decided."""
    paper = a_paper(body, by, number)
    record_outcome(
        paper_id=paper.pk,
        outcome=Outcome(state=DecisionState.TAKEN, decided_on=date(2026, 2, 24)),
        by=None,
        on=TODAY,
    )
    found: Paper = Paper.objects.get(pk=paper.pk)
    return found


def published(version: ProductVersion, paper: Paper) -> Product:
    publishing.publish(version=version, paper=paper, carry_over=True, by=None, on=TODAY, at=AT)
    publishing.set_stage(
        product=version.product,
        stage=LifeCycle.AVAILABLE,
        from_day=NEW_YEAR,
        note="",
        source="Beschluss",
        by=None,
        on=TODAY,
        at=AT,
    )
    return version.product


def an_interest(product: Product, customer: BodyView) -> Subscription:
    return taking.declare_interest(
        product=product, customer=customer, payer_group=PayerGroup.MEMBER, by=None, on=TODAY, at=AT
    )


def moved(subscription: Subscription, *states: TakeUp, paper: Paper, **given: Any) -> Subscription:
    """Take steps on 1 March 2026, by that decision, beginning on 1 January 2027 unless said otherwise."""
    values = {"starts_on": date(2027, 1, 1)} | given
    for state in states:
        subscription = taking.step(
            subscription=subscription,
            to=state,
            step_on=TODAY,
            paper=paper,
            by=None,
            on=TODAY,
            at=AT,
            **values,
        )
    return subscription
