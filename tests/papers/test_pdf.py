"""The printed dossier is accessible and never reads text as markup."""

from pathlib import Path

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from pdfua import validate

from allmende.accounts.models import User
from allmende.papers import actions
from allmende.papers.domain.entries import Entries, entries_from_json
from allmende.register.domain import BodyView
from tests.papers.factories import TODAY, a_draft, a_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
MARKUP = '#panic("x") $x$ *fett* <b> \\ @ref'


def pdf_of(paper_id: int, user: User) -> bytes:
    client = Client()
    client.force_login(user)
    return client.get(reverse("papers:paper-pdf", args=[paper_id])).content


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_the_pdf_is_accessible(town: BodyView, clerk: User, tmp_path: Path) -> None:
    file = tmp_path / "dossier.pdf"
    file.write_bytes(pdf_of(a_paper(town, clerk).pk, clerk))
    assert validate(str(file)).exit_code == 0


def test_the_pdf_holds_the_facts(town: BodyView, clerk: User) -> None:
    text = text_of(pdf_of(a_paper(town, clerk).pk, clerk))
    for expected in ("Gemeinsame Brücke", "2026/17", "Finanzausschuss", "1.234.567,89", "§ 75 Abs. 1 GO NRW"):
        assert expected in text


def test_text_is_never_read_as_markup(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    entries = entries_from_json(draft.entries)
    hostile = Entries({**entries.header, "subject": MARKUP}, entries.rows, entries.checked)
    actions.save_entries(draft_id=draft.pk, entries=hostile, version=1, by=clerk, on=TODAY)
    paper = actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert "*fett*" in text_of(pdf_of(paper.pk, clerk))
