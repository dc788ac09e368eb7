"""Dated facts on two axes: when something holds, and since when one knows it. Pure.

A timeline is what one knows now: spells `[starts, ends)` that never overlap. A change never edits a spell: it
names the spells that are no longer believed and the ones believed from now on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Spell(Generic[Value]):
    """A value that holds from `starts` until before `ends` (None: open). `row`: the stored row, if any."""

    starts: date
    ends: date | None
    value: Value
    row: int | None = None

    def holds(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True, slots=True)
class Revision(Generic[Value]):
    """What a change does to a timeline: rows no longer believed, spells believed from now on."""

    withdrawn: tuple[Spell[Value], ...] = ()
    added: tuple[Spell[Value], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.withdrawn or self.added)


def value_on(spells: Iterable[Spell[Value]], on: date) -> Value | None:
    """Return the value that holds on that day, or None."""
    return next((spell.value for spell in spells if spell.holds(on)), None)


def revise(spells: Sequence[Spell[Value]], *, starts: date, value: Value | None) -> Revision[Value]:
    """Return the revision after which `value` holds from `starts` until the next change already known.

    `None` ends what holds on that day. Saying again what holds already changes nothing.
    """
    held = next((spell for spell in spells if spell.holds(starts)), None)
    if held is None:
        if value is None:
            return Revision()
        later = [spell.starts for spell in spells if spell.starts > starts]
        return Revision(added=(Spell(starts, min(later, default=None), value),))
    if held.value == value:
        return Revision()
    added = []
    if held.starts < starts:
        added.append(replace(held, ends=starts, row=None))
    if value is not None:
        added.append(Spell(starts, held.ends, value))
    return Revision(withdrawn=(held,), added=tuple(added))


def filled(spells: Sequence[Spell[Value]], *, starts: date, value: Value | None) -> Revision[Value]:
    """Return the revision an older list may make: it tells what came before, never what is held since."""
    is_gap = value_on(spells, starts) is None and any(spell.starts > starts for spell in spells)
    return revise(spells, starts=starts, value=value) if is_gap else Revision()


def revised(spells: Sequence[Spell[Value]], revision: Revision[Value]) -> list[Spell[Value]]:
    """Return the timeline after the revision, ordered."""
    kept = [spell for spell in spells if spell not in revision.withdrawn]
    return sorted([*kept, *revision.added], key=lambda spell: spell.starts)


def coalesce(spells: Iterable[Spell[Value]]) -> list[Spell[Value]]:
    """Return the spells with touching ones of equal value joined, for people to read."""
    joined: list[Spell[Value]] = []
    for spell in sorted(spells, key=lambda spell: spell.starts):
        if joined and joined[-1].ends == spell.starts and joined[-1].value == spell.value:
            joined[-1] = replace(joined[-1], ends=spell.ends)
        else:
            joined.append(spell)
    return joined
