"""Who may keep offers and take-up: clerks and heads of the provider or of the customer."""

from datetime import date
from typing import TYPE_CHECKING

from allmende.catalog.models import Product, Provider, Subscription
from allmende.catalog.takeup.states import TakeUp
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import Capability, NotAllowed, roles_with
from allmende.register.queries import AnyUser

if TYPE_CHECKING:
    from allmende.accounts.models import User

STEPS_OF_PROVIDER = frozenset({TakeUp.ROLLOUT, TakeUp.ACTIVE, TakeUp.ENDED})


def keeping_body_ids(user: AnyUser, *, on: date) -> set[int]:
    """Return the bodies for which the person may keep offers and take-up."""
    if not user.is_authenticated or not user.is_active:
        return set()
    roles = roles_with(Capability.EDIT_CATALOG)
    return {held.body.id for held in register.memberships_of(user, on=on) if held.role in roles}


def reading_body_ids(user: AnyUser, *, on: date) -> set[int]:
    """Return the bodies whose drafts and take-up the person may see."""
    return set(register.body_ids_of(user, on=on))


def offering_body_id(product: Product, *, on: date) -> int | None:
    """Return the body that offers a product on a day, else the one that will or did."""
    rows = product.offers.filter(KNOWN_NOW).order_by("valid").values_list("valid", "provider__body_id")
    offers = list(rows)
    held = next((body_id for valid, body_id in offers if on in valid), None)
    return held if held is not None or not offers else offers[-1][1]


def may_keep_product(user: AnyUser, product: Product, *, on: date) -> bool:
    """Return whether the person may change the offer of a product."""
    return offering_body_id(product, on=on) in keeping_body_ids(user, on=on)


def may_read_drafts(user: AnyUser, product: Product, *, on: date) -> bool:
    """Return whether the person may see what is not published yet."""
    return offering_body_id(product, on=on) in reading_body_ids(user, on=on)


def require_product(user: "User | None", product: Product, *, on: date) -> None:
    """Raise NotAllowed unless the person may; no person is the installation itself, which may."""
    if user is not None and not may_keep_product(user, product, on=on):
        raise NotAllowed


def require_provider(user: "User | None", provider: Provider, *, on: date) -> None:
    """Raise NotAllowed unless the person keeps the portfolio of the provider."""
    if user is not None and provider.body_id not in keeping_body_ids(user, on=on):
        raise NotAllowed


def require_body(user: "User | None", body_id: int, *, on: date) -> None:
    """Raise NotAllowed unless the person keeps offers and take-up of that body."""
    if user is not None and body_id not in keeping_body_ids(user, on=on):
        raise NotAllowed


def may_enter_index(user: AnyUser, body_id: int, *, on: date) -> bool:
    """Return whether the person may enter values of indexes: who keeps the prices, or who bills them."""
    return any(
        register.may(user, body_id, each, on=on) for each in (Capability.EDIT_CATALOG, Capability.POST_MONEY)
    )


def require_index(user: "User | None", body_id: int, *, on: date) -> None:
    """Raise NotAllowed unless the person may enter values of indexes for a body."""
    if user is not None and not may_enter_index(user, body_id, on=on):
        raise NotAllowed


def may_read_subscription(user: AnyUser, subscription: Subscription, *, on: date) -> bool:
    """Return whether the person belongs to the customer or the provider."""
    mine = reading_body_ids(user, on=on)
    return subscription.customer_id in mine or offering_body_id(subscription.product, on=on) in mine


def may_step(user: AnyUser, subscription: Subscription, wanted: TakeUp, *, on: date) -> bool:
    """Return whether the person may take a step: the customer each, the provider those of the rollout."""
    mine = keeping_body_ids(user, on=on)
    if subscription.customer_id in mine:
        return True
    return wanted in STEPS_OF_PROVIDER and offering_body_id(subscription.product, on=on) in mine


def require_step(user: "User | None", subscription: Subscription, wanted: TakeUp, *, on: date) -> None:
    """Raise NotAllowed unless the person may take the step."""
    if user is not None and not may_step(user, subscription, wanted, on=on):
        raise NotAllowed
