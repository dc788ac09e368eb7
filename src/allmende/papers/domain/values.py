"""What people type into a field, and what is kept: days, amounts, years, references. Exact, never a float."""

import re
from datetime import date

from allmende.common.errors import AllmendeError

MAX_CENTS = 10**15
"""Ten trillion euros: far above every public budget, far below the largest number the database holds."""

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Papers name no day outside; a calendar that ends with the year 9999 has no day after its last."""

_GERMAN_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}|-{1,2}))?")
_PLAIN_AMOUNT = re.compile(r"(\d+)\.(\d{2})")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_REFERENCE_WORDS = re.compile(
    r"^(?:(?:sitzungs)?vorlagen?|drucksachen?|antrags?|anfragen?)?[\s-]*(?:nr\b\.?|nummer\b)?[\s:]*"
)


class UnreadableDay(AllmendeError):
    """The text is no day of the calendar."""

    message = "„{text}“ ist kein Datum. Schreiben Sie zum Beispiel 31.12.2026."


class UnlikelyDay(AllmendeError):
    """The day is too far away to be meant."""

    message = "„{text}“ liegt nicht zwischen {first} und {last}. Prüfen Sie das Jahr."


class UnreadableAmount(AllmendeError):
    """The text is no amount of money."""

    message = "„{text}“ ist kein Betrag. Schreiben Sie zum Beispiel 1.234,56."


class UnreadableYear(AllmendeError):
    """The text is no year."""

    message = "„{text}“ ist kein Jahr. Schreiben Sie vier Ziffern, zum Beispiel 2026."


class UnreadableCount(AllmendeError):
    """The text is no number of votes."""

    message = "„{text}“ ist keine Anzahl. Schreiben Sie nur Ziffern, zum Beispiel 46."


def parse_day(text: str) -> date:
    """Return the day written as 31.12.2026 or 2026-12-31; raise UnreadableDay otherwise.

    Raises UnlikelyDay outside the years 1800 to 2200.
    """
    text = text.strip()
    day = _day(text)
    if day is None:
        raise UnreadableDay(text=text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnlikelyDay(text=text, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _day(text: str) -> date | None:
    try:
        if match := _GERMAN_DAY.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    return None


def parse_cents(text: str) -> int:
    """Return the cents of 1.234,56 or 1234.56; raise UnreadableAmount otherwise.

    A plain number with one dot and exactly two decimals is read as such; every other dot groups thousands.
    """
    bare = re.sub(r"\s+|€|EUR", "", text)
    if match := _PLAIN_AMOUNT.fullmatch(bare):
        whole, decimals = match.groups()
    elif match := _GERMAN_AMOUNT.fullmatch(bare):
        whole, decimals = match[1].replace(".", ""), (match[2] or "").replace("-", "").ljust(2, "0")
    else:
        raise UnreadableAmount(text=text.strip())
    if len(whole) > 14 or (cents := int(whole) * 100 + int(decimals)) > MAX_CENTS:
        raise UnreadableAmount(text=text.strip())
    return cents


def parse_year(text: str) -> int:
    """Return a year between 1900 and 2199; raise UnreadableYear otherwise."""
    if not re.fullmatch(r"(19|20|21)\d\d", text.strip(), flags=re.ASCII):
        raise UnreadableYear(text=text.strip())
    return int(text)


def parse_count(text: str) -> int:
    """Return a number of votes; raise UnreadableCount otherwise."""
    if not re.fullmatch(r"\d{1,4}", text.strip(), flags=re.ASCII):
        raise UnreadableCount(text=text.strip())
    return int(text)


def plain_amount(cents: int) -> str:
    """Return cents as the plain number of the exchange format: 123456 -> "1234.56"."""
    return f"{cents // 100}.{cents % 100:02d}"


def german_amount(cents: int) -> str:
    """Return cents as people read them: 123456 -> "1.234,56"."""
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def german_day(day: date) -> str:
    """Return a day as people read it: 31.12.2026."""
    return f"{day:%d.%m.}{day.year:04d}"


def reference_key(reference: str) -> str:
    """Return a reference without its ways of writing: "Vorlage Nr. 2024/3092" and "2024 / 3092" are one."""
    return "".join(_REFERENCE_WORDS.sub("", reference.casefold().strip()).split())


def name_key(name: str) -> str:
    """Return the name of a committee without its ways of writing."""
    return " ".join(name.casefold().split())


def storable(text: str) -> str:
    """Return the text with the characters replaced, one for one, that a database cannot keep."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)
