"""The public holidays of North Rhine-Westphalia, computed: which day is a working day, when a period ends.

Source: § 2 Abs. 1 Feiertagsgesetz NW; 31.10.2017 by a law of its own (500 years of the Reformation).
"""

from datetime import date, timedelta
from functools import lru_cache

LAW = "§ 2 Abs. 1 Feiertagsgesetz NW"
SATURDAY = 5
ONE_DAY = timedelta(days=1)
ONCE = {date(2017, 10, 31): "Reformationstag (einmalig)"}
FIXED = {
    (1, 1): "Neujahr",
    (5, 1): "Tag der Arbeit",
    (10, 3): "Tag der Deutschen Einheit",
    (11, 1): "Allerheiligen",
    (12, 25): "1. Weihnachtstag",
    (12, 26): "2. Weihnachtstag",
}
AFTER_EASTER = {
    -2: "Karfreitag",
    1: "Ostermontag",
    39: "Christi Himmelfahrt",
    50: "Pfingstmontag",
    60: "Fronleichnam",
}
"""Days from Easter Sunday. Easter and Whit Sunday are Sundays, on which nothing is done anyway."""


def easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian computus, in the form that J. Meeus gives it."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leaps - moved + 15) % 30
    to_sunday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (year % 19 + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=400)
def holidays(year: int) -> dict[date, str]:
    """Return the holidays of a year by day, with their names."""
    sunday = easter(year)
    found = {date(year, month, day): name for (month, day), name in FIXED.items()}
    found |= {sunday + timedelta(days=after): name for after, name in AFTER_EASTER.items()}
    found |= {day: name for day, name in ONCE.items() if day.year == year}
    return dict(sorted(found.items()))


def holiday_name(day: date) -> str:
    """Return what the holiday is called; empty for any other day."""
    return holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Return whether the day is neither Saturday nor Sunday nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def working_day_from(day: date) -> date:
    """Return the day, or the next working day: where a period ends (§ 31 Abs. 3 VwVfG NRW)."""
    while not is_working_day(day):
        day += ONE_DAY
    return day
