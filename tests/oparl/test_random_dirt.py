"""Dirt that nobody has thought of: whatever stands anywhere, a run ends, keeps the rest, says what failed."""

import copy
import json
import os
import re
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.oparl.fetching import Answer
from allmende.oparl.importing.domain import RunState
from allmende.oparl.importing.runs import run_source
from allmende.oparl.models import ImportedObject, ImportRun, OparlSource, SourceFinding
from allmende.papers.models import Paper
from tests.oparl.dirt import WIRES, soil, soil_page
from tests.oparl.test_import import BASE, START, Canned
from tests.oparl.world import LISTS, World
from tests.papers.factories import the_bodies

pytestmark = pytest.mark.django_db
WORLD = World(papers=12, page_size=4, dangling_every=5)
FIRST, SEEDS = (
    int(os.environ.get(f"OPARL_DIRT_{name}", given)) for name, given in (("FIRST", "0"), ("SEEDS", "4"))
)
"""OPARL_DIRT_SEEDS=500 OPARL_DIRT_FIRST=1000 makes dirt that no run has seen."""

MAX_REQUESTS = 400


@cache
def clean_pages() -> Mapping[str, bytes]:
    return dict(WORLD.pages(BASE))


class Dirty(Canned):
    """Answers from prepared pages; one address may answer something else altogether."""

    def __init__(self, pages: Mapping[str, bytes], wire: tuple[str, str, int] | None = None) -> None:
        super().__init__(lambda _target: None)
        self.pages, self.wire = pages, wire

    def request(self, method: str, url: str, headers: Any = None, *, follow: bool = True) -> Answer:
        self.request_count += 1
        assert self.request_count <= MAX_REQUESTS
        target = re.sub(r"[?&]modified_since=[^&]*", "", url.removeprefix(BASE))
        body = self.pages.get(target)
        answer = Answer(url, 200 if body is not None else 404, {}, body or b"{}", 0.0)
        if self.wire is not None and self.wire[0] == target:
            return WIRES[self.wire[1]](Random(self.wire[2]), answer)  # noqa: S311 - no secret
        return answer


@pytest.fixture
def source() -> OparlSource:
    found = OparlSource.objects.create(name="RIS", url=f"{BASE}/system")
    found.bodies.create(url=f"{BASE}/body/1", body_id=the_bodies()["05999004"].id)
    return found


def run(source: OparlSource, fetcher: Dirty, *, is_full: bool = True) -> ImportRun:
    return run_source(
        OparlSource.objects.get(pk=source.pk), is_full=is_full, fetcher=fetcher, at=lambda: START
    )


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def kept() -> dict[str, Any]:
    rows = ImportedObject.objects.filter(is_deleted=False, own_raw__isnull=False)
    return dict(rows.values_list("url", "own_raw"))


def ids_on(path: str) -> set[str]:
    return {each["id"] for each in json.loads(clean_pages()[path])["data"]}


def list_of(path: str) -> str:
    return path.partition("?")[0]


def all_is_well(source: OparlSource, fetcher: Dirty) -> None:
    """A second run, full or not, changes nothing, and every page about the source can be shown."""
    before = kept()
    again = run(source, Dirty(fetcher.pages, fetcher.wire))
    assert (again.objects_new, again.objects_changed, again.objects_deleted) == (0, 0, 0)
    run(source, Dirty(fetcher.pages, fetcher.wire), is_full=False)
    assert kept() == before
    client = Client()
    client.force_login(User.objects.create_user(email="a@probe.example", name="A", is_staff=True))
    for name in ("source", "findings", "gaps", "objects", "source-settings"):
        assert client.get(reverse(f"oparl:{name}", args=[source.pk])).status_code == 200, name
    assert client.get(reverse("oparl:findings", args=[source.pk]) + "?format=csv").status_code == 200
    for row in ImportedObject.objects.order_by("-pk")[:3]:
        assert client.get(reverse("oparl:object", args=[row.pk])).status_code == 200


PAGES = [path for path in dict(WORLD.pages(BASE)) if path.startswith("/body/1/")]


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_dirt_in_one_object_costs_no_other(seed: int, source: OparlSource) -> None:
    chance = Random(seed)  # noqa: S311 - the same dirt in every run
    path = chance.choice(PAGES)
    page = json.loads(clean_pages()[path])
    place = chance.randrange(len(page["data"]))
    dirty_id = page["data"][place]["id"]
    done = soil(page["data"][place], chance, times=chance.choice([1, 1, 3, 8]))
    fetcher = Dirty({**clean_pages(), path: dumped(page)})
    found = run(source, fetcher)
    assert found.state in (RunState.COMPLETE, RunState.PARTIAL), done
    expected = set().union(*(ids_on(each) for each in PAGES)) - {dirty_id}
    assert expected <= kept().keys(), done
    if dirty_id not in kept():
        assert SourceFinding.objects.exists(), done
    assert Paper.objects.filter(is_published=True).count() >= WORLD.papers - 1, done
    all_is_well(source, fetcher)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_dirt_around_one_page_costs_no_other_list(seed: int, source: OparlSource) -> None:
    chance = Random(seed)  # noqa: S311 - the same dirt in every run
    path = chance.choice(PAGES)
    page = json.loads(clean_pages()[path])
    done = soil_page(page, chance)
    fetcher = Dirty({**clean_pages(), path: dumped(page)})
    found = run(source, fetcher)
    others = [each for each in PAGES if list_of(each) != list_of(path)]
    assert set().union(*(ids_on(each) for each in others)) <= kept().keys(), done
    of_list = set().union(*(ids_on(each) for each in PAGES if list_of(each) == list_of(path)))
    if not of_list <= kept().keys():
        named = {*SourceFinding.objects.values_list("code", flat=True)} - {"missing-required", "ags-repaired"}
        assert named or "next" in str(done), done
    assert found.state in (RunState.COMPLETE, RunState.PARTIAL)
    all_is_well(source, fetcher)


@pytest.mark.parametrize("name", WIRES)
def test_a_broken_answer_costs_no_other_list(name: str, source: OparlSource) -> None:
    chance = Random(name)  # noqa: S311 - the same dirt in every run
    path = chance.choice(PAGES)
    fetcher = Dirty(clean_pages(), (path, name, chance.randrange(1000)))
    run(source, fetcher)
    others = [each for each in PAGES if list_of(each) != list_of(path)]
    assert set().union(*(ids_on(each) for each in others)) <= kept().keys()
    of_list = set().union(*(ids_on(each) for each in PAGES if list_of(each) == list_of(path)))
    if not of_list <= kept().keys():
        assert SourceFinding.objects.filter(url__startswith=BASE + list_of(path)).exists()
    all_is_well(source, fetcher)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_dirt_at_the_entrance_ends_the_run(seed: int, source: OparlSource) -> None:
    chance = Random(seed)  # noqa: S311 - the same dirt in every run
    path = chance.choice(["/system", "/body"])
    entrance = json.loads(clean_pages()[path])
    soil(entrance, chance, times=chance.choice([1, 1, 3]))
    fetcher = Dirty({**clean_pages(), path: dumped(entrance)})
    found = run(source, fetcher)
    assert found.state != RunState.RUNNING
    if found.state == RunState.FAILED:
        assert SourceFinding.objects.exists()
    all_is_well(source, fetcher)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS // 2))
def test_dirt_everywhere_at_once_ends_the_run(seed: int, source: OparlSource) -> None:
    chance = Random(seed)  # noqa: S311 - the same dirt in every run
    pages = {path: json.loads(body) for path, body in copy.deepcopy(clean_pages()).items()}
    for path, page in pages.items():
        if path.startswith("/body/1/"):
            soil(page, chance, times=6)
    fetcher = Dirty({path: dumped(page) for path, page in pages.items()})
    assert run(source, fetcher).state != RunState.RUNNING
    all_is_well(source, fetcher)


assert set(LISTS) == {list_of(path).rpartition("/")[2] for path in PAGES}
