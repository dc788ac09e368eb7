"""Dirt by chance: the check ends, writes its report, and finds everything that the schema refuses."""

import json
import os
from random import Random
from typing import Any

import pytest

from allmende.oparl.checking.crawler import Check, Limits
from allmende.oparl.checking.findings import Report
from allmende.oparl.checking.report import as_html, as_json, as_markdown, as_text
from allmende.oparl.fetching import Answer
from tests.oparl.checking.small_world import BASE, LISTS, NOW, SmallServer, kind_of, link
from tests.oparl.dirt import WIRES, soil, soil_page
from tests.oparl.serving.test_shape import problems

FIRST, SEEDS = (
    int(os.environ.get(f"OPARL_DIRT_{name}", given)) for name, given in (("FIRST", "0"), ("SEEDS", "40"))
)
MAX_REQUESTS = 600


def checked(server: SmallServer) -> Report:
    report = Check(server, Limits(requests=MAX_REQUESTS), clock=lambda: 0.0, now=lambda: NOW).run(
        link("System")
    )
    assert len(server.asked) <= MAX_REQUESTS
    assert json.dumps(as_json(report), ensure_ascii=False).encode()
    for write in (as_text, as_html, as_markdown):
        assert write(report).encode()
    return report


def refused(kind: str, thing: Any) -> list[str]:
    """Return what the schema refuses; what it cannot even look at, it refuses too."""
    try:
        return problems(kind, thing)
    except (RecursionError, ValueError, OverflowError, TypeError):
        return ["unreadable"]


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_what_the_schema_refuses_is_found(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same dirt in every run
    server = SmallServer()
    address = chance.choice([each for each in server.things if kind_of(each) != "System"])
    thing = server.things[address]
    kind = kind_of(address)
    done = soil(thing, chance, times=chance.choice([1, 1, 2]))
    report = checked(server)
    if refused(kind, thing):
        assert report.codes, done


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_dirt_around_a_page_ends_the_check(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same dirt in every run
    server = SmallServer()
    name = chance.choice(sorted(LISTS.values()))

    def tamper(url: str, answer: Answer) -> Answer:
        if f"/body/1/{name}" not in url:
            return answer
        page = json.loads(answer.body)
        soil_page(page, Random(seed))  # noqa: S311 - the same dirt in every run
        return Answer(url, 200, answer.headers, json.dumps(page).encode(), 0.0)

    server.tamper = tamper
    report = checked(server)
    whole = checked(SmallServer()).counts
    others = {kind for kind in whole if LISTS.get(kind) != name}
    assert all(report.counts[kind] == whole[kind] for kind in others)


@pytest.mark.parametrize("part", ["/system/1", "/bodies", "/body/1/paper", "/paper/", "/datei/"])
@pytest.mark.parametrize("name", WIRES)
def test_a_broken_answer_ends_the_check(name: str, part: str) -> None:
    chance = Random(name + part)  # noqa: S311 - the same dirt in every run
    server = SmallServer()

    def tamper(url: str, answer: Answer) -> Answer:
        is_json = answer.body.startswith(b"{")
        return WIRES[name](chance, answer) if part in url and (is_json or name == "status") else answer

    server.tamper = tamper
    report = checked(server)
    if part != "/datei/":
        assert report.codes or name in {"header", "a byte", "Latin-1"}  # with ASCII alone no fault


def test_dirt_everywhere_ends_the_check() -> None:
    for seed in range(FIRST, FIRST + SEEDS // 4):
        chance = Random(seed)  # noqa: S311 - the same dirt in every run
        server = SmallServer()
        soil(server.things[f"{BASE}/body/1"], chance, times=2)
        for thing in list(server.things.values()):
            soil(thing, chance, times=2)
        assert checked(server).codes
