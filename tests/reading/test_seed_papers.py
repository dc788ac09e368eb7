"""The five source documents of the demo are read as annotated; an open field is tolerable, a wrong
value is not.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from allmende.reading import Document, read_paper, reading_as_json

DEV = Path(__file__).resolve().parents[3] / "shared" / "data" / "papers" / "dev"
SEEDS = sorted(path.stem for path in DEV.glob("00?_*.txt"))

pytestmark = pytest.mark.skipif(not SEEDS, reason=f"the source documents are absent: {DEV}")


def load(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    gold = json.loads((DEV / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return gold, reading_as_json(read_paper(Document((DEV / f"{name}.txt").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", SEEDS)
def test_no_field_of_the_head_is_wrong(name: str) -> None:
    gold, read = load(name)
    for field in ("kind", "issuer", "reference", "date", "status", "subject"):
        values = gold[field] if isinstance(gold[field], list) else [gold[field]]
        assert read[field] in [*values, None], field


@pytest.mark.parametrize("name", SEEDS)
def test_the_stations_are_those_of_the_text(name: str) -> None:
    gold, read = load(name)
    required = {(item["body"], item["date"]) for item in gold["consultations"] if not item.get("optional")}
    allowed = {(item["body"], item["date"]) for item in gold["consultations"]}
    found = {(item["body"], item["date"]) for item in read["consultations"]}
    assert required <= found <= allowed


@pytest.mark.parametrize("name", SEEDS)
def test_the_points_of_the_resolution_are_those_of_the_text(name: str) -> None:
    gold, read = load(name)
    required = {item["text"][:25] for item in gold["resolution"] if not item.get("optional")}
    allowed = {item["text"][:25] for item in gold["resolution"]}
    assert required <= {item["text"][:25] for item in read["resolution"]} <= allowed


@pytest.mark.parametrize("name", SEEDS)
def test_sums_and_references_are_those_of_the_text(name: str) -> None:
    gold, read = load(name)
    assert {item["value"] for item in read["amounts"]} == {item["value"] for item in gold["amounts"]}
    found = {(item["reference"], item["date"]) for item in read["references"]}
    required = {(item["reference"], item["date"]) for item in gold["references"] if not item.get("optional")}
    assert required <= found <= {(item["reference"], item["date"]) for item in gold["references"]}


def test_the_two_repealed_decisions_are_known_as_repealed() -> None:
    _, read = load(next(name for name in SEEDS if name.startswith("003")))
    relations = {item["reference"]: item["relation"] for item in read["references"]}
    assert relations == {"2021/1121": "aufgehoben", "2022/1410": "aufgehoben", "2024/2964": "bezug"}


def test_the_product_of_six_grants_is_recomputed() -> None:
    _, read = load(next(name for name in SEEDS if name.startswith("003")))
    assert "Das Produkt 342.000 ist richtig gerechnet." in [
        finding["message"] for finding in read["findings"]
    ]
