"""The head of a paper: reference, date, office, file number, status, subject."""

import re
from dataclasses import dataclass
from datetime import date

from allmende.reading.consultations import Block
from allmende.reading.dates import day_in, find_days
from allmende.reading.facts import PaperKind, Treatment
from allmende.reading.kinds import title_kind
from allmende.reading.labels import Value, find_slots, read_reference
from allmende.reading.layouts import key
from allmende.reading.lines import Line, cells
from allmende.reading.pairing import pair
from allmende.reading.paper_text import PaperText

_MOST_LINES = 60
_DATELINE_REACH = 160
_LONGEST_LINE = 3000
_CONTENT = {"resolution", "short_resolution", "facts", "finance", "questions", "climate"}
_SALUTATION = re.compile(r"\s*(?:Sehr geehrte|Liebe[rs]?\s[A-ZÄÖÜ]|Guten Tag)")
_MINUTES = (PaperKind.NIEDERSCHRIFT, PaperKind.AUSZUG)
_LETTERS = (PaperKind.ANTRAG, PaperKind.ANFRAGE, PaperKind.SCHREIBEN, PaperKind.STELLUNGNAHME)
_OWN_DATE_LABELS = re.compile(r"(?i)^(?:eingang|eingegangen|eingereicht|ausgabe|freigabe|stand|vom)")
_NOT_OWN_DATE = re.compile(r"(?i)ausdruck|druck|gedruckt|sitzung|termin|beschluss|\bTOP\b|Stand:")
_PRINTED = re.compile(r"(?i)(?:ausdruck vom|gedruckt am|druckdatum|stand)\s*:?\s*$")
_DATELINE = re.compile(
    r"^(?:[A-ZÄÖÜ][\wäöüß./() -]{2,40},\s?(?:den\s|dem\s|am\s)?|den\s|Datum\s|Stand:?\s)?$"
)
_CLOSING_OFFICE = re.compile(
    r"(?i)hauptamt|ratsangelegenheiten|gremienbüro|ratsbüro|geschäftsstelle|sitzungsdienst"
    r"|kreistagsbüro|zur beurkundung"
)
_REFERENCE_CELL = re.compile(
    r"(?:[A-ZÄÖÜ]{1,5}[ /-])?\d{1,5}/\d{2,4}(?:[/-]\w{1,6})?"
    r"|[A-ZÄÖÜ]{1,5}[/-]\d{2,6}[/-]\d{2,6}(?:[/-]\w{1,6})?|\d{4}/[A-Z]{1,4}/\d{2,6}"
)
_STATUS_WORD = re.compile(r"(?i)(?:nicht-?\s?)?öffentlich|vertraulich")
_BEHIND_VALUE = re.compile(r"\s{1,3}(?P<status>(?:nicht)?öffentlich)\b", re.IGNORECASE)
_PLAIN_REFERENCE = re.compile(
    r"(?<![\w/.,-])(?:\d{1,4}/\d{4}(?:-\d{1,2})?|[A-Z]{1,4}[/-]\d{2,5}/\d{2,4}(?:-\d+)?)(?![\w/.-]|,\d)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of the head (without the Beratungsfolge) and the values paired with labels in them."""

    lines: list[Line]
    values: list[Value]
    end: int


def read_head(paper: PaperText, block: Block | None) -> Head:
    """Return the head: what stands before the first section with content."""
    end = _head_end(paper, block)
    first, last = (block.first, block.last) if block else (0, 0)
    lines = [
        line for index, line in enumerate(paper.lines) if line.start < end and not first <= index < last
    ][:_MOST_LINES]
    return Head(lines, pair(lines, paper.layout), end)


def _head_end(paper: PaperText, block: Block | None) -> int:
    block_start = paper.lines[block.first].start if block else -1
    block_end = paper.lines[block.last - 1].end if block else -1
    for section in paper.sections:
        inside = block_start <= section.heading_start < block_end
        content = paper.clean.text[section.start : section.end].strip(" \n\t*:-_")
        if (
            section.kind in _CONTENT
            and not inside
            and len(content) > 30
            and not _is_title(paper, section.heading)
        ):
            return section.heading_start
    for line in paper.lines[:_MOST_LINES]:
        if _SALUTATION.match(line.text):
            return line.start
    return len(paper.clean.text)


def _is_title(paper: PaperText, heading: str) -> bool:
    """Tell whether a heading is the paper's title („Anfrage“ at the very top)."""
    return title_kind(heading.strip(" :")) is not None and key(heading) in {
        key(line.text) for line in paper.lines[:6]
    }


def find_reference(
    head: Head, paper: PaperText, kind: PaperKind | None
) -> tuple[str, int, int, float] | None:
    """Return the paper's own number with its offsets and confidence."""
    for value in head.values:
        if value.field == "reference" and _is_own(value):
            return value.text, value.start, value.end, 0.97 if value.pairing == "same_line" else 0.93
    if kind not in _MINUTES and (cell := _reference_cell(head)):
        return cell
    if kind in _MINUTES:
        return _reference_of_minutes(paper, kind)
    return None


def _reference_cell(head: Head) -> tuple[str, int, int, float] | None:
    """Return a paper number that fills a column of the head by itself („GD 123/24“)."""
    for line in head.lines[:20]:
        for cell in cells(line):
            if _REFERENCE_CELL.fullmatch(cell.text):
                return cell.text, cell.start, cell.end, 0.75
    return None


def _is_own(value: Value) -> bool:
    label = key(value.label)
    if label in ("nr", "nummer", "ds", "vorgang", "kennung"):
        return re.search(r"\d[/-]\d|\d{4}", value.text) is not None
    return True


def _reference_of_minutes(paper: PaperText, kind: PaperKind | None) -> tuple[str, int, int, float] | None:
    """Return the number of the paper an extract decides on, also without a label („260/2016“)."""
    text = paper.clean.text[:2500]
    for line in paper.lines[:40]:
        for slot in find_slots(line, paper.layout):
            if slot.field == "reference":
                words = paper.clean.text[slot.value_start : slot.value_end]
                span = read_reference(words)
                if span:
                    return words[slice(*span)], slot.value_start + span[0], slot.value_start + span[1], 0.9
    if kind is PaperKind.AUSZUG and (plain := _PLAIN_REFERENCE.search(text)):
        return plain.group(), *plain.span(), 0.7
    return None


def find_status(head: Head, text: str, treatments: list[str]) -> tuple[Treatment, int, int, float] | None:
    """Return whether the paper is public: as its head says, else as its sittings agree."""
    for value in head.values:
        if value.field == "status" and (status := _treatment(value.text)):
            return status, value.start, value.end, 0.97
    for line in head.lines[:30]:
        for cell in cells(line):
            span = _STATUS_WORD.search(cell.text) if _is_status_line(cell.text) else None
            status = _treatment(span.group()) if span else None
            if span and status:
                return status, cell.start + span.start(), cell.start + span.end(), 0.9
    for value in head.values:
        behind = _BEHIND_VALUE.match(text, value.end) if value.field in ("reference", "date") else None
        if behind and (status := _treatment(behind["status"])):
            return status, *behind.span("status"), 0.9
    if treatments and len(set(treatments)) == 1:
        return Treatment(treatments[0]), 0, 0, 0.9
    if len(set(treatments)) > 1:
        return Treatment.MIXED, 0, 0, 0.8
    return None


def _is_status_line(words: str) -> bool:
    bare = key(words)
    if bare in (
        "öffentlich",
        "nichtöffentlich",
        "öffentlichesitzung",
        "nichtöffentlichesitzung",
        "vertraulich",
        "öffentlicheberatung",
    ):
        return True
    if re.match(r"(?i)zur behandlung in (?:nicht-?)?öffentlicher sitzung$", words):
        return True
    return (
        re.match(
            r"(?i)(?:nicht-?\s?)?öffentliche[rs]?\s(?:beschluss|mitteilungs|informations"
            r"|berichts|sitzungs|vorlage|drucksache|anfrage|antrag|niederschrift|sitzung"
            r"|beschlußvorlage)",
            words,
        )
        is not None
    )


def _treatment(text: str) -> Treatment | None:
    folded = text.casefold().replace(" ", "").replace("-", "")
    if "gemischt" in folded or re.search(r"öffentlich(?:er|e)?(?:und|/|u\.)nichtöffentlich", folded):
        return Treatment.MIXED
    if "nichtöffentlich" in folded or "vertraulich" in folded or folded in ("nö", "n"):
        return Treatment.NON_PUBLIC
    return Treatment.PUBLIC if "öffentlich" in folded or folded == "ö" else None


def find_date(head: Head, paper: PaperText, kind: PaperKind | None) -> tuple[date, int, int, float] | None:
    """Return the day the paper is dated: a sitting's day for minutes, else label, dateline, closing line."""
    if kind in _MINUTES:
        return None
    own = [value for value in head.values if value.field == "date"]
    for value in sorted(own, key=lambda value: _OWN_DATE_LABELS.match(value.label.strip()) is not None):
        day = day_in(value.text)
        label = key(value.label)
        if day is None or (label in ("vom", "stand") and kind not in _LETTERS):
            continue
        return day.value, value.start, value.end, 0.95
    if dateline := _dateline(head):
        return dateline
    if cell := _date_cell(head):
        return cell
    return _closing_day(paper)


def _dateline(head: Head) -> tuple[date, int, int, float] | None:
    """Return the day of a line that is nothing but a dateline („Musterstadt, den 8. November 2024“)."""
    taken = [(value.start, value.end) for value in head.values if value.field == "sitting_date"]
    for line in head.lines[:25]:
        text = line.text
        days = find_days(text[:_LONGEST_LINE])
        if len(days) != 1 and not (days and len(text) > 200):
            continue
        for day in days:
            before = text[max(0, day.start - _DATELINE_REACH) : day.start].strip()
            after = text[day.end : day.end + _DATELINE_REACH].strip()
            last_cell = re.split(r"\t|\s{2,}", before)[-1] if before else ""
            if any(start <= line.start + day.start < end for start, end in taken):
                continue
            if _PRINTED.search(before) or _NOT_OWN_DATE.search(before):
                continue
            if after and not re.match(
                r"[\t(]|Drucksache|Vorlage|(?:Der|Die) |Amt\b|Fachbereich|Dezernat", after
            ):
                continue
            if (
                _DATELINE.match(last_cell + (" " if last_cell.endswith(("den", "am", ",")) else ""))
                or not last_cell
            ):
                start = line.start + day.start
                return day.value, start, line.start + day.end, 0.9
            if _DATELINE.match(_tail(before)):
                return day.value, line.start + day.start, line.start + day.end, 0.85
    return None


def _date_cell(head: Head) -> tuple[date, int, int, float] | None:
    """Return the only day that fills a column of the head by itself."""
    taken = [(value.start, value.end) for value in head.values if value.field == "sitting_date"]
    found = []
    for line in head.lines[:20]:
        columns = cells(line)
        for index, cell in enumerate(columns):
            day = day_in(cell.text)
            if day is None or day.end - day.start < len(cell.text) or len(columns) < 2:
                continue
            before = columns[index - 1].text if index else ""
            if _NOT_OWN_DATE.search(before) or any(first <= cell.start < last for first, last in taken):
                continue
            found.append((day.value, cell.start, cell.end, 0.8))
    return found[0] if len(found) == 1 else None


def _tail(before: str) -> str:
    """Return the last „Place,“ of a flattened line before a day."""
    match = re.search(r"[A-ZÄÖÜ][\wäöüß-]{2,30},\s?(?:den\s?)?$|Seite:\s?\d{1,3}/\d{1,3}$", before)
    return "" if match and match.group().startswith("Seite") else match.group() + " " if match else "-"


def _closing_day(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day under the name of the council office at the end of the paper."""
    for index in range(len(paper.lines) - 1, max(len(paper.lines) - 9, 0), -1):
        line = paper.lines[index]
        day = day_in(line.text)
        if day is None or len(line.stripped) > 60:
            continue
        above = paper.lines[index - 1].text
        alone = day.end - day.start >= len(line.stripped) - 2
        ends = len(line.text.rstrip(" .)")) <= day.end
        if (alone and _CLOSING_OFFICE.search(above)) or (
            ends and re.match(r"^[A-ZÄÖÜ][\wäöüß .-]{2,30},\s(?:den\s|am\s)?\d", line.stripped)
        ):
            start = line.start + day.start
            return day.value, start, line.start + day.end, 0.9
    return None
