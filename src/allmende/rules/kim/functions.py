"""Municipal integration management in NRW (KIM): grants for posts, forwarded to those who employ.

How the Land spreads posts over the 54 units is not known; the number of posts is an input.
"""

from allmende.rules.quantity import Quantity, choose, highest, lowest
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Förderung der Koordinierung",
    returns="EUR",
    section="KIM-Richtlinie, Baustein 1",
    valid_from="2020-07-01",
    payer="Land",
    payee="Kreis oder kreisfreie Stadt",
    rounding=WHOLE_CENTS,
    formula="{coordination_posts} für {funded_months} zu {employer_gross}, höchstens {kim_coordination_cap}",
)
def kim_coordination_grant(
    coordination_posts: Quantity,
    funded_months: Quantity,
    employer_gross: Quantity,
    kim_coordination_cap: Quantity,
) -> Quantity:
    """Return the grant for coordination posts: the employer's gross cost, at most the cap."""
    return lowest(employer_gross, kim_coordination_cap) * coordination_posts * funded_months


@rule(
    label="Förderung der Verwaltungsassistenz",
    returns="EUR",
    section="KIM-Richtlinie, Baustein 1",
    valid_from="2020-07-01",
    payer="Land",
    payee="Kreis oder kreisfreie Stadt",
    rounding=WHOLE_CENTS,
    formula="{assistance_posts} für {funded_months} zu {employer_gross}, höchstens {kim_assistance_cap}",
)
def kim_assistance_grant(
    assistance_posts: Quantity,
    funded_months: Quantity,
    employer_gross: Quantity,
    kim_assistance_cap: Quantity,
) -> Quantity:
    """Return the grant for administrative assistance: the employer's gross cost, at most the cap."""
    return lowest(employer_gross, kim_assistance_cap) * assistance_posts * funded_months


@rule(
    label="Förderung der Einrichtung von Arbeitsplätzen",
    returns="EUR",
    section="KIM-Richtlinie, Baustein 1",
    valid_from="2020-07-01",
    period="once",
    payer="Land",
    payee="Kreis oder kreisfreie Stadt",
    rounding=WHOLE_CENTS,
    formula="{new_workplaces} × {setup_cost}, höchstens {kim_setup_cap}",
)
def kim_setup_grant(new_workplaces: Quantity, setup_cost: Quantity, kim_setup_cap: Quantity) -> Quantity:
    """Return the one-off grant for setting up workplaces."""
    return lowest(setup_cost, kim_setup_cap) * new_workplaces


@rule(
    label="Förderung des Case Managements",
    returns="EUR",
    section="KIM-Richtlinie, Baustein 2",
    valid_from="2020-07-01",
    payer="Land",
    payee="Kreis oder kreisfreie Stadt",
    rounding=WHOLE_CENTS,
    formula="{case_management_posts} für {funded_months} zu {employer_gross}, "
    "höchstens {kim_case_management_cap}",
)
def kim_case_management_grant(
    case_management_posts: Quantity,
    funded_months: Quantity,
    employer_gross: Quantity,
    kim_case_management_cap: Quantity,
    kim_case_management_minimum: Quantity,
) -> Quantity:
    """Return the grant for case managers of one employer; nothing for less than half a post."""
    grant = lowest(employer_gross, kim_case_management_cap) * case_management_posts * funded_months
    return choose(case_management_posts < kim_case_management_minimum, 0, grant)


@rule(
    label="Förderung von Stellen in Ausländer- und Einbürgerungsbehörden",
    returns="EUR",
    section="KIM-Richtlinie, Baustein 3",
    valid_from="2020-07-01",
    payer="Land",
    payee="Kreis oder Gemeinde",
    rounding=WHOLE_CENTS,
    formula="{naturalization_posts} für {funded_months} zu {employer_gross}, "
    "höchstens {kim_naturalization_cap}",
)
def kim_naturalization_grant(
    naturalization_posts: Quantity,
    funded_months: Quantity,
    employer_gross: Quantity,
    kim_naturalization_cap: Quantity,
) -> Quantity:
    """Return the grant for posts in immigration and naturalization offices."""
    return lowest(employer_gross, kim_naturalization_cap) * naturalization_posts * funded_months


@rule(
    label="Weitergeleitete Förderung",
    returns="EUR",
    section="Weiterleitungsvertrag",
    valid_from="2020-07-01",
    payer="Stadt oder Kreis",
    payee="Träger",
    formula="{kim_case_management_grant}, höchstens {total_cost}",
)
def kim_forwarded_grant(kim_case_management_grant: Quantity, total_cost: Quantity) -> Quantity:
    """Return what the city or district hands on to the provider."""
    return lowest(kim_case_management_grant, total_cost)


@rule(
    label="Ungedeckte Kosten",
    returns="EUR",
    section="Weiterleitungsvertrag",
    valid_from="2020-07-01",
    formula="{total_cost} − {kim_forwarded_grant}",
)
def kim_uncovered_cost(total_cost: Quantity, kim_forwarded_grant: Quantity) -> Quantity:
    """Return what the grant leaves uncovered."""
    return highest(total_cost - kim_forwarded_grant, 0)


@rule(
    label="Eigenmittel der Stadt",
    returns="EUR",
    section="Weiterleitungsvertrag",
    valid_from="2020-07-01",
    payer="Stadt oder Kreis",
    payee="Träger",
    rounding=WHOLE_CENTS,
    formula="{kim_contract_city_share} von {kim_uncovered_cost}",
)
def kim_city_share(kim_uncovered_cost: Quantity, kim_contract_city_share: Quantity) -> Quantity:
    """Return what the city adds from its own money, as the contract says."""
    return kim_uncovered_cost * kim_contract_city_share


@rule(
    label="Eigenmittel des Trägers",
    returns="EUR",
    section="Weiterleitungsvertrag",
    valid_from="2020-07-01",
    payer="Träger",
    payee="Träger",
    formula="{kim_uncovered_cost} − {kim_city_share}",
)
def kim_provider_share(kim_uncovered_cost: Quantity, kim_city_share: Quantity) -> Quantity:
    """Return what the provider has to carry itself."""
    return kim_uncovered_cost - kim_city_share


@rule(
    label="Fester Zuschuss je Stelle nach Vertrag",
    returns="EUR",
    section="Weiterleitungsvertrag",
    valid_from="2020-07-01",
    source="Kreis Heinsberg, Vorlage 0049/2021",
    payer="Stadt oder Kreis",
    payee="Träger",
    rounding=WHOLE_CENTS,
    formula="{contract_amount_per_post} für {case_management_posts} und {funded_months}",
    note="Freiwillig und unabhängig davon, wie viel die Förderung ungedeckt lässt.",
)
def kim_fixed_contract_share(
    contract_amount_per_post: Quantity, case_management_posts: Quantity, funded_months: Quantity
) -> Quantity:
    """Return what a contract adds to the grant as a fixed amount for each post."""
    return contract_amount_per_post * case_management_posts * funded_months
