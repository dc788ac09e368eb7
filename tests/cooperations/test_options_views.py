"""The pages of comparisons: shown, changed and exported by whom it concerns."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ChoiceField
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pdfua import validate

from allmende.accounts.models import User
from allmende.cooperations.options import actions
from allmende.cooperations.options.exporting.word import default_template
from allmende.cooperations.options.models import Comparison
from tests.cooperations.conftest import inputs
from tests.papers.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignedIn = Callable[[User], Client]


def address(name: str, *args: Any) -> str:
    return reverse(f"options:{name}", args=args)


# --- legal forms -----------------------------------------------------------------------------------------


def test_the_table_of_legal_forms_changes_with_the_day(client: Client) -> None:
    before = client.get(address("legal-forms"), {"stand": "2026-12-31"}).content.decode()
    after = client.get(address("legal-forms"), {"stand": "2027-01-01"}).content.decode()
    assert "§ 27 Abs. 22 und 22a UStG" in before
    assert "langfristige öffentlich-rechtliche Vereinbarung" not in before
    assert "langfristige öffentlich-rechtliche Vereinbarung" in after


def test_chosen_forms_are_the_columns_and_the_export(client: Client) -> None:
    asked = {"stand": "2027-01-01", "form": "gmbh", "format": "csv"}
    rows = client.get(address("legal-forms"), asked).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 21
    assert all(";GmbH;" in row for row in rows[1:])


@pytest.mark.parametrize("stand", ["", "gestern", "2026-02-31"])
def test_a_day_that_is_none_shows_today(client: Client, stand: str) -> None:
    assert "01.03.2026" in client.get(address("legal-forms"), {"stand": stand}).content.decode()


# --- list and page ---------------------------------------------------------------------------------------


def test_a_stranger_sees_neither_list_entry_nor_page(
    comparison: Comparison, stranger: User, browser_of: SignedIn
) -> None:
    client = browser_of(stranger)
    assert comparison.title not in client.get(address("comparisons")).content.decode()
    for name, args in (("comparison", ()), ("export", ("pdf",)), ("basics", ()), ("partners", ())):
        assert client.get(address(name, comparison.pk, *args)).status_code == 404


def test_everyone_sees_a_published_comparison(comparison: Comparison, client: Client, clerk: User) -> None:
    actions.set_published(comparison_id=comparison.pk, is_published=True, by=clerk, on=TODAY)
    html = client.get(address("comparison", comparison.pk)).content.decode()
    assert "60.000,00" in html
    assert "Es fehlt: Kosten." in html
    assert "Bearbeiten" not in html


def test_a_page_needs_few_queries(
    comparison: Comparison, clerk: User, browser_of: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = browser_of(clerk)
    with django_assert_max_num_queries(10):
        client.get(address("comparison", comparison.pk))


def test_a_reader_reads_but_may_not_change(
    comparison: Comparison, reader: User, browser_of: SignedIn
) -> None:
    client = browser_of(reader)
    assert "Bearbeiten" not in client.get(address("comparison", comparison.pk)).content.decode()
    assert client.get(address("basics", comparison.pk)).status_code == 403
    assert client.post(address("freeze", comparison.pk)).status_code == 403


# --- create and change -----------------------------------------------------------------------------------


def new(client: Client, **more: Any) -> Any:
    data = {
        "title": "Gemeinsamer Bauhof",
        "partners": "Musterstadt\n05999008",
        "on": "2026-03-01",
        "first_year": 2027,
        "years": 5,
        "chosen": ["status_quo", "zweckverband"],
        "criteria": "Einfluss = 3",
    }
    return client.post(address("new"), {**data, **more})


def test_a_clerk_creates_a_comparison_from_names(clerk: User, browser_of: SignedIn) -> None:
    response = new(browser_of(clerk))
    made = Comparison.objects.get()
    assert response["Location"] == made.get_absolute_url()
    assert [each["name"] for each in made.inputs["partners"]] == [
        "Stadt Musterstadt",
        "Gemeinde Beispieldorf",
    ]
    assert [each["form"] for each in made.inputs["options"]] == ["status_quo", "zweckverband"]


def test_an_ambiguous_name_is_asked_back_and_nothing_stored(clerk: User, browser_of: SignedIn) -> None:
    html = new(browser_of(clerk), partners="Musterstadt\nProbe").content.decode()
    assert "Kreis Probe (05999) oder Stadt Probe (05999012)" in html
    assert not Comparison.objects.exists()


def test_basics_keep_figures_of_partners_who_stay(
    comparison: Comparison, clerk: User, browser_of: SignedIn
) -> None:
    comparison.inputs["partners"][0]["pays_today"] = {"value": "100"}
    comparison.save()
    data = {
        "title": "Neu",
        "partners": "05999004",
        "on": "2026-03-01",
        "first_year": 2027,
        "years": 5,
        "revision": 1,
        "stations": "Rat; 17.3.2026; Entscheidung",
    }
    browser_of(clerk).post(address("basics", comparison.pk), data)
    comparison.refresh_from_db()
    assert comparison.inputs["partners"][0]["pays_today"] == {"value": "100"}
    assert comparison.inputs["stations"] == [{"committee": "Rat", "on": "2026-03-17", "role": "Entscheidung"}]


def test_figures_of_partners_are_entered_in_german(
    comparison: Comparison, clerk: User, browser_of: SignedIn
) -> None:
    client, url = browser_of(clerk), address("partners", comparison.pk)
    data = {
        "revision": 1,
        "p0-nutzer": "1.200,5",
        "p0-pays_today": "12.345,60",
        "p1-nutzer": "",
        "p0-source": "Haushalt",
    }
    client.post(url, data)
    comparison.refresh_from_db()
    first, second = comparison.inputs["partners"]
    assert first["drivers"]["nutzer"] == {"value": "1200.5", "source": "Haushalt"}
    assert first["pays_today"] == {"value": "1234560", "source": "Haushalt"}
    assert "nutzer" not in second["drivers"]
    html = client.get(url).content.decode()
    assert 'value="12.345,60"' in html
    assert 'value="1200,5"' in html


def option_data(client: Client, url: str) -> dict[str, Any]:
    """Return what the form holds now, as a browser would send it back."""
    context = client.get(url).context
    data: dict[str, Any] = {"revision": context["comparison"].revision}
    forms = [context["form"], *context["costs"], *context["votes"]]
    forms += [context["costs"].management_form, context["votes"].management_form]
    for form in forms:
        for field in form:
            value = field.value()
            if value is None and isinstance(field.field, ChoiceField):
                value = next(iter(field.field.widget.choices))[0]
            data[field.html_name] = "" if value is None else value
    return data


def test_an_option_sent_back_unchanged_stays_the_same(
    comparison: Comparison, clerk: User, browser_of: SignedIn
) -> None:
    client, url = browser_of(clerk), address("option", comparison.pk, "zv")
    before = comparison.sheet
    assert client.post(url, option_data(client, url)).status_code == 302
    comparison.refresh_from_db()
    assert comparison.sheet == before


def test_costs_and_votes_are_entered(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    client, url = browser_of(clerk), address("option", comparison.pk, "oerv")
    data = option_data(client, url)
    data |= {
        "kosten-0-name": "Personal",
        "kosten-0-base": "10.000,00",
        "kosten-0-shared_by": "einwohner",
        "kosten-0-base_percent": "20",
        "stimmen-0-weighting": "capital",
        "stimmen-0-given": "05999004 = 51",
        "stimmen-0-majority": "1/2>",
    }
    assert client.post(url, data).status_code == 302
    comparison.refresh_from_db()
    assert comparison.sheet is not None
    money, votes = comparison.sheet["money"][1], comparison.sheet["votes"][1]
    assert [each["years"]["2027"]["base"] for each in money["partners"]] == [700_000, 300_000]
    assert [each["is_dummy"] for each in votes[0]["says"]] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kosten-0-name": "x", "kosten-0-base": "viel"}, "viel"),
        ({"own_share": "120"}, "120 % ist mehr als 100 %"),
        (
            {"stimmen-0-weighting": "capital", "stimmen-0-given": "05999004 = 60\n05999008 = 60"},
            "mehr als 100 %",
        ),
        ({"revision": "7"}, "inzwischen geändert"),
    ],
)
def test_a_mistake_in_an_option_is_told_and_nothing_stored(
    comparison: Comparison, clerk: User, browser_of: SignedIn, wrong: dict[str, str], message: str
) -> None:
    client, url = browser_of(clerk), address("option", comparison.pk, "oerv")
    html = client.post(url, {**option_data(client, url), **wrong}).content.decode()
    assert message in html
    comparison.refresh_from_db()
    assert comparison.revision == 1


def test_options_come_and_go(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    client, url = browser_of(clerk), address("new-option", comparison.pk)
    data = {**option_data(client, url), "title": "GmbH", "form": "gmbh"}
    client.post(url, data)
    comparison.refresh_from_db()
    assert [each["key"] for each in comparison.inputs["options"]] == ["zv", "oerv", "weg-1"]
    client.post(address("remove-option", comparison.pk, "oerv"), {"revision": 2})
    comparison.refresh_from_db()
    assert [each["key"] for each in comparison.inputs["options"]] == ["zv", "weg-1"]


def test_a_frozen_stand_has_its_page(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    client = browser_of(clerk)
    response = client.post(address("freeze", comparison.pk), {"anlass": "Rat"})
    changed = inputs(title="Später")
    actions.save_inputs(comparison_id=comparison.pk, inputs=changed, revision=1, by=clerk, on=TODAY)
    html = client.get(response["Location"]).content.decode()
    assert "Gemeinsames Standesamt" in html
    assert "Diese Zahlen ändern sich nicht mehr" in html


# --- files -----------------------------------------------------------------------------------------------


def exported(comparison: Comparison, user: User, kind: str, browser_of: SignedIn) -> bytes:
    response = browser_of(user).get(address("export", comparison.pk, kind))
    assert response.status_code == 200
    return response.content


def pdf_text(data: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document), " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_word_holds_both_sections_and_the_annex(
    comparison: Comparison, clerk: User, browser_of: SignedIn
) -> None:
    document = Document(BytesIO(exported(comparison, clerk, "docx", browser_of)))
    headings = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    assert headings[1:] == [
        "II. Entscheidungsalternativen",
        "III. Auswirkungen (Finanzen, Personal, IT, Klima)",
        "Anlage: Alternativen nebeneinander",
    ]
    assert "A. Zweckverband" in [cell.text for cell in document.tables[-1].rows[0].cells]
    assert "{" not in "".join(each.text for each in document.paragraphs)


@pytest.mark.parametrize("kind", ["pdf", "anlage.pdf"])
def test_the_pdf_is_accessible(
    comparison: Comparison, clerk: User, browser_of: SignedIn, kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "vorlage.pdf"
    file.write_bytes(exported(comparison, clerk, kind, browser_of))
    assert validate(str(file)).exit_code == 0


def test_the_annex_is_one_page(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    pages, text = pdf_text(exported(comparison, clerk, "anlage.pdf", browser_of))
    assert pages == 1
    assert "Kosten Stadt Musterstadt" in " ".join(text.split())


def test_excel_has_a_row_per_partner_and_year(
    comparison: Comparison, clerk: User, browser_of: SignedIn
) -> None:
    sheet = load_workbook(BytesIO(exported(comparison, clerk, "xlsx", browser_of))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + 2 * 2 * 2
    assert rows[1][2:8] == ("Stadt Musterstadt", 30000, 2027, 30000, 30000, 30000)
    assert rows[-1][-1] == "Es fehlt: Kosten"


def test_data_hold_inputs_and_result(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    data = json.loads(exported(comparison, clerk, "json", browser_of))
    assert data["inputs"] == comparison.inputs
    assert data["sheet"] == comparison.sheet


def test_a_frozen_stand_prints_its_code(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    frozen = actions.freeze(comparison_id=comparison.pk, note="", by=clerk, on=TODAY)
    response = browser_of(clerk).get(address("snapshot-export", comparison.pk, 1, "pdf"))
    assert frozen.code in pdf_text(response.content)[1]


def test_an_unknown_kind_is_not_found(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    assert browser_of(clerk).get(address("export", comparison.pk, "exe")).status_code == 404


def test_the_towns_template_is_stored_used_and_removed(
    comparison: Comparison, clerk: User, browser_of: SignedIn
) -> None:
    own = Document(BytesIO(default_template()))
    own.paragraphs[0].insert_paragraph_before("Stadt Musterstadt – Der Bürgermeister")
    buffer = BytesIO()
    own.save(buffer)
    client = browser_of(clerk)
    client.post(address("word-template"), {"file": SimpleUploadedFile("eigene.docx", buffer.getvalue())})
    filled = Document(BytesIO(exported(comparison, clerk, "docx", browser_of)))
    assert filled.paragraphs[0].text == "Stadt Musterstadt – Der Bürgermeister"
    assert "eigene.docx" in client.get(address("word-template")).content.decode()
    client.post(address("word-template"), {"aktion": "entfernen"})
    assert "eigene.docx" not in client.get(address("word-template")).content.decode()


def test_a_bad_template_is_explained(clerk: User, browser_of: SignedIn) -> None:
    file = SimpleUploadedFile("x.docx", b"kein Word")
    html = browser_of(clerk).post(address("word-template"), {"file": file}).content.decode()
    assert "kein Word-Dokument" in html


def test_the_day_of_law_is_the_day_of_the_comparison(comparison: Comparison, clerk: User) -> None:
    saved = actions.save_inputs(
        comparison_id=comparison.pk,
        inputs=inputs(on=date(2027, 1, 1).isoformat()),
        revision=1,
        by=clerk,
        on=TODAY,
    )
    assert saved.sheet is not None
    vat = next(row for row in saved.sheet["rows"] if row["id"] == "vat")["cells"][0]
    assert not vat[0]["text"].startswith("Ab 1.1.2027")
