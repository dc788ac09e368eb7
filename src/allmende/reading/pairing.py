"""Pairing labels with values: „Datum: 08.11.2024“, the value below, above, in the same column, block by
order.
"""

import re
from collections.abc import Iterator

from allmende.reading.bodies import is_body_name
from allmende.reading.labels import READERS, TYPED, Slot, Value
from allmende.reading.lines import Cell, Line, cells

_LONGEST_BLOCK = 8
_LONGEST_UNKNOWN = 40
_FEWEST_LABELS = 3
_LONGEST_ABOVE = 60
_NEAR = 3
_LIST_MARKS = ("-", "–", "•")
_NUMBER_LABEL = re.compile(r"(?i)nr|nummer|\bds\b|\bdrs\b")
_COLUMN_END = re.compile(r"\t|\s{3,}")


def pair(lines: list[Line], slots: list[list[Slot]], modes: tuple[str, ...]) -> list[Value]:
    """Return the values of the labels in each of these lines, each by the first of the modes that fits."""
    return list(_Pairing(lines, slots, modes).values())


def _with_unknown(lines: list[Line], slots: list[list[Slot]]) -> list[list[Slot]]:
    """Add the labels that only their colon and their place between known ones tell: „Amt/Bereich:“."""
    found = list(slots)
    for index in range(1, len(lines) - 1):
        words = lines[index].stripped
        if not slots[index] and words.endswith(":") and len(words) <= _LONGEST_UNKNOWN:
            beside = (lines[index - 1].stripped, lines[index + 1].stripped)
            if all(other.endswith(":") for other in beside) and slots[index - 1] and slots[index + 1]:
                start, end = lines[index].span()
                found[index] = [Slot("other", words, start, end, lines[index].end)]
    return found


class _Pairing:
    """The lines of a head, their labels, and which cells already serve as a value."""

    def __init__(self, lines: list[Line], slots: list[list[Slot]], modes: tuple[str, ...]) -> None:
        self.lines = lines
        self.slots = _with_unknown(lines, slots)
        self.modes = modes
        self.taken: set[tuple[int, int]] = set()
        # Up to which line the values of the labels of a run are paired: what is labelled later stands later.
        self.reached: dict[int, int] = {}

    def values(self) -> Iterator[Value]:
        for index in range(len(self.lines)):
            for slot in self.slots[index]:
                value = self._same_line(slot, index) or self._elsewhere(slot, index)
                if value is not None:
                    yield value

    def _same_line(self, slot: Slot, index: int) -> Value | None:
        if "same_line" not in self.modes:
            return None
        return _value(slot, self.lines[index], slot.value_start, slot.value_end, "same_line")

    def _elsewhere(self, slot: Slot, index: int) -> Value | None:
        """Look below and above for a label without a value of its type in its own line."""
        line = self.lines[index]
        behind = line.text[slot.value_start - line.start : slot.value_end - line.start]
        is_empty = not behind.strip()
        columns = cells(line)
        if slot.label.endswith(":") and not _COLUMN_END.match(behind.removeprefix(" ")) and not is_empty:
            return None
        if len(columns) > 1:
            return self._column(slot, index, columns) if "columns" in self.modes else None
        if not is_empty:
            return None
        modes = self.modes
        if index > 1 and self._is_bare_label(index - 1) and self._is_bare_label(index - 2):
            modes = (
                "block",
                *modes,
            )  # the last of a run of labels: the next line may be the first one's value
        if self._is_title(slot, index):
            modes = tuple(mode for mode in modes if mode == "next_line")
        if slot.field in TYPED and self._stands_closer_above(index):
            modes = ("previous_line", *modes)
        for mode in modes:
            value = self._by_mode(mode, slot, index)
            if value is not None:
                return value
        return None

    def _is_title(self, slot: Slot, index: int) -> bool:
        """Tell whether a word is the title above the labels („Beschlussvorlage“), and no label itself."""
        is_plain = (
            slot.field == "reference" and ":" not in slot.label and _NUMBER_LABEL.search(slot.label) is None
        )
        return is_plain and index + 1 < len(self.lines) and bool(self.slots[index + 1])

    def _stands_closer_above(self, index: int) -> bool:
        """Tell whether an empty line parts a label from what follows but not from the line above."""
        if index == 0 or index + 1 >= len(self.lines):
            return False
        line = self.lines[index]
        return line.start - self.lines[index - 1].end == 1 < self.lines[index + 1].start - line.end

    def _by_mode(self, mode: str, slot: Slot, index: int) -> Value | None:
        if mode == "next_line":
            return self._below(slot, index)
        if mode == "block":
            return self._block(slot, index)
        if mode == "previous_line":
            return self._above(slot, index)
        return None

    def _column(self, slot: Slot, index: int, columns: list[Cell]) -> Value | None:
        """Pair with the cell of the next line in the same column: by number, by position, else by type."""
        below = index + 1
        if below >= len(self.lines):
            return None
        heads = {found.start for found in self.slots[below]}
        values = [cell for cell in cells(self.lines[below]) if cell.start not in heads]
        place = next((number for number, cell in enumerate(columns) if cell.start == slot.start), None)
        if place is None or not values:
            return None
        if len(values) == len(columns):
            ordered = [values[place]]
        else:
            ordered = [cell for cell in values if _overlap(columns[place], cell)]
            is_head_row = len(self.slots[index]) == len(columns)
            if slot.field in TYPED and (not ordered or is_head_row):
                ordered += [cell for cell in values if cell not in ordered] if is_head_row else []
        return self._first(slot, below, ordered, "columns")

    def _first(self, slot: Slot, index: int, candidates: list[Cell], mode: str) -> Value | None:
        for cell in candidates:
            if (index, cell.start) in self.taken:
                continue
            value = _value(slot, self.lines[index], cell.start, cell.end, mode)
            if value is not None:
                self.taken.add((index, cell.start))
                return value
        return None

    def _below(self, slot: Slot, index: int) -> Value | None:
        below = index + 1
        while below < len(self.lines) and self.lines[below].stripped in _LIST_MARKS:
            below += 1
        if below >= len(self.lines) or self.slots[below]:
            return None
        return self._whole(slot, below, "next_line")

    def _above(self, slot: Slot, index: int) -> Value | None:
        if index == 0 or self.slots[index - 1] or len(self.lines[index - 1].stripped) >= _LONGEST_ABOVE:
            return None
        return self._whole(slot, index - 1, "previous_line")

    def _whole(self, slot: Slot, index: int, mode: str) -> Value | None:
        """Pair with a whole line (its first column for typed fields)."""
        line = self.lines[index]
        start = line.span()[0]
        if (index, start) in self.taken:
            return None
        value = _value(slot, line, line.start, line.end, mode)
        if value is not None:
            self.taken.add((index, start))
        return value

    def _block(self, slot: Slot, index: int) -> Value | None:
        """Pair by order and type: labels stand in a run of lines, their values in the run of lines below."""
        last = index
        while last + 1 < len(self.lines) and self.slots[last + 1] and last - index < _LONGEST_BLOCK:
            last += 1
        ordered = self._ordered(index, last)
        if ordered is not None and (value := self._whole(slot, ordered, "block")):
            return value
        first = max(last + 1, self.reached.get(last, 0))
        for below in range(first, min(last + _LONGEST_BLOCK + 1, len(self.lines))):
            start = self.lines[below].span()[0]
            if (below, start) in self.taken:
                continue
            if self.slots[below]:
                return None
            if slot.field in TYPED or slot.field == "department":
                value = self._whole(slot, below, "block")
                if value is not None:
                    if slot.field == "date":
                        self.reached[last] = below
                    return value
            elif slot.field == "body" and is_body_name(self.lines[below].stripped):
                return self._whole(slot, below, "block")
            elif slot.field == "agenda_item" and self.lines[below].stripped.isdigit():
                self.taken.add((below, start))
                return None
        return None

    def _ordered(self, index: int, last: int) -> int | None:
        """Return the line that stands where the label stands in a run of labels with as many values below,
        each of its label's type.
        """
        first = index
        while first and self._is_bare_label(first - 1) and last - first < _LONGEST_BLOCK:
            first -= 1
        run = range(first, last + 1)
        if (
            len(run) < _FEWEST_LABELS
            or not all(map(self._is_bare_label, run))
            or last + len(run) >= len(self.lines)
        ):
            return None
        typed = 0
        for label, below in zip(run, range(last + 1, last + 1 + len(run)), strict=True):
            if self.slots[below]:
                return None
            if reader := TYPED.get(self.slots[label][0].field):
                if reader(self.lines[below].stripped) is None:
                    return None
                typed += 1
        return last + 1 + index - first if typed else None

    def _is_bare_label(self, index: int) -> bool:
        """Tell whether a line is one label without a value, and no title."""
        if len(self.slots[index]) != 1:
            return False
        slot = self.slots[index][0]
        line = self.lines[index]
        return not line.text[slot.value_start - line.start :].strip() and not self._is_title(slot, index)


def _value(slot: Slot, line: Line, start: int, end: int, pairing: str) -> Value | None:
    """Return the value of a slot read from `[start, end)` of a line when it is of the field's type."""
    text = line.text[start - line.start : end - line.start]
    reader = READERS.get(slot.field)
    if reader is None:
        return None
    if slot.field != "subject":
        text = _first_column(text)
    span = reader(text)
    if span is None:
        return None
    first, last = span
    return Value(slot.field, text[first:last], start + first, start + last, pairing, slot.label)


def _first_column(text: str) -> str:
    lead = len(text) - len(text.lstrip())
    gap = _COLUMN_END.search(text, lead)
    return text[: gap.start()] if gap else text


def _overlap(label: Cell, value: Cell) -> bool:
    """Tell whether a value stands under its label."""
    label_end, value_end = label.line_offset + len(label.text), value.line_offset + len(value.text)
    apart = max(label.line_offset - value_end, value.line_offset - label_end)
    return apart < 0 or abs(label.line_offset - value.line_offset) <= _NEAR
