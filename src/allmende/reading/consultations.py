"""The Beratungsfolge: which body treats the paper when, in which role, in public or not."""

import re

from allmende.reading.bare_stations import HAS_DAY, NO_ROW, bare_block
from allmende.reading.bodies import find_bodies
from allmende.reading.consultation_tokens import (
    NO_TICKS,
    Ticks,
    Token,
    is_dateline,
    role_of,
    ticks_of,
    tokens_of,
)
from allmende.reading.labels import find_slots
from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Line, cells
from allmende.reading.route_headings import is_formed_like_route
from allmende.reading.sections import heading
from allmende.reading.station_heads import is_head, is_head_row
from allmende.reading.stations import OPEN_END, Block, paired

_MOST_LINES, _HEAD_LINES, _HEADS_BETWEEN = 90, 60, 5
_IDLE_LINES = 4
_EARLIER = re.compile(r"(?i)bisherige|frühere|vorangegangene|historie|letzte behandlung")
_BODY_HEADS = {"beratungsfolge", "gremium", "gremien", "ausschuss", "beratungsgremium", "beratungsgremien"}
_DATE_HEADS = {
    "termin",
    "datum",
    "sitzungstermin",
    "sitzungsdatum",
    "sitzungstag",
    "sitzungam",
    "am",
    "sitzung",
}
_OFFICER = re.compile(
    r"(?:De[rm]\s|Die\s|Herrn?\s|Frau\s)?(?:Ober)?(?:[Bb]ürgermeister|[Ll]andr[aä]t)(?:in)?"
)
_LONGEST_NOTE = 120
_START_WORDS = 5
_START_END = re.compile(r"[:(\t]|\s{2,}")
_FIRST_WORD = re.compile(r"[^\s:(]*")
_COLUMN_GAP = re.compile(r"[\s/|]+")
_ENDING_FIELDS = {"subject", "reference", "initiator", "kind", "file_number"}


def find_block(lines: list[Line], layout: Layout) -> Block | None:
    """Return the first Beratungsfolge that has stations; None when the paper has none."""
    for index in range(len(lines)):
        if _starts(lines, index, layout):
            block = _read_block(lines, index, layout)
            if block.stations:
                return _with_next_table(block, lines, layout)
    formed = _formed_block(lines, layout)
    if formed and any(station.day for station in formed.stations):
        return formed
    return bare_block(lines, layout) or formed


def _formed_block(lines: list[Line], layout: Layout) -> Block | None:
    """Return the stations below a heading that no layout lists but that is formed like one."""
    for index in range(min(_HEAD_LINES, len(lines))):
        if _is_formed_start(lines, index, layout):
            block = _read_block(lines, index, layout)
            if block.stations:
                return block
    return None


def _with_next_table(block: Block, lines: list[Line], layout: Layout) -> Block:
    """Add the second table of a form that parts the deciding body from those consulted before it."""
    for index in range(block.last, min(block.last + _IDLE_LINES, len(lines))):
        if _starts(lines, index, layout):
            further = _read_block(lines, index, layout).stations
            known = {(station.body, station.day) for station in block.stations}
            fresh = [
                station for station in further if station.day and (station.body, station.day) not in known
            ]
            if fresh and len(fresh) == len(further):
                last = _read_block(lines, index, layout).last
                return Block(block.first, last, (*block.stations, *fresh))
    return block


def _starts(lines: list[Line], index: int, layout: Layout) -> bool:
    """Tell whether a Beratungsfolge begins here: by its heading, or by the heads of its columns."""
    text = lines[index].text
    if not (_is_start(text.strip(), layout) or _is_table_head(lines, index, layout)):
        return False
    return len(text) >= _LONGEST_NOTE or not _EARLIER.search(text)


def _is_start(text: str, layout: Layout) -> bool:
    lead = _FIRST_WORD.match(text)
    if lead is None or key(lead.group()) not in layout.start_prefixes:
        return False
    first = _START_END.split(text, maxsplit=1)[0]
    words = first.split(" ", _START_WORDS)
    folded = ""
    for word in words[:_START_WORDS]:
        folded += key(word)
        if folded not in layout.start_prefixes:
            return False
        if folded in layout.consultation_starts:
            return first.count(" ") < 12 or len(text) > 200 or len(HAS_DAY.findall(text)) > 1
    return False


def _is_formed_start(lines: list[Line], index: int, layout: Layout) -> bool:
    """Tell whether a line is formed like the heading of a Beratungsfolge, and bodies stand below it (or days
    with bodies behind its colon).
    """
    line = lines[index]
    colon = line.text.find(":", 0, 60)
    words = line.text[:colon] if colon > 0 else line.text
    if (
        len(words) > _LONGEST_NOTE
        or (key(words) in layout.labels and key(words) != "gremien")
        or not is_formed_like_route(words)
    ):
        return False
    if colon > 0 and line.text[colon + 1 :].strip():
        if role_of(key(words), layout):
            return False
        kinds = {token.kind for token in _first_line_tokens(line, layout, NO_TICKS)}
        return {"body", "date"} <= kinds
    if find_bodies(words):
        return False
    for row in range(index + 1, min(index + _HEADS_BETWEEN, len(lines))):
        tokens = tokens_of(lines[row], row, layout, NO_TICKS)
        kinds = {token.kind for token in tokens}
        if "body" in kinds:
            return kinds <= {"body", "date", "role", "treatment"} and len(lines[row].stripped) < _LONGEST_NOTE
        if tokens and kinds != {"role"} and kinds != {"date"}:
            return False
    return False


def _is_table_head(lines: list[Line], index: int, layout: Layout) -> bool:
    text = lines[index].text
    if is_head(text, layout) or is_head_row(cells(lines[index]), layout):
        keys = {key(word) for word in _COLUMN_GAP.split(text)}
        if keys & _BODY_HEADS and keys & _DATE_HEADS:
            return True
    if text.strip() in ("Gremium", "Gremien", "Ausschuss"):
        near = {key(line.text) for line in lines[index + 1 : index + 5]}
        return bool(near & _DATE_HEADS)
    return False


def _read_block(lines: list[Line], index: int, layout: Layout) -> Block:
    ticks = ticks_of(lines[index : index + 3], layout)
    found: list[Token] = _first_line_tokens(lines[index], layout, ticks)
    if not found and (role := layout.roles.get(key(lines[index].text))) and " " not in lines[index].stripped:
        found = [Token("role", role, *lines[index].span(), index)]
    first, idle, last = index, 0, index + 1
    for row in range(index + 1, min(index + _MOST_LINES, len(lines))):
        line = lines[row]
        if is_dateline(line):
            break
        if _ends(line, layout) and not _is_officer(lines, row, layout):
            break
        kinds = {"date", "body"} & {token.kind for token in found}
        if kinds in ({"date"}, {"body"}) and _begins_anew(lines, row, layout, kinds):
            # What stood above the heads of the columns was addressed to nobody („Vorlage an den/die“).
            first, found, ticks = row, [], ticks_of(lines[row : row + 3], layout)
        tokens = tokens_of(line, row, layout, ticks)
        if _is_apart(lines, row, tokens, found):
            break
        useful = any(token.kind != "weak" for token in tokens) or is_head(line.text, layout)
        idle = 0 if useful else idle + 1
        if idle > _IDLE_LINES or (not useful and len(line.stripped) > 130):
            break
        found.extend(tokens)
        last = row + 1 if useful or not tokens else last
    while found and found[-1].row >= last and found[-1].kind == "weak":
        found.pop()
    return Block(first, last, tuple(paired(found)))


def _begins_anew(lines: list[Line], row: int, layout: Layout, kinds: set[str]) -> bool:
    """Tell whether the table begins here, below days, or below whom a paper is addressed to."""
    if kinds == {"date"}:
        return _is_table_head(lines, row, layout)
    return _is_start(lines[row].stripped, layout) and _is_table_head(lines, row, layout)


def _is_officer(lines: list[Line], row: int, layout: Layout) -> bool:
    """Tell whether a mayor stands as a station: the next line holds a body or a day, nothing else."""
    if row + 1 >= len(lines) or not _OFFICER.fullmatch(lines[row].stripped):
        return False
    return {token.kind for token in tokens_of(lines[row + 1], row + 1, layout, NO_TICKS)} in (
        {"body"},
        {"date"},
    )


def _is_apart(lines: list[Line], row: int, tokens: list[Token], found: list[Token]) -> bool:
    """Tell whether a line of mere words stands apart from rows already read (an empty line before it)."""
    if not any(token.kind == "date" for token in found) or not tokens:
        return False
    only_words = all(token.kind == "weak" for token in tokens) or NO_ROW.search(lines[row].text) is not None
    gap = lines[row].start - lines[row - 1].end
    return only_words and gap > 1 and not OPEN_END.search(found[-1].value)


def _first_line_tokens(line: Line, layout: Layout, ticks: Ticks) -> list[Token]:
    """Return what stands in the line of the heading itself (flattened texts)."""
    colon = line.text.find(":", 0, 60)
    if colon < 0 and len(HAS_DAY.findall(line.text)) > 1:
        return tokens_of(line, -1, layout, ticks)
    if colon < 0 or not line.text[colon + 1 :].strip() or is_head(line.text, layout):
        return []
    rest = Line(line.start + colon + 1, line.end, line.text[colon + 1 :])
    return tokens_of(rest, -1, layout, ticks)


def _ends(line: Line, layout: Layout) -> bool:
    """Tell whether a line belongs to what follows: a heading or a label of the header."""
    first = cells(line)[0].text if cells(line) else ""
    found = heading(line, layout)
    if found is not None and found[1] < line.end and found[0] != "closing" and ":" in line.text:
        return key(found[2]) not in layout.column_heads or found[0] == "resolution"
    if found is not None and line.stripped.endswith(":") and key(found[2]) not in layout.column_heads:
        return True
    if is_head(line.text, layout) or key(first) in layout.roles:
        return False
    if found is not None and key(found[2]) not in layout.column_heads and key(found[2]) not in layout.roles:
        return True
    if _EARLIER.search(line.text) and not is_head(line.text, layout):
        return True
    return any(
        slot.field in _ENDING_FIELDS and slot.start == line.span()[0] for slot in find_slots(line, layout)
    )
