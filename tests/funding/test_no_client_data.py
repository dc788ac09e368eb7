"""Money only: no table, form or file of funding has a place for data of a client."""

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from io import BytesIO
from pkgutil import iter_modules

import pypdfium2
import pytest
from django import forms
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

import allmende.funding.forms as forms_package
from allmende.accounts.models import User
from allmende.funding import report_file
from allmende.funding.actions.caseloads import CaseloadEntry, enter_caseload
from allmende.funding.actions.proofs import create_proof
from allmende.funding.domain.people import person_problem
from allmende.funding.models import CostReport, Forwarding, Grant, OwnProgramme, Saving
from allmende.register.domain import BodyView
from tests.funding.factories import OTHER, TODAY, Matter, a_grant, a_matter
from tests.funding.test_actions import released

ALLOWED = {
    "OwnProgramme": "body giver name legal_basis note apply_month apply_day proof_months",
    "OwnTerms": "programme financing classes amount rate_percent ceiling section source valid known",
    "Grant": "body giver title block programme reference period decision cooperation",
    "GrantStep": "grant kind dated cents fte due late_reason document forwarding posting",
    "GrantDeadline": "grant kind due source",
    "Post": "grant number label",
    "PostStretch": "post fte employer funder supervisor place is_filled kw_from section source valid known",
    "Forwarding": "grant provider reference signed_on valid most_posts notice_months notice_to decision "
    "data_protection data_protection_on",
    "ForwardingClause": "forwarding parameter value decision section source valid known",
    "Caseload": "forwarding key_date cases reference released_on",
    "CostReport": "forwarding kind number period reported_on source calculation",
    "CostLine": "report cost_class cents period post note place",
    "ProofOfUse": "grant number period texts statement",
    "Saving": "body number title product account decision grant",
    "SavingAmount": "saving year kind cents source",
}
"""Every column, beside who did it when; a new one must be judged here before it can be stored."""
DONE = {
    "id",
    "created_by",
    "created_at",
    "state",
    "entered_by",
    "entered_at",
    "released_by",
    "released_at",
    "withdrawn_by",
    "withdrawn_because",
}
PERSONAL = re.compile(
    r"client|klient|person(?!en)|birth|geburt|vorname|nachname|surname|nationality|residence|aufenthalt"
    r"|case_file|fallakte|versicher|iban|telefon|phone|email",
    re.IGNORECASE,
)


def test_every_column_is_on_the_list_and_none_points_to_a_person() -> None:
    models = list(apps.get_app_config("funding").get_models())
    assert {model.__name__ for model in models} == set(ALLOWED)
    for model in models:
        columns = {field.name for field in model._meta.get_fields() if field.concrete}
        assert columns - DONE == set(ALLOWED[model.__name__].split()), model.__name__
        for field in model._meta.concrete_fields:
            if field.is_relation and field.name not in DONE:
                target = field.related_model
                assert isinstance(target, type)
                label = target._meta.label_lower
                assert not label.startswith(("accounts.", "cases.")), f"{model.__name__}.{field.name}"


def test_no_form_and_no_file_asks_for_a_person() -> None:
    asked = [name for column in report_file.COLUMNS for name in [column] if PERSONAL.search(name)]
    for module in iter_modules(forms_package.__path__, f"{forms_package.__name__}."):
        for form in vars(import_module(module.name)).values():
            if isinstance(form, type) and issubclass(form, forms.Form):
                asked += [name for name in form.base_fields if PERSONAL.search(name)]
    assert asked == []


# --- nothing of a client comes out, wherever in the database it stands ----------------------------------

CLIENT = "Zaimah Markermann"
READABLE = ("text/html", "text/csv", "text/calendar", "image/svg+xml")


def texts_in(kind: str, content: bytes) -> str:
    """Return what a person can read in a file."""
    if kind.startswith(READABLE):
        return content.decode()
    if "spreadsheet" in kind:
        book = load_workbook(BytesIO(content))
        cells = (cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        return "\n".join(str(value) for value in cells if value is not None)
    if "wordprocessing" in kind:
        made = Document(BytesIO(content))
        rows = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(each.text for each in made.paragraphs), *rows])
    assert kind == "application/pdf", kind
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def crawl(client: Client, start: str) -> Iterator[tuple[str, str]]:
    """Yield every page and file of funding that links lead to, with its text."""
    waiting, seen = [start], {start}
    while waiting:
        url = waiting.pop()
        response = client.get(url)
        if response.status_code != 200:
            continue
        kind = response["Content-Type"]
        text = texts_in(kind, response.getvalue())
        yield url, text
        if not kind.startswith("text/html"):
            continue
        base = url.split("?")[0]
        for found in re.findall(r'href="([^"#]+)', text):
            link = (base + found if found.startswith("?") else found).replace("&amp;", "&")
            is_sorting = "sort=" in link
            if link.startswith("/foerderung/") and link not in seen and not is_sorting:
                seen.add(link)
                waiting.append(link)


def put_clients_into_the_database(bodies: dict[str, BodyView], matter: Matter) -> None:
    """Write a client's name wherever a text can stand that is not money of this town.

    Into every text of another body's funding, into the files of papers and cooperations that the town
    sees, and into a table of cases that stands beside all of them.
    """
    other = a_grant(bodies, f"Fall {CLIENT}")
    Grant.objects.filter(pk=other.pk).update(body_id=bodies[OTHER].id, reference=CLIENT)
    programme = OwnProgramme(
        body_id=bodies[OTHER].id, giver_id=bodies[OTHER].id, name=CLIENT, legal_basis=CLIENT, note=CLIENT
    )
    programme.save()
    Saving.objects.create(body_id=bodies[OTHER].id, title=CLIENT, number=CLIENT, product=CLIENT)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA crawl")
        cursor.execute("CREATE TABLE crawl.client (id bigint, forwarding_id bigint, name text, note text)")
        cursor.execute(
            "INSERT INTO crawl.client VALUES (1, %s, %s, %s)", [matter.agreement.pk, CLIENT, CLIENT]
        )


@pytest.fixture
def whole_matter(bodies: dict[str, BodyView]) -> Matter:
    """Return a grant with all that can hang on it."""
    matter = a_matter(bodies, posts=2)
    released(matter.agreement.pk)
    create_proof(grant_id=matter.grant.pk, period=(date(2025, 1, 1), date(2026, 1, 1)), by=None, on=TODAY)
    entry = CaseloadEntry(date(2025, 10, 31), 217, "Freigabe 2025-12", date(2025, 12, 1))
    enter_caseload(forwarding_id=matter.agreement.pk, entry=entry, by=None, on=TODAY)
    return matter


def test_no_page_and_no_file_tells_of_a_client_whom_the_database_knows(
    bodies: dict[str, BodyView], whole_matter: Matter, treasurer: User, provider_clerk: User
) -> None:
    put_clients_into_the_database(bodies, whole_matter)
    for user, least in ((treasurer, 30), (provider_clerk, 5)):
        client = Client()
        client.force_login(user)
        found = dict(crawl(client, reverse("funding:overview")))
        told = [url for url, text in found.items() if CLIENT in text or "Markermann" in text]
        assert told == []
        assert len(found) >= least, sorted(found)
        if user == treasurer:
            ends = {url.rsplit("=")[-1] for url in found} | {url.rsplit(".")[-1] for url in found}
            assert {"xlsx", "csv", "docx", "pdf", "ics"} <= ends


def test_a_name_in_a_column_that_nobody_asked_for_is_neither_shown_nor_kept(
    whole_matter: Matter, provider_clerk: User
) -> None:
    client = Client()
    client.force_login(provider_clerk)
    heads = ";".join((*report_file.COLUMNS, "Klient"))
    rows = f"{heads}\nArbeitgeberbrutto;100;;;;;{CLIENT}\nBewirtung;5;;;;;{CLIENT}\n"
    head = {"kind": "actual", "first": "2025-01-01", "last": "2025-12-31", "reported_on": "2026-02-01"}
    url = reverse("funding:import-report", args=[whole_matter.agreement.pk])
    for text in (rows, rows.rsplit("Bewirtung", maxsplit=1)[0]):
        file = BytesIO(text.encode())
        file.name = "meldung.csv"
        assert CLIENT not in client.post(url, {**head, "file": file}).content.decode()
    client.post(reverse("funding:confirm-report", args=[whole_matter.agreement.pk]))
    kept = CostReport.objects.get(kind="actual")
    assert [CLIENT in line.note for line in kept.lines.all()] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Fahrt mit Frau Beispiel",
        "geb. 3.4.1990",
        "Klientin: Mustername",
        "AZR-Nr. 12345",
        "anna@beispiel.example",
    ],
)
def test_a_text_that_points_to_a_person_is_refused(whole_matter: Matter, clerk: User, text: str) -> None:
    assert person_problem(text)
    client = Client()
    client.force_login(clerk)
    told = {"kind": "call", "dated": "2025-03-01", "amount": "1", "document": text}
    page = client.post(reverse("funding:new-step", args=[whole_matter.grant.pk]), told).content.decode()
    assert "keine Angaben zu einzelnen Menschen" in page


@pytest.mark.parametrize(
    "text", ["Bescheid vom 3.2.2025, Az. 36.20", "Frauenhaus, Miete", "Fortbildung für 12 Klienten im Mai"]
)
def test_texts_about_money_pass(text: str) -> None:
    assert person_problem(text) is None


def test_the_agreement_in_the_crawl_is_the_one_with_the_count(whole_matter: Matter) -> None:
    assert Forwarding.objects.get().caseloads.get().cases == 217
