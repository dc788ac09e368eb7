"""What an offer costs over the years: its prices as payments, VAT included where it is owed. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from allmende.catalog.prices.charging import Counted, Situation
from allmende.catalog.prices.components import Price, PriceKind, VatRule
from allmende.catalog.prices.estimating import Line, estimate
from allmende.catalog.prices.periods import year
from allmende.catalog.suitability.assessment.present_value import Payment, PaymentKind, Tariff, break_even
from allmende.common.formats import day, number
from allmende.common.money import rounded

STANDARD_RATE = Fraction(19, 100)
"""§ 12 Abs. 1 UStG. A municipality that does not deduct input tax pays it on top of the price."""
TRIES = 12


@dataclass(frozen=True, slots=True)
class OfferCost:
    """Payments of an offer, what stops the sum, and what a reader should know of it."""

    payments: tuple[Payment, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def offer_cost(prices: Sequence[Price], situation: Situation, first_year: int, years: int) -> OfferCost:
    """Return what an offer costs from its first year on; single amounts are paid at the beginning "
    "(year 0)."""
    payments: list[Payment] = []
    missing: dict[str, str] = {}
    for index in range(years):
        for line in estimate(prices, situation, year(first_year + index)).lines:
            if line.problem:
                missing.setdefault(line.price.code, line.problem)
            else:
                payments.append(_payment(line, index))
    return OfferCost(tuple(payments), tuple(missing.values()), tuple(_notes(prices, situation)))


def _payment(line: Line, index: int) -> Payment:
    is_once = line.price.kind is PriceKind.ONCE
    kind = PaymentKind.INVESTMENT if is_once else PaymentKind.RUNNING
    return Payment(0 if is_once else index + 1, gross(line), kind, line.price.label, line.sentence)


def gross(line: Line) -> int:
    """Return the amount with VAT where the price is taxed."""
    taxed = line.price.vat is VatRule.STANDARD
    return line.cents + rounded(line.cents * STANDARD_RATE) if taxed else line.cents


def _notes(prices: Sequence[Price], situation: Situation) -> list[str]:
    taxed = [price.label for price in prices if price.vat is VatRule.STANDARD]
    open_ = [price.label for price in prices if price.vat is VatRule.UNDECIDED]
    found = []
    if taxed:
        found.append(f"Mit 19 % Umsatzsteuer gerechnet (§ 12 Abs. 1 UStG): {', '.join(taxed)}.")
    if open_:
        found.append(f"Umsatzsteuer noch nicht entschieden, ohne sie gerechnet: {', '.join(open_)}.")
    for price in prices:
        if (share := situation.levy_share(price)) and share.as_of:
            found.append(
                f"„{price.label}“ ist auf {number(share.bearers)} verteilt: wer bis {day(share.as_of)} "
                "bestellt hat, und diese Kommune. Kommt jemand hinzu oder geht, ändert sich der Anteil."
            )
        if price.index and (stands_at := situation.indexes.get(price.index.name)) and stands_at.as_of:
            found.append(
                f"„{price.label}“ folgt dem Index „{price.index.name}“: für alle Jahre mit dem Wert "
                f"gerechnet, der ab {day(stands_at.as_of)} gilt ({stands_at.source})."
            )
    return found


def yearly_by(
    kind: PriceKind, prices: Sequence[Price], situation: Situation, on_year: int
) -> Callable[[int], Fraction | None]:
    """Return a function from a quantity of one kind to the cost of a year; None where it cannot be known."""

    def cost(quantity: int) -> Fraction | None:
        counted = {**situation.quantities, kind: Counted(Fraction(quantity))}
        found = estimate(prices, replace(situation, quantities=counted), year(on_year))
        if found.problems:
            return None
        return Fraction(sum(gross(line) for line in found.lines if line.price.kind is not PriceKind.ONCE))

    return cost


def crossing(own: Tariff, offer: Callable[[int], Fraction | None], start: int) -> Fraction | None:
    """Return the quantity from which the cheaper of both changes; None if there is none.

    Prices may have stages: the offer is taken as straight around a number, and again around what follows
    from that, until it stays.
    """
    around, last = max(1, start), None
    for _turn in range(TRIES):
        here, beside = offer(around), offer(around + 1)
        if here is None or beside is None:
            return None
        slope = beside - here
        found = break_even(own, Tariff(here - slope * around, slope))
        if found is None or found == last:
            return found
        around, last = max(1, int(found)), found
    return None
