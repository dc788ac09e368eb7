"""The handbook page on lists says what the reader of lists does."""

import re
from pathlib import Path

import allmende.register
from allmende.register.domain import KIND_LABELS, Kind
from allmende.register.importing import own_csv
from allmende.register.importing.kinds import kind_of
from allmende.register.importing.records import Row

PAGE = (Path(allmende.register.__file__).parent / "handbook" / "register-einlesen.md").read_text()
TITLE = "Register einlesen"


def test_every_kind_is_named_and_every_named_kind_is_understood() -> None:
    section = PAGE.partition("## Arten")[2].split("\n\n")[1]
    named = " ".join(section.split()).rstrip(".").split(", ")
    assert named == list(KIND_LABELS.values())
    assert [kind_of(word) for word in named] == list(Kind)


def test_every_column_of_the_table_is_read() -> None:
    rows = re.findall(r"^\| (`.*) \|", PAGE.partition("## Spalten")[2].partition("## Arten")[0], re.MULTILINE)
    named = {column for row in rows for column in re.findall(r"`([a-z_0-9]+)`", row.split("|")[0])}
    figures = {column for figure in own_csv.FIGURES for column in (figure[0], figure[2])}
    read = {"key", "name", "kind", "name_official", "ars", "parent_ags", "landschaftsverband"}
    assert named == read | figures | {
        "association_ars",
        "merged_into",
        "ags",
        "parent",
        "art",
        "stichtag",
    } | {"aufgegangen_in"}


def test_the_example_can_be_read() -> None:
    example = "\n".join(
        re.findall(r"^    (.*;.*)$", PAGE.partition("## Beispiel")[2].partition("##")[0], re.MULTILINE)
    )
    listed = own_csv.read(example.encode(), stand=None, is_complete=False)
    assert [(each.name, each.kind, each.merged_into) for each in listed.records] == [
        ("Coesfeld", Kind.KREISANGEHOERIGE_STADT, None),
        ("Kita-Verbund Baumberge", Kind.ZWECKVERBAND, None),
        ("Altdorf", Kind.GEMEINDE, "05558012"),
    ]
    assert listed.records[0].figures[0].value == 37259


def test_the_message_about_a_wrong_number_is_quoted_rightly() -> None:
    problems: list[object] = []
    Row(3, {"population": "viele"}, problems).number("population", whole=True)  # type: ignore[arg-type]
    assert f"    {problems[0]}" in PAGE


def test_an_unknown_kind_refers_to_the_page_by_its_title() -> None:
    assert f"title: {TITLE}" in PAGE
    assert f"„{TITLE}“" in Path(own_csv.__file__).read_text()
