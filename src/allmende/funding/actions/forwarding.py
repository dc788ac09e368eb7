"""Forwarding agreements: concluded, their clauses changed by a decision, ended."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.funding.actions.grants import locked_grant
from allmende.funding.contract_law import clause_value
from allmende.funding.days import real_days
from allmende.funding.domain.programmes import ForwardingRules, shipped_block
from allmende.funding.domain.words import DataProtection, NoticeTo
from allmende.funding.errors import (
    NoReason,
    NotForwardable,
    OverlappingAgreement,
    UnknownClause,
    UnknownMatter,
    WrongPeriod,
)
from allmende.funding.models import Forwarding, ForwardingClause, Grant
from allmende.funding.recording import record
from allmende.ledger.computing import law
from allmende.register import queries as register
from allmende.register.dated_rows import moment_of, say
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """What a forwarding agreement says besides its clauses; `valid` is `[from, until)`."""

    valid: tuple[date, date | None]
    reference: str = ""
    signed_on: date | None = None
    most_posts: Decimal | None = None
    notice_months: int | None = None
    notice_to: NoticeTo | None = None
    decision_id: int | None = None
    data_protection: DataProtection = DataProtection.MISSING
    data_protection_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """What a clause sets on the days `[from, until)`, and since when that is known."""

    parameter: str
    value: str
    valid: tuple[date, date | None]
    known_since: date
    source: str
    section: str = ""
    decision_id: int | None = None


@transaction.atomic
def conclude(
    *, grant_id: int, provider: BodyView, entry: AgreementEntry, by: "User | None", on: date
) -> Forwarding:
    """Enter an agreement. Raises NotForwardable, WrongPeriod or OverlappingAgreement."""
    grant = locked_grant(grant_id)
    require(by, grant.body_id, Capability.CALCULATE, on=on)
    forwarding_rules(grant)
    days = real_days(entry.valid)
    earlier = Forwarding.objects.filter(grant=grant, provider_id=provider.id, valid__overlap=days).first()
    if earlier is not None:
        raise OverlappingAgreement(provider=provider, reference=earlier)
    agreement = Forwarding.objects.create(
        grant=grant,
        provider_id=provider.id,
        reference=entry.reference,
        signed_on=entry.signed_on,
        valid=days,
        most_posts=entry.most_posts,
        notice_months=entry.notice_months,
        notice_to=entry.notice_to or "",
        decision_id=entry.decision_id,
        data_protection=entry.data_protection,
        data_protection_on=entry.data_protection_on,
        created_by=by,
    )
    record(agreement, grant.body_id, "forwarding_concluded", by, on, {"Zuwendung": grant.title})
    return agreement


@transaction.atomic
def set_clause(*, forwarding_id: int, entry: ClauseEntry, by: "User | None", on: date) -> ForwardingClause:
    """Say what a clause sets; what was believed until now stays readable.

    Raises UnknownClause, NoReason, WrongPeriod, KnownBefore, or the RulesError of a wrong value.
    """
    agreement = locked_agreement(forwarding_id)
    require(by, agreement.grant.body_id, Capability.POST_MONEY, on=on)
    parameter = law().parameter(entry.parameter)
    if parameter is None or entry.parameter not in forwarding_rules(agreement.grant).clauses:
        raise UnknownClause(name=entry.parameter)
    if not entry.source.strip():
        raise NoReason
    days = real_days(entry.valid)
    clause_value(parameter, entry.value, parameter.label)
    row = say(
        ForwardingClause,
        same={"forwarding": agreement, "parameter": entry.parameter},
        what={
            "value": entry.value.strip(),
            "section": entry.section.strip(),
            "source": entry.source.strip(),
            "decision_id": entry.decision_id,
            "created_by": by,
        },
        valid=days,
        moment=moment_of(entry.known_since, on),
    )
    record(row, agreement.grant.body_id, "forwarding_clause_set", by, on, {"Quelle": row.source})
    return row


@transaction.atomic
def end_agreement(*, forwarding_id: int, until: date, reason: str, by: "User | None", on: date) -> Forwarding:
    """End an agreement; `until`: the first day on which it no longer holds. Raises NoReason, WrongPeriod."""
    agreement = locked_agreement(forwarding_id)
    require(by, agreement.grant.body_id, Capability.POST_MONEY, on=on)
    if not reason.strip():
        raise NoReason
    if until <= agreement.valid.lower:
        raise WrongPeriod(problem="Der Vertrag kann nicht enden, bevor er begonnen hat.")
    agreement.valid = DateRange(agreement.valid.lower, until)
    agreement.save(update_fields=["valid"])
    record(agreement, agreement.grant.body_id, "forwarding_ended", by, on, {"Grund": reason.strip()})
    return agreement


def forwarding_rules(grant: Grant) -> ForwardingRules:
    """Return by which rules the money of a grant goes on; raise NotForwardable."""
    block = shipped_block(grant.block) if grant.block else None
    if block is None or block.forwarding is None:
        raise NotForwardable(block=block.name if block else grant.programme)
    return block.forwarding


def locked_agreement(forwarding_id: int) -> Forwarding:
    """Return the agreement; two changes of one agreement wait for each other. Raises UnknownMatter."""
    found = Forwarding.objects.select_for_update(of=("self",)).filter(pk=forwarding_id).first()
    if found is None:
        raise UnknownMatter
    return found


def provider_name(agreement: Forwarding, on: date) -> str:
    return str(register.bodies_by_id([agreement.provider_id], on=on)[agreement.provider_id])
