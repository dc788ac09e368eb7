"""Titles without a label: the title-like lines where such papers put them."""

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise

from allmende.reading.bodies import find_bodies
from allmende.reading.dated_titles import kind_and_number
from allmende.reading.dates import Day, day_in, find_days
from allmende.reading.facts import PaperKind
from allmende.reading.header import Head
from allmende.reading.issuers import head_issuer
from allmende.reading.kind_titles import title_kind
from allmende.reading.layouts import key
from allmende.reading.lines import Line
from allmende.reading.paper_text import PaperText
from allmende.reading.sections import heading
from allmende.reading.stations import Block

_PLACE_AND = re.compile(r"[A-ZÄÖÜ][\wäöüß./() -]{2,40}(?:,|\s/)\s(?:den\s|dem\s|am\s)?")
_SHORTEST_SENTENCE, _LONGEST_CONTENT = 80, 160
LONGEST_TITLE, MOST_TITLE_LINES = 480, 8
_FULL_TITLE, _BESIDE_TEXT = 45, 20
_LINES_OF_MENUS, _LONGEST_BUTTON = 400, 40
# The title may stand over a letter and in it; a shorter first line is a button of the page.
_SHORTEST_OPENING = 14
_LINES_OF_LETTERHEAD, _WORDS_OF_LABEL, _WEEKDAY = 3, 3, 12
_OFFICE = re.compile(
    r"(?:Amt|Fachbereich|Fachdienst|Dezernat|Referat|Abteilung|Eigenbetrieb|Stabsstelle|Geschäftsbereich|Bereich"
    r"|Ortsverwaltung|Stadtwerke|Verwaltung)\b|(?:[A-ZÄÖÜ][\wäöüß-]+)?(?:amt|kämmerei)(?:\s/\s\w+)?$"
    r"|In(?:\sden|s|\sdie)?\s(?:[A-ZÄÖÜ][\w-]*(?:ausschuss|rat|versammlung)\b|Ausschuss\b)|An\s(?:den|die)\s"
)
NO_TITLE_KINDS = (None, PaperKind.SATZUNG)
_NOT_TITLE = re.compile(
    r"(?i)^(?:\W*$"
    r"|.{4,60}\s(?:der|die) (?:(?:ober|samtgemeinde)?bürgermeister|landrat|landrätin|amtsdirektor)(?:in)?$"
    r"|(?:unser|mein) zeichen\b|top\s\d{1,2}\s\((?:nicht)?öffentlich\)$"
    r"|gedruckt auf|der (?:ober)?bürgermeister|die (?:ober)?bürgermeisterin"
    r"|der landrat|die landrätin|herrn?\b|frau\b|an (?:den|die|das|herrn)\b|"
    r"seite\b|stadtr[aä]t|fraktion\b|.*\b\d{5}\s[A-ZÄÖÜ]|.*(?:straße|str\.)\s?\d|tel|fax|e-?mail"
    r"|www\.|https?:|anwesen|vorsitz|beginn|ende|raum\b|ort:|"
    r"(?:öffentlich|nichtöffentlich)(?:\s|$)|(?:mon|diens|donners|frei|sams|sonn)tag,|mittwoch,"
    r"|.*\bUhr\b|☐|☒|_{3,}|-{3,}|änderungen der wordvorlage|verantwortlich|"
    r"top\b\s*\d*$|tagesordnung$|.*fraktion(?:en)?(?:\s(?:im|in)\s.{4,60})?$"
    r"|vorlage\b|drucksache\b|grund der vorlage"
    r"|bitte\b|beschluss de[sr] .{5,60}(?: vom|rate?s|rats|ausschusses|versammlung)$"
    r"|beschluss de[sr] .{5,60} vom"
    r"|öffentliche sitzung|nichtöffentliche sitzung"
    r"|anlagen?\b|\d{1,2} anlagen?|betroffene|haushalt\s?20\d\d|doppelhaushalt\b|bürgersaal"
    r"|rathaus|zur sitzung|sitzung\b|sehr geehrte|anzahl\b|dokumente$|startseite$|recherche$|anmelden$"
    r"|zurück\b|zum inhalt|inhalt$|grunddaten$|vorlesen|(?:bürger|rats|gremien|kreistags)-?info\w*|allris\b"
    r"|sessionnet|\W*(?:begründung|sachverhalt|erläuterung(?:en)?|sachdarstellung|beschlussvorschl[aä]ge?"
    r"|beschluss(?:text|entwurf|empfehlung))(?:$|\s?/|\s(?:zum|und|zur)\b)"
    r"|(?:zu\s)?(?:top|tagesordnungspunkt|punkt)\s(?:[ön]\s?)?\d[\d.]{0,5}\s?:?$"
    r"|antrag\s(?:des|der|von)\s.{3,60}\svom\s[\d. ]{6,10}$"
    r"|antrag\s(?:\w+\s){0,3}nr\.|antrag\s(?:\w+-mitglied|magistrats)|antwort\s(?:der|des|ober|bürger|land)"
    r"|.*\bgez\.|seiteninhalt|sie sind hier|daten angezeigt|beteiligungen?$|für die (?:gemeinde|stadt)\b)"
)
ORDERS = re.compile(r"\b(?:wird|werden|wurde|ist|sind|darf|dürfen|soll|sollen|beschließt|stimmt|nimmt)\b")
_IS_TOLD = re.compile(r"\b(?:wird|werden|ist|sind)\s(?:\w+\s){0,5}\w+\W*$")
_ENDS_TOLD = re.compile(r"\s[a-zäöüß]\S*\s.*[a-zäöüß]{3}\.$")
# Points and files; „9. Änderung des Flächennutzungsplans“ is a title.
_ENTRY = re.compile(
    r"(?:\d{1,2}[.)](?!\s(?:vereinfachte\s|teilweise\s)?(?:Änderung|Nachtrag|Fortschreibung|Ergänzung|Erweiterung))"
    r"|[A-H]\.)\s|[a-z]\)\s|[-•*]\s|.*\(PDF\b"
)
# „a) Abwägung der Stellungnahmen“ below the title
LISTED = re.compile(r"(?:[a-e]\)|[1-6][.)])\s{1,4}[A-ZÄÖÜ][^.!?:]{3,90}")
_COLUMN_GAP = re.compile(r"\t|\s{3,}")
_LOST_HEADS = re.compile(
    r"(?i)^(?:bezeichnung\s?inhalt|tagesordnungspunkt|sitzung des .{5,60}|sitzungsvorlage|betreff)$"
)
_FLAT_TOP = re.compile(
    r"\bTOP\s(?:[ÖN]\s)?\d[\d.]{0,5}:?\s(?P<title>[A-ZÄÖÜ„][^\n]{10,300}?)"
    r"\s(?:Beschluss(?:vorschlag|entwurf|empfehlung|antrag)|Sachverhalt|Sachdarstellung|Begründung):"
)
_FLAT_REACH = 1500
_LINES_OF_PRESS, _SHORT_DATELINE = 10, 60
ENDS_SENTENCE = re.compile(r"[a-zäöüß]{3}[.!]$")


def title_paragraph(head: Head, paper: PaperText, block: Block | None) -> tuple[int, int, float] | None:
    """Return the title-like paragraph with its confidence: beside the Beratungsfolge, right before the first
    section, else the first one.
    """
    paragraphs = _title_paragraphs(head, paper, block)
    if not paragraphs:
        return None
    if block is not None:
        chosen, confidence = _beside_block(paragraphs, paper.lines[block.first].start), 0.85
    elif head.end < len(paper.clean.text):
        chosen, confidence = _most_telling(paragraphs), 0.75
    else:
        chosen, confidence = paragraphs[0], 0.75
        if ENDS_SENTENCE.search(chosen[-1].stripped) and len(chosen) > 2:
            return None
    start, end = chosen[0].span()[0], chosen[-1].span()[1]
    return (start, end, confidence) if end - start <= LONGEST_TITLE else None


def _beside_block(paragraphs: list[list[Line]], block_start: int) -> list[Line]:
    """Prefer the title between Beratungsfolge and text; else the last one above the Beratungsfolge."""
    below = [p for p in paragraphs if p[0].start > block_start]
    return below[0] if below else paragraphs[-1]


def _most_telling(paragraphs: list[list[Line]]) -> list[Line]:
    """Return the paragraph that looks most like a title: longest up to a limit, the last one of equals."""
    last = len(paragraphs) - 1

    def weight(index: int) -> tuple[int, int]:
        letters = sum(len(line.stripped) for line in paragraphs[index])
        return min(letters, _FULL_TITLE) + (_BESIDE_TEXT if index == last else 0), index

    return paragraphs[max(range(len(paragraphs)), key=weight)]


def _title_paragraphs(head: Head, paper: PaperText, block: Block | None) -> list[list[Line]]:
    """Return the paragraphs that may be titles, up to where the text begins (without a Beratungsfolge)."""
    used = [(value.start, value.end) for value in head.values]
    repeated = _repeated(paper)
    paragraphs: list[list[Line]] = []
    last_end = -1
    for line in head.lines:
        if block is None and len(paragraphs) > 1 and _begins_text(paragraphs[-1]):
            break
        points_on = bool(paragraphs) and last_end >= 0 and _goes_on(paragraphs[-1][-1], line, last_end)
        begins = last_end < 0 or paper.clean.text.count("\n", last_end, line.start) > 1
        is_value = (begins and line.stripped[:1].islower()) or any(
            line.start <= start < line.end for start, _ in used
        )
        opens = line is head.lines[0] and len(line.stripped) >= _SHORTEST_OPENING
        is_button = line.stripped in repeated and not opens
        is_value = is_value or _is_below_label(line, head, paper)
        if is_value or (not points_on and is_no_title(line, paper)) or is_button:
            last_end = -1
            continue
        gap = paper.clean.text[last_end : line.start] if last_end >= 0 else "\n\n"
        continues = gap.count("\n") <= 1 or (
            paragraphs
            and (paragraphs[-1][-1].stripped.endswith((";", ",")) or line.stripped.startswith("hier:"))
        )
        if last_end >= 0 and continues and paragraphs:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        last_end = line.end
    if block is None and len(paragraphs) > 1 and _begins_text(paragraphs[-1]):
        paragraphs.pop()
    return [
        p
        for p in paragraphs
        if sum(len(line.stripped) for line in p) >= 8
        and len(p) <= MOST_TITLE_LINES
        and not _is_prose(p)
        and not _is_letterhead(p)
        and not _is_sentence(p)
        and not _is_label(p[-1], paper)
    ]


def _goes_on(before: Line, line: Line, last_end: int) -> bool:
    """Tell whether a line continues a title: with a dash in the next line, or behind a comma."""
    listed = re.match(r"\s*[-–]\s", line.text) is not None or LISTED.fullmatch(line.stripped) is not None
    return (line.start - last_end <= 1 and listed) or (
        before.stripped.endswith(",") and title_kind(line.stripped) in NO_TITLE_KINDS
    )


def _is_below_label(line: Line, head: Head, paper: PaperText) -> bool:
    """Tell whether a line is the value of a label that fills the line above („Bearbeitung:“)."""
    above = paper.clean.text.rfind("\n", 0, max(line.start - 1, 0)) + 1
    words = paper.clean.text[above : max(line.start - 1, 0)].strip()
    field = paper.layout.labels.get(key(words)) if words.endswith(":") else None
    return field is not None and field != "subject" and above >= head.lines[0].start


def _is_sentence(paragraph: list[Line]) -> bool:
    """Tell whether a paragraph leads something in, or tells something in one line."""
    last = paragraph[-1].stripped
    if last.endswith(":"):
        return True
    return len(paragraph) == 1 and (_IS_TOLD.search(last) is not None or _ENDS_TOLD.search(last) is not None)


def _repeated(paper: PaperText) -> set[str]:
    """Return short lines that occur more than once: the buttons and menus of a web page, page heads."""
    counts = Counter(line.stripped for line in paper.lines[:_LINES_OF_MENUS])
    return {words for words, count in counts.items() if count > 1 and len(words) <= _LONGEST_BUTTON}


def _is_letterhead(paragraph: list[Line]) -> bool:
    """Tell whether a paragraph is the name of the issuer or of an office and not a title."""
    first = paragraph[0]
    return len(paragraph) <= _LINES_OF_LETTERHEAD and (
        head_issuer([(line.text, line.start) for line in paragraph]) is not None
        or _OFFICE.match(first.stripped) is not None
    )


def is_office(text: str) -> bool:
    """Tell whether words name an office („Bauamt“, „Dezernat III“)."""
    return _OFFICE.match(text) is not None


def _is_label(line: Line, paper: PaperText) -> bool:
    """Tell whether a short line stands above a value of its own: „Freigabe“ above a day."""
    if len(line.stripped.split(" ")) > _WORDS_OF_LABEL:
        return False
    start = bisect_right(paper.line_starts, line.start)
    below = paper.lines[start] if start < len(paper.lines) else None
    if below is None or below.start - line.end > 1:
        return False
    day = day_in(below.stripped[:_LONGEST_BUTTON])
    return day is not None and day.start <= _WEEKDAY


def is_title_text(text: str) -> bool:
    """Tell whether words paired with a label from another line may be a title."""
    return (
        _NOT_TITLE.match(text) is None
        and not (text[:1].islower() and " " not in text)
        and re.search(r"[A-Za-zäöüß]{4}", text) is not None
        and title_kind(text) in NO_TITLE_KINDS
    )


def _begins_text(paragraph: list[Line]) -> bool:
    """Tell whether a paragraph is a sentence of the text: long, with a verb and its stop."""
    text = " ".join(line.stripped for line in paragraph)
    return len(text) > _SHORTEST_SENTENCE and text[-1] in ".:" and ORDERS.search(text) is not None


def _is_prose(paragraph: list[Line]) -> bool:
    text = " ".join(line.stripped for line in paragraph)
    return len(text) > 300 or (len(text) > 160 and ENDS_SENTENCE.search(text) is not None)


def is_no_title(line: Line, paper: PaperText) -> bool:
    text = line.stripped
    if len(_COLUMN_GAP.split(text)) > 1 or _ENTRY.match(text):
        return True
    if text.endswith("-") and " " not in text:
        return True
    if text.endswith(":") and heading(line, paper.layout) is not None:
        return True
    if _NOT_TITLE.match(text) or _LOST_HEADS.match(text) or title_kind(text) not in NO_TITLE_KINDS:
        return True
    if not re.search(r"[a-zäöüß]{3}", text) and not re.search(r"[A-ZÄÖÜ]{6}", text):
        return True
    days = find_days(text)
    if days and days[-1].end == len(text) and find_bodies(text):
        return True
    if days and (days[0].end - days[0].start > len(text) * 0.5 or _is_dateline(text, days[0])):
        return True
    if re.fullmatch(
        r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s\d{4}", text
    ):
        return True
    if re.fullmatch(
        r"(?i)(?:stadt|kreis|gemeinde|landkreis|markt|landeshauptstadt)\s[\wäöüß-]+(?:\s[\wäöüß-]+)?", text
    ):
        return True
    if kind_and_number(line.text) or key(text) in paper.layout.consultation_starts:
        return True
    slots = paper.slots(line)
    return any(slot.start == line.span()[0] for slot in slots)


def _is_dateline(text: str, day: Day) -> bool:
    """Tell whether a line is nothing but place and day („Musterstadt, den 3. Mai 2021“)."""
    return day.end >= len(text) - 1 and _PLACE_AND.fullmatch(text, 0, day.start) is not None


def flat_title(paper: PaperText) -> tuple[str, int, int, float] | None:
    """Return what stands between „TOP 2.5“ and the decision of a Vorlage that has lost its lines."""
    found = _FLAT_TOP.search(paper.clean.text, 0, _FLAT_REACH)
    if found is None or "\n" in found["title"]:
        return None
    return paper.flowing(*found.span("title")), *found.span("title"), 0.8


def title_of_content(paper: PaperText) -> tuple[str, int, int, float] | None:
    """Return the title below „Inhalt:“ where the decision follows it."""
    for section, below in pairwise(paper.sections):
        words = paper.clean.text[section.start : section.end].strip()
        if key(section.heading) == "inhalt" and below.kind == "resolution" and len(words) < _LONGEST_CONTENT:
            if ENDS_SENTENCE.search(words) or not is_title_text(words):
                return None
            start = paper.clean.text.index(words, section.start)
            return paper.flowing(start, start + len(words)), start, start + len(words), 0.75
    return None


def title_of_press(paper: PaperText) -> tuple[str, int, int, float] | None:
    """Return the headline of a press release: a line by itself below the day it is dated."""
    lines = [line for line in paper.lines[:_LINES_OF_PRESS] if title_kind(line.stripped) is None]
    for line, below in pairwise(lines):
        words = line.stripped.split(" | ")[0]
        days = find_days(words)
        is_dated = len(days) == 1 and days[0].end >= len(words) - 1 and len(line.stripped) < _SHORT_DATELINE
        if is_dated and is_title_text(below.stripped) and not ENDS_SENTENCE.search(below.stripped):
            start, end = below.span()
            is_alone = paper.clean.text[below.end : below.end + 3].count("\n") > 1
            return (
                (paper.flowing(start, end), start, end, 0.8)
                if is_alone and end - start < _LONGEST_CONTENT
                else None
            )
    return None
