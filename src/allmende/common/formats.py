"""German and English formats for numbers, money, days and areas. Exact: a float is refused."""

import re
from datetime import date, datetime
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

ANY_LENGTH = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""However large a number somebody types, it is shown and never fails."""

NO_BREAK = "\u00a0"
SEPARATORS = {"de": (".", ","), "en": (",", ".")}
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

SPACED_GROUPS = re.compile(r"[+-]?\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:,\d+)?")
GERMAN_GROUPS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")

Exact = int | Decimal


def number(value: Exact, places: int | None = None, *, language: str = "de") -> str:
    """Return `1.234,56`; without `places` a Decimal keeps its own decimal places.

    Raises TypeError for a float or bool, since both hide mistakes.
    """
    _refuse_inexact(value)
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, ANY_LENGTH)
    grouping, point = SEPARATORS.get(language, SEPARATORS["de"])
    plain = f"{exact:,f}".replace("-", "\u2212")
    return plain.translate(str.maketrans(",.", grouping + point))


def ungrouped(text: str) -> str:
    """Return a German number without its thousands separators: `1234,56` for `1.234,56`.

    No-break spaces go as well. Only where no other reading is possible; `57.000` stays, for it may be
    meant with three decimals.
    """
    plain = text.strip()
    if SPACED_GROUPS.fullmatch(plain):
        return plain.replace("\u00a0", "").replace("\u202f", "")
    return plain.replace(".", "") if GERMAN_GROUPS.fullmatch(plain) else text


def euro(value: Exact, *, language: str = "de") -> str:
    """Return `1.234,56 €`. A whole number means cents, a Decimal means euros."""
    _refuse_inexact(value)
    euros = Decimal(value) / 100 if isinstance(value, int) else value
    amount = number(euros, 2, language=language)
    return f"€{amount}" if language == "en" else f"{amount}{NO_BREAK}€"


def area(value: Exact, *, language: str = "de") -> str:
    """Return an area in square kilometers with two decimal places."""
    return f"{number(value, 2, language=language)}{NO_BREAK}km²"


def day(value: date, *, language: str = "de") -> str:
    """Return `31.12.2026`, in English `31 Dec 2026`."""
    if language == "en":
        return NO_BREAK.join((str(value.day), MONTHS_EN[value.month - 1], str(value.year)))
    return f"{value.day:02d}.{value.month:02d}.{value.year}"


def moment(value: datetime, *, language: str = "de") -> str:
    """Return day and time; the caller passes local time."""
    if language == "en":
        return f"{day(value, language=language)}, {value:%H:%M}"
    return f"{day(value)}, {value:%H:%M}{NO_BREAK}Uhr"


def _refuse_inexact(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{value!r} is not exact: pass int or Decimal")
