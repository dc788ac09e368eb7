"""The district's levy on its municipalities, and the extra burden of those who alone benefit."""

from allmende.rules.quantity import Quantity, Truth, apportioned, choose
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Umlagegrundlage",
    returns="EUR",
    section="§ 23 Nr. 1 GFG 2024",
    valid_from="2014-01-01",
    source="recht.nrw.de bes_id=52721 det_id=644526; bes_id=25704",
    formula="{tax_capacity} + {key_grant}",
)
def district_levy_base(tax_capacity: Quantity, key_grant: Quantity) -> Quantity:
    """Return what the levy is taken of."""
    return tax_capacity + key_grant


@rule(
    label="Kreisumlage",
    returns="EUR",
    section="§ 56 Abs. 1 KrO NRW",
    valid_from="2014-01-01",
    payer="Gemeinde",
    payee="Kreis",
    rounding=WHOLE_CENTS,
    formula="{district_rate} von {district_levy_base}",
)
def district_levy_general(district_levy_base: Quantity, district_rate: Quantity) -> Quantity:
    """Return the general levy of a year."""
    return district_levy_base * district_rate


@rule(
    label="Jugendamtsumlage",
    returns="EUR",
    section="§ 56 Abs. 5 KrO NRW",
    valid_from="2014-01-01",
    payer="Gemeinde",
    payee="Kreis",
    rounding=WHOLE_CENTS,
    source="Kreis Heinsberg, Vorlage 0212/2021; VG Düsseldorf 1 K 5315/08",
    formula="{youth_rate} von {district_levy_base}, nur ohne eigenes Jugendamt",
    note="Plan und Ist werden im übernächsten Jahr ausgeglichen.",
)
def district_levy_youth(
    district_levy_base: Quantity, youth_rate: Quantity, has_own_youth_office: Truth
) -> Quantity:
    """Return the levy for the district's youth office; nothing from who has its own."""
    return choose(has_own_youth_office, 0, district_levy_base * youth_rate)


@rule(
    label="Landschaftsumlage",
    returns="EUR",
    section="§ 23 Nr. 3 GFG 2024",
    valid_from="2014-01-01",
    source="recht.nrw.de bes_id=52721 det_id=644526",
    payer="Kreis oder kreisfreie Stadt",
    payee="Landschaftsverband",
    rounding=WHOLE_CENTS,
    formula="{regional_rate} von {district_levy_base}",
)
def district_levy_regional(district_levy_base: Quantity, regional_rate: Quantity) -> Quantity:
    """Return what a district or city pays to its Landschaftsverband, on the same kind of base."""
    return district_levy_base * regional_rate


@rule(
    label="Mehr- oder Minderbelastung",
    returns="EUR",
    section="§ 56 Abs. 4 KrO NRW",
    valid_from="2014-01-01",
    source="spd-kreis-dueren.de 2022-03-10; juramagazin.de/198869",
    payer="Gemeinde",
    payee="Kreis",
    formula="{special_burden} nach {benefit_weight}",
    note="Ganze Cent nach größten Resten; bei Gleichstand geht vor, wer in der Liste zuerst steht.",
)
def district_levy_special(special_burden: Quantity, benefit_weight: Quantity) -> Quantity:
    """Return what each municipality bears of a facility that benefits only parts of the district."""
    return apportioned(special_burden, benefit_weight)


@rule(
    label="Monatliche Rate der Kreisumlage",
    returns="EUR",
    section="Haushaltssatzung des Kreises",
    valid_from="2014-01-01",
    period="month",
    payer="Gemeinde",
    payee="Kreis",
    rounding=WHOLE_CENTS,
    mark="to_verify",
    formula="{district_levy_general} ÷ {district_levy_months}",
)
def district_levy_instalment(district_levy_general: Quantity, district_levy_months: Quantity) -> Quantity:
    """Return one monthly instalment, rounded; the last one settles the cents."""
    return district_levy_general / district_levy_months
