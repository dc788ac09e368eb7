"""The days of a matter for calendars: of its own file, and of the calendar that a person subscribes to."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.permissions import current_terms, rights_of
from allmende.papers.calendar_days import CalendarDay
from allmende.register.queries import body_ids_of

if TYPE_CHECKING:
    from allmende.accounts.models import User


def days_of(board: Board, rows: Collection[PartnerRow], *, path: str) -> Iterator[CalendarDay]:
    """Yield the dated stations of these partners, and the deadline."""
    matter = board.matter
    for row in rows:
        for order, station in enumerate(row.stations):
            if station.on is not None:
                uid = f"joint-{matter.pk}-{row.id}-{len(row.decisions)}-{order}"
                summary = f"{row.name}, {station.organization}: {matter.title}"
                yield CalendarDay(uid, station.on, summary, path, matter.modified_at)
    if matter.deadline_on is not None:
        summary = _("Frist: {title}").format(title=matter.title)
        yield CalendarDay(
            f"joint-{matter.pk}-deadline", matter.deadline_on, summary, path, matter.modified_at
        )


def days_of_person(user: "User", on: date) -> Iterator[CalendarDay]:
    """Yield the days of all matters the person's bodies lead or take part in.

    Who leads has the days of all partners, who takes part its own. A partner's own paper is left out: its
    consultations stand in the person's calendar anyway.
    """
    body_ids = body_ids_of(user, on=on)
    own = Q(body_id__in=body_ids) | Q(steward_id__in=body_ids)
    own |= Q(partners__in=current_terms(body_ids, on=on).values("partner"))
    ids = JointDecision.objects.filter(own).values("pk")
    for matter in JointDecision.objects.filter(pk__in=ids).select_related("body").order_by("pk"):
        board = board_of(matter, rights=rights_of(user, matter, on=on), on=on)
        rows = [
            row
            for row in board.rows
            if (board.rights.is_lead or row.body.id in body_ids)
            and not (row.body.id in body_ids and row.has_paper)
        ]
        yield from days_of(board, rows, path=matter.get_absolute_url())
