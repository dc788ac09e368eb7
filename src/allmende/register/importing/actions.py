"""Taking over a list: first what would change, then the change, whole or not at all."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.accounts.actions import record_event
from allmende.register.domain import NotAllowedToImport, PlanChanged
from allmende.register.importing.plan import Plan, plan_import
from allmende.register.importing.records import BodyList
from allmende.register.importing.store import load_state, lock_register, write_plan
from allmende.register.models import Source

if TYPE_CHECKING:
    from allmende.accounts.models import User


def preview_import(listed: BodyList) -> Plan:
    """Return what taking over the list would change; raise BrokenFile if it contradicts the register."""
    return plan_import(load_state(), listed)


@transaction.atomic
def import_list(
    listed: BodyList,
    *,
    digest: str,
    file_name: str,
    by: "User | None",
    at: datetime,
    confirmed: str | None = None,
) -> Plan:
    """Take over the list and return what changed. A list that says nothing new leaves no trace.

    `digest` is the SHA-256 of the file, `by` None the command line. `confirmed` is the digest of the plan
    that a person saw; raise PlanChanged when the list would do anything else by now.
    """
    if by is not None and not (by.is_staff and by.is_active):
        raise NotAllowedToImport
    source = Source(
        key=f"list-{listed.stand:%Y%m%d}-{digest[:16]}",
        title=listed.title,
        attribution=listed.attribution or f"Eigene Liste „{file_name}“, Stand {listed.stand:%d.%m.%Y}",
    )
    plan = take_over(listed, source=source, at=at, confirmed=confirmed)
    if not plan.is_empty:
        counts = {kind.value: str(count) for kind, count in plan.counts.items() if count}
        record_event(
            actor=by,
            chain="system",
            action="register_imported",
            object_type="register.source",
            object_id=source.key,
            object_label=f"{listed.title} ({file_name})",
            details={"stand": listed.stand.isoformat(), "sha256": digest, **counts},
        )
    return plan


@transaction.atomic
def take_over(listed: BodyList, *, source: Source, at: datetime, confirmed: str | None = None) -> Plan:
    """Write what the list changes, from this source."""
    lock_register()
    plan = preview_import(listed)
    if confirmed is not None and plan.digest != confirmed:
        raise PlanChanged
    if plan.is_empty:
        return plan
    saved, _created = Source.objects.get_or_create(
        key=source.key,
        defaults={
            "title": source.title,
            "attribution": source.attribution,
            "licence": source.licence,
            "published_on": source.published_on,
        },
    )
    write_plan(plan, source=saved, at=at)
    return plan
