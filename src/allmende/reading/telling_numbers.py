"""The paper's own number where no label names it: told by its form, and by where and how often it stands.

Each stretch that is formed like a number is weighed: letters, a year of the text, a Roman number or
leading zeros speak for it; so does a place that numbers have (alone in a line or column of the head, at the
edge of every page, behind a heading of the decision, before the title of an extract, in brackets behind the
kind). What other numbers are led in by (file numbers, laws, accounts, phones) rules it out. Two that weigh
the same leave the field open.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from allmende.reading.dates import day_in, find_days
from allmende.reading.lines import Line, cells

Number = tuple[str, int, int, float]

PAPER_NUMBER = re.compile(
    r"""
    (?<![\w/.,§-])
    (?=[^\s]{0,9}\s?/?\s?[^\s]{0,20}\d)
    (?:\d\d(?:-\d\d)?\s?/\s?[A-Z]\s\d{3,6}
    |(?:[A-ZÄÖÜ]{1,5}\s)?
      (?:[A-ZÄÖÜ][A-ZÄÖÜa-z]{0,4})?\d{0,7}
      (?:(?:[/-]|\.(?=\d{1,4}(?:[/\s]|$)|\d{3,4}/))(?:[A-ZÄÖÜ]{1,6}\d{0,5}|\d{1,7}[A-ZÄÖÜ]{0,3})){1,6})
    (?![\w/]|[-.,]\d|-[A-Za-zäöü]|\s?(?:€|EUR|Euro|%|Uhr|m²|qm|km|ha|kW))
    """,
    re.VERBOSE | re.MULTILINE,
)
# Every number has a stroke, a hyphen or a dot between its parts; most lines have none.
_MAY_HOLD = re.compile(r"[/.-](?<=\w.)\s?\w|/\s\w")
_ROMAN = re.compile(r"(?<![A-Z])[IVX]{1,5}(?![A-Z])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)\d\d(?!\d)")
_ZEROS = re.compile(r"(?<!\d)0\d{2,5}(?!\d)")
_TWO_YEARS = re.compile(r"(?:\w{2,5}\s)?(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)?\d\d)")
_DOTTED = re.compile(r"[\d.]+")
_OFFICE = re.compile(r"(?:[A-ZÄÖÜ]{1,4}[ /-]?)?\d{1,2}(?:[./-]\d{1,3}){0,2}|[A-ZÄÖÜ][/-]\d{1,2}")
# What leads in a number that is none of a paper, or that of another paper.
_LED_IN = re.compile(
    r"(?i)(?:\b(?:az|akz|aktenzeichen|zeichen|gz|tel|telefon|fax|telefax|durchwahl|konto|sachkonto|produkt\w*|haushaltsstelle|hhst"
    r"|kostenstelle|bgbl|gvbl|gv|amtsblatt|abl|s|seiten?|flur\w*|gemarkung|plan|bebauungsplan|b-plan|raum|zimmer|iban|kto"
    r"|blz|din|iso|en|eu|eg|ewg|richtlinie|verordnung|rili|vo|top|bündnis|urteil|beschl|rs|wp|klassen?|jahr|schuljahr|haushaltsjahr"
    r"|haushalt|winter|saison|auftrag\w*|vergabe\w*|rechnung\w*|artikel|art|investition\w*|maßnahme\w*|hnr|str|kl)[.:]?(?:\s?(?:nr|nummer)\b)?[.:]{0,2}"
    r"|\b(?:bezug|bezugs\w+|ursprungs\w+|zu|zur|zum|vgl|siehe|laut|gemäß|gem|und|bzw|aus|mit|von|vom|auf|des|der|dem|die|den)[.:]?"
    r"(?:\s\w*(?:vorlagen?|sachen?|antr[aä]ge?s?|anfragen?|beschl[uü]ss(?:e[sn]?)?|niederschrift|drs|nr))?"
    r"(?:\s?-?\s?(?:nr|nummer)\b)?[.:]{0,2}|§+)\s{0,30}\(?$"
)
_PAPER_WORD = re.compile(
    r"(?i)(?:vorlagen?|drucksachen?|drs|ds|anträge?|antrag|anfragen?|beschluss|mitteilung|bericht|niederschrift)"
    r"(?:en)?(?:[\s-]{0,2}(?:nr|nummer)\b)?[.:]{0,2}\s{0,40}\(?$"
)
_PLAIN_NR = re.compile(r"\s*(?:Nr\.|Nummer)\s?")
# What may stand before the word for a paper where it names this one: nothing in its line, or a kind.
_OPENS = re.compile(r"(?:.*\n)?(?:.*\s{2,})?[^\w\n]*(?:[A-ZÄÖÜ][\w-]*)?", re.DOTALL)
_NUMBER_LABEL = re.compile(r"(?i)(?:vorlagen?|drucksachen?|drs\.?|ds)[\s-]{0,2}(?:nr\b|nummer)")
_DECISION_WORD = re.compile(
    r"(?i)beschlu(?:ss|ß)(?:vorschlag|entwurf|antrag|empfehlung|text|fassung)?(?:[\s-]{0,2}nr\.?)?\s?:?\s*$"
)
_TITLE_WORDS = re.compile(r"\s{1,6}(?:[-–:]\s)?[A-ZÄÖÜ„\"][\wäöüß-]{2,}\s")
_PAGE_WORDS = re.compile(r"(?i)\bseite\b|\bblatt\b|^\W*$|\b\d{1,3}\s(?:von|/)\s\d{1,3}\b")
_HEAD, _LEAD, _WIDE, _FLAT_HEAD, _FLAT_TOP = 1500, 48, 200, 700, 250
_LONGEST_MARK, _FEWEST_MARKS, _LINES_OF_FOOT = 70, 2, 3
_ENOUGH, _CERTAIN, _FOOT = 2.5, 4.0, 3.0


class _Weighed(NamedTuple):
    number: str
    start: int
    end: int
    weight: float


def telling_number(text: str, lines: list[Line], stop: int, *, is_extract: bool) -> Number | None:
    """Return the number that its form and place tell to be the paper's own, with offsets and confidence;
    those of the head count up to `stop`.
    """
    years = {day.value.year for day in find_days(text, 0, 6000)}
    best: dict[str, _Weighed] = {}
    for found in (*_in_lines(text, lines, stop, years, is_extract), *_at_page_edges(text, lines, years)):
        name = re.sub(r"\s", "", found.number)
        if name not in best or best[name].weight < found.weight:
            best[name] = found
    order = sorted(best.values(), key=lambda item: -item.weight)
    if not order or order[0].weight < _ENOUGH or (len(order) > 1 and order[1].weight == order[0].weight):
        return None
    first = order[0]
    return first.number, first.start, first.end, 0.8 if first.weight >= _CERTAIN else 0.7


def _in_lines(
    text: str, lines: list[Line], stop: int, years: set[int], is_extract: bool
) -> Iterator[_Weighed]:
    reach = max(stop, _HEAD) if is_extract else min(stop, _HEAD)
    head = takewhile(lambda line: line.start <= reach, lines)
    for line in (*head, *(line for line in lines[-_LINES_OF_FOOT:] if line.start > reach)):
        if _MAY_HOLD.search(line.text) is None:
            continue
        for found in PAPER_NUMBER.finditer(text, line.start, min(line.end, line.start + _HEAD)):
            form = _weight_of_form(found, years)
            if form is None or _LED_IN.search(text[max(line.start, found.start() - _LEAD) : found.start()]):
                continue
            place = _weight_of_place(text, line, found, is_extract)
            if place >= (_FOOT if line.start > reach else 1):
                yield _weighed(found, form + place)


def _weighed(found: re.Match[str], weight: float) -> _Weighed:
    return _Weighed(found.group(), found.start(), found.end(), weight)


def _weight_of_form(found: re.Match[str], years: set[int]) -> float | None:
    """Return how much a stretch looks like a paper's number; None for days, offices and the like."""
    words = found.group()
    digits = sum(char.isdigit() for char in words)
    if digits < 3 or _TWO_YEARS.fullmatch(words) or _DOTTED.fullmatch(words) or _OFFICE.fullmatch(words):
        return None
    if (day := day_in(words)) and day.end - day.start > len(words) - 3:
        return None
    weight = 0.0
    long_years = [int(year) for year in _YEAR.findall(words)]
    if any(year in years or not years for year in long_years):
        weight += 1
    elif long_years:
        weight += 0.25
    elif any(int(year) in {known % 100 for known in years} for year in _SHORT_YEAR.findall(words)):
        weight += 0.75
    if any(char.isalpha() for char in _ROMAN.sub("", words)):
        weight += 1
    if _ROMAN.search(words):
        weight += 0.75
    if _YEAR.search(words) or (_ZEROS.search(words) and not words.startswith("0")):
        weight += 0.25
    return weight + (0.25 if digits > 3 else 0)


def _weight_of_place(text: str, line: Line, found: re.Match[str], is_extract: bool) -> float:
    """Return how much the place of a number in its line speaks for it."""
    lead = text[max(0, found.start() - _WIDE) : found.start()].rstrip()[-_LEAD:]
    before = text[max(line.start, found.start() - _LEAD) : found.start()]
    weight = 0.0
    named = _PAPER_WORD.search(lead)
    if named or _DECISION_WORD.search(lead):
        weight += 1.5 if not named or _OPENS.fullmatch(lead, 0, named.start()) else 0.75
    elif _PLAIN_NR.fullmatch(before):
        weight += 1
    titled = is_extract and not before.strip(" (") and _TITLE_WORDS.match(text, found.end(), line.end)
    if titled or _fills_column(line, found):
        weight += 1.5
    if not weight and found.start() < _FLAT_HEAD and "\n" not in text[: found.start()].strip():
        # a head that lost its lines
        labelled = _NUMBER_LABEL.search(text, 0, found.start()) is not None
        weight = 2.0 if labelled else 1.5 if found.start() < _FLAT_TOP else 1.0
    return weight


def _fills_column(line: Line, found: re.Match[str]) -> bool:
    """Tell whether nothing else stands in the column of a number, or only its brackets."""
    return any(
        cell.start <= found.start() < cell.end and cell.text.strip("() .") == found.group()
        for cell in cells(line)
    )


def _at_page_edges(text: str, lines: list[Line], years: set[int]) -> Iterator[_Weighed]:
    """Yield the numbers of short lines that return on several pages, alike but for the number of the page."""
    seen: dict[str, list[re.Match[str]]] = {}
    for line in lines:
        if len(line.stripped) > _LONGEST_MARK or _MAY_HOLD.search(line.text) is None:
            continue
        for found in PAPER_NUMBER.finditer(text, line.start, line.end):
            rest = text[line.start : found.start()] + " " + text[found.end() : line.end]
            if len(rest.strip()) < 3 or _PAGE_WORDS.search(rest) or _PAPER_WORD.search(rest.rstrip()):
                seen.setdefault(found.group(), []).append(found)
    for marks in seen.values():
        form = _weight_of_form(marks[0], years)
        if form is not None and len(marks) >= _FEWEST_MARKS:
            yield _weighed(marks[0], form + 2.5)
