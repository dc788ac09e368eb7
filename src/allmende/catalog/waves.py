"""Writes and reads the roadmap: waves, what they wait for, and whether they can begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allmende.catalog.domain import ConditionKind
from allmende.catalog.models import Product, Subscription, Wave, WaveBody, WaveCondition, WaveProduct
from allmende.catalog.permissions import require_body
from allmende.catalog.recording import WAVE, record
from allmende.catalog.takeup.states import DECIDED, TakeUp
from allmende.common.errors import AllmendeError
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.labels import said

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.papers.models import Paper


class WaveNumberTaken(AllmendeError):
    """Waves of one steward are numbered once."""

    message = "Welle {number} gibt es schon. Wählen Sie eine andere Nummer."


@transaction.atomic
def save_wave(
    *,
    wave: Wave | None,
    steward: BodyView,
    values: dict[str, Any],
    product_keys: Sequence[str],
    bodies: Sequence[tuple[BodyView, date | None]],
    conditions: Sequence[tuple[ConditionKind, str, date | None]],
    by: "User | None",
    on: date,
) -> Wave:
    """Add or change a wave; conditions already met stay met. Raises WaveNumberTaken."""
    require_body(by, steward.id, on=on)
    others = Wave.objects.filter(steward_id=steward.id, number=values["number"])
    if (others.exclude(pk=wave.pk) if wave else others).exists():
        raise WaveNumberTaken(number=values["number"])
    if wave is None:
        wave = Wave(steward_id=steward.id, created_by=by)
    for name, value in values.items():
        setattr(wave, name, value)
    wave.save()
    wave.products.all().delete()
    ids = Product.objects.filter(key__in=product_keys).values_list("pk", flat=True)
    WaveProduct.objects.bulk_create(WaveProduct(wave=wave, product_id=pk) for pk in ids)
    wave.bodies.all().delete()
    WaveBody.objects.bulk_create(WaveBody(wave=wave, body_id=body.id, slot_on=slot) for body, slot in bodies)
    met = {(each.kind, each.text): each for each in wave.conditions.exclude(fulfilled_on=None)}
    wave.conditions.all().delete()
    for kind, text, due_on in conditions:
        before = met.get((kind.value, text))
        WaveCondition.objects.create(
            wave=wave,
            kind=kind.value,
            text=text,
            due_on=due_on,
            fulfilled_on=before.fulfilled_on if before else None,
            paper_id=before.paper_id if before else None,
        )
    _record(wave, by, on, {"Welle": str(wave.number)})
    return wave


@transaction.atomic
def fulfil(
    *, condition: WaveCondition, fulfilled_on: date, paper: "Paper | None", by: "User | None", on: date
) -> None:
    """Note that a condition is met."""
    require_body(by, condition.wave.steward_id, on=on)
    WaveCondition.objects.filter(pk=condition.pk).update(fulfilled_on=fulfilled_on, paper=paper)
    _record(condition.wave, by, on, {"erfüllt": condition.text})


def _record(wave: Wave, by: "User | None", on: date, details: dict[str, str]) -> None:
    record(
        "wave_set",
        by=by,
        body_id=wave.steward_id,
        on=on,
        kind=WAVE,
        object_id=str(wave.pk),
        label=wave.name,
        details=details,
    )


@dataclass(frozen=True, slots=True)
class WaveTown:
    """A municipality of a wave: how far it is with each product, and when it migrates."""

    body: BodyView
    slot_on: date | None
    states: Sequence[str]
    has_decided: bool


@dataclass(frozen=True, slots=True)
class WaveView:
    """A wave as the roadmap shows it."""

    wave: Wave
    products: Sequence[tuple[str, str]]
    towns: Sequence[WaveTown]
    conditions: Sequence[WaveCondition]

    @property
    def decided(self) -> int:
        return sum(town.has_decided for town in self.towns)

    @property
    def is_quorate(self) -> bool:
        return self.decided >= self.wave.quorum

    @property
    def open_points(self) -> list[str]:
        """Return in German what the wave still waits for."""
        found = []
        if not self.is_quorate:
            found.append(f"{self.decided} von mindestens {self.wave.quorum} Kommunen haben beschlossen.")
        found += [each.text for each in self.conditions if each.fulfilled_on is None]
        without = [str(town.body) for town in self.towns if town.has_decided and town.slot_on is None]
        if without:
            found.append(f"Ohne Umstellungstermin: {', '.join(without)}.")
        return found


def roadmap(on: date) -> list[WaveView]:
    """Return all waves in order; the number of queries does not grow with them."""
    waves = list(
        Wave.objects.order_by("steward_id", "number").prefetch_related(
            "products__product__versions", "bodies", "conditions"
        )
    )
    body_ids = {each.body_id for wave in waves for each in wave.bodies.all()}
    bodies = register.bodies_by_id(body_ids, on=on)
    product_ids = {each.product_id for wave in waves for each in wave.products.all()}
    rows = Subscription.objects.filter(customer_id__in=body_ids, product_id__in=product_ids)
    states = {
        (customer, product): TakeUp(state)
        for customer, product, state in rows.order_by("pk").values_list("customer_id", "product_id", "state")
    }
    return [_view(wave, bodies, states) for wave in waves]


def _view(wave: Wave, bodies: dict[int, BodyView], states: dict[tuple[int, int], TakeUp]) -> WaveView:
    ids = [each.product_id for each in wave.products.all()]
    products = [(_title(each.product), each.product.get_absolute_url()) for each in wave.products.all()]
    towns = []
    for each in wave.bodies.all():
        if each.body_id not in bodies:
            continue
        mine = [states.get((each.body_id, product)) for product in ids]
        shown = [said(state.label) if state in DECIDED else "" for state in mine]
        has_decided = any(state in DECIDED for state in mine)
        towns.append(WaveTown(bodies[each.body_id], each.slot_on, shown, has_decided))
    towns.sort(key=lambda town: town.body.name)
    return WaveView(wave, products, towns, sorted(wave.conditions.all(), key=lambda each: each.pk))


def _title(product: Product) -> str:
    versions = sorted(product.versions.all(), key=lambda version: version.number)
    published = [version for version in versions if version.is_published]
    return published[-1].title if published else product.key
