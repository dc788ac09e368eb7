"""Heads of towns nobody tuned with: web pages, glued labels, titles with day and number, minutes, menus."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.reading import Document, PaperFacts, read_paper
from allmende.reading.facts import PaperKind

DECISION = "\n\nBeschlussvorschlag:\n\nDer Rat stimmt dem Vertrag über den gemeinsamen Bauhof zu.\n"


def facts(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


def values(text: str, *fields: str) -> tuple[object, ...]:
    read = facts(text)
    found = (getattr(read, field) for field in fields)
    return tuple(None if item is None else item.value for item in found)


def test_a_title_names_kind_day_and_number_and_what_it_arose_from_is_not_its_number() -> None:
    text = (
        "S A C H S T A N D :\nAnregung an den Magistrat vom\n08.03.2024,\nOM 5240 entstanden aus Vorlage:\n"
        "OF 296/15 vom\n21.02.2024 Betreff: Mehr Bänke am Weiher\nVorgang:\nOM 293/21 OBR 15\n"
        "Der Magistrat wird gebeten, vier Bänke am Weiher aufzustellen und darüber bald zu berichten."
    )
    assert values(text, "kind", "reference", "date", "subject") == (
        PaperKind.ANTRAG,
        "OM 5240",
        date(2024, 3, 8),
        "Mehr Bänke am Weiher",
    )


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Entscheidungsvorlage - E 26/0060/WP18", "E 26/0060/WP18"),
        ("Empfehlungsvorlage (inaktiv) - FB 51/0240/WP15", "FB 51/0240/WP15"),
        ("BESCHLUSSVORLAGE - GB II/443/2018", "GB II/443/2018"),
        ("Vorlage - 2015/0288-1", "2015/0288-1"),
    ],
)
def test_behind_the_kind_stands_the_whole_number(line: str, number: str) -> None:
    page = f"Zum Inhalt\nInhalt\n\n{line}\n\nReduzieren\n\nBeratungsfolge\n\nReduzieren{DECISION}"
    assert values(page, "reference", "subject") == (number, None)


def test_labels_glued_to_the_value_before_them_are_labels() -> None:
    text = (
        "Vorlage - 2022/346\n\nBetreff: Gemeinsamer Bauhof\nStatus:öffentlichVorlage-Art:Beschlussvorlage\n"
        "Federführend:Bauamt Bearbeiter/-in: Muster, Eva\n" + DECISION
    )
    assert values(text, "kind", "status", "subject") == (
        PaperKind.BESCHLUSSVORLAGE,
        "öffentlich",
        "Gemeinsamer Bauhof",
    )


def test_a_list_of_basic_data_is_read_item_by_item() -> None:
    text = (
        "BESCHLUSSVORLAGE - GB II/443/2018\nGrunddaten\n- Betreff:\n-\nSanierung des Bürgerhauses\n"
        "- Status:\n"
        "- öffentlich (Vorlage freigegeben)\n- Vorlageart:\n- BESCHLUSSVORLAGE\n" + DECISION
    )
    assert values(text, "subject", "status") == ("Sanierung des Bürgerhauses", "öffentlich")


def test_the_page_of_an_item_names_day_and_title_of_an_extract() -> None:
    text = "25.01.2012 - 10.36 Beitritt zum Zweckverband\n\nBeschluss:\nabgelehnt\nReduzieren\n\nEs folgt.\n"
    assert values(text, "kind", "date", "subject") == (
        PaperKind.AUSZUG,
        date(2012, 1, 25),
        "Beitritt zum Zweckverband",
    )


def test_an_extract_names_the_paper_it_decides_on_before_its_title() -> None:
    text = (
        "Auszug - Sanierung des Sportplatzes unterstützen\n\n25. öffentliche Sitzung des Sportausschusses\n"
        "TOP: Ö 4.2\nGremium: Sportausschuss\nDatum: Di, 27.04.2004 Status: öffentlich\n"
        "1265/II Sanierung des Sportplatzes unterstützen\n\nDer Antrag wurde einstimmig angenommen.\n"
    )
    assert values(text, "kind", "reference") == (PaperKind.AUSZUG, "1265/II")


def test_numbers_of_the_agenda_are_not_the_number_of_the_minutes() -> None:
    text = (
        "N i e d e r s c h r i f t\n\nüber die Sitzung der Gemeindevertretung vom 28.11.2017.\n\n"
        "Tagesordnung\n"
        "1. Eröffnung\n2. Schulleiterwahl\n  Beschlussvorlage - 52/2017\n3. Verschiedenes\n"
    )
    assert values(text, "kind", "reference", "date") == (PaperKind.NIEDERSCHRIFT, None, date(2017, 11, 28))


def test_the_weekday_in_the_head_of_minutes_tells_the_sitting_from_an_earlier_one() -> None:
    text = (
        "Sitzungstermine in der Samtgemeinde Musterland\n\nSG - Rat der Samtgemeinde Musterland\n\n"
        "Montag, 09. September 2019 , 18:00 Uhr\n\nTOP 1 Eröffnung\n\nProtokoll:\n\nEr eröffnet.\n\n"
        "TOP 2 Genehmigung des Protokolls der Sitzung vom 11.02.2019\n\nBeschluss:\n\nGenehmigt.\n"
    )
    assert values(text, "kind", "date") == (PaperKind.NIEDERSCHRIFT, date(2019, 9, 9))


def test_the_days_of_the_motion_are_not_the_day_of_its_answer() -> None:
    text = (
        "STADT MUSTERSTADT\n\nSTELLUNGNAHME zum Antrag\n\nvom: 17.07.2012\neingegangen: 17.07.2012\n\n"
        "Die Verwaltung prüft, ob sie helfen kann.\n\nHauptamt - Sitzungsdienste -\n10. September 2012\n"
    )
    assert values(text, "kind", "date") == (PaperKind.STELLUNGNAHME, date(2012, 9, 10))


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Stadt Musterstadt\nGz:\nJB 4552\nGRDrs 418/2019\nMusterstadt,\n06/24/2019", date(2019, 6, 24)),
        ("Drucksachen-Nr. XI/1524 Bad Musterbach, den 24.03.2026\nAktenzeichen: II.1", date(2026, 3, 24)),
        ("Musterkreis Der Kreisausschuss Musterstadt, 29.08.2023\nDrucksache KT-0187", date(2023, 8, 29)),
        ("ANTRAG der\n\nBürgerfraktion vom 04.01.2012\n\nVorlage Nr.: 171", date(2012, 1, 4)),
    ],
)  # fmt: skip
def test_the_day_stands_in_many_places_of_a_head(head: str, day: date) -> None:
    assert values(head + "\n\nGemeinsamer Bauhof der Nachbarn" + DECISION, "date") == (day,)


@pytest.mark.parametrize(
    "menu",
    [
        "Startseite\nGremien\nAnmelden\n\n",
        "Reduzieren\n\nBeratungsfolge\n\nReduzieren\n\n",
        "Bürgerinformationssystem Stadt Musterstadt\n\n",
        "![](bild.png) |\n||||||\n",
        "Fachbereich 3 Bauen und Umwelt\n\nAmt für Liegenschaften, Wirtschaft und Tourismus\n\n",
        "Freigabe\n17.05.2023\n\n",
    ],
)
def test_menus_offices_and_pictures_are_no_title(menu: str) -> None:
    text = f"{menu}Gemeinsamer Bauhof mit der Stadt Beispielburg{DECISION}"
    assert values(text, "subject") == ("Gemeinsamer Bauhof mit der Stadt Beispielburg",)
    assert values(menu + DECISION, "subject") == (None,)


def test_boxes_above_the_subject_do_not_end_the_head() -> None:
    text = (
        "Landeshauptstadt Musterstadt\n\nDrucksache DS0331/23\nDatum\n08.06.2023\n\nKlimarelevanz\nJa\nX\n"
        "Beteiligung des Rechnungsprüfungsamtes\nX\n\nKurztitel\n\nGewerbefläche Süd, Kostenbeteiligung\n"
        + DECISION
    )
    assert values(text, "subject") == ("Gewerbefläche Süd, Kostenbeteiligung",)


def test_a_title_in_quotation_marks_behind_the_kind_is_the_subject() -> None:
    text = (
        "Interfraktioneller Änderungsantrag zum TOP „Neuordnung der Bezirke; Änderung der Hauptsatzung“\n"
        + DECISION
    )
    assert values(text, "kind", "subject") == (
        PaperKind.ANTRAG,
        "Neuordnung der Bezirke; Änderung der Hauptsatzung",
    )


def test_a_form_filled_in_before_the_letter_states_the_subject_twice() -> None:
    text = (
        "Sitzungsvorlage Nr.: 145/2018 Federführender Bereich Verwaltung Vorlage für Rat Betrifft: (Anlagen) "
        "12. Änderung der Hauptsatzung der Stadt Musterstadt Namenszeichen Leiter Datum Verwaltung "
        "Namenszeichen Bearbeitungsvermerk Dezernent Kämmerer Bürgermeister STADT MUSTERSTADT Vorlagen-Nr.: "
        "145/2018 Betreff: 12. Änderung der Hauptsatzung der Stadt Musterstadt Beschlussentwurf: Der Rat "
        "beschließt die zwölfte Änderung der Hauptsatzung in der vorgelegten Fassung und macht sie bekannt."
    )
    assert values(text, "subject", "issuer", "reference") == (
        "12. Änderung der Hauptsatzung der Stadt Musterstadt",
        "Stadt Musterstadt",
        "145/2018",
    )


def test_the_layout_is_told() -> None:
    page = "Vorlage - 1/22\nStatus:öffentlichVorlage-Art:Beschlussvorlage\nFederführend:Bauamt\n" + DECISION
    assert read_paper(Document(page)).layout == "web_page_of_fields"
    assert read_paper(Document("Ein Brief ohne Form.")).layout == "generic"


@given(
    st.lists(
        st.sampled_from(
            ["Vorlage - ", "12/2023", "Betreff:", "-", "- Status:", "öffentlich", "", "Datum:", "12.03.2024",
             "Ö 1", "Montag, 3. Mai 2021", "Antrag vom 1.2.2023, OF 1/2", "„Titel der Vorlage“", "06/24/2019"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_order_of_head_lines_is_read_with_places_inside_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    read = facts(text)
    for field in ("kind", "issuer", "reference", "date", "status", "subject"):
        found = getattr(read, field)
        assert found is None or 0 <= found.place.start <= found.place.end <= len(text)


def test_a_form_that_names_both_is_mixed_and_an_extract_may_name_its_paper_in_a_sentence() -> None:
    text = (
        "Beschluss: verwiesen\n\nAbstimmung: Ja: 11\n\nBeschluss:\n\n"
        "Die Sitzungsvorlage XVII-0490/2014/4 wird in die Fraktionen verwiesen.\n"
    )
    assert values(text, "kind", "reference") == (PaperKind.AUSZUG, "XVII-0490/2014/4")
    assert values("Vorlage Nr. 7/2023\nStatus: öffentlich/nichtöffentlich\n" + DECISION, "status") == (
        "gemischt",
    )


def test_an_item_of_a_paper_goes_on_in_the_points_below_it() -> None:
    text = "GEMEINDE MUSTERDORF\n\nTOP 4    Feuerwehr\n         - Beschaffung eines Fahrzeugs\n" + DECISION
    assert values(text, "subject") == ("Feuerwehr - Beschaffung eines Fahrzeugs",)
