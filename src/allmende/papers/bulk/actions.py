"""Hand in many files; read one of them. Each file is one transaction: nothing is half done."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allmende.accounts.actions import record_event
from allmende.common.errors import AllmendeError
from allmende.jobs.actions import start_job
from allmende.papers.actions import store_draft
from allmende.papers.bulk.archive import Archive
from allmende.papers.bulk.domain import (
    BULK_OBJECT,
    JOB_KIND,
    MAX_TOTAL_BYTES,
    MEGABYTE,
    ArchiveInSelection,
    ItemState,
    NothingToRead,
    SelectionTooLarge,
    is_archive_name,
    is_junk,
    shown_name,
    summary,
)
from allmende.papers.bulk.models import BulkImport, BulkItem
from allmende.papers.bulk.queries import counts_of
from allmende.papers.errors import DuplicateUpload, UploadTooLarge
from allmende.papers.models import File, PaperDraft
from allmende.papers.storage import upload_path
from allmende.papers.uploads import MAX_UPLOAD_BYTES, Upload, read_uploads
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

logger = logging.getLogger(__name__)
Files = Sequence["UploadedFile[Any]"]


def start_import(*, files: Files, body: BodyView, by: "User", on: date) -> BulkImport:
    """Keep the files, or the one archive, and start the job that reads them.

    Raises NothingToRead, SelectionTooLarge, ArchiveRefused; then nothing is kept.
    """
    require(by, body.id, Capability.EDIT_PAPERS, on=on)
    wanted = [file for file in files if not is_junk(file.name or "")]
    if sum(file.size or 0 for file in wanted) > MAX_TOTAL_BYTES:
        raise SelectionTooLarge(limit=MAX_TOTAL_BYTES // MEGABYTE)
    with _kept_if_all_goes_well() as keep, transaction.atomic():
        bulk_import = BulkImport.objects.create(body_id=body.id, created_by=by)
        if len(wanted) == 1 and is_archive_name(wanted[0].name or ""):
            items = _items_of_archive(bulk_import, wanted[0], keep)
        else:
            items = [
                _item_of_file(bulk_import, order, file, keep) for order, file in enumerate(wanted, start=1)
            ]
        if not items:
            raise NothingToRead
        BulkItem.objects.bulk_create(items)
        _start(bulk_import, len(items), body, by)
    return bulk_import


def _items_of_archive(
    bulk_import: BulkImport, file: "UploadedFile[Any]", keep: Callable[["UploadedFile[Any]"], str]
) -> list[BulkItem]:
    name = shown_name(file.name or "")
    members = Archive(file, name=name).members()
    bulk_import.archive, bulk_import.archive_name = keep(file), name
    return [
        BulkItem(
            bulk_import=bulk_import,
            order=order,
            name=member.name,
            member=member.index,
            state=(ItemState.FAILED if member.problem else ItemState.WAITING).value,
            message=member.problem,
        )
        for order, member in enumerate(members, start=1)
    ]


def _item_of_file(
    bulk_import: BulkImport, order: int, file: "UploadedFile[Any]", keep: Callable[["UploadedFile[Any]"], str]
) -> BulkItem:
    item = BulkItem(bulk_import=bulk_import, order=order, name=shown_name(file.name or ""))
    problem: AllmendeError | None = None
    if is_archive_name(item.name):
        problem = ArchiveInSelection(name=item.name)
    elif (file.size or 0) > MAX_UPLOAD_BYTES:
        problem = UploadTooLarge(name=item.name, limit=MAX_UPLOAD_BYTES // MEGABYTE)
    if problem is None:
        item.source = keep(file)
    else:
        item.state, item.message = ItemState.FAILED.value, str(problem)
    return item


def _start(bulk_import: BulkImport, count: int, body: BodyView, by: "User") -> None:
    title = ngettext("Einlesen: {count} Datei für {body}", "Einlesen: {count} Dateien für {body}", count)
    bulk_import.job = start_job(
        kind=JOB_KIND,
        title=title.format(count=count, body=body),
        payload={"bulk_import": bulk_import.pk},
        by=by,
        url=bulk_import.get_absolute_url(),
    )
    bulk_import.save(update_fields=["job", "archive", "archive_name"])
    _record(bulk_import, "bulk_import_started", body, {"Dateien": str(count)})


@contextmanager
def _kept_if_all_goes_well() -> "Iterator[Callable[[UploadedFile[Any]], str]]":
    """Store files for a transaction; if it fails they are removed again."""
    paths: list[str] = []

    def keep(file: "UploadedFile[Any]") -> str:
        file.seek(0)
        paths.append(default_storage.save(upload_path(), file))
        return paths[-1]

    try:
        yield keep
    except BaseException:
        for path in paths:
            default_storage.delete(path)
        raise


def read_item(
    *, item_id: int, data_of: Callable[[BulkItem], bytes], body: BodyView, by: "User", on: date
) -> None:
    """Read one file and store what came of it; a file already dealt with is left alone.

    Raises NotAllowed when the person may no longer upload for the body.
    """
    item = BulkItem.objects.get(pk=item_id)
    if item.state != ItemState.WAITING:
        return
    uploads: tuple[Upload, ...] = ()
    problem = ""
    try:
        uploads = read_uploads(item.name, data_of(item))
    except AllmendeError as refusal:
        problem = str(refusal)
    except Exception:
        # One file must not stop the others, and a resumed job would stumble over it again.
        logger.exception("file %s of bulk import %s cannot be read", item.pk, item.bulk_import_id)
        problem = _(
            "Unerwarteter Fehler beim Lesen. Die Einzelheiten stehen im Protokoll unter Datei {number}."
        ).format(number=item.pk)
    stored: list[str] = []
    try:
        _settle(item_id, uploads, problem, body, by, on, stored)
    except BaseException:
        for path in stored:
            default_storage.delete(path)
        raise


@transaction.atomic
def _settle(
    item_id: int,
    uploads: Sequence[Upload],
    problem: str,
    body: BodyView,
    by: "User",
    on: date,
    stored: list[str],
) -> None:
    """Write the rows of one file; `stored` receives the paths of the drafts' files."""
    item = BulkItem.objects.select_for_update().get(pk=item_id)
    if item.state != ItemState.WAITING:
        return
    source, item.source = item.source, ""
    if problem:
        _write(item, ItemState.FAILED, problem)
    for part, upload in enumerate(uploads, start=1):
        state, draft, message = _draft_of(upload, body, by, on)
        if state is ItemState.READ:
            stored.append(str(draft.file.content.name))
        row = item if part == 1 else BulkItem(bulk_import_id=item.bulk_import_id, order=item.order, part=part)
        row.name = item.name if len(uploads) == 1 else shown_name(upload.name)
        _write(row, state, message, draft)
    if source:
        transaction.on_commit(lambda: default_storage.delete(source))


def _write(item: BulkItem, state: ItemState, message: str, draft: PaperDraft | None = None) -> None:
    item.state, item.message, item.draft = state.value, message, draft
    item.save()


def _draft_of(upload: Upload, body: BodyView, by: "User", on: date) -> tuple[ItemState, PaperDraft, str]:
    try:
        return ItemState.READ, store_draft(upload=upload, body=body, by=by, on=on), ""
    except DuplicateUpload as known:
        file = File.objects.select_related("draft").get(body_id=body.id, sha256=upload.sha256)
        return ItemState.DUPLICATE, file.draft, str(known)


@transaction.atomic
def finish_import(*, bulk_import: BulkImport, body: BodyView) -> str:
    """Record that all files are dealt with, let go of the archive, and return the closing sentence."""
    archive = bulk_import.archive
    if archive:
        bulk_import.archive = ""
        bulk_import.save(update_fields=["archive"])
        transaction.on_commit(lambda: default_storage.delete(archive))
    counts = counts_of(bulk_import)
    details = {
        "gelesen": ItemState.READ,
        "schon vorhanden": ItemState.DUPLICATE,
        "nicht gelesen": ItemState.FAILED,
    }
    _record(
        bulk_import,
        "bulk_import_ended",
        body,
        {label: str(counts.get(state, 0)) for label, state in details.items()},
    )
    return summary(counts)


def _record(bulk_import: BulkImport, action: str, body: BodyView, details: dict[str, str]) -> None:
    record_event(
        actor=bulk_import.created_by,
        chain=body.key,
        action=action,
        object_type=BULK_OBJECT,
        object_id=str(bulk_import.pk),
        object_label=bulk_import.archive_name or _("Sammelimport"),
        details=details,
    )
