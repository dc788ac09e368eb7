"""S1, S2, S3: every object is valid, retrievable, and links to nothing that does not answer."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from allmende.oparl.vocabulary import BACK_REFERENCES, BODY_LISTS, PROPERTIES, Form
from allmende.papers.models import AgendaItem
from allmende.register.domain import BodyView
from tests.oparl.serving.factories import ROOT, OparlClient, publish
from tests.oparl.shared_data import oparl_data


@cache
def validator(name: str) -> Draft202012Validator:
    files = sorted(oparl_data("jsonschema", "1.1").glob("*.json"))
    schemas = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}
    known = Registry().with_contents([(schema["$id"], schema) for schema in schemas.values()])
    return Draft202012Validator(schemas[name], registry=known)


def problems(name: str, thing: Any) -> list[str]:
    return [f"{name} {'/'.join(map(str, e.path))}: {e.message}" for e in validator(name).iter_errors(thing)]


def all_lists(oparl: OparlClient) -> Iterator[tuple[str, str]]:
    """Yield each list that a client finds, with the type of its objects."""
    yield oparl.fetch(f"{ROOT}/system")["body"], "Body"
    for body in oparl.follow(f"{ROOT}/bodies"):
        for each in BODY_LISTS:
            yield body[each.name], each.target
        for organization in oparl.follow(body["organization"]):
            yield organization["meeting"], "Meeting"
            yield organization["consultation"], "Consultation"


def embedded_in(thing: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield what an object embeds: outer type, inner type, the inner object."""
    outer = thing["type"].rpartition("/")[2]
    for name, value in thing.items():
        known = PROPERTIES[outer].get(name)
        if known is not None and known.form is Form.EMBEDDED:
            for inner in value if known.many else [value]:
                yield outer, known.target, inner


def test_lists_and_objects_fit_the_schema(town: BodyView, bodies: Any, oparl: OparlClient) -> None:
    publish(bodies["05999008"])
    assert not problems("System", oparl.fetch(f"{ROOT}/system"))
    seen = set()
    for url, kind in all_lists(oparl):
        page = oparl.fetch(url)
        assert not problems("ListPage", page)
        for thing in page["data"]:
            assert not problems(kind, thing), thing
            assert oparl.fetch(thing["id"]) == thing
            seen.add(kind)
    assert seen == set(PROPERTIES) - {"System"}


def test_embedded_objects_stand_alone_with_their_back_reference(town: BodyView, oparl: OparlClient) -> None:
    pairs = set()
    for url, _kind in all_lists(oparl):
        for thing in oparl.follow(url):
            for outer, inner, embedded in embedded_in(thing):
                back = BACK_REFERENCES[outer, inner]
                alone = oparl.fetch(embedded["id"])
                assert back not in embedded
                value = alone.pop(back)
                assert thing["id"] in (value if isinstance(value, list) else [value])
                assert alone == embedded
                assert not problems(inner, alone)
                pairs.add((outer, inner))
    assert pairs == {
        ("Paper", "File"),
        ("Paper", "Consultation"),
        ("Meeting", "AgendaItem"),
        ("Person", "Membership"),
        ("Body", "LegislativeTerm"),
        ("Body", "Location"),
    }


def addresses_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from addresses_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses_in(inner)
    elif isinstance(value, str) and value.startswith("http://testserver/"):
        yield value


def test_every_address_in_every_answer_answers(town: BodyView, oparl: OparlClient) -> None:
    waiting, seen = [f"{ROOT}/system"], set()
    while waiting:
        url = waiting.pop()
        response = oparl.response(url)
        assert response.status_code == 200, url
        seen.add(url)
        if response["Content-Type"].startswith("application/json"):
            waiting += set(addresses_in(response.json())) - seen - set(waiting)
        elif response.streaming:
            assert b"".join(response.streaming_content)
    assert len(seen) > 40


def test_titles_are_one_line_and_the_result_is_said(town: BodyView, oparl: OparlClient) -> None:
    papers = {paper["reference"]: paper for paper in oparl.follow(f"{ROOT}/body/{town.id}/papers")}
    assert papers["2026/2"]["name"] == "Zweite Vorlage"
    assert papers["2026/2"]["relatedPaper"] == [papers["2026/1"]["id"]]
    assert papers["2026/1"]["relatedPaper"] == [papers["2026/2"]["id"]]
    assert papers["2026/1"]["allmende:decision"] == {
        "result": "beschlossen",
        "decidedOn": "2026-03-17",
        "vote": {"yes": 20, "no": 2},
        "resolution": [{"number": "1", "text": "Die Brücke wird gebaut."}],
    }


def test_the_short_form_leaves_out_what_clients_can_fetch(town: BodyView, oparl: OparlClient) -> None:
    base = f"{ROOT}/body/{town.id}"
    assert not any("auxiliaryFile" in each for each in oparl.follow(f"{base}/papers?omit_internal=true"))
    assert not any("agendaItem" in each for each in oparl.follow(f"{base}/meetings?omit_internal=true"))
    assert not any("membership" in each for each in oparl.follow(f"{base}/people?omit_internal=true"))


def test_the_order_counts_from_zero_among_public_items(town: BodyView, oparl: OparlClient) -> None:
    items = list(oparl.follow(f"{ROOT}/body/{town.id}/agenda-items"))
    assert [item["order"] for item in items] == [0, 1]
    AgendaItem.objects.filter(number="1").update(order=99)  # put behind the other one
    (meeting,) = (each for each in oparl.follow(f"{ROOT}/body/{town.id}/meetings") if "agendaItem" in each)
    assert [(item["number"], item["order"]) for item in meeting["agendaItem"]] == [("2", 0), ("1", 1)]
    again = {item["number"]: item["order"] for item in oparl.follow(f"{ROOT}/body/{town.id}/agenda-items")}
    assert again == {"2": 0, "1": 1}


@pytest.mark.parametrize("path", ["system", "bodies"])
def test_the_entry_answers_before_anybody_publishes(path: str, db: None, oparl: OparlClient) -> None:
    assert oparl.fetch(f"{ROOT}/{path}")
