"""Property tax B: value, base rate, municipal rate; what the Land allows municipalities to set."""

from allmende.common.money import Rounding
from allmende.rules.quantity import Quantity, Truth, apportioned, choose, largest, total
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Abgerundeter Grundsteuerwert",
    returns="EUR",
    section="§ 230 BewG",
    valid_from="2025-01-01",
    rounding=("100 EUR", Rounding.AB, "§ 230 BewG"),
    mark="to_verify",
    formula="{property_value}",
)
def property_tax_rounded_value(property_value: Quantity) -> Quantity:
    """Return the value of a property in full hundreds of euros."""
    return property_value


@rule(
    label="Ermäßigte Steuermesszahl",
    returns="1",
    section="§ 15 GrStG",
    valid_from="2025-01-01",
    formula="{property_tax_base_rate}, ermäßigt nach Förderung und Denkmalschutz",
    note="Kommen beide Ermäßigungen zusammen, wirken sie hier nacheinander; das ist zu prüfen.",
)
def property_tax_reduced_rate(
    property_tax_base_rate: Quantity,
    is_subsidized_housing: Truth,
    property_tax_subsidized_reduction: Quantity,
    is_monument: Truth,
    property_tax_monument_reduction: Quantity,
) -> Quantity:
    """Return the base rate after the reductions of section 15."""
    subsidized = choose(is_subsidized_housing, 1 - property_tax_subsidized_reduction, 1)
    monument = choose(is_monument, 1 - property_tax_monument_reduction, 1)
    return property_tax_base_rate * subsidized * monument


@rule(
    label="Steuermessbetrag",
    returns="EUR",
    section="§ 13 GrStG",
    valid_from="2025-01-01",
    rounding=WHOLE_CENTS,
    formula="{property_tax_rounded_value} × {property_tax_reduced_rate}",
)
def property_tax_assessment(
    property_tax_rounded_value: Quantity, property_tax_reduced_rate: Quantity
) -> Quantity:
    """Return value times base rate."""
    return property_tax_rounded_value * property_tax_reduced_rate


@rule(
    label="Anteil der Gemeinde nach Fläche",
    returns="EUR",
    section="§ 22 Abs. 1 GrStG",
    valid_from="2025-01-01",
    source="elchwinkel.de/gesetze/grstg-1973/22; GitHub habibhaidari1/gesetze g/grstg_1973",
    formula="{split_assessment} nach {area_in_municipality}",
    note="Ganze Cent nach größten Resten; bei Gleichstand geht vor, wer in der Liste zuerst steht.",
)
def property_tax_area_part(split_assessment: Quantity, area_in_municipality: Quantity) -> Quantity:
    """Return the part of each municipality that a property lies in, by area."""
    return apportioned(split_assessment, area_in_municipality)


@rule(
    label="Zerlegungsanteil",
    returns="EUR",
    section="§ 22 Abs. 2 GrStG",
    valid_from="2025-01-01",
    source="elchwinkel.de/gesetze/grstg-1973/22; GitHub habibhaidari1/gesetze g/grstg_1973",
    formula="{property_tax_area_part}; Anteile unter {property_tax_least_part} gehen an die Gemeinde "
    "mit dem größten",
    note="Haben mehrere den größten Anteil, teilen sie die kleinen unter sich; das Gesetz sagt dazu nichts.",
)
def property_tax_municipal_part(
    property_tax_area_part: Quantity, property_tax_least_part: Quantity, area_in_municipality: Quantity
) -> Quantity:
    """Return what falls to each municipality; parts that are too small go to who has the largest."""
    is_largest = property_tax_area_part == largest(property_tax_area_part)
    is_kept = (property_tax_area_part >= property_tax_least_part) | is_largest
    moved = total(choose(is_kept, 0, property_tax_area_part))
    return choose(is_kept, property_tax_area_part, 0) + apportioned(
        moved, choose(is_largest, area_in_municipality, 0)
    )


@rule(
    label="Grundsteuer A im Jahr",
    returns="EUR",
    section="§§ 14 und 25 GrStG",
    valid_from="2025-01-01",
    payer="Eigentümerin oder Eigentümer",
    payee="Gemeinde",
    rounding=WHOLE_CENTS,
    formula="{property_tax_rounded_value} × {property_tax_agricultural_rate} × {tax_rate}",
)
def property_tax_agricultural_yearly(
    property_tax_rounded_value: Quantity, property_tax_agricultural_rate: Quantity, tax_rate: Quantity
) -> Quantity:
    """Return the tax of one year on a farm or forest."""
    return property_tax_rounded_value * property_tax_agricultural_rate * tax_rate


@rule(
    label="Grundsteuer B im Jahr",
    returns="EUR",
    section="§ 25 GrStG",
    valid_from="2025-01-01",
    payer="Eigentümerin oder Eigentümer",
    payee="Gemeinde",
    rounding=WHOLE_CENTS,
    formula="{property_tax_assessment} × {tax_rate}",
)
def property_tax_yearly(property_tax_assessment: Quantity, tax_rate: Quantity) -> Quantity:
    """Return the tax of one year."""
    return property_tax_assessment * tax_rate


@rule(
    label="Vierteljährliche Rate",
    returns="EUR",
    section="§ 28 Abs. 1 GrStG",
    valid_from="2025-01-01",
    payer="Eigentümerin oder Eigentümer",
    payee="Gemeinde",
    rounding=WHOLE_CENTS,
    formula="{property_tax_yearly} ÷ {property_tax_quarters}",
    note="Gerundet; die letzte Rate gleicht die Cent aus.",
)
def property_tax_instalment(property_tax_yearly: Quantity, property_tax_quarters: Quantity) -> Quantity:
    """Return what is due on each of the four days."""
    return property_tax_yearly / property_tax_quarters


@rule(
    label="Hebesätze zulässig",
    returns="yes_no",
    section="§ 1 NWGrStHsG",
    valid_from="2025-01-01",
    source="datenbank.nwb.de 1050267_1",
    formula="Nichtwohnen {rate_non_residential} nicht unter Wohnen {rate_residential}; baureif über beiden",
)
def property_tax_rates_are_allowed(
    rate_residential: Quantity,
    rate_non_residential: Quantity,
    has_buildable_rate: Truth,
    rate_buildable: Quantity,
) -> Truth:
    """Return whether the rates keep the order that the Land prescribes; equal rates are one combined rate."""
    above_both = (rate_buildable > rate_residential) & (rate_buildable > rate_non_residential)
    return (rate_non_residential >= rate_residential) & (above_both | ~has_buildable_rate)


@rule(
    label="Hebesatz wirkt ab 1. Januar",
    returns="yes_no",
    section="§ 25 Abs. 3 GrStG",
    valid_from="2025-01-01",
    formula="Beschluss vom {rate_decided_on}, Stichtag {decision_deadline}; später nur, "
    "wenn {tax_rate} nicht über {previous_tax_rate} liegt",
)
def property_tax_rate_acts_from_january(
    rate_decided_on: Quantity, decision_deadline: Quantity, tax_rate: Quantity, previous_tax_rate: Quantity
) -> Truth:
    """Return whether a rate decided that day acts back to 1 January of its year."""
    return (rate_decided_on <= decision_deadline) | (tax_rate <= previous_tax_rate)
