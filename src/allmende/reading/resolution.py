"""What is decided or moved: the formal resolution of a paper, point by point."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from allmende.reading.facts import PaperKind
from allmende.reading.paper_text import PaperText
from allmende.reading.sections import Section

_WITHOUT = {PaperKind.ANFRAGE, PaperKind.PRESSEMITTEILUNG, PaperKind.STELLUNGNAHME, PaperKind.EINLADUNG}
_NUMBERED = re.compile(r"(?:(?<=\n)|^)[ \t]{0,60}(?P<number>\d{1,2}|[IVX]{1,4})(?:\.\)?|\))[ \t]{1,8}(?=\S)")
_LETTERED = re.compile(r"(?:(?<=\n)|^)[ \t]{0,60}(?P<number>[a-j])\)[ \t]{1,8}(?=\S)")
_INLINE_NUMBERED = re.compile(r"(?:(?<=[\s:;.])|^)(?P<number>\d{1,2})\.\s(?=[A-ZÄÖÜ„])")
_LEAD_IN = re.compile(r":\s*$")
_RESULT_ONLY = re.compile(
    r"(?i)^\W*nach (?:dem )?antrag\b.*|^\W*(?:(?:un)?(?:ge|ver)ändert\s(?:beschlossen|empfohlen)"
    r"|einstimmig\w*(?:\s\w+)?|mehrheitlich\w*(?:\s\w+)?|"
    r"abgelehnt|zurückgestellt|vertagt|zur kenntnis genommen|beschlossen|siehe\s.{0,60}"
    r"|s\.\s.{0,40}|entfällt|keine?r?|./.|-+)\W*$",
    re.DOTALL,
)
_VOTE_LINE = re.compile(
    r"\n[ \t]*(?:-\s?)?(?:einstimmig|mehrheitlich|Abstimmungsergebnis|Beratungsergebnis"
    r"|Ja-Stimmen|Ja:\s?\d)|\bBeratungsergebnis\s-?\w"
    r"|\bAbstimmungsergebnis\b"
)
_ORDER = re.compile(
    r"(?:(?<=\n)|^)[ \t]*(?:Die Verwaltung|Der (?:Ober|Land)?[Bb]ürgermeister|Der Landrat|Das Präsidium)\s"
)
_VERB = re.compile(
    r"^(?:Das|Der|Die)\s(?P<body>[A-ZÄÖÜ][\w-]+)\s(?:\w+\s){0,3}?(?:sieht|betont|nimmt"
    r"|befürwortet|lädt|fordert|bittet|begrüßt|hat|erwartet|geht|hält|lehnt"
    r"|spricht|unterstützt|stellt|bekräftigt|appelliert|beschließt|empfiehlt|weist|dankt"
    r"|kritisiert|erkennt|warnt|verurteilt|erklärt|bedauert)\b"
)
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One point with its offsets in the clean view."""

    number: str | None
    text: str
    start: int
    end: int
    confidence: float


def find_points(paper: PaperText, kind: PaperKind | None) -> list[Point]:
    """Return the points of the resolution; none for papers that decide nothing."""
    if kind in _WITHOUT:
        return []
    if kind is PaperKind.RESOLUTION and (points := list(_statements(paper))):
        return points
    section = _formal(paper, kind)
    return list(_points(paper, _with_numbered_headings(paper, section))) if section is not None else []


def _with_numbered_headings(paper: PaperText, section: Section) -> Section:
    """Return the section with the next ones that go on counting its roman points („II. Finanzielle
    Auswirkungen“).
    """
    text = paper.clean.text
    numbers = [mark["number"] for mark in _NUMBERED.finditer(text, section.start, section.end)]
    if not numbers or numbers[0] != "I":
        return section
    for following in paper.sections:
        if following.heading_start != section.end:
            continue
        mark = _NUMBERED.match(text, following.heading_start)
        if mark is None or _ROMAN.get(mark["number"]) != _ROMAN.get(numbers[-1], 0) + 1:
            break
        numbers.append(mark["number"])
        section = replace(section, end=following.end)
    return section


def _formal(paper: PaperText, kind: PaperKind | None) -> Section | None:
    """Return the section that holds the formal decision: the last of them, „Kurzfassung“ only if it is
    the only one.
    """
    sections = [section for section in paper.sections if _content(paper, section)]
    formal = [section for section in sections if section.kind == "resolution"]
    motions = [section for section in sections if section.kind == "motion"]
    short = [section for section in sections if section.kind == "short_resolution"]
    if formal:
        return _longest_of_last(paper, formal)
    if kind in (PaperKind.ANTRAG, PaperKind.BESCHLUSSVORLAGE) and motions:
        return motions[0]
    if kind in (PaperKind.BESCHLUSSVORLAGE, None) and short and "antrag" in short[-1].heading.casefold():
        return short[-1]
    return None


def _longest_of_last(paper: PaperText, formal: list[Section]) -> Section:
    """Prefer the last formal decision, but not a mere repetition of its first words."""
    last = formal[-1]
    earlier = max(formal, key=lambda section: len(_content(paper, section)))
    return last if len(_content(paper, last)) * 4 >= len(_content(paper, earlier)) else earlier


def _content(paper: PaperText, section: Section) -> str:
    """Return the text of a section up to a vote; empty when it holds only a result."""
    text = paper.clean.text[section.start : section.end]
    if vote := _VOTE_LINE.search(text):
        text = text[: vote.start()]
    bare = text.strip(" \n\t*:-–_#")
    return "" if len(bare) < _SHORTEST or _RESULT_ONLY.match(bare) else text


def _points(paper: PaperText, section: Section) -> Iterator[Point]:
    text = _content(paper, section)
    marks = _sequence(list(_NUMBERED.finditer(text)))
    if len(marks) < 2 and text.count("\n") < 4:
        inline = _sequence(list(_INLINE_NUMBERED.finditer(text)))
        marks = inline if len(inline) > len(marks) else marks
    if not marks:
        lettered = list(_LETTERED.finditer(text))
        marks = (
            lettered
            if [m["number"] for m in lettered] == list("abcdefghij"[: len(lettered)]) and len(lettered) > 1
            else []
        )
    if not marks:
        yield from _unnumbered(paper, section, text)
        return
    lead = text[: marks[0].start()].strip()
    if len(lead) >= _SHORTEST and not _LEAD_IN.search(lead) and not _opens(lead):
        yield from _unnumbered(paper, section, text[: marks[0].start()])
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        point = _point(
            paper,
            section,
            mark["number"],
            mark.end(),
            mark.end() + len(_until_gap(text[mark.end() : end], index + 1 == len(marks))),
        )
        if point is not None:
            yield point


def _sequence(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the marks that count 1, 2, 3 …; numbers in between (sub-points, dates) are not points."""
    kept: list[re.Match[str]] = []
    for mark in marks:
        value = mark["number"]
        number = int(value) if value.isdigit() else _ROMAN.get(value, 0)
        if number == len(kept) + 1 and (not kept or value.isdigit() == kept[0]["number"].isdigit()):
            kept.append(mark)
    return kept


_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def _opens(lead: str) -> bool:
    """Tell whether a lead-in is open („Der Oberbürgermeister wird beauftragt,“): no full stop at its end."""
    return not lead.rstrip("*_ ").endswith((".", "!", "“", '"'))


def _until_gap(text: str, is_last: bool) -> str:
    """Cut the last point at a gap of several empty lines (signatures, notes below)."""
    gap = re.search(r"\n(?:[ \t]*\n){3,}", text) if is_last else None
    return text[: gap.start()] if gap else text


def _unnumbered(paper: PaperText, section: Section, text: str) -> Iterator[Point]:
    start = len(text) - len(text.lstrip(" \n\t*:–-_#"))
    body = _until_gap(text[start:], True)
    lead = re.match(r"(?:Der|Die|Das)\s[^.:\n]{3,160}?(?:beschließt|empfiehlt|möge)[^.:\n]{0,90}:\s*\n", body)
    if lead and len(body) - lead.end() > _SHORTEST:
        start += lead.end()
        body = body[lead.end() :]
    point = _point(paper, section, None, start, start + len(body.rstrip()))
    if point is not None:
        yield point


def _point(paper: PaperText, section: Section, number: str | None, first: int, last: int) -> Point | None:
    start, end = section.start + first, section.start + last
    words = paper.flowing(start, end)
    raw = paper.clean.text[start:end]
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    if len(words) < 3:
        return None
    confidence = 0.95 if section.kind == "resolution" else 0.8
    return Point(number, words, start, end, confidence)


def _statements(paper: PaperText) -> Iterator[Point]:
    """Yield the paragraphs in which an organ of an association states, demands or welcomes something."""
    prose = paper.prose
    position = 0
    for paragraph in prose.text.split("\n"):
        start, position = position, position + len(paragraph) + 1
        if _VERB.match(paragraph):
            first, last = prose.span(start, start + len(paragraph.rstrip()))
            yield Point(None, paragraph.strip(), first, last, 0.9)
