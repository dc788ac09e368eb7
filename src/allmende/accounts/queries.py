"""What others may ask about users and about the audit trail."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from operator import attrgetter, itemgetter

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from allmende.accounts.domain import AuditEventRow, BrokenLink, ChainHead, first_broken_link
from allmende.accounts.models import AuditChain, AuditEvent

_FIELDS = [field.name for field in fields(AuditEventRow)]
_CHUNK = 2000


def history_of(object_type: str, object_id: str, *, limit: int = 200) -> list[AuditEventRow]:
    """Return what happened to one thing, newest first."""
    events = AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
    rows = events.order_by("-recorded_at", "-id").values(*_FIELDS)[:limit]
    return [AuditEventRow(**row) for row in rows]


def broken_audit_links() -> list[BrokenLink]:
    """Return the first broken link of every chain that does not hold; an empty list is good news."""
    with transaction.atomic():
        broken = [*_broken_in_chains_with_events(), *_broken_in_chains_without_events()]
    return sorted(broken, key=attrgetter("chain"))


def _broken_in_chains_with_events() -> Iterator[BrokenLink]:
    """Check all events in one statement: an event recorded meanwhile must not look like a wrong head."""
    head = AuditChain.objects.filter(chain=OuterRef("chain"))
    rows = (
        AuditEvent.objects.annotate(
            head_seq=Subquery(head.values("head_seq")), head_hash=Subquery(head.values("head_hash"))
        )
        .order_by("chain", "seq")
        .values_list("head_seq", "head_hash", *_FIELDS)
        .iterator(_CHUNK)
    )
    for (chain, seq, hash_), group in groupby(rows, key=itemgetter(2, 0, 1)):
        known_head = None if seq is None else ChainHead(chain, seq, hash_)
        if link := first_broken_link(chain, (AuditEventRow(*row[2:]) for row in group), known_head):
            yield link


def _broken_in_chains_without_events() -> Iterator[BrokenLink]:
    events = AuditEvent.objects.filter(chain=OuterRef("chain"))
    for head in AuditChain.objects.filter(~Exists(events)):
        known_head = ChainHead(head.chain, head.head_seq, head.head_hash)
        if link := first_broken_link(head.chain, (), known_head):
            yield link
