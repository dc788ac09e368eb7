"""What each component should have been billed at, by all known now; the difference is billed.

Components repeat from month to month and from town to town: equal situations are computed once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from allmende.catalog.invoices.domain import Part, parts_of, whole
from allmende.catalog.invoices.lookups import Lookups
from allmende.catalog.invoices.models import ActualCost
from allmende.catalog.invoices.subscribed import Key, Priced, Reported, Taken, plain
from allmende.catalog.prices.charging import Counted, LevyShare, Situation, charge, concerns
from allmende.catalog.prices.components import COUNTED_KINDS, OCCASIONAL_KINDS, Price, PriceKind, VatRule
from allmende.catalog.prices.errors import CostMissing
from allmende.catalog.prices.periods import Span, started_months
from allmende.common.errors import AllmendeError

STEADY_KINDS = frozenset({PriceKind.BASE, PriceKind.WORKPLACE, PriceKind.INHABITANT})


class Target(NamedTuple):
    """What a key comes to; `parts` and `basis` are JSON as they are stored."""

    cents: int
    vat: VatRule
    parts: str
    basis: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something of a customer cannot be billed."""

    customer: int
    product: str
    text: str


@dataclass(slots=True)
class Computed:
    """Targets of some customers; what is `unknown` is left as it was billed."""

    targets: dict[int, dict[Key, Target]] = field(default_factory=dict)
    unknown: set[Key] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


class Known(NamedTuple):
    """What a price is computed from in one span, beside the price itself."""

    months: int
    counted: Counted | None = None
    indexed: Counted | None = None
    share: LevyShare | None = None


@dataclass(slots=True)
class Targets:
    """Computes targets; remembers the amounts of equal situations for the length of a run."""

    spans: Sequence[Span]
    lookups: Lookups
    _amounts: dict[tuple[Any, ...], tuple[int, str]] = field(default_factory=dict)
    _months: dict[Span, list[int]] = field(default_factory=dict)
    _bounds: list[tuple[Span, date, date]] = field(init=False)

    def __post_init__(self) -> None:
        self._bounds = [(span, span.start, span.until or date.max) for span in self.spans]

    def computed(
        self,
        taken: Sequence[Taken],
        prices: Mapping[int, tuple[Priced, ...]],
        quantities: Mapping[tuple[int, PriceKind], list[Reported]],
        costs: Mapping[tuple[int, int], list[ActualCost]],
    ) -> Computed:
        """Return what the customers should have been billed."""
        result = Computed()
        for each in taken:
            own = result.targets.setdefault(each.customer, {})
            for priced in prices[each.version]:
                if not concerns(priced.price, is_member=each.is_member):
                    continue
                active = each.span.overlap(priced.valid)
                if active is None:
                    continue
                reported = quantities.get((each.subscription, priced.price.kind), ())
                settled = costs.get((each.subscription, priced.id), ())
                self._add(result, own, each, priced, active, reported, settled)
        return result

    def _add(
        self,
        result: Computed,
        own: dict[Key, Target],
        taken: Taken,
        priced: Priced,
        active: Span,
        reported: Sequence[Reported],
        settled: Sequence[ActualCost],
    ) -> None:
        found: dict[Key, Target] = {}
        price, problem = priced.price, ""
        is_steady = _is_steady(price, active, reported)
        former: Known | None = None
        for (span, start, until), months in zip(self._bounds, self._months_in(active), strict=True):
            if not months or (price.kind is PriceKind.ONCE and not _begins(taken, span, active)):
                continue
            key = Key(taken.subscription, priced.id, start, until)
            try:
                # most months are like the one before, and share its target
                if not (is_steady and former and former.months == months):
                    known = self._known(taken, priced, span, months, active, reported)
                    if known != former:
                        cents, parts = self._amount(taken, priced, active, span, known)
                        target = Target(cents, price.vat, parts, _basis(taken, active, known))
                        former = known
            except AllmendeError as error:
                is_settled = isinstance(error, CostMissing) and settled
                problem = problem or ("" if is_settled else str(error))
                result.unknown.add(key)
                former = None
                continue
            found[key] = target
        for cost in settled if price.vat is not VatRule.UNDECIDED else ():
            _settle(found, taken, active, priced, cost)
            result.unknown -= found.keys()
        own |= found
        if problem:
            result.problems.append(Problem(taken.customer, taken.product, problem))

    def _known(
        self,
        taken: Taken,
        priced: Priced,
        span: Span,
        months: int,
        active: Span,
        reported: Sequence[Reported],
    ) -> Known:
        """Return what a price is computed from; what is missing is None. Raises what a levy lacks."""
        price, start = priced.price, max(span.start, active.start)
        counted = _counted(price.kind, span, start, reported)
        if counted is None and price.kind is PriceKind.INHABITANT:
            counted = self.lookups.population(taken.customer, priced, start)
        index = self.lookups.indexes.value(price.index.name, start) if price.index else None
        share = self.lookups.share(taken, priced, span) if price.kind is PriceKind.LEVY else None
        return Known(months, counted, index, share)

    def _amount(
        self, taken: Taken, priced: Priced, active: Span, span: Span, known: Known
    ) -> tuple[int, str]:
        values = tuple(each and each.value.as_integer_ratio() for each in (known.counted, known.indexed))
        same = (priced.id, taken.is_member, taken.ordered_on, known.months, values, known.share)
        if same not in self._amounts:
            price = priced.price
            situation = Situation(
                active=active,
                quantities={price.kind: known.counted} if known.counted else {},
                is_member=taken.is_member,
                ordered_on=taken.ordered_on,
                levy_shares={price.code: known.share} if known.share else {},
                indexes={price.index.name: known.indexed} if price.index and known.indexed else {},
            )
            found = charge(priced.price, situation, span)
            parts = parts_of(found) if found else whole(0)
            self._amounts[same] = (found.cents if found else 0, stored_parts(parts))
        return self._amounts[same]

    def _months_in(self, active: Span) -> list[int]:
        """Return for each span how many started months of it somebody takes a service."""
        if active not in self._months:
            overlaps = [active.overlap(span) for span in self.spans]
            self._months[active] = [started_months(each) if each else 0 for each in overlaps]
        return self._months[active]


def _is_steady(price: Price, active: Span, reported: Sequence[Reported]) -> bool:
    """Return whether a price rests on the same figures all the time, whatever the month."""
    if price.index or price.kind not in STEADY_KINDS:
        return False
    if price.kind is PriceKind.BASE:
        return True
    return len(reported) == 1 and reported[0].span.start <= active.start and reported[0].span.until is None


def _begins(taken: Taken, span: Span, active: Span) -> bool:
    """Return whether the customer begins in the span; a later version is no new beginning."""
    return taken.starts_on in span and taken.starts_on in active


def _counted(kind: PriceKind, span: Span, start: date, reported: Sequence[Reported]) -> Counted | None:
    """Return the quantity of a time: what happened in it, or how many there were when it began."""
    if kind not in COUNTED_KINDS:
        return None
    if kind in OCCASIONAL_KINDS:
        within = [each.counted for each in reported if each.span.start in span]
        if len(within) < 2:
            return within[0] if within else None
        total = sum((each.value for each in within), Fraction(0))
        return Counted(total, within[-1].as_of, "; ".join(dict.fromkeys(each.source for each in within)))
    return next((each.counted for each in reported if start in each.span), None)


def _settle(found: dict[Key, Target], taken: Taken, active: Span, priced: Priced, cost: ActualCost) -> None:
    """Add the difference between what a time really cost and what was charged on account for it."""
    key = Key(taken.subscription, priced.id, cost.period.lower, cost.period.upper)
    found.pop(key, None)  # charged on account for just this time: the whole cost takes its place
    advances = sum(
        target.cents for each, target in found.items() if key.start <= each.start and each.until <= key.until
    )
    cents = cost.cents - advances
    basis = {
        "active": [active.start, active.until],
        "member": taken.is_member,
        "cost": cost.cents,
        "advances": advances,
        "origin": cost.source,
    }
    found[key] = Target(cents, priced.price.vat, stored_parts(whole(cents)), stored(basis))


def _basis(taken: Taken, active: Span, known: Known) -> str:
    basis: dict[str, Any] = {"active": [active.start, active.until], "member": taken.is_member}
    if taken.ordered_on:
        basis["ordered_on"] = taken.ordered_on
    if counted := known.counted:
        basis |= {"quantity": plain(counted.value), "as_of": counted.as_of, "origin": counted.source}
    if index := known.indexed:
        basis |= {"index": plain(index.value), "index_since": index.as_of, "index_origin": index.source}
    if known.share:
        basis["levy"] = asdict(known.share)
    return stored(basis)


def stored_parts(parts: Sequence[Part]) -> str:
    return stored([[f"{part.quantity:f}", f"{part.price:f}", f"{part.base:f}", part.unit] for part in parts])


stored = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
