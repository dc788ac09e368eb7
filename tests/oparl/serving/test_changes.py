"""S6, S7, S8: tombstones, times of change, and a mirror that needs no second full crawl."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from allmende.oparl.models import LegislativeTerm, Mandate, Person, PublicObject
from allmende.oparl.serving.actions import refresh_names, switch_publication
from allmende.oparl.serving.domain import PublicationState
from allmende.oparl.serving.store import settle_changes
from allmende.papers.models import AgendaItem, Consultation, File, Organization, Paper
from allmende.register.domain import BodyView
from tests.oparl.serving.factories import ROOT, OparlClient, a_file, a_public_paper, a_station
from tests.papers.factories import TODAY

LISTS = (
    *(
        "organizations",
        "people",
        "memberships",
        "meetings",
        "agenda-items",
        "papers",
        "consultations",
        "files",
    ),
    *("locations", "legislative-terms"),
)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def everything(oparl: OparlClient, body: BodyView, query: str = "") -> dict[str, dict[str, Any]]:
    return {
        thing["id"]: thing for each in LISTS for thing in oparl.follow(f"{ROOT}/body/{body.id}/{each}{query}")
    }


def modified(kind: str, key: int) -> datetime:
    settle_changes()
    return PublicObject.objects.get(kind=kind, key=key).modified


def test_an_unpublished_paper_leaves_a_tombstone_with_all_that_belongs_to_it(
    town: BodyView, oparl: OparlClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allmende.oparl.serving.store.PATIENCE", 1.0)
    before = everything(oparl, town)
    paper = Paper.objects.get(reference="2026/1")
    url = f"{ROOT}/paper/{paper.pk}"
    related = before[url]["relatedPaper"][0]
    Paper.objects.filter(pk=paper.pk).update(is_published=False)
    after = everything(oparl, town)
    gone = before.keys() - after.keys()
    assert {url, before[url]["mainFile"]["id"], before[url]["consultation"][0]["id"]} <= gone
    assert not any(address in str(after) for address in gone)
    assert after[related]["modified"] > before[related]["modified"]
    changed = everything(oparl, town, "?modified_since=2026-01-01T00:00:00Z")
    for address in gone:
        tombstone = oparl.fetch(address)
        assert tombstone.keys() == {"id", "type", "created", "modified", "deleted"}
        assert tombstone["created"] == before[address]["created"]
        assert changed[address] == tombstone


def test_publishing_again_revokes_the_tombstone(town: BodyView, oparl: OparlClient) -> None:
    papers = Paper.objects.filter(reference="2026/1")
    url = f"{ROOT}/paper/{papers.get().pk}"
    first = oparl.fetch(url)
    times = [modified("Paper", papers.get().pk)]
    for is_published in (False, True):
        papers.update(is_published=is_published)
        times.append(modified("Paper", papers.get().pk))
    assert times[0] < times[1] < times[2]
    again = oparl.fetch(url)
    assert again["created"] == first["created"]
    assert again.keys() == first.keys()


CHANGES: dict[str, Callable[[], object]] = {
    "Paper": lambda: Paper.objects.filter(reference="2026/1").update(name="Neuer Titel"),
    "File": lambda: File.objects.update(original_name="Neu.pdf"),
    "Consultation": lambda: Consultation.objects.update(authoritative=False),
    "AgendaItem": lambda: AgendaItem.objects.update(name="Neu"),
    "Organization": lambda: sql("UPDATE papers_organization SET name = name || ' neu'"),
    "Meeting": lambda: sql("UPDATE papers_meeting SET date = date + 1"),
    "Person": lambda: Person.objects.update(given_name="Neu"),
    "Membership": lambda: Mandate.objects.update(role="Vorsitz"),
    "LegislativeTerm": lambda: LegislativeTerm.objects.update(name="Neu"),
    "Location": lambda: sql("UPDATE oparl_location SET locality = 'Neu'"),
    "Body": lambda: sql("UPDATE oparl_publication SET website = 'https://neu.example'"),
}
PARENTS = {
    "File": "Paper",
    "Consultation": "Paper",
    "AgendaItem": "Meeting",
    "Membership": "Person",
    "LegislativeTerm": "Body",
    "Location": "Body",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_also_by_sql_is_dated_later_and_dates_what_embeds_it(kind: str, town: BodyView) -> None:
    settle_changes()
    kinds = [kind, *([PARENTS[kind]] if kind in PARENTS else [])]
    before = {(row.kind, row.key): row for row in PublicObject.objects.filter(kind__in=kinds)}
    CHANGES[kind]()
    settle_changes()
    changed = [
        row
        for row in PublicObject.objects.filter(kind__in=kinds)
        if row.modified > before[row.kind, row.key].modified
    ]
    assert {row.kind for row in changed} == set(kinds)
    assert all(row.revision > before[row.kind, row.key].revision for row in changed)


@pytest.mark.parametrize(
    "kind", ["File", "Consultation", "AgendaItem", "Membership", "LegislativeTerm", "Location"]
)
def test_deleting_a_part_leaves_a_tombstone_and_dates_what_embedded_it(kind: str, town: BodyView) -> None:
    settle_changes()
    row = PublicObject.objects.filter(kind=kind).order_by("key").first()
    assert row is not None
    parents = {each.pk: each.modified for each in PublicObject.objects.filter(kind=PARENTS[kind])}
    table = {
        "File": "papers_file",
        "Consultation": "papers_consultation",
        "AgendaItem": "papers_agendaitem",
        "Membership": "oparl_mandate",
        "LegislativeTerm": "oparl_legislativeterm",
        "Location": "oparl_location",
    }[kind]
    sql(f"DELETE FROM {table} WHERE id = %s", row.key)  # noqa: S608 - names of this test
    settle_changes()
    row.refresh_from_db()
    assert row.is_deleted
    later = [
        each for each in PublicObject.objects.filter(kind=PARENTS[kind]) if each.modified > parents[each.pk]
    ]
    assert len(later) == 1


def test_no_answer_speaks_of_the_future(town: BodyView, oparl: OparlClient) -> None:
    url = f"{ROOT}/body/{town.id}"
    for number in range(5):
        sql("UPDATE oparl_publication SET contact_name = %s", str(number))
        now = timezone.now()
        assert datetime.fromisoformat(oparl.fetch(url)["modified"]) <= now + timedelta(seconds=1)
    assert modified("Body", town.id) > now


def test_what_is_not_touched_keeps_its_time(town: BodyView, oparl: OparlClient) -> None:
    before = everything(oparl, town)
    Paper.objects.filter(reference="2026/2").update(name="Neuer Titel")
    after = everything(oparl, town)
    changed = {address for address in before if before[address] != after[address]}
    assert changed == {f"{ROOT}/paper/{Paper.objects.get(reference='2026/2').pk}"}


def test_a_body_that_was_never_released_answers_404(bodies: Any, oparl: OparlClient) -> None:
    body = bodies["05999004"]
    paper = a_public_paper(body)
    for path in (f"body/{body.id}", f"body/{body.id}/papers", f"paper/{paper.pk}"):
        assert oparl.response(f"{ROOT}/{path}").status_code == 404


def test_three_ways_to_end_a_publication(town: BodyView, oparl: OparlClient) -> None:
    before = everything(oparl, town)
    paper = f"{ROOT}/paper/{Paper.objects.get(reference='2026/1').pk}"
    file = before[paper]["mainFile"]["downloadUrl"]

    def switch(state: PublicationState) -> None:
        switch_publication(body=town, state=state, by=None, on=TODAY)

    switch(PublicationState.PAUSED)
    for url in (paper, file, f"{ROOT}/body/{town.id}", f"{ROOT}/body/{town.id}/papers"):
        response = oparl.response(url)
        assert (response.status_code, bool(response["Retry-After"])) == (503, True)
    assert not list(oparl.follow(f"{ROOT}/bodies"))

    switch(PublicationState.ARCHIVED)
    late = a_public_paper(town, "2026/9")
    assert everything(oparl, town).keys() == before.keys()
    assert oparl.response(f"{ROOT}/paper/{late.pk}").status_code == 404

    switch(PublicationState.ENDED)
    assert everything(oparl, town) == {}
    assert oparl.fetch(paper)["deleted"] is True
    assert oparl.response(file).status_code == 410
    gone = everything(oparl, town, "?modified_since=2026-01-01T00:00:00Z")
    assert gone.keys() == before.keys()
    assert [
        each["deleted"] for each in oparl.follow(f"{ROOT}/bodies?modified_since=2026-01-01T00:00:00Z")
    ] == [True]

    switch(PublicationState.PUBLIC)
    assert everything(oparl, town).keys() == before.keys() | {f"{ROOT}/paper/{late.pk}"}


def test_a_new_name_in_the_register_is_a_change_of_the_body(town: BodyView, oparl: OparlClient) -> None:
    sql("UPDATE oparl_publication SET name = 'Alt'")
    before = modified("Body", town.id)
    assert refresh_names(on=TODAY) == 1
    assert refresh_names(on=TODAY) == 0
    assert modified("Body", town.id) > before
    assert oparl.fetch(f"{ROOT}/body/{town.id}")["name"] == "Stadt Musterstadt"


class Mirror:
    """A client that crawls once and then asks only for changes."""

    def __init__(self, oparl: OparlClient, body: BodyView) -> None:
        self.oparl, self.body = oparl, body
        self.since = timezone.now()
        self.objects = everything(oparl, body)

    def update(self) -> None:
        start = timezone.now()
        since = self.since.replace(microsecond=0).isoformat().replace("+", "%2B")
        for address, thing in everything(self.oparl, self.body, f"?modified_since={since}").items():
            if thing.get("deleted"):
                self.objects.pop(address, None)
            else:
                self.objects[address] = thing
        self.since = start


def random_change(chance: random.Random, town: BodyView) -> None:
    papers = list(Paper.objects.filter(body_id=town.id).order_by("pk"))
    paper = chance.choice(papers)
    what = chance.randrange(9)
    if what == 0:
        a_public_paper(town, f"neu/{len(papers)}-{chance.random()}")
    elif what in (1, 2):
        Paper.objects.filter(pk=paper.pk).update(is_published=not paper.is_published)
    elif what == 3:
        Paper.objects.filter(pk=paper.pk).update(name=f"Titel {chance.random()}")
    elif what == 4:
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
        committee = Organization.objects.order_by("?")[:1].get()
        a_station(paper, committee, day, order=chance.randrange(50, 30_000))
    elif what == 5:
        Consultation.objects.filter(pk__in=Consultation.objects.order_by("?")[:1]).delete()
    elif what == 6:
        a_file(paper, str(chance.random()).encode())
    elif what == 7:
        File.objects.filter(pk__in=File.objects.order_by("?")[:1]).delete()
    else:
        treatment = chance.choice(["nichtöffentlich", "öffentlich"])
        Consultation.objects.filter(paper=paper).update(treatment=treatment)


def test_a_mirror_of_changes_equals_a_fresh_crawl(town: BodyView, oparl: OparlClient) -> None:
    chance = random.Random(7)  # noqa: S311 - the same changes in every run
    mirror = Mirror(oparl, town)
    for number in range(1, 121):
        random_change(chance, town)
        if number % 20 == 0:
            mirror.update()
    fresh = everything(oparl, town)
    assert mirror.objects.keys() == fresh.keys()
    assert {k: without_time(v) for k, v in mirror.objects.items()} == {
        k: without_time(v) for k, v in fresh.items()
    }


def without_time(value: Any) -> Any:
    """Return an object without its times of change: a second change within a second shows its own later."""
    if isinstance(value, dict):
        return {key: without_time(inner) for key, inner in value.items() if key != "modified"}
    return [without_time(inner) for inner in value] if isinstance(value, list) else value
