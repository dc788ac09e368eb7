"""Compensation of youth offices for places of children under three (Konnexität).

By which key the sums of the BAGJHVO reach the youth offices was not seen; the split by places is assumed.
"""

from allmende.rules.quantity import Quantity, apportioned
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Ausgleich der Verwaltungskosten",
    returns="EUR",
    section="§ 1 Abs. 2 BAG-JH",
    valid_from="2012-11-13",
    payer="Land",
    payee="Jugendamt",
    rounding=WHOLE_CENTS,
    formula="{youth_administration_cost} und {bag_jh_material_lump_sum} davon",
)
def bag_jh_administration(
    youth_administration_cost: Quantity, bag_jh_material_lump_sum: Quantity
) -> Quantity:
    """Return the administration cost with the lump sum for material."""
    return youth_administration_cost * (1 + bag_jh_material_lump_sum)


@rule(
    label="Anteil am Ausgleich",
    returns="EUR",
    section="BAGJHVO",
    valid_from="2021-08-01",
    last="2025-07-31",
    known="2024-12-04",
    period="kindergarten_year",
    payer="Land",
    payee="Jugendamt",
    mark="to_verify",
    formula="{bag_jh_compensation} nach {u3_places}",
    note="Der Schlüssel ist nicht gesehen: hier nach Plätzen, ganze Cent nach größten Resten.",
)
def bag_jh_share(bag_jh_compensation: Quantity, u3_places: Quantity) -> Quantity:
    """Return what each youth office gets of the sum of a Kindergarten year, split by places."""
    return apportioned(bag_jh_compensation, u3_places)
