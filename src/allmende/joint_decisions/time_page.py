"""All days of a matter in order, and the number of councils that have agreed by when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common.formats import day
from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.board_table import BADGES
from allmende.joint_decisions.domain import APPROVED
from allmende.joint_decisions.labels import said
from allmende.pages.charts import Point, line_chart

MOST = 400
"""So many days at most stand on one page; a matter with 500 partners has more than people read."""


@dataclass(frozen=True, slots=True)
class TimeItem:
    """An entry of the timeline, as components/timeline.html takes it."""

    title: str
    date: date | None
    text: str
    kind: str = ""
    url: str = ""


def timeline(board: Board, url: Callable[[PartnerRow], str]) -> list[TimeItem]:
    """Return what was decided and what is planned, the deadline and the steps until the effect."""
    items = [each for row in board.rows for each in _of_partner(row, board.on, url(row))]
    if board.matter.deadline_on:
        items.append(TimeItem(_("Frist für die Entscheidungen"), board.matter.deadline_on, "", "warning"))
    items += [
        TimeItem(step.what, step.on, step.section, "success" if step.is_done else "info")
        for step in board.steps
        if step.on is not None
    ]
    for row in board.former:
        if row.last_day is not None:
            items.append(
                TimeItem(_("{name} scheidet aus").format(name=row.name), row.last_day, "", "warning")
            )
    return sorted(items, key=lambda item: item.date or date.max)[:MOST]


def _of_partner(row: PartnerRow, on: date, url: str) -> list[TimeItem]:
    found = []
    if row.result is not None:
        words = said(row.state.label)
        found.append(
            TimeItem(f"{row.name}: {words}", row.result.decided_on, "", BADGES.get(row.state, ""), url)
        )
    decided = row.result.decided_on if row.result else None
    for each in row.stations:
        if each.on is not None and each.on != decided and (each.on >= on or decided is None):
            text = _("entscheidet") if each.authoritative else ""
            found.append(TimeItem(f"{row.name}: {each.organization}", each.on, text, url=url))
    return found


def decided_chart(board: Board) -> dict[str, Any] | None:
    """Return the line of consents over time with its table; None before the first one."""
    days = sorted(
        row.result.decided_on for row in board.counting if row.state in APPROVED and row.result is not None
    )
    if not days:
        return None
    points = {on: count for count, on in enumerate(days, start=1)}
    title = _("Zustimmungen bis zum jeweiligen Tag")
    desc = _("Am Ende {n} von {all}").format(n=len(days), all=len(board.counting))
    drawn = line_chart(
        [Point(on, count) for on, count in points.items()],
        title=title,
        desc=desc,
        language=get_language() or "de",
    )
    rows = [(day(on, language=get_language() or "de"), str(count)) for on, count in points.items()]
    return {"svg": drawn, "caption": title, "rows": rows}
