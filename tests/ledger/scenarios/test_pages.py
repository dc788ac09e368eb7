"""The workshop in the browser's place: pages, saving, sharing, import, files."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from allmende.accounts.models import User
from allmende.ledger.models import BaseData, BaseDataValue, Scenario
from allmende.ledger.scenarios.domain import SYNTHETIC_LABEL
from allmende.ledger.scenarios.reforms import REFORMS
from allmende.register import queries as register
from allmende.register.domain import BodyView, Role
from tests.ledger.scenarios.factories import FLUEAG, TODAY, a_csv, form
from tests.papers.factories import a_member

EXAMPLE = {**FLUEAG, "ein.persons": "beispiel"}
WORKSHOP = "/szenarien/werkstatt/"


@pytest.fixture
def at_stranger(land: BodyView) -> Client:
    client = Client()
    client.force_login(a_member(register.body_by_key("05158", on=TODAY), Role.HEAD))
    return client


@pytest.fixture
def at_reader(land: BodyView) -> Client:
    client = Client()
    client.force_login(a_member(land, Role.READER))
    return client


def save(client: Client, title: str = "Mehr Geld") -> Scenario:
    answer = client.post(
        "/szenarien/speichern/", {"frage": urlencode(EXAMPLE), "title": title, "note": "Test"}
    )
    assert answer.status_code == 302
    return Scenario.objects.latest("pk")


def test_a_visitor_asks_and_gets_table_map_and_mark(land: BodyView) -> None:
    html = Client().get(WORKSHOP, EXAMPLE).content.decode()
    assert html.count(SYNTHETIC_LABEL) > 50  # above the result, in the table's caption and every row
    assert "svg" in html
    assert "Heute 1.013,00 EUR je Person und Monat, § 4 Abs. 2 FlüAG" in html
    assert "Szenario speichern" not in html


def test_a_page_costs_the_same_few_queries_for_one_and_for_all(land: BodyView, at_treasurer: Client) -> None:
    def count(**changes: str) -> int:
        at_treasurer.get(WORKSHOP, {**EXAMPLE, **changes})
        with CaptureQueriesContext(connection) as captured:
            at_treasurer.get(WORKSHOP, {**EXAMPLE, **changes})
        return len(captured)

    assert count() == count(ort="05558") == count(gemeinden="05558012") < 15


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"jahre": "bald"}, "keine Angabe von Jahren"),
        ({"e1.flueag_rate.kreisfrei": "viel"}, "keine Zahl"),
        ({"gemeinden": "Atlantis"}, "keine Gemeinde in Nordrhein-Westfalen"),
        ({"regel": "nichts"}, "gibt es nicht"),
        ({"e1.ab": "2026-12-31", "e1.bis": "2026-01-01"}, "liegt vor dem ersten"),
        ({"e1.unbekannt": "1"}, "unbekannt"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_on_the_page(
    land: BodyView, changes: dict[str, str], told: str
) -> None:
    answer = Client().get(WORKSHOP, {**EXAMPLE, **changes})
    assert answer.status_code == 200
    assert told in answer.content.decode()


def test_towns_are_picked_by_name_or_key(land: BodyView) -> None:
    html = Client().get(WORKSHOP, {**EXAMPLE, "gemeinden": "Nottuln, 05558012"}).content.decode()
    assert "2 Einträge" in html


def test_the_table_sorts_filters_and_exports_what_it_shows(land: BodyView) -> None:
    asked = {**EXAMPLE, "sort": "-unterschied", "q": "Coesfeld"}
    answer = Client().get(WORKSHOP, {**asked, "format": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].endswith(SYNTHETIC_LABEL)
    html = Client().get(WORKSHOP, {**EXAMPLE, "sort": "-unterschied", "wirkung": "mehr"}).content.decode()
    assert html.index("Köln</a>") < html.index("Düsseldorf</a>")


def test_the_workbook_lists_inputs_values_and_origins(land: BodyView) -> None:
    answer = Client().get(WORKSHOP, {**EXAMPLE, "gemeinden": "05558012", "ausgabe": "mappe"})
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Ergebnis", "Jahre", "Werte des Rechts", "Herkunft", "Eingaben"]
    assert "synthetisch" in answer["Content-Disposition"]
    result = list(book["Ergebnis"].iter_rows(values_only=True))
    assert result[1][0] == "05558012"
    assert result[1][-1] == SYNTHETIC_LABEL
    told = [cell for row in book["Werte des Rechts"].iter_rows(values_only=True) for cell in row]
    assert {"flueag_rate.kreisfrei", "1.303,00 EUR je Person und Monat"} <= set(told)
    assert book["Eingaben"].max_row == 396 * 12 + 1


def test_any_amount_opens_its_reason_in_both_states(land: BodyView) -> None:
    html = (
        Client()
        .get(f"{WORKSHOP}begruendung/", {**EXAMPLE, "gemeinde": "05558012", "monat": "7"})
        .content.decode()
    )
    for told in ("1.013,00 EUR", "1.266,25 EUR", "§ 4 Abs. 2 FlüAG", "Monat 7/2026", SYNTHETIC_LABEL):
        assert told in html


@pytest.mark.parametrize("key", ["05558", "99999999", ""])
def test_there_is_no_reason_for_a_body_outside_the_result(land: BodyView, key: str) -> None:
    assert Client().get(f"{WORKSHOP}begruendung/", {**EXAMPLE, "gemeinde": key}).status_code == 404


def test_a_reason_of_a_broken_question_says_so(land: BodyView) -> None:
    answer = Client().get(f"{WORKSHOP}begruendung/", {**EXAMPLE, "jahre": "x", "gemeinde": "05558012"})
    assert answer.status_code == 400


# --- save and share --------------------------------------------------------------------------------------


def test_a_scenario_is_saved_renamed_copied_and_hidden(land: BodyView, at_treasurer: Client) -> None:
    kept = save(at_treasurer)
    page = at_treasurer.get(kept.get_absolute_url()).content.decode()
    assert "Mehr Geld" in page
    assert "hat das Szenario gespeichert" in page
    at_treasurer.post(f"/szenarien/{kept.pk}/umbenennen/", {"title": "Viel Geld", "note": ""})
    at_treasurer.post(f"/szenarien/{kept.pk}/kopieren/")
    assert list(Scenario.objects.order_by("pk").values_list("title", flat=True)) == [
        "Viel Geld",
        "Viel Geld (Kopie)",
    ]
    at_treasurer.post(f"/szenarien/{kept.pk}/ausblenden/")
    assert at_treasurer.get(kept.get_absolute_url()).status_code == 404
    assert "Viel Geld (Kopie)" in at_treasurer.get("/szenarien/").content.decode()


def test_a_link_shows_the_result_to_visitors_until_it_is_closed(land: BodyView, at_treasurer: Client) -> None:
    kept = save(at_treasurer)
    at_treasurer.post(f"/szenarien/{kept.pk}/teilen/", {"teilen": "1"})
    kept.refresh_from_db()
    answer = Client().get(f"/szenarien/geteilt/{kept.token}/")
    assert answer["X-Robots-Tag"] == "noindex"
    html = answer.content.decode()
    assert "Mehr Geld" in html
    assert "umbenennen" not in html
    at_treasurer.post(f"/szenarien/{kept.pk}/teilen/", {"teilen": "0"})
    assert Client().get(f"/szenarien/geteilt/{kept.token}/").status_code == 404


def test_a_stranger_finds_nothing_and_a_reader_changes_nothing(
    land: BodyView, at_treasurer: Client, at_stranger: Client, at_reader: Client
) -> None:
    kept = save(at_treasurer)
    assert at_stranger.get(kept.get_absolute_url()).status_code == 404
    assert at_reader.get(kept.get_absolute_url()).status_code == 200
    for way in ("umbenennen", "kopieren", "teilen", "ausblenden"):
        assert at_stranger.post(f"/szenarien/{kept.pk}/{way}/", {"title": "x"}).status_code == 404
        assert at_reader.post(f"/szenarien/{kept.pk}/{way}/", {"title": "x"}).status_code == 403
    assert at_reader.post("/szenarien/speichern/", {"frage": "", "title": "x"}).status_code == 403
    assert Client().get("/szenarien/geteilt/falsch/").status_code == 404


def test_a_scenario_without_a_title_is_not_saved(land: BodyView, at_treasurer: Client) -> None:
    answer = at_treasurer.post("/szenarien/speichern/", {"frage": urlencode(EXAMPLE), "title": " "})
    assert answer.status_code == 302
    assert not Scenario.objects.exists()


# --- base data -------------------------------------------------------------------------------------------


def test_a_file_is_shown_first_and_kept_when_confirmed(land: BodyView, at_treasurer: Client) -> None:
    data = a_csv("05558012;;2026;100", ";Nottuln;01.2026;7")
    answer = at_treasurer.post("/szenarien/daten/einlesen/", form(data))
    assert "2 Werte für 2 Gemeinden" in answer.content.decode()
    assert not BaseData.objects.exists()
    at_treasurer.post("/szenarien/daten/einlesen/bestaetigen/")
    kept = BaseData.objects.get()
    assert (kept.body_id, kept.values.count(), kept.first_year) == (land.id, 2, 2026)
    html = at_treasurer.get(WORKSHOP, {**FLUEAG, "ein.persons": f"daten-{kept.pk}"}).content.decode()
    assert SYNTHETIC_LABEL not in html.partition("Ergebnis</h2>")[2]
    assert "1.215.600,00" in html
    assert at_treasurer.post("/szenarien/daten/einlesen/bestaetigen/").status_code == 302
    assert BaseData.objects.count() == 1


def test_a_file_with_mistakes_keeps_nothing(land: BodyView, at_treasurer: Client) -> None:
    data = a_csv("05558012;;2026;100", ";Coesfeld;2026;7", "05558032;;2026;-7")
    answer = at_treasurer.post("/szenarien/daten/einlesen/", form(data))
    html = answer.content.decode()
    assert answer.status_code == 400
    for told in ("B3", "Stadt Coesfeld (05558012)", "Kreis Coesfeld (05558)", "D4", "negativ"):
        assert told in html
    at_treasurer.post("/szenarien/daten/einlesen/bestaetigen/")
    assert not BaseDataValue.objects.exists()


def test_data_of_others_are_neither_seen_nor_used(
    land: BodyView, at_treasurer: Client, at_stranger: Client, at_reader: Client
) -> None:
    at_treasurer.post("/szenarien/daten/einlesen/", form(a_csv("05558012;;2026;100")))
    at_treasurer.post("/szenarien/daten/einlesen/bestaetigen/")
    kept = BaseData.objects.get()
    assert at_stranger.get(kept.get_absolute_url()).status_code == 404
    html = at_stranger.get(WORKSHOP, {**FLUEAG, "ein.persons": f"daten-{kept.pk}"}).content.decode()
    assert "Es fehlen Grunddaten" in html
    assert at_reader.get("/szenarien/daten/einlesen/").status_code == 403
    assert at_reader.post(f"/szenarien/daten/{kept.pk}/ausblenden/").status_code == 403
    assert at_stranger.post(f"/szenarien/daten/{kept.pk}/ausblenden/").status_code == 404
    at_treasurer.post(f"/szenarien/daten/{kept.pk}/ausblenden/")
    assert at_treasurer.get(kept.get_absolute_url()).status_code == 404


def test_a_link_shows_data_that_its_visitor_may_not_see_otherwise(
    land: BodyView, at_treasurer: Client
) -> None:
    at_treasurer.post("/szenarien/daten/einlesen/", form(a_csv("05558012;;2026;100")))
    at_treasurer.post("/szenarien/daten/einlesen/bestaetigen/")
    question = {**FLUEAG, "ein.persons": f"daten-{BaseData.objects.get().pk}"}
    at_treasurer.post("/szenarien/speichern/", {"frage": urlencode(question), "title": "Geteilt"})
    kept = Scenario.objects.get()
    at_treasurer.post(f"/szenarien/{kept.pk}/teilen/", {"teilen": "1"})
    kept.refresh_from_db()
    assert "1.215.600,00" in Client().get(f"/szenarien/geteilt/{kept.token}/").content.decode()


def test_synthetic_data_that_was_imported_keeps_its_mark(land: BodyView, at_treasurer: Client) -> None:
    at_treasurer.post("/szenarien/daten/einlesen/", form(a_csv("05558012;;2026;1"), kind="synthetic"))
    at_treasurer.post("/szenarien/daten/einlesen/bestaetigen/")
    kept = BaseData.objects.get()
    assert SYNTHETIC_LABEL in at_treasurer.get(kept.get_absolute_url()).content.decode()
    export = at_treasurer.get(kept.get_absolute_url(), {"format": "csv"}).content.decode("utf-8-sig")
    assert SYNTHETIC_LABEL in export


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_template_names_all_municipalities(land: BodyView, file_format: str) -> None:
    answer = Client().get("/szenarien/daten/vorlage/persons/", {"format": file_format})
    if file_format == "csv":
        assert len(answer.content.decode("utf-8-sig").splitlines()) == 397
    else:
        sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
        assert (sheet.max_row, sheet.cell(2, 3).value) == (397, "2026")
    assert Client().get("/szenarien/daten/vorlage/nichts/").status_code == 404


def test_templates_that_come_back_filled_in_are_read(land: BodyView, at_treasurer: Client) -> None:
    lines = Client().get("/szenarien/daten/vorlage/persons/", {"format": "csv"}).content.decode("utf-8-sig")
    filled = lines.replace("\r\n", "5\r\n").replace("Wert5", "Wert", 1)
    answer = at_treasurer.post("/szenarien/daten/einlesen/", form(filled.encode()))
    assert "396 Werte für 396 Gemeinden" in answer.content.decode()


# --- dossiers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [reform.slug for reform in REFORMS])
def test_a_dossier_says_what_is_missing_and_marks_its_example(land: BodyView, slug: str) -> None:
    reform = next(each for each in REFORMS if each.slug == slug)
    html = Client().get(f"/szenarien/reformen/{slug}/").content.decode()
    assert reform.title in html
    assert ("Es fehlen Grunddaten" in html) == bool(reform.inputs)
    assert ("Eigene Regel, kein geltendes Recht" in html) == reform.is_own_rule
    example = Client().get(f"/szenarien/reformen/{slug}/", {"beispiel": "1"}).content.decode()
    assert (SYNTHETIC_LABEL in example) == bool(reform.inputs)
    assert "svg" in example


def test_dossiers_use_real_data_that_somebody_brought(land: BodyView, at_treasurer: Client) -> None:
    at_treasurer.post("/szenarien/daten/einlesen/", form(a_csv("05558012;;2024;100"), is_published="on"))
    at_treasurer.post("/szenarien/daten/einlesen/bestaetigen/")
    html = Client().get("/szenarien/reformen/flueag-pauschalen/").content.decode()
    assert "1.050.000,00" in html
    assert SYNTHETIC_LABEL not in html


def test_an_unknown_dossier_is_not_found(land: BodyView) -> None:
    assert Client().get("/szenarien/reformen/nichts/").status_code == 404
    assert Client().get("/szenarien/reformen/").status_code == 200


def test_people_of_a_body_are_told_whose_scenario_it_becomes(treasurer: User, at_treasurer: Client) -> None:
    assert "Stadt Coesfeld" in at_treasurer.get(WORKSHOP, EXAMPLE).content.decode()
