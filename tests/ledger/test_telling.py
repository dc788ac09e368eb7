"""What pages say of the law: German numbers and words, nothing from inside; errors in every language."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from allmende.ledger.computing import Question, law, readable
from allmende.ledger.domain import causes_of
from allmende.ledger.explaining import flattened, reason_of
from allmende.ledger.law_pages import RulePage
from allmende.ledger.telling import told
from allmende.rules import RulesError, shipped
from allmende.rules.cases import Case, cases_of

INSIDE = re.compile(
    r"[a-z]{2,}_[a-z]+|\b\d+\.\d{1,2}(?![\d.])|kaufmaennisch|\b(yes|no|true|false|percent|FTE)\b"
)
CASES = [case for each in law().laws() for case in cases_of(each.name) if not case.layers]


def result_of(case: Case) -> list[str]:
    """Return all that the page of a case says, but for sections and sources."""
    result = shipped().calculate(case.rule, case.given, on=case.on, known=case.known)
    tree = result.trace(0 if result.bodies else None)
    reasons = flattened(reason_of(readable(tree, law(), Question({}, case.on, case.known))))
    rounding = "gerundet"
    facts = {
        reason: {name: value for name, value, _ in reason.facts}.get(rounding, "")
        for _level, reason in reasons
    }
    return [text for reason, fact in facts.items() for text in (reason.label, reason.value, fact)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_an_explanation_has_german_numbers_and_no_names_from_inside(case: Case) -> None:
    assert [text for text in result_of(case) if INSIDE.search(text)] == []


def test_worked_cases_and_roundings_are_told_in_german() -> None:
    for each in law().laws():
        for name in each.rules:
            page = RulePage.of(name)
            texts = [page.formula, page.unit, *(case.output for case in page.cases)]
            texts += [text for case in page.cases for pair in case.inputs for text in pair]
            texts += [version.rounding.german for _span, version in page.versions if version.rounding]
            assert [text for text in texts if INSIDE.search(text)] == [], name


def refusal(name: str, given: dict[str, object], on: str = "2026-03-01") -> RulesError:
    with pytest.raises(RulesError) as refused:
        shipped().calculate(name, given, on=CASES[0].on.fromisoformat(on))
    return refused.value


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("flueag_lump_sum", {"persons": -1, "municipality_kind": "kreisfrei"}, "Personen: -1 ist negativ"),
        ("flueag_lump_sum", {"municipality_kind": "kreisfrei"}, "Es fehlt: Personen (Personen, steht meist"),
        ("property_tax_yearly", {}, "Hebesatz (%, steht meist in: Hebesatzsatzung)"),
        ("kgst_material", {"workplaces": 1}, "„Sachkosten eines Büroarbeitsplatzes“ ist am 01.03.2026 nicht"),
        ("flueag_pot_share", {}, "„Anteil am Jahresbetrag“ gilt am 01.03.2026 nicht"),
    ],
)
def test_errors_name_things_by_their_labels(name: str, given: dict[str, object], says: str) -> None:
    text = told(refusal(name, given))
    assert says in text
    assert not INSIDE.search(text)


def test_errors_speak_the_language_of_the_reader() -> None:
    error = refusal("flueag_lump_sum", {"persons": -1, "municipality_kind": "kreisfrei"})
    with translation.override("en"):
        assert "-1 is negative. Expected is a number from zero up." in told(error)


def test_reasons_are_marked_as_german_and_the_page_says_once_why(client: Client, db: None) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    query = {
        "wert_persons": "10",
        "wert_municipality_kind": "kreisfrei",
        "on": "2024-03-01",
        "known": "2024-12-31",
    }
    page = client.get("/regeln/flueag_lump_sum/", query).content.decode()
    assert page.count("because the text of the law is German") == 1
    assert '<span class="reason__label" lang="de">Monatspauschalen</span>' in page
    assert "valid: <span>from 1\xa0Jan\xa02017</span>" in page


def test_an_assumption_is_named_as_one_and_not_dated() -> None:
    rate = {
        "name": "rate",
        "kind": "parameter",
        "label": "Satz",
        "unit": "EUR",
        "known": {"from": "1900-01-01"},
    }
    causes = causes_of([{**rate, "value": "1"}], [{**rate, "value": "2", "layer": "Annahme"}])
    assert causes.sentences == ["Satz: 1,00 EUR → 2,00 EUR (Annahme)."]
