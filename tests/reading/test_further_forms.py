"""Further forms of heads, tables and finance blocks, in our own wording."""

from datetime import date

import pytest

from allmende.reading import Document, PaperFacts, read_paper
from allmende.reading.facts import AmountLabel, ConsultationRole, Treatment

_DECISION = "\nBeschlussvorschlag:\nDer Rat stimmt dem gemeinsamen Bauhof zu.\n"


def _facts(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


def _value(found: object) -> str | None:
    return str(getattr(found, "value", None)) if found else None


def _stations(facts: PaperFacts) -> list[tuple[str, str]]:
    return [(item.body, str(item.date)) for item in facts.consultations]


def test_a_table_with_a_column_for_who_reports_is_a_beratungsfolge() -> None:
    facts = _facts(
        "Stadt Musterstadt\nBeschlussvorlage\n\n"
        "Datum         Gremium                              Berichterstatter/in\n\n"
        "04.03.2025    Kulturausschuss                      Stadträtin Beispiel\n"
        "11.03.2025    Ausschuss für Sport, Bäder           Frau Dr. Probe\n"
        "              und Vereine\n"
        "20.03.2025    Ratsversammlung                      Stadträtin Beispiel\n\n"
        "Betreff:\nNeue Bestuhlung der Stadthalle\n" + _DECISION
    )
    assert _stations(facts) == [
        ("Kulturausschuss", "2025-03-04"),
        ("Ausschuss für Sport, Bäder und Vereine", "2025-03-11"),
        ("Ratsversammlung", "2025-03-20"),
    ]


def test_the_day_above_the_heads_of_the_table_is_that_of_the_paper() -> None:
    facts = _facts(
        "Stadt Musterstadt                              Drucksache Nr.\n"
        "Der Bürgermeister                              24-29/0815\n"
        "Vorlage an den/die\n"
        "                                               Datum\n"
        "☐ zur Kenntnisnahme  ☒ zur Entscheidung        07.01.2025\n\n"
        "Beratungsfolge                     Sitzungstermin   TOP   Beratungsergebnis\n"
        "1. Ausschuss für Verkehr           04.02.2025\n"
        "2. Rat der Stadt                   20.02.2025\n\n"
        "Beratungsgegenstand\nRadweg am alten Bahndamm\n" + _DECISION
    )
    assert _stations(facts) == [("Ausschuss für Verkehr", "2025-02-04"), ("Rat der Stadt", "2025-02-20")]
    assert _value(facts.date) == "2025-01-07"


def test_the_sitting_of_the_item_stands_beside_the_one_before_it() -> None:
    facts = _facts(
        "Abwasserzweckverband Mustertal\n\nBeschlussvorlage 12/25\n\n"
        "zu TOP 4 der öffentlichen Sitzung der\n"
        "Verbandsversammlung am 20.03.2025 in Musterstadt              Musterstadt, 25.02.2025\n"
        "Vorberatung: Bauausschuss am 06.03.2025\n\n"
        "Betr.:   Erneuerung des Pumpwerks\n\n"
        "Beschlussvorschlag:\nDie Verbandsversammlung beschließt die Erneuerung des Pumpwerks.\n"
    )
    read = {item.body: (str(item.date), item.role, item.treatment) for item in facts.consultations}
    assert read["Verbandsversammlung"] == ("2025-03-20", ConsultationRole.ENTSCHEIDUNG, Treatment.PUBLIC)
    assert read["Bauausschuss"][:2] == ("2025-03-06", ConsultationRole.BERATUNG)
    assert _value(facts.date) == "2025-02-25"


def test_a_word_for_the_kind_beside_the_number_does_not_end_the_head() -> None:
    facts = _facts(
        "Kreis Musterland\nDer Kreisausschuss\n\n"
        "Mitteilung                                Vorlage Nr.: 20-0123\n"
        "                                          erstellt am: 04.02.2025\n"
        "Verfasserin:   Frau Beispiel\n\n"
        "Bericht über die Schulsozialarbeit\n\nErläuterung:\n\nDer Kreis fördert neun Schulen.\n"
    )
    assert (_value(facts.reference), _value(facts.date)) == ("20-0123", "2025-02-04")


def test_a_number_of_year_letter_and_figures_is_whole() -> None:
    facts = _facts(
        "Stadt Musterstadt                       Drucksachen-Nr.:   2025 / V 00123\n\n"
        "Betreff: Neuer Bauhof\n" + _DECISION + "\nSachverhalt:\n"
        "Der Rat hat am 12.03.2024 (DS-Nr. 2024 / V 00045) die Planung beschlossen.\n"
    )
    assert _value(facts.reference) == "2025 / V 00123"
    assert [item.reference for item in facts.references] == ["2024 / V 00045"]


def test_a_dateline_above_the_names_of_those_who_move_dates_the_motion() -> None:
    facts = _facts(
        "Antrag\nFraktion der Beispielpartei\n\nBetreff: Bänke am Ufer\n\nDer Rat möge beschließen:\n\n"
        "Die Verwaltung stellt am Ufer zehn Bänke auf und berichtet darüber im Herbst.\n\n"
        "Musterstadt, den 14.01.2025\nEinreicher: Fraktion der Beispielpartei\n"
    )
    assert _value(facts.date) == "2025-01-14"


def test_an_extract_of_a_senate_has_its_sitting_and_its_decision() -> None:
    facts = _facts(
        "STADT MUSTERSTADT\n\nAuszug aus der Sitzungs-Niederschrift\ndes Bausenats vom 14.02.2025\n\n\n"
        "Betreff:       Neubau der Turnhalle\n\nReferent:      Baudirektor Beispiel\n\n"
        "In öffentlicher Sitzung wurde auf Antrag des Referenten\n\n"
        "                    mit  8  gegen  2  Stimmen   beschlossen:\n\n"
        "1. Dem Entwurf der Turnhalle wird zugestimmt.\n\n2. Der Bau ist auszuschreiben.\n"
    )
    assert _stations(facts) == [("Bausenat", "2025-02-14")]
    assert _value(facts.date) == str(date(2025, 2, 14))
    assert [point.number for point in facts.resolution] == ["1", "2"]


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("Stadt Musterstadt\nPressestelle\n\nPresseinformation 12/2025\n", "Stadt Musterstadt"),
        (
            "Landkreis Musterland · Postfach 12 · 01234 Musterstadt\n\nGemeinde Seedorf\nHerrn Beispiel\n"
            "\nSehr geehrter Herr Beispiel,\n",
            "Landkreis Musterland",
        ),
        (
            "Gemeinde Seedorf\nHerrn Bürgermeister Beispiel\nMarkt 1\n\nSehr geehrter Herr Beispiel,\n",
            None,
        ),
        (
            "Drucksache der\nBezirksverordnetenversammlung                       X-0123\n"
            "Musterberg von Berlin\n\nAntrag\n",
            "Bezirksverordnetenversammlung Musterberg von Berlin",
        ),
        (
            "Ressort 12 - Sport\nE-Mail    eva.beispiel@stadt.musterhausen.de\n\nBericht\n\n"
            "Die Bäder in Musterhausen hatten geöffnet.\n",
            "Stadt Musterhausen",
        ),
    ],
)
def test_the_issuer_by_sender_or_address(head: str, issuer: str | None) -> None:
    text = head + "\nBäder im Sommer\n\ndie Bäder sind den ganzen Sommer über geöffnet und gut besucht.\n"
    assert _value(_facts(text).issuer) == issuer


def test_a_relative_clause_is_no_body_of_the_beratungsfolge() -> None:
    facts = _facts(
        "Stadt Musterstadt\n\nDer Haushalt ist belegt. Auf das Konzept, das der Stadtrat am 12. März 2024\n"
        "beschlossen hat, wird hingewiesen.\n"
    )
    assert all("Konzept" not in item.body for item in facts.consultations)


@pytest.mark.parametrize(
    ("heading", "label", "year"),
    [
        ("Einsparungen ab Haushaltsjahr: 2026", AmountLabel.EINSPARUNG, 2026),
        ("Jährliche Folgeerträge ab Haushaltsjahr: 2027", AmountLabel.ERTRAG, 2027),
        ("Folgeaufwendungen ab Haushaltsjahr:", AmountLabel.KOSTEN, None),
    ],
)
def test_the_heading_of_a_finance_form_tells_label_and_year(
    heading: str, label: AmountLabel, year: int | None
) -> None:
    facts = _facts(
        f"Stadt Musterstadt\n{_DECISION}\nFinanzielle Auswirkungen:\n\n{heading}\n\n"
        "Personal-/Sachaufwand: 12.345,60 €\n\nProdukt: 0101 Sachkonto 5499\n\n"
        "II) Klimaschutz:\n\nDer Umbau kostet 7.000 €.\n"
    )
    read = {str(item.value): (item.label, item.year) for item in facts.amounts}
    assert read["12345.60"] == (label, year)
    assert read["7000.00"] == (AmountLabel.KOSTEN, None)
