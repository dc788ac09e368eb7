"""Stations that stand in the head of a paper without the heading of a Beratungsfolge."""

import re

from allmende.reading.bodies import find_bodies
from allmende.reading.consultation_tokens import NO_TICKS, Token, is_unticked, tokens_of
from allmende.reading.dates import find_days
from allmende.reading.layouts import Layout
from allmende.reading.lines import Line
from allmende.reading.sections import heading
from allmende.reading.station_heads import is_head
from allmende.reading.station_runs import pairs_in_runs
from allmende.reading.stations import OPEN_END, Block, Station, paired

_HEAD_LINES = 40
_LONGEST_ROW = 140
_RUN_REACH = 1500
_TO_BODY = re.compile(r"\s*(?:In|An)\s(?:den|die|das)\s")
_REPORTED = re.compile(
    r"\d{1,3}\.\s(?:(?:nicht)?öffentliche\s)?Sitzung\s(?:de[sr]|im)\s(?P<body>[^\n]{2,90}?)\s(?:am|vom)\s"
    r"(?=[^\n]{6,40}?\bTOP?\b)"
)
# Words that no name of a body has: what holds them is a sentence, and need not be looked at word by word.
_PROSE = re.compile(
    r"\s(?:ist|sind|wird|werden|wurde|wurden|hat|haben|nicht|aus|durch|sich|nach|bei|soll|dass|daß)\s"
)
_DAY_NEAR = 16
HAS_DAY = re.compile(r"\d\.\s?(?:\d|[A-Z])")
NO_ROW = re.compile(
    r"(?i)\b(?:antrag|beschluss|niederschrift|protokoll|schreiben|bericht|sitzung"
    r"|anfrage)\w*\s(?:[\w-]+\s){0,5}(?:vom|am)\s"
    r"|\bTOP\b.*,|\b\d{2}\.\d{2}\.\d{2}[ ](?-i:[A-ZÄÖÜ])"
)


def bare_block(lines: list[Line], layout: Layout) -> Block | None:
    """Return the stations that stand in the head without a heading, by the surest form first."""
    head = _Head(lines, layout)
    return head.rows() or head.words() or _addressed(lines) or _runs(lines) or _reported(lines)


class _Head:
    """The first lines of a paper, each split into its words once."""

    def __init__(self, lines: list[Line], layout: Layout) -> None:
        self.lines = lines
        self.layout = layout
        self.days = sum(HAS_DAY.search(line.text) is not None for line in lines[: 2 * _HEAD_LINES])
        self._tokens: dict[int, list[Token]] = {}

    def tokens(self, row: int) -> list[Token]:
        if row not in self._tokens:
            self._tokens[row] = tokens_of(self.lines[row], row, self.layout, NO_TICKS)
        return self._tokens[row]

    def rows(self) -> Block | None:
        """Return rows of body, day and role."""
        for index, line in enumerate(self.lines[:_HEAD_LINES] if self.days else ()):
            last = index
            while last < len(self.lines) and (length := self._row_length(last, inside=last > index)):
                last += length
            if last == index or heading(line, self.layout) is not None:
                continue
            tokens = [token for row in range(index, last) for token in self.tokens(row)]
            sure = last - index >= 2 or any(token.kind in ("role", "treatment") for token in tokens)
            if sure and (stations := paired(tokens)):
                return Block(index, last, tuple(stations))
        return None

    def _row_length(self, row: int, *, inside: bool) -> int:
        """Return how many lines the row that begins here has: two when its name is broken, 0 for no row.

        Between rows a body that was not ticked may stand; it is none.
        """
        if inside and is_unticked(self.lines[row]):
            return 1
        if self._is_row(row):
            return 1
        if row + 1 >= len(self.lines) or not HAS_DAY.search(self.lines[row + 1].text):
            return 0
        if not OPEN_END.search(self.lines[row].stripped):
            return 0
        upper = [token.kind for token in self.tokens(row)]
        if upper == ["weak"] and self._is_row(row + 1):
            return 2  # „Umwelt-, Verkehrs- und“ above „Energieausschuss   21.05.2031“
        lower = [token.kind for token in self.tokens(row + 1)]
        is_name = upper == ["body"]
        return 2 if is_name and lower[:2] == ["weak", "date"] and "weak" not in lower[1:] else 0

    def _is_row(self, row: int) -> bool:
        line = self.lines[row]
        if len(line.text) > 2 * _LONGEST_ROW or not HAS_DAY.search(line.text):
            return False
        if len(line.stripped) > _LONGEST_ROW or NO_ROW.search(line.text):
            return False
        kinds = [token.kind for token in self.tokens(row)]
        return kinds.count("body") == 1 and kinds.count("date") == 1 and "weak" not in kinds

    def words(self) -> Block | None:
        """Return stations in a run of lines of which each holds nothing but a body, a day, a role or a
        treatment: columns read one after the other, or row by row.
        """
        first = 0
        while self.days > 1 and first < min(len(self.lines), _HEAD_LINES):
            last, tokens = first, list[Token]()
            while last < len(self.lines) and (
                (found := self._only_station_words(last))
                or (tokens and is_head(self.lines[last].text, self.layout))
            ):
                tokens += found
                last += 1
            kinds = [token.kind for token in tokens]
            if kinds.count("body") >= 2 and kinds.count("body") == kinds.count("date"):
                return Block(first, last, tuple(paired(tokens)))
            first = max(last, first + 1)
        return None

    def _only_station_words(self, row: int) -> list[Token]:
        line = self.lines[row]
        if len(line.text) > 2 * _LONGEST_ROW or len(line.stripped) > _LONGEST_ROW or _PROSE.search(line.text):
            return []
        tokens = self.tokens(row)
        if not tokens or any(token.kind == "weak" for token in tokens) or NO_ROW.search(line.text):
            return []
        covered = sum(token.end - token.start for token in tokens)
        return tokens if covered >= 0.8 * len(line.stripped.replace(" ", "")) else []


def _addressed(lines: list[Line]) -> Block | None:
    """Return the bodies a paper is addressed to without days: „In den Verwaltungsausschuss“, line by line."""
    found = [
        (index, body)
        for index, line in enumerate(lines[:_HEAD_LINES])
        if (to := _TO_BODY.match(line.text))
        and len(bodies := find_bodies(text := _with_rest(lines, index), to.end())) == 1
        for body in bodies
        if len(text[body.end :].strip()) < 3
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


def _with_rest(lines: list[Line], index: int) -> str:
    """Return a line with the rest of the name that it breaks off („… und Rech-“, „… Feuerwehr und“)."""
    text, below = lines[index].text.rstrip(), lines[index + 1] if index + 1 < len(lines) else None
    if below is None or not OPEN_END.search(text) or _TO_BODY.match(below.text):
        return text
    return (
        text[:-1] + below.stripped
        if text.endswith("-") and below.stripped[:1].islower()
        else f"{text} {below.stripped}"
    )


def _runs(lines: list[Line]) -> Block | None:
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


def _reported(lines: list[Line]) -> Block | None:
    """Return the sittings that a paper reports below its text, each with the number of its agenda item:
    „19. Sitzung des OBR 8 am 11.05.2023, TO I, TOP 14“.
    """
    stations: list[Station] = []
    first = 0
    for index, line in enumerate(lines):
        if line.text[:1].isdigit() and (sitting := _REPORTED.match(line.text)):
            bodies = find_bodies(line.text, sitting.start("body"), sitting.end("body"))
            days = find_days(line.text, sitting.end("body"))
            if bodies and days and days[0].start - sitting.end("body") <= _DAY_NEAR:
                place = (line.start + bodies[0].start, line.start + days[0].end)
                first = first if stations else index
                stations.append(Station(bodies[0].name, days[0].value, None, None, *place, 0.9))
    return Block(first, first, tuple(stations)) if stations else None
