"""The heads of the columns of a Beratungsfolge: „Gremium   Termin   Zuständigkeit“."""

import re

from allmende.reading.bodies import find_bodies
from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Cell

EDGE = " \t,;:|·•-–"
"""What may stand around a head, a name or a day without belonging to it."""
_HEAD_WORDS, _LONGEST_HEADS = 6, 400
_FEWEST_HEADS, _LONGEST_HEAD = 2, 32
_DIGIT = re.compile(r"\d")


def is_head(text: str, layout: Layout) -> bool:
    """Tell whether a line consists of nothing but column heads."""
    if len(text) > _LONGEST_HEADS and len(text := text.strip()) > _LONGEST_HEADS:
        return False
    parts = text.replace("(", " ").replace(")", " ").split()
    if parts and parts[0].strip(EDGE) and key(parts[0]) not in layout.head_prefixes:
        return False
    words = [word for word in parts if word.strip(EDGE)]
    position = 0
    while position < len(words):
        length = _head_length(words, position, layout)
        if not length:
            return False
        position += length
    return True


def is_head_row(columns: list[Cell], layout: Layout) -> bool:
    """Tell whether most columns of a line hold the heads of a table; then all of them are heads."""
    if len(columns) < _FEWEST_HEADS or len(columns[0].text) > _LONGEST_HEAD:
        return False
    known = sum(is_head(column.text, layout) for column in columns)
    return (
        known >= _FEWEST_HEADS
        and 2 * known >= len(columns)
        and all(len(column.text) <= _LONGEST_HEAD and not _DIGIT.search(column.text) for column in columns)
        and not any(find_bodies(column.text) for column in columns)
    )


def _head_length(words: list[str], position: int, layout: Layout) -> int:
    """Return how many words the longest column head has that begins with this word."""
    folded, length = "", 0
    for count, word in enumerate(words[position : position + _HEAD_WORDS], start=1):
        folded += key(word)
        if folded not in layout.head_prefixes:
            break
        if folded in layout.column_heads:
            length = count
    return length
