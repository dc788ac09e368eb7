"""Cost of a workplace in the structure of KGSt: personnel, material, overhead.

KGSt itself warns: a service bought from a partner is material cost, the same service in one's own house is
overhead. `purchased_service_class` keeps it from being counted twice.
"""

from allmende.common.money import Rounding
from allmende.rules.quantity import Choice, Quantity, choose
from allmende.rules.rule import rule

REPORT = "KGSt-Bericht „Kosten eines Arbeitsplatzes“"
WHOLE_CENTS = ("0.01 EUR", Rounding.KAUFMAENNISCH, "nicht geregelt; gezeigt in ganzen Cent")


@rule(
    label="Sachkosten",
    returns="EUR",
    section=REPORT,
    valid_from="2010-01-01",
    rounding=WHOLE_CENTS,
    formula="{workplaces} × {kgst_material_cost}",
)
def kgst_material(workplaces: Quantity, kgst_material_cost: Quantity) -> Quantity:
    """Return the material cost of the workplaces."""
    return workplaces * kgst_material_cost


@rule(
    label="Gemeinkosten",
    returns="EUR",
    section=REPORT,
    valid_from="2010-01-01",
    rounding=WHOLE_CENTS,
    formula="{kgst_overhead_share} von {personnel_cost}",
)
def kgst_overhead(personnel_cost: Quantity, kgst_overhead_share: Quantity) -> Quantity:
    """Return the overhead as a share of personnel cost."""
    return personnel_cost * kgst_overhead_share


@rule(
    label="Kosten der Arbeitsplätze im Jahr",
    returns="EUR",
    section=REPORT,
    valid_from="2010-01-01",
    formula="{personnel_cost} + {kgst_material} + {kgst_overhead}, dazu {purchased_service}, "
    "wenn sie als Sachkosten zählt",
)
def kgst_workplace_cost(
    personnel_cost: Quantity,
    kgst_material: Quantity,
    kgst_overhead: Quantity,
    purchased_service: Quantity,
    purchased_service_class: Choice,
) -> Quantity:
    """Return personnel, material and overhead; a purchased service counts once."""
    purchased = choose(purchased_service_class.is_("sachkosten"), purchased_service, 0)
    return personnel_cost + kgst_material + kgst_overhead + purchased
