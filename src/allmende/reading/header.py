"""The head of a paper: reference, date, office, file number, status, subject."""

import re
from dataclasses import dataclass
from datetime import date

from allmende.reading.bodies import find_bodies
from allmende.reading.dates import day_in, find_days
from allmende.reading.facts import PaperKind, Treatment
from allmende.reading.kinds import title_kind
from allmende.reading.labels import Value, find_slots, read_reference
from allmende.reading.layouts import key
from allmende.reading.lines import Line, cells
from allmende.reading.pairing import pair
from allmende.reading.paper_text import PaperText
from allmende.reading.stations import Block

_MOST_LINES = 60
_DATELINE_REACH = 160
_HEAD_CHARACTERS = 1200
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
_RECEIVED = re.compile(r"(?i)\b(?:eingang\w*|eingegangen|eing\.)[^\d\n]{0,60}$")
_MOVED_ON = re.compile(r"(?:Antrag|Anfrage)\s(?:[^\d\n]{3,80}\s)?vom\s$")
_SIGNED = re.compile(r"(?i)\s*,?\s*gez\b")
_SIGNED_BELOW = re.compile(r"(?i)\s*(?:ort,?\s)?datum\s?(?:,|/|und|$)")
_FLAT_DATELINE = re.compile(r"(?<!\w )\b[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?,\s(?:den\s|am\s)?$")
_FLAT_REACH = 400
_CLOSING_OFFICE = re.compile(
    r"(?i)hauptamt|ratsangelegenheiten|gremienbüro|ratsbüro|geschäftsstelle|sitzungsdienst"
    r"|kreistagsbüro|zur beurkundung"
)
# A paper number: capitals and digits in parts joined by strokes, at least three digits in all.
_NUMBER = r"""
    (?=(?:[^\d\n]{0,12}\d){3})
    (?!(?:19|20)\d\d\s?[-/–]\s?(?:19|20)?\d\d(?![\w/-]))          # two years
    (?:(?:[IVX]{1,4}\s-\s)?[A-ZÄÖÜ]{1,6}[ ]?(?=\d))?
    [A-ZÄÖÜ]{0,6}\d{0,7}[A-Z]?
    (?:(?:/|-|\.(?=\d{2,4}\b))[A-ZÄÖÜ]{0,6}\d{0,7}[A-Z]{0,3}){1,5}
"""
_REFERENCE_CELL = re.compile(rf"(?P<number>{_NUMBER})", re.VERBOSE)
_ONLY_OFFICE = re.compile(
    r"\d{2,3}[-/]\d{1,3}|\d{2,3}(?:[./-]\d{2,3}){1,3}|[A-ZÄÖÜ/-]*\d{0,2}|0\d{2,4}[-/]\d+"
)
_BEHIND_KIND = re.compile(
    rf"""
    (?<![\w(])(?P<word>(?:[A-ZÄÖÜ][a-zäöü]+(?:s|gs|ss)?|[ÄE]\w+)?-?(?:[Vv]orlage|[Dd]rucksache|[Aa]ntrag|[Aa]nfrage|Drs|DS)
    |ANTRAG|ANFRAGE|VORLAGE|BESCHLUSSVORLAGE)
    (?:[ ]vom[ ][\d.]{{6,10}},|n?-?[ ]?Nr\.?:?|nummer:?|:)?[ ]{{1,4}}
    (?P<number>{_NUMBER})(?=$|[\s,;–)])
    """,
    re.VERBOSE | re.MULTILINE,
)
_REFERS = re.compile(
    r"(?i)(?:\b(?:zur?|zum|der|des|dem|den|die|mit|aus|von|vgl\.|siehe|bezug:?|und|laut)|[(,])\s{0,2}$"
)
_GOES_ON = re.compile(r"\s(?:der|des|vom|von|zur|zum)\b")
_STATUS_WORD = re.compile(r"(?i)(?:nicht-?\s?)?öffentlich|vertraulich")
_TICKED = re.compile(
    r"(?im)(?<!\w)(?:x|☒|[(\[]x[)\]])[ ]{1,4}(?P<status>(?:nicht-?\s?)?öffentlich)"
    r"|\bin\s(?P<said>(?:nicht-?\s?)?öffentlich)er\s(?:Sitzung|Beratung):?[ ]{1,12}ja\b"
    r"|(?<=[–-]\s)(?P<dashed>(?:nicht-?\s?)?öffentlich)(?=\s[–-](?:\s|$))"
)
_BEHIND_VALUE = re.compile(
    r"\s{0,3}[-–,(]?\s{0,3}(?P<status>(?:nicht-?\s?)?öffentlich)(?:er\sTeil)?\b", re.IGNORECASE
)
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
    block_end = paper.lines[block.last - 1].end if block and block.last > block.first else -1
    letter = next((line.start for line in paper.lines[:_MOST_LINES] if _SALUTATION.match(line.text)), None)
    for section in paper.sections:
        inside = block_start <= section.heading_start < block_end
        content = paper.clean.text[section.start : section.end].strip(" \n\t*:-_")
        if (
            section.kind in _CONTENT
            and not inside
            and len(content) > 30
            and paper.layout.labels.get(key(section.heading)) != "subject"
            and not _is_title(paper, section.heading)
        ):
            return section.heading_start if letter is None else min(letter, section.heading_start)
    return letter if letter is not None else len(paper.clean.text)


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
        if value.field == "reference" and _is_own(value, paper.clean.text):
            return value.text, value.start, value.end, 0.97 if value.pairing == "same_line" else 0.93
    if kind not in _MINUTES and (found := _reference_cell(head) or _reference_behind_kind(head, paper)):
        return found
    if kind in _MINUTES:
        return _reference_of_minutes(paper, kind)
    return None


def _reference_cell(head: Head) -> tuple[str, int, int, float] | None:
    """Return a paper number that fills a column of the head by itself („GD 123/24“)."""
    for line in head.lines[:20]:
        for cell in cells(line):
            if _REFERENCE_CELL.fullmatch(cell.text) and not _is_no_number(cell.text):
                return cell.text, cell.start, cell.end, 0.75
    return None


def _reference_behind_kind(head: Head, paper: PaperText) -> tuple[str, int, int, float] | None:
    """Return the number behind the name of the kind in the head („Anfrage F-22/23“)."""
    text = paper.clean.text
    for found in _BEHIND_KIND.finditer(text, 0, min(head.end, _HEAD_CHARACTERS)):
        number = found["number"].rstrip("-/. ")
        if _REFERS.search(text[max(0, found.start() - 12) : found.start()]) or _is_no_number(number):
            continue
        start = found.start("number")
        return number, start, start + len(number), 0.8
    return None


def _is_no_number(words: str) -> bool:
    """Tell whether digits and strokes are an office, a file number, a phone number or a day."""
    return _ONLY_OFFICE.fullmatch(words) is not None or day_in(words) is not None


def _is_own(value: Value, text: str) -> bool:
    label = key(value.label)
    if label in ("antragnr", "anfragenr", "antrag", "anfrage") and _GOES_ON.match(text, value.end):
        return False
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
    ticked = list(_TICKED.finditer(text, 0, min(head.end, _HEAD_CHARACTERS)))
    if len(ticked) == 1 and not (treatments and ticked[0]["dashed"]):
        words = ticked[0].lastgroup or "status"
        if status := _treatment(ticked[0][words]):
            return status, *ticked[0].span(words), 0.9
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
    if kind in _LETTERS and (received := _received(head)):
        return received
    if dateline := _dateline(head):
        return dateline
    if cell := _date_cell(head):
        return cell
    return _closing_day(paper) or _signed_day(paper) or _flat_day(paper)


def _received(head: Head) -> tuple[date, int, int, float] | None:
    """Return the day a motion came in or was made: „Eingang beim Ratsbüro: …“, „Antrag vom …“."""
    for pattern in (_RECEIVED, _MOVED_ON):
        for line in head.lines[:25]:
            for day in find_days(line.text[:_LONGEST_LINE]):
                if pattern.search(line.text[max(0, day.start - 90) : day.start]):
                    return day.value, line.start + day.start, line.start + day.end, 0.85
    return None


def _signed_day(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the day before a signature: „05.05.2022, gez. …“ or above „Datum, Unterschrift“."""
    for index, line in enumerate(paper.lines):
        day = day_in(line.stripped) if line.stripped[:1].isdigit() and len(line.stripped) < 90 else None
        if day is None or day.start:
            continue
        below = paper.lines[index + 1].text if index + 1 < len(paper.lines) else ""
        if _SIGNED.match(line.stripped, day.end) or _SIGNED_BELOW.match(below):
            start = line.span()[0]
            return day.value, start, start + day.end, 0.85
    return None


def _flat_day(paper: PaperText) -> tuple[date, int, int, float] | None:
    """Return the dateline at the beginning or the end of a text that has lost its lines."""
    text = paper.clean.text
    if len(text) < _LONGEST_LINE / 4 or "\n" in text.strip()[: len(text) // 2]:
        return None
    for first, last in ((0, _FLAT_REACH), (max(0, len(text) - _FLAT_REACH), len(text))):
        for day in find_days(text, first, last):
            if _FLAT_DATELINE.search(text[max(0, day.start - 40) : day.start]):
                return day.value, day.start, day.end, 0.8
    return None


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
            if _PRINTED.search(before) or _NOT_OWN_DATE.search(before) or find_bodies(last_cell):
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
            ends and re.match(r"^[A-ZÄÖÜ][\wäöüß .-]{2,30}(?:,|\s/)\s(?:den\s|am\s)?\d", line.stripped)
        ):
            start = line.start + day.start
            return day.value, start, line.start + day.end, 0.9
    return None
