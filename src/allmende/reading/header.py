"""The head of a paper: reference, date, office, file number, status, subject."""

import re
from dataclasses import dataclass

from allmende.reading.dated_titles import dated_title, kind_and_number
from allmende.reading.dates import day_in
from allmende.reading.facts import PaperKind, Treatment
from allmende.reading.kind_titles import title_kind
from allmende.reading.labels import Value, read_reference
from allmende.reading.layouts import key
from allmende.reading.lines import Line, cells
from allmende.reading.pairing import pair
from allmende.reading.paper_text import PaperText
from allmende.reading.sections import Section
from allmende.reading.stations import Block
from allmende.reading.telling_numbers import telling_number

_MOST_LINES = 60
_HEAD_CHARACTERS = 1200
_FIRST_POINT = re.compile(r"\s*1[.)]\s")
_CONTENT = {"resolution", "short_resolution", "facts", "finance", "questions", "climate"}
_SMALL_BOXES = {"finance", "climate"}
_SALUTATION = re.compile(r"\s*(?:Sehr geehrte|Liebe[rs]?\s[A-ZÄÖÜ]|Guten Tag)")
_OF_SITTINGS = (PaperKind.NIEDERSCHRIFT, PaperKind.EINLADUNG)
_MINUTES = (PaperKind.NIEDERSCHRIFT, PaperKind.AUSZUG)
# A paper number: capitals and digits in parts joined by strokes, at least three digits in all.
_NUMBER = r"""
    (?=(?:[^\d\n]{0,12}\d){3})
    (?!(?:19|20)\d\d\s?[-/–]\s?(?:19|20)?\d\d(?![\w/-]))          # two years
    (?:(?:[IVX]{1,4}\s-\s)?[A-ZÄÖÜ]{1,6}[ ]?(?=\d))?
    [A-ZÄÖÜ]{0,6}\d{0,7}[A-Z]?
    (?:(?:/|-|\.(?=\d{2,4}\b))[A-ZÄÖÜ]{0,6}(?:\([A-Z]{1,2}\))?\d{0,7}[A-Z]{0,3}){1,5}
"""
_REFERENCE_CELL = re.compile(rf"(?P<number>{_NUMBER})", re.VERBOSE)
# The next label of a web page, glued to the number: „2016-21/DS-I(A)0144Ausgegeben am 18.01.2017“.
_GLUED = re.compile(
    r"(?<=\d)(?=(?:Ausgegeben|Eing|Datum|Status|Vorlage|Öffentlich|Nichtöffentlich|Erstellt)\w*)"
)
_ONLY_OFFICE = re.compile(
    r"\d{2,3}[-/]\d{1,3}|\d{2,3}(?:[./-]\d{2,3}){1,3}|[A-ZÄÖÜ/-]*\d{0,2}|0\d{2,4}[-/]\d+"
)
_BEHIND_KIND = re.compile(
    rf"""
    (?<![\w(])(?!Bezug|Ursprung|Ausgang|Vorg)(?P<word>(?:[A-ZÄÖÜ][a-zäöü]+(?:s|gs|ss)?|[ÄE]\w+)?-?(?:[Vv]orlage|[Dd]rucksache|[Aa]ntrag|[Aa]nfrage|Drs\.?|DS)
    |ANTRAG|ANFRAGE|VORLAGE|BESCHLUSSVORLAGE)
    (?:[ ]vom[ ][\d.]{{6,10}},|n?-?[ ]?Nr\.?:?|nummer:?|:)?[ ]{{1,4}}
    (?P<number>{_NUMBER})(?=$|[\s,;–)])
    """,
    re.VERBOSE | re.MULTILINE,
)
_PAGE_OF_ITEM = re.compile(r"\bAuszug\b|\bALLRIS\b|\d{2}\.\d{2}\.\d{4}\s-\s\d")
_MOST_FIELD_LINES, _LINES_OF_PAGE_TITLE, _FEWEST_FIELDS = 40, 4, 4
_LINES_BELOW_HEADING, _LABEL_REACH, _LINES_OF_TITLE = 14, 60, 16
_COLUMNS_OF_LABELS = 3
_AGENDA = re.compile(r"(?i)\W*(?:(?:folgende\s)?tagesordnung\b|(?:zu\s)?(?:TOP|Punkt|Ö|N)\s?1\b|1\.\s+\S)")
# The paper an extract decides on, before its title: „1265/II Sanierung des Sportplatzes“.
_NUMBER_AND_TITLE = re.compile(
    r"\s*(?P<number>(?:[A-ZÄÖÜ]{1,4}[-/ ]?)?\d{1,5}(?:[/-]\d{1,5})?/(?:[IVX]{1,5}|\d{2,5})(?:-\d{1,3})?)"
    r"\s{1,6}"
    r"(?=[A-ZÄÖÜ„\"][\wäöüß-]{3,}\s)(?!Uhr\b)"
)
_REFERS = re.compile(
    r"(?i)(?:\b(?:zur?|zum|der|des|dem|den|die|mit|aus|von|vgl\.|siehe|bezug:?|und|laut)|[(,])\s{0,2}$"
)
# Labels that stand before other numbers too; a paper's has a stroke or four digits.
_PLAIN_LABELS = ("nr", "nummer", "ds", "vorgang", "kennung", "beilage")
_TELLING = re.compile(r"\d[/-]\d|\d{4}")
_LIKE_A_NUMBER = re.compile(r"\d[/.-]\w|\w[/.-]\d|\d{3}|[A-Z]\s?\d{2}")
_WORDS_ON = re.compile(r"[ ]\w")
_GOES_ON = re.compile(r"\s(?:der|des|vom|von|zur|zum)\b")
# A choice nobody ticked: „öffentlich    nicht öffentlich“.
_CHOICE = re.compile(r"(?i)(?:☐\s?)?öffentlich\s{2,40}(?:☐\s?)?nicht-?\s?öffentlich")
_STATUS_WORD = re.compile(r"(?i)(?:nicht-?\s?)?öffentlich|vertraulich")
_TICKED = re.compile(
    r"(?im)(?<!\w)(?:x|☒|[(\[]x[)\]])[ ]{1,4}(?P<status>(?:nicht-?\s?)?öffentlich)"
    r"|\bin\s(?P<said>(?:nicht-?\s?)?öffentlich)er\s(?:Sitzung|Beratung):?[ ]{1,12}ja\b"
    r"|(?<=[–-]\s)(?P<dashed>(?:nicht-?\s?)?öffentlich)(?=\s[–-](?:\s|$))"
)
# „Stadt Wolde öffentliche Vorlage“, „§ 12 - Neubau der Halle (öffentlich)“
_SAID_STATUS = re.compile(
    r"\b(?P<status>(?:nicht-?\s?)?[öÖ]ffentliche)[rs]?\s(?:\w+)?(?:[vV]orlage|[dD]rucksache)\b"
    r"|\((?P<closing>(?:nicht-?\s?)?öffentlich)\)\s*(?=\n|$)"
)
_STATUS_REACH = 400
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
    return Head(lines, pair(lines, [paper.slots(line) for line in lines], paper.layout.pairing), end)


def _head_end(paper: PaperText, block: Block | None) -> int:
    block_start = paper.lines[block.first].start if block else -1
    block_end = paper.lines[block.last - 1].end if block and block.last > block.first else -1
    opened = {section.heading_start for section in paper.sections if section.kind in _CONTENT}
    columned = {
        line.span()[0]
        for line in paper.lines[:_MOST_LINES]
        if line.span()[0] in opened and _labels_behind(line, paper)
    }
    fields_end = _end_of_fields(paper)
    letter = next((line.start for line in paper.lines[:_MOST_LINES] if _SALUTATION.match(line.text)), None)
    for section in paper.sections:
        inside = block_start <= section.heading_start < block_end
        content = paper.clean.text[section.start : section.end].strip(" \n\t*:-_")
        if (
            (section.kind in _CONTENT or _opens_points(section, paper))
            and not inside
            and section.heading_start not in columned
            and len(content) > 30
            and paper.layout.labels.get(key(section.heading)) != "subject"
            and not _is_title(paper, section.heading)
            and not section.heading_start < max(fields_end, _subject_label(paper, section))
        ):
            return section.heading_start if letter is None else min(letter, section.heading_start)
    return letter if letter is not None else len(paper.clean.text)


def _end_of_fields(paper: PaperText) -> int:
    """Return where the fields of a web page end that stand below its outcome: „Gremium:“, „Datum:“, each on a
    line above its value; 0 where the head is no such page.
    """
    lines = paper.lines[:_MOST_FIELD_LINES]
    labels = [
        line.start for line in lines if line.stripped.endswith(":") and key(line.text) in paper.layout.labels
    ]
    is_page = any(_PAGE_OF_ITEM.search(line.text) for line in lines[:_LINES_OF_PAGE_TITLE])
    return labels[-1] if is_page and len(labels) >= _FEWEST_FIELDS else 0


def _subject_label(paper: PaperText, section: Section) -> int:
    """Return where the subject stands before which a section does not end the head."""
    return _later_subject_label(paper) if section.kind in _SMALL_BOXES else _first_subject_label(paper)


def _opens_points(section: Section, paper: PaperText) -> bool:
    """Tell whether „Antrag,“ opens the numbered points that are moved."""
    return section.kind == "motion" and _FIRST_POINT.match(paper.clean.text, section.start) is not None


def _labels_behind(line: Line, paper: PaperText) -> bool:
    """Tell whether further columns of a line are labels: „Stellungnahme der Verwaltung   Amt   Datum“,
    „Mitteilung   Vorlage Nr.: 12-0345“.
    """
    columns = cells(line)
    fields = {slot.start: slot.field for slot in paper.slots(line)}
    behind = [fields[cell.start] for cell in columns[1:] if cell.start in fields]
    return "reference" in behind or (len(columns) >= _COLUMNS_OF_LABELS and len(behind) > 1)


def _first_subject_label(paper: PaperText) -> int:
    """Return where the subject stands when a heading opens the paper („Sachstand:“, then „Betreff: …“), or
    the line with kind and number below the menu of a web page.
    """
    lines = paper.lines[:_LINES_BELOW_HEADING]
    if titled := next((line.start for line in lines if kind_and_number(line.text)), 0):
        return titled
    opened = {section.heading_start for section in paper.sections if section.kind in _CONTENT}
    if not any(line.span()[0] in opened or line.start in opened for line in lines[:1]):
        return 0
    slots = (slot for line in lines for slot in paper.slots(line))
    return next((slot.start for slot in slots if slot.field == "subject"), 0)


def _later_subject_label(paper: PaperText) -> int:
    """Return where the last label of a subject stands in the head; boxes on costs may precede it."""
    slots = (slot for line in paper.lines[:_MOST_LINES] for slot in paper.slots(line))
    return max((slot.start for slot in slots if slot.field == "subject"), default=0)


def _is_title(paper: PaperText, heading: str) -> bool:
    """Tell whether a heading is the paper's title („Anfrage“ at the very top)."""
    return title_kind(heading.strip(" :")) is not None and key(heading) in {
        key(cell.text) for line in paper.lines[:6] for cell in cells(line)
    }


def find_reference(
    head: Head, paper: PaperText, kind: PaperKind | None
) -> tuple[str, int, int, float] | None:
    """Return the paper's own number with its offsets and confidence."""
    titled = None if kind in _MINUTES else dated_title(paper.clean.text)
    if titled and titled["number"]:
        return " ".join(titled["number"].split()), *titled.span("number"), 0.85
    for line in head.lines[:_LINES_OF_TITLE] if kind not in _MINUTES else ():
        if named := kind_and_number(line.text):
            start = line.start + named.start("number")
            return named["number"], start, start + len(named["number"]), 0.95
    stop = _agenda_start(paper) if kind in _OF_SITTINGS else len(paper.clean.text)
    # Where decision and paper are numbered apart, the paper's number comes first.
    for value in sorted(head.values, key=lambda value: key(value.label).startswith("beschlussn")):
        if value.field == "reference" and value.start < stop and _is_own(value, paper.clean.text):
            start = _with_letters(value, paper.clean.text)
            words = paper.clean.text[start : value.start] + value.text
            return words, start, value.end, 0.97 if value.pairing == "same_line" else 0.93
    if kind in _MINUTES:
        return _reference_of_minutes(paper, kind, stop)
    text = paper.clean.text
    by_form = _reference_cell(head) or _reference_behind_kind(head, paper)
    return by_form or telling_number(text, paper.lines, head.end, is_extract=False)


def _with_letters(value: Value, text: str) -> int:
    """Return where a number begins: „DS 3/0412/23“ without colon or „Nr.“ holds the letters itself."""
    start = value.start - len(value.label.rstrip()) - 1
    return start if value.label.strip() == "DS" and text[start : value.start] == "DS " else value.start


def _agenda_start(paper: PaperText) -> int:
    """Return where the items of minutes begin; the numbers named there are those of other papers."""
    return next((line.start for line in paper.lines if _AGENDA.match(line.text)), len(paper.clean.text))


def _reference_cell(head: Head) -> tuple[str, int, int, float] | None:
    """Return a paper number that fills a column of the head by itself („GD 123/24“), no file number."""
    others = {value.start for value in head.values if value.field == "file_number"}
    for line in head.lines[:20]:
        for cell in cells(line):
            number = _GLUED.split(cell.text, maxsplit=1)[0]
            if cell.start not in others and _REFERENCE_CELL.fullmatch(number) and not _is_no_number(number):
                return number, cell.start, cell.start + len(number), 0.75
    return None


def _reference_behind_kind(head: Head, paper: PaperText) -> tuple[str, int, int, float] | None:
    """Return the number behind the name of the kind in the head („Anfrage F-22/23“)."""
    text = paper.clean.text
    for found in _BEHIND_KIND.finditer(text, 0, min(head.end, _HEAD_CHARACTERS)):
        number = found["number"].rstrip("-/. ")
        told = "Nr" in text[found.start() : found.start("number")]
        if _REFERS.search(text[max(0, found.start() - 12) : found.start()]):
            continue
        if day_in(number) if told else _is_no_number(number):
            continue
        start = found.start("number")
        return number, start, start + len(number), 0.8
    return None


def _is_no_number(words: str) -> bool:
    """Tell whether digits and strokes are an office, a file number, a phone number or a day."""
    return _ONLY_OFFICE.fullmatch(words) is not None or day_in(words) is not None


def _is_own(value: Value, text: str) -> bool:
    label = key(value.label)
    named = text.rfind(value.label.strip(), max(0, value.start - _LABEL_REACH), value.start)
    if named > 0 and _REFERS.search(text[max(0, named - 12) : named]):
        return False
    if label in ("antragnr", "anfragenr", "antrag", "anfrage") and _GOES_ON.match(text, value.end):
        return False
    if (
        value.pairing != "same_line"
        and not _LIKE_A_NUMBER.search(value.text)
        and _WORDS_ON.match(text, value.end)
    ):
        return False
    if label in _PLAIN_LABELS:
        return _TELLING.search(value.text) is not None
    return True


def _reference_of_minutes(
    paper: PaperText, kind: PaperKind | None, stop: int
) -> tuple[str, int, int, float] | None:
    """Return the number of the paper an extract decides on, also without a label („260/2016“)."""
    text = paper.clean.text[:2500]
    for line in paper.lines[:40]:
        for slot in paper.slots(line) if line.start < stop else ():
            if slot.field == "reference":
                words = paper.clean.text[slot.value_start : slot.value_end]
                span = read_reference(words)
                if span and (key(slot.label) not in _PLAIN_LABELS or _TELLING.search(words[slice(*span)])):
                    return words[slice(*span)], slot.value_start + span[0], slot.value_start + span[1], 0.9
    for line in paper.lines[:25] if kind is PaperKind.AUSZUG else ():
        if item := _NUMBER_AND_TITLE.match(line.text):
            start = line.start + item.start("number")
            return item["number"], start, start + len(item["number"]), 0.8
    if kind is not PaperKind.AUSZUG:
        return None
    if telling := telling_number(paper.clean.text, paper.lines, stop, is_extract=True):
        return telling
    if plain := _PLAIN_REFERENCE.search(text):
        return plain.group(), *plain.span(), 0.7
    named = {found["number"].rstrip("-/. "): found.start("number") for found in _BEHIND_KIND.finditer(text)}
    numbers = [number for number in named if _TELLING.search(number) and not _is_no_number(number)]
    if len(named) != 1 or not numbers:
        return None
    start = named[numbers[0]]
    return numbers[0], start, start + len(numbers[0]), 0.7


def find_status(head: Head, text: str, treatments: list[str]) -> tuple[Treatment, int, int, float] | None:
    """Return whether the paper is public: as its head says, else as its sittings agree."""
    for value in head.values:
        if value.field == "status" and not _in_row(value, text) and (status := _treatment(value.text)):
            return status, value.start, value.end, 0.97
    ticked = list(_TICKED.finditer(text, 0, min(head.end, _HEAD_CHARACTERS)))
    if len(ticked) == 1 and not (treatments and ticked[0]["dashed"]):
        words = ticked[0].lastgroup or "status"
        if status := _treatment(ticked[0][words]):
            return status, *ticked[0].span(words), 0.9
    for line in head.lines[:30]:
        if _CHOICE.fullmatch(line.stripped):
            continue
        for cell in cells(line):
            span = _STATUS_WORD.search(cell.text) if _is_status_line(cell.text) else None
            status = _treatment(span.group()) if span else None
            if span and status:
                return status, cell.start + span.start(), cell.start + span.end(), 0.9
    for value in head.values:
        behind = _BEHIND_VALUE.match(text, value.end) if value.field in ("reference", "date") else None
        if behind and (status := _treatment(behind["status"])):
            return status, *behind.span("status"), 0.9
    if said := _SAID_STATUS.search(text, 0, _STATUS_REACH):
        words = said.lastgroup or "status"
        return _treatment(said[words]) or Treatment.PUBLIC, *said.span(words), 0.85
    if treatments and len(set(treatments)) == 1:
        return Treatment(treatments[0]), 0, 0, 0.9
    if len(set(treatments)) > 1:
        return Treatment.MIXED, 0, 0, 0.8
    return None


def _in_row(value: Value, text: str) -> bool:
    """Tell whether a status stands below a column head in a row with a day: that of a sitting."""
    line = text[text.rfind("\n", 0, value.start) + 1 : value.start]
    return value.pairing not in ("same_line", "next_line") and day_in(line) is not None


def _is_status_line(words: str) -> bool:
    bare = key(words)
    if "öffentlich" not in bare:
        return bare == "vertraulich"
    if bare in (
        "öffentlich",
        "nichtöffentlich",
        "öffentlichesitzung",
        "nichtöffentlichesitzung",
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
