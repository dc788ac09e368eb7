"""A council changes what agreements say: clauses set, all amounts computed anew, differences posted.

The preview is the very change, taken back before anybody sees it: what it shows is what will be posted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.funding.actions.forwarding import ClauseEntry, set_clause
from allmende.funding.actions.reports import counting_reports, recompute
from allmende.funding.models import Forwarding
from allmende.ledger.queries import current_postings

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Stream:
    """What a rule lets one body pay another under one agreement, before and after, in cents."""

    agreement: int
    rule: str
    label: str
    payer: int
    payee: int
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of clauses does."""

    streams: tuple[Stream, ...]
    causes: tuple[str, ...] = field(default=())

    @property
    def is_nothing(self) -> bool:
        return not any(each.change for each in self.streams)


class _TakenBack(Exception):
    pass


@transaction.atomic
def change_clause(
    *, forwarding_ids: Sequence[int], entry: ClauseEntry, by: "User | None", on: date
) -> Change:
    """Set a clause of several agreements, compute anew and post the differences; all or nothing."""
    before = _posted(forwarding_ids)
    for number in forwarding_ids:
        set_clause(forwarding_id=number, entry=entry, by=by, on=on)
        recompute(forwarding_id=number, reason=entry.source, by=by, on=on)
    return _change(before, _posted(forwarding_ids))


def preview_clause(
    *, forwarding_ids: Sequence[int], entry: ClauseEntry, by: "User | None", on: date
) -> Change:
    """Return what the change would do; nothing of it stays."""
    found: list[Change] = []
    try:
        with transaction.atomic():
            found.append(change_clause(forwarding_ids=forwarding_ids, entry=entry, by=by, on=on))
            raise _TakenBack
    except _TakenBack:
        return found[0]


Key = tuple[int, str, int, int]


@dataclass(slots=True)
class _Sum:
    label: str
    cents: int = 0
    causes: tuple[str, ...] = ()


def _posted(forwarding_ids: Sequence[int]) -> dict[Key, _Sum]:
    """Return what stands posted per agreement, rule, payer and payee."""
    agreement_of = {
        report.calculation_id: agreement.pk
        for agreement in Forwarding.objects.filter(pk__in=forwarding_ids)
        for report in counting_reports(agreement)
        if report.calculation_id is not None
    }
    sums: dict[Key, _Sum] = {}
    for row in current_postings(list(agreement_of)):
        assert row.version is not None  # noqa: S101 - chosen by their version
        key = (agreement_of[row.version.calculation_id], row.rule, row.payer_id, row.payee_id)
        found = sums.setdefault(key, _Sum(str(row.explanation.get("label") or row.rule)))
        found.cents += row.cents
        found.causes = tuple(row.causes)
    return sums


def _change(before: dict[Key, _Sum], after: dict[Key, _Sum]) -> Change:
    streams = tuple(
        Stream(*key[:2], total.label, *key[2:], before[key].cents if key in before else 0, total.cents)
        for key, total in after.items()
    )
    told = {
        cause: None
        for key, total in after.items()
        if key not in before or before[key].causes != total.causes
        for cause in total.causes
    }
    return Change(streams, tuple(told))
