"""What a component comes to for one customer and one period, in whole cents, and why. Pure.

Periodic amounts (month, quarter, year) are charged for every started month in which the service is taken; a
year is twelve such months. What is charged for an occasion is charged once, in the period it falls into.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil

from allmende.catalog.prices.components import (
    COUNTED_KINDS,
    Interval,
    PayerGroup,
    Price,
    PriceKind,
    StageMode,
    VatRule,
)
from allmende.catalog.prices.errors import (
    CostMissing,
    IndexMissing,
    QuantityMissing,
    ShareMissing,
    VatUndecided,
)
from allmende.catalog.prices.periods import Span, started_months
from allmende.common.errors import AllmendeError
from allmende.common.money import rounded


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of something, as of which day, and who says so."""

    value: Fraction
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class LevyShare:
    """What a member bears of a levy, and by which key in words."""

    cents: int
    key_words: str = ""
    of_cents: int | None = None
    """What the period bears of the levy, if the share is one of it; None: the share is one of a year."""
    bearers: int = 0
    """How many bear it in the period."""
    as_of: date | None = None
    """Who takes the service according to that day; None: according to the period that is billed."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of one customer: quantities, when the service is taken, when it was ordered."""

    active: Span
    quantities: Mapping[PriceKind, Counted] = field(default_factory=dict)
    is_member: bool = True
    ordered_on: date | None = None
    cost_cents: int | None = None
    """The real cost of the period, once known; until then what is paid on account is charged."""
    advances_cents: int = 0
    """What was paid on account in the period and is deducted when the cost is known."""
    levy_shares: Mapping[str, LevyShare | AllmendeError] = field(default_factory=dict)
    """The share of each levy by the code of its price, or why there is none."""
    indexes: Mapping[str, Counted] = field(default_factory=dict)
    """What each index stands at, by its name."""
    customer: str = ""

    def levy_share(self, price: Price) -> LevyShare | None:
        """Return what the customer bears of a levy, None if it is not known."""
        share = self.levy_shares.get(price.code)
        return share if isinstance(share, LevyShare) else None


@dataclass(frozen=True, slots=True)
class Charge:
    """What a component comes to. The tree of reasons is built by `explaining.tree_of` when somebody asks."""

    price: Price
    situation: Situation
    period: Span
    cents: int
    exact_cents: Fraction = Fraction(0)
    months: int = 0
    counted: Fraction | None = None
    unit_amounts: tuple[tuple[Fraction, Fraction], ...] = ()
    """Quantity and amount of every stage used."""
    discount_cents: Fraction = Fraction(0)
    index_factor: Fraction = Fraction(1)
    is_advance: bool = False


def concerns(price: Price, *, is_member: bool) -> bool:
    """Return whether a price is meant for this kind of customer."""
    return price.payer_group is PayerGroup.ALL or (price.payer_group is PayerGroup.MEMBER) == is_member


def charge(price: Price, situation: Situation, period: Span, *, for_billing: bool = True) -> Charge | None:
    """Return what one component comes to in a closed period; None if it is not due in it.

    Raises VatUndecided (when billing), QuantityMissing, CostMissing, ShareMissing, IndexMissing.
    """
    if not concerns(price, is_member=situation.is_member):
        return None
    taken = situation.active.overlap(period)
    if taken is None:
        return None
    if for_billing and price.vat is VatRule.UNDECIDED:
        raise VatUndecided(label=price.label)
    match price.kind:
        case PriceKind.ONCE:
            if situation.active.start not in period:
                return None
            return _finished(price, situation, period, price.amount * 100, months=0)
        case PriceKind.AT_COST:
            return _at_cost(price, situation, period, started_months(taken))
        case PriceKind.LEVY:
            return _levy(price, situation, period, started_months(taken))
        case _:
            return _counted(price, situation, period, started_months(taken))


def _counted(price: Price, situation: Situation, period: Span, months: int) -> Charge | None:
    quantity = _quantity(price, situation, period)
    pairs = _stages_used(price, quantity)
    per_interval = sum((amount * part for part, amount in pairs), Fraction(0)) * 100
    if price.interval is Interval.OCCASION:
        return _finished(price, situation, period, per_interval, months=0, counted=quantity, pairs=pairs)
    exact = per_interval * Fraction(months, price.interval.months)
    return _finished(price, situation, period, exact, months=months, counted=quantity, pairs=pairs)


def _quantity(price: Price, situation: Situation, period: Span) -> Fraction:
    """Return what is charged: reported, up to the next step, less what is included."""
    if price.kind not in COUNTED_KINDS:
        return Fraction(1)
    reported = situation.quantities.get(price.kind)
    if reported is None:
        raise QuantityMissing(label=price.label, counted=price.kind.counted[1], period=period.german)
    value = reported.value
    if price.quantity_step:
        value = ceil(value / price.quantity_step) * price.quantity_step
    return max(Fraction(0), value - price.included_quantity)


def _stages_used(price: Price, quantity: Fraction) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return quantity and amount of each stage used; the parts add up to the quantity."""
    stages = price.stages_or_flat
    if price.stage_mode is StageMode.WHOLE:
        reached = [stage for stage in stages if stage.above < quantity] or [stages[0]]
        return ((quantity, reached[-1].amount),)
    ends = [stage.above for stage in stages[1:]]
    pairs = []
    for stage, end in zip(stages, [*ends, None], strict=True):
        part = (quantity if end is None else min(quantity, end)) - stage.above
        if part > 0:
            pairs.append((part, stage.amount))
    return tuple(pairs)


def _at_cost(price: Price, situation: Situation, period: Span, months: int) -> Charge:
    """Return what is paid on account, or the difference between the cost and what was paid on account."""
    if situation.cost_cents is None:
        if not price.advance_cents:
            raise CostMissing(label=price.label, period=period.german)
        exact = Fraction(price.advance_cents * months, price.interval.months)
        return _finished(price, situation, period, exact, months=months, is_advance=True)
    # What it really came to follows no index, and nobody gets a discount on it.
    difference = situation.cost_cents - situation.advances_cents
    return Charge(price, situation, period, difference, Fraction(difference), months)


def _levy(price: Price, situation: Situation, period: Span, months: int) -> Charge:
    share = situation.levy_shares.get(price.code)
    if isinstance(share, AllmendeError):
        raise share
    if share is None:
        raise ShareMissing(label=price.label, payer=situation.customer or "diesem Mitglied")
    exact = Fraction(share.cents * months, 12) if share.of_cents is None else Fraction(share.cents)
    return _finished(price, situation, period, exact, months=months)


def _finished(
    price: Price,
    situation: Situation,
    period: Span,
    exact: Fraction,
    *,
    months: int,
    counted: Fraction | None = None,
    pairs: tuple[tuple[Fraction, Fraction], ...] = (),
    is_advance: bool = False,
) -> Charge:
    """Apply index, discount and rounding, in this order."""
    factor = _index_factor(price, situation, period)
    if factor != 1:
        exact *= factor
    discount = Fraction(0)
    if price.discount and situation.ordered_on and situation.ordered_on <= price.discount.last_order_day:
        discount = exact * price.discount.percent / 100
        exact -= discount
    step = price.rounding.step_cents
    return Charge(
        price=price,
        situation=situation,
        period=period,
        cents=rounded(exact if step == 1 else exact / step, price.rounding.mode) * step,
        exact_cents=exact,
        months=months,
        counted=counted,
        unit_amounts=pairs,
        discount_cents=discount,
        index_factor=factor,
        is_advance=is_advance,
    )


def _index_factor(price: Price, situation: Situation, period: Span) -> Fraction:
    """Return by what the amount follows its index: 1 until the threshold is passed."""
    if price.index is None:
        return Fraction(1)
    stands_at = situation.indexes.get(price.index.name)
    if stands_at is None:
        raise IndexMissing(label=price.label, index=price.index.name, period=period.german)
    factor = stands_at.value / price.index.base_value
    moved = abs(factor - 1) * 100
    return factor if moved and moved >= price.index.threshold_percent else Fraction(1)
