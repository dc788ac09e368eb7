"""Words with their boxes on a page -> lines of text that keep the page's columns.

A table row stays one line, its cells apart by runs of blanks at about the place they have on paper.
Prose set in columns is read column by column. Nothing is joined, repaired or left out.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

ROW_TOLERANCE = 0.3
"""Words whose baselines differ by less than this share of their size stand on one line."""
SAME_BASELINE = 0.1
"""Small type whose baseline differs by less than this share of a line's size stands on that line."""
SMALL = 0.8
"""Words smaller than this share of a line's size may be raised or lowered beside it (CO₂, footnote signs)."""
CELL_GAP = 0.9
"""A gap wider than this share of the type size is a column, not a blank."""
GLUE_GAP = 0.12
"""Words closer than this are one word in several pieces of type."""
PARAGRAPH_GAP = 1.4
"""Lines further apart than this share of the usual distance have an empty line between them."""
MAX_COLUMN_ROWS = 1_000
"""No page of print has more lines; looking for columns among them would take too long."""
MIN_PROSE_LINES = 4
MIN_PROSE_CHARACTERS = 20
MIN_PROSE_FILL = 0.65
CELL_BLANKS = 3
MIN_INDENT = 2
"""Less is the padding of a table cell."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a blank; `y` is the baseline, growing upward; `size` the height of the type."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    after_blank: bool = True


@dataclass(slots=True)
class Row:
    """Words on one line, from left to right."""

    y: float
    size: float
    words: list[Word]

    @property
    def x0(self) -> float:
        """Return where the line begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return where the line ends."""
        return max(word.x1 for word in self.words)


@dataclass(frozen=True, slots=True)
class Measure:
    """What the lines of a page have in common: width of a character, distance of lines."""

    character: float
    pitch: float


def page_text(words: list[Word]) -> str:
    """Return the lines of one page, each with a line end."""
    if not words:
        return ""
    rows = rows_of(words)
    measure = _measure(rows)
    lines: list[str] = []
    for block in blocks_of(rows):
        if lines:
            lines.append("")
        lines.extend(_block_lines(block, measure))
    return "".join(f"{line}\n" for line in lines)


def rows_of(words: list[Word]) -> list[Row]:
    """Return the lines from top to bottom; raised and lowered signs join the line they belong to."""
    body = median(word.size for word in words)
    rows = _cluster([word for word in words if word.size >= SMALL * body])
    small = [word for word in words if word.size < SMALL * body]
    left_over = [word for word in small if not _attach(word, rows)]
    rows = sorted([*rows, *_cluster(left_over)], key=lambda row: -row.y)
    for row in rows:
        row.words.sort(key=lambda word: word.x0)
    return rows


def _cluster(words: list[Word]) -> list[Row]:
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (-word.y, word.x0)):
        if rows and rows[-1].y - word.y <= ROW_TOLERANCE * min(word.size, rows[-1].size):
            rows[-1].words.append(word)
            rows[-1].size = max(rows[-1].size, word.size)
        else:
            rows.append(Row(word.y, word.size, [word]))
    return rows


def _attach(word: Word, rows: list[Row]) -> bool:
    """Put a small sign into the line beside which it stands; return whether there is one."""
    # Rows run from top to bottom, so their negated baselines ascend.
    index = bisect_left(rows, -word.y - word.size, key=lambda row: -row.y)
    while index < len(rows) and rows[index].y >= word.y - word.size:
        if _belongs(word, rows[index]):
            rows[index].words.append(word)
            return True
        index += 1
    return False


def _belongs(word: Word, row: Row) -> bool:
    """Return whether a small word stands on the line, or raised or lowered right beside one of its words."""
    rise = word.y - row.y
    if abs(rise) < SAME_BASELINE * row.size:
        return True
    near = 2 * GLUE_GAP * row.size
    return -0.35 * row.size < rise < 0.6 * row.size and any(
        abs(word.x0 - one.x1) < near or abs(one.x0 - word.x1) < near for one in row.words
    )


def _measure(rows: list[Row]) -> Measure:
    words = [word for row in rows for word in row.words]
    width = sum(word.x1 - word.x0 for word in words)
    character = max(width / sum(len(word.text) for word in words), 0.1)
    steps = [upper.y - lower.y for upper, lower in pairwise(rows)]
    steps = [step for step in steps if step > 0.5 * median(row.size for row in rows)]
    return Measure(character, median(steps) if steps else 0.0)


def blocks_of(rows: list[Row]) -> list[list[Row]]:
    """Return the lines in reading order; columns of prose become blocks of their own."""
    blocks: list[list[Row]] = [[]]
    index = 0
    while index < len(rows):
        if found := _columns_at(rows, index):
            columns, index = found
            blocks.extend([*columns, []])
        else:
            blocks[-1].append(rows[index])
            index += 1
    return [block for block in blocks if block]


def _columns_at(rows: list[Row], start: int) -> tuple[list[list[Row]], int] | None:
    """Return the columns of prose that begin with line `start`, and the line after them."""
    gap = _first_gap(rows[start])
    if gap is None or len(rows) > MAX_COLUMN_ROWS:
        return None
    # The first line may be short; so every gap between two words of it is tried only as wide as it is.
    left, right = gap
    end = start
    while end < len(rows):
        narrowed = _narrow(rows[end], left, right)
        if narrowed is None:
            break
        left, right = narrowed
        end += 1
    middle = (left + right) / 2
    first, second = _split(rows[start:end], middle)
    if not (_is_prose(first) and second):
        return None
    if _is_prose(second) and _are_alike(first, second):
        return [first, second], end
    inner = blocks_of(second)
    return ([first, *inner], end) if len(inner) > 1 and all(map(_is_prose, inner)) else None


def _first_gap(row: Row) -> tuple[float, float] | None:
    """Return the leftmost wide gap between two words of a line."""
    for word, following in pairwise(row.words):
        if following.x0 - word.x1 > CELL_GAP * row.size:
            return word.x1, following.x0
    return None


def _narrow(row: Row, left: float, right: float) -> tuple[float, float] | None:
    """Return what the words of a line leave of the gap, or None when one of them stands across it."""
    least = CELL_GAP * 0.8 * row.size
    for word in row.words:
        if word.x1 <= left or word.x0 >= right:
            continue
        # A word reaching into the gap belongs to the nearer side.
        if word.x1 - left < right - word.x0:
            left = word.x1
        else:
            right = word.x0
        if right - left < least:
            return None
    return left, right


def _split(rows: list[Row], middle: float) -> tuple[list[Row], list[Row]]:
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        for side, words in zip(
            sides,
            (
                [word for word in row.words if word.x0 < middle],
                [word for word in row.words if word.x0 >= middle],
            ),
            strict=True,
        ):
            if words:
                side.append(Row(row.y, row.size, words))
    return sides


def _is_prose(rows: list[Row]) -> bool:
    """Return whether these lines are running text: long, filling their column, without cells."""
    if len(rows) < MIN_PROSE_LINES:
        return False
    width = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    fill = median((row.x1 - row.x0) / width for row in rows) if width > 0 else 0
    characters = median(sum(len(word.text) + 1 for word in row.words) for row in rows)
    with_cells = sum(1 for row in rows if _first_gap(row))
    return fill >= MIN_PROSE_FILL and characters >= MIN_PROSE_CHARACTERS and with_cells <= len(rows) / 4


def _are_alike(first: list[Row], second: list[Row]) -> bool:
    """Return whether two columns are about equally wide; a side note beside a letter is not."""
    widths = [max(row.x1 for row in rows) - min(row.x0 for row in rows) for rows in (first, second)]
    return min(widths) >= 0.5 * max(widths)


def _block_lines(rows: list[Row], measure: Measure) -> list[str]:
    margin = min(row.x0 for row in rows)
    lines: list[str] = []
    previous: Row | None = None
    for row in rows:
        if previous is not None:
            step = previous.y - row.y
            if step > max(PARAGRAPH_GAP * measure.pitch, 1.5 * row.size):
                lines.append("")
        lines.append(_line(row, margin, measure.character))
        previous = row
    return lines


def _line(row: Row, margin: float, character: float) -> str:
    """Return one line; each cell begins at about the column it has on paper."""
    parts: list[str] = []
    length = 0
    previous: Word | None = None
    for word in row.words:
        column = round((word.x0 - margin) / character)
        if previous is None:
            blanks = column if column >= MIN_INDENT else 0
        else:
            blanks = _blanks(word, word.x0 - previous.x1, row.size, column - length)
        parts.append(" " * blanks + word.text)
        length += blanks + len(word.text)
        previous = word
    return "".join(parts)


def _blanks(word: Word, gap: float, size: float, to_column: int) -> int:
    if gap > CELL_GAP * size:
        return max(CELL_BLANKS, to_column)
    return 1 if word.after_blank or gap > GLUE_GAP * size else 0
