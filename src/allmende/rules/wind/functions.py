"""Area targets for wind energy: of the Land, of a planning region, and the same share of a municipality."""

from allmende.common.money import Rounding
from allmende.rules.quantity import Quantity, highest
from allmende.rules.rule import rule

SQUARE_METERS = ("1 m2", Rounding.KAUFMAENNISCH, "nicht geregelt; gezeigt in Quadratmetern")


@rule(
    label="Flächenziel des Landes",
    returns="ha",
    section="§ 3 Abs. 1 und Anlage WindBG",
    valid_from="2023-02-01",
    rounding=SQUARE_METERS,
    formula="{wind_target_share} von {wind_state_area}",
)
def wind_state_target(wind_target_share: Quantity, wind_state_area: Quantity) -> Quantity:
    """Return the area that the Land must designate."""
    return wind_target_share * wind_state_area


@rule(
    label="Rechnerischer Anteil der Gemeinde",
    returns="ha",
    section="Annahme: gleicher Anteil an jeder Gemeindefläche",
    valid_from="2023-02-01",
    rounding=SQUARE_METERS,
    mark="to_verify",
    formula="{wind_target_share} von {area}",
    note="Kein Gesetz teilt das Ziel auf Gemeinden auf; der Regionalplan entscheidet. "
    "Dies zeigt nur die Größenordnung.",
)
def wind_proportional_area(wind_target_share: Quantity, area: Quantity) -> Quantity:
    """Return what the target would mean if every municipality gave the same share of its area."""
    return wind_target_share * area


@rule(
    label="Noch auszuweisende Fläche der Planungsregion",
    returns="ha",
    section="LEP NRW, 2. Änderung",
    valid_from="2023-06-01",
    rounding=SQUARE_METERS,
    formula="{wind_region_area} − {wind_area_designated}",
)
def wind_region_open(wind_region_area: Quantity, wind_area_designated: Quantity) -> Quantity:
    """Return what a planning region still has to designate."""
    return highest(wind_region_area - wind_area_designated, 0)
