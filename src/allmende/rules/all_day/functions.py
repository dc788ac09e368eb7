"""All-day primary school: the chain of yearly rates, and from when which class is entitled."""

from allmende.common.money import Rounding
from allmende.rules.quantity import Choice, Quantity, Truth, choose
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Fördersatz je Kind im Schuljahr",
    returns="EUR/child",
    section="BASS 11-02 Nr. 19, Nr. 5.4",
    valid_from="2003-08-01",
    period="kindergarten_year",
    formula="ohne Förderbedarf {all_day_regular_rate}, mit Förderbedarf {all_day_special_needs_rate}",
)
def all_day_rate(
    child_kind: Choice, all_day_regular_rate: Quantity, all_day_special_needs_rate: Quantity
) -> Quantity:
    """Return the rate for a child of this kind."""
    return choose(child_kind.is_("special_needs"), all_day_special_needs_rate, all_day_regular_rate)


@rule(
    label="Förderung des offenen Ganztags",
    returns="EUR",
    section="BASS 11-02 Nr. 19, Nr. 5.4",
    valid_from="2003-08-01",
    period="kindergarten_year",
    payer="Land",
    payee="Schulträger",
    formula="{all_day_children} × {all_day_rate}",
)
def all_day_grant(all_day_children: Quantity, all_day_rate: Quantity) -> Quantity:
    """Return the grant of a school year for children of one kind."""
    return all_day_children * all_day_rate


@rule(
    label="Betrag anstelle von Lehrerstellen",
    returns="EUR",
    section="BASS 11-02 Nr. 19",
    valid_from="2003-08-01",
    period="kindergarten_year",
    payer="Land",
    payee="Schulträger",
    formula="{all_day_children} × {all_day_teacher_equivalent}",
)
def all_day_teacher_grant(all_day_children: Quantity, all_day_teacher_equivalent: Quantity) -> Quantity:
    """Return the sum that a school takes instead of shares of teaching posts."""
    return all_day_children * all_day_teacher_equivalent


@rule(
    label="Zugewiesene Lehrerstellen",
    returns="FTE",
    section="BASS 11-02 Nr. 19, Nr. 5.4.1",
    valid_from="2015-02-01",
    period="kindergarten_year",
    rounding=("0.01 FTE", Rounding.KAUFMAENNISCH, "nicht geregelt; gezeigt in Hundertstel Stellen"),
    formula="{all_day_group_teachers} je {all_day_group_size}, für {all_day_children}",
)
def all_day_teacher_posts(
    all_day_children: Quantity, all_day_group_size: Quantity, all_day_group_teachers: Quantity
) -> Quantity:
    """Return the share of teaching posts that the Land assigns for children of one kind."""
    return all_day_children / all_day_group_size * all_day_group_teachers


@rule(
    label="Rechtsanspruch",
    returns="yes_no",
    section="§ 24 Abs. 4 SGB VIII",
    valid_from="2026-08-01",
    known="2021-10-12",
    mark="to_verify",
    formula="Klasse {class_level}, Anspruch bis Klasse {all_day_entitled_classes}",
)
def all_day_is_entitled(class_level: Quantity, all_day_entitled_classes: Quantity) -> Truth:
    """Return whether a child of this class is entitled to a place."""
    return class_level <= all_day_entitled_classes


@rule(
    label="Anteil des Bundes an der Investition",
    returns="EUR",
    section="Verwaltungsvereinbarung Investitionsprogramm Ganztagsausbau",
    valid_from="2023-01-01",
    period="once",
    payer="Bund",
    payee="Schulträger",
    rounding=WHOLE_CENTS,
    mark="to_verify",
    formula="{all_day_federal_share} von {all_day_investment}",
)
def all_day_federal_grant(all_day_investment: Quantity, all_day_federal_share: Quantity) -> Quantity:
    """Return the federal part of an investment."""
    return all_day_investment * all_day_federal_share
