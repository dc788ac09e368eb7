"""What others may ask about users and about the audit trail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby
from operator import attrgetter, itemgetter

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from allmende.accounts.domain import SYSTEM_CHAIN, AuditEventRow, BrokenLink, ChainHead, first_broken_link
from allmende.accounts.errors import UnknownUser
from allmende.accounts.models import AuditChain, AuditEvent, User
from allmende.accounts.verifying import holds

_FIELDS = [field.name for field in fields(AuditEventRow)]
_CHUNK = 2000
_SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """How an account is protected beyond its password."""

    has_app: bool
    passkeys: int
    recovery_codes_left: int

    @property
    def is_protected(self) -> bool:
        return self.has_app or self.passkeys > 0


def user_by_id(user_id: int) -> User:
    """Return an account; raise UnknownUser."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise UnknownUser(user_id=user_id)
    return user


def users_by_id(user_ids: Iterable[int]) -> "QuerySet[User]":
    """Return the accounts of these numbers."""
    return User.objects.filter(pk__in=user_ids)


def user_id_by_email(email: str) -> int | None:
    """Return the number of the account with this address, whatever its case."""
    return User.objects.filter(email=email).values_list("pk", flat=True).first()


def users_with_protection() -> "QuerySet[User]":
    """Return all accounts with `is_protected`: whether they have a second factor."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=_SECOND_FACTORS)
    return User.objects.annotate(is_protected=Exists(factors))


def users_matching(users: "QuerySet[User]", text: str) -> "QuerySet[User]":
    """Narrow accounts to those whose name or address contains the text."""
    return users.filter(Q(name__icontains=text) | Q(email__icontains=text))


def second_factors_of(user: User) -> SecondFactors:
    """Return how the account is protected; one query."""
    by_type: dict[str, list[Authenticator]] = {}
    for authenticator in Authenticator.objects.filter(user=user):
        by_type.setdefault(authenticator.type, []).append(authenticator)
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES, [])
    return SecondFactors(
        has_app=Authenticator.Type.TOTP in by_type,
        passkeys=len(by_type.get(Authenticator.Type.WEBAUTHN, [])),
        recovery_codes_left=sum(len(each.wrap().get_unused_codes()) for each in codes),
    )


def audit_events() -> "QuerySet[AuditEvent]":
    """Return all events of all chains, with `shown_label`: what was touched, where the installation may know.

    The other chains belong to bodies: their labels name papers that are not public yet.
    """
    own = When(chain=SYSTEM_CHAIN, then="object_label")
    return AuditEvent.objects.annotate(shown_label=Case(own, default=Value("")))


def audit_events_matching(events: "QuerySet[AuditEvent]", text: str) -> "QuerySet[AuditEvent]":
    """Narrow `audit_events()` to those of a person or about a thing whose shown label contains the text."""
    return events.filter(Q(actor_label__icontains=text) | Q(shown_label__icontains=text))


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
    """Check each chain in one statement: an event recorded meanwhile must not look like a wrong head."""
    for (chain,) in AuditEvent.objects.order_by("chain").values_list("chain").distinct():
        if not holds(chain) and (link := _first_broken(chain)):
            yield link


def _first_broken(chain: str) -> BrokenLink | None:
    head = AuditChain.objects.filter(chain=OuterRef("chain"))
    rows = (
        AuditEvent.objects.filter(chain=chain)
        .annotate(head_seq=Subquery(head.values("head_seq")), head_hash=Subquery(head.values("head_hash")))
        .order_by("seq")
        .values_list("head_seq", "head_hash", *_FIELDS)
        .iterator(_CHUNK)
    )
    for (seq, hash_), group in groupby(rows, key=itemgetter(0, 1)):
        known_head = None if seq is None else ChainHead(chain, seq, hash_)
        return first_broken_link(chain, (AuditEventRow(*row[2:]) for row in group), known_head)
    return None


def _broken_in_chains_without_events() -> Iterator[BrokenLink]:
    events = AuditEvent.objects.filter(chain=OuterRef("chain"))
    for head in AuditChain.objects.filter(~Exists(events)):
        known_head = ChainHead(head.chain, head.head_seq, head.head_hash)
        if link := first_broken_link(head.chain, (), known_head):
            yield link
