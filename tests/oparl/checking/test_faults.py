"""Each fault put into a server that keeps every rule is reported; nothing is reported without one."""

import copy
import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from allmende.oparl.checking.crawler import Check, Limits
from allmende.oparl.checking.findings import Report
from allmende.oparl.checking.rules import RULES
from allmende.oparl.fetching import Answer, TooLarge, TooSlow
from allmende.oparl.vocabulary import type_url
from tests.oparl.checking.small_world import (
    BASE,
    NOW,
    SmallServer,
    Thing,
    a,
    changed_json,
    json_answer,
    link,
)

Break = Callable[[SmallServer], None]


def checked(server: SmallServer, limits: Limits | None = None, url: str = link("System")) -> Report:
    return Check(server, limits or Limits(), clock=lambda: 0.0, now=lambda: NOW).run(url)


def test_a_server_that_keeps_the_rules_gets_no_finding() -> None:
    report = checked(SmallServer())
    assert [(f.rule.code, f.place, f.examples) for f in report.findings] == []
    assert report.counts["Paper"] == 7
    assert report.notes == []


def test_a_server_with_tombstones_and_extensions_gets_no_finding() -> None:
    server = SmallServer()
    server.things[link("Paper", 9)] = a("Paper", 9, deleted=True)
    server.things[link("Paper", 2)]["haus:farbe"] = "blau"
    server.things[link("Paper", 3)]["relatedPaper"] = [link("Paper", 2)]
    assert checked(server).codes == set()


def everywhere(address: str, change: Callable[[Thing], Any]) -> Break:
    """Return the fault that changes an object, also where it is embedded."""

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("id") == address:
                change(value)
            for inner in list(value.values()):
                visit(inner)
        elif isinstance(value, list):
            for inner in value:
                visit(inner)

    return lambda server: visit(list(server.things.values()))


def put(kind: str, **values: Any) -> Break:
    return everywhere(link(kind), lambda thing: thing.update(values))


def without(kind: str, name: str) -> Break:
    return everywhere(link(kind), lambda thing: thing.pop(name))


def on_pages(change: Callable[[Thing], Any]) -> Break:
    """Return the fault that changes every page of papers."""

    def install(server: SmallServer) -> None:
        server.tamper = changed_json(change, lambda url: "/body/1/paper" in url)

    return install


def on_answers(change: Callable[[Answer], Answer], part: str = "/paper") -> Break:
    def install(server: SmallServer) -> None:
        server.tamper = lambda url, answer: change(answer) if part in url and answer.status == 200 else answer

    return install


def with_body(body: bytes) -> Callable[[Answer], Answer]:
    return lambda answer: dataclasses.replace(answer, body=body)


def header(name: str, value: str | None, part: str) -> Break:
    def change(answer: Answer) -> Answer:
        kept = {key: each for key, each in answer.headers.items() if key != name}
        return dataclasses.replace(answer, headers=kept if value is None else {**kept, name: value})

    return on_answers(change, part)


def attribute(**values: Any) -> Break:
    def install(server: SmallServer) -> None:
        for name, value in values.items():
            setattr(server, name, value)

    return install


def gone(address: str) -> Break:
    """Return the fault that an object answers 404 on its own but stays where it is embedded."""

    def install(server: SmallServer) -> None:
        missing = json_answer(address, {"type": type_url("Error"), "message": "fehlt", "debug": ""}, 404)
        server.tamper = lambda url, answer: missing if url == address else answer

    return install


def second_address(server: SmallServer) -> None:
    server.tamper = lambda url, answer: server.answer(url.rstrip("/")) if url.endswith("/") else answer


def back_reference_missing(server: SmallServer) -> None:
    del server.things[link("Consultation")]["paper"]


def back_reference_embedded(server: SmallServer) -> None:
    server.things[link("Paper")]["consultation"][0]["paper"] = link("Paper")


def differs_alone(server: SmallServer) -> None:
    server.tamper = changed_json(
        lambda thing: thing.update(name="anders"), lambda url: url == link("Paper", 2)
    )


def wrong_id(server: SmallServer) -> None:
    server.tamper = changed_json(
        lambda thing: thing.update(id=link("Paper", 3)), lambda url: url == link("Paper", 2)
    )


def deleted_in_plain_list(server: SmallServer) -> None:
    server.things[link("Paper", 9)] = a("Paper", 9, deleted=True)
    server.tombstones_everywhere = True


def deleted_embedded(server: SmallServer) -> None:
    server.things[link("Paper")]["consultation"].append(a("Consultation", 5, deleted=True))


def not_in_list(server: SmallServer) -> None:
    consultation = server.things.pop(link("Consultation"))
    server.tamper = lambda url, answer: (
        json_answer(url, consultation) if url == consultation["id"] else answer
    )


def listed_twice(page: Thing) -> None:
    page["data"] += copy.deepcopy(page["data"][:1])


def size_varies(page: Thing) -> None:
    if page["data"]:
        page["pagination"]["elementsPerPage"] = int(page["data"][0]["id"].rpartition("/")[2])


def links_without_filter(page: Thing) -> None:
    page["links"] = {name: value.replace("modified_since", "x") for name, value in page["links"].items()}


def soft_404(server: SmallServer) -> None:
    server.tamper = lambda url, answer: json_answer(url, {}) if answer.status == 404 else answer


def html_errors(server: SmallServer) -> None:
    server.tamper = lambda url, answer: (
        Answer(url, 404, {"content-type": "text/html"}, b"<h1>Fehler</h1>", 0.0)
        if answer.status == 404
        else answer
    )


def mixed_schemes(server: SmallServer) -> None:
    thing = server.things.pop(link("Paper", 4))
    thing["id"] = thing["id"].replace("https", "http")
    server.things[thing["id"]] = thing


def to_first_page(page: Thing) -> None:
    if "next" not in page["links"] and page["data"]:
        page["links"]["next"] = f"{BASE}/body/1/paper"


def to_itself(page: Thing) -> None:
    page["links"]["next"] = page["links"]["self"]


FAULTS: dict[str, tuple[str, Break]] = {
    # the matrix of faults that others miss
    "mandatory property missing": ("required-missing", without("Body", "legislativeTerm")),
    "null in an optional property": ("null-value", put("Paper", reference=None)),
    "null in a mandatory property": ("null-required", put("Body", name=None)),
    "empty text": ("empty-text", put("Paper", reference="")),
    "date-time without zone": ("bad-date-time", put("Meeting", start="2026-03-17T17:00:00")),
    "date-time with Z": ("bad-date-time", put("Meeting", start="2026-03-17T17:00:00Z")),
    "date-time with fractions": ("bad-date-time", put("Meeting", start="2026-03-17T17:00:00.5+01:00")),
    "type in lower case": ("wrong-type", put("Paper", type=type_url("Paper").lower())),
    "type missing": ("type-missing", without("Consultation", "type")),
    "created missing": ("time-missing", without("Consultation", "created")),
    "modified missing in embedded": ("time-missing", without("File", "modified")),
    "link to nothing": ("dead-link", put("Paper", relatedPaper=[link("Paper", 99)])),
    "text instead of list": ("wrong-shape", put("Paper", relatedPaper=link("Paper", 2))),
    "unprefixed property": ("unprefixed-property", put("Paper", farbe="blau")),
    "HTML escape": ("html-escape", put("Paper", name="Haus &amp; Hof")),
    "HTML": ("html-escape", put("Paper", name="Haus<br>Hof")),
    "German date": ("bad-date", put("Paper", date="02.02.2026")),
    "impossible date": ("bad-date", put("Paper", date="2026-02-30")),
    "accessUrl missing": ("required-missing", without("File", "accessUrl")),
    "embedded answers 404": ("embedded-not-retrievable", gone(link("Consultation"))),
    "tombstone in a plain list": ("deleted-in-plain-list", deleted_in_plain_list),
    "page without links": ("page-without-links", on_pages(lambda page: page.pop("links") and None)),
    "page without data": ("page-without-data", on_pages(lambda page: page.pop("data") and None)),
    "page without pagination": (
        "page-without-pagination",
        on_pages(lambda page: page.pop("pagination") and None),
    ),
    "broken JSON": ("broken-json", on_answers(with_body(b'{"data": [,'))),
    "HTML with 200": ("broken-json", on_answers(with_body(b"<html>Wartung</html>"))),
    "500 on a page": (
        "bad-status",
        on_answers(lambda answer: dataclasses.replace(answer, status=500), "ab=3"),
    ),
    "byte order mark": (
        "byte-order-mark",
        on_answers(lambda x: dataclasses.replace(x, body=b"\xef\xbb\xbf" + x.body)),
    ),
    "no CORS": ("no-cors", header("access-control-allow-origin", None, "/paper")),
    "next leads to the first page": ("page-loop", on_pages(to_first_page)),
    "next leads to itself": ("page-loop", on_pages(to_itself)),
    # rules for servers
    "Latin-1": ("not-utf-8", on_answers(with_body("{}ä".encode("latin-1")))),
    "not a number": ("broken-json", on_answers(with_body(b'{"a": NaN}'))),
    "wrong content type": ("content-type", header("content-type", "text/html", "/paper")),
    "a list instead of a page": ("not-an-object", on_pages(lambda page: page["data"])),
    "next is a number": ("bad-next", on_pages(lambda page: page["links"].update(next=2))),
    "filter ignored": ("filter-ignored", attribute(ignores_filters=True)),
    "links lose the filter": ("filter-lost", on_pages(links_without_filter)),
    "object listed twice": ("listed-twice", on_pages(listed_twice)),
    "page size varies": ("page-size-varies", on_pages(size_varies)),
    "object missing in its list": ("not-in-list", not_in_list),
    "order from one": ("wrong-order", everywhere(link("AgendaItem"), lambda thing: thing.update(order=1))),
    "order missing": ("required-missing", without("AgendaItem", "order")),
    "changed in the future": ("in-the-future", put("Paper", modified="2026-07-01T00:00:00+02:00")),
    "changed before created": ("modified-before-created", put("Paper", modified="2025-01-01T00:00:00+01:00")),
    "tombstone with content": (
        "tombstone-content",
        lambda server: server.things.update({link("Paper", 9): a("Paper", 9, deleted=True, name="x")}),
    ),
    "deleted object embedded": ("deleted-embedded", deleted_embedded),
    "back reference missing": ("back-reference-missing", back_reference_missing),
    "back reference embedded": ("back-reference-embedded", back_reference_embedded),
    "differs when alone": ("differs-alone", differs_alone),
    "other id than asked for": ("wrong-id", wrong_id),
    "second address": ("second-address", second_address),
    "soft 404": ("soft-404", soft_404),
    "errors as HTML": ("error-object", html_errors),
    "http and https": ("mixed-schemes", mixed_schemes),
    "IP address": ("address-is-number", put("Paper", relatedPaper=["https://192.0.2.7/paper/1"])),
    "not an address": ("bad-url", put("Paper", web="www.example.org")),
    "bare geometry": ("bare-geometry", put("Location", geojson={"type": "Point", "coordinates": [7, 51]})),
    "link to another type": ("link-to-wrong-type", put("Consultation", meeting=link("Person"))),
    "order is a flag": (
        "wrong-shape",
        everywhere(link("AgendaItem"), lambda thing: thing.update(order=False)),
    ),
    "an older version": ("old-version", put("System", oparlVersion="https://schema.oparl.org/1.0/")),
    "file dead": ("file-dead", on_answers(lambda answer: dataclasses.replace(answer, status=404), "/datei/")),
    "access as attachment": ("access-as-attachment", header("content-disposition", "attachment", "/datei/")),
    "download without name": ("download-without-name", header("content-disposition", "inline", "/laden/")),
    "no validator": ("no-validator", header("etag", None, "/datei/")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_reported(name: str) -> None:
    code, break_it = FAULTS[name]
    server = SmallServer()
    break_it(server)
    report = checked(server)
    assert code in report.codes, report.codes
    finding = next(each for each in report.findings if each.rule.code == code)
    assert finding.examples[0][0].startswith("http")


def failing(error: Exception) -> Break:
    def tamper(url: str, answer: Answer) -> Answer:
        if "/body/1/paper" in url:
            raise error
        return answer

    return attribute(tamper=tamper)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("timeout", TooSlow(url=BASE, seconds=60)),
        ("response-too-large", TooLarge(url=BASE, megabytes=20)),
    ],
)
def test_slow_and_huge_answers_are_findings_and_the_rest_is_checked(code: str, error: Exception) -> None:
    server = SmallServer()
    failing(error)(server)
    report = checked(server)
    assert code in report.codes
    assert report.counts["Consultation"] == 1


def test_every_rule_is_broken_by_a_test() -> None:
    broken = {code for code, _break in FAULTS.values()} | {"timeout", "response-too-large", "no-progress"}
    assert RULES.keys() - broken == {"not-reachable", "robots", "redirect-loop", "foreign-redirect"}


def test_pages_that_bring_nothing_new_end_soon() -> None:
    server, numbers = SmallServer(), iter(range(10_000))

    def on_and_on(url: str, answer: Answer) -> Answer:
        if "/body/1/paper" not in url:
            return answer
        page = json.loads(answer.body)
        page["links"]["next"] = f"{BASE}/body/1/paper?ab=0&seite={next(numbers)}"
        return json_answer(url, page)

    server.tamper = on_and_on
    report = checked(server, Limits(pages_per_list=10_000))
    assert "no-progress" in report.codes
    assert len(server.asked) < 200


def test_a_list_without_end_ends_at_the_limit() -> None:
    server = SmallServer()

    def endless_news(url: str, answer: Answer) -> Answer:
        if "/body/1/paper" not in url or "since" in url or "until" in url:
            return answer
        number = int(url.rpartition("=")[2]) if "=" in url else 0
        page = {
            "data": [a("Paper", f"n{number}")],
            "pagination": {},
            "links": {"next": f"{BASE}/body/1/paper?ab={number + 1}"},
        }
        return json_answer(url, page)

    server.tamper = endless_news
    report = checked(server, Limits(pages_per_list=30))
    assert report.counts["Paper"] == 30
    assert any("30 Seiten" in note for note in report.notes)


def test_the_check_ends_after_its_requests_and_its_time() -> None:
    server = SmallServer()
    report = checked(server, Limits(requests=10))
    assert len(server.asked) == 10
    assert any("10 Anfragen" in note for note in report.notes)
    times = iter(range(0, 10_000, 100))
    report = Check(SmallServer(), Limits(seconds=500), clock=lambda: float(next(times)), now=lambda: NOW).run(
        link("System")
    )
    assert any("500 Sekunden" in note for note in report.notes)


def test_one_body_can_be_checked_alone() -> None:
    report = checked(SmallServer(), url=link("Body"))
    assert (report.codes, report.counts["Paper"]) == (set(), 7)


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'"x"', b'{"type": 7}', b"{" * 100_000, b"[" * 100_000, b""]
)
def test_nonsense_instead_of_a_system_is_a_finding(body: bytes) -> None:
    server = SmallServer()
    server.tamper = lambda url, answer: dataclasses.replace(answer, body=body)
    assert checked(server).codes
