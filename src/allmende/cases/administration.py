"""Who does case work where, for whom and under which agreement: kept by the coordination of a region.

Whoever runs the installation makes a region and its first coordination. Nobody gives a role to themselves,
and no role here opens a case: that takes a place in its team.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from allmende.accounts import queries as accounts
from allmende.accounts.actions import record_event
from allmende.accounts.permissions import may_manage_installation
from allmende.cases.domain.access import Role
from allmende.cases.domain.words import LegalRegime, OrganisationKind
from allmende.cases.errors import CaseRefusal, MayNotAdminister
from allmende.cases.models import Agreement, Assignment, Organisation, Region
from allmende.cases.records import region_keys
from allmende.funding import queries as funding
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User

ADMINISTERS = Role.COORDINATION


@dataclass(frozen=True, slots=True)
class AssignmentEntry:
    """A role as somebody gives it; `last` is its last day."""

    organisation_id: int
    email: str
    role: Role
    first: date
    last: date | None
    reason: str


def administered_regions(user: "User", *, on: date) -> "QuerySet[Region]":
    """Return the regions whose roles and agreements a person keeps."""
    if may_manage_installation(user):
        return Region.objects.order_by("key")
    held = Assignment.objects.filter(user=user, role=ADMINISTERS.value, valid__contains=on)
    return Region.objects.filter(pk__in=held.values("region")).order_by("key")


def administered_region(user: "User", region_id: int, *, on: date) -> Region:
    """Return a region that the person keeps; raise MayNotAdminister."""
    found = administered_regions(user, on=on).filter(pk=region_id).first()
    if found is None:
        raise MayNotAdminister
    return found


def create_region(*, by: "User", body: BodyView) -> Region:
    """Make a region with a key of its own; raise MayNotAdminister, CaseRefusal."""
    if not may_manage_installation(by):
        raise MayNotAdminister
    if Region.objects.filter(body_id=body.id).exists():
        raise CaseRefusal("Diese Region gibt es schon.")
    with transaction.atomic():
        made = Region.objects.create(key=body.key[:8], body_id=body.id)
        _record(by, made, "case_region_created", made._meta.label_lower, made.pk, made.key)
        keys = region_keys()
        if made.key not in keys.keys:
            settings.CASE_KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
            keys.with_new_key(made.key).write(settings.CASE_KEY_FILE)
    return made


def add_organisation(
    *, by: "User", region: Region, body: BodyView, kind: OrganisationKind, regime: LegalRegime
) -> Organisation:
    """Add an employer of people in case work; raise CaseRefusal if it is there."""
    try:
        with transaction.atomic():
            made = Organisation.objects.create(
                region=region, body_id=body.id, name=body.name, kind=kind.value, legal_regime=regime.value
            )
            _record(by, region, "case_organisation_added", made._meta.label_lower, made.pk, made.name)
    except IntegrityError:
        raise CaseRefusal("Diese Stelle ist in der Region schon eingetragen.") from None
    return made


def assign(*, by: "User", region: Region, entry: AssignmentEntry, on: date) -> Assignment:
    """Give somebody a role in case work; raise CaseRefusal. Two people always take part."""
    organisation = Organisation.objects.filter(pk=entry.organisation_id, region=region).first()
    user_id = accounts.user_id_by_email(entry.email)
    if organisation is None or user_id is None:
        raise CaseRefusal("Zu dieser Adresse gibt es kein Konto. Laden Sie die Person zuerst ein.")
    if user_id == by.pk:
        raise CaseRefusal("Niemand gibt sich selbst eine Aufgabe. Bitten Sie eine zweite Person darum.")
    if entry.last is not None and entry.last < entry.first:
        raise CaseRefusal("Der letzte Tag liegt vor dem ersten.")
    until = entry.last + timedelta(days=1) if entry.last else None
    try:
        with transaction.atomic():
            made = Assignment.objects.create(
                user_id=user_id,
                region=region,
                organisation=organisation,
                role=entry.role.value,
                valid=DateRange(entry.first, until),
                reason=entry.reason,
                given_by=by,
            )
            label = f"{entry.role.label}, {organisation.name}"
            _record(by, region, "case_role_given", made._meta.label_lower, made.pk, label)
    except IntegrityError:
        raise CaseRefusal("Diese Person hat die Aufgabe in der Zeit schon.") from None
    return made


def end_assignment(*, by: "User", region: Region, assignment_id: int, on: date) -> None:
    """End a role today: with this statement the person sees no case through it any more."""
    found = Assignment.objects.filter(pk=assignment_id, region=region).first()
    if found is None:
        raise MayNotAdminister
    with transaction.atomic():
        _end(found, on)
        label = f"{found.get_role_display()}, {found.organisation.name}"
        _record(by, region, "case_role_ended", found._meta.label_lower, found.pk, label)


def link_agreement(
    *, by: "User", region: Region, organisation_id: int, forwarding_id: int, first: date, on: date
) -> Agreement:
    """Let a charity do case work for as long as a forwarding agreement holds; raise CaseRefusal."""
    organisation = Organisation.objects.filter(pk=organisation_id, region=region).first()
    forwarding = funding.visible_forwardings(by, on=on).filter(pk=forwarding_id).first()
    if organisation is None or forwarding is None:
        raise CaseRefusal("Wählen Sie einen Träger und einen Weiterleitungsvertrag aus.")
    if forwarding.provider_id != organisation.body_id:
        raise CaseRefusal("Dieser Vertrag ist mit einer anderen Körperschaft geschlossen.")
    if forwarding.data_protection == "missing":
        raise CaseRefusal(
            "Im Weiterleitungsvertrag fehlt die Vereinbarung zum Datenschutz. Tragen Sie sie zuerst dort ein."
        )
    try:
        with transaction.atomic():
            made = Agreement.objects.create(
                organisation=organisation, forwarding=forwarding, valid=DateRange(first, None)
            )
            _record(by, region, "case_agreement_linked", made._meta.label_lower, made.pk, organisation.name)
    except IntegrityError:
        raise CaseRefusal("Dieser Vertrag ist schon mit dem Träger verbunden.") from None
    return made


def end_agreement(*, by: "User", region: Region, agreement_id: int, on: date) -> None:
    """End case work under an agreement today; its people see no case with the next statement."""
    found = Agreement.objects.filter(pk=agreement_id, organisation__region=region).first()
    if found is None:
        raise MayNotAdminister
    with transaction.atomic():
        _end(found, on)
        name = found.organisation.name
        _record(by, region, "case_agreement_ended", found._meta.label_lower, found.pk, name)


def _end(row: Assignment | Agreement, on: date) -> None:
    # the day is over for it; what began today loses this day as well, and one that ended stays
    lower, upper = row.valid.lower, row.valid.upper
    if upper is not None and upper <= on:
        return
    if lower >= on:
        lower = on - timedelta(days=1)
    row.valid = DateRange(lower, on)
    row.save(update_fields=["valid"])


def _record(by: "User", region: Region, action: str, kind: str, pk: int, label: str) -> None:
    record_event(
        actor=by,
        chain=region.key,
        action=action,
        object_type=kind,
        object_id=str(pk),
        object_label=label,
    )
