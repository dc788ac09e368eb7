"""Labels of the head and what a value of each may look like."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from allmende.reading.dates import day_in
from allmende.reading.label_grammar import formed_field
from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Cell, Line, cells, label_before

_MOST_WORDS, _LONGEST_HEAD = 7, 90
_MOST_LABELS = 12
_LONGEST_LINE = 2000
_REFERENCE = re.compile(
    r"""
    (?:(?:Nr\.|Nummer|No\.):?\s?)?
    (?P<value>
      (?:(?:\d\d-\d\d|20\d\d)\s?/\s?[A-Z]\s?\d{3,6})                        # 20-26 / V 12345, 2022 / V 123
    | (?:WP\s\d\d[-/]\d\d\s[A-Z]{1,3}\s\d{1,3}/\d{2,4})                     # WP 14-20 SV 50/032
    | (?:\d{4}-\d\d/[A-Z]{1,3}-[IVX]{1,4}(?:\([A-Z]{1,2}\))?\d{3,5})         # 2016-21/DS-I(A)0144
    | (?:(?:[IVX]{1,4}\s?-\s?)?
        (?:[A-ZÄÖÜ]{2,3}\s[A-ZÄÖÜ][a-z]{1,3}|[A-ZÄÖÜ]{1,5}|GRDrs|Drs|Ref\.[IVX]{1,4})\s(?=\d))?
      (?=[\wÄÖÜäöü./–-]{0,30}\d)
      [A-ZÄÖÜa-z0-9][\wÄÖÜäöü]*(?:(?!\s?[-–]\s?(?:nicht-?)?öffentl)[-/–][\wÄÖÜ]+
        |\s?[-/–]\s?(?!\d{1,2}\.)(?=[A-ZÄÖÜ]{0,5}\d|[A-ZÄÖÜ]{1,5}\b)[\wÄÖÜ]+|\.[\wÄÖÜ]+|_\w+){0,7}
      (?:\s?\(neu\)|\s\d{1,2}\.\s(?:Ergänzung|Änderung|Fassung|Nachtrag)|\s(?:N|E|NV|ST)\d{1,2}\b)?
    )""",
    re.VERBOSE,
)
_STATUS = re.compile(
    r"(?i)(?P<mixed>öffentlich(?:er|e)?\s?(?:und|/|u\.)\s?nicht-?\s?öffentlich|gemischt)"
    r"|(?P<closed>nicht-?\s?öffentlich(?!\s+gem)|vertraulich|\bnö\b|\bNÖ\b)|(?P<open>öffentlich|\bö\b)"
)
_LIST_MARK = re.compile(r"^[-–•]\s+(?=\S)")
# The next label of a web page, glued to a number: „0345/2022Ausgegeben am“.
_GLUED_WORD = re.compile(r"(?<=\d)(?=[A-ZÄÖÜ][a-zäöü]{3})")
_FIGURES = re.compile(r"\d[\d./;, -]{2,40}")
# „Nr.“ behind another word belongs to it: „Bezugsvorlage Nr.: 12/2030“.
_TAILS = ("nr", "nummer")
_WORD_BEFORE = re.compile(r"\w[ -]$")
_LETTER = re.compile(r"[A-Za-zÄÖÜäöüß]")
# What every label has that `label_grammar` knows; most columns have none of it.
# Each alternative begins with a letter as it stands: then the engine leaps over all that none begins with.
FORMED = re.compile(
    r"Datum|datum|a(?<!\w.)m\b|Nr\b|nr\b|Nummer|nummer|Vorlage|vorlage|Drucksache|drucksache|Drs|Gegenstand"
    r"|gegenstand|Titel|titel|Betreff|betreff|Bezeichnung|bezeichnung|Thema|thema|Punkt|punkt|Beschreibung"
    r"|beschreibung|Maßnahme|Projekt|Vorhaben|Einstufung|Art de|Sitzung|Beratung|Öffentlich|Stand\b|Tag der"
    r"|-ID\b"
)
_FIGURE_WORD = re.compile(r"(?<!\S)\S*\d")
_LONGEST_FORMED, _LONGEST_DAY = 44, 24


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
    open_kind = False
    for cell in cells(line):
        found = None if open_kind and ":" not in cell.text else _label_at_start(cell, layout)
        if found:
            heads[cell.start - line.start] = found
        # What stands in the column behind „Vorlage-Art:“ is its value, though it may be a label elsewhere.
        open_kind = found is not None and found[1] == "kind" and cell.text.endswith(":")
    colon = line.text.find(":")
    while colon != -1 and len(heads) < _MOST_LABELS and colon < _LONGEST_LINE:
        start = label_before(line.text, colon, layout.labels)
        if (
            start is not None
            and not any(first <= start < last for first, (last, _) in heads.items())
            and not (key(line.text[start:colon]) in _TAILS and _WORD_BEFORE.search(line.text, 0, start))
        ):
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
    for end, field in _known_heads(text, layout):
        rest = text[end:].strip(" :")
        if not rest or text[:end].rstrip().endswith(":") or text[end:].lstrip().startswith(":"):
            return _offset(cell, end), field
        if field in TYPED and TYPED[field](rest) is not None:
            return _offset(cell, end), field
        if field == "file_number" and _FIGURES.fullmatch(rest):
            return _offset(cell, end), field
        if field == "subject" and end >= 5 and rest[0].isupper():
            return _offset(cell, end), field
    return _formed_label(cell)


def _formed_label(cell: Cell) -> tuple[int, str] | None:
    """Return end and field of a label that no layout lists but that is formed like one: by its colon, alone
    in its column, or before a value of its type.
    """
    text = cell.text
    colon = text.find(":", 0, _LONGEST_FORMED)
    figure = _FIGURE_WORD.search(text, 0, _LONGEST_FORMED) if colon < 0 else None
    if (colon < 0 and figure is None and len(text) > _LONGEST_FORMED) or (
        FORMED.search(text, 0, _LONGEST_FORMED) is None
    ):
        return None
    if colon > 0:
        field, behind = formed_field(text[:colon]), text[colon + 1 :]
        if field == "subject" and (number := read_reference(behind)) and not behind[number[1] :].strip():
            field = "reference"  # „Vorlagenbezeichnung: BV/12/2024“
        return (_offset(cell, colon + 1), field) if field and _fits(field, behind) else None
    if len(text) <= _LONGEST_FORMED and (field := formed_field(text)):
        return _offset(cell, len(text)), field
    field = formed_field(text[: figure.start()]) if figure else None
    if figure and field in ("date", "reference") and _fits(field, text[figure.start() :]):
        return _offset(cell, figure.start()), field
    return None


def _fits(field: str, behind: str) -> bool:
    """Tell whether what stands behind a label is nothing, or a value of the field's type."""
    span = TYPED[field](behind) if field in TYPED else (0, 0)
    return not behind.strip() or span is not None


def _known_heads(text: str, layout: Layout) -> list[tuple[int, str]]:
    """Return where the known labels end that a column may begin with, the longest first, with fields."""
    words = text[:_LONGEST_HEAD].split(" ", _MOST_WORDS)
    found: list[tuple[int, str]] = []
    folded, end = "", -1
    for word in words[:_MOST_WORDS]:
        folded, end = folded + key(word), end + 1 + len(word)
        if folded not in layout.label_prefixes:
            break
        if folded in layout.labels:
            found.append((end, layout.labels[folded]))
    if "(" in text and len(text) <= _LONGEST_HEAD and len(words) <= _MOST_WORDS:
        field = layout.labels.get(key(text.split("(")[0]))
        if field and not (found and found[-1][0] == len(text)):
            found.append((len(text), field))
    return found[::-1]


def _offset(cell: Cell, end: int) -> int:
    return cell.line_offset + end


def read_reference(text: str) -> tuple[int, int] | None:
    """Return the stretch of a paper number at the start of a text."""
    lead = len(text) - len(text.lstrip(" -–:#\t"))
    match = _REFERENCE.match(text, lead)
    if match is None or ((day := day_in(text[lead : lead + _LONGEST_DAY])) and not day.start):
        return None
    value = _GLUED_WORD.split(match["value"].rstrip(" .-/"), maxsplit=1)[0]
    day = day_in(value)
    if (day and day.end - day.start >= len(value) - 2) or not any(char.isdigit() for char in value):
        return None
    if re.fullmatch(r"(?:FB|FD|FG|Amt|Dez\.?|Ref\.?)\s\d{1,3}", value):
        return None  # an office
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
    stripped = _LIST_MARK.sub("", text.strip(" \t:"))
    if not stripped or len(stripped) > 100 or not _LETTER.search(stripped):
        return None
    day = day_in(stripped)
    if (day and day.start == 0) or read_status(stripped) == (0, len(stripped)):
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


def read_title(text: str) -> tuple[int, int] | None:
    """Return the stretch of a title: at least one word."""
    stripped = _LIST_MARK.sub("", text.strip(" \t:"))
    if len(stripped) < 3 or not _LETTER.search(stripped):
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


def read_file_number(text: str) -> tuple[int, int] | None:
    """Return the stretch of a file number: words as for an office, or figures with strokes and dots."""
    if found := read_words(text):
        return found
    stripped = text.strip(" \t:")
    if not _FIGURES.fullmatch(stripped) or day_in(stripped) is not None:
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


Reader = Callable[[str], tuple[int, int] | None]
TYPED: dict[str, Reader] = {
    "reference": read_reference,
    "date": read_day,
    "status": read_status,
    "sitting_date": read_day,
}
READERS: dict[str, Reader] = {
    **TYPED,
    "department": read_words,
    "file_number": read_file_number,
    "initiator": read_words,
    "kind": read_words,
    "body": read_words,
    "subject": read_title,
    "agenda_item": read_words,
}
