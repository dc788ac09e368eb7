"""The Beratungsfolge: which body treats the paper when, in which role, in public or not."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from allmende.reading.bodies import find_bodies, nominative
from allmende.reading.consultation_tokens import NO_TICKS, Ticks, Token, is_head, ticks_of, tokens_of
from allmende.reading.labels import find_slots
from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Line, cells
from allmende.reading.sections import heading
from allmende.reading.station_runs import pairs_in_runs

_MOST_LINES = 90
_IDLE_LINES = 4
_HEAD_LINES = 40
_LONGEST_ROW = 140
_RUN_REACH = 1500
_TO_BODY = re.compile(r"\s*(?:In|An)\s(?:den|die|das)\s")
_HAS_DAY = re.compile(r"\d\.\s?(?:\d|[A-Z])")
_EARLIER = re.compile(r"(?i)bisherige|frühere|vorangegangene|historie|letzte behandlung")
_NO_ROW = re.compile(
    r"(?i)\b(?:antrag|beschluss|niederschrift|protokoll|schreiben|bericht|sitzung"
    r"|anfrage)\w*\s(?:\w+\s){0,5}(?:vom|am)\s"
    r"|\bTOP\b.*,|\b\d{2}\.\d{2}\.\d{2}\s[A-ZÄÖÜ]"
)
_BODY_HEADS = {"gremium", "gremien", "ausschuss", "beratungsgremium", "beratungsgremien"}
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
_NO_NAME = re.compile(
    r"^(?:De[rm]\s|Die\s)?(?:Ober)?[Bb]ürgermeister(?:in)?$"
    r"|\s(?:stimmt|beschließt|empfiehlt|nimmt|wird|wurde|hat|ist|beauftragt)\s"
)
_LEAD = re.compile(r"^(?:und|sowie)\s(?:(?:de[nmr]|die|das)\s)?")
_OPEN_END = re.compile(r"(?:[,&/-]|\b(?:und|für|der|des|die|sowie|im|von|zur|zum|u\.))$")
_ENDING_FIELDS = {"subject", "reference", "initiator", "kind", "file_number"}


@dataclass(frozen=True, slots=True)
class Station:
    """One row: offsets are those of name and day in the clean view."""

    body: str
    day: date | None
    role: str | None
    treatment: str | None
    start: int
    end: int
    confidence: float


@dataclass(slots=True)
class _Row:
    names: list[Token] = field(default_factory=list)
    day: Token | None = None
    role: Token | None = None
    treatment: Token | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The lines `[first, last)` of the Beratungsfolge and its stations."""

    first: int
    last: int
    stations: tuple[Station, ...]


def find_block(lines: list[Line], layout: Layout) -> Block | None:
    """Return the first Beratungsfolge that has stations; None when the paper has none."""
    for index in range(len(lines)):
        if _starts(lines, index, layout):
            block = _read_block(lines, index, layout)
            if block.stations:
                return _with_next_table(block, lines, layout)
    return _bare_rows(lines, layout) or _bare_words(lines, layout) or _addressed(lines) or _bare_runs(lines)


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


def _bare_words(lines: list[Line], layout: Layout) -> Block | None:
    """Return stations in a run of lines of which each holds nothing but a body, a day, a role or a
    treatment: columns read one after the other, or row by row, without any heading.
    """
    first = 0
    while first < min(len(lines), _HEAD_LINES):
        last, tokens = first, list[Token]()
        while last < len(lines) and (found := _only_station_words(lines[last], last, layout)):
            tokens += found
            last += 1
        kinds = [token.kind for token in tokens]
        if kinds.count("body") >= 2 and kinds.count("body") == kinds.count("date"):
            return Block(first, last, tuple(_stations(tokens)))
        first = max(last, first + 1)
    return None


def _bare_runs(lines: list[Line]) -> Block | None:
    """Return stations that stand in one long line as a run of bodies and a run of as many days."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if len(line.text) > _LONGEST_ROW and (pairs := pairs_in_runs(line.text[:_RUN_REACH])):
            first = line.start
            stations = tuple(
                Station(body.name, day.value, None, None, first + body.start, first + day.end, 0.85)
                for body, day in pairs
            )
            return Block(index, index, stations)  # the line holds more of the head than its stations
    return None


def _only_station_words(line: Line, row: int, layout: Layout) -> list[Token]:
    if len(line.stripped) > _LONGEST_ROW or _NO_ROW.search(line.text):
        return []
    tokens = tokens_of(line, row, layout, NO_TICKS)
    covered = sum(token.end - token.start for token in tokens)
    known = all(token.kind != "weak" for token in tokens)
    return tokens if known and covered >= 0.8 * len(line.stripped.replace(" ", "")) else []


def _addressed(lines: list[Line]) -> Block | None:
    """Return the bodies a paper is addressed to without days: „In den Verwaltungsausschuss“, line by line."""
    found = [
        (index, body)
        for index, line in enumerate(lines[:_HEAD_LINES])
        if (to := _TO_BODY.match(line.text)) and len(bodies := find_bodies(line.text, to.end())) == 1
        for body in bodies
        if len(line.text[body.end :].strip()) < 3
    ]
    if len(found) < 2 or found[-1][0] - found[0][0] >= 2 * len(found):
        return None
    stations = tuple(
        Station(
            body.name, None, None, None, lines[index].start + body.start, lines[index].start + body.end, 0.7
        )
        for index, body in found
    )
    return Block(found[0][0], found[-1][0] + 1, stations)


def _bare_rows(lines: list[Line], layout: Layout) -> Block | None:
    """Return rows of body, day and role that stand in the head without any heading."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if heading(line, layout) is not None:
            continue
        last = index
        while last < len(lines) and (length := _bare_row_length(lines, last, layout)):
            last += length
        if last == index:
            continue
        tokens = [
            token for row in range(index, last) for token in tokens_of(lines[row], row, layout, NO_TICKS)
        ]
        if last - index >= 2 or any(token.kind == "role" for token in tokens):
            return Block(index, last, tuple(_stations(tokens)))
    return None


def _bare_row_length(lines: list[Line], row: int, layout: Layout) -> int:
    """Return how many lines the row that begins here has: two when its name is broken, 0 for no row."""
    if _is_bare_row(lines[row], row, layout):
        return 1
    if row + 1 >= len(lines) or not _OPEN_END.search(lines[row].stripped):
        return 0
    upper = tokens_of(lines[row], row, layout, NO_TICKS)
    lower = [token.kind for token in tokens_of(lines[row + 1], row + 1, layout, NO_TICKS)]
    is_name = [token.kind for token in upper] == ["body"]
    return 2 if is_name and lower[:2] == ["weak", "date"] and "weak" not in lower[1:] else 0


def _is_bare_row(line: Line, row: int, layout: Layout) -> bool:
    if not _HAS_DAY.search(line.text) or len(line.stripped) > _LONGEST_ROW or _NO_ROW.search(line.text):
        return False
    kinds = [token.kind for token in tokens_of(line, row, layout, NO_TICKS)]
    return kinds.count("body") == 1 and kinds.count("date") == 1 and "weak" not in kinds


def _starts(lines: list[Line], index: int, layout: Layout) -> bool:
    text = lines[index].text
    if _EARLIER.search(text) and len(text) < 120:
        return False
    first = re.split(r"[:(\t]|\s{2,}", text.strip(), maxsplit=1)[0]
    words = first.split(" ")
    if any(key(" ".join(words[:count])) in layout.consultation_starts for count in (1, 2, 3, 4, 5)):
        return len(words) <= 12 or len(text) > 200 or len(_HAS_DAY.findall(text)) > 1
    keys = {key(word) for word in re.split(r"[\s/|]+", text)}
    if keys & _BODY_HEADS and keys & _DATE_HEADS and is_head(text, layout):
        return True
    if text.strip() in ("Gremium", "Gremien", "Ausschuss"):
        near = {key(line.text) for line in lines[index + 1 : index + 5]}
        return bool(near & _DATE_HEADS)
    return False


def _read_block(lines: list[Line], index: int, layout: Layout) -> Block:
    ticks = ticks_of(lines[index : index + 3], layout)
    found: list[Token] = _first_line_tokens(lines[index], layout, ticks)
    idle, last = 0, index + 1
    for row in range(index + 1, min(index + _MOST_LINES, len(lines))):
        line = lines[row]
        if _ends(line, layout):
            break
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
    return Block(index, last, tuple(_stations(found)))


def _is_apart(lines: list[Line], row: int, tokens: list[Token], found: list[Token]) -> bool:
    """Tell whether a line of mere words stands apart from rows already read (an empty line before it)."""
    if not any(token.kind == "date" for token in found) or not tokens:
        return False
    only_words = all(token.kind == "weak" for token in tokens) or _NO_ROW.search(lines[row].text) is not None
    gap = lines[row].start - lines[row - 1].end
    return only_words and gap > 1 and not _OPEN_END.search(found[-1].value)


def _first_line_tokens(line: Line, layout: Layout, ticks: Ticks) -> list[Token]:
    """Return what stands in the line of the heading itself (flattened texts)."""
    colon = line.text.find(":", 0, 60)
    if colon < 0 and len(_HAS_DAY.findall(line.text)) > 1:
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


def _stations(tokens: list[Token]) -> list[Station]:
    tokens = _joined(tokens)
    names = [token for token in tokens if token.kind in ("body", "weak")]
    days = [token for token in tokens if token.kind == "date"]
    if not days:
        return [_station(row) for row in _sequence(tokens) if row.names and row.names[0].kind == "body"]
    rows_with_name = {token.row for token in names}
    if all(day.row in rows_with_name and day.row >= 0 for day in days):
        rows = _by_line(tokens)
    elif bodies := _columns(tokens):
        rows = bodies
    else:
        rows = _sequence(tokens)
    return [
        _station(row)
        for row in rows
        if row.names and (row.day or row.names[0].kind == "body") and not _NO_NAME.search(row.names[0].value)
    ]


def _joined(tokens: list[Token]) -> list[Token]:
    """Join names broken over lines: „Ausschuss für Stadtentwicklung,⏎Umwelt und Verkehr“."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-1] if joined else None
        if before is not None and _continues(before, token):
            glue = "" if before.value.endswith("-") and token.value[0].islower() else " "
            value = before.value[:-1] if glue == "" else before.value
            joined[-1] = replace(before, value=value + glue + token.value, end=token.end, row=token.row)
        else:
            joined.append(token)
    return joined


def _continues(before: Token, token: Token) -> bool:
    if before.kind not in ("body", "weak") or token.kind not in ("body", "weak") or token.row == before.row:
        return False
    if _OPEN_END.search(before.value) or token.value[0].islower() or token.value.startswith("und "):
        return True
    return (
        token.kind == "weak"
        and before.kind == "body"
        and token.row == before.row + 1
        and token.value[0] == "("
    )


def _by_line(tokens: list[Token]) -> list[_Row]:
    """Pair what stands in one line; roles in lines without a day belong to the row above."""
    rows: list[_Row] = []
    by_line: dict[int, list[Token]] = {}
    for token in tokens:
        by_line.setdefault(token.row, []).append(token)
    for line in by_line.values():
        days = [token for token in line if token.kind == "date"]
        names = [token for token in line if token.kind in ("body", "weak")]
        if not days:
            _complete(rows, line)
            continue
        if len(days) > 1 and len(names) == len(days):
            rows.extend(_Row([name], day) for name, day in zip(names, days, strict=True))
        else:
            strong = [name for name in names if name.kind == "body"] or names
            rows.extend(_Row(strong[:1], day) for day in days)
        _complete(rows, [token for token in line if token.kind in ("role", "treatment")])
    return rows


def _complete(rows: list[_Row], tokens: list[Token]) -> None:
    """Add role, treatment or the rest of a broken name to the last row."""
    if not rows:
        return
    last = rows[-1]
    for token in tokens:
        if token.kind == "role" and last.role is None:
            last.role = token
        elif token.kind == "treatment" and last.treatment is None:
            last.treatment = token
        elif token.kind in ("body", "weak") and last.names and _OPEN_END.search(last.names[-1].value):
            last.names.append(token)


def _columns(tokens: list[Token]) -> list[_Row] | None:
    """Pair a run of names with a run of as many days (columns read one after the other)."""
    days = [token for token in tokens if token.kind == "date"]
    strong = [token for token in tokens if token.kind == "body"]
    named = [token for token in tokens if token.kind in ("body", "weak") and token.start < days[-1].start]
    names = strong if len(strong) == len(days) or not strong else named
    names = names or [token for token in tokens if token.kind == "weak"]
    if len(names) != len(days) or len(names) < 2:
        return None
    if not (names[-1].start < days[0].start or days[-1].start < names[0].start):
        return None
    rows = [_Row([name], day) for name, day in zip(names, days, strict=True)]
    for kind in ("role", "treatment"):
        marks = [token for token in tokens if token.kind == kind]
        if len(marks) == len(rows) + 1 and marks[0].row >= 0:
            marks = marks[1:]  # the column's head is one of its words: „Beratung“
        if len(marks) == len(rows):
            for row, mark in zip(rows, marks, strict=True):
                setattr(row, kind, mark)
    return rows


def _sequence(tokens: list[Token]) -> list[_Row]:
    """Pair what follows one another, names first or days first."""
    kinds = [token.kind for token in tokens if token.kind in ("body", "date")]
    day_first = bool(kinds) and kinds[0] == "date"
    rows: list[_Row] = []
    ahead: list[Token] = []
    for token in tokens:
        last = rows[-1] if rows else None
        if token.kind == "date":
            if day_first or last is None or last.day is not None:
                rows.append(_Row([] if day_first or last is None else last.names[:1], token))
            else:
                last.day = token
        elif token.kind == "body":
            if day_first and last is not None and not last.names:
                last.names.append(token)
            elif not day_first or last is None:
                rows.append(_Row([token]))
        elif last is not None:
            _complete(rows, [token])
        elif token.kind in ("role", "treatment"):
            ahead.append(token)
    if ahead and rows:
        _complete(rows[:1], ahead)
    return rows


def _station(row: _Row) -> Station:
    name = _LEAD.sub("", " ".join(token.value for token in row.names))
    first = min(token.start for token in (*row.names, *([row.day] if row.day else [])))
    last = max(token.end for token in (*row.names, *([row.day] if row.day else [])))
    strong = row.names[0].kind == "body"
    return Station(
        body=nominative(re.sub(r"(?<=[a-zäöü])- (?=[a-zäöü](?!nd\b))", "", name)),
        day=date.fromisoformat(row.day.value) if row.day else None,
        role=row.role.value if row.role else None,
        treatment=row.treatment.value if row.treatment else None,
        start=first,
        end=last,
        confidence=0.95 if strong and row.day else 0.8 if row.day else 0.6,
    )
