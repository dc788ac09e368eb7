"""What people do with comparisons. Every write leaves an event; nothing is half saved.

`by` is the acting person; None is the installation itself (demo data).
"""

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from allmende.accounts.actions import record_event
from allmende.common.errors import AllmendeError, Phrase
from allmende.cooperations.options.domain import Question
from allmende.cooperations.options.errors import BadInput, ChangedMeanwhile, UnknownComparison
from allmende.cooperations.options.exporting.word import check_template
from allmende.cooperations.options.models import Comparison, Snapshot, WordTemplate
from allmende.cooperations.options.reading import question_from
from allmende.cooperations.options.sheet import sheet_of
from allmende.jobs.actions import start_job
from allmende.papers import queries as papers
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

OBJECT = "comparison"
JOB_KIND = "options.compute"
AT_ONCE = 60
"""Up to this many partners the result stands at once; larger comparisons are computed by a job."""
CODE_LENGTH = 16


@transaction.atomic
def create_comparison(
    *,
    body: BodyView,
    inputs: dict[str, Any],
    by: "User | None",
    on: date,
    key: str | None = None,
    paper_id: int | None = None,
) -> Comparison:
    """Store a comparison and compute it; raise NotAllowed, or BadInput with the place of a mistake."""
    require(by, body.id, Capability.EDIT_PAPERS, on=on)
    question = question_from(inputs)
    comparison = Comparison(
        body_id=body.id, key=key, title=question.title, inputs=inputs, created_by=by, paper_id=paper_id
    )
    _compute(comparison, question, by)
    _record(by, comparison, body.key, "comparison_created")
    return comparison


@transaction.atomic
def save_inputs(
    *, comparison_id: int, inputs: dict[str, Any], revision: int, by: "User | None", on: date
) -> Comparison:
    """Replace the inputs and compute anew; raise ChangedMeanwhile if somebody was faster."""
    comparison = _locked(comparison_id, by, on)
    if comparison.revision != revision:
        raise ChangedMeanwhile
    question = question_from(inputs)
    comparison.inputs, comparison.title = inputs, question.title
    comparison.revision += 1
    _compute(comparison, question, by)
    _record(by, comparison, comparison.body.key, "comparison_changed")
    return comparison


@transaction.atomic
def save_basics(
    *,
    comparison_id: int,
    inputs: dict[str, Any],
    paper_id: int | None,
    revision: int,
    by: "User | None",
    on: date,
) -> Comparison:
    """Replace the inputs and the council paper they belong to, both or neither."""
    attach_to_paper(comparison_id=comparison_id, paper_id=paper_id, by=by, on=on)
    return save_inputs(comparison_id=comparison_id, inputs=inputs, revision=revision, by=by, on=on)


@transaction.atomic
def attach_to_paper(*, comparison_id: int, paper_id: int | None, by: "User | None", on: date) -> None:
    """Let the comparison belong to a council paper of its body, or to none; raise BadInput for another."""
    comparison = _locked(comparison_id, by, on)
    if comparison.paper_id == paper_id:
        return
    own = paper_id is None or papers.is_paper_of(paper_id, comparison.body_id)
    if not own:
        raise BadInput(
            place=Phrase("Vorlage"), problem=Phrase("Diese Vorlage gehört nicht zu Ihrer Körperschaft.")
        )
    comparison.paper_id = paper_id
    comparison.save(update_fields=["paper", "modified_at"])
    _record(by, comparison, comparison.body.key, "comparison_attached")


def _compute(comparison: Comparison, question: Question, by: "User | None") -> None:
    """Compute now, or start a job; a calculation that cannot be is told on the page."""
    comparison.sheet, comparison.problem = None, ""
    if len(question.partners) <= AT_ONCE:
        fill_sheet(comparison, question)
    comparison.save()
    if len(question.partners) > AT_ONCE:
        start_job(
            kind=JOB_KIND,
            title=f"Vergleich rechnen: {comparison.title}"[:200],
            payload={"comparison": comparison.pk, "revision": comparison.revision},
            by=by,
            url=comparison.get_absolute_url(),
        )


def fill_sheet(comparison: Comparison, question: Question) -> None:
    """Put the result, or the reason why there is none, into the comparison; the caller saves."""
    try:
        comparison.sheet = sheet_of(question)
    except BadInput:
        raise
    except AllmendeError as problem:
        comparison.problem = str(problem)


@transaction.atomic
def set_published(*, comparison_id: int, is_published: bool, by: "User | None", on: date) -> Comparison:
    """Show the comparison to everyone, or only to people of its body again."""
    comparison = _locked(comparison_id, by, on)
    if comparison.is_published != is_published:
        comparison.is_published = is_published
        comparison.save(update_fields=["is_published", "modified_at"])
        action = "comparison_published" if is_published else "comparison_unpublished"
        _record(by, comparison, comparison.body.key, action)
    return comparison


@transaction.atomic
def freeze(*, comparison_id: int, note: str, by: "User | None", on: date) -> Snapshot:
    """Keep inputs and result for ever; raise BadInput while there is no result."""
    comparison = _locked(comparison_id, by, on)
    if comparison.sheet is None:
        raise BadInput(
            place=Phrase("Festhalten"),
            problem=Phrase("Es gibt noch kein Ergebnis. Warten Sie, bis gerechnet ist."),
        )
    number = (comparison.snapshots.aggregate(last=Max("number"))["last"] or 0) + 1
    content = {
        "comparison": comparison.pk,
        "number": number,
        "inputs": comparison.inputs,
        "sheet": comparison.sheet,
    }
    digest = digest_of(content)
    snapshot: Snapshot = Snapshot.objects.create(
        comparison=comparison,
        number=number,
        digest=digest,
        code=code_of(digest),
        content=content,
        note=note,
        created_by=by,
    )
    _record(by, comparison, comparison.body.key, "comparison_frozen")
    return snapshot


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content in its canonical form."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def code_of(digest: str) -> str:
    """Return the digest's beginning in groups that people can read out: `3F2A-…`."""
    short = digest[:CODE_LENGTH].upper()
    return "-".join(short[start : start + 4] for start in range(0, CODE_LENGTH, 4))


@transaction.atomic
def delete_comparison(*, comparison_id: int, by: "User | None", on: date) -> None:
    """Remove a comparison that has no frozen stand; raise BadInput otherwise."""
    comparison = _locked(comparison_id, by, on)
    if comparison.snapshots.exists():
        raise BadInput(
            place=Phrase("Löschen"),
            problem=Phrase("Ein Stand ist festgehalten; der Vergleich bleibt deshalb erhalten."),
        )
    _record(by, comparison, comparison.body.key, "comparison_deleted")
    comparison.delete()


@transaction.atomic
def store_template(*, body: BodyView, name: str, data: bytes, by: "User", on: date) -> WordTemplate:
    """Keep a body's own Word template; raise BadTemplate if it cannot be filled safely."""
    require(by, body.id, Capability.EDIT_PAPERS, on=on)
    check_template(data)
    values = {"name": name[:120], "data": data, "uploaded_by": by}
    stored, _is_new = WordTemplate.objects.update_or_create(body_id=body.id, defaults=values)
    _record_template(by, stored, body.key, "word_template_stored")
    return stored


@transaction.atomic
def remove_template(*, body: BodyView, by: "User", on: date) -> None:
    """Go back to the product's own template."""
    require(by, body.id, Capability.EDIT_PAPERS, on=on)
    for stored in WordTemplate.objects.filter(body_id=body.id):
        _record_template(by, stored, body.key, "word_template_removed")
        stored.delete()


def _locked(comparison_id: int, by: "User | None", on: date) -> Comparison:
    rows = Comparison.objects.select_related("body").select_for_update(of=("self",))
    comparison: Comparison | None = rows.filter(pk=comparison_id).first()
    if comparison is None:
        raise UnknownComparison
    require(by, comparison.body_id, Capability.EDIT_PAPERS, on=on)
    return comparison


def _record(by: "User | None", comparison: Comparison, body_key: str, action: str) -> None:
    record_event(
        actor=by,
        chain=body_key,
        action=action,
        object_type=OBJECT,
        object_id=str(comparison.pk),
        object_label=str(comparison),
    )


def _record_template(by: "User", stored: WordTemplate, body_key: str, action: str) -> None:
    record_event(
        actor=by,
        chain=body_key,
        action=action,
        object_type="word_template",
        object_id=str(stored.pk),
        object_label=stored.name,
    )
