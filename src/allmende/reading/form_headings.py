"""Headings of a finance form that carry label and year for the rows below them: „Einsparungen ab
Haushaltsjahr: 2025“ above „Personal-/Sachaufwand: 12.500 €“.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from allmende.reading.amount_context import label_in
from allmende.reading.paper_text import PaperText

_HEADING = re.compile(
    r"(?m)^[ \t*#]*(?:(?:Jährliche|Laufende|Künftige)\s)?"
    r"(?P<what>(?:Einsparung|Ersparnis|Folgeaufw[ea]nd|Folgekosten|Folgeertr[aä]g|Minderaufw[ea]nd|Mehraufw[ea]nd|Minderertr[aä]g|Mehrertr[aä]g|Folgeausgabe|Folgeeinnahme)\w*)"
    r"(?:[ ]\([^)\n]{1,40}\))?[ ]ab[ ](?:dem[ ])?(?:Haushaltsjahr|Jahr|HHJ|HJ)?[ \t:*]{0,30}"
    r"(?P<year>(?:19|20)\d\d)?[ \t:*]{0,10}$"
)
_CHAPTER = re.compile(r"(?m)^[ \t*#]*(?:[IVX]{1,4}|\d{1,2}|[A-Z])[.)]\s")
# Words of a row that every block of such a form has; they tell nothing of their own.
_GENERIC_ROW = re.compile(
    r"(?i)[\s*]*(?:(?:personal|sach)[\wäöü/ -]{0,24}|betrag|summe|höhe|jährlich|gesamt\w*)?[\s*:]*"
)
_REACH = 500


@dataclass(frozen=True, slots=True)
class FormBlock:
    """The rows below one heading, `[start, end)` in the clean view."""

    start: int
    end: int
    label: str | None
    year: int | None


class FormBlocks:
    """The blocks of the finance form of one paper."""

    def __init__(self, paper: PaperText) -> None:
        self._text = paper.clean.text
        found = list(_HEADING.finditer(self._text)) if " ab " in self._text else []
        stops = sorted({match.start() for match in found} | {part.heading_start for part in paper.sections})
        self._blocks = [self._block(match, stops) for match in found]

    def at(self, place: int) -> tuple[str | None, int | None] | None:
        """Return label and year that the heading gives a sum; no label where the row has its own."""
        block = next((block for block in self._blocks if block.start <= place < block.end), None)
        if block is None:
            return None
        row = self._text[max(block.start, self._text.rfind("\n", 0, place)) : place]
        own = label_in(row) if _GENERIC_ROW.fullmatch(row) is None else None
        return (None if own else block.label), block.year

    def _block(self, heading: re.Match[str], stops: list[int]) -> FormBlock:
        behind = bisect_right(stops, heading.start())
        end = min([heading.end() + _REACH, *stops[behind : behind + 1]])
        if chapter := _CHAPTER.search(self._text, heading.end() + 1, end):
            end = chapter.start()
        year = int(heading["year"]) if heading["year"] else None
        return FormBlock(heading.end(), end, label_in(heading["what"]), year)
