"""The words of a Beratungsfolge: bodies, days, roles, treatment, and what is neither."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from allmende.reading.bodies import WEEKDAY, BodyName, find_bodies
from allmende.reading.dates import DATE_SHAPE, find_days
from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Cell, Line, cells
from allmende.reading.station_heads import EDGE, is_head, is_head_row

# „B“ is Beratung beside E for Entscheidung, and Beschluss beside V for Vorberatung: the whole table tells.
AMBIGUOUS = "b"
_CODES = {
    "v": "beratung",
    "vb": "beratung",
    "b": AMBIGUOUS,
    "e": "entscheidung",
    "k": "kenntnisnahme",
    "a": "anhörung",
}
_TREATMENTS = {
    "ö": "öffentlich",
    "öffentlich": "öffentlich",
    "nö": "nichtöffentlich",
    "n": "nichtöffentlich",
    "nichtöffentlich": "nichtöffentlich",
    "öffentlicheretc": "öffentlich",
    "öff": "öffentlich",
    "nichtöff": "nichtöffentlich",
    "öffentlichesitzung": "öffentlich",
    "nichtöffentlichesitzung": "nichtöffentlich",
    "inöffentlichersitzung": "öffentlich",
    "innichtöffentlichersitzung": "nichtöffentlich",
}
# Column heads that may be left on the edge of a name.
_EDGE_HEADS = {
    "am",
    "zutop",
    "top",
    "termin",
    "datum",
    "sitzungam",
    "to",
    "ja",
    "nein",
    "enth",
    "status",
    "ergebnis",
}
# A number of the agenda or of an item, a weekday, an outcome, a time, a word left between columns.
_NOISE = re.compile(
    r"(?:(?:TOP|Ö|N|ö)\s?)?\d{1,3}(?:\.\d{1,3}){0,3}\.?$"
    r"|(?=[^\s/]*\d)[A-ZÄÖÜ0-9]{1,6}(?:/[A-ZÄÖÜ0-9]{1,6}){1,5}$"
    r"|(?:☐|☒|x|X|/|den|dem|vom|im|der|Nr|TOP:)$"
    r"|(?i:(?:mo|di|mi|do|fr|sa|so|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)\.?,?$"
    r"|(?:un)?(?:ge|ver)ändert\s(?:be|empf|zuge)\w+$"
    r"|einstimmig\w*(?:\s(?:beschlossen|empfohlen|angenommen|zugestimmt))?$"
    r"|mehrheitlich\w*(?:\s\w+)?$|mit\smehrheit\b|zur\skenntnis\sgenommen$|abgesetzt$|vertagt$"
    r"|abgelehnt$|angenommen$|beschlossen$"
    r"|(?:mit|ohne)\sänderung(?:en)?\b|überwiesen"
    r"|zurückgezogen$|zurückgestellt$|verwiesen$|so\sgewählt$|zugestimmt$|erledigt$|ja$|nein$"
    r"|enth(?:alt\w*|\.)?$|einst\.?$|mehrh\.?$"
    r"|\d{1,2}[:.]\d\d(?:\suhr)?$|uhr$|gemäß\s(?:vor|be)\w+$|laut\s\w+$"
    r"|ohne\s(?:beschluss|votum)\w*$|geändert$|ungeändert$|geplant$|offen$)"
)
# Who reports in the sitting: „Stadträtin Muster“, „Frau Dr. Muster“.
_PERSON = re.compile(
    r"(?:(?:Erste[r]?\s)?Beigeordnete[r]?|(?:Ober)?[Bb]ürgermeister(?:in)?|Stadträtin|Stadtbaur[aä]t(?:in)?"
    r"|Dezernent(?:in)?|Kämmer(?:er|in)|Herrn?|Frau)\s(?:Dr\.\s)?[A-ZÄÖÜ][\w-]+$"
)
_MEETING = re.compile(
    r"(?i)(?:\d{1,3}\.\s)?(?:(?:außer)?ordentliche\s|(?:nicht)?öffentliche\s|sonder"
    r"|konstituierende\s)*sitzung\b.*"
)
_SAID = re.compile(r"(?i)(?:nicht)?öffentlich")
_ALONE = {"bürgerschaft", "kommission", "ortsbeirat"}
_CODE = re.compile(r"\(?(?P<code>VB|[VBEKA])\)")
# „E“, „V nichtöffentlich“, „öff. 14 V“ behind a day.
_CODE_AND_TREATMENT = re.compile(
    r"(?=[^a-z]*\b(?:VB|[VBEKA])\b)[\s,]*(?:\d{1,2}\s)?(?P<code>VB|[VBEKA])"
    r"(?:\s(?P<treatment>(?:nicht-?\s?)?öff(?:entlich|\.)|N?Ö|n?ö|N))?(?:\s\d{1,2})?\s*"
)
# „Vorber.“, „Entsch.“: at least three letters of a role word and a dot.
_ABBREVIATED = re.compile(r"[A-ZÄÖÜa-zäöü]{3,12}\.")
_SHORT_ROLES = {
    "empf": "beratung",
    "vorb": "beratung",
    "beschl": "entscheidung",
    "entsch": "entscheidung",
    "kenntn": "kenntnisnahme",
    "anh": "anhörung",
}
# „Vorberatung im“, „Beschlussfassung durch den“, folded.
_TO_WHOM = re.compile(r"(?:(?:durch|an|für)(?:den|die|das)?|im|in(?:der|den|die)?)$")
_TICK_REACH = 8
_FEW_WORDS, _EDGE_WORDS = 6, 4
_LONGEST_CODE = 12
_READING = re.compile(r"\d\.\s?Lesung")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[A-Za-zÄÖÜäöüß]{2}")
# A table that ends with the column „Öffentlich“, and „ja“ or „nein“ in it.
_ASKS_PUBLIC = re.compile(r"\bÖffentlich(?:keit)?\s*$")
_ANSWER = re.compile(r"(?i)(?<=\s)(?P<answer>ja|nein)\s*$")
# „Musterstadt, 14.06.2023“ below a table is where and when someone signed.
# „zur Sitzung des Rates“
_SITTING_OF = re.compile(
    r"(?i)(?:(?:zur|für\sdie|in\sder)\s)?(?:\w+\s)?sitzung\sde[sr]\s|(?:an|für)?\s?(?:den|die|das)\s"
)
_DATELINE = re.compile(
    rf"(?!{WEEKDAY})[A-ZÄÖÜ][a-zäöüß]{{3,}}(?:[ -][A-ZÄÖÜ][a-zäöüß]+)?,\s(?:den\s)?{DATE_SHAPE}$"
)
_MARK = re.compile(r"^(?P<top>\s*\d{0,3})(?P<gap> +)[xX☒](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Token:
    """One thing in a Beratungsfolge: `kind` is body, weak (maybe a body), date, role or treatment."""

    kind: str
    value: str
    start: int
    end: int
    row: int


@dataclass(frozen=True, slots=True)
class Ticks:
    """How a table marks role and treatment with crosses: by distance („ö nö“) or under named columns."""

    has_pair: bool = False
    asks_public: bool = False
    columns: tuple[tuple[int, str, str], ...] = ()


NO_TICKS = Ticks()


def ticks_of(heads: list[Line], layout: Layout) -> Ticks:
    """Return the columns of a table head that wait for a cross: „Öff.   N.Ö.   Empf.   Beschl.“."""
    columns = []
    for line in heads:
        for cell in cells(line):
            folded = key(cell.text)
            middle = cell.line_offset + len(cell.text) // 2
            if role := layout.roles.get(folded) or _SHORT_ROLES.get(folded):
                columns.append((middle, "role", role))
            elif folded in _TREATMENTS:
                columns.append((middle, "treatment", _TREATMENTS[folded]))
        if len(columns) > 1:
            break
        columns.clear()
    asks = bool(heads) and _ASKS_PUBLIC.search(heads[0].text) is not None
    return Ticks(any("önö" in key(line.text) for line in heads), asks, tuple(columns))


def _ticked(columns: list[Cell], row: int, ticks: Ticks) -> Iterator[Token]:
    for cell in columns:
        if cell.text not in ("x", "X", "☒"):
            continue
        middle, kind, value = min(ticks.columns, key=lambda column: abs(column[0] - cell.line_offset))
        if abs(middle - cell.line_offset) <= _TICK_REACH:
            yield Token(kind, value, cell.start, cell.end, row)


def tokens_of(line: Line, row: int, layout: Layout, ticks: Ticks) -> list[Token]:
    """Return the tokens of one line, in their order."""
    if word := _whole_line(line, row, layout):
        return [word]
    columns = cells(line)
    if is_unticked(line) or is_head(line.text, layout) or is_head_row(columns, layout):
        return []
    found: list[Token] = list(_ticked(columns, row, ticks)) if ticks.columns else []
    days = find_days(line.text) if ticks.has_pair else []
    if days and (mark := _MARK.match(line.text[days[-1].end :])):
        value = "öffentlich" if len(mark["gap"]) <= 3 else "nichtöffentlich"
        at = line.start + days[-1].end + mark.end() - 1
        found.append(Token("treatment", value, at, at + 1, row))
    if ticks.asks_public and (answer := _ANSWER.search(line.text)):
        value = "öffentlich" if answer["answer"].casefold() == "ja" else "nichtöffentlich"
        found.append(Token("treatment", value, line.start + answer.start(), line.start + answer.end(), row))
    for cell in columns:
        found.extend(_cell_tokens(cell, row, layout))
    return sorted(found, key=lambda token: token.start)


def is_dateline(line: Line) -> bool:
    """Tell whether a column says where and when somebody signed: „Musterstadt, 14.06.2023“."""
    return "," in line.text and any(
        _DATELINE.match(cell.text) and not find_bodies(cell.text) for cell in cells(line)
    )


def is_unticked(line: Line) -> bool:
    """Tell whether a line is a choice that nobody ticked: „☐ Ortsbeirat Mitte am“."""
    return "☐" in line.text and line.stripped.startswith("☐") and "☒" not in line.text


def _whole_line(line: Line, row: int, layout: Layout) -> Token | None:
    """Return the role or treatment that fills a line by itself, though it may be a column head elsewhere."""
    folded = key(line.stripped.split("(")[0])
    for kind, words in (("role", layout.roles), ("treatment", _TREATMENTS)):
        if len(folded) > 3 and folded in words:
            return Token(kind, words[folded], *line.span(), row)
    if line.stripped in ("Ö", "NÖ"):
        return Token("treatment", _TREATMENTS[line.stripped.casefold()], *line.span(), row)
    return None


def _cell_tokens(cell: Cell, row: int, layout: Layout) -> Iterator[Token]:
    position = 0
    if cell.line_offset and (code := _CODES.get(cell.text.lower())) and cell.text.isupper():
        yield Token("role", code, cell.start, cell.end, row)
        return
    days = find_days(cell.text)
    for day in days:
        yield from _piece_tokens(cell, position, day.start, row, layout)
        yield Token("date", day.value.isoformat(), cell.start + day.start, cell.start + day.end, row)
        position = day.end
    if days and (found := _CODE_AND_TREATMENT.fullmatch(cell.text, position)):
        for group in ("code", "treatment"):
            if words := found[group]:
                value = _CODES.get(words.lower()) or _TREATMENTS[key(words)]
                kind = "role" if group == "code" else "treatment"
                yield Token(kind, value, cell.start + found.start(group), cell.start + found.end(group), row)
        return
    yield from _piece_tokens(cell, position, len(cell.text), row, layout)


def _piece_tokens(cell: Cell, first: int, last: int, row: int, layout: Layout) -> Iterator[Token]:
    """Peel roles, treatment, numbers and results off both ends; what remains is a name."""
    text = cell.text
    first, last = _trimmed(text, first, last)
    if first == last:
        return
    bodies = find_bodies(text, first, last)
    if bodies and bodies[0].start > first and is_head(text[first : bodies[0].start], layout):
        # The column heads before the first name of a table that has lost its lines.
        first, last = _trimmed(text, bodies[0].start, last)
    meeting = _MEETING.match(text, first, last)
    if meeting and (said := _SAID.search(meeting.group())):
        yield Token("treatment", _TREATMENTS[key(said.group())], cell.start + first, cell.start + last, row)
    piece = _Piece(text, first, last)
    while not meeting and (edge := _telling_edge(piece, bodies, layout)):
        start, end, kind, value = edge
        if kind != "noise":
            yield Token(kind, value, cell.start + start, cell.start + end, row)
        piece.take_off(start, end)
    first, last = piece.first, piece.last
    if text[last - 1 : last] == "(":
        first, last = _trimmed(text, first, last - 1)
    rest = text[first:last]
    if _LETTERS.search(rest) and not _MEETING.match(rest) and key(rest) not in layout.column_heads:
        yield from _names(cell, first, last, row, bodies)


def _telling_edge(
    piece: "_Piece", bodies: list[BodyName], layout: Layout
) -> tuple[int, int, str, str] | None:
    """Return the first stretch on an edge of the piece that is a role, a treatment or noise."""
    for start, end in piece.edges():
        kind = _classify(piece.text[start:end], layout)
        if kind is None or (kind[0] == "role" and end < piece.last and not _names_body(bodies, end)):
            continue
        return start, end, *kind
    return None


def _names_body(bodies: list[BodyName], behind: int) -> bool:
    return bool(bodies) and bodies[-1].end > behind


class _Piece:
    """A stretch of a cell whose words are taken off from both ends."""

    def __init__(self, text: str, first: int, last: int) -> None:
        self.text = text
        self.words = [word.span() for word in _WORD.finditer(text, first, last)]
        self.low, self.high = 0, len(self.words)
        self.first, self.last = first, last

    def edges(self) -> Iterator[tuple[int, int]]:
        """Yield the whole piece, then its last and first one to four words, longest first."""
        count = self.high - self.low if self.first < self.last else 0
        if 0 < count <= _FEW_WORDS:
            yield self.first, self.last
        for number in range(min(_EDGE_WORDS, count - 1), 0, -1):
            yield self.words[self.high - number][0], self.last
        for number in range(min(_EDGE_WORDS, count - 1), 0, -1):
            yield self.first, self.words[self.low + number - 1][1]

    def take_off(self, start: int, end: int) -> None:
        """Go on without the stretch `[start, end)` on one edge."""
        first, last = (end, self.last) if start == self.first else (self.first, start)
        self.first, self.last = _trimmed(self.text, first, last)
        while self.low < self.high and self.words[self.low][1] <= self.first:
            self.low += 1
        while self.low < self.high and self.words[self.high - 1][0] >= self.last:
            self.high -= 1


def _classify(text: str, layout: Layout) -> tuple[str, str] | None:
    bare = text.strip(EDGE)
    folded = key(bare.strip("()"))
    role = role_of(folded, layout)
    if role is None and bare.endswith("federführend)"):
        role = layout.roles.get(key(bare.rpartition("(")[0]))
    if role:
        return "role", role
    if folded in _TREATMENTS:
        return "treatment", _TREATMENTS[folded]
    if (
        not folded
        or folded in _EDGE_HEADS
        or folded in layout.consultation_starts
        or _NOISE.match(bare.strip("()"))
        or _PERSON.match(bare)
    ):
        return "noise", ""
    if len(bare) <= _LONGEST_CODE:
        if code := _CODE.fullmatch(bare):
            return "role", _CODES[code["code"].lower()]
        if _ABBREVIATED.fullmatch(bare.strip("()")) and (role := _role_of_abbreviation(folded, layout)):
            return "role", role
        if _READING.fullmatch(bare):
            return "role", "beratung"
    return None


def role_of(folded: str, layout: Layout) -> str | None:
    """Return the role that folded words name, also with what leads on to the body („Vorberatung im“)."""
    roles = layout.roles
    return (
        roles.get(folded)
        or roles.get(folded.removeprefix("und"))
        or roles.get(_TO_WHOM.sub("", folded))
        # „Anhörung/Empfehlung“: the first of two
        or (roles.get(folded.split("/", 1)[0]) if "/" in folded else None)
    )


def _role_of_abbreviation(folded: str, layout: Layout) -> str | None:
    """Return the role that the words have in common that begin so; None when they differ or none does."""
    meant = {role for word, role in layout.roles.items() if word.startswith(folded)}
    return meant.pop() if len(meant) == 1 else _SHORT_ROLES.get(folded)


def _names(cell: Cell, first: int, last: int, row: int, known: list[BodyName]) -> Iterator[Token]:
    """Yield a name; a run of several bodies without anything between them becomes several."""
    # Where the whole piece names no body, a part of it names none.
    bodies = find_bodies(cell.text, first, last) if known else []
    if bodies and _SITTING_OF.fullmatch(cell.text, first, bodies[0].start):
        first = bodies[0].start
    if len(bodies) > 1 and all(
        _gap_is_blank(cell.text, a.end, b.start) for a, b in itertools.pairwise(bodies)
    ):
        for body in bodies:
            yield Token("body", body.name, cell.start + body.start, cell.start + body.end, row)
        return
    yield Token(
        "body" if bodies or key(cell.text) in _ALONE else "weak",
        cell.text[first:last],
        cell.start + first,
        cell.start + last,
        row,
    )


def _gap_is_blank(text: str, first: int, last: int) -> bool:
    return not text[first:last].strip(EDGE)


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first] in EDGE:
        first += 1
    while last > first and text[last - 1] in " \t,;:|·•–":
        last -= 1
    return first, last
