"""The table of types says what OParl's own schema files say."""

import json

import pytest

from allmende.oparl.vocabulary import (
    BACK_REFERENCES,
    BODY_LISTS,
    DATE_TIME,
    PROPERTIES,
    TYPES,
    Form,
    Property,
    Version,
    type_url,
)
from tests.oparl.shared_data import oparl_data

FOLDERS = {Version.V1_0: "1.0.7", Version.V1_1: "1.1.1", Version.NEXT: "next"}


def test_every_type_has_the_common_properties() -> None:
    assert len(TYPES) == 12
    for properties in PROPERTIES.values():
        assert properties["id"].required
        assert properties["modified"].form is Form.DATE_TIME


def test_lists_of_a_body() -> None:
    assert [p.name for p in BODY_LISTS if p.since is Version.V1_0] == [
        "organization",
        "person",
        "meeting",
        "paper",
    ]
    assert {p.target for p in BODY_LISTS} == {
        *("Organization", "Person", "Meeting", "Paper", "AgendaItem"),
        *("Consultation", "File", "Location", "LegislativeTerm", "Membership"),
    }


def test_back_references_name_properties_of_the_embedded_type() -> None:
    for (outer, inner), name in BACK_REFERENCES.items():
        assert PROPERTIES[inner][name].target == outer


def test_date_times_need_a_zone() -> None:
    assert DATE_TIME.fullmatch("2026-01-02T08:00:00+01:00")
    assert not DATE_TIME.fullmatch("2026-01-02T08:00:00Z")
    assert not DATE_TIME.fullmatch("2026-01-02T08:00:00.123+01:00")


def test_type_addresses() -> None:
    assert type_url("Paper") == "https://schema.oparl.org/1.1/Paper"
    assert type_url("Paper", Version.V1_0) == "https://schema.oparl.org/1.0/Paper"


@pytest.mark.parametrize("object_type", TYPES)
@pytest.mark.parametrize("version", FOLDERS)
def test_the_version_of_a_property_is_that_of_the_schema_files(object_type: str, version: Version) -> None:
    file = oparl_data("schema", FOLDERS[version], f"{object_type}.json")
    if not file.exists():  # 1.0 keeps four types inside the files of others
        return
    theirs = set(json.loads(file.read_text())["properties"])
    known = list(FOLDERS)[: list(FOLDERS).index(version) + 1]
    ours = {name for name, p in PROPERTIES[object_type].items() if p.since in known}
    assert theirs - ours <= {"meeting", "organization"}  # Location of 1.0; 1.1 has no such words
    assert ours - theirs <= {"keyword", "license", "deleted", "created", "modified"}


@pytest.mark.parametrize("object_type", TYPES)
def test_the_table_equals_the_schema_files(object_type: str) -> None:
    theirs = json.loads(oparl_data("schema", "next", f"{object_type}.json").read_text())
    ours = PROPERTIES[object_type]
    # the prose gives these to all types, the files forget some of them
    forgotten = {"keyword", "license", "deleted", "created", "modified"}
    assert set(ours) - forgotten == set(theirs["properties"]) - forgotten
    for name, schema in theirs["properties"].items():
        assert _shape(ours[name]) == _shape_in_schema(schema), name
    always = {"id", "type", "created", "modified"}  # the schema files leave the last two to the prose
    assert {name for name, p in ours.items() if p.required} == set(theirs["required"]) | always


def _shape(p: Property) -> tuple[bool, bool, str]:
    return p.many, p.form.names_an_object, p.target


def _shape_in_schema(schema: dict[str, object]) -> tuple[bool, bool, str]:
    many = schema["type"] == "array"
    inner = schema["items"] if many else schema
    assert isinstance(inner, dict)
    items = schema.get("items", {})
    assert isinstance(items, dict)
    if schema.get("references") == "externalList":
        return False, True, str(items["schema"]).removesuffix(".json")
    target = str(inner.get("references") or schema.get("references") or inner.get("schema") or "")
    return many, bool(target), target.removesuffix(".json")
