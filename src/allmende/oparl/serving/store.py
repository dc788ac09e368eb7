"""Reads the public objects: one statement per page, along an index, without OFFSET and COUNT."""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from allmende.oparl.models import PublicObject
from allmende.oparl.serving.asking import Cursor, ListQuery
from allmende.oparl.serving.domain import ObjectKind, PublicationState

Reference = tuple[ObjectKind, int]
PATIENCE = 1.0
"""Seconds that an answer waits at most."""

LISTED = [state.value for state in PublicationState if state.is_listed]


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an object was made public and last changed, and whether it still is public."""

    kind: ObjectKind
    key: int
    body_id: int
    created: datetime
    modified: datetime
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The objects of one page and the place after it; None on the last page."""

    stamps: tuple[Stamp, ...]
    next_cursor: Cursor | None


def settle_changes() -> int:
    """Give every change that was committed its time; return the newest revision.

    Without a change this is one statement, and nobody waits for anybody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM oparl_touchedobject), last_value FROM oparl_revision")
        is_touched, revision = _only_row(cursor)
        if not is_touched:
            return int(revision)
        with transaction.atomic():
            cursor.execute("SELECT oparl_settle()")
        cursor.execute("SELECT last_value FROM oparl_revision")
        return int(_only_row(cursor)[0])


def settled_body(body_id: int) -> tuple[int, str | None]:
    """Settle as `settle_changes` does; return the newest revision and how far the body publishes."""
    statement = (
        "SELECT EXISTS (SELECT FROM oparl_touchedobject), last_value, "
        "(SELECT state FROM oparl_publication WHERE body_id = %s) FROM oparl_revision"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [body_id])
        is_touched, revision, state = _only_row(cursor)
        if is_touched:
            settle_changes()
            cursor.execute(statement, [body_id])
            is_touched, revision, state = _only_row(cursor)
    return int(revision), state


def stamp_of(kind: ObjectKind, key: int) -> Stamp | None:
    """Return the stamp of an object that is or was public."""
    found = _stamps(PublicObject.objects.filter(kind=kind.value, key=key))
    return found[0] if found else None


def live_stamps(references: Iterable[Reference]) -> dict[Reference, Stamp]:
    """Return the stamps of those objects that are public; one statement for all kinds."""
    wanted: dict[ObjectKind, set[int]] = {}
    for kind, key in references:
        wanted.setdefault(kind, set()).add(key)
    if not wanted:
        return {}
    sides = " OR ".join(["(kind = %s AND key = ANY(%s))"] * len(wanted))
    values: list[Any] = [value for kind, keys in wanted.items() for value in (kind.value, list(keys))]
    rows = PublicObject.objects.raw(
        f"SELECT * FROM oparl_publicobject WHERE NOT is_deleted AND ({sides})",  # noqa: S608
        values,
    )
    return {(stamp.kind, stamp.key): stamp for stamp in _stamps(rows)}


def page_of(
    kind: ObjectKind, query: ListQuery, *, revision: int, body_id: int | None = None, owner: int | None = None
) -> Page:
    """Return a page of a body's objects, of a committee's (`owner`), or of all bodies.

    A list along the times of change ends at the revision with which it began: what changes meanwhile moves
    behind it, so that nothing comes twice, and comes with the client's next run.
    """
    bound = query.cursor.revision if query.cursor and query.cursor.revision is not None else revision
    column = "modified" if query.is_by_change else "created"
    conditions, values = _conditions(kind, query, column, body_id, owner)
    if query.is_by_change:
        conditions.append("revision <= %s")
        values.append(bound)
    size = query.page_size
    rows = list(
        PublicObject.objects.raw(
            f"SELECT * FROM oparl_publicobject WHERE {' AND '.join(conditions)} "  # noqa: S608
            f"ORDER BY {column}, id LIMIT %s",
            [*values, size + 1],
        )
    )
    shown = rows[:size]
    if len(rows) == len(shown):
        return Page(_stamps(shown), None)
    last = shown[-1]
    seconds = int(getattr(last, column).timestamp())
    after = Cursor(seconds, last.pk, bound if query.is_by_change else None)
    return Page(_stamps(shown), after)


def _conditions(
    kind: ObjectKind, query: ListQuery, column: str, body_id: int | None, owner: int | None
) -> tuple[list[str], list[Any]]:
    conditions: list[str] = ["kind = %s"]
    values: list[Any] = [kind.value]
    found: list[tuple[str, Any]] = [
        ("body_id = %s", body_id),
        ("organization_key = %s", owner),
        ("created >= %s", query.created_since),
        ("created <= %s", query.created_until),
        ("modified >= %s", query.modified_since),
        ("modified <= %s", query.modified_until),
    ]
    for condition, value in found:
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if body_id is None and owner is None:  # the list of bodies: it holds what can be fetched now
        conditions.append("body_id IN (SELECT body_id FROM oparl_publication WHERE state = ANY(%s))")
        values.append(LISTED)
    if not query.shows_deleted:
        conditions.append("NOT is_deleted")
    if query.cursor is not None:
        conditions.append(f"({column}, id) > (%s, %s)")
        values += [query.cursor.at, query.cursor.object_id]
    return conditions, values


def counts_of(body_id: int) -> dict[ObjectKind, int]:
    """Return how many public objects of each kind a body has; for people, no page of the server counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, count(*) FROM oparl_publicobject "
            "WHERE body_id = %s AND NOT is_deleted GROUP BY kind",
            [body_id],
        )
        counted = {ObjectKind(kind): number for kind, number in cursor.fetchall()}
    return {kind: counted.get(kind, 0) for kind in ObjectKind if kind is not ObjectKind.BODY}


def keys(stamps: Iterable[Stamp]) -> Collection[int]:
    """Return the keys of those stamps that still have content."""
    return [stamp.key for stamp in stamps if not stamp.is_deleted]


def _stamps(rows: Iterable[PublicObject]) -> tuple[Stamp, ...]:
    """Return what the rows say, none of it in the future.

    Two changes within a second get two seconds. Whoever asks in between waits for the second one to come,
    so that what changed is dated later; after a burst of changes not longer than PATIENCE.
    """
    rows = list(rows)
    ahead = max((row.modified for row in rows), default=timezone.now()) - timezone.now()
    if ahead.total_seconds() > 0:
        time.sleep(min(ahead.total_seconds(), PATIENCE))
    now = timezone.now()
    return tuple(
        Stamp(
            ObjectKind(row.kind),
            row.key,
            row.body_id,
            row.created,
            min(row.modified, now),
            row.is_deleted,
        )
        for row in rows
    )


def _only_row(cursor: Any) -> tuple[Any, ...]:
    row: tuple[Any, ...] = cursor.fetchone()
    return row
