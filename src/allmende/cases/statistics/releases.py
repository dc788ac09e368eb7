"""Whether a table may be released beside all that was released before: alone, with others, and by difference.

Every sensitive number must keep at least as many possible values as the limit of its table says. The same
holds for small changes between two key dates: who knows of a newcomer must not learn the newcomer's codes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from allmende.cases.statistics.bounds import Interval, Published
from allmende.cases.statistics.protecting import ProtectedTable
from allmende.cases.statistics.tables import TOTAL, Cell, Table
from allmende.common.formats import day


@dataclass(frozen=True, slots=True)
class Release:
    """A protected table of one region and key date, with the true counts, which never leave the ledger.

    `version`: a corrected key date counts other people, so it is compared like another key date.
    """

    region: str
    key_date: date
    table: Table
    shown: ProtectedTable
    version: int = 1

    @property
    def population(self) -> tuple[str, date, int]:
        """Return what names the people that are counted."""
        return self.region, self.key_date, self.version


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that would be recognizable, and by what."""

    cell: Cell
    sentence: str


def check(new: Release, earlier: Sequence[Release]) -> list[Finding]:
    """Return what speaks against a release; empty: it may go out.

    Looks at the table alone, at it together with the tables of the same key date, and at the differences to
    each earlier release of the same table.
    """
    same_day = [each for each in earlier if each.population == new.population]
    before = [
        each
        for each in earlier
        if each.region == new.region
        and each.population != new.population
        and each.table.definition == new.table.definition
    ]
    found = list(_too_narrow(new, same_day))
    for other in sorted(before, key=lambda each: each.population):
        found.extend(_by_difference(new, other))
    return found


def _too_narrow(new: Release, others: Sequence[Release]) -> Iterator[Finding]:
    """Yield the sensitive numbers, of all tables of the day, that have too few possible values left."""
    releases = [new, *others]
    published = Published([each.shown for each in releases])
    for number, each in enumerate(releases):
        for cell in each.table.sensitive():
            interval = published.interval(number, cell)
            if interval.possible < each.shown.least:
                with_others = " zusammen mit den anderen Tabellen des Stichtags" if others else ""
                yield Finding(
                    cell,
                    f"{_name(cell)}: {_told(interval)}{with_others}; es müssen mindestens "
                    f"{each.shown.least} Werte möglich bleiben.",
                )


def _by_difference(new: Release, other: Release) -> Iterator[Finding]:
    """Yield the cells whose small change since another key date could be told too exactly."""
    now, then = Published([new.shown]), Published([other.shown])
    grand = (TOTAL,) * len(new.table.values)
    for cell, count in new.table.counts.items():
        if cell == grand or cell not in other.table.counts:
            continue
        change = count - other.table.counts[cell]
        if not 0 < abs(change) < new.shown.least:
            continue
        possible = now.interval(0, cell).possible + then.interval(0, cell).possible - 1
        if possible < new.shown.least:
            yield Finding(
                cell,
                f"{_name(cell)}: Aus dem Vergleich mit dem {day(other.key_date)} wäre die Veränderung "
                f"zu erkennen ({possible} mögliche Werte). Runden Sie beide Stichtage.",
            )


def _name(cell: Cell) -> str:
    return " / ".join(cell)


def _told(interval: Interval) -> str:
    if interval.possible == 1:
        return f"Die Zahl {interval.lowest} wäre zu errechnen"
    return f"Die Zahl läge zwischen {interval.lowest} und {interval.highest}"
