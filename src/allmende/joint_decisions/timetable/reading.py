"""A matter's calendars as the solver wants them, and its answer for a person. No clock here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from allmende.common import formats
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.domain import PartnerState
from allmende.joint_decisions.effect import Course
from allmende.joint_decisions.models import JointDecision, PartnerStation
from allmende.joint_decisions.permissions import Rights
from allmende.joint_decisions.states import Station as Planned
from allmende.joint_decisions.thresholds import Stand, ThresholdState, Vote, evaluate
from allmende.joint_decisions.timetable.domain import (
    USUAL_NOTICE,
    Frame,
    Notice,
    PartnerCalendar,
    Plan,
    Station,
)
from allmende.joint_decisions.timetable.solver import Enough, solve, with_sitting
from allmende.papers import sittings
from allmende.papers.domain.values import name_key
from allmende.papers.sittings import KnownCalendar

LOOK_AHEAD = timedelta(days=2 * 366)
"""Sittings further ahead are not in any calendar."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A special sitting that somebody tries out: it is not in the calendar."""

    station_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Timetable:
    """What the page shows: the board it rests on, the calendars, the plan, and the plan without the trial."""

    board: Board
    frame: Frame
    calendars: tuple[PartnerCalendar, ...]
    stations: Mapping[int, tuple[PartnerRow, Station]]
    """By id of the stored station: whose it is, and what it is."""
    plan: Plan
    plan_before: Plan | None = None

    @property
    def assumed(self) -> list[str]:
        """Return the partners of whom a Ladungsfrist is assumed."""
        return [
            each.name
            for each in self.calendars
            if not each.decided_on and any(station.notice.is_assumed for station in each.stations)
        ]


def timetable_of(
    matter: JointDecision, *, rights: Rights, on: date, not_before: date, tried: Sequence[Tried] = ()
) -> Timetable:
    """Return the earliest plan of a matter, as this person may know it; a fixed number of queries."""
    board = board_of(matter, rights=rights, on=on)
    counting = board.counting or list(board.rows)
    stored = _stations(matter, counting, not_before)
    open_ids = {row.body.id for row in counting if row.id not in stored and row.standing.stand is Stand.OPEN}
    known = sittings.calendars_of(open_ids, first=not_before, last=not_before + LOOK_AHEAD)
    calendars = [
        _calendar(row, stored.get(row.id, ()), known.get(row.body.id, {}), not_before) for row in counting
    ]
    frame = Frame(not_before, matter.deadline_on, _course(matter))
    enough = enough_for(board, counting)
    with_trials = [
        _with_trials(each, row, stored, tried) for each, row in zip(calendars, counting, strict=True)
    ]
    plan = solve(with_trials, frame, enough)
    return Timetable(
        board=board,
        frame=frame,
        calendars=tuple(with_trials),
        stations={key: (row, station) for row in counting for key, station in stored.get(row.id, ())},
        plan=plan,
        plan_before=solve(calendars, frame, enough) if tried else None,
    )


def enough_for(board: Board, counting: Sequence[PartnerRow]) -> Enough:
    """Return the matter's threshold; without any, all partners are needed."""
    votes = [row.vote for row in counting]
    needed = frozenset(vote.key for vote in votes)

    def enough(decided: frozenset[str]) -> bool:
        if not board.rules:
            return decided >= needed
        found = evaluate(board.rules, [_counted(vote, decided) for vote in votes])
        return found.state is ThresholdState.REACHED

    return enough


def _counted(vote: Vote, decided: frozenset[str]) -> Vote:
    return replace(vote, stand=Stand.YES if vote.key in decided else Stand.OPEN)


def _course(matter: JointDecision) -> Course:
    return Course(
        form=ComparedForm(matter.legal_form) if matter.legal_form else None,
        received_on=matter.received_on,
        approved_on=matter.approved_on,
        announced_on=matter.announced_on,
        agreed_on=matter.agreed_on,
    )


Stored = tuple[int, Station]


def _stations(
    matter: JointDecision, rows: Sequence[PartnerRow], not_before: date
) -> dict[int, tuple[Stored, ...]]:
    """Return the stored stations by partner, each with its sittings; two queries."""
    stored = list(
        PartnerStation.objects.filter(partner__joint_decision=matter, partner_id__in=[row.id for row in rows])
        .select_related("organization")
        .order_by("partner_id", "order")
    )
    days = sittings.sitting_days(
        {each.organization_id for each in stored}, first=not_before, last=not_before + LOOK_AHEAD
    )
    found: dict[int, tuple[Stored, ...]] = {}
    for each in stored:
        notice = Notice(
            USUAL_NOTICE if each.notice_days is None else each.notice_days,
            "" if each.notice_days is None else each.notice_source or "eingetragen",
        )
        station = Station(str(each.organization), days[each.organization_id], notice, each.after_days)
        found[each.partner_id] = (*found.get(each.partner_id, ()), (each.pk, station))
    return found


def _calendar(
    row: PartnerRow, stored: Sequence[Stored], known: Mapping[str, KnownCalendar], not_before: date
) -> PartnerCalendar:
    stations = tuple(station for _key, station in stored) or _unstored(row, known, not_before)
    standing = row.standing
    if standing.stand is Stand.YES and standing.agreed_on:
        return PartnerCalendar(row.body.key, row.name, stations, decided_on=standing.agreed_on)
    obstacle = ""
    if standing.stand is Stand.NO and standing.result is not None:
        told = (
            _("{name} hat den Kern geändert ({day}). Ohne neuen Beschluss zählt der Partner nicht.")
            if row.state is PartnerState.AMENDED_CHANGED
            else _("{name} hat abgelehnt ({day}). Ohne neuen Beschluss zählt der Partner nicht.")
        )
        obstacle = told.format(name=row.name, day=formats.day(standing.result.decided_on))
    return PartnerCalendar(row.body.key, row.name, stations, obstacle=obstacle)


def _unstored(row: PartnerRow, known: Mapping[str, KnownCalendar], not_before: date) -> tuple[Station, ...]:
    """Return the stations of a partner that has entered none: those of its paper, else just its council.

    A station whose day is over or not known gets the days of the committee of that name, if somebody has
    brought its calendar: by a list, by papers, or from its council system over OParl.
    """
    if row.stations:
        return tuple(
            _planned(each, known.get(name_key(each.organization)), not_before) for each in row.stations
        )
    councils = [each for each in known.values() if each.is_council]
    return (Station(councils[0].name, councils[0].days, Notice(USUAL_NOTICE)),) if len(councils) == 1 else ()


def _planned(each: Planned, calendar: KnownCalendar | None, not_before: date) -> Station:
    """Return a station of the partner's paper: its day if that is still ahead, else its committee's days."""
    if calendar is not None and (each.on is None or each.on < not_before):
        return Station(each.organization, calendar.days, Notice(USUAL_NOTICE))
    days = (each.on,) if each.on else ()
    return Station(each.organization, days, Notice(0, "Termin des Partners"), after=0)


def _with_trials(
    calendar: PartnerCalendar,
    row: PartnerRow,
    stored: Mapping[int, Sequence[Stored]],
    tried: Sequence[Tried],
) -> PartnerCalendar:
    places = {key: place for place, (key, _station) in enumerate(stored.get(row.id, ()))}
    for each in tried:
        if each.station_id in places:
            calendar = with_sitting(calendar, places[each.station_id], each.day)
    return calendar
