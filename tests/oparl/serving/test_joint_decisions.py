"""S17: the papers of a joint decision name each other, and one resource tells where every partner stands."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from allmende.joint_decisions.domain import ResultKind, Visibility
from allmende.joint_decisions.models import JointDecision, PartnerDecision
from allmende.oparl.models import OparlSource
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.joint_decisions.factories import RESOLVED, a_go, a_matter, a_result, partner_of, released
from tests.oparl.serving.factories import ROOT, OparlClient, a_public_paper, publish

RESULTS = {"05999": ResultKind.ADOPTED, "05999004": ResultKind.AMENDED, "05999008": ResultKind.REJECTED}


@pytest.fixture
def papers(bodies: dict[str, BodyView], monkeypatch: pytest.MonkeyPatch) -> dict[str, Paper]:
    """Return the public papers of a published matter of four partners, by the key of the body."""
    monkeypatch.setattr("allmende.oparl.serving.views.today", lambda: date(2026, 3, 1))
    keys = [*RESULTS, "05998000"]
    lead, *others = (bodies[key] for key in keys)
    matter = a_matter(lead, lead, *others)
    released(matter)
    JointDecision.objects.update(is_published=True)
    made = {}
    for key in keys:
        made[key] = a_public_paper(publish(bodies[key]), f"{key}/1")
        go = a_go(partner_of(matter, bodies[key]), visibility=Visibility.PUBLIC, reference=f"{key}/1")
        PartnerDecision.objects.filter(pk=go.pk).update(paper=made[key])
        if key in RESULTS:
            text = RESOLVED.replace("jährlich", "halbjährlich") if RESULTS[key] is ResultKind.AMENDED else ""
            a_result(go, RESULTS[key], text=text)
    return made


def url(paper: Paper) -> str:
    return f"{ROOT}/paper/{paper.pk}"


def test_the_leading_paper_and_those_of_partners_name_each_other(
    papers: dict[str, Paper], oparl: OparlClient
) -> None:
    lead = papers.pop("05999")
    leading = oparl.fetch(url(lead))
    assert set(leading["subordinatedPaper"]) == {url(paper) for paper in papers.values()}
    for paper in papers.values():
        child = oparl.fetch(url(paper))
        assert child["superordinatedPaper"] == [url(lead)]
        assert child["allmende:jointDecision"] == leading["allmende:jointDecision"]


def test_the_resource_tells_where_each_partner_stands(papers: dict[str, Paper], oparl: OparlClient) -> None:
    state = oparl.fetch(oparl.fetch(url(papers["05999"]))["allmende:jointDecision"])
    schema = oparl.fetch(state["type"])
    assert schema == json.loads(
        (files("allmende.oparl.serving") / "joint-decision.schema.json").read_text(encoding="utf-8")
    )
    assert list(Draft202012Validator(schema).iter_errors(state)) == []
    partners = {partner["body"]["key"]: partner for partner in state["partners"]}
    assert partners["05999"]["state"] == "decided"
    assert partners["05999004"]["state"].startswith("amended")
    assert partners["05999008"]["state"] == "rejected"
    assert partners["05998000"]["state"] in {"released", "silent"}
    assert partners["05999004"]["paper"] == [url(papers["05999004"])]


def test_a_paper_that_was_read_is_named_where_its_council_system_shows_it(
    papers: dict[str, Paper], oparl: OparlClient
) -> None:
    lead, read = papers["05999"], papers["05999008"]
    address = "https://ris.example/oparl/paper/17"
    Paper.objects.filter(pk=read.pk).update(is_imported=True)
    source = OparlSource.objects.create(name="RIS", url="https://ris.example/oparl/system")
    source.objects_of_source.create(object_type="Paper", url=address, own_raw={}, target_id=read.pk)
    leading = oparl.fetch(url(lead))
    assert address in leading["subordinatedPaper"]
    state = oparl.fetch(leading["allmende:jointDecision"])
    assert {tuple(each["paper"]) for each in state["partners"]} >= {(address,), (url(lead),)}
    assert url(read) not in json.dumps([leading, state])


def test_the_example_of_the_documentation_fits_the_schema(oparl: OparlClient, db: None) -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "oparl.md").read_text(encoding="utf-8")
    example = json.loads(text.split("```json")[1].split("```")[0])
    example["core"]["sha256"] = 64 * "0"  # the page shortens it
    schema = oparl.fetch(f"{ROOT}/joint-decision/schema.json")
    assert [error.message for error in Draft202012Validator(schema).iter_errors(example)] == []


def test_a_paper_taken_back_is_named_nowhere(papers: dict[str, Paper], oparl: OparlClient) -> None:
    lead, gone = papers["05999"], papers["05999008"]
    before = oparl.fetch(url(lead))
    Paper.objects.filter(pk=gone.pk).update(is_published=False)
    after = oparl.fetch(url(lead))
    assert url(gone) not in json.dumps(after)
    assert url(gone) not in json.dumps(oparl.fetch(after["allmende:jointDecision"]))
    assert after["modified"] >= before["modified"]


@pytest.mark.parametrize("change", ["matter", "decision"])
def test_what_is_not_public_is_not_told(change: str, papers: dict[str, Paper], oparl: OparlClient) -> None:
    link: Any = oparl.fetch(url(papers["05999"]))["allmende:jointDecision"]
    if change == "matter":
        JointDecision.objects.update(is_published=False)
        assert oparl.response(link).status_code == 404
    else:
        PartnerDecision.objects.update(visibility=Visibility.PARTNERS.value)
    for paper in papers.values():
        thing = oparl.fetch(url(paper))
        assert not {"superordinatedPaper", "subordinatedPaper", "allmende:jointDecision"} & thing.keys()


def test_a_change_of_the_matter_dates_its_papers(papers: dict[str, Paper], oparl: OparlClient) -> None:
    since = "?modified_since=2020-01-01T00:00:00Z"
    before = {
        t["id"]: t for key in papers for t in oparl.follow(f"{ROOT}/body/{papers[key].body_id}/papers{since}")
    }
    JointDecision.objects.update(is_published=False)
    after = {
        t["id"]: t for key in papers for t in oparl.follow(f"{ROOT}/body/{papers[key].body_id}/papers{since}")
    }
    assert before.keys() == after.keys()
    assert all(before[each] != after[each] for each in before)
