"""What people do with sources: look at one, add it, read it, say to whom its bodies belong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from allmende.accounts.actions import record_event
from allmende.jobs.actions import start_job
from allmende.oparl.addresses import canonical
from allmende.oparl.fetching import Fetcher, Manners
from allmende.oparl.importing.body_keys import keys_of
from allmende.oparl.importing.discovery import discover
from allmende.oparl.importing.domain import (
    JOB_KIND,
    MAPPED_TYPES,
    SOURCE_OBJECT,
    SourceGone,
    SourceKnown,
)
from allmende.oparl.importing.issues import Issue
from allmende.oparl.importing.lists import Switches
from allmende.oparl.importing.repair import Dialect
from allmende.oparl.models import ImportedObject, OparlSource, SameObject, SourceBody
from allmende.register import queries as register
from allmende.register.domain import BodyOption, BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.jobs.models import Job

CHECK_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body that a server names, and whom the register knows by its official key."""

    url: str
    name: str
    ags: str
    known: BodyOption | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a server says of itself before anything is kept."""

    url: str
    name: str
    vendor: str
    version: str
    bodies: tuple[FoundBody, ...] = ()
    lists: int = 0
    issues: tuple[Issue, ...] = field(default=())


def first_look(url: str, *, on: date, fetcher: Fetcher | None = None) -> Preview:
    """Ask a server who it is; raise NotOparl, FetchFailed or BadUrl. Keeps nothing."""
    url = canonical(url)
    manners = Manners(
        contact=settings.OPARL_CONTACT,
        seconds_between=0.2,
        max_seconds=CHECK_SECONDS,
        attempts=1,
        allow_loopback=settings.OPARL_ALLOW_LOOPBACK,
    )
    with fetcher or Fetcher(url, manners) as client:
        server = discover(client, Dialect(base=url), url, Switches())
    known = register.bodies_by_keys([key for body in server.bodies for key in keys_of(body.values)], on=on)
    bodies = tuple(
        FoundBody(
            url=body.url,
            name=str(body.values.get("name", "")),
            ags=str(body.values.get("ags", "")),
            known=next((known[key] for key in keys_of(body.values) if key in known), None),
        )
        for body in server.bodies
    )
    issues = tuple(issue for batch in server.batches for issue in batch.issues)
    return Preview(url, server.name, server.vendor, server.version, bodies, len(server.lists), issues)


@transaction.atomic
def add_source(*, url: str, name: str, body: BodyView | None, by: "User | None", on: date) -> OparlSource:
    """Keep a source; `body` is whose people look after it. Raise BadUrl or SourceKnown."""
    if body is not None:
        require(by, body.id, Capability.EDIT_PAPERS, on=on)
    url = canonical(url)
    known = OparlSource.objects.filter(url=url).first()
    if known is not None:
        raise SourceKnown(name=known.name)
    try:
        with transaction.atomic():
            source = OparlSource.objects.create(
                name=name[:300] or url[:300], url=url, body_id=body.id if body else None, created_by=by
            )
    except IntegrityError:
        raise SourceKnown(name=name) from None
    _record(by, source, "oparl_source_added", {"url": url})
    return source


@transaction.atomic
def change_source(*, source_id: int, changes: Mapping[str, Any], by: "User", on: date) -> OparlSource:
    """Change how a source is read."""
    source = managed_source(source_id, by, on)
    changed = {name: value for name, value in changes.items() if getattr(source, name) != value}
    for name, value in changed.items():
        setattr(source, name, value)
    if changed:
        source.save(update_fields=list(changed))
        _record(by, source, "oparl_source_changed", {"fields": " ".join(sorted(changed))})
    return source


def start_reading(*, source_id: int, is_full: bool, by: "User", on: date) -> "Job":
    """Put a run over a source into the queue."""
    source = managed_source(source_id, by, on)
    return start_job(
        kind=JOB_KIND,
        title=f"OParl: {source.name}"[:300],
        payload={"source": source.pk, "is_full": is_full},
        by=by,
        url=source.get_absolute_url(),
    )


@transaction.atomic
def link_body(*, source_body_id: int, body: BodyView | None, by: "User | None", on: date) -> SourceBody:
    """Say whose papers a body of a server publishes; None takes it back, and what was mapped stays.

    Both the former and the new body must agree, that is the person must be allowed to confirm papers there.
    """
    row = SourceBody.objects.select_for_update(of=("self",)).filter(pk=source_body_id).first()
    if row is None:
        raise SourceGone
    for body_id in {row.body_id, body.id if body else None} - {None}:
        assert body_id is not None  # noqa: S101 - None has been taken out
        require(by, body_id, Capability.CONFIRM_PAPERS, on=on)
    row.body_id, row.linked_by = (body.id if body else None), by
    row.save(update_fields=["body", "linked_by"])
    of_body = ImportedObject.objects.filter(
        source=row.source_id, body_url=row.url, object_type__in=MAPPED_TYPES
    )
    of_body.update(needs_mapping=body is not None)
    _record(by, row.source, "oparl_body_linked", {"body": body.key if body else ""})
    return row


@transaction.atomic
def link_objects(*, first_id: int, second_id: int, by: "User", on: date) -> SameObject:
    """Say that two objects of two servers are one; both stay as they are. Raise SourceGone."""
    rows = list(ImportedObject.objects.select_related("source").filter(pk__in={first_id, second_id}))
    if len(rows) != 2 or rows[0].source_id == rows[1].source_id:
        raise SourceGone
    for row in rows:
        managed_source(row.source_id, by, on)
    low, high = sorted((first_id, second_id))
    link, is_new = SameObject.objects.get_or_create(first_id=low, second_id=high, defaults={"linked_by": by})
    if is_new:
        _record(by, rows[0].source, "oparl_objects_linked", {"urls": " ".join(row.url for row in rows)})
    return link


def managed_source(source_id: int, by: "User | None", on: date) -> OparlSource:
    """Return a source that the person may change; raise SourceGone or NotAllowed."""
    source = OparlSource.objects.filter(pk=source_id, is_hidden=False).first()
    if source is None:
        raise SourceGone
    if source.body_id is not None:
        require(by, source.body_id, Capability.EDIT_PAPERS, on=on)
    elif by is not None and not by.is_staff:
        raise SourceGone
    return source


def _record(by: "User | None", source: OparlSource, action: str, details: Mapping[str, str]) -> None:
    record_event(
        actor=by,
        chain=source.body.key if source.body else "system",
        action=action,
        object_type=SOURCE_OBJECT,
        object_id=str(source.pk),
        object_label=source.name,
        details=details,
    )
