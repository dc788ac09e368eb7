"""Demo after source document 000: a central provider, its Nukleus, two more providers. All made up."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allmende.catalog import joining, offering, publishing, taking, waves
from allmende.catalog.domain import ConditionKind, LifeCycle
from allmende.catalog.invoices import demo as invoices_demo
from allmende.catalog.models import Product, Provider, ServiceLevel, Subscription
from allmende.catalog.prices.components import PayerGroup, PriceKind
from allmende.catalog.suitability import demo as review_demo
from allmende.catalog.takeup.states import TakeUp
from allmende.papers import actions as papers
from allmende.papers.decisions.actions import record_outcome
from allmende.papers.demo import upload_of
from allmende.papers.domain.outcomes import DecisionState, Outcome
from allmende.register import queries as register
from allmende.register.actions import grant_membership
from allmende.register.domain import BodyView, Kind, Role
from allmende.register.importing.actions import import_list
from allmende.register.importing.records import BodyList, BodyRecord

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.papers.models import Paper

SINCE = date(2016, 1, 1)
START = date(2026, 1, 1)
CENTRAL, NORTH, SOUTH = "beispiel-zentral-it", "beispiel-it-nord", "beispiel-it-sued"
PROVIDERS = (
    BodyRecord(0, CENTRAL, "Zentraler IT-Dienstleister (Beispiel)", Kind.AOER),
    BodyRecord(0, NORTH, "IT-Verbund Nord (Beispiel)", Kind.ZWECKVERBAND),
    BodyRecord(0, SOUTH, "IT-Verbund Süd (Beispiel)", Kind.ZWECKVERBAND),
)
ACTIVE_TOWN, DECIDED_TOWN, ASKING_TOWN = "05558032", "05558040", "05558028"
ROLES = (
    ("clerk@zentral-it.example", CENTRAL, Role.CLERK),
    ("head@nottuln.example", ACTIVE_TOWN, Role.HEAD),
)
DECIDED_ON = date(2025, 12, 1)


@transaction.atomic
def load(users: Mapping[str, "User"], *, on: date, at: datetime) -> None:
    """Bring the demo's offers and three towns at different states; what is there stays."""
    if Provider.objects.filter(body__key=CENTRAL).exists():
        return
    listed = BodyList("Beispieldaten: Anbieter", SINCE, PROVIDERS, is_complete=False)
    digest = hashlib.sha256(repr(PROVIDERS).encode()).hexdigest()
    import_list(listed, digest=digest, file_name="Beispiel", by=None, at=at)
    bodies = {each.key: register.body_by_key(each.key, on=on) for each in PROVIDERS}
    for email, key, role in ROLES:
        body = register.body_by_key(key, on=on)
        grant_membership(user=users[email], body=body, role=role, valid_from=on, by=None, on=on)
    _offers(bodies, on, at)
    _take_up(bodies[CENTRAL], on, at)
    invoices_demo.load(users, bodies[CENTRAL], invoices_demo.Demo(on, at, _decided))


def _offers(bodies: Mapping[str, BodyView], on: date, at: datetime) -> None:
    decisions = {key: _decided(body, f"Leistungskatalog von {body.name}", on) for key, body in bodies.items()}
    about = "Erfundenes Beispiel zum Beschluss über einen zentralen IT-Dienstleister der Kommunen."
    found = {
        key: joining.join(body=body, values={"about": about}, joined_on=START, by=None, on=on)
        for key, body in bodies.items()
    }
    described = json.loads(files(__name__).joinpath("portfolio.json").read_text(encoding="utf-8"))
    for each in described:
        version = offering.create_product(
            key=each["key"],
            provider=found[each["provider"]],
            need=each["need"],
            is_nucleus=each["is_nucleus"],
            values=each["values"],
            from_day=START,
            by=None,
            on=on,
            at=at,
        )
        prices = [_typed(price) for price in each["prices"]]
        offering.set_prices(version=version, prices=prices, by=None, on=on)
        level = ServiceLevel(version=version, **_typed(each["level"]))
        offering.save_level(level=level, by=None, on=on)
        publishing.publish(
            version=version, paper=decisions[each["provider"]], carry_over=False, by=None, on=on, at=at
        )
        publishing.set_stage(
            product=version.product,
            stage=LifeCycle.AVAILABLE,
            from_day=START,
            note="",
            source="Beispieldaten",
            by=None,
            on=on,
            at=at,
        )


NUMBERS = frozenset(
    {"amount", "quantity_step", "discount_percent", "availability", "recovery_hours", "data_loss_hours"}
)


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {
        name: Decimal(value) if name in NUMBERS else value for name, value in values.items()
    }
    if "discount_last_day" in typed:
        typed["discount_last_day"] = date.fromisoformat(typed["discount_last_day"])
    return typed


def _decided(body: BodyView, subject: str, on: date) -> "Paper":
    """Return a made-up paper of a body that its council or assembly has decided."""
    subject = f"{subject} (Beispiel)"
    text = [
        str(body),
        "Vorlage Beispiel/2025, öffentlich",
        "Art: Beschlussvorlage",
        "Erfundene Vorlage der Vorführung.",
        subject,
        f"1. Beschlossen wird: {subject}.",
    ]
    described = {
        "name": f"Beispiel {body.key} {hashlib.sha256(subject.encode()).hexdigest()[:8]}.txt",
        "text": text,
        "facts": {
            "kind": {"value": "Beschlussvorlage", "quote": "Beschlussvorlage"},
            "reference": {"value": "Beispiel/2025", "quote": "Beispiel/2025"},
            "status": {"value": "öffentlich", "quote": "öffentlich"},
            "subject": {"value": subject, "quote": subject},
            "resolution": [
                {"number": "1", "text": f"Beschlossen wird: {subject}.", "quote": "Beschlossen wird"}
            ],
        },
    }
    draft = papers.store_draft(upload=upload_of(described), body=body, by=None, on=on)
    paper = papers.confirm_draft(draft_id=draft.pk, by=None, on=on)
    papers.publish_paper(paper_id=paper.pk, by=None, on=on)
    outcome = Outcome(state=DecisionState.TAKEN, decided_on=DECIDED_ON, outcome="einstimmig (Beispiel)")
    return record_outcome(paper_id=paper.pk, outcome=outcome, by=None, on=on)


def _take_up(central: BodyView, on: date, at: datetime) -> None:
    towns = {key: register.body_by_key(key, on=on) for key in (ACTIVE_TOWN, DECIDED_TOWN, ASKING_TOWN)}
    workplace = Product.objects.get(key="beispiel-arbeitsplatz")
    waves.save_wave(
        wave=None,
        steward=central,
        values={
            "number": 1,
            "name": "Nukleus",
            "is_nucleus": True,
            "starts_on": START,
            "ends_on": date(2027, 6, 30),
            "quorum": 2,
            "note": "Erfundenes Beispiel: Arbeitsplatz und Meldewesen zuerst, danach Stück für Stück mehr.",
        },
        product_keys=["beispiel-arbeitsplatz", "beispiel-meldewesen"],
        bodies=[
            (towns[ACTIVE_TOWN], date(2026, 3, 2)),
            (towns[DECIDED_TOWN], None),
            (towns[ASKING_TOWN], None),
        ],
        conditions=[
            (
                ConditionKind.RESOLUTION,
                "Zentralausschuss über den Katalog",
                date(2025, 12, 31),
            ),
            (ConditionKind.MIGRATION_SLOT, "Termine mit allen Kommunen der Welle vereinbart", None),
        ],
        by=None,
        on=on,
    )
    active = _interest(workplace, towns[ACTIVE_TOWN], on, at)
    decision = _decided(towns[ACTIVE_TOWN], "Abnahme des Digitalen Arbeitsplatzes", on)
    for state in (TakeUp.REVIEW, TakeUp.DECISION, TakeUp.ORDERED, TakeUp.ACTIVE):
        active = _step(active, state, decision, on, at)
    taking.report_quantity(
        subscription=active,
        kind=PriceKind.WORKPLACE,
        value=Decimal(118),
        from_day=START,
        reference_date=date(2025, 12, 31),
        origin="Liste der Arbeitsplätze (Beispiel)",
        is_confirmed=False,
        by=None,
        on=on,
        at=at,
    )
    review_demo.taken(towns[ACTIVE_TOWN], decision, on=on, at=at)
    decided = _interest(workplace, towns[DECIDED_TOWN], on, at)
    resolution = _decided(towns[DECIDED_TOWN], "Abnahme des Digitalen Arbeitsplatzes", on)
    for state in (TakeUp.REVIEW, TakeUp.DECISION):
        decided = _step(decided, state, resolution, on, at)
    _interest(Product.objects.get(key="beispiel-meldewesen"), towns[ASKING_TOWN], on, at)
    refused = _interest(workplace, towns[ASKING_TOWN], on, at)
    refusal = _decided(towns[ASKING_TOWN], "Eigener Betrieb der Arbeitsplätze, erneute Prüfung bis 2028", on)
    _step(refused, TakeUp.DECLINED, refusal, on, at)
    review_demo.declined(towns[ASKING_TOWN], on=on, at=at)


def _interest(product: Product, town: BodyView, on: date, at: datetime) -> Subscription:
    return taking.declare_interest(
        product=product, customer=town, payer_group=PayerGroup.MEMBER, by=None, on=on, at=at
    )


def _step(subscription: Subscription, to: TakeUp, paper: "Paper", on: date, at: datetime) -> Subscription:
    return taking.step(
        subscription=subscription,
        to=to,
        step_on=on,
        paper=paper,
        starts_on=START,
        order_number="Beispiel 1" if to is TakeUp.ORDERED else "",
        by=None,
        on=on,
        at=at,
    )
