"""Who acts for whom: granting, changing and ending memberships. Every write leaves an event."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.accounts.actions import invite_user, mail_is_delivered, record_event, send_password_link
from allmende.accounts.queries import user_by_id, user_id_by_email
from allmende.register import queries
from allmende.register.appointing import check_may_grant, check_may_manage
from allmende.register.domain import (
    BodyView,
    LastHead,
    MembershipOverlap,
    OwnAppointment,
    RetroactiveChange,
    Role,
    UnknownMembership,
    WrongPeriod,
)
from allmende.register.models import Body, Membership, Source
from allmende.register.periods import last_day as last_day_before
from allmende.register.periods import until

if TYPE_CHECKING:
    from allmende.accounts.models import User


BODY = "register.body"  # the object type under which the audit trail keeps what happened to a body


@transaction.atomic
def add_member(
    *,
    email: str,
    name: str,
    body: BodyView,
    role: Role,
    valid_from: date,
    last_day: date | None,
    by: "User",
    on: date,
    origin: str,
) -> str | None:
    """Let a person act for the body, inviting whoever has no account yet.

    Return the path of the one-time link to set a password if the inviter has to hand it over.
    """
    _lock_members(body.id)
    check_may_grant(by, body, role=role, valid_from=valid_from, on=on)
    user_id = user_id_by_email(email)
    link = None
    if user_id is None:
        link = invite_user(email=email, name=name, by=by)
        user_id = link.user_id
    user = user_by_id(user_id)
    grant_membership(user=user, body=body, role=role, valid_from=valid_from, last_day=last_day, by=by, on=on)
    if link is None:
        return None
    if mail_is_delivered():
        transaction.on_commit(partial(send_password_link, link, origin=origin))
        return None
    return link.path


@transaction.atomic
def grant_membership(
    *,
    user: "User",
    body: BodyView,
    role: Role,
    valid_from: date,
    last_day: date | None = None,
    by: "User | None",
    on: date,
) -> int:
    """Let a person act for a body and return the membership's id. `by` None: the installation itself."""
    _lock_members(body.id)
    is_appointment = check_may_grant(by, body, role=role, valid_from=valid_from, on=on)
    if is_appointment and by == user:
        raise OwnAppointment(body=body)
    if last_day is not None and last_day < valid_from:
        raise WrongPeriod(first=valid_from, last=last_day)
    valid = DateRange(valid_from, until(last_day))
    if Membership.objects.filter(user=user, body_id=body.id, valid__overlap=valid).exists():
        raise MembershipOverlap(user=user, body=body)
    membership = Membership.objects.create(
        user=user, body_id=body.id, role=role.value, valid=valid, granted_by=by
    )
    details = {"Rolle": role.label, "ab": _day(valid_from)}
    if last_day:
        details["bis"] = _day(last_day)
    action = "head_appointed" if is_appointment else "membership_granted"
    _record(by, body, action, membership, details)
    return membership.pk


@transaction.atomic
def change_role(*, membership_id: int, role: Role, from_day: date, by: "User | None", on: date) -> int:
    """Give another role from a day on, today at the earliest; return the id of the membership that has it."""
    membership, body = _locked(membership_id, on)
    check_may_manage(by, body, on=on)
    if from_day < on:
        raise RetroactiveChange(day=from_day)
    starts, ends = membership.valid.lower, membership.valid.upper
    if ends is not None and from_day >= ends:
        raise WrongPeriod(first=from_day, last=last_day_before(ends))
    former = Role(membership.role)
    if former is role:
        return membership.pk
    if former is Role.HEAD:
        _check_other_head(membership, body, from_day)
    if from_day <= starts:
        membership.role = role.value
        membership.save(update_fields=["role"])
        current = membership
    else:
        membership.valid = DateRange(starts, from_day)
        membership.save(update_fields=["valid"])
        current = Membership.objects.create(
            user_id=membership.user_id,
            body_id=body.id,
            role=role.value,
            valid=DateRange(from_day, ends),
            granted_by=by,
        )
    details = {"Rolle": role.label, "bisher": former.label, "ab": _day(max(from_day, starts))}
    _record(by, body, "membership_role_changed", current, details)
    return current.pk


@transaction.atomic
def end_membership(*, membership_id: int, last_day: date, by: "User | None", on: date) -> None:
    """End a membership after its last day, yesterday at the earliest; one that never began is removed."""
    membership, body = _locked(membership_id, on)
    check_may_manage(by, body, on=on)
    ends = until(last_day)
    if ends is None or ends < on:
        raise RetroactiveChange(day=last_day)
    starts, held_until = membership.valid.lower, membership.valid.upper
    if held_until is not None and ends >= held_until:
        raise WrongPeriod(first=starts, last=last_day)
    if membership.role == Role.HEAD.value:
        _check_other_head(membership, body, ends)
    _record(by, body, "membership_ended", membership, {"bis": _day(last_day)})
    if ends <= starts:
        membership.delete()
        return
    membership.valid = DateRange(starts, ends)
    membership.save(update_fields=["valid"])


def remember_source(*, key: str, title: str, attribution: str) -> int:
    """Return the id of the source with this key; it is added the first time somebody quotes it."""
    source, _created = Source.objects.get_or_create(
        key=key, defaults={"title": title[:300], "attribution": attribution}
    )
    return source.pk


def _locked(membership_id: int, on: date) -> tuple[Membership, BodyView]:
    body_id = Membership.objects.filter(pk=membership_id).values_list("body_id", flat=True).first()
    if body_id is None:
        raise UnknownMembership
    _lock_members(body_id)
    membership = Membership.objects.select_for_update(of=("self",)).filter(pk=membership_id).first()
    if membership is None:
        raise UnknownMembership
    body = queries.bodies_by_id([membership.body_id], on=on).get(membership.body_id)
    if body is None:
        raise UnknownMembership
    return membership, body


def _lock_members(body_id: int) -> None:
    """Let one change of a body's members wait for the other: each must see what the other did."""
    Body.objects.select_for_update(no_key=True).get(pk=body_id)


def _check_other_head(membership: Membership, body: BodyView, from_day: date) -> None:
    """Refuse that a head goes unless another who can sign in stays at least as long."""
    rest = DateRange(from_day, membership.valid.upper)
    heads = Membership.objects.filter(
        body_id=body.id, role=Role.HEAD.value, valid__contains=rest, user__is_active=True
    )
    if not heads.exclude(pk=membership.pk).exists():
        raise LastHead(body=body)


def _record(
    by: "User | None", body: BodyView, action: str, membership: Membership, details: dict[str, str]
) -> None:
    record_event(
        actor=by,
        chain=body.key,
        action=action,
        object_type=BODY,
        object_id=body.key,
        object_label=str(body),
        details={"Person": str(membership.user), **details},
    )


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
