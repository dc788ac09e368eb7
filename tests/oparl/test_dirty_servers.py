"""Dirt that no list of known faults has: whatever a server says, the rest of it is read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from allmende.oparl.importing.domain import RunState
from allmende.oparl.models import ImportedObject, OparlSource, SourceFinding, SourceList
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.oparl.test_changes import Server, V
from tests.oparl.test_import import BASE, START, read
from tests.papers.factories import the_bodies

pytestmark = pytest.mark.django_db
Dirt = Callable[[Server], None]
DIRT: dict[str, Dirt] = {}


@pytest.fixture
def bodies() -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def source(bodies: dict[str, BodyView]) -> OparlSource:
    found = OparlSource.objects.create(name="RIS", url=f"{BASE}/system")
    found.bodies.create(url=f"{BASE}/body/1", body_id=bodies["05999004"].id)
    return found


def dirt(put: Dirt) -> Dirt:
    DIRT[put.__name__] = put
    return put


def odd(server: Server, **values: Any) -> dict[str, Any]:
    """Add a third paper that says these things."""
    paper = {**server.paper(3), **values}
    server.lists["paper"].insert(0, paper)
    return paper


@dirt
def zero_bytes_and_half_characters_everywhere(server: Server) -> None:
    odd(server, name="Br\0cke \ud800", reference="\0", **{"x\ud83d": 1, "web": "http://ris.example/\0\udfff"})
    odd(server, id=f"{BASE}/paper/\0\ud800", mainFile=f"{BASE}/file/\ud800", keyword=["\0"])


@dirt
def objects_nested_four_hundred_deep(server: Server) -> None:
    inner: dict[str, Any] = {"id": f"{BASE}/paper/400", "type": V + "Paper"}
    for number in range(399, 3, -1):
        inner = {"id": f"{BASE}/paper/{number}", "type": V + "Paper", "superordinatedPaper": [inner]}
    odd(server, relatedPaper=[inner])


@dirt
def one_address_for_objects_of_every_type(server: Server) -> None:
    for name, kind in (("organization", "Organization"), ("person", "Person"), ("meeting", "Meeting")):
        server.lists[name].append(server.thing(kind, "thing/1", name="x", start="2026-02-10T17:00:00+01:00"))
    odd(server, id=f"{BASE}/thing/1")


@dirt
def an_object_that_embeds_itself(server: Server) -> None:
    odd(server, consultation=[{"id": f"{BASE}/paper/3", "type": V + "Consultation", "paper": f"{BASE}/x"}])


@dirt
def entries_that_are_no_objects(server: Server) -> None:
    def broken(target: str) -> dict[str, Any] | None:
        page = server(target)
        if target == "/list/paper" and page:
            page["data"][:0] = [None, [], [[{}]], 7, "x", True, {}, {"id": []}, {"id": {"a": 1}}]
        return page

    server.ask = broken  # type: ignore[attr-defined]


@dirt
def addresses_of_five_thousand_letters(server: Server) -> None:
    odd(server, id=f"{BASE}/paper/{'9' * 5000}", relatedPaper=[f"{BASE}/paper/{'8' * 5000}"])


@dirt
def days_that_no_calendar_has(server: Server) -> None:
    for day in (
        "0000-00-00",
        "2026-02-30",
        "9999-12-31T23:59:59-14:00",
        "31.02.2026",
        "0001-01-01T00:00:00+14:00",
    ):
        odd(server, id=f"{BASE}/paper/{day}", date=day, modified=day, created=day)


@dirt
def numbers_without_measure(server: Server) -> None:
    meeting = server.lists["meeting"][0]
    meeting["agendaItem"] += [
        {"id": f"{BASE}/item/{n}", "type": V + "AgendaItem", "order": order, "number": order, "public": True}
        for n, order in enumerate([10**40, -1, 1e308, float("nan"), float("inf"), "3"], start=2)
    ]


@dirt
def three_thousand_stations_of_one_paper(server: Server) -> None:
    station = server.paper(3)["consultation"][0]
    odd(server, consultation=[{**station, "id": f"{BASE}/consultation/3-{n}"} for n in range(3000)])


@dirt
def a_change_in_a_hundred_years(server: Server) -> None:
    odd(server, modified="2126-01-01T00:00:00+01:00")


@dirt
def links_of_every_shape(server: Server) -> None:
    shapes = [None, 7, {}, {"id": None}, [f"{BASE}/meeting/1"], {"id": f"{BASE}/meeting/1"}, "meeting/1", ""]
    station = server.paper(3)["consultation"][0]
    stations = [{**station, "id": f"{BASE}/c/{n}", "meeting": s} for n, s in enumerate(shapes)]
    odd(server, consultation=stations, mainFile=[None], originatorPerson={"x": 1}, location="Rathaus")


@dirt
def a_page_of_text_for_a_name(server: Server) -> None:
    odd(server, name="Brücke " * 200_000, reference="9" * 5000, paperType="x" * 5000)


@dirt
def deleted_said_in_other_words(server: Server) -> None:
    words: list[Any] = ["false", "true", 1, 0, None, "nein", []]
    for number, said in enumerate(words):
        odd(server, id=f"{BASE}/paper/d{number}", reference=f"d{number}", deleted=said)


@dirt
def a_list_that_is_no_address(server: Server) -> None:
    server.lists["file"] = []

    def broken(target: str) -> dict[str, Any] | None:
        page = server(target)
        if target == "/list/body" and page:
            page["data"][0] |= {
                "file": [{"id": "x"}],
                "agendaItem": 7,
                "membership": {"id": f"{BASE}/nothing"},
            }
        return page

    server.ask = broken  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", DIRT)
def test_the_rest_is_read_and_a_second_run_changes_nothing(name: str, source: OparlSource) -> None:
    server = Server()
    DIRT[name](server)
    ask = getattr(server, "ask", server)
    run = read(source, ask)
    assert run.state in (RunState.COMPLETE, RunState.PARTIAL)
    assert set(Paper.objects.values_list("reference", flat=True)) >= {"2026/1", "2026/2"}
    before = list(ImportedObject.objects.order_by("url").values_list("url", "own_raw", "inner_raw"))
    again = read(source, ask, days=1)
    assert (again.objects_new, again.objects_changed, again.objects_deleted) == (0, 0, 0)
    assert list(ImportedObject.objects.order_by("url").values_list("url", "own_raw", "inner_raw")) == before


def test_a_change_in_the_future_does_not_move_the_cursor_beyond_our_start(source: OparlSource) -> None:
    server = Server()
    a_change_in_a_hundred_years(server)
    read(source, server)
    cursor = SourceList.objects.get(object_type="Paper").cursor
    assert cursor is not None
    assert cursor <= START
    assert START - cursor < timedelta(days=1)


def test_what_was_too_deep_is_named(source: OparlSource) -> None:
    server = Server()
    objects_nested_four_hundred_deep(server)
    read(source, server)
    assert SourceFinding.objects.filter(code="nested-too-deep").exists()
