"""A text cut into lines and stretches, so that each value can be shown in its place."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from allmende.papers.domain.content import Evidence


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that belong to the same values: `starts` begin here, `keys` cover it, shortest first."""

    text: str
    keys: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text; `page` is set on the first line of a page."""

    number: int
    stretches: tuple[Stretch, ...]
    page: int | None = None


def marked_lines(
    text: str, places: Mapping[str, Evidence], page_starts: Sequence[int] = (0,)
) -> tuple[Line, ...]:
    """Return the text line by line, cut where a value begins or ends. Joined, the stretches are the text."""
    valid = {key: p for key, p in places.items() if 0 <= p.start < p.end <= len(text)}
    cuts = sorted({edge for place in valid.values() for edge in (place.start, place.end)})
    covering = _covering(cuts, valid)
    starting: dict[int, list[str]] = {}
    for key, place in valid.items():
        starting.setdefault(place.start, []).append(key)
    lines = []
    offset = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        edges = [
            offset,
            *cuts[bisect_right(cuts, offset) : bisect_left(cuts, offset + len(raw))],
            offset + len(raw),
        ]
        stretches = tuple(
            Stretch(text[start:end], covering(start), tuple(starting.pop(start, ())))
            for start, end in pairwise(edges)
        )
        lines.append(Line(number, stretches, _page_begun(page_starts, offset, offset + len(raw) + 1)))
        offset += len(raw) + 1
    return tuple(lines)


def _covering(cuts: list[int], places: Mapping[str, Evidence]) -> Callable[[int], tuple[str, ...]]:
    """Return a function that gives the keys covering the stretch at an offset."""
    by_cut: list[list[str]] = [[] for _ in cuts]
    for key, place in places.items():
        for index in range(bisect_left(cuts, place.start), bisect_left(cuts, place.end)):
            by_cut[index].append(key)
    length = {key: place.end - place.start for key, place in places.items()}
    ordered = [tuple(sorted(keys, key=lambda key: (length[key], key))) for keys in by_cut]
    return lambda offset: ordered[index] if (index := bisect_right(cuts, offset) - 1) >= 0 else ()


def _page_begun(page_starts: Sequence[int], start: int, end: int) -> int | None:
    """Return the number of the page that begins within `[start, end)`, if there is more than one page."""
    index = bisect_left(page_starts, start)
    if len(page_starts) > 1 and index < len(page_starts) and page_starts[index] < end:
        return index + 1
    return None
