"""Further days with a meaning: deadlines, key dates, entry into force."""

import re
from dataclasses import dataclass
from datetime import date

from allmende.reading.dates import Day

_MEANING_REACH = 90
_MARK = re.compile(r"^(?:[A-ZÄÖÜ][\wäöüß/]{3,30}:\s)?(?:\d{1,2}[.)]|[a-z]\)|[-–•])\s")
_BOUND = re.compile(r"(?<=[a-zäöüß)“])[.;?!]\s|\n|•")


@dataclass(frozen=True, slots=True)
class MeantDay:
    """A day with the words that give it its meaning; offsets in the prose view."""

    value: date
    meaning: str
    start: int
    end: int


def _whole_words(text: str, first: int, last: int) -> str:
    """Return a stretch without the parts of words that its ends cut."""
    while 0 < first < last and not text[first - 1].isspace():
        first += 1
    while first < last < len(text) and text[last].isalnum() and text[last - 1].isalnum():
        last -= 1
    return text[first:last]


def find_meanings(text: str, days: list[Day], known: frozenset[date]) -> list[MeantDay]:
    """Return the days that are neither the paper's own nor a sitting's, each once with its clause."""
    found: dict[date, MeantDay] = {}
    for day in days:
        if day.value in known or day.value in found:
            continue
        first = max(0, day.start - _MEANING_REACH)
        for bound in _BOUND.finditer(text, first, day.start):
            first = bound.end()
        last = min(len(text), day.end + _MEANING_REACH)
        stop = _BOUND.search(text, day.end, last)
        meaning = _MARK.sub("", " ".join(_whole_words(text, first, stop.start() if stop else last).split()))
        found[day.value] = MeantDay(day.value, meaning, day.start, day.end)
    return list(found.values())
