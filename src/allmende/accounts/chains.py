"""What other apps may ask about one audit chain: its events, its head, an event of old."""

from typing import TYPE_CHECKING

from django.db.models import F, Q

from allmende.accounts.domain import ChainHead
from allmende.accounts.models import AuditChain, AuditEvent
from allmende.accounts.verifying import holds

if TYPE_CHECKING:
    from django.db.models import QuerySet


def events_of(chain: str, object_prefix: str) -> "QuerySet[AuditEvent]":
    """Return the events of a chain about things of one app; `shown_label` is what was touched."""
    rows = AuditEvent.objects.filter(chain=chain, object_type__startswith=object_prefix)
    return rows.annotate(shown_label=F("object_label"))


def events_matching(events: "QuerySet[AuditEvent]", text: str) -> "QuerySet[AuditEvent]":
    """Narrow events to those of a person or about a thing whose label or number contains the text."""
    return events.filter(
        Q(actor_label__icontains=text) | Q(object_label__icontains=text) | Q(object_id__icontains=text)
    )


def head_of(chain: str) -> ChainHead | None:
    """Return the head of a chain; None before its first event."""
    found = AuditChain.objects.filter(chain=chain).first()
    return ChainHead(chain, found.head_seq, found.head_hash) if found else None


def hash_at(chain: str, seq: int) -> str:
    """Return the seal of one event of a chain; empty where there is none."""
    found = AuditEvent.objects.filter(chain=chain, seq=seq).values_list("hash", flat=True)
    return found.first() or ""


def is_whole(chain: str) -> bool:
    """Return whether a chain holds; one without events holds only without a head."""
    head = head_of(chain)
    return head is None or holds(chain)
