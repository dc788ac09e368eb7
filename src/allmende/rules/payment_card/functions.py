"""Payment card for asylum seekers in NRW: whether it applies, and how much of it may be cash."""

from allmende.rules.quantity import Quantity, Truth, choose, lowest
from allmende.rules.rule import rule


@rule(
    label="Leistung kommt auf die Karte",
    returns="yes_no",
    section="§§ 3 und 4 BKV NRW",
    valid_from="2025-01-07",
    last="2025-09-10",
    known="2025-01-02",
    source="GV. NRW. 2025 S. 40",
    name="payment_card_applies",
)
def payment_card_applies_at_first(has_opted_out: Truth) -> Truth:
    """Return whether the card is used: it is the rule, unless the municipality decided otherwise."""
    return ~has_opted_out


@rule(
    label="Leistung kommt auf die Karte",
    returns="yes_no",
    section="§§ 3 und 4 BKV NRW in der Fassung vom 10.9.2025",
    valid_from="2025-09-11",
    known="2025-09-10",
    source="GV. NRW. 2025 S. 773; frnrw.de 2025-09-10",
)
def payment_card_applies(has_opted_out: Truth, works_or_trains: Truth) -> Truth:
    """Return whether the card is used; who works or is in training is exempt."""
    return ~has_opted_out & ~works_or_trains


@rule(
    label="Bargeld im Monat",
    returns="EUR",
    section="BKV NRW (Paragraf nicht gesehen)",
    valid_from="2025-01-07",
    known="2025-01-02",
    period="month",
    mark="to_verify",
    formula="{monthly_benefit}, mit Karte höchstens {payment_card_cash_cap}, für {persons} und {months}",
)
def payment_card_cash(
    payment_card_applies: Truth,
    monthly_benefit: Quantity,
    payment_card_cash_cap: Quantity,
    persons: Quantity,
    months: Quantity,
) -> Quantity:
    """Return how much of the benefit may be drawn in cash."""
    capped = lowest(monthly_benefit, payment_card_cash_cap)
    return choose(payment_card_applies, capped, monthly_benefit) * persons * months
