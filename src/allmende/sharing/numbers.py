"""Numbers as people write them in files: 12.5, "12,5", "1.234,56 €", "51 %", "2/3". Exact inside."""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NoReturn

from allmende.common.errors import Phrase
from allmende.sharing.errors import BadNumber

MAX_EXPONENT = 17
"""Beyond, floating point cannot tell neighboring whole numbers apart."""
MAX_DIGITS = 60
NOISE = re.compile(r"\s|\u202f|€|EUR|Euro|Stimmen|%", re.IGNORECASE)
QUOTIENT = re.compile(r"([+-]?\d{1,30})/(\d{1,30})")


def exact(value: object, *, place: str) -> Fraction:
    """Return a value as an exact number; raise BadNumber if it is none, not finite, or absurdly large."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        return _from_text(value, place)
    if isinstance(value, float):
        return _bounded(Decimal(repr(value)), value, place)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        _refuse(value, place)
    return _bounded(Decimal(value) if _is_short(value) else None, value, place)


def real(value: object, *, place: str) -> float:
    """Return a value as a floating point number, checked like `exact`."""
    return float(exact(value, place=place))


def whole(value: object, *, place: str) -> int:
    """Return a value as a whole number."""
    number = exact(value, place=place)
    if number.denominator != 1:
        _refuse(value, place, Phrase("ist keine ganze Zahl."))
    return int(number)


def _is_short(value: int | Decimal) -> bool:
    return isinstance(value, Decimal) or value.bit_length() < 4 * MAX_DIGITS


def _from_text(text: str, place: str) -> Fraction:
    bare = NOISE.sub("", text).replace("\u2212", "-")
    if match := QUOTIENT.fullmatch(bare):
        if int(match[2]) == 0:
            _refuse(text, place, Phrase("teilt durch null."))
        return Fraction(int(match[1]), int(match[2]))
    if "," in bare and "." in bare:
        grouping = "." if bare.rindex(",") > bare.rindex(".") else ","
        bare = bare.replace(grouping, "")
    if bare.count(".") > 1:
        bare = bare.replace(".", "")
    try:
        return _bounded(Decimal(bare.replace(",", ".")), text, place)
    except InvalidOperation:
        _refuse(text, place)


def _bounded(number: Decimal | None, value: object, place: str) -> Fraction:
    if number is None or (number.is_finite() and number and number.adjusted() > MAX_EXPONENT):
        _refuse("Die Zahl", place, Phrase("ist zu groß."))
    if not number.is_finite():
        _refuse(value, place, Phrase("ist keine endliche Zahl."))
    if number and number.adjusted() < -MAX_EXPONENT:
        return Fraction()
    return Fraction(number)


def _refuse(value: object, place: str, problem: Phrase | None = None) -> NoReturn:
    if value is None:
        raise BadNumber(
            place=place,
            value=Phrase("Der Wert"),
            problem=Phrase("fehlt."),
            remedy=Phrase("Tragen Sie eine Zahl ein."),
        )
    shown = str(value) if value == "Die Zahl" else f"„{str(value)[:40]}“"
    raise BadNumber(
        place=place,
        value=shown,
        problem=problem or Phrase("ist keine Zahl."),
        remedy=Phrase("Tragen Sie eine Zahl ein, zum Beispiel 12,50."),
    )
