"""Demo dossiers: the facts of five source documents in our own words, and two papers that wait for review."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any, cast

from allmende.papers import actions
from allmende.papers.decisions.actions import record_outcome
from allmende.papers.domain.calculations import is_calculation
from allmende.papers.domain.follow_ups import FollowUpKind, Recurrence
from allmende.papers.domain.outcomes import DecisionState, Outcome
from allmende.papers.duties.actions import Term, change_term, duty_from_condition, first_term
from allmende.papers.models import Condition, File, FollowUp, Paper
from allmende.papers.uploads import Upload, read_upload
from allmende.reading import Document, read_paper, reading_as_json
from allmende.register import queries as register

DOSSIERS = (
    "leverkusen_2021.json",
    "leverkusen_2022.json",
    "stgb.json",
    "kreis_coesfeld.json",
    "press_release.json",
    "leverkusen.json",
    "rhein_sieg.json",
)
DRAFTS = (
    ("draft_kreis_coesfeld.txt", "05558", "Sitzungsvorlage SV-11-0412.txt"),
    ("draft_leverkusen.txt", "05316000", "Vorlage 2026-4711.txt"),
)
CERTAIN = 1.0


def load(*, on: date) -> dict[str, str]:
    """Bring the demo's dossiers and open drafts; what is there stays, also if a person changed it.

    Return the addresses of the dossiers by the name of their file here.
    """
    papers = {file_name: _load_dossier(json.loads(_bytes(file_name)), on) for file_name in DOSSIERS}
    for file_name, key, name in DRAFTS:
        _load_draft(read_upload(name, _bytes(file_name)), key, on)
    return {file_name: paper.get_absolute_url() for file_name, paper in papers.items() if paper}


def _load_dossier(described: dict[str, Any], on: date) -> Paper | None:
    """Return the paper; None if a person has taken it back into a draft."""
    upload = upload_of(described)
    body = register.body_by_key(described["body"], on=on)
    file = File.objects.filter(body_id=body.id, sha256=upload.sha256).select_related("paper").first()
    if file is not None:
        there: Paper | None = file.paper
        return there
    draft = actions.store_draft(upload=upload, body=body, by=None, on=on)
    paper = actions.confirm_draft(draft_id=draft.pk, by=None, on=on)
    if described["is_published"]:
        actions.publish_paper(paper_id=paper.pk, by=None, on=on)
    _record_results(paper, described, on)
    return paper


def _record_results(paper: Paper, described: dict[str, Any], on: date) -> None:
    """Record what became of the decision, and what a person settled about its duties."""
    if outcome := described.get("outcome"):
        told = Outcome(
            state=DecisionState(outcome["state"]),
            decided_on=date.fromisoformat(outcome["decided_on"]),
            outcome=outcome["outcome"],
        )
        record_outcome(paper_id=paper.pk, outcome=told, by=None, on=on)
    for each in described.get("terms", ()):
        duty = FollowUp.objects.get(decision__paper=paper, duty__startswith=each["duty"])
        term = Term(
            addressee=duty.addressee,
            duty=duty.duty,
            kind=FollowUpKind(duty.kind),
            due_on=date.fromisoformat(each["due"]),
            recurrence=Recurrence(each["recurrence"]),
        )
        change_term(follow_up_id=duty.pk, term=term, by=None, on=on)
    for each in described.get("duties_from_conditions", ()):
        condition = Condition.objects.get(decision__paper=paper, text__startswith=each["condition"])
        stated = {name: each[name] for name in ("addressee", "duty")}
        term = replace(first_term(condition), due_on=date.fromisoformat(each["due"]), **stated)
        duty_from_condition(condition_id=condition.pk, term=term, by=None, on=on)


def _load_draft(upload: Upload, key: str, on: date) -> None:
    body = register.body_by_key(key, on=on)
    if not File.objects.filter(body_id=body.id, sha256=upload.sha256).exists():
        actions.store_draft(upload=upload, body=body, by=None, on=on)


def upload_of(described: dict[str, Any]) -> Upload:
    """Return a described dossier as if the reader had found its facts, each at its quotation in the text."""
    text = "\n".join(described["text"]) + "\n"
    document = Document(text, name=described["name"])
    read = reading_as_json(read_paper(document))["findings"]
    recomputed = [finding for finding in cast("list[dict[str, Any]]", read) if is_calculation(finding)]
    reading: dict[str, Any] = {"evidence": {}, "findings": recomputed}
    for name, found in described["facts"].items():
        if isinstance(found, list):
            reading[name] = [_value(item) for item in found]
            reading["evidence"][name] = [_evidence(document, item["quote"]) for item in found]
        else:
            reading[name] = found["value"]
            reading["evidence"][name] = _evidence(document, found["quote"])
    data = text.encode()
    return Upload(
        name=described["name"],
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        text=text,
        page_starts=(0,),
        reading=reading,
    )


def _value(item: dict[str, Any]) -> Any:
    return (
        item["value"] if set(item) == {"value", "quote"} else {k: v for k, v in item.items() if k != "quote"}
    )


def _evidence(document: Document, quote: str) -> dict[str, Any]:
    start = document.text.index(quote)
    place = document.place(start, start + len(quote))
    return {"start": place.start, "end": place.end, "page": 1, "line": place.line, "confidence": CERTAIN}


def _bytes(file_name: str) -> bytes:
    return files("allmende.papers.demo").joinpath(file_name).read_bytes()
