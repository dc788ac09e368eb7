"""What must not be kept: files of non-public items and addresses of people, however the server lists them."""

import json
from typing import Any

import pytest

from allmende.oparl.importing.queries import files_of
from allmende.oparl.models import ImportedObject, ObjectVersion, OparlSource, SourceBody, SourceFinding
from allmende.papers.models import Meeting
from allmende.register.domain import BodyView
from tests.oparl.test_changes import Server
from tests.oparl.test_import import BASE, read, rows_written
from tests.papers.factories import the_bodies

pytestmark = pytest.mark.django_db
SECRET = "Grundstueck_Meier"


@pytest.fixture
def bodies() -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def source(bodies: dict[str, BodyView]) -> OparlSource:
    found = OparlSource.objects.create(name="RIS", url=f"{BASE}/system")
    SourceBody.objects.create(source=found, url=f"{BASE}/body/1", body_id=bodies["05999004"].id)
    return found


def a_file(server: Server, number: int = 1, **values: Any) -> dict[str, Any]:
    given = {"name": SECRET, "accessUrl": f"{BASE}/{SECRET}.pdf", **values}
    return server.thing("File", f"file/{number}", **given)


def everything_kept() -> str:
    rows = list(ImportedObject.objects.values_list("own_raw", "inner_raw"))
    return json.dumps([rows, list(ObjectVersion.objects.values_list("raw"))])


@pytest.mark.parametrize("names_item", [True, False])
def test_a_listed_file_of_a_non_public_item_is_not_kept(source: OparlSource, names_item: bool) -> None:
    server = Server()
    server.lists["meeting"] = [server.meeting(public=False)]
    back: dict[str, Any] = {"agendaItem": [f"{BASE}/item/1"]} if names_item else {}
    if not names_item:
        server.lists["meeting"][0]["agendaItem"][0]["auxiliaryFile"] = [a_file(server)]
    server.lists["file"] = [a_file(server, **back)]
    read(source, server)
    assert SECRET not in everything_kept()
    assert rows_written(lambda: read(source, server, days=1)) == 0
    server.lists["meeting"][0]["agendaItem"][0]["auxiliaryFile"] = []
    read(source, server, days=2, is_full=False)
    assert SECRET not in everything_kept()


def test_a_file_goes_when_its_item_becomes_non_public(source: OparlSource) -> None:
    server = Server()
    server.lists["file"] = [a_file(server, agendaItem=[f"{BASE}/item/1"])]
    read(source, server)
    assert SECRET in everything_kept()
    server.lists["meeting"] = [server.meeting(public=False)]
    server.lists["file"] = []
    read(source, server, days=1, is_full=False)
    assert SECRET not in everything_kept()


def test_a_file_that_a_public_paper_shows_is_kept(source: OparlSource) -> None:
    server = Server()
    item = server.meeting(public=False)
    item["agendaItem"][0]["resolutionFile"] = f"{BASE}/file/1"
    server.lists["meeting"] = [item]
    server.lists["paper"] = [server.paper(1, mainFile=a_file(server))]
    read(source, server)
    paper = ImportedObject.objects.get(url=f"{BASE}/paper/1")
    assert [raw["name"] for raw in files_of(paper)] == [SECRET]


@pytest.mark.parametrize("names_person", [True, False])
def test_where_a_person_lives_is_not_kept(source: OparlSource, names_person: bool) -> None:
    server = Server()
    link: dict[str, Any] = {} if names_person else {"location": f"{BASE}/location/1"}
    server.lists["person"] = [server.thing("Person", "person/1", name="Erika Muster", **link)]
    back: dict[str, Any] = {"persons": [f"{BASE}/person/1"]} if names_person else {}
    place = server.thing("Location", "location/1", streetAddress=SECRET, **back)
    server.lists["locationList"] = [place]
    read(source, server)
    assert "Erika Muster" in everything_kept()
    assert SECRET not in everything_kept()
    assert rows_written(lambda: read(source, server, days=1)) == 0


def test_where_a_council_meets_is_kept_though_a_person_works_there(source: OparlSource) -> None:
    server = Server()
    place = server.thing("Location", "location/1", streetAddress="Markt 1")
    link: dict[str, Any] = {"location": f"{BASE}/location/1"}
    server.lists["person"] = [server.thing("Person", "person/1", name="Erika Muster", **link)]
    server.lists["meeting"][0]["location"] = place
    server.lists["locationList"] = [
        place | {"persons": [f"{BASE}/person/1"], "meetings": [f"{BASE}/meeting/1"]}
    ]
    read(source, server)
    assert "Markt 1" in everything_kept()
    assert '"persons"' not in everything_kept()


CLOSED = [False, "false", 0, [False], "nein", "nicht öffentlich", {"x": 1}]


@pytest.mark.parametrize("public", CLOSED, ids=repr)
@pytest.mark.parametrize("key", ["public", "Public"])
def test_what_is_not_clearly_public_is_not_kept(source: OparlSource, key: str, public: Any) -> None:
    server = Server()
    item = server.thing("AgendaItem", "item/1", name=SECRET, order=0, **{key: public})
    server.lists["meeting"][0]["agendaItem"] = [
        item,
        {**item, "id": None},
        {**item, "id": 7, "name": [SECRET]},
    ]
    server.lists["organization"][0]["haus:top"] = [{"x": {**item, "id": None}}]
    read(source, server)
    assert SECRET not in everything_kept()


def test_an_item_that_two_places_tell_differently_is_not_kept(source: OparlSource) -> None:
    server = Server()
    item = server.thing("AgendaItem", "item/1", name=SECRET, order=0, meeting=f"{BASE}/meeting/1")
    item["auxiliaryFile"] = [a_file(server)]
    server.lists["meeting"] = [server.meeting(public=False, name="")]
    server.lists["agendaItem"] = [item]
    read(source, server)
    assert SECRET not in everything_kept()
    server.lists["meeting"] = []
    item["modified"] = "2026-02-27T08:00:00+01:00"
    read(source, server, days=1, is_full=False)
    assert SECRET not in everything_kept()


def test_an_item_that_becomes_public_is_kept_again(source: OparlSource) -> None:
    server = Server()
    server.lists["meeting"] = [server.meeting(public=False)]
    read(source, server)
    server.lists["meeting"] = [server.meeting(public=True, name="Offen")]
    read(source, server, days=1)
    assert "Offen" in everything_kept()


def test_how_people_are_reached_is_not_kept_wherever_it_stands(source: OparlSource) -> None:
    server = Server()
    person = server.thing("Person", "person/1", name="Erika Muster", Email=[SECRET], PHONE=SECRET)
    person["locationObject"] = {"streetAddress": SECRET}
    nameless = {**person, "id": None}
    mistyped = server.thing("Membership", "membership/1", email=[SECRET], phone=SECRET)
    server.lists["person"] = [person, mistyped]
    server.lists["meeting"][0] |= {
        "participant": [nameless],
        "haus:vorsitz": {"x": [nameless]},
        "name": nameless,
    }
    read(source, server)
    assert SECRET not in everything_kept()


def test_a_list_is_not_taken_for_the_object_that_a_link_names(source: OparlSource) -> None:
    server = Server()
    server.lists["person"] = [server.thing("Person", "person/1", name="Erika Muster", email=[SECRET])]
    del server.lists["person"][0]["type"]
    server.lists["organization"][0]["membership"] = [f"{BASE}/list/person"]
    server.lists["membership"] = []
    read(source, server)
    assert ImportedObject.objects.get(url=f"{BASE}/person/1").object_type == "Person"
    assert SECRET not in everything_kept()
    assert SourceFinding.objects.filter(code="dangling-reference", detail=f"{BASE}/list/person").exists()


def test_what_became_a_paper_stays_one(source: OparlSource) -> None:
    server = Server()
    read(source, server)
    sittings = Meeting.objects.count()
    server.lists["meeting"].append(server.thing("Meeting", "paper/1", name="Rat", day=20))
    server.lists["paper"].pop(0)
    read(source, server, days=1)
    row = ImportedObject.objects.get(url=f"{BASE}/paper/1")
    assert (row.object_type, row.raw["name"]) == ("Paper", "Vorlage 1")
    assert SourceFinding.objects.filter(code="type-changed").exists()
    assert Meeting.objects.count() == sittings
