"""The five source documents become dossiers that say what the annotations say: open fields, nothing wrong."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.papers.models import Paper, PaperDraft
from tests.papers.test_views import form_data

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "papers" / "dev"
DOCUMENTS = ["000", "001", "002", "003", "004"]
HEADER = ("kind", "issuer", "reference", "date", "status")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("at_today"),
    pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents do not lie beside the checkout"),
]


def dossier_of(number: str, client: Client) -> dict[str, Any]:
    """Upload a document, confirm it as it is, and return the exported dossier."""
    source = next(SOURCES.glob(f"{number}_*.txt"))
    client.post(reverse("papers:new"), {"documents": SimpleUploadedFile(source.name, source.read_bytes())})
    draft = PaperDraft.objects.get()
    page = client.get(draft.get_absolute_url())
    client.post(draft.get_absolute_url(), {**form_data(page), "aktion": "bestaetigen"})
    paper = Paper.objects.get()
    exported: dict[str, Any] = json.loads(client.get(reverse("papers:paper-json", args=[paper.pk])).content)
    return exported


def gold_of(number: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(next((SOURCES / "gold").glob(f"{number}_*.json")).read_text("utf-8"))
    return gold


def allowed(value: Any) -> set[Any]:
    return set(value) if isinstance(value, list) else {value}


def begins(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())[:50]


@pytest.mark.parametrize("number", DOCUMENTS)
def test_nothing_in_the_dossier_is_wrong(
    number: str, clerk: User, browser_of: Callable[[User], Client]
) -> None:
    dossier, gold = dossier_of(number, browser_of(clerk)), gold_of(number)
    for name in HEADER:
        assert dossier[name] is None or dossier[name] in allowed(gold[name]), name
    subjects = {begins(text) for text in allowed(gold["subject"]) if text}
    assert dossier["subject"] is None or begins(dossier["subject"]) in subjects
    stations = {(begins(row["body"]), row["date"]): row for row in gold["consultations"]}
    for row in dossier["consultations"]:
        station = stations[begins(row["body"]), row["date"]]
        assert row["role"] in {None, station["role"]} or station["role"] == "*"
        assert row["treatment"] in {None, station["treatment"]}
    items = {begins(row["text"]) for row in gold["resolution"]}
    assert {begins(row["text"]) for row in dossier["resolution"]} <= items
    assert {row["value"] for row in dossier["amounts"]} <= {row["value"] for row in gold["amounts"]}
    references = {(row["reference"], row["date"]) for row in gold["references"]}
    assert {(row["reference"], row["date"]) for row in dossier["references"]} <= references


@pytest.mark.parametrize("number", ["001", "003"])
def test_the_beratungsfolge_the_points_and_the_sums_are_complete(
    number: str, clerk: User, browser_of: Callable[[User], Client]
) -> None:
    dossier, gold = dossier_of(number, browser_of(clerk)), gold_of(number)
    assert [row["date"] for row in dossier["consultations"]] == [row["date"] for row in gold["consultations"]]
    assert [row["number"] for row in dossier["resolution"]] == ["1", "2"]
    assert {row["value"] for row in dossier["amounts"]} == {row["value"] for row in gold["amounts"]}
    assert len(dossier["references"]) == len(gold["references"])
    paper = Paper.objects.get()
    assert paper.date == date.fromisoformat(gold["date"])
    decisive = paper.consultations.get(authoritative=True)
    assert decisive.role == "entscheidung"
