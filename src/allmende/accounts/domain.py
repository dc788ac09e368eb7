"""The audit trail without a database: what an event is, how it is sealed, what can be wrong with a chain.

A chain is one sequence of events: one for each body (named by its key) and one, `system`, for the
installation. Every event carries a hash over its own content and over the hash of its predecessor. The
database seals events as they are inserted (a trigger, see migration 0002); `sealed_hash` computes the same
value here, independently, so that a check does not have to believe the database.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from allmende.accounts.labels import action_label

SYSTEM_CHAIN = "system"
FIRST_PREVIOUS_HASH = "0" * 64
LABEL_LENGTH = 500


class Action(StrEnum):
    """What `accounts` itself records; the other apps bring codes of their own."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REVOKED = "sign_in_revoked"
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    RECOVERY_CODES_GENERATED = "recovery_codes_generated"
    SECOND_FACTOR_RESET = "second_factor_reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PROFILE_CHANGED = "profile_changed"
    ADMINISTRATOR_APPOINTED = "administrator_appointed"
    USER_INVITED = "user_invited"
    PASSWORD_LINK_ISSUED = "password_link_issued"  # noqa: S105
    USER_DEACTIVATED = "user_deactivated"
    USER_REACTIVATED = "user_reactivated"


@dataclass(frozen=True, slots=True)
class AuditEventRow:
    """One event as it stands in the database, ready to be shown or checked."""

    chain: str
    seq: int
    recorded_at: datetime
    actor_id: int | None
    actor_label: str
    action: str
    object_type: str
    object_id: str
    object_label: str
    details: Mapping[str, str]
    prev_hash: str
    hash: str

    @property
    def action_label(self) -> str:
        return action_label(self.action)


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last event of a chain, as the chain itself remembers it."""

    chain: str
    seq: int
    hash: str


class Fault(StrEnum):
    """What can be wrong with a link."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    WRONG_HEAD = "wrong_head"


FAULT_TEXTS = {
    Fault.CHANGED: "Der Inhalt wurde nachträglich geändert.",
    Fault.MISSING: "Der Eintrag fehlt.",
    Fault.REORDERED: "Der Eintrag schließt nicht an seinen Vorgänger an: vertauscht oder ersetzt.",
    Fault.WRONG_HEAD: "Der gemerkte Stand der Kette passt nicht zu ihrem letzten Eintrag.",
}


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first place at which a chain does not hold."""

    chain: str
    seq: int
    fault: Fault

    @property
    def text(self) -> str:
        """Return what is wrong as a German sentence."""
        return FAULT_TEXTS[self.fault]


def _netstring(text: str | None) -> bytes:
    """Return the text preceded by its length in bytes; an absent value differs from an empty one."""
    if text is None:
        return b"-,"
    data = text.encode()
    return b"%d:%b," % (len(data), data)


def canonical_bytes(event: AuditEventRow) -> bytes:
    """Return the bytes that are hashed: every field with its length before it, details ordered by key.

    Lengths make the encoding unambiguous: no two different events share one. The SQL function
    `accounts_canonical_bytes` builds the same bytes.
    """
    fields: list[str | None] = [
        event.prev_hash,
        event.chain,
        str(event.seq),
        event.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        None if event.actor_id is None else str(event.actor_id),
        event.actor_label,
        event.action,
        event.object_type,
        event.object_id,
        event.object_label,
    ]
    for key in sorted(event.details, key=str.encode):
        fields += [key, event.details[key]]
    return b"".join(map(_netstring, fields))


def sealed_hash(event: AuditEventRow) -> str:
    """Return the hash that seals the event, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(event)).hexdigest()


def first_broken_link(
    chain: str, events: Iterable[AuditEventRow], head: ChainHead | None
) -> BrokenLink | None:
    """Return the first broken link of one chain, or nothing when it holds.

    The events come ordered by their number. Whoever removes a whole chain together with its head leaves no
    trace here; against that, heads must be kept outside (printed in the next paper, exchanged with partners).
    """
    return next(_broken_links(chain, events, head), None)


def _broken_links(
    chain: str, events: Iterable[AuditEventRow], head: ChainHead | None
) -> Iterator[BrokenLink]:
    seq, previous = 0, FIRST_PREVIOUS_HASH
    for event in events:
        seq += 1
        if event.seq > seq:
            yield BrokenLink(chain, seq, Fault.MISSING)
        if event.prev_hash != previous:
            yield BrokenLink(chain, event.seq, Fault.REORDERED)
        if event.hash != sealed_hash(event):
            yield BrokenLink(chain, event.seq, Fault.CHANGED)
        seq, previous = event.seq, event.hash
    if head is not None and head.seq > seq:
        yield BrokenLink(chain, seq + 1, Fault.MISSING)
    if head is None or (head.seq, head.hash) != (seq, previous):
        yield BrokenLink(chain, seq, Fault.WRONG_HEAD)
