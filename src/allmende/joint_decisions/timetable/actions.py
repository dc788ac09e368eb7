"""Keep the stations of partners and the days on which their committees sit. Every write leaves an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.joint_decisions.errors import Vanished
from allmende.joint_decisions.models import JointDecision, Partner, PartnerStation
from allmende.joint_decisions.permissions import is_lead, require_partner
from allmende.joint_decisions.recording import record
from allmende.joint_decisions.timetable.calendar_file import CommitteeDays
from allmende.joint_decisions.timetable.domain import NEXT_DAY
from allmende.papers import sittings
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class StationEntry:
    """A station as a person enters it."""

    committee: str
    days: tuple[date, ...]
    notice_days: int | None = None
    notice_source: str = ""
    after_days: int = NEXT_DAY


@transaction.atomic
def save_stations(
    *, partner_id: int, entries: Sequence[StationEntry], since: date, by: "User | None", on: date
) -> None:
    """Replace the stations of a partner; its committees sit on exactly these days from `since` on.

    The partner's own people may, and the lead: days of sittings are public, and somebody has to begin.
    """
    partner, body = _locked(partner_id, by, on)
    partner.stations.all().delete()
    for order, entry in enumerate(entries):
        committee = sittings.committee_named(body, entry.committee)
        sittings.keep_sittings(body=body, committee=committee, days=entry.days, since=since, by=by)
        PartnerStation.objects.create(
            partner=partner,
            order=order,
            organization_id=committee.id,
            notice_days=entry.notice_days,
            notice_source=entry.notice_source if entry.notice_days is not None else "",
            after_days=entry.after_days,
        )
    record(by, partner.joint_decision, "joint_stations_saved", {"Partner": str(body)})


@transaction.atomic
def add_special_sitting(*, station_id: int, day: date, by: "User | None", on: date) -> None:
    """Put a special sitting into the calendar of its committee."""
    station = PartnerStation.objects.select_related("organization").filter(pk=station_id).first()
    if station is None:
        raise Vanished
    _partner, body = _locked(station.partner_id, by, on)
    committee = sittings.Committee(station.organization_id, body.id, str(station.organization))
    sittings.add_sittings(body=body, committee=committee, days=[day], by=by)


@transaction.atomic
def import_calendars(
    *,
    matter: JointDecision,
    found: Sequence[CommitteeDays],
    partner_of: Mapping[str, int],
    by: "User | None",
    on: date,
) -> int:
    """Add the days of a file, and stations for committees that are none yet; return the number of new days.

    `partner_of` names the partner for each body as the file writes it.
    """
    count = 0
    for each in found:
        partner, body = _locked(partner_of[each.body], by, on)
        committee = sittings.committee_named(body, each.committee)
        count += sittings.add_sittings(body=body, committee=committee, days=each.days, by=by)
        station = partner.stations.filter(organization_id=committee.id).first()
        if station is None:
            station = PartnerStation(
                partner=partner, order=partner.stations.count(), organization_id=committee.id
            )
        if each.notice_days is not None:
            station.notice_days, station.notice_source = each.notice_days, each.notice_source
        station.save()
    record(by, matter, "joint_calendars_imported", {"Sitzungen": str(count)})
    return count


def _locked(partner_id: int, by: "User | None", on: date) -> tuple[Partner, BodyView]:
    rows = Partner.objects.select_related("joint_decision__body").select_for_update(of=("self",))
    partner: Partner | None = rows.filter(pk=partner_id).first()
    if partner is None:
        raise Vanished
    if not is_lead(by, partner.joint_decision, on=on):
        require_partner(by, partner.body_id, Capability.EDIT_PAPERS, on=on)
    return partner, register.bodies_by_id([partner.body_id], on=on)[partner.body_id]
