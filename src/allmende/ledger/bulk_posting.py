"""Postings of other apps in bulk: what invoices and notices come to. The caller has asked for permission."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from allmende.ledger.domain import PostingKind
from allmende.ledger.models import Posting

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Booking:
    """One amount that a document of another app states; only a correction may be negative."""

    payer_id: int
    payee_id: int
    cents: int
    kind: PostingKind
    period: tuple[date, date]
    rule: str
    section: str
    sentence: str
    explanation: Mapping[str, Any]
    causes: tuple[str, ...] = ()


def post_bookings(body_id: int, bookings: Iterable[Booking], *, by: "User | None", on: date) -> int:
    """Post amounts into the books of a body, in the caller's transaction; return how many."""
    postings = [
        Posting(
            body_id=body_id,
            payer_id=booking.payer_id,
            payee_id=booking.payee_id,
            cents=booking.cents,
            kind=booking.kind,
            period=booking.period,
            rule=booking.rule,
            section=booking.section,
            valid_on=booking.period[0],
            known_on=on,
            from_own_money=True,
            sentence=booking.sentence,
            explanation=dict(booking.explanation),
            causes=list(booking.causes),
            posted_by=by,
        )
        for booking in bookings
    ]
    return len(Posting.objects.bulk_create(postings, batch_size=1000))


def booked_cents(body_id: int, rules: Collection[str]) -> int:
    """Return the sum of the postings that a body's books hold by these rules, corrections included."""
    booked = Posting.objects.filter(body_id=body_id, rule__in=rules)
    return int(booked.aggregate(total=Sum("cents"))["total"] or 0)
