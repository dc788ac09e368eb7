"""The pages of the catalogue: who sees what, and what bad input answers."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from allmende.accounts.models import User
from allmende.catalog.models import Product, ProductVersion, Provider
from allmende.catalog.portfolio.table import COLUMNS
from allmende.pages.exports import xlsx_file
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.catalog.factories import a_draft_version, a_provider, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignedIn = Callable[[User], Client]
PAGE = "/leistungen/produkt/finanzsoftware-probe/"
SCHEMA = (
    Path(__file__).resolve().parents[2] / "src/allmende/catalog/portfolio/catalog.schema.json"
).read_text(encoding="utf-8")


def test_everyone_sees_what_is_published(product: Product, client: Client) -> None:
    listed = client.get("/leistungen/").content.decode()
    assert "Finanzsoftware Probe" in listed
    page = client.get(PAGE).content.decode()
    assert "12,50\u00a0€ je Arbeitsplatz im Monat" in page
    assert "nicht steuerbar (§ 2b UStG)" in page


def test_a_draft_is_invisible_to_strangers(
    draft: ProductVersion, browser_of: SignedIn, stranger: User, keeper: User, client: Client
) -> None:
    assert client.get(PAGE).status_code == 404
    assert browser_of(stranger).get(PAGE).status_code == 404
    assert browser_of(keeper).get(PAGE).status_code == 200
    assert "Finanzsoftware Probe" not in client.get("/leistungen/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "fassung/1/aendern/",
        "fassung/1/preis/neu/",
        "fassung/1/veroeffentlichen/",
        "lebenszyklus/",
        "neue-fassung/",
    ],
)
def test_strangers_cannot_keep_a_product(
    product: Product, browser_of: SignedIn, stranger: User, path: str
) -> None:
    assert browser_of(stranger).get(f"{PAGE}{path}").status_code == 404


def test_a_product_is_created_priced_and_published(
    provider: Provider, paper: Paper, browser_of: SignedIn, keeper: User
) -> None:
    browser = browser_of(keeper)
    created = browser.post(
        "/leistungen/produkt/neu/",
        {
            "title": "Meldewesen",
            "summary": "An- und Abmelden.",
            "need": "Meldewesen",
            "included": "alles",
            "from_day": "2026-01-01",
            "sourcing": "agreement",
            "protection_need": "high",
            "accessibility": "untested",
            "notice_months": "6",
            "notice_to": "year_end",
            "minimum_months": "0",
            "renews_months": "12",
            "services": "99115005000000",
        },
    )
    assert created.status_code == 302, created.context["form"].errors
    price = _price(amount="1,75", kind="inhabitant", interval="year", ground_kind="resolution")
    added = browser.post("/leistungen/produkt/meldewesen/fassung/1/preis/neu/", price)
    assert added.status_code == 302, added.context["form"].errors
    done = browser.post("/leistungen/produkt/meldewesen/fassung/1/veroeffentlichen/", {"paper": paper.pk})
    assert done.status_code == 302, done.context["form"].errors
    page = browser.get("/leistungen/produkt/meldewesen/").content.decode()
    assert "Entgelt ohne Inanspruchnahme?" in page
    assert "12 K 3601/10" in page
    assert "noch nicht entschieden" in page


def _price(**given: Any) -> dict[str, Any]:
    return {
        "label": "Grundentgelt",
        "kind": "base",
        "amount": "100",
        "interval": "year",
        "payer_group": "all",
        "vat": "undecided",
        "ground_kind": "contract",
        "stage_mode": "band",
        "reference_years_back": "0",
        "rounding_step_cents": "1",
        "rounding_mode": "kaufmaennisch",
        "minimum_months": "0",
    } | given


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"vat": "S"}, "worauf sich die Entscheidung stützt"),
        ({"stage_lines": "viel: 3"}, "„viel“ ist keine Zahl"),
        ({"kind": "levy", "key_lines": "Köpfe: 1"}, "„Köpfe“ ist keine Bezugsgröße"),
        ({"kind": "case"}, "gilt je Vorgang"),
        ({"discount_percent": "10"}, "Ein Nachlass braucht Prozent und letzten Bestelltag"),
        ({"index_name": "VPI"}, "Ausgangswert"),
    ],
)
def test_a_wrong_price_says_what_to_do(
    draft: ProductVersion, browser_of: SignedIn, keeper: User, given: dict[str, str], says: str
) -> None:
    answer = browser_of(keeper).post(f"{PAGE}fassung/1/preis/neu/", _price(**given))
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_publishing_without_a_paper_says_what_to_do(
    draft: ProductVersion, browser_of: SignedIn, keeper: User
) -> None:
    answer = browser_of(keeper).post(f"{PAGE}fassung/1/veroeffentlichen/", {})
    assert answer.status_code == 400
    assert "Wählen Sie die Vorlage" in answer.content.decode()


def test_documents_belong_to_a_draft_and_stay_once_it_is_published(
    draft: ProductVersion, paper: Paper, browser_of: SignedIn, keeper: User, stranger: User, client: Client
) -> None:
    browser = browser_of(keeper)
    file = SimpleUploadedFile("Muster.pdf", b"%PDF-1.7 Muster")
    added = browser.post(f"{PAGE}fassung/1/unterlage/neu/", {"title": "Muster der AV", "file": file})
    assert added.status_code == 302, added.context["form"].errors
    link = {"title": "Standard", "url": "https://example.org/standard"}
    assert browser.post(f"{PAGE}fassung/1/unterlage/neu/", link).status_code == 302
    kept = draft.documents.get(title="Muster der AV")
    url = f"{PAGE}fassung/1/unterlage/{kept.pk}/"
    assert browser.get(url).content == b"%PDF-1.7 Muster"
    assert browser_of(stranger).get(url).status_code == 404
    assert browser.post(f"{url}entfernen/").status_code == 302
    published(draft, paper)
    assert client.get(PAGE).content.decode().count("https://example.org/standard") == 1
    refused = browser.post(f"{PAGE}fassung/1/unterlage/neu/", link)
    assert "bleibt, wie sie beschlossen wurde" in refused.content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Wählen Sie eine Datei, oder nennen Sie eine Adresse"),
        ({"url": "javascript:alert(1)"}, "Adresse"),
        ({"file": ("bild.exe", b"x")}, "Diese Art von Datei wird nicht angenommen"),
        ({"file": ("lang.pdf", b"x" * (5 * 1024 * 1024 + 1))}, "größer als 5 MB"),
    ],
)
def test_a_wrong_document_says_what_to_do(
    draft: ProductVersion, browser_of: SignedIn, keeper: User, given: dict[str, Any], says: str
) -> None:
    values = {name: SimpleUploadedFile(*value) if name == "file" else value for name, value in given.items()}
    answer = browser_of(keeper).post(f"{PAGE}fassung/1/unterlage/neu/", {"title": "Muster", **values})
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_two_offers_for_one_need_stand_side_by_side(
    product: Product, bodies: dict[str, BodyView], paper: Paper, client: Client
) -> None:
    other = a_draft_version(a_provider(bodies["05998000"]), key="kasse", title="Kasse Fremd", notice_months=3)
    published(other, paper)
    page = client.get(PAGE).content.decode()
    assert "Kasse Fremd" in page
    first = product.versions.get()
    compared = client.get(f"/leistungen/vergleich/?fassung={first.pk}&fassung={other.pk}").content.decode()
    assert "3 Monate zum Jahresende" in compared
    assert "6 Monate zum Jahresende" in compared
    assert "verschieden" in compared


def test_the_comparison_leaves_out_drafts_of_others(draft: ProductVersion, client: Client) -> None:
    page = client.get(f"/leistungen/vergleich/?fassung={draft.pk}&fassung=abc").content.decode()
    assert "Finanzsoftware Probe" not in page


def test_the_catalogue_leaves_as_json_that_fits_its_schema(product: Product, client: Client) -> None:
    document = json.loads(client.get("/leistungen/daten.json").content)
    jsonschema.validate(document, json.loads(SCHEMA))
    assert document["products"][0]["preise"][0]["betrag"] == "12.5"
    assert client.get("/leistungen/schema.json").content.decode() == SCHEMA


def test_what_was_exported_can_be_read_in_again(
    product: Product, bodies: dict[str, BodyView], browser_of: SignedIn, stranger: User, client: Client
) -> None:
    table = client.get("/leistungen/daten.xlsx").content
    a_provider(bodies["05998000"])
    answer = _uploaded(browser_of(stranger), "05998000", table)
    assert "Diese Leistungen gibt es schon" in answer.content.decode()


def _uploaded(browser: Client, key: str, table: bytes) -> Any:
    file = SimpleUploadedFile("portfolio.xlsx", table)
    return browser.post(f"/leistungen/anbieter/{key}/einlesen/", {"file": file})


def _portfolio(**given: str) -> bytes:
    values = {
        "titel": "Standesamt",
        "kurzbeschreibung": "Beurkunden.",
        "bedarf": "Standesamt",
        "enthalten": "Betrieb",
        "preis": "Fall",
        "preisart": "je Fall",
        "betrag": "0,42",
        "verfuegbarkeit": "98,5",
    } | given
    return xlsx_file("Portfolio", COLUMNS, [[values.get(column, "") for column in COLUMNS]])


def test_a_portfolio_is_previewed_and_taken_over(
    provider: Provider, browser_of: SignedIn, keeper: User
) -> None:
    browser = browser_of(keeper)
    preview = _uploaded(browser, "05999", _portfolio())
    assert "1 Preis, gilt ab 01.04.2026" in preview.content.decode()
    assert not Product.objects.exists()
    assert browser.post("/leistungen/anbieter/05999/einlesen/uebernehmen/").status_code == 302
    version = Product.objects.get().versions.get()
    assert (version.title, str(version.prices.get().amount)) == ("Standesamt", "0.420000")
    assert str(version.service_level.availability) == "98.500"


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"preisart": "je Nase"}, "preisart", "„je Nase“ ist nicht bekannt; möglich: „einmalig“"),
        ({"betrag": "viel"}, "betrag", "keine Zahl"),
        ({"betrag": "1.200"}, "betrag", "mehrdeutig"),
        ({"umsatzsteuer": "S"}, "umsatzsteuer_grund", "fehlt"),
        ({"bedarf": ""}, "bedarf", "fehlt"),
        ({"leistungen": "123"}, "leistungen", "14 Ziffern"),
        ({"verfuegbarkeit": "101"}, "verfuegbarkeit", "zwischen 0 und 100"),
        ({"staffeln": "ab zehn"}, "staffeln", "Schreiben Sie"),
        ({"preisart": "levy", "zeitraum": "year"}, "preisart", "Umlage braucht"),
        ({"nukleus": "vielleicht"}, "nukleus", "ja oder nein"),
    ],
)
def test_each_wrong_cell_is_named(
    provider: Provider, browser_of: SignedIn, keeper: User, given: dict[str, str], field: str, says: str
) -> None:
    answer = _uploaded(browser_of(keeper), "05999", _portfolio(**given))
    assert answer.status_code == 400
    [problem] = answer.context["problems"]
    assert (problem.line, problem.field) == (2, field)
    assert says in problem.message


def test_the_empty_table_names_every_known_word(browser_of: SignedIn, keeper: User) -> None:
    book = load_workbook(BytesIO(browser_of(keeper).get("/leistungen/portfolio.xlsx").content))
    assert [cell.value for cell in book["Portfolio"][1]] == list(COLUMNS)
    words = {row[1].value for row in book["Wörter"].iter_rows(min_row=2)}
    assert {"workplace", "O", "year_end", "einwohner"} <= words


def test_strangers_do_not_read_portfolios_in(
    provider: Provider, browser_of: SignedIn, stranger: User
) -> None:
    assert browser_of(stranger).get("/leistungen/anbieter/05999/einlesen/").status_code == 404


def test_the_list_asks_a_fixed_number_of_questions(
    product: Product, provider: Provider, paper: Paper, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        published(a_draft_version(provider, key=f"produkt-{number}", title=f"Produkt {number}"), paper)
    with django_assert_max_num_queries(8):
        client.get("/leistungen/")
