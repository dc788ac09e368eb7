"""A matter through time: which of its resolutions holds on a day, since when, until when, and why. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allmende.papers.domain.outcomes import AMENDS, REPEALS
from allmende.reading.facts import Relation


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution of the matter; `holds_from` only where it was taken."""

    key: int
    holds_from: date | None


@dataclass(frozen=True, slots=True)
class Touch:
    """One resolution that repeals or changes another."""

    by: int
    target: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Change:
    """What another resolution did to this one, and from when."""

    by: int
    relation: Relation
    since: date


@dataclass(frozen=True, slots=True)
class Span:
    """How long a resolution holds: `[holds_from, until)`; what changed or ended it, in order."""

    key: int
    holds_from: date | None
    until: date | None
    changes: tuple[Change, ...]

    def holds_on(self, day: date) -> bool:
        """Return whether the resolution is in force on the day."""
        if self.holds_from is None or day < self.holds_from:
            return False
        return self.until is None or day < self.until

    def is_changed_on(self, day: date) -> bool:
        """Return whether it is in force on the day in a changed form."""
        return self.holds_on(day) and any(
            change.relation in AMENDS and change.since <= day for change in self.changes
        )


def spans(resolutions: Iterable[Resolution], touches: Sequence[Touch]) -> list[Span]:
    """Return the resolutions by their first day, those not taken last.

    Only a resolution that was taken ends another. One repealed does not revive when its repeal goes: until
    holds, the first repeal counts. A repeal that holds before its target never lets the target begin.
    """
    known = {each.key: each for each in resolutions}
    found = []
    for each in known.values():
        changes = sorted(
            (
                Change(touch.by, touch.relation, since)
                for touch in touches
                if touch.target == each.key
                and touch.by in known
                and (since := known[touch.by].holds_from) is not None
            ),
            key=lambda change: (change.since, change.by),
        )
        ends = [change.since for change in changes if change.relation in REPEALS]
        found.append(Span(each.key, each.holds_from, min(ends, default=None), tuple(changes)))
    return sorted(found, key=lambda span: (span.holds_from is None, span.holds_from or date.max, span.key))
