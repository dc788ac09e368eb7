"""Votes, conditions, duties, the finance block, effects on climate and staff; empty forms say nothing."""

from datetime import date

import pytest

from allmende.reading import Document, read_paper
from allmende.reading.facts import FinanceField, ImpactTopic, PaperFacts

HEAD = "Stadt Musterstadt\nBeschlussvorlage Nr. 2024/17\n\n"
MINUTES = "Auszug aus der Niederschrift über die Sitzung des Rates der Stadt Musterstadt am 12.03.2024\n\n"


def _facts(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Abstimmung: Ja: 46, Nein: 0, Enthaltungen: 0, Befangen: 0", (None, 46, 0, 0)),
        ("Abstimmungsergebnis: einstimmig", ("einstimmig", None, None, None)),
        ("- einstimmig -", ("einstimmig", None, None, None)),
        ("Abstimmungsergebnis: mehrheitlich beschlossen bei 2 Gegenstimmen",
         ("mehrheitlich beschlossen", None, 2, None)),
        ("Beschluss: mehrheitlich abgelehnt\n\ndafür:   2  (2 ABC)\n\ndagegen:   13  (4 DEF)\nEnth.:  1 (G)",
         ("mehrheitlich abgelehnt", 2, 13, 1)),
        ("Abstimmung: 5 dafür 0 dagegen 1 Enthaltungen", (None, 5, 0, 1)),
        ("Ja-Stimmen: 38 Nein-Stimmen: 0 Enthaltungen: 2", (None, 38, 0, 2)),
        ("mit 51 Ja-Stimmen bei 6 Gegenstimmen und 4 Enthaltungen", (None, 51, 6, 4)),
    ],
)  # fmt: skip
def test_a_vote_is_read_with_words_and_counts(
    line: str, expected: tuple[str | None, int | None, int | None, int | None]
) -> None:
    text = HEAD + line + "\n"
    (vote,) = _facts(text).votes
    assert (vote.outcome, vote.yes, vote.no, vote.abstentions) == expected
    assert text[vote.place.start : vote.place.end].strip()


@pytest.mark.parametrize(
    "line",
    [
        "Abstimmungsergebnis: ☐ einstimmig ☐ mehrheitlich ☐ abgelehnt",
        "Abstimmungsergebnis: einstimmig   mehrheitlich   Ja   Nein   Enthaltungen",
        "Der Ausschuss hatte das Vorhaben 2019 einstimmig begrüßt.",
        "Ja: 3 Anlagen",
    ],
)
def test_an_empty_form_or_a_tale_is_no_vote(line: str) -> None:
    assert _facts(HEAD + "Begründung:\n" + line + "\n").votes == ()


def test_conditions_are_those_of_the_decision() -> None:
    text = (
        HEAD + "Beschlussvorschlag:\nDer Vereinbarung wird mit der Maßgabe zugestimmt, dass alle beitreten. "
        "Der Kauf erfolgt vorbehaltlich der Genehmigung vom 20.03.2024.\n\n"
        "Begründung:\nDas Land fördert unter der Bedingung, dass die Stadt zahlt.\n"
    )
    assert [condition.text for condition in _facts(text).conditions] == [
        "mit der Maßgabe zugestimmt, dass alle beitreten",
        "vorbehaltlich der Genehmigung vom 20.03.2024",
    ]


def test_a_duty_has_an_addressee_and_a_day() -> None:
    text = (
        HEAD
        + "Beschlussvorschlag:\n1. Die Verwaltung wird beauftragt, bis zum 30.09.2024 über die Vorlage Nr. "
        "A 3/2024 zu berichten.\n2. Der Rat beauftragt den Bürgermeister, den Vertrag zu schließen.\n\n"
        "Begründung:\nDie Verwaltung wird gebeten, nichts zu tun.\n"
    )
    assert [(duty.addressee, duty.text, duty.due) for duty in _facts(text).duties] == [
        ("Verwaltung", "bis zum 30.09.2024 über die Vorlage Nr. A 3/2024 zu berichten", date(2024, 9, 30)),
        ("Bürgermeister", "den Vertrag zu schließen", None),
    ]


def test_the_filled_in_finance_block_is_read() -> None:
    text = (
        HEAD
        + "Finanzielle Auswirkungen\n☒ ergebniswirksam ☐ investiv\nProdukt: 0511 01\nProdukt: 06.362.01\n"
        "Sachkonto: 549900\nDeckung: Mehrerträge bei der Gewerbesteuer\nFolgekosten jährlich: 1.800 €\n"
        "Einsparungen ab Haushaltsjahr: 2025\n"
    )
    entries = {(entry.field, entry.value) for entry in _facts(text).finance}
    assert entries == {
        (FinanceField.WIRKUNG, "ergebniswirksam"),
        (FinanceField.PRODUKT, "0511"),
        (FinanceField.PRODUKT, "06.362.01"),
        (FinanceField.SACHKONTO, "549900"),
        (FinanceField.DECKUNG, "Mehrerträge bei der Gewerbesteuer"),
        (FinanceField.FOLGEAUFWAND, "1.800 €"),
        (FinanceField.EINSPARUNG_AB, "2025"),
    }


def test_an_empty_finance_form_states_nothing() -> None:
    text = (
        HEAD + "☐ ergebniswirksam ☐ investiv\nJa – ergebniswirksam\nProdukt:   Sachkonto:\nDeckung:   €\n"
        "Folgekosten:   €\nEinsparungen ab Haushaltsjahr:\n"
    )
    assert _facts(text).finance == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Klimarelevanz: ☐ Ja ☒ Nein", (ImpactTopic.KLIMA, "Nein")),
        ("Auswirkungen auf den Klimaschutz: Die Fläche wird begrünt.",
         (ImpactTopic.KLIMA, "Die Fläche wird begrünt.")),
        ("Personelle Auswirkungen: keine", (ImpactTopic.PERSONAL, "keine")),
        ("Auswirkungen auf den Stellenplan: [ ] nein [x] ja, zwei Stellen",
         (ImpactTopic.STELLENPLAN, "ja, zwei Stellen")),
    ],
)  # fmt: skip
def test_effects_on_climate_and_staff_are_stated(line: str, expected: tuple[ImpactTopic, str]) -> None:
    (impact,) = _facts(HEAD + line + "\n").impacts
    assert (impact.topic, impact.text) == expected


@pytest.mark.parametrize(
    "line",
    ["Klimarelevanz: ☐ Ja ☐ Nein", "Auswirkungen auf den Stellenplan:\nja\nnein", "Klimarelevanz: ja nein"],
)
def test_an_unticked_form_is_no_statement(line: str) -> None:
    assert _facts(HEAD + line + "\n").impacts == ()


def test_minutes_tell_votes_in_sentences() -> None:
    (vote,) = _facts(MINUTES + "Der Rat stimmt dem Plan einstimmig zu.\n").votes
    assert vote.outcome == "einstimmig"


def test_abbreviations_and_ordinals_do_not_end_a_duty() -> None:
    text = (
        "Beschlussvorschlag:\n\nDie Verwaltung wird gebeten, die Angebote in das 2. Paket aufzunehmen "
        "(z. B. durch eine Sprechstunde, vgl. Drs. 12/2023) und dem Rat zu berichten. Der Rat dankt.\n\n"
        "Begründung:\nKeine.\n"
    )
    (duty,) = _facts(text).duties
    assert duty.text.endswith("und dem Rat zu berichten")


def test_a_vote_shown_in_the_head_and_in_the_text_counts_once() -> None:
    text = (
        "Beschluss: einstimmig\n\nAbstimmung: Ja: 14\n\nDer Rat beschließt einstimmig (14 Ja-Stimmen):\n\n"
        "Die Aufwendungen werden genehmigt.\n"
    )
    assert [(vote.outcome, vote.yes) for vote in _facts(text).votes] == [("einstimmig", 14)]


def test_a_day_with_a_meaning_shows_whole_words_and_is_told_once() -> None:
    text = (
        "Beschlussvorschlag:\n"
        "1. Der Samtgemeindebürgermeister wird beauftragt, bis zum 31.12.2031 zu planen.\n"
        "2. Der Beschluss vom 12.12.2030 (Vorlage 2030/0188) wird aufgehoben.\n"
    )
    facts = _facts(text)
    assert [(day.date, day.meaning) for day in facts.dates] == [
        (date(2031, 12, 31), "Der Samtgemeindebürgermeister wird beauftragt, bis zum 31.12.2031 zu planen")
    ]
    assert [duty.addressee for duty in facts.duties] == ["Samtgemeindebürgermeister"]
