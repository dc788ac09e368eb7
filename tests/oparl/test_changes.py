"""What servers change, withdraw, forget and show again; and what two servers say of the same body."""

from collections.abc import Iterable
from typing import Any

import pytest

from allmende.oparl.importing.actions import link_body
from allmende.oparl.models import (
    ImportedObject,
    ObjectVersion,
    OparlSource,
    SourceBody,
    SourceFinding,
    SourceList,
)
from allmende.papers.decisions.actions import record_outcome
from allmende.papers.domain.outcomes import DecisionState, Outcome
from allmende.papers.models import AgendaItem, Decision, Meeting, Paper
from allmende.register.domain import BodyView
from tests.oparl.test_import import BASE, START, read, rows_written
from tests.papers.factories import TODAY, the_bodies

pytestmark = pytest.mark.django_db
V = "https://schema.oparl.org/1.1/"


class Server:
    """A small server whose objects a test changes."""

    def __init__(self) -> None:
        self.lists: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("organization", "person", "meeting")
        }
        self.lists["organization"] = [self.thing("Organization", "organization/1", name="Rat")]
        self.lists["meeting"] = [self.meeting()]
        self.lists["paper"] = [self.paper(1), self.paper(2)]
        self.hidden: set[str] = set()

    def thing(self, kind: str, path: str, *, day: int = 1, **values: Any) -> dict[str, Any]:
        stamps: dict[str, Any] = {
            "created": "2026-01-01T08:00:00+01:00",
            "modified": f"2026-02-{day:02d}T08:00:00+01:00",
        }
        return {"id": f"{BASE}/{path}", "type": V + kind, **stamps, **values}

    def meeting(
        self, *, result: str = "vertagt", public: bool = True, name: str = "Brücke"
    ) -> dict[str, Any]:
        item = self.thing(
            "AgendaItem", "item/1", order=0, number="1", name=name, public=public, result=result
        )
        return self.thing(
            "Meeting",
            "meeting/1",
            name="Rat",
            start="2026-02-10T17:00:00+01:00",
            organization=[f"{BASE}/organization/1"],
            agendaItem=[item],
        )

    def paper(self, number: int, *, day: int = 1, **values: Any) -> dict[str, Any]:
        station = self.thing(
            "Consultation",
            f"consultation/{number}",
            organization=[f"{BASE}/organization/1"],
            meeting=f"{BASE}/meeting/1",
            agendaItem=f"{BASE}/item/1",
            role="Entscheidung",
        )
        given = {
            "name": f"Vorlage {number}",
            "reference": f"2026/{number}",
            "consultation": [station],
            **values,
        }
        return self.thing("Paper", f"paper/{number}", day=day, **given)

    def tombstone(self, number: int, *, day: int) -> dict[str, Any]:
        return self.thing("Paper", f"paper/{number}", day=day, deleted=True)

    def __call__(self, target: str) -> dict[str, Any] | None:
        path, _mark, query = target.partition("?")
        body: dict[str, Any] = {"name": "Stadt Musterstadt", "ags": "05999004", "legislativeTerm": []}
        lists: dict[str, Any] = {name: f"{BASE}/list/{name}" for name in self.lists}
        if path == "/system":
            return self.thing("System", "system", oparlVersion=V, body=f"{BASE}/list/body", name="x")
        if path == "/list/body":
            return _page([self.thing("Body", "body/1", **body, **lists)])
        name = path.removeprefix("/list/")
        if name in self.lists:
            shown = [each for each in self.lists[name] if "since" in query or not each.get("deleted")]
            return _page(each for each in shown if each["id"] not in self.hidden)
        return None


def _page(data: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"data": list(data), "pagination": {}, "links": {}}


@pytest.fixture
def bodies() -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def source(bodies: dict[str, BodyView]) -> OparlSource:
    found = OparlSource.objects.create(name="RIS", url=f"{BASE}/system")
    SourceBody.objects.create(source=found, url=f"{BASE}/body/1", body_id=bodies["05999004"].id)
    return found


def first() -> Paper:
    paper: Paper = Paper.objects.get(reference="2026/1")
    return paper


def test_a_tombstone_hides_and_reappearing_shows_again(source: OparlSource) -> None:
    server = Server()
    read(source, server)
    assert first().is_published
    server.lists["paper"][0] = server.tombstone(1, day=20)
    read(source, server, is_full=False, days=1)
    assert not first().is_published
    row = ImportedObject.objects.get(url=f"{BASE}/paper/1")
    assert row.is_deleted
    assert row.raw["name"] == "Vorlage 1"
    server.lists["paper"][0] = server.paper(1, day=21)
    read(source, server, is_full=False, days=2)
    assert first().is_published


def test_what_we_decided_stays_when_the_server_withdraws_the_paper(source: OparlSource) -> None:
    server = Server()
    read(source, server)
    outcome = Outcome(state=DecisionState.TAKEN, decided_on=START.date(), outcome="einstimmig")
    record_outcome(paper_id=first().pk, outcome=outcome, by=None, on=START.date())
    server.lists["paper"][0] = server.tombstone(1, day=20)
    server.lists["meeting"][0] = server.meeting(result="abgelehnt")
    read(source, server, is_full=False, days=1)
    kept = Decision.objects.get(paper=first())
    assert (kept.state, kept.outcome) == ("taken", "einstimmig")


def test_missing_without_a_word_counts_after_three_full_crawls(source: OparlSource) -> None:
    server = Server()
    read(source, server)
    server.hidden.add(f"{BASE}/paper/1")
    for days, is_shown in ((1, True), (2, True), (3, False), (4, False)):
        read(source, server, days=days)
        assert first().is_published is is_shown, days
    assert SourceFinding.objects.filter(code="vanished", url=f"{BASE}/paper/1").exists()
    server.hidden.clear()
    read(source, server, days=5)
    assert first().is_published


def test_changes_reach_papers_and_keep_the_former_json(source: OparlSource) -> None:
    server = Server()
    read(source, server)
    server.lists["paper"][0] = server.paper(1, day=20, name="Brücke, neu gefasst")
    server.lists["meeting"][0] = server.meeting(
        result="einstimmig beschlossen, 30 Ja-Stimmen, 0 Nein-Stimmen"
    )
    read(source, server, is_full=False, days=1)
    paper = first()
    assert paper.name == "Brücke, neu gefasst"
    [vote] = paper.decision.votes.all()
    assert (vote.outcome[:10], vote.yes, vote.no) == ("einstimmig", 30, 0)
    version = ObjectVersion.objects.get(imported_object__url=f"{BASE}/paper/1")
    assert version.raw["name"] == "Vorlage 1"


def test_an_item_that_becomes_non_public_is_forgotten(source: OparlSource) -> None:
    server = Server()
    server.lists["meeting"][0] = server.meeting(name="Personalsache Müller")
    read(source, server)
    server.lists["meeting"][0] = server.meeting(name="Personalsache Müller", public=False)
    read(source, server, days=1)
    row = ImportedObject.objects.get(url=f"{BASE}/item/1")
    assert "Müller" not in str((row.own_raw, row.inner_raw))
    assert not row.versions.exists()
    assert AgendaItem.objects.get().name == ""
    assert SourceFinding.objects.filter(code="non-public-content").exists()


def test_a_cancelled_sitting_goes(source: OparlSource) -> None:
    server = Server()
    read(source, server)
    server.lists["meeting"][0] = {**server.meeting(), "cancelled": True}
    read(source, server, days=1)
    assert not Meeting.objects.exists()
    assert first().consultations.get().meeting is None


def test_lists_may_come_in_any_order(source: OparlSource) -> None:
    server = Server()
    server.lists = dict(reversed(server.lists.items()))
    read(source, server)
    assert first().consultations.get().meeting is not None


def test_the_cursor_stops_where_a_list_was_broken_off(source: OparlSource) -> None:
    server = Server()
    read(source, server)
    before = SourceList.objects.get(object_type="Paper").cursor
    del server.lists["paper"]
    server.lists["paper"] = [server.paper(3, day=25)]

    def broken(target: str) -> dict[str, Any] | None:
        answer = server(target)
        if "/list/paper" in target and answer:
            answer["links"] = {"next": f"{BASE}/nowhere"}
        return answer

    read(source, broken, is_full=False, days=1)
    place = SourceList.objects.get(object_type="Paper")
    assert place.cursor == before
    assert place.resume_url.startswith(f"{BASE}/nowhere?modified_since=")
    assert Paper.objects.filter(reference="2026/3").exists()


def test_two_servers_with_the_same_papers_stay_apart(
    source: OparlSource, bodies: dict[str, BodyView]
) -> None:
    server = Server()
    read(source, server)
    other = OparlSource.objects.create(name="Zweiter Server", url=f"{BASE}/system?zwei")
    SourceBody.objects.create(source=other, url=f"{BASE}/body/1", body_id=bodies["05999004"].id)
    read(other, server)
    assert Paper.objects.filter(reference="2026/1").count() == 2
    assert ImportedObject.objects.filter(url=f"{BASE}/paper/1").count() == 2
    assert rows_written(lambda: read(source, server, days=1)) == 0
    assert rows_written(lambda: read(other, server, days=1)) == 0


def test_a_paper_that_a_person_confirmed_is_not_touched(
    source: OparlSource, bodies: dict[str, BodyView]
) -> None:
    from allmende.papers.models import File, PaperDraft

    body_id = bodies["05999004"].id
    own = Paper.objects.create(body_id=body_id, name="Von Hand", reference="2026/1", reference_key="2026/1")
    file = File.objects.create(body_id=body_id, content="x", original_name="x", size=1, sha256="0" * 64)
    PaperDraft.objects.create(
        body_id=body_id, file=file, reading={}, entries={}, paper=own, state="confirmed", open_points=0
    )
    read(source, Server())
    own.refresh_from_db()
    assert (own.name, own.is_published) == ("Von Hand", False)
    assert Paper.objects.filter(reference="2026/1").count() == 1
    assert ImportedObject.objects.get(url=f"{BASE}/paper/1").target_id == own.pk


def test_linking_again_takes_the_same_papers_and_another_body_gets_its_own(
    source: OparlSource, bodies: dict[str, BodyView]
) -> None:
    server = Server()
    read(source, server)
    row = source.bodies.get()
    kept = set(Paper.objects.values_list("pk", "reference", "is_imported"))
    for body in (None, bodies["05999004"]):
        link_body(source_body_id=row.pk, body=body, by=None, on=TODAY)
        read(source, server, days=1)
    assert set(Paper.objects.values_list("pk", "reference", "is_imported")) == kept
    link_body(source_body_id=row.pk, body=bodies["05999008"], by=None, on=TODAY)
    read(source, server, days=2)
    assert Paper.objects.filter(body=bodies["05999008"].id).count() == len(kept)
    assert set(Paper.objects.values_list("pk", "reference", "is_imported")) > kept


def test_a_key_that_belongs_to_another_body_is_named_until_it_is_right(
    source: OparlSource, bodies: dict[str, BodyView]
) -> None:
    server = Server()
    codes = SourceFinding.objects.filter(code__startswith="ags-").values_list("code", "detail")
    read(source, server)
    assert list(codes.all()) == []
    row = source.bodies.get()
    link_body(source_body_id=row.pk, body=bodies["05999008"], by=None, on=TODAY)
    read(source, server, days=1)
    assert list(codes.all()) == [("ags-other-body", "05999004: Musterstadt")]
    link_body(source_body_id=row.pk, body=bodies["05999004"], by=None, on=TODAY)
    read(source, server, days=2)
    assert list(codes.all()) == []


def test_a_key_that_no_body_has_is_named(source: OparlSource) -> None:
    server = Server()
    answer = server.__call__

    def other_key(target: str) -> dict[str, Any] | None:
        page = answer(target)
        if page and target == "/list/body":
            page["data"][0]["ags"] = "05000999"
        return page

    read(source, other_key)
    assert list(SourceFinding.objects.filter(code="ags-unknown").values_list("detail")) == [("05000999",)]
