"""Dirt that no rule is about: the check ends, says something, and its report can be written down."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from allmende.oparl.checking.crawler import Check, Limits
from allmende.oparl.checking.report import as_html, as_json, as_markdown, as_text
from tests.oparl.checking.small_world import NOW, SmallServer, Thing, a, changed_json, link

PAPERS = "/body/1/paper"
SHAPES: list[Any] = [None, 7, "x", [], [[]], {}, {"id": []}, True]
Change = Callable[[Thing], Any]


def on_papers(page: Thing, **paper: Any) -> None:
    """Add a paper to a page of papers."""
    if isinstance(page.get("data"), list):
        page["data"].append({**a("Paper", 50), **paper})


def nested(depth: int) -> Thing:
    inner = a("Paper", 0)
    for number in range(depth):
        inner = a("File", number, masterFile=inner)
    return inner


DIRT: dict[str, Change] = {
    "parts of a page are lists": lambda page: page.update(links=[1], pagination=["x"]),
    "parts of a page are texts": lambda page: page.update(links="x", pagination=7),
    "half an address of IPv6": lambda page: on_papers(
        page, id="http://[", web="http://[::1", body="http://]["
    ),
    "half characters and zero bytes": lambda page: on_papers(
        page, id="http://x/\ud800\0", name="\ud800\0", **{"a\ud800": 1}
    ),
    "an address of 100,000 letters": lambda page: on_papers(page, id=link("Paper", "9" * 100_000)),
    "three hundred objects deep": lambda page: on_papers(
        page, mainFile=nested(150), relatedPaper=deep_list(300)
    ),
    "two thousand unknown properties": lambda page: on_papers(page, **{f"x{n}": n for n in range(2000)}),
    "next is an object": lambda page: page["links"].update(next={"href": "x"}),
    "next is another list": lambda page: page["links"].update(next=link("Body") + "/meeting"),
    "next is the server of somebody else": lambda page: page["links"].update(next="https://other.example/x"),
    "everything is null": lambda page: {"data": None, "links": None, "pagination": None},
    "entries are of all shapes": lambda page: page.update(data=SHAPES),
    "types are of all shapes": lambda page: page.update(
        data=[a("Paper") | {"type": each} for each in SHAPES]
    ),
    "times are of all shapes": lambda page: on_papers(page, modified=[], created={"a": 1}, date=7),
    "numbers without measure": lambda page: on_papers(page, date=1e308, name=-0.0, reference=10**40),
    "an error that says it is fine": lambda page: {
        "type": "https://schema.oparl.org/1.1/Error",
        "message": "x",
    },
}


def deep_list(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("name", DIRT)
def test_the_check_ends_and_reports(name: str) -> None:
    server = SmallServer()
    server.tamper = changed_json(DIRT[name], lambda url: PAPERS in url)
    check = Check(server, Limits(requests=400), clock=lambda: 0.0, now=lambda: NOW)
    report = check.run(link("System"))
    assert len(server.asked) < 400
    assert report.codes
    assert report.counts["Consultation"] == 1  # what comes after was checked
    assert len(report.findings) <= 500
    assert json.dumps(as_json(report), ensure_ascii=False).encode()
    for write in (as_text, as_html, as_markdown):
        assert write(report).encode()
