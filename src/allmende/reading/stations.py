"""The stations of a Beratungsfolge: names, days, roles and treatments paired into rows."""

import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import date

from allmende.reading.bodies import nominative
from allmende.reading.consultation_tokens import AMBIGUOUS, Token

_NO_NAME = re.compile(
    r"^(?:De[rm]\s|Die\s)?(?:Ober)?[Bb]ürgermeister(?:in)?$|^(?:Büro|Vermerk)\b"
    r"|,\s(?:das|der|die|den|dem)\s(?:das|der|die)\s|[a-zäöüß]{5}\.\s[A-ZÄÖÜ][a-zäöü]+\s(?:das|der|die|den|dem)\s"
    r"|\s(?:stimmt|beschließt|empfiehlt|nimmt|wird|wurde|hat|ist|beauftragt)[\s,]"
)
_LEAD = re.compile(
    r"^(?:(?:und|sowie)\s|(?:in|im|an|durch|für)\b:?\s|(?=de[rs]\s))"
    r"(?:(?:de[nmrs]|die|das)\s)?(?:Sitzung\sde[rs]\s)?|^(?:die\s)?Sitzung\sde[rs]\s"
)
OPEN_END = re.compile(r"(?:[,&/-]|\b(?:und|für|der|des|die|sowie|im|von|zur|zum|u\.))$")
"""A name that ends so goes on in the next line."""
_BROKEN_WORD = re.compile(r"(?<=[a-zäöü])- (?=[a-zäöü](?!nd\b))")


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


@dataclass(frozen=True, slots=True)
class Block:
    """The lines `[first, last)` of the Beratungsfolge and its stations."""

    first: int
    last: int
    stations: tuple[Station, ...]


@dataclass(slots=True)
class _Row:
    names: list[Token] = field(default_factory=list)
    day: Token | None = None
    role: Token | None = None
    treatment: Token | None = None


def paired(tokens: list[Token]) -> list[Station]:
    """Return the stations that these words name: paired by line, by column, or in sequence."""
    tokens = _without_words_of_days(_joined(_with_codes(tokens)))
    if groups := _group_roles(tokens):
        stations = paired([token for token in tokens if token.kind != "role"])
        return [_in_group(station, groups) for station in stations]
    names = [token for token in tokens if token.kind in ("body", "weak")]
    days = [token for token in tokens if token.kind == "date"]
    if not days:
        return [
            _station(row)
            for row in _sequence(tokens)
            if row.names and row.names[0].kind == "body" and not _NO_NAME.search(row.names[0].value)
        ]
    rows_with_name = {token.row for token in names}
    if all(day.row in rows_with_name and day.row >= 0 for day in days):
        rows = _by_line(tokens)
    elif bodies := _in_turn(tokens) or _columns(tokens):
        rows = bodies
    else:
        rows = _sequence(tokens)
    _treat_alike(rows, tokens)
    return [
        _station(row)
        for row in rows
        if row.names and (row.day or row.names[0].kind == "body") and not _NO_NAME.search(row.names[0].value)
    ]


def _with_codes(tokens: list[Token]) -> list[Token]:
    """Let „B“ mean Beschluss beside codes or words of a Vorberatung, else Beratung."""
    roles = {token.value for token in tokens if token.kind == "role"}
    if AMBIGUOUS not in roles:
        return tokens
    codes = [token for token in tokens if token.kind == "role"]
    only_last = len(codes) > 1 and [token.value for token in codes].index(AMBIGUOUS) == len(codes) - 1
    decides = "entscheidung" not in roles and ("beratung" in roles or only_last)
    meant = "entscheidung" if decides else "beratung"
    return [replace(token, value=meant) if token.value == AMBIGUOUS else token for token in tokens]


def _without_words_of_days(tokens: list[Token]) -> list[Token]:
    """Leave out words beside a day where every day stands below the name of its body on a line of its own."""
    bodies = {token.row for token in tokens if token.kind == "body"}
    days = {token.row for token in tokens if token.kind == "date"}
    if bodies & days or len(bodies) < len(days):
        return tokens
    return [token for token in tokens if token.kind != "weak" or token.row not in days]


def _group_roles(tokens: list[Token]) -> list[Token]:
    """Return the roles that stand as headings over the rows they hold for; none where rows hold them."""
    roles = [token for token in tokens if token.kind == "role"]
    others = {token.row for token in tokens if token.kind != "role"}
    names = [token for token in tokens if token.kind in ("body", "weak")]
    if not roles or not names or any(token.row in others or token.row < 0 for token in roles):
        return []
    bounds = [*(token.start for token in roles), names[-1].end]
    above_each = all(
        any(first < name.start < last for name in names) for first, last in itertools.pairwise(bounds)
    )
    return roles if roles[0].start < names[0].start and above_each else []


def _in_group(station: Station, roles: list[Token]) -> Station:
    above = [token for token in roles if token.start < station.start]
    return replace(station, role=above[-1].value) if above else station


def _treat_alike(rows: list[_Row], tokens: list[Token]) -> None:
    """Let one „in öffentlicher Sitzung“ on a line of its own below all rows hold for each of them."""
    said = [token for token in tokens if token.kind == "treatment"]
    if len(rows) > 1 and len(said) == 1 and all(row.day and row.day.row < said[0].row for row in rows):
        for row in rows:
            row.treatment = said[0]


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
    if OPEN_END.search(before.value) or token.value[0].islower() or token.value.startswith("und "):
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
        if len(days) > 1 and [token.kind for token in line].count("body") == len(days):
            rows.extend(_sequence(line))
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
        elif token.kind in ("body", "weak") and last.names and OPEN_END.search(last.names[-1].value):
            last.names.append(token)


def _in_turn(tokens: list[Token]) -> list[_Row] | None:
    """Pair names and days that take turns in one line, some of them only letters („KA 17.02., KT 07.03.“)."""
    kinds = ["name" if token.kind in ("body", "weak") else token.kind for token in tokens]
    turns = [kind for kind in kinds if kind in ("name", "date")]
    is_one_line = len({token.row for token in tokens}) == 1
    has_letters = any(token.kind == "weak" and token.value.isupper() for token in tokens)
    if not is_one_line or not has_letters or len(turns) < 4 or turns != ["name", "date"] * (len(turns) // 2):
        return None
    rows: list[_Row] = []
    for kind, token in zip(kinds, tokens, strict=True):
        if kind == "name":
            rows.append(_Row([token]))
        elif kind == "date":
            rows[-1].day = token
        else:
            _complete(rows, [token])
    return rows


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
                rows.append(_Row([], token) if day_first or last is None else _again(last, token))
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


def _again(row: _Row, day: Token) -> _Row:
    """Return the row of a further sitting of the same body: its role stays, its treatment may differ."""
    return _Row(row.names[:1], day, row.role)


def _station(row: _Row) -> Station:
    name = _LEAD.sub("", " ".join(token.value for token in row.names))
    first = min(token.start for token in (*row.names, *([row.day] if row.day else [])))
    last = max(token.end for token in (*row.names, *([row.day] if row.day else [])))
    strong = row.names[0].kind == "body"
    return Station(
        body=nominative(_BROKEN_WORD.sub("", name)),
        day=date.fromisoformat(row.day.value) if row.day else None,
        role=row.role.value if row.role else None,
        treatment=row.treatment.value if row.treatment else None,
        start=first,
        end=last,
        confidence=0.95 if strong and row.day else 0.8 if row.day else 0.6,
    )
