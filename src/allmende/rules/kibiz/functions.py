"""What the Land pays towards the lump sums per child; a Kindergarten year runs from August to July."""

from allmende.common.money import Rounding
from allmende.rules.quantity import Quantity, Truth, choose
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Anteil des Landes ohne Zuschlag",
    returns="percent",
    section="§ 38 Abs. 2 KiBiz",
    valid_from="2020-08-01",
    period="kindergarten_year",
    formula="{kibiz_state_share}",
)
def kibiz_basic_share(kibiz_state_share: Quantity) -> Quantity:
    """Return the share for children of three and more years."""
    return kibiz_state_share


@rule(
    label="Anteil des Landes für ein Kind unter drei Jahren",
    returns="percent",
    section="§ 38 Abs. 2 und 3 KiBiz",
    valid_from="2020-08-01",
    period="kindergarten_year",
    formula="{kibiz_state_share} und {kibiz_u3_surcharge} Zuschlag",
)
def kibiz_u3_share(kibiz_state_share: Quantity, kibiz_u3_surcharge: Quantity) -> Quantity:
    """Return the share for children under three years."""
    return kibiz_state_share + kibiz_u3_surcharge


@rule(
    label="Maßgebliche Kindpauschalen",
    returns="EUR",
    section="§ 38 Abs. 5 KiBiz",
    valid_from="2020-08-01",
    period="kindergarten_year",
    rounding=WHOLE_CENTS,
    formula="{child_lump_sums}, bei kommunalen Einrichtungen abzüglich {kibiz_municipal_reduction}",
)
def kibiz_counted_lump_sums(
    child_lump_sums: Quantity, is_municipal_provider: Truth, kibiz_municipal_reduction: Quantity
) -> Quantity:
    """Return the sum that the share is taken of."""
    return child_lump_sums * choose(is_municipal_provider, 1 - kibiz_municipal_reduction, 1)


@rule(
    label="Zuschuss des Landes",
    returns="EUR",
    section="§ 38 Abs. 2 KiBiz",
    valid_from="2020-08-01",
    period="kindergarten_year",
    payer="Land",
    payee="Jugendamt",
    rounding=WHOLE_CENTS,
    formula="{kibiz_basic_share} von {kibiz_counted_lump_sums}",
)
def kibiz_state_grant(kibiz_counted_lump_sums: Quantity, kibiz_basic_share: Quantity) -> Quantity:
    """Return what the Land pays for children of three and more years."""
    return kibiz_counted_lump_sums * kibiz_basic_share


@rule(
    label="Zuschuss des Landes für Kinder unter drei Jahren",
    returns="EUR",
    section="§ 38 Abs. 2 und 3 KiBiz",
    valid_from="2020-08-01",
    period="kindergarten_year",
    payer="Land",
    payee="Jugendamt",
    rounding=WHOLE_CENTS,
    formula="{kibiz_u3_share} von {kibiz_counted_lump_sums}",
)
def kibiz_u3_grant(kibiz_counted_lump_sums: Quantity, kibiz_u3_share: Quantity) -> Quantity:
    """Return what the Land pays for children under three years."""
    return kibiz_counted_lump_sums * kibiz_u3_share


@rule(
    label="Gesteigerte Kindpauschale",
    returns="EUR/child",
    section="§ 19 KiBiz (alte Fassung)",
    valid_from="2015-08-01",
    period="kindergarten_year",
    rounding=("0.01 EUR/child", Rounding.KAUFMAENNISCH, "nicht geregelt; gezahlt wird in ganzen Cent"),
    formula="{kibiz_lump_sum_before} und {kibiz_lump_sum_growth} davon",
)
def kibiz_raised_lump_sum(kibiz_lump_sum_before: Quantity, kibiz_lump_sum_growth: Quantity) -> Quantity:
    """Return the lump sum per child after this year's rise."""
    return kibiz_lump_sum_before * (1 + kibiz_lump_sum_growth)
