"""Municipal integration centers in NRW: what the Land pays and what the district adds."""

from allmende.rules.quantity import Quantity, highest, lowest
from allmende.rules.rule import WHOLE_CENTS, rule

DISTRICT = "Kreis oder kreisfreie Stadt"


@rule(
    label="Förderung der Grundausstattung",
    returns="EUR",
    section="Richtlinie vom 25.6.2012",
    valid_from="2012-06-25",
    last="2017-12-31",
    payer="Land",
    payee=DISTRICT,
    rounding=WHOLE_CENTS,
    formula="{ki_cost}, höchstens {ki_base_amount}, für {ki_months}",
)
def ki_base_grant(ki_cost: Quantity, ki_base_amount: Quantity, ki_months: Quantity) -> Quantity:
    """Return the grant for the first posts: the cost, at most the amount of the directive."""
    return lowest(ki_cost, ki_base_amount) * ki_months


@rule(
    label="Mehrkosten des Kreises",
    returns="EUR",
    section="Richtlinie vom 25.6.2012",
    valid_from="2012-06-25",
    last="2017-12-31",
    payer=DISTRICT,
    payee="Integrationszentrum",
    rounding=WHOLE_CENTS,
    formula="{ki_cost} für {ki_months} − {ki_base_grant}",
)
def ki_extra_cost(ki_cost: Quantity, ki_months: Quantity, ki_base_grant: Quantity) -> Quantity:
    """Return what the district adds to the grant."""
    return highest(ki_cost * ki_months - ki_base_grant, 0)


@rule(
    label="Lehrerstellen des Integrationszentrums",
    returns="FTE",
    section="Richtlinie vom 25.6.2012, Aufstockung 2017",
    valid_from="2012-06-25",
    last="2019-12-31",
    payer="Land",
    payee=DISTRICT,
    formula="{ki_base_teachers} + {ki_additional_teachers}",
)
def ki_teachers(ki_base_teachers: Quantity, ki_additional_teachers: Quantity) -> Quantity:
    """Return how many teaching posts the Land seconds."""
    return ki_base_teachers + ki_additional_teachers


@rule(
    label="Förderung der zusätzlichen Stellen",
    returns="EUR",
    section="Aufstockung 2017",
    valid_from="2017-01-01",
    payer="Land",
    payee=DISTRICT,
    rounding=WHOLE_CENTS,
    formula="{ki_filled_additional_posts} (höchstens {ki_additional_posts}) × {ki_post_cost}, "
    "höchstens {ki_additional_post_cap}, für {ki_months}",
)
def ki_additional_grant(
    ki_filled_additional_posts: Quantity,
    ki_additional_posts: Quantity,
    ki_post_cost: Quantity,
    ki_additional_post_cap: Quantity,
    ki_months: Quantity,
) -> Quantity:
    """Return the grant for the posts added in 2017."""
    posts = lowest(ki_filled_additional_posts, ki_additional_posts)
    return posts * lowest(ki_post_cost, ki_additional_post_cap) * ki_months


@rule(
    label="Förderung der Laiensprachmittlung",
    returns="EUR",
    section="Aufstockung 2017",
    valid_from="2017-01-01",
    payer="Land",
    payee=DISTRICT,
    rounding=WHOLE_CENTS,
    formula="{ki_interpreting_cost}, höchstens {ki_interpreting_cap}, für {ki_months}",
)
def ki_interpreting_grant(
    ki_interpreting_cost: Quantity, ki_interpreting_cap: Quantity, ki_months: Quantity
) -> Quantity:
    """Return the grant for lay interpreters and low-threshold offers."""
    return lowest(ki_interpreting_cost, ki_interpreting_cap) * ki_months


@rule(
    label="Förderung der Fachkräfte und der Verwaltungsassistenz",
    returns="EUR",
    section="geltende Richtlinie",
    valid_from="2023-03-10",
    payer="Land",
    payee=DISTRICT,
    rounding=WHOLE_CENTS,
    mark="to_verify",
    formula="({ki_filled_specialists}, höchstens {ki_specialist_posts}) × {ki_specialist_amount} + "
    "({ki_filled_assistance}, höchstens {ki_assistance_posts}) × {ki_assistance_amount}, für {ki_months}",
)
def ki_staff_grant(
    ki_filled_specialists: Quantity,
    ki_specialist_posts: Quantity,
    ki_specialist_amount: Quantity,
    ki_filled_assistance: Quantity,
    ki_assistance_posts: Quantity,
    ki_assistance_amount: Quantity,
    ki_months: Quantity,
) -> Quantity:
    """Return the fixed amounts for the posts that are filled, at most those of the directive."""
    specialists = lowest(ki_filled_specialists, ki_specialist_posts) * ki_specialist_amount
    assistance = lowest(ki_filled_assistance, ki_assistance_posts) * ki_assistance_amount
    return (specialists + assistance) * ki_months


@rule(
    label="Förderung der Fachkräfte nach KOMM-AN I",
    returns="EUR",
    section="KOMM-AN NRW, Teil I",
    valid_from="2016-01-01",
    payer="Land",
    payee=DISTRICT,
    rounding=WHOLE_CENTS,
    mark="to_verify",
    formula="{ki_komm_an_posts} × {ki_komm_an_amount}, für {ki_months}",
)
def ki_komm_an_grant(
    ki_komm_an_posts: Quantity, ki_komm_an_amount: Quantity, ki_months: Quantity
) -> Quantity:
    """Return the fixed amounts for the specialists of KOMM-AN I."""
    return ki_komm_an_posts * ki_komm_an_amount * ki_months


@rule(
    label="Mittel für Maßnahmen nach KOMM-AN I",
    returns="EUR",
    section="KOMM-AN NRW, Teil I",
    valid_from="2023-03-10",
    payer="Land",
    payee=DISTRICT,
    rounding=WHOLE_CENTS,
    mark="to_verify",
    formula="{ki_komm_an_measures}, für {ki_months}",
)
def ki_komm_an_measures_grant(ki_komm_an_measures: Quantity, ki_months: Quantity) -> Quantity:
    """Return the money for measures of KOMM-AN I."""
    return ki_komm_an_measures * ki_months
