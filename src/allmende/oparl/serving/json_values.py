"""Values as OParl writes them: times with zone and whole seconds, nothing empty. No Django."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
Json = dict[str, Any]


def at_second(moment: datetime) -> str:
    """Return `2026-03-29T03:00:00+02:00`: Germany's time, so that people read their own clock."""
    return moment.astimezone(BERLIN).replace(microsecond=0).isoformat()


def on_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def one_line(text: str) -> str:
    """Return a title without the line breaks that it was written with."""
    return " ".join(text.split())


def said(values: Mapping[str, Any]) -> Json:
    """Return the values without those that say nothing: OParl wants them left out, not null or empty."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}
