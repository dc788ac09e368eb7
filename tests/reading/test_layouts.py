"""Own papers in the layouts of many vendors: header, Beratungsfolge, resolution, sums, references."""

import json
from pathlib import Path
from typing import Any

import pytest

from allmende.reading import Document, read_paper, reading_as_json
from allmende.reading.layouts import families, generic, key, recognize

FOLDER = Path(__file__).parent / "layouts"
PAPERS = sorted(path.stem for path in FOLDER.glob("*.txt"))
SCALARS = ("issuer", "reference", "date", "status")
# What the reader leaves open or gets wrong today; each entry is a known weakness, not a wish.
KNOWN_GAPS = {("printed_matter_for_committees", "kind")}


def load(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    gold = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return gold, reading_as_json(read_paper(Document(text)))


def accepted(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", PAPERS)
def test_the_head_is_read(name: str) -> None:
    gold, read = load(name)
    for field in (*SCALARS, "kind"):
        if "*" not in accepted(gold[field]) and (name, field) not in KNOWN_GAPS:
            assert read[field] in accepted(gold[field]), field


@pytest.mark.parametrize("name", PAPERS)
def test_the_stations_are_found_and_none_is_invented(name: str) -> None:
    gold, read = load(name)
    expected = [(item["body"], item["date"]) for item in gold["consultations"]]
    assert [(item["body"], item["date"]) for item in read["consultations"]] == expected


@pytest.mark.parametrize("name", PAPERS)
def test_roles_and_treatments_are_those_of_the_rows(name: str) -> None:
    gold, read = load(name)
    for expected, item in zip(gold["consultations"], read["consultations"], strict=True):
        for field in ("role", "treatment"):
            assert expected[field] in ("*", item[field]), (field, item)


@pytest.mark.parametrize("name", PAPERS)
def test_the_points_of_the_resolution_begin_as_annotated(name: str) -> None:
    gold, read = load(name)
    if (name, "resolution") in KNOWN_GAPS:
        assert read["resolution"] == []
        return
    expected = [(item["number"], item["text"][:30]) for item in gold["resolution"]]
    assert [(item["number"], item["text"][:30]) for item in read["resolution"]] == expected


@pytest.mark.parametrize("name", PAPERS)
def test_the_sums_are_exactly_those_of_the_text(name: str) -> None:
    gold, read = load(name)
    assert {item["value"] for item in read["amounts"]} == {item["value"] for item in gold["amounts"]}


@pytest.mark.parametrize("name", PAPERS)
def test_other_papers_and_laws_are_found(name: str) -> None:
    gold, read = load(name)
    assert {item["reference"] or item["date"] for item in read["references"]} == {
        item["reference"] or item["date"] for item in gold["references"]
    }
    assert [law.removeprefix("§") for law in read["legal"]] == [law.lstrip("§") for law in gold["legal"]]


def test_a_family_is_recognized_by_its_whole_signature() -> None:
    assert recognize("08.11.2024\nDatum\nDezernat/Fachbereich/AZ\nBeratungsfolge").name == "label_below_value"
    assert recognize("Dezernat/Fachbereich/AZ").name == "generic"


def test_every_family_keeps_the_words_of_all() -> None:
    assert all(generic().labels.keys() <= family.labels.keys() for family in families())


def test_a_label_is_compared_without_blanks_hyphens_and_colons() -> None:
    assert key("Vorlagen-Nr.:") == key("V o r l a g e n n r") == "vorlagennr"
