"""Sums of money: one tokenizer for number, scale and currency; each value once, with its label, unit
and year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from allmende.reading.leaps import any_of, leaps
from allmende.reading.views import View

_GROUPED = r"\d{1,3}(?:[.'][ ]?\d{3})+(?!\d)|\d{1,3}(?:[ ]\d{3})+(?![\d.,])"
_NUMBER = rf"(?:{_GROUPED}|\d{{1,9}})(?:,\d{{1,6}}|\.\d{{2}}(?=\s?(?:€|EUR|Euro)))?"
_DASH = r"(?:[,.]?\s?[-–—]{1,2}|,)?"
_SCALE = (
    r"(?:Mio\.?|Mill?\.|Millionen|Million|Mrd\.?|Milliarden?|Tsd\.?|Tausend|tausend|T(?=\s?(?:€|EUR|Euro)))"
)
_CURRENCY = r"(?:€(?!\w)|EUR(?:O|o)?\b|Euro\b|euro\b)"
_AMOUNT = re.compile(
    rf"""
      (?<![\w.,/§])(?<![^\s(]-)(?:
        (?P<number>{_NUMBER}){_DASH}\s{{0,3}}(?:(?P<scale>{_SCALE})\s{{0,3}})?
        (?P<currency>{_CURRENCY}|Cent\b|Ct\b)(?!-?[a-zäöü])(?!-[A-ZÄÖÜ])(?!:\s{{0,8}}\d)
      | (?P<front>€|EUR(?!\w)|Euro(?=:))(?::\s{{0,8}}|\s?)
          (?P<number2>{_NUMBER}){_DASH}(?:\s(?P<scale2>{_SCALE}))?(?!\s?(?:€|EUR|Euro|%|\d)|\.\d)(?!\w)
      | (?P<words>(?:ein(?:er?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig
          |fünfzig|hundert)
          (?:hundert|tausend)?)\s(?:(?P<scale3>Millionen|Million|Milliarden|Milliarde)\s)?(?:Euro|EUR|€)
    )""",
    re.VERBOSE,
)
# A digit or a currency, or a word before „Euro“ or „Millionen“.
_SPELLED = ("ein", "zw", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "hundert")
_PLACES = re.compile(
    r"[0-9€E](?<![\w.,/§].)(?:(?<=[0-9€])|(?=UR|uro:))|"
    + any_of(_SPELLED, behind=r"(?=[a-zäöüß]{0,13}\s(?:Mi|Eu|EU|€))")
)
_BEFORE = re.compile(
    rf"(?<![\w.,/§-])(?P<number>{_NUMBER}){_DASH}\s?(?:(?P<scale>{_SCALE})\s?)?(?P<link>bis(?:\sz"
    rf"u)?|auf|und|oder|bzw\.|[-–/])\s?(?:zu\s|ca\.\s|rund\s|rd\.\s)?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCALES = {"mi": 1_000_000, "mr": 1_000_000_000, "ta": 1000, "ts": 1000, "t": 1000}
_WORDS = {
    "ein": 1,
    "eine": 1,
    "einer": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "zwanzig": 20,
    "dreißig": 30,
    "fünfzig": 50,
    "hundert": 100,
}
_YEAR_AND_UNIT = re.compile(
    r"\s+(?:[A-Z]{2,3}\s|Plan\s|Ansatz\s)?(?:19|20)\d\d\s(?:in\s)?(?:€|T€|EUR|TEUR|Euro)"
)
_UNIT_BEFORE = re.compile(
    r"(?:(?:19|20)\d\d\s(?:€|T€|EUR|TEUR|Euro)\s+(?:[A-Z]{2,3}\s)?"
    r"|\b(?:Plan|Ansatz|VE|Ist|Soll|Ergebnis|Haushalt|HH|Jahr)\s)$"
)
# The number of a point before its sum: „2. 150.000 €“.
_POINT_BEFORE = re.compile(r"\d{1,2}\.[ ](?=\d)")
_LARGEST = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum of money where it stands in the prose view."""

    value: Decimal
    start: int
    end: int
    certain: bool


def find_sums(prose: View, clean_text: str) -> list[Sum]:
    """Return every sum of money in its order, the same value as often as it stands there."""
    sums: list[Sum] = []
    for match in leaps(_PLACES, _AMOUNT, prose.text):
        sums.extend(_read(match, prose, clean_text))
    return sums


def _read(match: re.Match[str], prose: View, clean_text: str) -> Iterator[Sum]:
    if match["words"]:
        yield from _spelled(match)
        return
    number = match["number"] or match["number2"]
    name = "number" if match["number"] else "number2"
    if match["number"] and _is_empty_slot(match, prose, clean_text):
        return
    scale = match["scale"] or match["scale2"]
    if counted := _POINT_BEFORE.match(number):
        at = prose.origin(match.start(name))
        if not clean_text[clean_text.rfind("\n", 0, at) + 1 : at].strip():
            number = number[counted.end() :]
    factor = _factor(scale)
    if (match["currency"] or "").startswith(("Cent", "Ct")):
        factor = Decimal("0.01")
    value = parse_number(number) * factor
    before = _BEFORE.search(prose.text, max(0, match.start() - 40), match.start())
    if before and match["number"] and (low := _lower_bound(before, number, scale)):
        yield Sum(low, before.start("number"), before.end("number"), True)
    if 0 < value < _LARGEST:
        yield Sum(value.quantize(Decimal("0.01")), match.start(name), match.end(), True)


def _is_empty_slot(match: re.Match[str], prose: View, clean_text: str) -> bool:
    """Tell whether number and currency sign stand in different lines, as beside an empty „€“ slot of a
    form.
    """
    gap = clean_text[prose.origin(match.end("number")) : prose.origin(match.start("currency"))]
    if _YEAR.fullmatch(match["number"]) and ("\n" in gap or "," in gap or _heads_column(match)):
        return True
    if match["scale"]:
        return False
    if gap.count("\n") > 1 or ("\n" in gap and match["currency"] == "€" and "." not in match["number"]):
        return True
    if len(gap.expandtabs(4)) > 8:
        return True
    return "\n" in gap and _YEAR.fullmatch(match["number"]) is not None


def _heads_column(match: re.Match[str]) -> bool:
    """Tell whether a year and a unit head a column of a table: „2021 EUR   2022 EUR“, „Plan 2025 T€“."""
    text = match.string
    return (
        _YEAR_AND_UNIT.match(text, match.end()) is not None
        or _UNIT_BEFORE.search(text, max(0, match.start() - 24), match.start()) is not None
    )


def _lower_bound(before: re.Match[str], number: str, scale: str | None) -> Decimal | None:
    """Return the first value of „10.000 bis 20.000 €“, „zwischen 5 und 10 Mio. €“."""
    low, link = before["number"], before["link"]
    if _YEAR.fullmatch(low) or (before["scale"] and not scale):
        return None
    between = re.search(
        r"(?i)\b(?:zwischen|von)\s(?:ca\.\s|rund\s)?$",
        before.string[max(0, before.start() - 20) : before.start("number")],
    )
    grouped = "." in low and "." in number
    if link == "auf" and not (scale or (between and grouped)):
        return None
    if link in ("und", "oder", "/", "bzw.") and not (between or grouped):
        return None
    if link in ("-", "–", "bis", "bis zu") and not (between or grouped or scale or len(low) <= len(number)):
        return None
    if not grouped and not scale and "." in number:
        return None
    value = parse_number(low) * _factor(before["scale"] or scale)
    return value.quantize(Decimal("0.01")) if 0 < value < _LARGEST else None


def _spelled(match: re.Match[str]) -> Iterator[Sum]:
    words = match["words"]
    factor = 1
    for ending, size in (("tausend", 1000), ("hundert", 100)):
        if words.endswith(ending) and words != ending:
            words, factor = words.removesuffix(ending), size
    value = Decimal(_WORDS.get(words, 0) * factor) * _factor(match["scale3"])
    if value >= 100:
        yield Sum(value.quantize(Decimal("0.01")), match.start(), match.end(), True)


def parse_number(text: str) -> Decimal:
    """Return the value of a German number: „1.410.746,46“, „215.342“, „10,164“, „20 000“."""
    plain = re.sub(r"[ ']", "", text)
    if re.fullmatch(r"\d+\.\d\d", plain):
        return Decimal(plain)
    if re.fullmatch(r"[\d.]+\.\d\d", plain):
        plain = plain[:-3] + "," + plain[-2:]
    return Decimal(plain.replace(".", "").replace(",", "."))


def _factor(scale: str | None) -> Decimal:
    if not scale:
        return Decimal(1)
    folded = scale.casefold()
    return Decimal(next(size for start, size in _SCALES.items() if folded.startswith(start)))
