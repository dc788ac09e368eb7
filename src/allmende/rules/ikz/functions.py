"""Grants for new cooperation between municipalities in NRW (IKZ directives of 2019 and 2021)."""

from allmende.rules.quantity import Quantity, Truth, choose, highest, lowest
from allmende.rules.rule import WHOLE_CENTS, rule

AMOUNT = "IKZ-Richtlinie, Höhe der Zuwendung"
CONDITIONS = "IKZ-Richtlinie, Zuwendungsvoraussetzungen"


@rule(
    label="Höchstbetrag nach der Zahl der Partner",
    returns="EUR",
    section=AMOUNT,
    valid_from="2019-07-18",
    period="once",
    note="Mit weniger als zwei Partnern in NRW gibt es nur über die Landesgrenze hinweg einen Betrag.",
)
def ikz_amount_by_partners(
    nrw_partners: Quantity,
    is_cross_border: Truth,
    ikz_first_partners: Quantity,
    ikz_base_amount: Quantity,
    ikz_further_partner_amount: Quantity,
    ikz_cross_border_amount: Quantity,
) -> Quantity:
    """Return the amount that the number of partners allows, whatever the cost."""
    further = highest(nrw_partners - ikz_first_partners, 0)
    jointly = ikz_base_amount + ikz_further_partner_amount * further
    alone = choose(is_cross_border & (nrw_partners > 0), ikz_cross_border_amount, 0)
    return choose(nrw_partners >= ikz_first_partners, jointly, alone)


@rule(
    label="Höchstbetrag nach den Ausgaben",
    returns="EUR",
    section=AMOUNT,
    valid_from="2019-07-18",
    period="once",
    rounding=WHOLE_CENTS,
    formula="{ikz_ceiling} von {eligible_cost}",
)
def ikz_amount_by_cost(eligible_cost: Quantity, ikz_ceiling: Quantity) -> Quantity:
    """Return the amount that the eligible cost allows."""
    return eligible_cost * ikz_ceiling


@rule(
    label="Förderung der Zusammenarbeit",
    returns="EUR",
    section=AMOUNT,
    valid_from="2019-07-18",
    period="once",
    payer="Land",
    payee="antragstellende Gemeinde",
    formula="{ikz_amount_by_partners}, höchstens {ikz_amount_by_cost}",
    note="Ein Anspruch besteht nicht. Ob gefördert werden kann, sagt die Regel „Voraussetzungen erfüllt“.",
)
def ikz_grant(ikz_amount_by_partners: Quantity, ikz_amount_by_cost: Quantity) -> Quantity:
    """Return the grant that can be applied for, if the conditions are met."""
    return lowest(ikz_amount_by_partners, ikz_amount_by_cost)


@rule(
    label="Dauer genügt",
    returns="yes_no",
    section=CONDITIONS,
    valid_from="2019-07-18",
    formula="{cooperation_duration}, mindestens {ikz_minimum_duration}",
)
def ikz_duration_suffices(cooperation_duration: Quantity, ikz_minimum_duration: Quantity) -> Truth:
    """Return whether the cooperation is meant to last long enough."""
    return cooperation_duration >= ikz_minimum_duration


@rule(
    label="Nutzen genügt",
    returns="yes_no",
    section=CONDITIONS,
    valid_from="2019-07-18",
    formula="Einsparung {saving_share} (mindestens {ikz_minimum_saving}), "
    "bessere Leistung oder dauerhafter Beitrag",
)
def ikz_benefit_suffices(
    saving_share: Quantity,
    improves_service: Truth,
    has_lasting_effect: Truth,
    ikz_minimum_saving: Quantity,
) -> Truth:
    """Return whether the cooperation saves enough, or serves better, or contributes lastingly."""
    return (saving_share >= ikz_minimum_saving) | improves_service | has_lasting_effect


@rule(label="Voraussetzungen erfüllt", returns="yes_no", section=CONDITIONS, valid_from="2019-07-18")
def ikz_is_eligible(
    is_new_cooperation: Truth,
    ikz_duration_suffices: Truth,
    ikz_benefit_suffices: Truth,
    councils_have_decided: Truth,
    has_started: Truth,
) -> Truth:
    """Return whether all conditions for a grant are met."""
    formal = is_new_cooperation & councils_have_decided & ~has_started
    return formal & ikz_duration_suffices & ikz_benefit_suffices
