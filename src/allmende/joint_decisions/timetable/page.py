"""The timetable in the words and rows of its page, its files and its calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allmende.common import formats
from allmende.joint_decisions.timetable.domain import Chain, Plan
from allmende.joint_decisions.timetable.reading import Timetable
from allmende.pages.exports import Cell
from allmende.papers.calendar_days import CalendarDay


@dataclass(frozen=True, slots=True)
class Row:
    """A partner with its chain, as the page shows it."""

    partner_id: int
    chain: Chain
    is_critical: bool
    slack: str
    has_assumed_notice: bool


def rows(timetable: Timetable) -> list[Row]:
    """Return the partners, those without dates first, then the last ones."""
    plan = timetable.plan
    ids = {row.body.key: row.id for row in (*timetable.board.rows,)}
    assumed = set(timetable.assumed)
    found = [
        Row(
            partner_id=ids[chain.key],
            chain=chain,
            is_critical=chain.key in plan.critical,
            slack=_slack(plan, chain),
            has_assumed_notice=chain.name in assumed,
        )
        for chain in plan.chains
    ]
    return sorted(found, key=lambda row: (row.chain.finish is not None, -_ordinal(row.chain), row.chain.name))


def _ordinal(chain: Chain) -> int:
    return chain.finish.toordinal() if chain.finish else 0


def _slack(plan: Plan, chain: Chain) -> str:
    slack = plan.slack(chain.key)
    if slack is None or slack < timedelta(0):
        return ""
    return ngettext("{n} Tag", "{n} Tage", slack.days).format(n=slack.days)


def headline(timetable: Timetable) -> str:
    """Return the answer in one sentence."""
    plan = timetable.plan
    if plan.decided_on is None:
        return _("Mit den eingetragenen Sitzungen können noch nicht genügend Partner entscheiden.")
    words = {"day": formats.day(plan.decided_on), "count": len(plan.chains)}
    if plan.decided_on < timetable.frame.not_before:
        said = _("Seit dem {day} haben genügend der {count} Partner entschieden.").format(**words)
    else:
        said = _("Frühestens am {day} können genügend der {count} Partner entschieden haben.").format(**words)
    if plan.effective_on is None:
        missing = next((step.missing for step in reversed(plan.steps) if step.missing), "")
        return f"{said} " + _("Ab wann es wirkt, ist offen; es fehlt: {missing}.").format(missing=missing)
    return f"{said} " + _("Wirksam ist es frühestens am {day}.").format(day=formats.day(plan.effective_on))


def trial_result(timetable: Timetable) -> str:
    """Return what the tried special sittings change, in one sentence; empty without any."""
    before = timetable.plan_before
    if before is None:
        return ""
    first, now = before.decided_on, timetable.plan.decided_on
    if now is None:
        return _("Auch damit können noch nicht genügend Partner entscheiden.")
    if first is None:
        return _("Damit können am {day} genügend Partner entschieden haben; ohne sie nicht.").format(
            day=formats.day(now)
        )
    days = (first - now).days
    if days == 0:
        return _("Für alle zusammen ändert die Sondersitzung nichts; es bleibt beim {day}.").format(
            day=formats.day(now)
        )
    return ngettext(
        "Alle zusammen sind {n} Tag früher fertig: am {day} statt am {before}.",
        "Alle zusammen sind {n} Tage früher fertig: am {day} statt am {before}.",
        days,
    ).format(n=days, day=formats.day(now), before=formats.day(first))


HEADERS = ("Partner", "Gremium", "Sitzung", "Unterlagen bis", "spätestens", "Hinweis")


def export_rows(timetable: Timetable) -> Iterator[Sequence[Cell]]:
    """Yield one row per sitting, then who has none."""
    for chain in timetable.plan.chains:
        for sitting in chain.sittings:
            yield chain.name, sitting.station, sitting.day, sitting.papers_out, sitting.latest, ""
        if chain.was_decided:
            yield chain.name, "", chain.finish, None, None, "hat entschieden"
        if chain.gap:
            yield chain.name, "", None, None, None, chain.gap


def planned_days(timetable: Timetable, *, path: str, stamp: datetime) -> Iterator[CalendarDay]:
    """Yield the planned sittings and the days by which papers must be out."""
    matter = timetable.board.matter
    for chain in timetable.plan.chains:
        for sitting in chain.sittings:
            uid = f"timetable-{matter.pk}-{chain.key}-{sitting.day:%Y%m%d}"
            yield CalendarDay(uid, sitting.day, f"{chain.name}: {sitting.station}", path, stamp)
            out = _("Unterlagen an {committee} ({partner})").format(
                committee=sitting.station, partner=chain.name
            )
            yield CalendarDay(f"papers-{uid}", sitting.papers_out, out, path, stamp)
