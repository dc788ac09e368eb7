"""Two axes of time: what held on a day, as one knew it on another day.

Each statement says for some days what holds, and since when that is known. What becomes known later replaces
what was known before on exactly the days it speaks about, so a retroactive law can also remove a later step.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from allmende.common.formats import day as shown_day
from allmende.rules.errors import Contradiction
from allmende.rules.spans import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement(Generic[T]):
    """Something that holds on some days, known on some days, said at one place."""

    valid: Span
    known: Span
    what: T
    place: str
    is_resumed: bool = False
    """Whether it holds again because what had replaced it was withdrawn."""


def settle(name: str, statements: Iterable[Statement[T]]) -> tuple[Statement[T], ...]:
    """Return statements that never overlap: at most one for each pair of days.

    Raises Contradiction if two statements that became known on one day claim the same days.
    """
    settled: list[Statement[T]] = []
    for new in sorted(statements, key=lambda statement: statement.known.start):
        rest: list[Statement[T]] = []
        for old in settled:
            rest.extend(_under(name, old, new))
        settled = [*rest, new]
    return tuple(sorted(settled, key=lambda statement: (statement.valid.start, statement.known.start)))


def _under(name: str, old: Statement[T], new: Statement[T]) -> list[Statement[T]]:
    """Return what remains of an older statement."""
    days = old.valid.overlap(new.valid)
    knowledge = old.known.overlap(new.known)
    if days is None or knowledge is None:
        return [old]
    if old.known.start == new.known.start and not old.is_resumed:
        raise Contradiction(
            name=name,
            first=old.place,
            second=new.place,
            day=shown_day(days.start),
            known=shown_day(knowledge.start),
        )
    untouched = [replace(old, valid=span) for span in old.valid.without(new.valid)]
    believed = [
        replace(old, valid=days, known=span, is_resumed=old.is_resumed or span.start != old.known.start)
        for span in old.known.without(new.known)
    ]
    return [*untouched, *believed]


def in_force(statements: Iterable[Statement[T]], on: date, known: date) -> Statement[T] | None:
    """Return the one settled statement for a pair of days."""
    for statement in statements:
        if on in statement.valid and known in statement.known:
            return statement
    return None


def days_held(statements: Iterable[Statement[T]], found: Statement[T], known: date) -> Span:
    """Return all days around a statement on which, with that knowledge, the same thing held."""
    pieces = sorted(
        (s.valid for s in statements if s.what is found.what and known in s.known),
        key=lambda span: span.start,
    )
    held = found.valid
    for piece in pieces:
        if piece.start == held.end:
            held = Span(held.start, piece.end)
    for piece in reversed(pieces):
        if piece.end == held.start:
            held = Span(piece.start, held.end)
    return held


def gaps(statements: Iterable[Statement[T]], known: date = date.max) -> list[Span]:
    """Return the days between the first and the last statement on which nothing holds."""
    spans = sorted((s.valid for s in statements if known in s.known), key=lambda span: span.start)
    found = []
    for before, after in itertools.pairwise(spans):
        if before.end is not None and before.end < after.start:
            found.append(Span(before.end, after.start))
    return found
