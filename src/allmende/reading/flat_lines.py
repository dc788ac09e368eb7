"""Texts that have lost their line breaks: broken again at labels, their values, headings and tables."""

import itertools
import re
from collections.abc import Iterator

from allmende.reading.bodies import WEEKDAY, BodyName, find_bodies
from allmende.reading.consultation_tokens import role_of
from allmende.reading.dates import Day, find_days
from allmende.reading.label_grammar import formed_field
from allmende.reading.labels import FORMED, TYPED
from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Line, label_before
from allmende.reading.route_headings import is_formed_like_route
from allmende.reading.station_runs import pairs_in_runs

# A text counts as flattened when it has few lines that are long on average.
_FLAT_LINES, _FLAT_LENGTH, _TOP_LINES = 9, 220, 2
_LONGEST_HEAD, _LONGEST_VALUES, _MOST_WORDS = 3000, 400, 6
_STRONG = re.compile(
    r"(?<=\s)(?:Beschlussvorschlag|Beschlussentwurf|Beschlussempfehlung|Beratungsergebnis|Abstimmungsergebnis"
    r"|Beratungsfolge|(?:Gremi(?:um|en)|Ausschuss|Beratungsgremium)(?=\s(?:Sitzungs)?(?:[Tt]ermin|[Dd]atum)\s)"
    r"|Sachverhalt|Sachdarstellung|Drucksache-Nr\.|BESCHLUSS)(?=\s)"
)
# The names of a paper's kind, at the top; behind it stands what belongs to the head.
_TITLE = re.compile(
    r"(?:^|(?<=\s))(?:(?:Öffentliche|Nichtöffentliche|öffentliche|nichtöffentliche)\s)?"
    r"(?:(?:Beschluss|Sitzungs|Mitteilungs|Informations|Verwaltungs|Berichts|Rats|Entscheidungs)-?(?:[Vv]orlage|[Dd]rucksache)"
    r"|(?:BESCHLUSS|SITZUNGS|MITTEILUNGS|INFORMATIONS|VERWALTUNGS)-?VORLAGE)"
    r"(?=\s(?![-\s]{0,3}N(?:r|ummer)|(?:für|an|zu[rm]?|vom|de[srn])\s))"
)
_LONGEST_TOP, _FEWEST_LABELS, _LONGEST_FORMED = 400, 2, 44
_WORD = re.compile(r"(?<!\S)[A-Za-zÄÖÜäöü]")
_TEXT_BEGINS = re.compile(
    r"\b(?:Beschluss(?:vorschlag|entwurf|empfehlung|antrag|text|:)|Entscheidungsvorschlag|Vorschlag\sz|Sachverhalt|Sachdarstellung|Begründung|Erläuterungen?)\b"
)
# Numbers with strokes, which a block of values below a block of labels may hold.
_NUMBER = re.compile(r"(?<!\S)(?:[A-ZÄÖÜ]{1,5}[-/ ])?\d{1,5}(?:[-/][A-Z\d]{1,6}){1,3}(?!\S)")
_STATUS = re.compile(r"(?<!\S)(?:nicht-?\s?)?öffentlich(?!\S)")
# Words that stand before numbers and days of other things, too.
_PLAIN_LABELS = {"nr", "nummer", "ds", "vom", "am", "stand", "vorgang", "az", "an"}
_ROUTE_ADJECTIVES = {
    "vorgesehene", "geplante", "weitere", "beteiligte", "zuständige", "beratende", "voraussichtliche", "zur",
    "vorlaufende",
}  # fmt: skip
_PART_OF_LABEL = re.compile(r"\bde[rs] $")
_WORDS_OF_HEADING, _FEWEST_ROWS = 5, 2
_BETWEEN = re.compile(rf"[\s,:(–-]{{1,3}}(?:am\s|vom\s|den\s)?(?:{WEEKDAY}[\s.,]{{1,3}})?")
_ROW_REACH, _HEADING_REACH = 60, 120
# A weekday or an item's number before the name of a body belong to its row.
_ROW_LEAD = re.compile(rf"(?:(?<=\s)|^)(?:{WEEKDAY}[,.]{{0,2}}|\d\.|-)$")
_LONGEST_LEAD = 40
_FOLLOWED_BY_DAY = re.compile(r"[ ,]{1,3}vom:?\s")
_PLAIN_SUBJECTS = {"betreff", "betr", "betrifft", "gegenstand", "beratungsgegenstand", "tagesordnungspunkt"}


def unflattened(lines: list[Line], layout: Layout) -> list[Line]:
    """Return the lines as they are, or those of a flattened text broken into parts."""
    if (
        lines
        and len(lines) <= _FLAT_LINES
        and sum(len(line.text) for line in lines) > _FLAT_LENGTH * len(lines)
    ):
        return [part for line in lines for part in _broken(line, layout)]
    top = [
        part for line in lines[:_TOP_LINES] for part in (_broken(line, layout) if _is_flat(line) else [line])
    ]
    return [*top, *lines[_TOP_LINES:]]


def _is_flat(line: Line) -> bool:
    """Tell whether a head has lost its lines though the text below it has not: one long line with days."""
    return len(line.text) > _FLAT_LENGTH and len(find_days(line.text[:_LONGEST_HEAD])) >= _FEWEST_ROWS


def _broken(line: Line, layout: Layout) -> list[Line]:
    """Break one long line at labels and headings with a colon, at unmistakable headings, and in its head at
    labels without a colon.
    """
    text = line.text
    breaks = {0, len(text), *_before_colons(text, layout)}
    breaks.update(match.start() for match in _STRONG.finditer(text))
    if len(text) > _FLAT_LENGTH:
        begins = _TEXT_BEGINS.search(text, 0, _LONGEST_HEAD)
        breaks.update(_in_head(text[: begins.start() if begins else _LONGEST_HEAD], layout))
    points = sorted(breaks)
    return [
        Line(line.start + first, line.start + last, text[first:last])
        for first, last in itertools.pairwise(points)
        if not text[first:last].isspace()
    ]


def _before_colons(text: str, layout: Layout) -> Iterator[int]:
    words = {
        **layout.labels,
        **layout.sections,
        **layout.roles,
        **dict.fromkeys(layout.consultation_starts, ""),
    }
    position = text.find(":")
    while position != -1:
        behind = text[position + 1 : position + 2]
        start = label_before(text, position, words) if behind in ("", " ", "\t") else None
        if (
            behind == " "
            and position < _LONGEST_HEAD
            and (formed := _formed_before(text, position)) is not None
        ):
            start = formed if start is None else min(start, formed)
        if start is not None:
            yield start
        position = text.find(":", position + 1)


def _formed_before(text: str, colon: int) -> int | None:
    """Return where a label begins that no layout lists but that is formed like one, the longest."""
    starts = [match.start() for match in _WORD.finditer(text, max(0, colon - 44), colon)][-4:]
    return next((start for start in starts if formed_field(text[start:colon])), None)


def _in_head(head: str, layout: Layout) -> Iterator[int]:
    """Yield where the head breaks: before titles, labels and headings of the route, and behind values."""
    for title in _TITLE.finditer(head, 0, _LONGEST_TOP):
        yield from title.span()
    if route := _route(head, layout):
        yield from _rows(head, *route, layout)
        head = head[: route[0]]
    open_labels: list[tuple[int, int]] = []
    taken = 0
    for word in _WORD.finditer(head):
        start = word.start()
        if start < taken:
            continue
        in_run = len(open_labels) >= _FEWEST_LABELS and not head[open_labels[-1][1] : start].strip()
        if not in_run and (value := _label_with_value(head, start, layout)):
            taken = value
            yield start
            if _FOLLOWED_BY_DAY.match(head, taken) is None:
                yield taken
            open_labels.clear()
        elif end := _label_alone(head, start, layout):
            yield start
            if open_labels and not head[open_labels[-1][1] : start].strip():
                yield end
                yield from _between_values(head, end)
            open_labels.append((start, end))
            taken = end


def _route(head: str, layout: Layout) -> tuple[int, int, int] | None:
    """Return where the Beratungsfolge of a head begins, where its first row begins, and where it ends: at its
    heading, else at the first of several bodies that their days follow.
    """
    days = find_days(head)
    headings = (word.start() for word in _WORD.finditer(head) if _heads_route(head, word.start(), layout))
    heading = next(headings, None)
    bodies = [
        body
        for body in find_bodies(head, heading or 0)
        if any(_is_near(head, body, day, loosely=heading is not None) for day in days)
    ]
    if not bodies or (heading is None and len(bodies) < _FEWEST_ROWS):
        return None
    first = bodies[0].start if heading is None else heading
    near = [day.start for day in days if first <= day.start < bodies[0].start]
    last = max(bodies[-1].end, *(day.end for day in days if day.start - bodies[-1].end < _ROW_REACH))
    return first, near[0] if heading is not None and near else bodies[0].start, last


def _is_near(head: str, body: BodyName, day: Day, *, loosely: bool) -> bool:
    """Tell whether a day stands beside a body, or, without a heading, right behind it."""
    if loosely:
        return -_ROW_REACH < day.start - body.end < _ROW_REACH
    return day.start >= body.end and _BETWEEN.fullmatch(head, body.end, day.start) is not None


def _rows(head: str, heading: int, row: int, last: int, layout: Layout) -> Iterator[int]:
    """Yield where the rows of a Beratungsfolge begin: at each body with its role, or at each day."""
    if pairs_in_runs(head[row:last]):
        return
    yield heading
    bodies = find_bodies(head, row, last)
    days = find_days(head, row, last)
    by_day = bool(days) and days[0].start < bodies[0].start
    starts = [day.start for day in days] if by_day else [body.start for body in bodies]
    leads = [_row_lead(head[max(0, start - _LONGEST_LEAD) : start], layout) for start in starts]
    # A role between two rows belongs to the one before it, unless the first row begins with one.
    role_first = leads[0][1]
    for start, (length, is_role) in zip(starts, leads, strict=True):
        yield start - length if role_first or not is_role else start


def _row_lead(before: str, layout: Layout) -> tuple[int, bool]:
    """Return how long what stands right before a row and belongs to it is, and whether it is a role."""
    for found in _WORD.finditer(before):
        words = before[found.start() :].rstrip()
        if role_of(key(words), layout):
            return len(before) - found.start(), True
    words_of_row = _ROW_LEAD.search(before.rstrip())
    return (len(before) - words_of_row.start(), False) if words_of_row else (0, False)


def _is_plain(label: str) -> bool:
    return key(label) in _PLAIN_LABELS and ":" not in label


def _labels_at(head: str, start: int, layout: Layout) -> Iterator[tuple[int, str]]:
    """Yield end and field of the labels that begin here, the longest first."""
    found: list[tuple[int, str]] = []
    folded, end = "", start - 1
    may_be_formed = FORMED.search(head, start, start + _LONGEST_FORMED) is not None
    for word in head[start : start + 80].split(" ", _MOST_WORDS)[:_MOST_WORDS]:
        folded, end = folded + key(word), end + 1 + len(word)
        field = layout.labels.get(folded)
        if field is None and may_be_formed:
            field = formed_field(head[start:end])
        elif field is None and folded not in layout.label_prefixes:
            break
        if field:
            found.append((end, field))
    yield from reversed(found)


def _label_with_value(head: str, start: int, layout: Layout) -> int | None:
    """Return where the value of a label ends that stands right behind it: „Datum 14.06.2024“."""
    for end, field in _labels_at(head, start, layout):
        if _is_plain(head[start:end]):
            continue
        reader = TYPED.get(field)
        behind = head[end : end + 60]
        lead = len(behind) - len(behind.lstrip(" :"))
        span = reader(behind[lead:]) if reader else None
        if span and span[0] == 0:
            return end + lead + span[1]
    return None


def _label_alone(head: str, start: int, layout: Layout) -> int:
    """Return the end of a label that a capital begins, 0 where none stands: unmistakable ones, and those that
    another label follows.
    """
    if not head[start].isupper():
        return 0
    for end, field in _labels_at(head, start, layout):
        if field == "subject" and key(head[start:end]) in _PLAIN_SUBJECTS:
            return end
        following = next(_labels_at(head, end + 1, layout), None) if _WORD.match(head, end + 1) else None
        if following and head[end + 1].isupper() and following[1] != field:
            return end
        before = next(_labels_before(head, start, layout), None) if head[start - 1 : start] == " " else None
        if before and before != field:
            return end
    return 0


def _labels_before(head: str, end: int, layout: Layout) -> Iterator[str]:
    """Yield the fields of labels that end right before a word."""
    words = head[max(0, end - 60) : end].rstrip().split(" ")
    for count in range(1, min(4, len(words)) + 1):
        if field := layout.labels.get(key("".join(words[-count:]))):
            yield field


def _between_values(head: str, start: int) -> Iterator[int]:
    """Yield the edges of days, numbers and status words among the values below a run of labels."""
    stop = min(len(head), start + _LONGEST_VALUES)
    for day in find_days(head, start, stop):
        yield from (day.start, day.end)
    for pattern in (_NUMBER, _STATUS):
        for found in pattern.finditer(head, start, stop):
            yield from found.span()


def _heads_route(head: str, start: int, layout: Layout) -> bool:
    """Tell whether words before the name of a body head the Beratungsfolge: „Beteiligte Gremien“."""
    words = head[start : start + 60].split(" ")
    if _PART_OF_LABEL.search(head, max(0, start - 4), start) or key(words[0]) == "sitzung":
        return False
    folded = ""
    for word in words[:_WORDS_OF_HEADING]:
        folded += key(word)
        if folded in layout.consultation_starts:
            return True
    first = 1 if words[0].lower() in _ROUTE_ADJECTIVES else 0
    return len(words) > first and words[first][:1].isupper() and is_formed_like_route(words[first])
