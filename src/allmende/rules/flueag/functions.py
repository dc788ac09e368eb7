"""Refugee admission act of NRW (FlüAG): who has to admit how many, and what the Land pays.

Whether the redistribution of what the cap takes away is repeated is not regulated in the text seen. Here it
is done once, so the redistribution may lift a municipality above the cap.
"""

from allmende.common.money import Rounding
from allmende.rules.quantity import Quantity, Truth, add_up, apportioned, choose, highest, lowest, total
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Anteil an der Einwohnerzahl des Landes",
    returns="1",
    section="§ 3 Abs. 1 FlüAG",
    valid_from="2016-01-01",
    formula="{population} von allen",
)
def flueag_population_share(population: Quantity) -> Quantity:
    """Return a municipality's share of all inhabitants."""
    return population / total(population)


@rule(
    label="Anteil an der Fläche des Landes",
    returns="1",
    section="§ 3 Abs. 1 FlüAG",
    valid_from="2016-01-01",
    formula="{area} von allen",
)
def flueag_area_share(area: Quantity) -> Quantity:
    """Return a municipality's share of the whole area."""
    return area / total(area)


@rule(
    label="Schlüssel ohne Begrenzung",
    returns="1",
    section="§ 3 Abs. 1 FlüAG",
    valid_from="2016-01-01",
    formula="{flueag_population_weight} der Einwohnerzahl und {flueag_area_weight} der Fläche",
)
def flueag_uncapped_key(
    flueag_population_share: Quantity,
    flueag_area_share: Quantity,
    flueag_population_weight: Quantity,
    flueag_area_weight: Quantity,
) -> Quantity:
    """Return population share and area share, weighted."""
    return flueag_population_share * flueag_population_weight + flueag_area_share * flueag_area_weight


@rule(
    label="Begrenzter Schlüssel vor der Umverteilung",
    returns="1",
    section="§ 3 Abs. 1 FlüAG",
    valid_from="2016-01-01",
    formula="höchstens {flueag_population_share} und {flueag_area_cap} davon",
)
def flueag_capped_key(
    flueag_uncapped_key: Quantity, flueag_population_share: Quantity, flueag_area_cap: Quantity
) -> Quantity:
    """Return the key, at most a quarter above the share of inhabitants."""
    return lowest(flueag_uncapped_key, flueag_population_share * (1 + flueag_area_cap))


@rule(
    label="Durch die Fläche über die Grenze erhöht",
    returns="yes_no",
    section="§ 3 Abs. 1 FlüAG",
    valid_from="2016-01-01",
)
def flueag_is_capped(flueag_uncapped_key: Quantity, flueag_capped_key: Quantity) -> Truth:
    """Return whether the cap lowers the key of a municipality."""
    return flueag_uncapped_key > flueag_capped_key


@rule(
    label="Zuweisungsschlüssel",
    returns="1",
    section="§ 3 Abs. 1 FlüAG",
    valid_from="2016-01-01",
    note="Die Umverteilung geschieht einmal; ob sie zu wiederholen ist, regelt der gesehene Text nicht.",
)
def flueag_key(
    flueag_uncapped_key: Quantity, flueag_capped_key: Quantity, flueag_is_capped: Truth
) -> Quantity:
    """Return the key; what the cap takes away goes to all others in proportion to their keys."""
    excess = total(flueag_uncapped_key - flueag_capped_key)
    others = total(choose(flueag_is_capped, flueag_capped_key * 0, flueag_capped_key))
    return choose(flueag_is_capped, flueag_capped_key, flueag_capped_key * (others + excess) / others)


@rule(
    label="Aufzunehmende Personen",
    returns="person",
    section="§ 3 FlüAG",
    valid_from="2016-01-01",
    note="Ganze Personen nach größten Resten; bei Gleichstand geht vor, wer in der Liste zuerst steht.",
)
def flueag_persons_to_admit(state_persons: Quantity, flueag_key: Quantity) -> Quantity:
    """Return how many of all persons each municipality has to admit; whole persons that add up."""
    return apportioned(state_persons, flueag_key)


@rule(
    label="Angerechnete Personen",
    returns="person",
    section="§ 3 FlüAG",
    valid_from="2016-01-01",
    rounding=("1 person", Rounding.AB, "nicht geregelt; ganze Personen"),
    formula="{facility_places} × {flueag_facility_factor}",
)
def flueag_credited_persons(facility_places: Quantity, flueag_facility_factor: Quantity) -> Quantity:
    """Return the persons that places in facilities of the Land count for."""
    return facility_places * flueag_facility_factor


@rule(
    label="Noch aufzunehmende Personen",
    returns="person",
    section="§ 3 FlüAG",
    valid_from="2016-01-01",
    formula="{flueag_persons_to_admit} − {flueag_credited_persons} − {persons}, mindestens null",
)
def flueag_persons_open(
    flueag_persons_to_admit: Quantity, flueag_credited_persons: Quantity, persons: Quantity
) -> Quantity:
    """Return how many persons a municipality still has to admit."""
    return highest(flueag_persons_to_admit - flueag_credited_persons - persons, 0)


@rule(
    label="Anteil am Jahresbetrag",
    returns="EUR",
    section="§ 4 Abs. 1 FlüAG (alte Fassung)",
    valid_from="2016-01-01",
    last="2016-12-31",
    payer="Land",
    payee="Gemeinde",
    note="Ganze Cent nach größten Resten.",
)
def flueag_pot_share(flueag_yearly_pot: Quantity, flueag_key: Quantity) -> Quantity:
    """Return a municipality's part of the yearly sum of the old law."""
    return apportioned(flueag_yearly_pot, flueag_key)


@rule(
    label="Personenmonate",
    returns="person*month",
    section="§ 4 Abs. 2 FlüAG",
    valid_from="2017-01-01",
    period="month",
    formula="{persons} × {months}",
)
def flueag_person_months(persons: Quantity, months: Quantity) -> Quantity:
    """Return for how many persons and months the Land pays."""
    return persons * months


@rule(
    label="Monatspauschalen",
    returns="EUR",
    section="§ 4 Abs. 2 FlüAG",
    valid_from="2017-01-01",
    period="month",
    payer="Land",
    payee="Gemeinde",
    rounding=WHOLE_CENTS,
    formula="{flueag_person_months} × {flueag_rate}",
)
def flueag_lump_sum(flueag_person_months: Quantity, flueag_rate: Quantity) -> Quantity:
    """Return the lump sum for all persons and months."""
    return flueag_person_months * flueag_rate


@rule(
    label="Davon für soziale Betreuung",
    returns="EUR",
    section="§ 4 Abs. 2 Satz 2 FlüAG",
    valid_from="2017-01-01",
    period="month",
    rounding=WHOLE_CENTS,
    formula="{flueag_social_care_percentage} von {flueag_lump_sum}",
)
def flueag_social_care(flueag_lump_sum: Quantity, flueag_social_care_percentage: Quantity) -> Quantity:
    """Return the part of the lump sum that is earmarked for social care."""
    return flueag_lump_sum * flueag_social_care_percentage


@rule(
    label="Weitere Pauschalen",
    returns="EUR",
    section="§ 4a FlüAG",
    valid_from="2021-01-01",
    period="month",
    payer="Land",
    payee="Gemeinde",
    rounding=WHOLE_CENTS,
    mark="to_verify",
    formula="{further_persons} × {months} × {flueag_further_rate}",
    note="Für wen sie gezahlt wird, ist nicht bekannt; die Personenzahl wird eingegeben.",
)
def flueag_further_lump_sum(
    further_persons: Quantity, months: Quantity, flueag_further_rate: Quantity
) -> Quantity:
    """Return the further lump sum for the persons that the caller counts."""
    return further_persons * months * flueag_further_rate


@rule(
    label="Einmalbeträge",
    returns="EUR",
    section="Gesetz vom 9.11.2021",
    source="GV. NRW. 2021 Nr. 78 S. 1179",
    valid_from="2021-01-01",
    known="2021-11-12",
    period="once",
    payer="Land",
    payee="Gemeinde",
    formula="{one_off_persons} × {flueag_one_off_rate}",
)
def flueag_one_off(one_off_persons: Quantity, flueag_one_off_rate: Quantity) -> Quantity:
    """Return the one-off sum for persons newly and enforceably obliged to leave."""
    return one_off_persons * flueag_one_off_rate


@rule(
    label="Erstattung außergewöhnlicher Krankheitskosten",
    returns="EUR",
    section="§ 4b FlüAG",
    valid_from="2017-01-01",
    payer="Land",
    payee="Gemeinde",
    formula="jeweils über {flueag_sickness_threshold}: {sickness_costs}",
)
def flueag_sickness_reimbursement(sickness_costs: Quantity, flueag_sickness_threshold: Quantity) -> Quantity:
    """Return what each person's costs of a calendar year exceed the threshold by, added up."""
    return add_up(highest(sickness_costs - flueag_sickness_threshold, 0))


@rule(
    label="Krankheitskosten rechtzeitig geltend gemacht",
    returns="yes_no",
    section="§ 4b Abs. 2 FlüAG",
    valid_from="2017-01-01",
    formula="Antrag im Monat {sickness_claim_month} des Folgejahres, "
    "letzter Monat {flueag_sickness_claim_months}",
)
def flueag_claim_is_in_time(sickness_claim_month: Quantity, flueag_sickness_claim_months: Quantity) -> Truth:
    """Return whether a claim made in that month of the next year is still in time."""
    return sickness_claim_month <= flueag_sickness_claim_months


@rule(
    label="Person nach § 24 AufenthG wird angerechnet",
    returns="yes_no",
    section="§ 3 Abs. 3 Nr. 2 FlüAG",
    valid_from="2022-01-01",
    mark="to_verify",
    formula="{years_since_entry} seit der Einreise, höchstens {flueag_counting_years}",
)
def flueag_person_counts(years_since_entry: Quantity, flueag_counting_years: Quantity) -> Truth:
    """Return whether a person still counts towards what a municipality has admitted."""
    return years_since_entry <= flueag_counting_years


@rule(
    label="Monatsmeldung rechtzeitig",
    returns="yes_no",
    section="§ 4 Abs. 3 FlüAG",
    valid_from="2017-01-01",
    formula="Eingang am {report_day}., letzter Tag {flueag_report_day}.",
    note="Nach später Meldung zahlt das Land mit der nächsten rechtzeitigen (§ 4 Abs. 4 FlüAG).",
)
def flueag_report_is_in_time(report_day: Quantity, flueag_report_day: Quantity) -> Truth:
    """Return whether a report that day of the following month is paid in the month after it."""
    return report_day <= flueag_report_day


@rule(
    label="Vorhaltekosten",
    returns="EUR",
    section="keine Vorschrift; Forderung der Kommunen",
    valid_from="2016-01-01",
    period="month",
    payer="Land",
    payee="Gemeinde",
    rounding=WHOLE_CENTS,
    formula="{standby_places} × {months} × {flueag_standby_rate}",
)
def flueag_standby_payment(
    standby_places: Quantity, months: Quantity, flueag_standby_rate: Quantity
) -> Quantity:
    """Return what a scenario pays for places kept free; under the law as it stands, nothing."""
    return standby_places * months * flueag_standby_rate


@rule(
    name="flueag_monthly_payment",
    label="Zahlung des Landes",
    returns="EUR",
    section="§§ 4, 4b FlüAG",
    valid_from="2017-01-01",
    last="2020-12-31",
    period="month",
    payer="Land",
    payee="Gemeinde",
    formula="{flueag_lump_sum} + {flueag_sickness_reimbursement} + {flueag_standby_payment}",
)
def flueag_monthly_payment_2017(
    flueag_lump_sum: Quantity, flueag_sickness_reimbursement: Quantity, flueag_standby_payment: Quantity
) -> Quantity:
    """Return what the Land pays under the law of 2017."""
    return flueag_lump_sum + flueag_sickness_reimbursement + flueag_standby_payment


@rule(
    label="Zahlung des Landes",
    returns="EUR",
    section="§§ 4, 4a, 4b FlüAG",
    valid_from="2021-01-01",
    period="month",
    payer="Land",
    payee="Gemeinde",
    formula="{flueag_lump_sum} + {flueag_further_lump_sum} + {flueag_one_off}"
    " + {flueag_sickness_reimbursement} + {flueag_standby_payment}",
)
def flueag_monthly_payment(
    flueag_lump_sum: Quantity,
    flueag_further_lump_sum: Quantity,
    flueag_one_off: Quantity,
    flueag_sickness_reimbursement: Quantity,
    flueag_standby_payment: Quantity,
) -> Quantity:
    """Return all that the Land pays for a month, one-offs and sickness costs settled in it included."""
    return (
        flueag_lump_sum
        + flueag_further_lump_sum
        + flueag_one_off
        + flueag_sickness_reimbursement
        + flueag_standby_payment
    )


@rule(
    label="Davon ohne Zweckbindung",
    returns="EUR",
    section="§ 4 Abs. 2 Satz 2 FlüAG",
    valid_from="2017-01-01",
    period="month",
    formula="{flueag_monthly_payment} − {flueag_social_care}",
)
def flueag_free_payment(flueag_monthly_payment: Quantity, flueag_social_care: Quantity) -> Quantity:
    """Return what a municipality may use for all costs of admission."""
    return flueag_monthly_payment - flueag_social_care


@rule(
    label="Erhöhung 2024 im ganzen Land",
    returns="EUR",
    section="§ 4 Abs. 2a FlüAG",
    source="GV. NRW. 2024 Nr. 41 S. 1183",
    valid_from="2024-01-01",
    last="2024-12-31",
    known="2024-12-20",
    payer="Land",
    payee="alle Gemeinden",
    rounding=WHOLE_CENTS,
    formula="mindestens {flueag_rise_floor}",
    note="Wie ein Rest bis zum Mindestbetrag verteilt wird, ist nicht bekannt.",
)
def flueag_rise_2024(
    person_months_2024: Quantity,
    flueag_rate: Quantity,
    flueag_rate_before_2024: Quantity,
    flueag_rise_floor: Quantity,
) -> Quantity:
    """Return by how much the Land pays more in 2024, for all municipalities together."""
    return highest(total(person_months_2024 * (flueag_rate - flueag_rate_before_2024)), flueag_rise_floor)


@rule(
    label="Anteil am Ausgleich für vor 2021 ausreisepflichtige Personen",
    returns="EUR",
    section="Ausgleichszahlungsgesetz 2021",
    valid_from="2021-01-01",
    last="2024-12-31",
    known="2021-11-12",
    payer="Land",
    payee="Gemeinde",
    mark="to_verify",
    note="Der Verteilungsmaßstab ist nicht gesehen; verteilt wird hier nach eingegebenen Personen.",
)
def flueag_tolerated_share(flueag_tolerated_pot: Quantity, persons: Quantity) -> Quantity:
    """Return a municipality's part of the yearly compensation, by the persons entered for each."""
    return apportioned(flueag_tolerated_pot, persons)
