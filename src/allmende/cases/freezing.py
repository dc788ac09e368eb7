"""Key dates: the running cases of a region are counted once and never again.

The job signs in as a role of its own, which reaches no data of people. One function of the database gives it
coded rows; what it writes stays: figures are never recomputed from live data, a correction is a new version.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from allmende.accounts.actions import record_event
from allmende.cases.domain.access import Role
from allmende.cases.domain.codes import age_group
from allmende.cases.duties import require_duty
from allmende.cases.errors import KeyDateRefused
from allmende.cases.models import CaseSnapshot, Region, SnapshotRow
from allmende.cases.planes import STATISTICS
from allmende.cases.statistics.rows import DIMENSIONS, CaseRow, snapshot_of

if TYPE_CHECKING:
    from allmende.accounts.models import User

FREEZES = (Role.CONTROLLING,)
"""Who has a key date frozen and prepares tables."""


def freeze(*, region_id: int, key_date: date, by: "User | None", on: date, reason: str = "") -> CaseSnapshot:
    """Freeze the cases that run on a key date; again only as a correction, with a reason.

    Raises KeyDateRefused, NotYourDuty. `by` None: the clock did it.
    """
    if by is not None:
        require_duty(by, region_id, FREEZES, on=on)
    if key_date > on:
        raise KeyDateRefused(problem="Der Stichtag liegt in der Zukunft. Wählen Sie einen Tag bis heute.")
    region = Region.objects.get(pk=region_id)
    with transaction.atomic(using=STATISTICS):
        lock_region(region_id)
        same_day = CaseSnapshot.objects.using(STATISTICS).filter(region_id=region_id, key_date=key_date)
        version = same_day.count() + 1
        if version > 1 and not reason.strip():
            raise KeyDateRefused(
                problem="Dieser Stichtag ist schon festgehalten. Eine Berichtigung braucht einen Grund."
            )
        frozen = snapshot_of(region.key, key_date, version, _rows(region_id, key_date))
        made = CaseSnapshot.objects.create(
            region_id=region_id,
            key_date=key_date,
            version=version,
            reason=reason.strip(),
            row_count=len(frozen.rows),
            digest=frozen.digest,
            frozen_by=by,
        )
        SnapshotRow.objects.bulk_create(
            SnapshotRow(snapshot=made, number=int(row.number), opened_in=row.opened, codes=dict(row.codes))
            for row in frozen.rows
        )
        _record(by, region.key, made)
    return made


def freeze_quarter(*, on: date) -> list[CaseSnapshot]:
    """Freeze the end of the last quarter before a day for every region that has not frozen it yet."""
    key_date = date(on.year, (on.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    there = CaseSnapshot.objects.filter(key_date=key_date).values("region_id")
    return [
        freeze(region_id=region.pk, key_date=key_date, by=None, on=on)
        for region in Region.objects.exclude(pk__in=there).order_by("key")
    ]


def frozen_rows(snapshot_id: int) -> list[CaseRow]:
    """Return the rows of a key date; only the job calls this."""
    rows = SnapshotRow.objects.filter(snapshot_id=snapshot_id).order_by("number")
    return [CaseRow(str(row.number), row.opened_in, None, row.codes) for row in rows]


def lock_region(region_id: int) -> None:
    """Let others who freeze or release for a region wait until this transaction ends."""
    with connections[STATISTICS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('allmende statistics'), %s)", [region_id])


def _rows(region_id: int, key_date: date) -> list[CaseRow]:
    with connections[STATISTICS].cursor() as cursor:
        cursor.execute(
            "SELECT number, opened_in, codes::text FROM ctx.rows_on(%s, %s)", [region_id, key_date]
        )
        found = cursor.fetchall()
    return [
        CaseRow(str(number), opened, None, _codes(json.loads(codes), key_date))
        for number, opened, codes in found
    ]


def _codes(told: Mapping[str, Any], key_date: date) -> dict[str, str]:
    codes = {name: str(code) for name, code in told.items() if name in DIMENSIONS}
    if born := told.get("born"):
        codes["age"] = age_group(str(born), key_date)
    return codes


def _record(by: "User | None", region: str, made: CaseSnapshot) -> None:
    record_event(
        actor=by,
        chain=region,
        action="case_key_date_frozen",
        object_type=made._meta.label_lower,
        object_id=str(made.pk),
        object_label=f"Stichtag {made}",
        details={"Fassung": str(made.version), "Fälle": str(made.row_count), "Prüfsumme": made.digest},
    )
