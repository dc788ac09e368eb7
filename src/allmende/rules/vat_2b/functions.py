"""Whether a service between public bodies is taxed; decided case by case, this shows the conditions."""

from allmende.rules.quantity import Quantity, Truth, choose
from allmende.rules.rule import WHOLE_CENTS, rule


@rule(
    label="Altes Recht gilt noch",
    returns="yes_no",
    section="§ 27 Abs. 22 und 22a UStG",
    valid_from="2017-01-01",
    formula="Option, letzter Tag {vat_2b_option_last_day}",
)
def vat_2b_old_law_applies(on: Quantity, has_opted: Truth, vat_2b_option_last_day: Quantity) -> Truth:
    """Return whether a supply on that day still falls under the old law."""
    return has_opted & (on <= vat_2b_option_last_day)


@rule(
    label="Zusammenarbeit ohne Wettbewerb",
    returns="yes_no",
    section="§ 2b Abs. 3 Nr. 2 UStG",
    valid_from="2017-01-01",
    formula="alle vier Bedingungen des § 2b Abs. 3 Nr. 2 UStG",
)
def vat_2b_safe_harbor(
    is_long_term_public_agreement: Truth,
    serves_joint_duty: Truth,
    is_cost_reimbursement: Truth,
    works_mainly_for_public_bodies: Truth,
) -> Truth:
    """Return whether the four conditions hold under which no distortion is presumed."""
    agreed = is_long_term_public_agreement & serves_joint_duty
    return agreed & is_cost_reimbursement & works_mainly_for_public_bodies


@rule(
    label="Umsatzsteuer fällt an",
    returns="yes_no",
    section="§ 2b UStG",
    valid_from="2017-01-01",
    mark="to_verify",
    note="Ohne die vier Bedingungen ist der Einzelfall zu prüfen; hier wird dann Steuerpflicht angenommen. "
    "§ 4 Nr. 29 UStG kann befreien.",
)
def vat_2b_is_taxed(is_public_body: Truth, vat_2b_old_law_applies: Truth, vat_2b_safe_harbor: Truth) -> Truth:
    """Return whether VAT is to be expected."""
    return ~(is_public_body & (vat_2b_old_law_applies | vat_2b_safe_harbor))


@rule(
    label="Umsatzsteuer",
    returns="EUR",
    section="§ 12 Abs. 1 UStG",
    valid_from="2021-01-01",
    payer="leistende Stelle",
    payee="Bund und Länder",
    rounding=WHOLE_CENTS,
    mark="to_verify",
    formula="{vat_2b_rate} von {net_fee}, wenn Umsatzsteuer anfällt",
)
def vat_2b_amount(vat_2b_is_taxed: Truth, net_fee: Quantity, vat_2b_rate: Quantity) -> Quantity:
    """Return the VAT to be expected on a fee."""
    return choose(vat_2b_is_taxed, net_fee * vat_2b_rate, 0)
