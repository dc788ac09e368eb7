"""Posts over time: how much of a post is filled in which months, and whether that fits the notice. Pure.

A post is told in stretches. In each stretch it has one share of full time, it is filled or vacant, and four
bodies stand behind it that may all differ: who employs, who funds, who supervises, where the work is done.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from allmende.common.formats import day, number
from allmende.common.money import rounded

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """One post as it is on the days `[start, until)`; `until` None has no end yet.

    `fte`: share of a full-time post. Bodies by id. `kw_from`: from then on the post falls away when it
    becomes vacant (kw, künftig wegfallend).
    """

    post: int
    label: str
    start: date
    until: date | None
    fte: Fraction
    employer: int
    funder: int
    supervisor: int
    place: int
    is_filled: bool = True
    kw_from: date | None = None
    grant: int = 0

    def holds_on(self, on: date) -> bool:
        return self.start <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Excess:
    """Days `[start, until)` on which more full-time posts stand than the notice grants."""

    start: date
    until: date
    fte: Fraction
    granted: Fraction

    @property
    def sentence(self) -> str:
        return (
            f"Vom {day(self.start)} bis {day(self.until - timedelta(days=1))} stehen {fte_text(self.fte)} "
            f"Stellen im Plan, bewilligt sind {fte_text(self.granted)}."
        )


@dataclass(frozen=True, slots=True)
class TooSmall:
    """An employer whose share of a post is below what can be funded."""

    employer: int
    fte: Fraction
    minimum: Fraction


def fte_text(fte: Fraction) -> str:
    """Return a share of full time as people write it: `6,0`, `0,5`, `0,333`."""
    places = 1 if (fte * 10).denominator == 1 else 3
    return exact_number(fte, places)


def exact_number(value: Fraction, places: int) -> str:
    """Return an exact value as people write it, kaufmännisch rounded to so many places."""
    return number(Decimal(rounded(value * 10**places)).scaleb(-places), places)


def months_of(start: date, until: date) -> Fraction:
    """Return the days `[start, until)` in months: whole months count one, others by their days.

    A grant year has twelve months of equal weight whatever their length; so the part of a month is its
    days by the days of that month.
    """
    months = Fraction(0)
    for first, following in _months_between(start, until):
        days = (min(until, following) - max(start, first)).days
        months += Fraction(days, (following - first).days)
    return months


def fte_on(stretches: Iterable[Stretch], on: date) -> Fraction:
    """Return the sum of all shares on a day, vacant ones too."""
    return sum((each.fte for each in stretches if each.holds_on(on)), Fraction(0))


def filled_fte_on(stretches: Iterable[Stretch], on: date) -> Fraction:
    """Return the sum of the filled shares on a day."""
    return fte_on((each for each in stretches if each.is_filled), on)


def post_months(stretches: Iterable[Stretch], start: date, until: date) -> Fraction:
    """Return the months of full-time posts that are filled on the days `[start, until)`."""
    return sum((_months_within(each, start, until) for each in stretches if each.is_filled), Fraction(0))


def vacant_months(stretches: Iterable[Stretch], start: date, until: date) -> Fraction:
    """Return the months of full-time posts that stand in the plan and are not filled."""
    return sum((_months_within(each, start, until) for each in stretches if not each.is_filled), Fraction(0))


def full_time_posts(stretches: Sequence[Stretch], start: date, until: date) -> Fraction:
    """Return the filled posts on average over the period, as a rule per post and month needs them."""
    months = months_of(start, until)
    return post_months(stretches, start, until) / months if months else Fraction(0)


def excesses(stretches: Sequence[Stretch], granted: Fraction, start: date, until: date) -> list[Excess]:
    """Return the days on which the plan has more posts than the notice, joined where nothing changes."""
    found: list[Excess] = []
    for first, following in _steps(stretches, start, until):
        fte = fte_on(stretches, first)
        if fte <= granted:
            continue
        if found and found[-1].until == first and found[-1].fte == fte:
            found[-1] = Excess(found[-1].start, following, fte, granted)
        else:
            found.append(Excess(first, following, fte, granted))
    return found


def overlaps(stretches: Iterable[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """Return pairs of stretches of one post that hold on the same day."""
    pairs = []
    furthest: Stretch | None = None
    for each in sorted(stretches, key=lambda each: (each.post, each.start)):
        if furthest is None or furthest.post != each.post:
            furthest = each
            continue
        if furthest.until is None or each.start < furthest.until:
            pairs.append((furthest, each))
        if furthest.until is not None and (each.until is None or each.until > furthest.until):
            furthest = each
    return pairs


def too_small(stretches: Iterable[Stretch], minimum: Fraction, on: date) -> list[TooSmall]:
    """Return the employers whose filled share on a day is below the smallest that is funded.

    Shares of several places at one employer count together: that is how small municipalities pool a post.
    """
    shares: dict[int, Fraction] = {}
    for each in stretches:
        if each.holds_on(on) and each.is_filled:
            shares[each.employer] = shares.get(each.employer, Fraction(0)) + each.fte
    return [TooSmall(employer, fte, minimum) for employer, fte in shares.items() if fte < minimum]


def _months_within(stretch: Stretch, start: date, until: date) -> Fraction:
    first, last = max(start, stretch.start), min(until, stretch.until or until)
    return stretch.fte * months_of(first, last) if first < last else Fraction(0)


def _steps(stretches: Sequence[Stretch], start: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the periods within `[start, until)` in which no post changes."""
    borders = {start, until}
    for each in stretches:
        borders |= {border for border in (each.start, each.until) if border and start < border < until}
    ordered = sorted(borders)
    yield from pairwise(ordered)


def _months_between(start: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the calendar months, as first day and first day of the next, that touch `[start, until)`."""
    first = start.replace(day=1)
    while first < until:
        following = date(first.year + first.month // MONTHS, first.month % MONTHS + 1, 1)
        yield first, following
        first = following
