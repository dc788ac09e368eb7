"""With the grant or without it: what each state of the calculation says, until the grant ends and after.

The figures come from the calculations of the council paper behind the grant, so a new report on the cost
of a workplace is a new row, and the old one stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from allmende.common.formats import day, euro
from allmende.funding.models import Grant
from allmende.funding.small_table import SmallTable
from allmende.ledger.subjects import StateRow, states_about
from allmende.pages.columns import Column
from allmende.register.queries import AnyUser


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way, in cents a year: what the grant pays, what stays, and what stays once the grant has ended."""

    way: str
    basis: str
    known_on: date | None
    granted: int
    own: int
    url: str = ""

    @property
    def own_after(self) -> int:
        return self.own + self.granted


def way_rows(grant: Grant, *, user: AnyUser, on: date) -> list[WayRow]:
    """Return the way without the grant, then the one with it by each state of the calculations."""
    states = states_about(grant.decision.get_absolute_url(), user=user, on=on) if grant.decision else []
    rows = [_with_grant(each, grant) for each in states]
    without = WayRow(_("ohne Zuwendung weiter wie bisher"), _("Vergleich: heutiger Stand"), None, 0, 0)
    return [without, *rows] if rows else []


def _with_grant(state: StateRow, grant: Grant) -> WayRow:
    """Return one state: what comes from the funder, and what the recipient bears from its own money."""
    granted = sum(
        cents
        for (payer, payee, _own), cents in state.streams.items()
        if (payer, payee) == (grant.giver_id, grant.body_id)
    )
    own = sum(
        cents for (payer, _to, is_own), cents in state.streams.items() if payer == grant.body_id and is_own
    )
    way = _("mit Zuwendung")
    return WayRow(way, state.reason, state.known_on, granted, own, state.calculation.get_absolute_url())


def sentences(grant: Grant, rows: Sequence[WayRow]) -> list[str]:
    """Return in German what the table means."""
    if not rows:
        return []
    last = grant.period.upper - timedelta(days=1)
    states = rows[1:]
    newest = states[-1]
    found = []
    if len(states) > 1:
        change = newest.own - states[0].own
        found.append(
            f"Von der ersten zur letzten Berechnung ändern sich eigene Mittel um {euro(change)} im Jahr: "
            f"von {euro(states[0].own)} auf {euro(newest.own)}."
        )
    found.append(
        f"Förderung endet {day(last)}. Folgt keine andere und bleiben die Kosten, sind es danach "
        f"{euro(newest.own_after)} eigene Mittel im Jahr statt {euro(newest.own)}."
    )
    return found


def way_table(grant: Grant, rows: Sequence[WayRow]) -> SmallTable:
    last = day(grant.period.upper - timedelta(days=1))
    return SmallTable(
        _("Mit und ohne Zuwendung"),
        [
            Column("weg", _("Weg"), "way"),
            Column("grundlage", _("Grundlage"), "basis", url=lambda row: row.url or None),
            Column("bekannt", _("bekannt seit"), "known_on", kind="date"),
            Column("foerderung", _("Förderung im Jahr"), "granted", kind="money"),
            Column("eigen", _("eigene Mittel im Jahr bis {last}").format(last=last), "own", kind="money"),
            Column("danach", _("danach im Jahr, wenn nichts folgt"), "own_after", kind="money"),
        ],
        rows,
    )
