"""Programmes of one's own: entered once, their terms dated on two axes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.funding.days import real_days
from allmende.funding.domain.terms import Terms
from allmende.funding.errors import NameTaken, NoReason, UnknownMatter
from allmende.funding.models import OwnProgramme, OwnTerms
from allmende.funding.recording import record
from allmende.register.dated_rows import moment_of, say
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """What a programme is; months and days are None where they are not known."""

    name: str
    legal_basis: str
    note: str = ""
    apply_month: int | None = None
    apply_day: int | None = None
    proof_months: int | None = None


@dataclass(frozen=True, slots=True)
class TermsEntry:
    """What a programme pays on the days `[from, until)`, and since when that is known."""

    terms: Terms
    valid: tuple[date, date | None]
    known_since: date
    source: str


@transaction.atomic
def create_programme(
    *, body: BodyView, giver: BodyView, entry: ProgrammeEntry, by: "User | None", on: date
) -> OwnProgramme:
    """Enter a programme. Raises NameTaken."""
    require(by, body.id, Capability.CALCULATE, on=on)
    if OwnProgramme.objects.filter(body_id=body.id, name=entry.name).exists():
        raise NameTaken(name=entry.name)
    programme = OwnProgramme.objects.create(
        body_id=body.id,
        giver_id=giver.id,
        name=entry.name,
        legal_basis=entry.legal_basis,
        note=entry.note,
        apply_month=entry.apply_month,
        apply_day=entry.apply_day,
        proof_months=entry.proof_months,
        created_by=by,
    )
    record(programme, body.id, "own_programme_created", by, on)
    return programme


@transaction.atomic
def set_terms(*, programme_id: int, entry: TermsEntry, by: "User | None", on: date) -> OwnTerms:
    """Say what a programme pays on some days; what was believed stays readable.

    Raises WrongPeriod, NoReason or KnownBefore.
    """
    programme = OwnProgramme.objects.select_for_update(of=("self",)).filter(pk=programme_id).first()
    if programme is None:
        raise UnknownMatter
    require(by, programme.body_id, Capability.CALCULATE, on=on)
    if not entry.source.strip():
        raise NoReason
    days = real_days(entry.valid)
    terms = entry.terms
    row = say(
        OwnTerms,
        same={"programme": programme},
        what={
            "financing": terms.financing,
            "classes": sorted(terms.classes),
            "amount": terms.amount,
            "rate_percent": Decimal(terms.rate.numerator * 100) / terms.rate.denominator,
            "ceiling": terms.ceiling,
            "section": terms.section,
            "source": entry.source.strip(),
            "created_by": by,
        },
        valid=days,
        moment=moment_of(entry.known_since, on),
    )
    record(row, programme.body_id, "own_terms_set", by, on, {"Quelle": row.source})
    return row
