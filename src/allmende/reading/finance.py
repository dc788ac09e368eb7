"""The finance block: product, account, effect, cover, follow-up costs, savings; filled-in entries only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from allmende.reading.facts import FinanceField
from allmende.reading.ticks import has_boxes, ticked

_KEY = r"(?:(?:-?\s?Nr\.?|nummer)?\s?:?\s{0,20})(?P<value>\d[\d./-]{1,18}\d)(?![\d€%])(?!\s?(?:€|EUR|Euro))"
_PATTERNS = (
    (
        FinanceField.PRODUKT,
        re.compile(rf"Produkt(?:(?:gruppe|konto|sachkonto)?){_KEY}"),
    ),
    (FinanceField.SACHKONTO, re.compile(rf"(?:Sachkonto|Finanzposition|Konto){_KEY}")),
    (
        FinanceField.HAUSHALTSSTELLE,
        re.compile(rf"(?:Haushaltsstelle|HHSt\.?|HH-Stelle|HSt\.?|Kostenstelle){_KEY}"),
    ),
    (
        FinanceField.DECKUNG,
        re.compile(r"Deckung(?:svorschlag|smittel)?(?:\serfolgt)?\s?:[ \t]*(?P<value>[^\n]{4,200})"),
    ),
    (
        FinanceField.FOLGEAUFWAND,
        re.compile(r"Folge(?:kosten|aufwand|aufwendungen)\b[^\n:]{0,40}:[ \t]*(?P<value>[^\n]{2,160})"),
    ),
    (
        FinanceField.EINSPARUNG_AB,
        re.compile(r"Einsparung(?:en)?\sab\s(?:dem\s)?(?:Haushaltsjahr|Jahr)?\s?:?\s{0,10}(?P<value>20\d\d)"),
    ),
)
_EFFECT = re.compile(r"(?P<value>[eEiI](?<!\w.)(?<!(?i:nicht)\s.)(?i:(?<=e)rgebniswirksam|(?<=i)nvestiv))\b")
_FILLED = re.compile(r"\d|\bkeine\b|[a-zäöü]{5}")
_REACH = 200


@dataclass(frozen=True, slots=True)
class FinanceEntry:
    """One filled-in entry with its offsets in the clean view."""

    field: FinanceField
    value: str
    start: int
    end: int


def find_finance(text: str) -> list[FinanceEntry]:
    """Return the filled-in entries of the finance block, each value once."""
    found: dict[tuple[FinanceField, str], FinanceEntry] = {}
    for entry in (*_keyed(text), *_effects(text)):
        found.setdefault((entry.field, entry.value), entry)
    return sorted(found.values(), key=lambda entry: entry.start)


def _keyed(text: str) -> Iterator[FinanceEntry]:
    for field, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            value = " ".join(match["value"].split()).rstrip(" .,-")
            if has_boxes(value):
                value = ", ".join(ticked(value))
            if value and _FILLED.search(value):
                yield FinanceEntry(field, value, *match.span("value"))


def _effects(text: str) -> Iterator[FinanceEntry]:
    """Yield the effect that is ticked, or whose form below is filled in („Ja – ergebniswirksam“)."""
    small = text.lower()
    if "rgebniswirksam" not in small and "nvestiv" not in small:
        return
    for match in _EFFECT.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        if has_boxes(line):
            is_meant = any(match["value"] in words for words in ticked(line))
        else:
            below = text[match.end() : match.end() + _REACH]
            below = below[: other.start()] if (other := _EFFECT.search(below)) else below
            is_meant = line.lstrip(" -–•*").startswith("Ja") and any(
                pattern.search(below) for _, pattern in _PATTERNS[:3]
            )
        if is_meant:
            yield FinanceEntry(FinanceField.WIRKUNG, match["value"].casefold(), *match.span())
