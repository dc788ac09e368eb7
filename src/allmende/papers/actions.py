"""What people do with papers: upload, correct, confirm, take back, publish. Every write leaves an event.

`by` is the acting person; None is the installation itself (demo data).
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from allmende.accounts.actions import record_event
from allmende.papers.domain import review
from allmende.papers.domain.content import CHANGED_FIELDS, DRAFT_OBJECT, PAPER_OBJECT, DraftState
from allmende.papers.domain.corrections import changed_fields
from allmende.papers.domain.entries import (
    Entries,
    entries_as_json,
    entries_from_json,
    entries_from_reading,
    row_count,
)
from allmende.papers.domain.follow_ups import FollowUpState
from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.domain.sections import MAX_ROWS
from allmende.papers.domain.values import reference_key
from allmende.papers.errors import (
    ChangedMeanwhile,
    DraftHasProblems,
    DraftNotCertain,
    DraftNotOpen,
    DuplicateUpload,
    NothingToUndo,
    NotPublishable,
    PaperInUse,
    PaperIsPublished,
    ReferenceTaken,
    ResultsRecorded,
    StaleDraft,
    TooManyRows,
    Vanished,
)
from allmende.papers.learning import forget_corrections, record_corrections
from allmende.papers.models import Decision, DraftRevision, File, FollowUp, FollowUpReport, Paper, PaperDraft
from allmende.papers.recording import record_paper
from allmende.papers.storage import upload_path
from allmende.papers.uploads import Upload
from allmende.reading.facts import Treatment
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

KEPT_REVISIONS = 50


def store_draft(*, upload: Upload, body: BodyView, by: "User | None", on: date) -> PaperDraft:
    """Keep a read document as an open draft; raise DuplicateUpload if the body has the same file."""
    require(by, body.id, Capability.EDIT_PAPERS, on=on)
    _refuse_duplicate(upload, body)
    path = default_storage.save(upload_path(), ContentFile(upload.data))
    try:
        with transaction.atomic():
            return _create_draft(upload, path, body, by)
    except IntegrityError as error:
        default_storage.delete(path)
        _refuse_duplicate(upload, body)
        raise error from None
    except BaseException:
        default_storage.delete(path)
        raise


def _create_draft(upload: Upload, path: str, body: BodyView, by: "User | None") -> PaperDraft:
    file = File.objects.create(
        body_id=body.id,
        content=path,
        original_name=upload.name,
        media_type=upload.media_type,
        size=len(upload.data),
        sha256=upload.sha256,
        sha512=hashlib.sha512(upload.data).hexdigest(),
        text=upload.text,
        page_starts=list(upload.page_starts),
    )
    entries = entries_from_reading(upload.reading)
    draft = PaperDraft.objects.create(
        body_id=body.id,
        file=file,
        reading=upload.reading,
        entries=entries_as_json(entries),
        open_points=review.open_points(entries, upload.reading),
        created_by=by,
        modified_by=by,
    )
    record(by, draft, "paper_uploaded", upload.name, {"sha256": upload.sha256})
    return draft


def _refuse_duplicate(upload: Upload, body: BodyView) -> None:
    known = (
        File.objects.filter(body_id=body.id, sha256=upload.sha256).select_related("draft", "paper").first()
    )
    if known is not None:
        thing = known.paper or known.draft
        title = thing.title if isinstance(thing, Paper) else f"Entwurf „{known.original_name}“"
        raise DuplicateUpload(name=upload.name, title=title, url=thing.get_absolute_url())


@transaction.atomic
def save_entries(*, draft_id: int, entries: Entries, version: int, by: "User", on: date) -> PaperDraft:
    """Keep what a person typed, also what cannot be read yet; the former state stays for undo.

    Raises StaleDraft when the draft has changed since the person opened it.
    """
    draft = _locked_open_draft(draft_id, Capability.EDIT_PAPERS, by, on)
    if draft.version != version:
        raise StaleDraft(person=str(draft.modified_by or "Allmende"))
    if (count := row_count(entries)) > MAX_ROWS:
        raise TooManyRows(count=count, limit=MAX_ROWS)
    return _replace_entries(draft, entries, "draft_changed", by)


@transaction.atomic
def mark_all_checked(*, draft_id: int, by: "User", on: date, version: int | None = None) -> PaperDraft:
    """Mark every value of a draft as looked at; raise ChangedMeanwhile if it is not the version looked at."""
    draft = _locked_open_draft(draft_id, Capability.EDIT_PAPERS, by, on, version=version)
    entries = entries_from_json(draft.entries)
    return _replace_entries(draft, review.all_checked(entries, draft.reading), "draft_checked", by)


@transaction.atomic
def undo_entries(*, draft_id: int, by: "User", on: date, version: int | None = None) -> PaperDraft:
    """Return to the state before the last change.

    Raises NothingToUndo if there is none, ChangedMeanwhile if it would undo what the person has not seen.
    """
    draft = _locked_open_draft(draft_id, Capability.EDIT_PAPERS, by, on, version=version)
    former = draft.revisions.first()
    if former is None:
        raise NothingToUndo
    _set_entries(draft, entries_from_json(former.entries), "draft_undone", by)
    former.delete()
    return draft


def _replace_entries(draft: PaperDraft, entries: Entries, action: str, by: "User") -> PaperDraft:
    if entries_from_json(draft.entries) == entries:
        return draft
    DraftRevision.objects.create(draft=draft, entries=draft.entries, replaced_by=by)
    oldest_kept = draft.revisions.values_list("pk", flat=True)[KEPT_REVISIONS - 1 : KEPT_REVISIONS].first()
    if oldest_kept is not None:
        draft.revisions.filter(pk__lt=oldest_kept).delete()
    _set_entries(draft, entries, action, by)
    return draft


def _set_entries(draft: PaperDraft, entries: Entries, action: str, by: "User") -> None:
    fields = changed_fields(entries_from_json(draft.entries), entries)
    draft.entries, draft.version, draft.modified_by = entries_as_json(entries), draft.version + 1, by
    draft.open_points = review.open_points(entries, draft.reading)
    draft.save(update_fields=["entries", "open_points", "version", "modified_by", "modified_at"])
    record(by, draft, action, draft.file.original_name, {CHANGED_FIELDS: " ".join(fields)})


@transaction.atomic
def delete_draft(*, draft_id: int, by: "User", on: date) -> None:
    """Remove an open draft together with its file."""
    draft = _locked_open_draft(draft_id, Capability.EDIT_PAPERS, by, on)
    file = draft.file
    draft.delete()
    file.delete()
    path = str(file.content.name)
    transaction.on_commit(lambda: default_storage.delete(path))
    draft.pk = draft_id  # Django forgets it with the row; the event still tells of this draft
    record(by, draft, "draft_deleted", file.original_name)


@transaction.atomic
def confirm_draft(
    *, draft_id: int, by: "User | None", on: date, version: int | None = None, is_certain: bool = False
) -> Paper:
    """Turn a draft into a paper with all its parts. With `is_certain` nobody has looked through it.

    Raises ChangedMeanwhile if `version`, what the person looked at, is not what the draft holds now;
    DraftHasProblems while values cannot be read, ReferenceTaken if the body has that number already,
    DraftNotCertain if it should be certain and is not.
    """
    draft = _locked_open_draft(draft_id, Capability.CONFIRM_PAPERS, by, on, version=version)
    entries = entries_from_json(draft.entries)
    if is_certain and (count := review.open_points(entries, draft.reading)):
        raise DraftNotCertain(count=count)
    content, problems = review.check(entries, draft.reading)
    if problems:
        raise DraftHasProblems(count=len(problems))
    _refuse_taken_reference(draft, content.reference)
    try:
        with transaction.atomic():
            paper = record_paper(
                content, body_id=draft.body_id, source_name=draft.file.original_name, by=by, on=on
            )
    except IntegrityError:
        _refuse_taken_reference(draft, content.reference)  # somebody confirmed the number a moment ago
        raise
    draft.paper, draft.state = paper, DraftState.CONFIRMED.value
    draft.save(update_fields=["paper", "state", "modified_at"])
    File.objects.filter(pk=draft.file_id).update(paper=paper)
    if by is not None and not is_certain:  # only what a person looked at says how well the reader reads
        record_corrections(draft, entries)
    record(by, draft, "paper_confirmed", str(paper))
    return paper


def _refuse_taken_reference(draft: PaperDraft, reference: str) -> None:
    if key := reference_key(reference):
        same = Paper.objects.filter(body_id=draft.body_id, reference_key=key).first()
        if same is not None:
            raise ReferenceTaken(reference=reference, title=same.title, url=same.get_absolute_url())


@transaction.atomic
def reopen_paper(*, paper_id: int, by: "User", on: date) -> PaperDraft:
    """Take a confirmation back: the paper goes, the draft is open again with everything typed.

    References of other papers to it become named gaps again. Raises PaperIsPublished, PaperInUse, or
    ResultsRecorded, for what was recorded of its decision would be lost.
    """
    paper = locked_paper(paper_id, by, on)
    if paper.is_published:
        raise PaperIsPublished
    if _has_results(paper):
        raise ResultsRecorded
    draft = PaperDraft.objects.select_for_update(of=("self",)).select_related("body").get(paper=paper)
    label = str(paper)
    draft.paper, draft.state, draft.version = None, DraftState.OPEN.value, draft.version + 1
    draft.save(update_fields=["paper", "state", "version", "modified_at"])
    try:
        paper.delete()
    except ProtectedError as error:
        raise PaperInUse from error
    forget_corrections(draft)
    record(by, draft, "paper_reopened", label)
    return draft


def _has_results(paper: Paper) -> bool:
    decided = Decision.objects.filter(paper=paper).exclude(state=DecisionState.PROPOSED.value)
    settled = FollowUp.objects.filter(decision__paper=paper).exclude(
        state=FollowUpState.PENDING.value, last_done_on=None
    )
    reported = FollowUpReport.objects.filter(follow_up__decision__paper=paper)
    return decided.exists() or settled.exists() or reported.exists()


@transaction.atomic
def publish_paper(*, paper_id: int, by: "User | None", on: date) -> Paper:
    """Show a paper to everyone; raise NotPublishable unless its status is public."""
    paper = locked_paper(paper_id, by, on)
    if paper.status != Treatment.PUBLIC:
        raise NotPublishable
    return _set_published(paper, True, "paper_published", by)


@transaction.atomic
def unpublish_paper(*, paper_id: int, by: "User", on: date) -> Paper:
    """Show a paper only to members of its body again."""
    return _set_published(locked_paper(paper_id, by, on), False, "paper_unpublished", by)


def _set_published(paper: Paper, is_published: bool, action: str, by: "User | None") -> Paper:
    if paper.is_published != is_published:
        paper.is_published = is_published
        paper.save(update_fields=["is_published", "modified_at"])
        record_of_paper(by, paper, action)
    return paper


def locked_paper(paper_id: int, by: "User | None", on: date) -> Paper:
    """Return a paper for a change by a person who may confirm; raise Vanished or NotAllowed."""
    papers = Paper.objects.select_related("body").select_for_update(of=("self",))
    paper: Paper | None = papers.filter(pk=paper_id).first()
    if paper is None:
        raise Vanished
    require(by, paper.body_id, Capability.CONFIRM_PAPERS, on=on)
    return paper


def _locked_open_draft(
    draft_id: int, capability: Capability, by: "User | None", on: date, *, version: int | None = None
) -> PaperDraft:
    drafts = PaperDraft.objects.select_related("body", "file", "modified_by")
    draft = drafts.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise Vanished
    require(by, draft.body_id, capability, on=on)
    if draft.state != DraftState.OPEN:
        raise DraftNotOpen
    if version is not None and version != draft.version:
        raise ChangedMeanwhile(person=str(draft.modified_by or "Allmende"))
    return draft


def record_of_paper(by: "User | None", paper: Paper, action: str) -> None:
    """Leave an event that tells of a paper: of its draft, or of itself where a server published it."""
    draft = PaperDraft.objects.select_related("body").filter(paper=paper).first()
    if draft is not None:
        record(by, draft, action, str(paper))
        return
    record_event(
        actor=by,
        chain=paper.body.key,
        action=action,
        object_type=PAPER_OBJECT,
        object_id=str(paper.pk),
        object_label=str(paper),
    )


def record(
    by: "User | None", draft: PaperDraft, action: str, label: str, details: Mapping[str, str] | None = None
) -> None:
    """Leave an event that tells of a draft, or of the paper that came of it."""
    record_event(
        actor=by,
        chain=draft.body.key,
        action=action,
        object_type=DRAFT_OBJECT,
        object_id=str(draft.pk),
        object_label=label,
        details=details,
    )
