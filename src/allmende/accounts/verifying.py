"""Checks a whole chain quickly: one pass over what the database sends, without an object for each event.

The pass says only whether a chain holds; where it does not, `domain.first_broken_link` finds the place. What
is hashed is put together here a second time: people, actions and things repeat, so their part is kept.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Literal

from allmende.accounts.domain import FIRST_PREVIOUS_HASH

KEPT = 100_000
EVENTS = """
COPY (
    SELECT event.seq, event.recorded_at, event.prev_hash, event.hash,
           (head.head_seq = event.seq AND head.head_hash = event.hash) IS TRUE,
           event.details, event.actor_id, event.actor_label, event.action, event.object_type, event.object_id,
           event.object_label
    FROM accounts_auditevent AS event
    LEFT JOIN accounts_auditchain AS head ON head.chain = event.chain
    WHERE event.chain = {}
    ORDER BY event.seq
) TO STDOUT
"""
ESCAPED = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v", b"\\": b"\\"}


def holds(chain: str) -> bool:
    """Return whether a chain with events is whole: numbered, linked, unchanged, up to its head."""
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy(SQL(EVENTS).format(Literal(chain))) as lines:
            return _is_whole(chain, lines)


def _is_whole(chain: str, lines: Iterable[Any]) -> bool:
    named = _netstring(chain.encode())
    previous, at_head, is_whole = FIRST_PREVIOUS_HASH.encode(), b"f", True
    # all lines are read even if one is bad: the connection waits for the last
    for expected, line in enumerate(lines, 1):
        seq, moment, prev_hash, told, at_head, details, rest = bytes(line)[:-1].split(b"\t", 6)
        content = b"64:%b,%b%d:%b,%b%b%b" % (
            prev_hash,
            named,
            len(seq),
            seq,
            _moment(moment),
            _middle(rest),
            _details(details),
        )
        hashed = sha256(content).hexdigest().encode()
        is_whole &= int(seq) == expected and prev_hash == previous and hashed == told
        previous = told
    return is_whole and at_head == b"t"


def _moment(told: bytes) -> bytes:
    """Return `2024-01-01 10:00:00.5+00` as it is hashed; sessions of ours speak UTC."""
    return b"27:%bT%b%bZ," % (told[:10], told[11:19], (told[19:-3] or b".").ljust(7, b"0"))


@lru_cache(KEPT)
def _middle(told: bytes) -> bytes:
    """Return who, what and on which thing, as it is hashed."""
    return b"".join(
        b"-," if field == b"\\N" else _netstring(_unescaped(field)) for field in told.split(b"\t")
    )


@lru_cache(KEPT)
def _details(told: bytes) -> bytes:
    """Return the details as they are hashed, by key."""
    pairs: dict[str, str] = json.loads(_unescaped(told))
    fields = [(key.encode(), value.encode()) for key, value in pairs.items()]
    return b"".join(_netstring(key) + _netstring(value) for key, value in sorted(fields))


def _netstring(data: bytes) -> bytes:
    return b"%d:%b," % (len(data), data)


def _unescaped(field: bytes) -> bytes:
    """Return a field of COPY's text format as it is stored."""
    if b"\\" not in field:
        return field
    first, *others = field.split(b"\\")
    out, is_escaped = [first], True
    for part in others:
        # two backslashes in a row leave an empty part between them: one backslash that is meant
        if is_escaped and part:
            out.append(ESCAPED.get(part[:1], part[:1]) + part[1:])
        elif is_escaped:
            out.append(b"\\")
            is_escaped = False
        else:
            out.append(part)
            is_escaped = True
    return b"".join(out)
