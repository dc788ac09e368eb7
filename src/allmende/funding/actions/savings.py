"""Measures of budget consolidation: entered, decided by a paper, told year by year what they save."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.funding.domain.words import SavingKind, SavingState
from allmende.funding.errors import NameTaken, NoDecision, NoReason, UnknownMatter
from allmende.funding.models import Saving, SavingAmount
from allmende.funding.recording import record
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

NEEDS_DECISION = frozenset({SavingState.DECIDED, SavingState.REALISED})


@dataclass(frozen=True, slots=True)
class SavingEntry:
    """What a measure is: its name, where in the budget it stands, who decided it."""

    title: str
    number: str = ""
    product: str = ""
    account: str = ""
    state: SavingState = SavingState.PROPOSED
    decision_id: int | None = None
    grant_id: int | None = None


@transaction.atomic
def create_saving(*, body: BodyView, entry: SavingEntry, by: "User | None", on: date) -> Saving:
    """Enter a measure. Raises NameTaken, or NoDecision where it counts as decided without a paper."""
    require(by, body.id, Capability.CALCULATE, on=on)
    _refuse_undecided(entry)
    if Saving.objects.filter(body_id=body.id, title=entry.title).exists():
        raise NameTaken(name=entry.title)
    saving = Saving.objects.create(body_id=body.id, created_by=by, **_columns(entry))
    record(saving, body.id, "saving_created", by, on)
    return saving


@transaction.atomic
def change_saving(*, saving_id: int, entry: SavingEntry, by: "User | None", on: date) -> Saving:
    """Change what a measure is; what it was stands in its history. Raises NameTaken or NoDecision."""
    saving = _locked(saving_id)
    require(by, saving.body_id, Capability.CALCULATE, on=on)
    _refuse_undecided(entry)
    if Saving.objects.filter(body_id=saving.body_id, title=entry.title).exclude(pk=saving.pk).exists():
        raise NameTaken(name=entry.title)
    before = str(SavingState(saving.state).label)
    for name, value in _columns(entry).items():
        setattr(saving, name, value)
    saving.save()
    details = {"Stand": f"{before} → {entry.state.label}"}
    record(saving, saving.body_id, "saving_changed", by, on, details)
    return saving


@transaction.atomic
def enter_amount(
    *,
    saving_id: int,
    year: int,
    kind: SavingKind,
    cents: int,
    source: str,
    by: "User | None",
    on: date,
) -> SavingAmount:
    """Say what a measure saves in a year; a later entry replaces an earlier one. Raises NoReason.

    What was realised is entered by who keeps the books.
    """
    saving = _locked(saving_id)
    needed = Capability.POST_MONEY if kind is SavingKind.REALISED else Capability.CALCULATE
    require(by, saving.body_id, needed, on=on)
    if not source.strip():
        raise NoReason
    row = SavingAmount.objects.create(
        saving=saving, year=year, kind=kind, cents=cents, source=source.strip(), entered_by=by
    )
    record(saving, saving.body_id, "saving_amount_entered", by, on, {"Jahr": str(year), "Quelle": row.source})
    return row


def _refuse_undecided(entry: SavingEntry) -> None:
    if entry.state in NEEDS_DECISION and entry.decision_id is None:
        raise NoDecision


def _columns(entry: SavingEntry) -> dict[str, object]:
    return {
        "title": entry.title,
        "number": entry.number,
        "product": entry.product,
        "account": entry.account,
        "state": entry.state,
        "decision_id": entry.decision_id,
        "grant_id": entry.grant_id,
    }


def _locked(saving_id: int) -> Saving:
    saving = Saving.objects.select_for_update(of=("self",)).filter(pk=saving_id).first()
    if saving is None:
        raise UnknownMatter
    return saving
