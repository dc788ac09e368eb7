"""The demo's dossiers: each value stands in its text; loading twice changes nothing."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from allmende.papers import demo, queries
from allmende.papers.domain.entries import entries_from_reading
from allmende.papers.domain.review import check, outline
from allmende.papers.models import File, Paper, PaperDraft
from allmende.papers.uploads import read_upload
from allmende.register import demo as register_demo
from tests.papers.factories import TODAY

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "papers" / "dev"


def described(name: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(files("allmende.papers.demo").joinpath(name).read_bytes())
    return facts


@pytest.mark.parametrize("name", demo.DOSSIERS)
def test_each_dossier_can_be_confirmed_as_it_is(name: str) -> None:
    reading = demo.upload_of(described(name)).reading
    content, problems = check(entries_from_reading(reading), reading)
    assert problems == ()
    assert content.subject
    assert set(content.header_evidence) >= {"kind", "issuer", "subject"}
    for section in (
        "consultations",
        "resolution",
        "amounts",
        "references",
        "legal",
        "dates",
        "organisations",
        "conditions",
        "duties",
        "finance",
    ):
        assert all(item.evidence for item in getattr(content, section))


@pytest.mark.parametrize("name", [name for name, _key, _title in demo.DRAFTS])
def test_the_reader_understands_the_waiting_papers(name: str) -> None:
    upload = read_upload(name, files("allmende.papers.demo").joinpath(name).read_bytes())
    content, problems = check(entries_from_reading(upload.reading), upload.reading)
    assert problems == ()
    assert len(content.consultations) == 3
    assert len(content.resolution) == 2
    assert not outline(entries_from_reading(upload.reading), upload.reading).open


def test_what_a_dossier_calculates_is_recomputed() -> None:
    found = demo.upload_of(described("leverkusen.json")).reading["findings"]
    assert [(finding["code"], finding["message"].split(" ist ")[0]) for finding in found] == [
        ("arithmetic_right", "Das Produkt 342.000"),
        ("arithmetic_right", "Der Eigenanteil 309.895,80"),
    ]


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents do not lie beside the checkout")
def test_the_figures_are_those_of_the_source_documents() -> None:
    pairs = [("000", "stgb"), ("001", "kreis_coesfeld"), ("003", "leverkusen"), ("004", "rhein_sieg")]
    for number, name in pairs:
        gold = json.loads(next((SOURCES / "gold").glob(f"{number}_*.json")).read_text("utf-8"))
        facts = described(f"{name}.json")["facts"]
        known = [{k: v for k, v in item.items() if k != "quote"} for item in facts.get("amounts", ())]
        assert sorted(known, key=str) == sorted(gold["amounts"], key=str)
        dates = [(item["body"], item["date"]) for item in facts.get("consultations", ())]
        required = [row for row in gold["consultations"] if not row.get("optional")]
        assert dates == [(row["body"], row["date"]) for row in required]


@pytest.mark.django_db
def test_loading_twice_changes_nothing(django_assert_max_num_queries: Any) -> None:
    from datetime import UTC, datetime

    register_demo.load({}, on=TODAY, at=datetime(2026, 3, 1, tzinfo=UTC))
    demo.load(on=TODAY)
    counts = (Paper.objects.count(), PaperDraft.objects.count(), File.objects.count())
    assert counts == (7, 9, 9)
    with django_assert_max_num_queries(20):
        demo.load(on=TODAY)
    assert (Paper.objects.count(), PaperDraft.objects.count(), File.objects.count()) == counts
    assert len(queries.public_papers(10, on=TODAY)) == 7
    assert queries.search("Case-Management", user=AnonymousUser(), on=TODAY)
