"""Tables out of frozen rows: protected, checked against all that was released before, released by another.

What a table says is fixed when it is prepared. Before it goes out it is checked once more, since others may
have been released in between; then it is signed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from allmende.accounts.actions import record_event
from allmende.cases.domain.access import Role
from allmende.cases.domain.codes import CODES
from allmende.cases.domain.words import ReleaseState
from allmende.cases.duties import require_duty
from allmende.cases.errors import ReleaseRefused
from allmende.cases.freezing import FREEZES, frozen_rows, lock_region
from allmende.cases.models import CaseSnapshot, ReleasedCell, TableRelease
from allmende.cases.planes import STATISTICS
from allmende.cases.records import region_key
from allmende.cases.statistics.citing import content_of, digest_of, sign
from allmende.cases.statistics.protecting import (
    Before,
    Method,
    ProtectedTable,
    Shown,
    by_leaving_out,
    by_rounding,
)
from allmende.cases.statistics.releases import Release, check
from allmende.cases.statistics.rows import NOT_STATED, CaseRow
from allmende.cases.statistics.suppression import pattern
from allmende.cases.statistics.tables import Level, Table, TableDefinition, definition, tabulate

if TYPE_CHECKING:
    from allmende.accounts.models import User

DECIDES = (Role.SUPERVISION,)
"""Who releases what controlling prepared."""
SHOWN_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was released for a region before, newest key date last."""

    releases: tuple[Release, ...]

    def before(self, asked: TableDefinition, key_date: date, version: int) -> Release | None:
        """Return the last release of the same table up to a key date, an earlier version included."""
        same = [
            each
            for each in self.releases
            if each.table.definition == asked and (each.key_date, each.version) < (key_date, version)
        ]
        return max(same, key=lambda each: (each.key_date, each.version), default=None)


def prepare(*, snapshot_id: int, table: str, method: Method, by: "User", on: date) -> TableRelease:
    """Prepare a table of a key date for release. Raises ReleaseRefused, NotYourDuty, NoPattern."""
    asked = definition(table)
    snapshot = CaseSnapshot.objects.using(STATISTICS).select_related(None).filter(pk=snapshot_id).first()
    if snapshot is None or asked is None or asked.level is not Level.REGION:
        raise ReleaseRefused(problem="Diesen Stichtag oder diese Tabelle gibt es nicht.")
    require_duty(by, snapshot.region_id, FREEZES, on=on)
    with transaction.atomic(using=STATISTICS):
        lock_region(snapshot.region_id)
        _refuse_twice(snapshot, asked)
        ledger = _ledger(snapshot.region_id)
        new = _protected(snapshot, asked, method, ledger)
        _refuse_unsafe(new, ledger)
        content = _content(snapshot, new.shown)
        made = TableRelease.objects.create(
            region_id=snapshot.region_id,
            snapshot=snapshot,
            table=asked.key,
            method=method.value,
            axes=[list(each) for each in new.table.values],
            digest=digest_of(content),
            prepared_by=by,
        )
        ReleasedCell.objects.bulk_create(
            ReleasedCell(
                release=made,
                codes=list(cell),
                value=shown.value,
                lowest=shown.lowest,
                highest=shown.highest,
            )
            for cell, shown in new.shown.cells.items()
        )
        _record(by, made, snapshot, "case_table_prepared")
    return made


def release(*, release_id: int, by: "User", on: date) -> TableRelease:
    """Release a prepared table; another person than who prepared it. Raises ReleaseRefused, NotYourDuty."""
    with transaction.atomic(using=STATISTICS):
        found = _open(release_id, by, on)
        if found.prepared_by_id == by.pk:
            raise ReleaseRefused(
                problem="Sie haben diese Tabelle vorbereitet. Freigeben muss sie eine andere Person."
            )
        ledger = _ledger(found.region_id)
        _refuse_unsafe(_stored(found, frozen_rows(found.snapshot_id)), ledger)
        found.signature = sign(found.digest, settings.SECRET_KEY)
        _decide(found, ReleaseState.RELEASED, by, "")
        _record(by, found, found.snapshot, "case_table_released")
    return found


def reject(*, release_id: int, by: "User", reason: str, on: date) -> TableRelease:
    """Send a prepared table back with a reason. Raises ReleaseRefused, NotYourDuty."""
    if not reason.strip():
        raise ReleaseRefused(problem="Nennen Sie den Grund.")
    with transaction.atomic(using=STATISTICS):
        found = _open(release_id, by, on)
        _decide(found, ReleaseState.REJECTED, by, reason.strip())
        _record(by, found, found.snapshot, "case_table_rejected")
    return found


def shown_table(found: TableRelease, cells: Iterable[ReleasedCell]) -> ProtectedTable:
    """Return a table as it was prepared, from its stored cells."""
    asked = definition(found.table)
    assert asked is not None  # noqa: S101 - tables are never taken out of the catalogue
    return ProtectedTable(
        asked.key,
        asked.least,
        asked.dimensions,
        tuple(tuple(axis) for axis in found.axes),
        Method(found.method),
        {tuple(each.codes): Shown(each.value, each.lowest, each.highest) for each in cells},
    )


def _open(release_id: int, by: "User", on: date) -> TableRelease:
    rows = TableRelease.objects.using(STATISTICS).select_related("snapshot").filter(pk=release_id)
    found = rows.first()
    if found is None:
        raise ReleaseRefused(problem="Diese Freigabe gibt es nicht.")
    require_duty(by, found.region_id, DECIDES, on=on)
    lock_region(found.region_id)
    found.refresh_from_db(using=STATISTICS, fields=["state"])
    if found.state != ReleaseState.PROPOSED:
        raise ReleaseRefused(problem="Über diese Tabelle ist schon entschieden.")
    return found


def _decide(found: TableRelease, state: ReleaseState, by: "User", reason: str) -> None:
    found.state, found.decided_by, found.decided_at = state.value, by, timezone.now()
    found.decision_reason = reason
    found.save(update_fields=["state", "signature", "decided_by", "decided_at", "decision_reason"])


def _refuse_twice(snapshot: CaseSnapshot, asked: TableDefinition) -> None:
    there = TableRelease.objects.using(STATISTICS).filter(snapshot=snapshot, table=asked.key)
    if there.exclude(state=ReleaseState.REJECTED.value).exists():
        raise ReleaseRefused(
            problem=f"„{asked.title}“ ist für diesen Stichtag schon vorbereitet oder freigegeben."
        )


def _refuse_unsafe(new: Release, ledger: Ledger) -> None:
    found = check(new, ledger.releases)
    if found:
        told = " ".join(each.sentence for each in found[:SHOWN_PROBLEMS])
        raise ReleaseRefused(problem=f"Die Tabelle würde zu viel verraten ({len(found)} Felder). {told}")


def _protected(snapshot: CaseSnapshot, asked: TableDefinition, method: Method, ledger: Ledger) -> Release:
    last = ledger.before(asked, snapshot.key_date, snapshot.version)
    rows = frozen_rows(snapshot.pk)
    table = tabulate(rows, asked, _axes(asked, rows, last))
    region = str(snapshot.region_id)
    if method is Method.SUPPRESSION:
        shown = by_leaving_out(table, pattern(table))
    else:
        shown = by_rounding(table, Before(last.table, last.shown) if last else None)
    return Release(region, snapshot.key_date, table, shown, snapshot.version)


def _axes(asked: TableDefinition, rows: Sequence[CaseRow], last: Release | None) -> list[list[str]]:
    """Return the codes of each dimension: of the code list, else those that occur, now or before."""
    axes = []
    for index, dimension in enumerate(asked.dimensions):
        occurring = {row.codes.get(dimension, NOT_STATED) for row in rows}
        if last is not None:
            occurring |= set(last.table.values[index])
        known = [code for code in CODES.get(dimension, {}) if code in occurring]
        axes.append(
            [*known, *sorted(occurring - set(known) - {NOT_STATED}), *sorted(occurring & {NOT_STATED})]
        )
    return axes


def _ledger(region_id: int) -> Ledger:
    found = (
        TableRelease.objects.using(STATISTICS)
        .filter(region_id=region_id, state=ReleaseState.RELEASED.value)
        .select_related("snapshot")
        .prefetch_related("cells")
        .order_by("snapshot__key_date", "snapshot__version", "pk")
    )
    rows: dict[int, list[CaseRow]] = {}
    releases = []
    for each in found:
        if each.snapshot_id not in rows:
            rows[each.snapshot_id] = frozen_rows(each.snapshot_id)
        releases.append(_stored(each, rows[each.snapshot_id]))
    return Ledger(tuple(releases))


def _stored(found: TableRelease, rows: Sequence[CaseRow]) -> Release:
    asked = definition(found.table)
    assert asked is not None  # noqa: S101 - tables are never taken out of the catalogue
    table: Table = tabulate(rows, asked, found.axes)
    shown = shown_table(found, found.cells.all())
    snapshot = found.snapshot
    return Release(str(found.region_id), snapshot.key_date, table, shown, snapshot.version)


def _content(snapshot: CaseSnapshot, shown: ProtectedTable) -> dict[str, object]:
    region = region_key(snapshot.region_id)
    return content_of(region, snapshot.key_date, snapshot.version, snapshot.digest, shown)


def _record(by: "User", made: TableRelease, snapshot: CaseSnapshot, action: str) -> None:
    asked = definition(made.table)
    record_event(
        actor=by,
        chain=region_key(snapshot.region_id),
        action=action,
        object_type=made._meta.label_lower,
        object_id=str(made.pk),
        object_label=asked.title if asked else made.table,
        details={"Stichtag": str(snapshot), "Prüfsumme": made.digest},
    )
