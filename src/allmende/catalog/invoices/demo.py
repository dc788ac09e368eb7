"""Demo of billing: three towns billed for three quarters, one of them given money back. All made up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from allmende.catalog import offering, publishing, taking
from allmende.catalog.domain import LifeCycle
from allmende.catalog.indexes import record_index_value
from allmende.catalog.invoices import profiles, runs
from allmende.catalog.invoices.domain import BillingInterval
from allmende.catalog.invoices.issuing import issue_drafts, seal_all
from allmende.catalog.invoices.xrechnung.leitweg import composed
from allmende.catalog.models import Product, ProductVersion, Provider, Subscription
from allmende.catalog.prices.components import PayerGroup, PriceKind
from allmende.catalog.takeup.states import TakeUp
from allmende.register import queries as register
from allmende.register.actions import grant_membership
from allmende.register.domain import BodyView, Role

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.papers.models import Paper

START = date(2026, 1, 1)
PERIOD = (START, date(2026, 10, 1))
TREASURER = "treasurer@zentral-it.example"
BILLERBECK, DUELMEN, HAVIXBECK = "05558008", "05558016", "05558020"
INDEX = "Erzeugerpreise für Dienstleistungen der Informationstechnologie (Beispiel)"
OUTSIDE = {
    "vat": "O",
    "vat_ground": "§ 2b Abs. 3 Nr. 2 UStG: nur Kostenersatz",
    "ground_kind": "agreement",
    "ground": "§ 6 der Vereinbarung (Beispiel)",
}
PRICES: Sequence[Mapping[str, Any]] = (
    OUTSIDE
    | {
        "code": "umlage",
        "label": "Umlage Rechenzentrum",
        "kind": "levy",
        "interval": "year",
        "total_cents": 120_000_00,
        "allocation": [{"driver": "sockel", "weight": "0.3"}, {"driver": "einwohner", "weight": "0.7"}],
        "ground_kind": "statute",
        "ground": "§ 12 der Verbandssatzung (Beispiel)",
    },
    OUTSIDE
    | {
        "code": "leitung",
        "label": "Leitung",
        "kind": "base",
        "amount": Decimal(250),
        "interval": "month",
        "index_name": INDEX,
        "index_base": Decimal(100),
        "index_threshold": Decimal(3),
    },
    OUTSIDE
    | {
        "code": "strom",
        "label": "Strom nach Aufwand",
        "kind": "at_cost",
        "interval": "month",
        "advance_cents": 180_00,
    },
)


@dataclass(frozen=True, slots=True)
class Demo:
    """When, and how papers are decided in the demo."""

    on: date
    at: datetime
    decided: Callable[[BodyView, str, date], "Paper"]

    @property
    def who(self) -> dict[str, Any]:
        return {"by": None, "on": self.on}

    @property
    def who_and_when(self) -> dict[str, Any]:
        return {**self.who, "at": self.at}


def load(users: Mapping[str, "User"], issuer: BodyView, demo: Demo) -> None:
    """Bring customers of the issuer, a finished run and the correction that followed."""
    grant_membership(user=users[TREASURER], body=issuer, role=Role.TREASURER, valid_from=demo.on, **demo.who)
    towns = {key: register.body_by_key(key, on=demo.on) for key in (BILLERBECK, DUELMEN, HAVIXBECK)}
    _details(issuer, towns, demo)
    _data_center(issuer, demo)
    _take(towns, demo)
    _billed(issuer, demo)
    changed = Subscription.objects.get(product__key="beispiel-arbeitsplatz", customer__key=BILLERBECK)
    _report(changed, PriceKind.WORKPLACE, "57", date(2026, 7, 1), demo)
    _billed(issuer, demo)


def _details(issuer: BodyView, towns: Mapping[str, BodyView], demo: Demo) -> None:
    """Enter what stands on invoices, and the mandate of one town."""
    values = {
        "street": "Am Rechenzentrum 1",
        "postal_code": "48653",
        "city": "Coesfeld",
        "vat_id": "DE999999999",
        "tax_number": "312/5999/0001",
        "contact_name": "Rechnungsstelle (Beispiel)",
        "contact_phone": "02541 999999",
        "contact_email": "rechnung@zentral-it.example",
        "account_holder": "Zentraler IT-Dienstleister (Beispiel)",
        "iban": "DE02120300000000202051",
        "creditor_id": "DE98ZZZ09999999999",
        "payment_days": 30,
    }
    profiles.save_profile(body=issuer, values=values, **demo.who)
    active = register.body_by_key("05558032", on=demo.on)
    for postal_code, town in enumerate([active, *towns.values()], start=48301):
        values = {
            "street": "Rathausplatz 1 (Beispiel)",
            "postal_code": str(postal_code),
            "city": town.name,
            "leitweg_id": composed(town.key, "31001"),
            "invoice_email": "rechnung@rathaus.example",
        }
        profiles.save_profile(body=town, values=values, **demo.who)
    mandate = {
        "reference": "M-2026-016",
        "scheme": "B2B",
        "signed_on": START,
        "iban": "DE02500105170137075030",
    }
    profiles.record_mandate(creditor=issuer, debtor=towns[DUELMEN], values=mandate, **demo.who)


def _data_center(issuer: BodyView, demo: Demo) -> None:
    """Offer a service with a levy, a price that follows an index, and one at cost."""
    version = offering.create_product(
        key="beispiel-rechenzentrum",
        provider=Provider.objects.get(body_id=issuer.id),
        need="Rechenzentrum",
        is_nucleus=False,
        values={
            "title": "Gemeinsames Rechenzentrum (Beispiel)",
            "summary": "Platz, Strom und Leitung für eigene Server. Erfundenes Beispiel.",
            "included": "Stellfläche, Kühlung, Leitung, Zutritt",
            "sourcing": "zweckverband",
            "protection_need": "high",
            "accessibility": "untested",
            "notice_months": 12,
            "notice_to": "year_end",
        },
        from_day=START,
        **demo.who_and_when,
    )
    offering.set_prices(version=version, prices=PRICES, **demo.who)
    catalog = ProductVersion.objects.get(product__key="beispiel-arbeitsplatz").decision
    assert catalog is not None  # noqa: S101 - the demo has published it by this decision
    publishing.publish(version=version, paper=catalog, carry_over=False, **demo.who_and_when)
    publishing.set_stage(
        product=version.product,
        stage=LifeCycle.AVAILABLE,
        from_day=START,
        note="",
        source="Beispieldaten",
        **demo.who_and_when,
    )
    # The later one first: the other then ends where it begins, and nothing has to be believed anew.
    for from_day, value in ((date(2026, 7, 1), "104.3"), (START, "101.2")):
        record_index_value(
            issuer=issuer,
            name=INDEX,
            value=Decimal(value),
            from_day=from_day,
            origin="erfundener Wert",
            **demo.who_and_when,
        )


def _take(towns: Mapping[str, BodyView], demo: Demo) -> None:
    """Let the towns order, and report what is counted."""
    workplace, registry, center = (
        Product.objects.get(key=f"beispiel-{name}")
        for name in ("arbeitsplatz", "meldewesen", "rechenzentrum")
    )
    papers = {
        key: demo.decided(town, "Abnahme gemeinsamer Leistungen", demo.on) for key, town in towns.items()
    }
    taken = {
        (key, product.key): _ordered(product, towns[key], papers[key], demo)
        for key, product in (
            (BILLERBECK, workplace),
            (DUELMEN, registry),
            *((key, center) for key in towns),
        )
    }
    _report(taken[BILLERBECK, workplace.key], PriceKind.WORKPLACE, "64", START, demo)
    _report(taken[DUELMEN, registry.key], PriceKind.HOUR, "37.5", date(2026, 4, 1), demo)


def _ordered(product: Product, town: BodyView, paper: "Paper", demo: Demo) -> Subscription:
    subscription = taking.declare_interest(
        product=product, customer=town, payer_group=PayerGroup.MEMBER, **demo.who_and_when
    )
    for state in (TakeUp.REVIEW, TakeUp.DECISION, TakeUp.ORDERED, TakeUp.ACTIVE):
        subscription = taking.step(
            subscription=subscription,
            to=state,
            step_on=demo.on,
            paper=paper,
            starts_on=START,
            order_number=f"Beispiel {town.key}" if state is TakeUp.ORDERED else "",
            **demo.who_and_when,
        )
    return subscription


def _report(subscription: Subscription, kind: PriceKind, value: str, from_day: date, demo: Demo) -> None:
    taking.report_quantity(
        subscription=subscription,
        kind=kind,
        value=Decimal(value),
        from_day=from_day,
        reference_date=from_day,
        origin="Meldung des Rathauses (Beispiel)",
        is_confirmed=True,
        **demo.who_and_when,
    )


def _billed(issuer: BodyView, demo: Demo) -> None:
    """Do at once what the jobs of a run do."""
    run = runs.start_run(
        issuer=issuer, period=PERIOD, interval=BillingInterval.QUARTER, issue_on=demo.on, **demo.who
    )
    runs.compute(run)
    runs.issue(run=run, **demo.who)
    issue_drafts(run, None)
    seal_all(run)
