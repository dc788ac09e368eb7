"""A server is read, kept, mapped into papers; again, after a crash, after changes, by two servers."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection

from allmende.oparl.fetching import Answer, Fetcher, Manners
from allmende.oparl.importing.domain import RunState
from allmende.oparl.importing.mapping import map_again
from allmende.oparl.importing.runs import run_source
from allmende.oparl.models import Gap, ImportedObject, ImportRun, OparlSource, SourceBody, SourceFinding
from allmende.papers.models import AgendaItem, Consultation, Decision, Meeting, Organization, Paper, Vote
from allmende.register.domain import BodyView
from tests.oparl.world import World
from tests.papers.factories import the_bodies

pytestmark = pytest.mark.django_db
BASE = "https://ris.example"
START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
Answers = Callable[[str], dict[str, Any] | None]


class Canned(Fetcher):
    """Answers from a table instead of the network; `on_request` may raise."""

    def __init__(self, answers: Answers, on_request: Callable[[], None] = lambda: None) -> None:
        super().__init__(BASE, Manners(contact="x", heed_robots=False))
        self.answers, self.on_request = answers, on_request
        self.asked: list[str] = []

    def request(self, method: str, url: str, headers: Any = None, *, follow: bool = True) -> Answer:
        self.on_request()
        self.asked.append(url)
        self.request_count += 1
        value = self.answers(url.removeprefix(BASE))
        body = json.dumps(value).encode() if value is not None else b"{}"
        return Answer(url, 200 if value is not None else 404, {}, body, 0.0)


def world_answers(world: World) -> Answers:
    return lambda target: world.answer(BASE, target)


@pytest.fixture
def bodies() -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def source(bodies: dict[str, BodyView]) -> OparlSource:
    found = OparlSource.objects.create(name="RIS Musterstadt", url=f"{BASE}/system")
    SourceBody.objects.create(source=found, url=f"{BASE}/body/1", body_id=bodies["05999004"].id)
    return found


def read(source: OparlSource, answers: Answers, *, is_full: bool = True, days: int = 0) -> ImportRun:
    at = START + timedelta(days=days)
    return run_source(source, is_full=is_full, fetcher=Canned(answers), at=lambda: at)


def state() -> dict[str, list[Any]]:
    """Return everything that a run leaves, without the numbers that the database gives."""
    objects = ImportedObject.objects.order_by("url").values_list(
        "url", "object_type", "own_raw", "inner_raw", "is_deleted", "missed_crawls", "needs_mapping"
    )
    return {
        "objects": [(*row[:2], json.dumps(row[2], sort_keys=True), *row[3:]) for row in objects],
        "findings": sorted(SourceFinding.objects.values_list("code", "url", "detail")),
        "gaps": sorted(Gap.objects.values_list("target_url", "property", "is_dangling")),
        "papers": sorted(Paper.objects.values_list("name", "reference", "paper_type", "is_published")),
        "stations": sorted(
            Consultation.objects.values_list(
                "paper__reference", "order", "organization__name", "role", "meeting__date"
            ),
            key=str,
        ),
        "items": sorted(AgendaItem.objects.values_list("meeting__date", "order", "number", "name")),
        "votes": sorted(Vote.objects.values_list("decision__paper__reference", "outcome", "yes"), key=str),
    }


def rows_written(work: Callable[[], object]) -> int:
    """Return how many rows of the stores were inserted, changed or deleted meanwhile."""
    tables = ("importedobject", "objectversion", "sourcefinding", "gap", "sourcebody")
    names = [f"oparl_{name}" for name in tables]
    names += [
        f"papers_{name}" for name in ("paper", "consultation", "decision", "vote", "meeting", "agendaitem")
    ]
    before = _written(names)
    work()
    return _written(names) - before


def _written(tables: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
            " WHERE relname = ANY(%s)",
            [tables],
        )
        return int(cursor.fetchone()[0])


def test_a_council_system_becomes_papers(source: OparlSource) -> None:
    world = World(papers=60)
    run = read(source, world_answers(world))
    assert run.state == RunState.COMPLETE
    assert ImportedObject.objects.exclude(object_type="System").count() == world.objects - 1
    assert Paper.objects.count() == 60
    paper = Paper.objects.get(reference="V/2021/00007")
    assert paper.name == "Brücke in Musterstadt; hier: Abschnitt 7"
    assert (paper.paper_type, paper.date) == ("Anfrage", date(2021, 8, 8))
    assert paper.is_published
    assert [str(each) for each in paper.consultations.all()]
    assert paper.consultations.get(authoritative=True).meeting is not None
    assert Organization.objects.count() == 12
    assert Meeting.objects.count() == world.counts["meeting"]
    assert AgendaItem.objects.count() == world.counts["meeting"] * 12
    assert Vote.objects.filter(outcome__startswith="einstimmig beschlossen", yes=13, no=0).exists()
    assert not Decision.objects.exclude(state="proposed").exists()


def test_what_was_wrong_is_named(source: OparlSource) -> None:
    read(source, world_answers(World(papers=60, dangling_every=40)))
    codes = set(SourceFinding.objects.values_list("code", flat=True))
    assert codes == {"ags-repaired", "missing-required", "dangling-reference"}
    gaps = Gap.objects.filter(is_dangling=True)
    assert sorted(gap.target_url for gap in gaps) == [f"{BASE}/paper/{10**9 + n}" for n in (0, 40)]
    assert SourceBody.objects.get().ags == "05999004"


def test_contact_data_of_people_is_not_kept(source: OparlSource) -> None:
    read(source, world_answers(World(papers=8)))
    kept = json.dumps(list(ImportedObject.objects.values_list("own_raw", "inner_raw")))
    assert "Erika Muster" in kept
    assert "privat.example" not in kept
    assert "4711" not in kept


def test_a_second_run_writes_nothing(source: OparlSource) -> None:
    world = World(papers=60)
    read(source, world_answers(world))
    before = state()
    assert rows_written(lambda: read(source, world_answers(world), days=1)) == 0
    assert rows_written(lambda: read(source, world_answers(world), days=2, is_full=False)) == 0
    assert state() == before
    assert rows_written(lambda: map_again(source, report=lambda count, what: None)) > 0  # marks, takes back
    assert state() == before


class Killed(Exception):
    """The process is gone."""


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_goes_on(source: OparlSource) -> None:
    world = World(papers=5, page_size=3, dangling_every=2)
    steps = _count_steps(source, world)
    expected = state()
    for step in sorted(Random(7).sample(range(steps), 50)):  # noqa: S311 - chance without secrets
        _forget_all(source)
        _killed_at(step, source, world)
        read(source, world_answers(world))
        assert state() == expected, step
        assert not ImportRun.objects.filter(state=RunState.RUNNING.value).exists()


OF_RUNS = (
    *("oparl_gap", "oparl_sourcefinding", "oparl_objectversion", "oparl_importedobject"),
    *("oparl_stagedobject", "oparl_sourcelist", "oparl_importrun"),
    *("papers_vote", "papers_decisionitem", "papers_decision", "papers_consultation"),
    *("papers_agendaitem", "papers_meeting", "papers_paper", "papers_organization"),
)


def _forget_all(source: OparlSource) -> None:
    """Make it as it was before the first run: emptying these few rows is much faster than TRUNCATE."""
    with connection.cursor() as cursor:
        for table in OF_RUNS:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant
    source.vendor, source.version = "", "1.1"
    source.save()
    source.bodies.update(name="", ags="")


def _count_steps(source: OparlSource, world: World) -> int:
    seen: list[str] = []

    def note(go: Any, sql: str, *args: Any) -> Any:
        seen.append(sql)
        return go(sql, *args)

    with connection.execute_wrapper(note):
        read(source, world_answers(world))
    return len(seen)


def _killed_at(step: int, source: OparlSource, world: World) -> None:
    left = iter(range(step))

    def execute(go: Any, sql: str, *args: Any) -> Any:
        # what the database does of itself when a connection breaks, it still does
        if not sql.startswith("ROLLBACK") and next(left, None) is None:
            raise Killed
        return go(sql, *args)

    with pytest.raises(Killed), connection.execute_wrapper(execute):
        read(source, world_answers(world))
