"""Days named in a text: 08.11.2024, 9. Juni 2026, 2024-11-08, and the first of „am 22.10. und am
19.11.2012“.
"""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip
_MONTH_BY_START = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)} | {
    "mae": 3,
    "maer": 3,
    "jän": 1,
}
MONTH = r"(?:Januar|Jänner|Februar|März|Maerz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
MONTH += r"|Jan\.|Feb\.|Mrz\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.)"
# The first digit stands before everything else, so that the search leaps from digit to digit.
_DATE = re.compile(
    rf"""
    [0-9](?<![\d.,/§-].)(?:
        \d?\.[ ]?(?P<month>0?[1-9]|1[0-2])\.
        (?:[ ]?(?P<year>(?:19|20)\d\d)|(?P<short>\d\d)(?![\d.]))?(?!\d)
      | \d?\.?\s{{0,3}}(?P<name>{MONTH})\s{{1,3}}(?P<year2>(?:19|20)\d\d)(?!\d)
      | [ ]\d\.[ ]?(?P<stamped>(?:JAN|FEB|MRZ|MÄRZ|APR|MAI|JUNI?|JULI?|AUG|SEP|SEPT|OKT|NOV|DEZ)\.?)\s{{1,3}}
          (?P<year3>(?:19|20)\d\d)(?!\d)                                  # a stamp: „2 8. AUG. 2023“
      | \d{{3}}-(?P<month3>0[1-9]|1[0-2])-(?P<day3>0[1-9]|[12]\d|3[01])(?![\d-])
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# „Produkt 12.6.01“ is no day of June.
_NUMBER_OF = re.compile(
    r"(?i)(?:produkt\w*|\w*konto|kostenstelle|haushaltsstelle|hhst\.?|ziffer|ziff\.|abschnitt|kapitel|version|nr\.|nummer|az\.?)"
    r":?\s{1,3}$"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_NUMBER = re.compile(r"\d{1,4}")
_STAMPED = re.compile(r"\d \d")
# How far behind a day without a year its year may stand: „22.10. und am 19.11.2012“.
_REACH = 24
DATE_SHAPE = rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\.\s?|{MONTH}\s)(?:19|20)?\d\d"


@dataclass(frozen=True, slots=True)
class Day:
    """One day and where it stands."""

    start: int
    end: int
    value: date


def find_days(text: str, start: int = 0, end: int | None = None) -> list[Day]:
    """Return the days named in `text[start:end]`, in their order."""
    days: list[Day] = []
    without_year: list[tuple[int, int, int, int]] = []
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        parts = _parts(match)
        if parts is None:
            without_year.append((*match.span(), int(match["month"]), _leading(match)))
            continue
        value = _day(*parts)
        if value is None or (
            match["short"] and _NUMBER_OF.search(text, max(0, match.start() - 24), match.start())
        ):
            continue
        for first, last, month, day in without_year:
            earlier = _day(value.year, month, day)
            if match.start() - last <= _REACH and earlier is not None:
                days.append(Day(first, last, earlier))
        without_year.clear()
        days.append(Day(*match.span(), value))
    return days


def day_in(text: str) -> Day | None:
    """Return the first day named in a short text."""
    return next(iter(find_days(text)), None)


def _leading(match: re.Match[str]) -> int:
    number = _NUMBER.match(match.string, match.start())
    return int(number.group()) if number else 0


def _parts(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Return year, month, day; None when the year is left out."""
    if match["name"]:
        name = match["name"].casefold()
        month = _MONTH_BY_START.get(name[:4]) or _MONTH_BY_START.get(name[:3]) or 3
        return int(match["year2"]), month, _leading(match)
    if match["stamped"]:
        name = match["stamped"].casefold()
        month = _MONTH_BY_START.get(name[:3]) or 3
        day = _STAMPED.match(match.string, match.start())
        return int(match["year3"]), month, int(day.group().replace(" ", "")) if day else 0
    if match["month3"]:
        return _leading(match), int(match["month3"]), int(match["day3"])
    if match["year"]:
        return int(match["year"]), int(match["month"]), _leading(match)
    if match["short"]:
        year = int(match["short"])
        return (2000 if year < 60 else 1900) + year, int(match["month"]), _leading(match)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
