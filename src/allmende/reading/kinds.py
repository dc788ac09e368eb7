"""What sort of paper it is: by the words of its head, else by what it contains."""

import re

from allmende.reading.contained_kinds import ATTENDANCE, KindFound, contained_kind
from allmende.reading.dated_titles import is_dated_item
from allmende.reading.facts import PaperKind
from allmende.reading.kind_titles import names_kind, title_kind
from allmende.reading.layouts import key
from allmende.reading.lines import Line, cells
from allmende.reading.paper_text import PaperText
from allmende.reading.told_kinds import heads_group, joined, proposal_start, proposes, unnumbered

_HEAD_LINES = 45
_SHORT_LINE, _LONGEST_FIRST = 110, 260
_SHORTEST_ANSWER = 40
_TITLE_LINES = 6
_STATUTE_LINES = 10
_ART = re.compile(
    r"(?:(?:drucksachen?|vorlagen?|dokument)-?art|status|ursprung|art(?:\sder\s(?:vorlage|drucksache))?|typ"
    r"|vorlagentyp)\s?:?\s*(?P<value>.{0,60})$",
    re.IGNORECASE,
)
_MINUTES_OF_ITEM = re.compile(
    r"(?i)punkt\s\d{1,3}\s(?:der\stagesordnung|und)"
    r"|tagesordnungspunkt\s{0,3}(?:\n\s*)?(?:top\s)?(?:ö|n)?\s?\d|drucksache-?\s?nr|\btop\s(?:ö"
    r"|n)\s\d|vorlage:\s"
)
# The item of minutes that count by paragraphs: „§ 221 - Erweiterung der Grundschule (öffentlich)“.
_PARAGRAPH = re.compile(r"\s*§\s\d{1,4}\s[-–]\s[A-ZÄÖÜ].*\((?:nicht)?öffentlich\)\s*$")
# The trail above a web page: „Kreis Musterland > Aktuelles > Pressemitteilungen > 2031“.
_TRAIL = re.compile(
    r"[>»/]\s(?:Presse(?:mitteilung(?:en)?|informationen|archiv|meldungen)?|Pressemeldungen)\b"
)
_LINES_OF_TRAIL = 3


def find_kind(paper: PaperText) -> KindFound | None:
    """Return the kind of the paper; None when neither its words nor its structure tell it."""
    named = _named(paper)
    resolution = any(section.kind == "resolution" for section in paper.sections)
    if named is not None and not (named.kind is PaperKind.SATZUNG and proposes(paper)):
        return _corrected(named, paper, resolution)
    return contained_kind(paper, resolution=resolution)


def _named(paper: PaperText) -> KindFound | None:
    lines = paper.lines[:_HEAD_LINES]
    for line in lines[:_LINES_OF_TRAIL]:
        if _TRAIL.search(line.text):
            return KindFound(PaperKind.PRESSEMITTEILUNG, *line.span(), 0.8)
    for index, line in enumerate(lines):
        found = _art(line, lines[index + 1] if index + 1 < len(lines) else None)
        if found is not None:
            return found
    if any(is_dated_item(line.text) or _PARAGRAPH.match(line.text) for line in lines[:_TITLE_LINES]):
        return KindFound(PaperKind.AUSZUG, 0, 0, 0.85)
    statute: KindFound | None = None
    for index, line in enumerate(lines):
        text = joined(line, lines[index + 1] if index + 1 < len(lines) else None)
        longest = _SHORT_LINE if index else _LONGEST_FIRST
        if len(text) > longest and len(cells(line)) == 1:
            continue
        if not names_kind(text) or _is_opened_section(line, index, paper):
            continue
        if key(line.text) in paper.layout.roles and heads_group(lines, index):
            continue
        if line.text.startswith((" " * 30,)) and len(text) > 60:
            continue
        columns = [cell.text for cell in cells(line)]
        # A line that goes on in small letters is justified text, not a row of columns.
        parts = dict.fromkeys([text] if any(words[0].islower() for words in columns) else [text, *columns])
        for part in parts:
            if len(part) <= longest and (kind := title_kind(part) or title_kind(unnumbered(part))):
                if kind is PaperKind.ANTRAG and line.start > proposal_start(paper):
                    continue
                found = KindFound(kind, *line.span(), 0.95)
                if kind is not PaperKind.SATZUNG:
                    return found
                statute = statute or (found if index < _STATUTE_LINES else None)
    return statute


def _is_opened_section(line: Line, index: int, paper: PaperText) -> bool:
    """Tell whether „Antrag:“ below the head is the heading of what is proposed, not the name of the kind."""
    return (
        index > _TITLE_LINES and re.fullmatch(r"(?i)(?:antrag|anfrage|antwort):", line.stripped) is not None
    )


def _art(line: Line, below: Line | None) -> KindFound | None:
    match = _ART.fullmatch(line.stripped) if line.stripped[:1] in "DdVvSsAaTtUu" else None
    if match is None:
        return None
    value, where = (
        (match["value"], line) if match["value"] else (below.stripped if below else "", below or line)
    )
    kind = title_kind(value.split(",", 1)[0].strip(" :"))
    return KindFound(kind, *where.span(), 0.97) if kind else None


def _corrected(found: KindFound, paper: PaperText, resolution: bool) -> KindFound:
    """Return the kind in the light of the content: an answered Anfrage, minutes of one item, a mere
    report.
    """
    text = paper.clean.text
    head = text[:2500]
    if found.kind in (PaperKind.ANFRAGE, PaperKind.ANTRAG) and _is_answered(paper):
        return KindFound(PaperKind.STELLUNGNAHME, found.start, found.end, 0.85)
    if (
        found.kind is PaperKind.NIEDERSCHRIFT
        and _MINUTES_OF_ITEM.search(head)
        and not (ATTENDANCE.search(head) and not re.search(r"(?i)\bauszug", head))
        and len(re.findall(r"(?i)(?:punkt|top)\s\d", head)) <= 4
    ):
        return KindFound(PaperKind.AUSZUG, found.start, found.end, 0.9)
    if (
        found.kind is PaperKind.BESCHLUSSVORLAGE
        and not resolution
        and re.search(r"(?i)um kenntnisnahme wird gebeten", text)
    ):
        return KindFound(PaperKind.MITTEILUNGSVORLAGE, found.start, found.end, 0.7)
    return found


def _is_answered(paper: PaperText) -> bool:
    answers = re.compile(r"(?i)^(?:stellungnahme|antwort|beantwortung)(?:\s(?:der|des)\s(?!fraktion))?")
    return any(
        section.kind == "facts"
        and section.end - section.start > _SHORTEST_ANSWER
        and not _is_pointer(paper.clean.text[section.start : section.end])
        and answers.match(section.heading)
        for section in paper.sections
    )


def _is_pointer(content: str) -> bool:
    """Tell whether behind „Stellungnahme der Verwaltung:“ only the number of another paper stands."""
    return re.fullmatch(r"[A-ZÄÖÜ]{0,4}[\d/-]{4,16}", content.strip().partition("\n")[0].strip()) is not None
