"""The comparison in a few sentences: only what the sheet says, readable without mathematics."""

from typing import Any

from allmende.cooperations.options.page import page_of
from allmende.cooperations.options.summary import summary_of
from tests.cooperations.test_options_sheet import fixed, option, partner, sheet, vote


def starting(text: str, *options: dict[str, Any], **more: Any) -> str:
    """Return the one sentence that begins like this."""
    [found] = [each for each in summary_of(sheet(*options, **more)) if each.startswith(text)]
    return found


def test_it_says_where_the_owner_can_stop_everything_and_where_it_has_no_say() -> None:
    consent = option("eins", votes=[vote("equal", "1")])
    company = option("zwei", "gmbh", votes=[vote("capital", "1/2", more_than=True, given={"B": "51"})])
    assert starting("Ohne Stadt A", consent, company) == "Ohne Stadt A geht nichts: A (laufende Beschlüsse)."
    assert starting("Stadt A hat Stimmen", consent, company).endswith(
        "nie Einfluss: B (laufende Beschlüsse)."
    )


def test_influence_between_all_and_nothing_is_given_by_option() -> None:
    given = {"A": "2", "B": "1", "C": "1", "D": "1"}
    rules = [vote("equal", "1/2", more_than=True), vote("given", "1/2", needed=3, given=given)]
    partners = [partner(key, 1_000) for key in given]
    said = starting(
        "Stadt A", option("eins", votes=rules), option("zwei", votes=rules[:1]), partners=partners
    )
    assert said == (
        "Stadt A hat in A je nach Regel 25,0 % bis 50,0 %, in B 25,0 % Einfluss bei den übrigen Abstimmungen."
    )


def test_assumed_rules_and_gaps_are_named() -> None:
    assumed = option("eins", votes=[vote("equal", "1/2", more_than=True, mark="assumed")])
    assert starting("Die Stimmregeln", assumed, option("zwei")).startswith("Die Stimmregeln bei A sind")
    assert starting("Einfluss noch", assumed, option("zwei")).endswith("B (alle Abstimmungen).")


def test_costs_stand_by_amount_and_what_cannot_be_priced_says_why() -> None:
    dear, cheap = option("eins", costs=[fixed(2_000)]), option("zwei", costs=[fixed(1_000)])
    said = starting("Kosten", dear, cheap).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Kosten für Stadt A von 2027 bis 2029: B 15,00 €, A 30,00 €."
    assert "Kosten sind noch nicht für B bezifferbar; es fehlt: Kosten." in summary_of(
        sheet(dear, option("zwei"))
    )
    assert starting("Kosten sind für keine", option("eins"), option("zwei")).endswith("es fehlt: Kosten.")


def test_approvals_of_the_authority_stand_together() -> None:
    options = (option("eins"), option("zwei", "arbeitsgemeinschaft"), option("drei"))
    assert starting("Aufsicht", *options) == "Aufsicht: Genehmigung bei A und C; keine Genehmigung bei B."


def test_consents_and_the_last_station_end_it() -> None:
    consent = {"who": "Gemeinden", "basis": "", "effect": "required", "state": "offen", "options": ["zwei"]}
    stations = [{"committee": "Kreistag", "on": "2026-02-18", "role": "Entscheidung"}]
    said = summary_of(sheet(option("eins"), option("zwei"), consents=[consent], stations=stations))
    assert said[-2:] == [
        "Zustimmung (erforderlich) – Gemeinden (nur B): offen.",
        "Letzte Station: Kreistag, 18.02.2026, Entscheidung.",
    ]


def test_rules_for_the_same_matter_stand_in_one_row() -> None:
    rules = [vote("equal", "1/2", more_than=True), vote("equal", "2/3", matter="statute")]
    matrix = next(
        each
        for each in page_of(sheet(option("eins", votes=rules), option("zwei", votes=rules[:1]))).matrices
        if each.anchor == "einfluss"
    )
    assert [label for label, _cells in matrix.rows] == ["Laufende Beschlüsse", "Änderung der Satzung"]
    assert matrix.rows[1][1][1][0]["text"] == "Keine eigene Regel genannt."
