"""The subject of a paper: behind its label, else the title-like lines where such papers put it."""

import re

from allmende.reading.dated_titles import DATED_ITEM
from allmende.reading.dates import find_days
from allmende.reading.facts import PaperKind
from allmende.reading.header import Head
from allmende.reading.kind_titles import title_kind
from allmende.reading.labels import Value
from allmende.reading.layouts import key
from allmende.reading.lines import Line
from allmende.reading.paper_text import PaperText
from allmende.reading.route_headings import is_formed_like_route
from allmende.reading.sections import heading
from allmende.reading.stations import Block
from allmende.reading.titles import (
    ENDS_SENTENCE,
    LISTED,
    LONGEST_TITLE,
    MOST_TITLE_LINES,
    NO_TITLE_KINDS,
    ORDERS,
    flat_title,
    is_no_title,
    is_office,
    is_title_text,
    title_of_content,
    title_of_press,
    title_paragraph,
)

Subject = tuple[str, int, int, float]
# A line at least this long may have been broken; a shorter one ends a title.
_WRAPPED = 42
_SHORTEST_TITLE, _SHORT_LINE = 12, 24
_ITEM = re.compile(
    r"\s*(?:[Zz]u\s)?(?:Punkt\s\d{1,3}(?:\.\d)?\s(?:der\sTagesordnung)|(?:TOP|Tagesordnungspunkt)\s?(?:Ö|N"
    r"|Ö/N)?\s?\d{1,3}(?:\.\d{1,2})?)\s?[:.–-]?\s+(?P<title>\S.+)"
)
# Items of minutes counted by paragraphs through the year: „§ 221 - Erweiterung der Grundschule (öffentlich)“.
_PARAGRAPH_ITEM = re.compile(
    r"\s*§\s\d{1,4}(?:\s[-–:]\s|\s{2,})(?P<title>[A-ZÄÖÜ„\"].{8,}?)(?:\s\((?:nicht)?öffentlich\))?\s*$"
)
_DAY_AND_ITEM = re.compile(DATED_ITEM)
_NUMBERED_TITLE = re.compile(r"\s*\d{1,3}(?:\.\d{1,2})?\.?(?:\t|\s{1,8})(?P<title>[A-ZÄÖÜ„\"].{8,})")
_KIND_AND_TITLE = re.compile(
    r"\s*(?:(?:Gemeinsamer|Interfraktioneller|Dringlicher)\s)?(?:Änderungs|Ergänzungs"
    r"|Dringlichkeits|Prüf|Sach)?-?(?:[Aa]ntrag|[Aa]nfrage|Mitteilung|Bericht)"
    r"(?:\s[^:\n]{0,70})?:\s{1,8}(?P<title>(?![a-z])\S.{7,})"
)
_KIND_AND_QUOTED = re.compile(
    r"(?:Resolution|RESOLUTION|[Aa]ntrag|ANTRAG|Anfrage|ANFRAGE)(?:\s(?:des|der|zum|zu|zur)\s[^„“\"\n:.]{2,60})?[\s:]{1,3}"
    r"„(?P<title>[^„“\"]{12,200})“(?=\s*\n|\s[A-ZÄÖÜ])"
)
_LINES_OF_STATUTE, _FLAT_HEAD = 12, 450
_ITEM_ENDS = r"\s(?:(?:\d{1,4}/\d{4}|Drucksache|Vorlage)\b|Sitzung:|Beschluss:)"
_FLAT_ITEM = re.compile(rf"\bTOP\s[ÖN]?\s?\d[\d.]{{0,5}}:\s(?P<title>[A-ZÄÖÜ].{{10,300}}?){_ITEM_ENDS}")
_FLAT_NUMBERED = re.compile(rf"(?:Uhr\s)?\d{{1,3}}(?:\.\d)?\.?\s(?P<title>[A-ZÄÖÜ].{{10,300}}?){_ITEM_ENDS}")
_EXTRACT_OF = re.compile(r"\s*Auszug\s[-–]\s(?P<title>\S.{5,})")
# The first words of a letter below its subject.
_LETTER_BEGINS = re.compile(r"(?i)\s*(?:wir|ich|hiermit|namens|im\snamen)\b")
_LETTERS = (PaperKind.ANTRAG, PaperKind.ANFRAGE, PaperKind.SCHREIBEN)
_LINES_OF_SALUTATION = 6
_OF_ITS_SITTING = re.compile(r"(?:de[rs]|für\sdie|in\sder)\s(?:\w+\s){0,3}\w*[Ss]itzung\b")
_OF_SITTING = re.compile(r"\d\.\s\w*[Ss]itzung\b")
_MOST_LABELLED, _OVERLONG = 4, 160
_HERE = re.compile(r"\s*hier:\s+(?P<title>\S.{7,})")
# „DS 062a/2016 Änderungsantrag zur Drucksache 062/2016 Grundsatzbeschluss“
_NUMBER_AND_TITLE = re.compile(
    r"\s*(?:DS|Drs\.?|Drucksache|Vorlage|A|AN)?[ -]?(?=\S{0,12}\d{2})[A-Z]{0,4}\d{1,5}[a-z]?"
    r"[/-]\d{2,4}(?:[/-]\d{1,3})?\s"
    r"(?P<title>(?:Änderungs|Ergänzungs)antrag\szu[rm]?\s"
    r"(?:Drucksache|Vorlage|Antrag|Beschlussvorlage|TOP)\s\S+\s.{5,})"
)
_STATUS_ONLY = re.compile(r"(?i)(?:nicht-?\s?)?öffentlich")
_POSITION = re.compile(
    r"\s*(?:Gemeinsame[sr]?\s)?(?:Positionspapier|Resolution|Eckpunktepapier|Forderungspapier|Positionierung)"
    r"\s(?:der|des|de[nm]|von|zu[rm]?|für|gegen)\s"
)
_SENTENCE_BEGINS = re.compile(r"\s*(?:Die|Der|Das|Wir|Vor|In|Im|Am|Mit|Es|Angesichts|Anlässlich)\s")
# A hyphen, not the closing dash of „- mündlicher Bericht -“.
_OPEN_END = re.compile(r"(?:[;,]|\w[-–])\s*$")
_POINTS_ON = re.compile(r"\s*[-–]\s[A-ZÄÖÜ]")
_ONE_EMPTY_LINE = 2
_OPEN_TITLE = re.compile(r"(?:[,&/-]|\b(?:und|für|der|des|dem|den|die|sowie|im|von|vom|zur|zum|mit))$")
_LABELS_IN_BLOCK = 3
# What belongs to the row itself: „, beschließend)“.
_BEHIND_ROW = (",", ")", "(", ";")
# The number of the heading behind a title: „… der Gemeinde I. Sachlage:“.
_NUMBER_BEHIND = re.compile(r"\s+(?:[IVX]{1,4}|\d|[A-H])[.)]$")
_STOP_FIELDS = {
    "reference", "date", "department", "file_number", "status", "kind", "initiator", "body", "sitting_date",
    "other", "place",
}  # fmt: skip


def find_subject(
    head: Head, paper: PaperText, block: Block | None, kind: PaperKind | None, after: int
) -> Subject | None:
    """Return the subject with its offsets; `after` is where the sitting of minutes ends in the clean view."""
    labelled = [value for value in head.values if _names_subject(value)]
    if kind is PaperKind.NIEDERSCHRIFT:
        labelled = [value for value in labelled if value.label.endswith(":")]
    if labelled:
        stop = paper.lines[block.first].start if block else len(paper.clean.text)
        return _agreed([_labelled(value, paper, stop) for value in labelled[:_MOST_LABELLED]])
    if kind in (PaperKind.AUSZUG, PaperKind.NIEDERSCHRIFT):
        return (_of_item(paper, after) or _above_decision(head, paper)) if kind is PaperKind.AUSZUG else None
    if kind is PaperKind.PRESSEMITTEILUNG:
        return title_of_press(paper)
    if kind is PaperKind.SATZUNG and (statute := _statute(head, paper)):
        return statute
    if typed := _quoted(paper, min(head.end, len(paper.clean.text)), kind):
        return typed
    if typed := _behind_kind(head.lines[:30], paper) or _behind_item(head, paper):
        return typed
    if kind in _LETTERS and (below := _behind_kind(_below_salutation(head, paper), paper)):
        return below
    if kind is PaperKind.RESOLUTION and (position := _of_position(head, paper)):
        return position
    if below := flat_title(paper) or _below_status(paper) or _behind_stations(block, paper):
        return below
    if content := title_of_content(paper):
        return content
    if titled := title_paragraph(head, paper, block):
        start, end, confidence = titled
        return paper.flowing(start, end), start, end, confidence
    return _behind_value(head, paper, block)


def _above_decision(head: Head, paper: PaperText) -> Subject | None:
    """Return the only title-like paragraph between the head of an extract and its decision."""
    formal = next((section for section in paper.sections if section.kind == "resolution"), None)
    if formal is None or head.end != formal.heading_start:
        return None
    titled = title_paragraph(head, paper, None)
    if titled is None:
        return None
    start, end, _ = titled
    return paper.flowing(start, end), start, end, 0.7


def _statute(head: Head, paper: PaperText) -> Subject | None:
    """Return the title of a statute or contract: the line that names it and those that continue it."""
    for index, line in enumerate(head.lines[:_LINES_OF_STATUTE]):
        if title_kind(line.stripped) is PaperKind.SATZUNG and " " in line.stripped:
            start, end = line.span()
            end = _continued(paper, end, head.lines[index + 1 :])
            return paper.flowing(start, end), start, end, 0.8
    return None


def _quoted(paper: PaperText, stop: int, kind: PaperKind | None) -> Subject | None:
    """Return the title in quotation marks behind the name of the kind („Resolution des Kreistages „…““)."""
    if kind not in (PaperKind.RESOLUTION, PaperKind.ANTRAG, PaperKind.ANFRAGE):
        return None
    found = _KIND_AND_QUOTED.search(paper.clean.text, 0, stop)
    if found is None:
        return None
    return paper.flowing(*found.span("title")), *found.span("title"), 0.8


def _names_subject(value: Value) -> bool:
    if value.field == "agenda_item":
        return _is_title(value.text) and is_title_text(value.text)
    if value.field != "subject" or _STATUS_ONLY.fullmatch(value.text) or key(value.text) == "inhalt":
        return False  # „Bezeichnung   Inhalt“ heads the fields of a web page
    return value.pairing == "same_line" or is_title_text(value.text)


def _agreed(subjects: list[Subject]) -> Subject:
    """Return the first subject, or the one within it that a second label names by itself."""
    first = subjects[0]
    if len(first[0]) < _OVERLONG:
        return first
    return next((other for other in subjects[1:] if other[0] in first[0]), first)


def _is_title(text: str) -> bool:
    """Tell whether what stands behind „Tagesordnungspunkt“ is its title and not its number."""
    return (
        _ITEM.match(text) is None
        and re.search(r"[a-zäöüß]{4}", text) is not None
        and not text.startswith("Sitzung")
        and _OF_SITTING.search(text) is None
    )


def _labelled(value: Value, paper: PaperText, stop: int) -> Subject:
    """Return the subject behind its label with the lines that continue it, up to the Beratungsfolge."""
    lines = [line for line in paper.lines if line.end > value.start and not value.start < stop <= line.start]
    end = min(value.end, value.start + LONGEST_TITLE)
    if lines and lines[0].end > value.end:
        lines = lines[1:] if lines[0].start <= value.start else lines
    else:
        lines = lines[1:]
    end = _continued(paper, end, lines)
    return paper.flowing(value.start, end), value.start, end, 0.95


def _continued(paper: PaperText, end: int, lines: list[Line]) -> int:
    """Return where a title ends that may run over several lines: at an empty line, a label or a heading."""
    last_length = len(paper.clean.text[paper.clean.text.rfind("\n", 0, end) + 1 : end])
    for line in lines[:MOST_TITLE_LINES]:
        gap = paper.clean.text[end : line.span()[0]]
        open_end = _OPEN_END.search(paper.clean.text, max(0, end - 4), end) is not None or (
            line.stripped.casefold().startswith("hier:")
        )
        listed = gap.count("\n") == 1 and LISTED.fullmatch(line.stripped) is not None
        points_on = gap.count("\n") == _ONE_EMPTY_LINE and _POINTS_ON.match(line.text) is not None
        if gap.count("\n") > 1 and not open_end and not points_on:
            break
        wrapped = (
            listed or last_length >= _WRAPPED or open_end or re.match(r"\s*(?:[a-zäöüß(–-]|hier:)", line.text)
        )
        if (
            _LETTER_BEGINS.match(line.text)
            or not wrapped
            or gap.count("\n") > 3
            or _is_foreign(line, paper)
            or line.end - line.start > 300
        ):
            break
        end = line.span()[1]
        last_length = len(line.stripped)
    return end


def _is_foreign(line: Line, paper: PaperText) -> bool:
    if heading(line, paper.layout) is not None or title_kind(line.stripped) not in NO_TITLE_KINDS:
        return True
    if len(line.stripped) < _SHORT_LINE and not is_title_text(line.stripped):
        return True
    first = line.span()[0]
    slots = paper.slots(line)
    return (
        any(slot.start == first and (slot.field in _STOP_FIELDS) for slot in slots)
        or key(line.text) in paper.layout.consultation_starts
        or key(line.stripped.split(" ", 1)[0]) in paper.layout.consultation_starts
    )


def _of_item(paper: PaperText, after: int) -> Subject | None:
    """Return the title of the agenda item of minutes or an extract."""
    lines = paper.lines[:40]
    for pattern in (_EXTRACT_OF, _DAY_AND_ITEM, _ITEM, _PARAGRAPH_ITEM, _NUMBERED_TITLE):
        for index, line in enumerate(lines):
            found = pattern.match(line.text)
            if found is None or (pattern is _NUMBERED_TITLE and line.start < after - 60):
                continue
            if pattern is _NUMBERED_TITLE and _is_decided(line, paper):
                return None
            start = line.start + found.start("title")
            if pattern is _PARAGRAPH_ITEM:
                return (
                    paper.flowing(start, line.start + found.end("title")),
                    start,
                    line.start + found.end("title"),
                    0.85,
                )
            if len(line.text) > 400:
                return _flattened_item(paper, start)
            end = _continued(paper, line.span()[1], lines[index + 1 :])
            return paper.flowing(start, end), start, end, 0.9
    return _flattened(paper, after)


def _is_decided(line: Line, paper: PaperText) -> bool:
    """Tell whether a numbered line is a point of the decision above it and not the title of the item."""
    below = any(section.kind == "resolution" and section.start < line.start for section in paper.sections)
    return below and (ENDS_SENTENCE.search(line.stripped) or ORDERS.search(line.text)) is not None


def _flattened_item(paper: PaperText, start: int) -> Subject | None:
    stop = re.compile(r"\s(?:Drucksache|Vorlage|Beschluss\b)").search(
        paper.clean.text, start, start + LONGEST_TITLE
    )
    end = stop.start() if stop else start + 150
    return paper.flowing(start, end), start, end, 0.6


def _flattened(paper: PaperText, after: int) -> Subject | None:
    """Return what stands between the number of the item and a paper number, in a text without lines."""
    text = paper.clean.text
    found = _FLAT_ITEM.search(text, 0, _FLAT_HEAD) or _FLAT_NUMBERED.search(text, after, after + _FLAT_HEAD)
    if found is None or "\n" in found["title"]:
        return None
    return paper.flowing(*found.span("title")), *found.span("title"), 0.75


def _below_salutation(head: Head, paper: PaperText) -> list[Line]:
    return [line for line in paper.lines if line.start >= head.end][:_LINES_OF_SALUTATION]


def _of_position(head: Head, paper: PaperText) -> Subject | None:
    """Return the title of a position paper, from the line that names it to the first sentence."""
    for index, line in enumerate(head.lines[:10]):
        if not _POSITION.match(line.text):
            continue
        start, end = line.span()
        for below in head.lines[index + 1 : index + MOST_TITLE_LINES]:
            before = paper.clean.text[start:end]
            apart = paper.clean.text[end : below.start].count("\n") > 1
            if apart or (_SENTENCE_BEGINS.match(below.text) and not _OPEN_TITLE.search(before)):
                break
            end = below.span()[1]
        return paper.flowing(start, end), start, end, 0.8
    return None


def _below_status(paper: PaperText) -> Subject | None:
    """Return what stands below „öffentlich“ when a block of labels and a block of values precede it."""
    lines = paper.lines[:30]
    labels = [line.stripped.endswith(":") and key(line.text) in paper.layout.labels for line in lines]
    for index in range(_LABELS_IN_BLOCK, len(lines) - 1):
        if not _STATUS_ONLY.fullmatch(lines[index].stripped):
            continue
        runs = (all(labels[first : first + _LABELS_IN_BLOCK]) for first in range(index - _LABELS_IN_BLOCK))
        title = lines[index + 1]
        if is_formed_like_route(title.stripped) or is_office(title.stripped):
            return None
        if not any(runs) or labels[index + 1] or is_no_title(title, paper):
            return None
        start, end = title.span()
        end = _continued(paper, end, lines[index + 2 :])
        return paper.flowing(start, end), start, end, 0.85
    return None


def _behind_kind(lines: list[Line], paper: PaperText) -> Subject | None:
    """Return the title behind the name of the kind („Antrag gemäß § 6 der Geschäftsordnung: Gemeinsames
    Fundbüro“).
    """
    for index, line in enumerate(lines):
        found = _KIND_AND_TITLE.match(line.text) or _NUMBER_AND_TITLE.match(line.text)
        if found is None and index and title_kind(lines[index - 1].stripped) is not None:
            found = _HERE.match(line.text)
        if found is not None:
            start = line.start + found.start("title")
            end = _continued(paper, line.span()[1], lines[index + 1 :])
            return paper.flowing(start, end), start, end, 0.85
    return None


def _behind_item(head: Head, paper: PaperText) -> Subject | None:
    """Return the title behind the number of the agenda item of a Vorlage („TOP 7: …“)."""
    for index, line in enumerate(head.lines[:30]):
        found = _ITEM.match(line.text)
        below = head.lines[index + 1].text if index + 1 < len(head.lines) else ""
        words = found["title"] + (" " if _POINTS_ON.match(below) else "") if found else ""
        if (
            found
            and re.search(r"[a-zäöüß]{4}.*\s", words)
            and not find_days(found["title"][:20])
            and not _OF_ITS_SITTING.match(words)
        ):
            start = line.start + found.start("title")
            end = _continued(paper, line.span()[1], head.lines[index + 1 :])
            return paper.flowing(start, end), start, end, 0.8
    return None


def _behind_stations(block: Block | None, paper: PaperText) -> Subject | None:
    """Return what stands between the last day of a one-line Beratungsfolge and the first heading."""
    if block is None or block.last - block.first > 1:
        return None
    line = paper.lines[block.first]
    start = max(station.end for station in block.stations)
    following = paper.lines[block.first + 1] if block.first + 1 < len(paper.lines) else None
    is_followed = following is not None and heading(following, paper.layout) is not None
    words = paper.clean.text[start : line.end]
    if words.lstrip()[:1] in _BEHIND_ROW:
        return None
    if not is_followed or not _SHORTEST_TITLE <= len(words) <= LONGEST_TITLE or "\n" in words.strip():
        return None
    start += len(words) - len(words.lstrip())
    end = start + len(_NUMBER_BEHIND.sub("", words.strip()))
    return paper.flowing(start, end), start, end, 0.8


def _behind_value(head: Head, paper: PaperText, block: Block | None) -> Subject | None:
    """Return the rest of the last value's line in a flattened head („22/0056 öffentlich Unterrichtung
    des Rates …“).
    """
    known = [value for value in head.values if value.field in ("reference", "sitting_date")]
    if not known or (block is None and known[-1].field == "reference"):
        return None
    start = known[-1].end
    end = next((line.end for line in head.lines if line.start <= start < line.end), start)
    words = paper.clean.text[start:end]
    if any(slot.start >= start for line in head.lines if line.end == end for slot in paper.slots(line)):
        return None
    lead = re.match(r"\s*(?:(?:nicht)?öffentlich\s)?", words)
    start += lead.end() if lead else 0
    if end - start < 12 or end - start > LONGEST_TITLE:
        return None
    return paper.flowing(start, end), start, end, 0.75
