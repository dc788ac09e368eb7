"""The lines of a text with their columns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from allmende.reading.layouts import key

_MARKUP = re.compile(
    r"!\[\]\([^()\n]{0,300}\)|\*{1,3}|^[ \t]{0,8}#{1,6}(?= )|<[a-zA-Z/][^<>]{0,200}>|\\(?=[*_#.])|_{3,}"
)
_RULE = re.compile(r"[\s|:+-]+")
_MARK = re.compile(r"[*#<\\_|!]")
_NUMBERING = re.compile(
    r"\s{0,40}(?:[-•*]\s{1,4})?"
    r"(?:(?:[IVX]{1,4}[.)]{1,2}|\d{1,2}(?:\.\d{1,2}){0,2}[.)]|\d(?=[ ]{2})|[A-Z][.)])\s{1,12})?"
)
# Also where a label is glued to the value before it: „Status:öffentlichVorlage-Art:“.
_WORD_START = re.compile(r"(?<![\w/-])[A-Za-zÄÖÜäöü]|(?<=[a-zäöüß])[A-ZÄÖÜ]")
_COLUMN_GAP = re.compile(r"[ \t](?:[ \t]+|(?<=\t))")


@dataclass(slots=True, eq=False)
class Line:
    """One line of the clean view: its offsets, and its text with markup blanked out (same length).

    Its columns are kept once they were asked for: many readers of fields look at them.
    """

    start: int
    end: int
    text: str
    stripped: str = field(init=False, repr=False)
    columns: "list[Cell] | None" = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.stripped = self.text.strip()

    def span(self) -> tuple[int, int]:
        """Return the offsets of the text without surrounding blanks."""
        return (
            self.start + len(self.text) - len(self.text.lstrip()),
            self.start + len(self.text.rstrip()),
        )


class Cell(NamedTuple):
    """One column of a line: offsets in the clean view, and the offset within the line."""

    start: int
    end: int
    text: str
    line_offset: int


def split_lines(text: str) -> list[Line]:
    """Return the lines that hold anything."""
    lines: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        text = _without_markup(raw) if raw and not raw.isspace() else ""
        if "--" in raw and ("|" in raw or "+" in raw) and _RULE.fullmatch(raw):
            text = ""  # a rule of a table
        if text.strip(" \t|"):
            lines.append(Line(start, start + len(raw), text))
        start += len(raw) + 1
    return lines


def cells(line: Line) -> list[Cell]:
    """Return the columns of a line: what tabs or two blanks separate."""
    if line.columns is None:
        line.columns = list(_cells(line))
    return line.columns


def _cells(line: Line) -> Iterator[Cell]:
    text = line.text
    position = len(text) - len(text.lstrip())
    stop = position + len(line.stripped)
    if "  " in line.stripped or "\t" in line.stripped:
        for gap in _COLUMN_GAP.finditer(text, position, stop):
            if gap.start() > position:
                yield _cell(line, position, gap.start())
            position = gap.end()
    if stop > position:
        yield _cell(line, position, stop)


def _cell(line: Line, start: int, end: int) -> Cell:
    return Cell(line.start + start, line.start + end, line.text[start:end], start)


def numbering_end(text: str) -> int:
    """Return how long the blanks, bullet and number before a heading are („III. “, „2.1 “)."""
    if text[:1].isalpha() and text[1:2].islower():
        return 0  # a word: the look at every line is worth a short way
    match = _NUMBERING.match(text)
    return match.end() if match else 0


def label_before(text: str, colon: int, words: Mapping[str, str]) -> int | None:
    """Return where the longest known label ends at a colon starts; None when none ends there."""
    window = max(0, colon - 60)
    starts = [match.start() for match in _WORD_START.finditer(text, window, colon)]
    folded, end, longest = "", colon, None
    for start in reversed(starts):
        folded, end = key(text[start:end]) + folded, start
        if folded in words:
            longest = start
    return longest


def _without_markup(raw: str) -> str:
    if _MARK.search(raw) is None:
        return raw
    text = _MARKUP.sub(lambda match: " " * len(match.group()), raw)
    return text.replace("|", "\t") if text.count("|") > 1 else text
