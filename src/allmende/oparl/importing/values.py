"""Repairs of single values: days, times, numbers, flags, texts, the official key. No Django, no guessing.

Each function returns the value, or None where it says nothing, and the code of the repair or "".
"""

import html
import re
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from allmende.oparl.addresses import is_short, is_web_url
from allmende.oparl.vocabulary import DATE, DATE_TIME, WEB_URL

BERLIN: Final = ZoneInfo("Europe/Berlin")
GERMAN_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s.*)?")
ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
SAYS_NOTHING: Final = frozenset({"", "n/a", "null"})
UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
"""Zero bytes and half characters: JSON can say them, no database keeps them."""

LONG_TEXT: Final = 20_000
"""A file's full text may well speak of HTML; it is not searched for escapes."""

Repaired = tuple[Any, str]


def text(value: Any) -> Repaired:
    """Return a text without blanks around it and without HTML escapes."""
    code = ""
    if not isinstance(value, str):
        if isinstance(value, dict | list):
            return None, "wrong-shape"
        value, code = str(value), "wrong-shape"
    if UNSTORABLE.search(value):
        value, code = UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value), "json-repaired"
    stripped = value.strip()
    if stripped.lower() in SAYS_NOTHING:
        return None, "empty-value"
    if "&" in stripped and len(stripped) < LONG_TEXT and ENTITY.search(stripped):
        return html.unescape(stripped).strip() or None, "html-escapes"
    return stripped, code


def url(value: Any) -> Repaired:
    """Return a web address; anything else is left out."""
    if not isinstance(value, str):
        return None, "wrong-shape"
    stripped = value.strip()
    if stripped.lower() in SAYS_NOTHING:
        return None, "empty-value"
    if not is_short(stripped):
        return None, "bad-url"
    if WEB_URL.fullmatch(stripped) and "[" not in stripped:  # a bracket may be half an address of IPv6
        return stripped, ""
    if is_web_url(stripped):  # blanks or umlauts inside
        return stripped, ""
    return None, "bad-url"


def day(value: Any) -> Repaired:
    """Return a day as yyyy-mm-dd."""
    if not isinstance(value, str):
        return None, "wrong-shape"
    stripped = value.strip()
    if stripped.lower() in SAYS_NOTHING:
        return None, "empty-value"
    try:
        if DATE.fullmatch(stripped):
            return date.fromisoformat(stripped).isoformat(), ""
        if german := GERMAN_DAY.fullmatch(stripped):
            found = date(int(german[3]), int(german[2]), int(german[1]))
        else:
            found = _local_day(datetime.fromisoformat(stripped))
    except (ValueError, OverflowError):
        return None, "bad-date"
    return found.isoformat(), "bad-date"


def _local_day(moment: datetime) -> date:
    """Return the day in Germany: midnight there is often written in UTC."""
    return moment.date() if moment.tzinfo is None else moment.astimezone(BERLIN).date()


def moment(value: Any) -> Repaired:
    """Return a date-time with zone; without a zone it is meant as German time."""
    if not isinstance(value, str):
        return None, "wrong-shape"
    stripped = value.strip()
    if stripped.lower() in SAYS_NOTHING:
        return None, "empty-value"
    is_right = bool(DATE_TIME.fullmatch(stripped))
    try:
        found = datetime.fromisoformat(stripped)
        if not 1800 <= found.year <= 2200:
            return None, "bad-timestamp"
        if is_right:
            return stripped, ""
        if found.tzinfo is None:
            found = found.replace(tzinfo=BERLIN)
        return found.replace(microsecond=0).isoformat(), "bad-timestamp"
    except (ValueError, OverflowError):
        return None, "bad-timestamp"


def instant(value: str) -> datetime:
    """Return a repaired date-time as a moment in UTC."""
    return datetime.fromisoformat(value).astimezone(UTC)


def integer(value: Any) -> Repaired:
    """Return a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value, ""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value.strip(), re.ASCII):
        return int(value), "wrong-shape"
    return None, "wrong-shape"


def flag(value: Any) -> Repaired:
    """Return true or false; only what clearly says so."""
    if isinstance(value, bool):
        return value, ""
    known = {
        "true": True,
        "1": True,
        "ja": True,
        "j": True,
        "false": False,
        "0": False,
        "nein": False,
        "n": False,
    }
    if isinstance(value, str | int):
        return known.get(str(value).strip().lower()), "wrong-shape"
    return None, "wrong-shape"


def feature(value: Any) -> Repaired:
    """Return a GeoJSON object."""
    return (value, "") if isinstance(value, dict) else (None, "wrong-shape")


def ags(value: str) -> Repaired:
    """Return the official key with its eight digits: a lost leading zero comes back, surplus zeros go."""
    digits = re.sub(r"\s", "", value)
    if re.fullmatch(r"\d{8}", digits):
        return digits, "" if digits == value else "ags-repaired"
    if re.fullmatch(r"\d{7}", digits):
        return "0" + digits, "ags-repaired"
    if re.fullmatch(r"\d{8}0{1,4}", digits):
        return digits[:8], "ags-repaired"
    if re.fullmatch(r"0\d{4}", digits):  # a district or a town that is one
        return digits + "000", "ags-repaired"
    return None, "ags-repaired"
