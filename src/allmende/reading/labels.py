"""Labels and their values: „Datum: 08.11.2024“, the value below, above, in the same column, or block by order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allmende.reading.dates import day_in
from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Cell, Line, cells, label_before

_MOST_WORDS = 7
_REFERENCE = re.compile(
    r"""
    (?:(?:Nr\.|Nummer|No\.):?\s?)?
    (?P<value>
      (?:\d\d-\d\d\s?/\s?[A-Z]\s?\d{3,6})                                  # 20-26 / V 12345
    | (?:(?:[A-ZÄÖÜ]{1,5}|GRDrs|Drs|Ref\.[IVX]{1,4})\s(?=\d))?
      (?=[\wÄÖÜäöü./–-]*\d)
      [A-ZÄÖÜa-z0-9][\wÄÖÜäöü]*(?:\s?[-/–]\s?[\wÄÖÜ]+|\.[\wÄÖÜ]+|_\w+){0,7}
      (?:\s?\(neu\)|\s\d{1,2}\.\s(?:Ergänzung|Änderung|Fassung|Nachtrag)|\s(?:N|E|NV|ST)\d{1,2}\b)?
    )""",
    re.VERBOSE,
)
_STATUS = re.compile(
    r"(?i)(?P<mixed>öffentlich(?:er|e)?\s(?:und|/|u\.)\s?nicht-?\s?öffentlich|gemischt)"
    r"|(?P<closed>nicht-?\s?öffentlich|vertraulich|\bnö\b|\bNÖ\b)|(?P<open>öffentlich|\bö\b)"
)
_LETTER = re.compile(r"[A-Za-zÄÖÜäöüß]")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a header field with its offsets in the clean view, and how it was paired with its label."""

    field: str
    text: str
    start: int
    end: int
    pairing: str
    label: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A label, and what stands behind it in its line (possibly nothing)."""

    field: str
    label: str
    start: int
    value_start: int
    value_end: int


def find_slots(line: Line, layout: Layout) -> list[Slot]:
    """Return the labels of one line with the stretch in which each value may stand."""
    heads: dict[int, tuple[int, str]] = {}
    for cell in cells(line):
        found = _label_at_start(cell, layout)
        if found:
            heads[cell.start - line.start] = found
    colon = line.text.find(":")
    while colon != -1:
        start = label_before(line.text, colon, layout.labels)
        if start is not None and not any(first <= start < last for first, (last, _) in heads.items()):
            heads[start] = (colon + 1, layout.labels[key(line.text[start:colon])])
        colon = line.text.find(":", colon + 1)
    order = sorted(heads)
    slots = []
    for index, start in enumerate(order):
        end, field = heads[start]
        stop = order[index + 1] if index + 1 < len(order) else len(line.text)
        slots.append(
            Slot(field, line.text[start:end], line.start + start, line.start + end, line.start + stop)
        )
    return slots


def _label_at_start(cell: Cell, layout: Layout) -> tuple[int, str] | None:
    """Return end (in the line's text) and field of the label that opens a column."""
    text = cell.text
    ends = [match.start() for match in re.finditer(r"\s|$", text[:90])][:_MOST_WORDS]
    for end in reversed(ends):
        field = layout.labels.get(key(text[:end]))
        if field is None:
            continue
        rest = text[end:].strip(" :")
        if not rest or text[:end].rstrip().endswith(":") or text[end:].lstrip().startswith(":"):
            return _offset(cell, end), field
        if field in _TYPED and _TYPED[field](rest) is not None:
            return _offset(cell, end), field
        if field == "subject" and end >= 5 and rest[0].isupper():
            return _offset(cell, end), field
    return None


def _offset(cell: Cell, end: int) -> int:
    return cell.line_offset + end


def read_reference(text: str) -> tuple[int, int] | None:
    """Return the stretch of a paper number at the start of a text."""
    lead = len(text) - len(text.lstrip(" -–:#\t"))
    match = _REFERENCE.match(text, lead)
    if match is None:
        return None
    value = match["value"].rstrip(" .-/")
    day = day_in(value)
    if (day and day.end - day.start >= len(value) - 2) or not any(char.isdigit() for char in value):
        return None
    if re.fullmatch(r"[a-zäöü]+\.?\d{0,2}|\d\.?|\d{1,2}\.\w*|\d{5}\s?[A-Z].*", value) or len(value) > 40:
        return None
    return match.start("value"), match.start("value") + len(value)


def read_day(text: str) -> tuple[int, int] | None:
    """Return the stretch of a day near the start of a text („Leverkusen, den 08.11.2024“)."""
    day = day_in(text)
    return (day.start, day.end) if day and day.start <= 30 else None


def read_status(text: str) -> tuple[int, int] | None:
    """Return the stretch of „öffentlich“, „nichtöffentlich“ or „gemischt“ near the start of a text."""
    match = _STATUS.search(text[:60])
    return match.span() if match and match.start() <= 12 else None


def read_words(text: str) -> tuple[int, int] | None:
    """Return the stretch of a short text of words (an office, a file number)."""
    stripped = text.strip(" \t:")
    if not stripped or len(stripped) > 100 or not _LETTER.search(stripped):
        return None
    day = day_in(stripped)
    if (day and day.start == 0) or read_status(stripped) == (0, len(stripped)):
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


def read_title(text: str) -> tuple[int, int] | None:
    """Return the stretch of a title: at least one word."""
    stripped = text.strip(" \t:")
    if len(stripped) < 3 or not _LETTER.search(stripped):
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


Reader = Callable[[str], tuple[int, int] | None]
_TYPED: dict[str, Reader] = {
    "reference": read_reference,
    "date": read_day,
    "status": read_status,
    "sitting_date": read_day,
}
_READERS: dict[str, Reader] = {
    **_TYPED,
    "department": read_words,
    "file_number": read_words,
    "initiator": read_words,
    "kind": read_words,
    "body": read_words,
    "subject": read_title,
    "agenda_item": read_words,
}


def pair(lines: list[Line], layout: Layout) -> list[Value]:
    """Return the values of all labels in these lines, each by the first pairing mode that fits."""
    slots = [find_slots(line, layout) for line in lines]
    return list(_pairs(lines, slots, layout))


def _pairs(lines: list[Line], slots: list[list[Slot]], layout: Layout) -> Iterable[Value]:
    taken: set[int] = set()
    for index, line_slots in enumerate(slots):
        empty: list[Slot] = []
        for slot in line_slots:
            value = _value(slot, lines[index], slot.value_start, slot.value_end, "same_line")
            if value is not None:
                yield value
            elif (
                not lines[index]
                .text[slot.value_start - lines[index].start : slot.value_end - lines[index].start]
                .strip()
            ):
                empty.append(slot)
        if len(empty) > 1 and len(empty) == len(line_slots) and "columns" in layout.pairing:
            yield from _columns(empty, index, lines, slots, taken)
        elif empty and empty[-1] is line_slots[-1]:
            yield from _single(empty[-1], index, lines, slots, taken, layout)


def _value(slot: Slot, line: Line, start: int, end: int, pairing: str) -> Value | None:
    """Return the value of a slot read from `[start, end)` of a line when it is of the field's type."""
    text = line.text[start - line.start : end - line.start]
    reader = _READERS.get(slot.field)
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
    gap = re.compile(r"\t|\s{3,}").search(text, lead)
    return text[: gap.start()] if gap else text


def _columns(
    empty: list[Slot], index: int, lines: list[Line], slots: list[list[Slot]], taken: set[int]
) -> Iterable[Value]:
    """Pair a line of labels with the columns of the next line: by position, else by type."""
    below = index + 1
    if below >= len(lines) or slots[below]:
        return
    columns = cells(lines[below])
    rest = list(columns)
    for position, slot in enumerate(empty):
        ordered = [columns[position]] if len(columns) == len(empty) else rest
        for cell in ordered:
            value = _value(slot, lines[below], cell.start, cell.end, "columns")
            if value is not None:
                taken.add(below)
                rest = [other for other in rest if other is not cell]
                yield value
                break


def _single(
    slot: Slot, index: int, lines: list[Line], slots: list[list[Slot]], taken: set[int], layout: Layout
) -> Iterable[Value]:
    """Pair a label that stands alone: next line, block by order, line before."""
    for mode in layout.pairing:
        if mode == "next_line":
            value = _below(slot, index, lines, slots, taken, "next_line")
        elif mode == "block":
            value = _block(slot, index, lines, slots, taken)
        elif mode == "previous_line" and index > 0 and not slots[index - 1] and index - 1 not in taken:
            above = lines[index - 1]
            value = _value(slot, above, above.start, above.end, mode) if len(above.stripped) < 60 else None
            if value is not None:
                taken.add(index - 1)
        else:
            continue
        if value is not None:
            yield value
            return


def _below(
    slot: Slot, index: int, lines: list[Line], slots: list[list[Slot]], taken: set[int], mode: str
) -> Value | None:
    below = index + 1
    if below >= len(lines) or slots[below] or below in taken:
        return None
    value = _value(slot, lines[below], lines[below].start, lines[below].end, mode)
    if value is not None:
        taken.add(below)
    return value


def _block(
    slot: Slot, index: int, lines: list[Line], slots: list[list[Slot]], taken: set[int]
) -> Value | None:
    """Pair by order and type: labels stand in a run of lines, their values in the run of lines below."""
    last = index
    while last + 1 < len(lines) and slots[last + 1] and last - index < 8:
        last += 1
    for below in range(last + 1, min(last + 9, len(lines))):
        if below in taken:
            continue
        if slots[below]:
            return None
        value = _value(slot, lines[below], lines[below].start, lines[below].end, "block")
        if value is not None and (slot.field in _TYPED or slot.field == "department"):
            taken.add(below)
            return value
        if slot.field == "agenda_item" and lines[below].stripped.isdigit():
            taken.add(below)
            return None
    return None
