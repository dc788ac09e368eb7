"""What is decided or moved: the formal resolution of a paper, point by point."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from allmende.reading.dates import DATE_SHAPE
from allmende.reading.facts import PaperKind
from allmende.reading.leaps import leaps
from allmende.reading.paper_text import PaperText
from allmende.reading.point_marks import NUMBERED, chapters, dashed, find_marks, ordinal, points_apart
from allmende.reading.sections import Section
from allmende.reading.telling_numbers import PAPER_NUMBER
from allmende.reading.unheaded import DECIDING, without_heading

_WITHOUT = {PaperKind.ANFRAGE, PaperKind.PRESSEMITTEILUNG, PaperKind.STELLUNGNAHME, PaperKind.EINLADUNG}
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
    r"|\bAbstimmungsergebnis\b|\bAbstimmung:\s"
)
_VOTE_PLACES = re.compile(r"[\nBA](?:(?<=\n)(?=[ \t]*(?:-\s?)?[emABJ])|(?<=B)eratungserg|(?<=A)bstimmung)")
_ORDER = re.compile(
    r"(?:(?<=\n)|^)[ \t]*(?:Die Verwaltung|Der (?:Ober|Land)?[Bb]ürgermeister|Der Landrat|Das Präsidium)\s"
)
_VERB = re.compile(
    r"^(?:Das|Der|Die)\s(?P<body>[A-ZÄÖÜ][\w-]+)\s(?:\w+\s){0,3}?(?:sieht|betont|nimmt"
    r"|befürwortet|lädt|fordert|bittet|begrüßt|hat|erwartet|geht|hält|lehnt"
    r"|spricht|unterstützt|stellt|bekräftigt|appelliert|beschließt|empfiehlt|weist|dankt"
    r"|kritisiert|erkennt|warnt|verurteilt|erklärt|bedauert)\b"
)
_TAKES_NOTE = re.compile(r"(?i)(?:zur\skenntnis\szu\snehmen|um\skenntnisnahme)\W*$")
_SHORTEST = 12
# „Der Ortschaftsrat empfiehlt einstimmig.“ leads the points in, though it ends as a sentence.
_VOTED_LEAD = re.compile(
    r"\W*(?:Der|Die|Das)\s[^.:\n]{3,120}?\s(?:empfiehlt|beschließt|stimmt)\b[^.:\n]{0,60}?(?:einstimmig|mehrheitlich|zu)\.?"
)
# „b) Auslegungsbeschluss“: the title of the decision that follows.
_NEXT_TITLE = re.compile(
    r"\n[ \t]*(?:\n[ \t]*)+(?:[a-h]\)|[A-H]\.|[IVX]{1,4}\.)[ \t]{1,12}[A-ZÄÖÜ][^.:\n]{3,80}\s*$"
)
# Headings that often stand over the reasons, too; a formal „Antrag:“ goes before them.
_WEAK = ("vorschlag", "empfehlung", "vorschlag der verwaltung", "verwaltungsvorschlag")

_POSITIONS = re.compile(
    r"\b(?:folgende[nr]?|nachstehende[nr]?)\s(?:\w+\s){0,2}"
    r"(?:Positionen|Forderungen|Punkte|Grundsätze|Thesen|Leitlinien)\b[^.;:]{0,80}:\s*\n"
)
# „B. Ausschuss für Soziales: Der Ausschuss nimmt …“: the name of the body alone is no part of the point.
_BODY_LABEL = re.compile(
    r"(?=[\w -]{0,60}(?:[Rr]at|[Tt]ag|schuss|versammlung|vertretung|bürgerschaft)\b)"
    r"[A-ZÄÖÜ][\w-]*(?:\s(?:[A-ZÄÖÜ][\w-]*|für|und|des|der|im|,)){0,8}\s?:?\s(?=(?:Der|Die|Das)\s[A-ZÄÖÜ])",
)
_GAP = re.compile(r"\n\n{3,}|\n(?:[ \t]*\n){4,}")
_REPORT = re.compile(r"(?<=[.!“\"])\n\n\n(?=\S)")
_PARAGRAPH_END = re.compile(r"(?<=[.!“\"])[ \t]*\n[ \t]*\n")
# „Musterstadt, 09.05.2031“, „Lindner / Landrat“ below the last paragraph.
_SIGNED = re.compile(
    rf"\n[ \t]*[A-ZÄÖÜ][\w./() -]{{2,40}},\s(?:den\s)?{DATE_SHAPE}[ \t]*(?=\n|$|[ ]{{2}})"
    r"|\n[ \t]*\n[ \t]*(?:gez\.\s?)?(?:[A-ZÄÖÜ][\wäöüß.-]+\s){0,3}[A-ZÄÖÜ][\wäöüß-]+[ \t]*\n[ \t]*"
    r"(?:$|(?:Erste[rn]?\s)?(?:(?:Ober|Verbands|Samtgemeinde|Orts)?[Bb]ürgermeister|Landr[aä]t|Beigeordnete|Stadtr[aä]t|Amtsdirektor"
    r"|Kämmerer|Verbandsvorsitzende|Dezernent)(?:in|r)?[ \t]*(?=\n|$))"
)
_PAGE_MARK = re.compile(
    r"\s(?:[A-ZÄÖÜ-]{4,}\s){0,4}(?:Sitzungsvorlage|Beschlussvorlage|Vorlage)\sSeite:?\s\d{1,3}\b"
    r"|\n[ \t]*(?:Drucksachen|Vorlagen?)-?\s?(?:[Nn]ummer|Nr\.):?[ \t]*\n?[ \t]*\S{4,20}"
    r"[ \t]*\n[ \t]*Seite\s\d"
)
# The wording of a statute follows („§ 6 Beschließender Ausschuss“); its paragraphs are no points.
_STATUTE = re.compile(r"(?:^|\n)[ \t]*(?:§|Art(?:ikel|\.)?)\s{1,3}\d{1,3}[a-z]?\b[^.;:\n]{0,80}$")
_PROVISOS = re.compile(
    r"(?i)\bmit\s(?:den\s|der\s)?folgenden?\s(?:maßgabe|änderung|ergänzung|auflage|bedingung)(?:e?n)?\s?:$"
)
_AND_ORDERS = re.compile(r"\bund\s(?:beauftragt|ermächtigt|bittet|empfiehlt|beschließt)\b")
_SENTENCE = re.compile(
    r"(?:Der|Die|Das|Es)\s[^\n]{3,200}\b(?:be(?:schließ|auftrag)t|empfiehlt|nimmt|stimmt|wird)\b"
)
# „Beschluss: zurückgestellt“ above „Vorlage: …“ are fields of a web page.
_NEXT_FIELD = re.compile(r"\s*(?:Vorlage|Drucksache|Vorlagenart|Sitzung|Gremium|Datum)\s?:")
_LINE_END = re.compile(r"[ \t]*\n")
_SALUTATION = re.compile(r"(?:^|\n)[ \t]*(?:Sehr geehrte|Liebe[rs]?\s[A-ZÄÖÜ]|Guten Tag)")


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
    if kind is PaperKind.RESOLUTION and (points := list(_positions(paper)) or list(_statements(paper))):
        return points
    section = _formal(paper, kind)
    if section is None or (kind is PaperKind.MITTEILUNGSVORLAGE and _TAKES_NOTE.search(section.heading)):
        return []
    run = [*_side_by_side(paper, section), _with_numbered_headings(paper, section)]
    if kind is PaperKind.AUSZUG:
        run = [_without_report(paper, part) for part in run]
    return [point for part in run for point in _points(paper, part)]


def _without_report(paper: PaperText, section: Section) -> Section:
    """Return the section up to the report on the debate that a web page shows behind two empty lines."""
    text = paper.clean.text
    report = _REPORT.search(text, section.start, section.end)
    if report is None or NUMBERED.search(text, report.end() - 1, section.end):
        return section
    return replace(section, end=report.start() + 1)


def _side_by_side(paper: PaperText, section: Section) -> list[Section]:
    """Return the decisions right before the formal one, without another section between: each body has its
    own („Beschlussvorschlag für den Finanzausschuss“, „Beschlussvorschlag für den Rat“).
    """
    if section.kind != "resolution":
        return []
    before: list[Section] = []
    for other in reversed(paper.sections[: _index(paper, section)]):
        if other.kind != "resolution":
            break
        if _is_whole_decision(_content(paper, other)):
            before.insert(0, other)
    return before


def _is_whole_decision(text: str) -> bool:
    """Tell whether a text decides and ends as a sentence, unlike a lead-in or a stretch of the head."""
    return DECIDING.search(text) is not None and text.rstrip().endswith((".", "!", "“", '"', "”"))


def _index(paper: PaperText, section: Section) -> int:
    return next(
        (i for i, other in enumerate(paper.sections) if other.heading_start >= section.heading_start), 0
    )


def _with_numbered_headings(paper: PaperText, section: Section) -> Section:
    """Return the section with the next ones that go on counting its roman points („II. Finanzielle
    Auswirkungen“).
    """
    text = paper.clean.text
    marks = NUMBERED.finditer(text, section.start, section.end)
    numbers = [mark["number"] for mark in marks if not mark["number"].isdigit()]
    if not numbers or numbers[0] != "I":
        return section
    for following in paper.sections:
        if following.heading_start != section.end:
            continue
        mark = NUMBERED.match(text, following.heading_start)
        if mark is None or ordinal(mark["number"]) != ordinal(numbers[-1]) + 1:
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
    formal = [section for section in formal if not _is_weak(section)] or formal
    motions = [section for section in sections if section.kind == "motion"]
    short = [section for section in sections if section.kind == "short_resolution"]
    if formal and not (motions and kind is PaperKind.BESCHLUSSVORLAGE and _is_weak(formal[0])):
        return _longest_of_last(paper, formal)
    if kind in (PaperKind.ANTRAG, PaperKind.BESCHLUSSVORLAGE, None) and motions:
        return motions[0]
    if kind in (PaperKind.BESCHLUSSVORLAGE, None) and short and "antrag" in short[-1].heading.casefold():
        return short[-1]
    return without_heading(paper, kind)


def _is_weak(section: Section) -> bool:
    return section.heading.strip(" :.").casefold() in _WEAK


def _longest_of_last(paper: PaperText, formal: list[Section]) -> Section:
    """Prefer the last formal decision, but not a mere repetition of its first words."""
    last = formal[-1]
    earlier = max(formal, key=lambda section: len(_content(paper, section)))
    return last if len(_content(paper, last)) * 4 >= len(_content(paper, earlier)) else earlier


def _content(paper: PaperText, section: Section) -> str:
    """Return the text of a section up to a vote; empty when it holds only a result."""
    text = paper.clean.text[section.start : section.end]
    if vote := next(leaps(_VOTE_PLACES, _VOTE_LINE, text), None):
        text = text[: vote.start()]
    if title := _NEXT_TITLE.search(text):
        text = text[: title.start()]
    bare = text.strip(" \n\t*:-–_#")
    first, _, rest = bare.partition("\n")
    is_field = _NEXT_FIELD.match(rest) is not None and _RESULT_ONLY.match(first) is not None
    return "" if len(bare) < _SHORTEST or is_field or _RESULT_ONLY.match(bare) else text


def _points(paper: PaperText, section: Section) -> Iterator[Point]:
    text = _content(paper, section)
    if apart := points_apart(text):
        for number, first, last in apart:
            if point := _point(paper, section, number, first, last):
                yield point
        return
    if below := chapters(text):
        for first, last in below:
            yield from _points(paper, replace(section, start=section.start + first, end=section.start + last))
        return
    marks = find_marks(text)
    if not marks and (listed := dashed(text)):
        for first, last in listed:
            end = last if last < len(text) else first + len(_last_point(text[first:], [" "]))
            if point := _point(paper, section, None, first, end):
                yield point
        return
    if not marks:
        yield from _unnumbered(paper, section, text)
        return
    lead = text[: marks[0].start()].strip()
    spoken = section.heading.strip() if _SENTENCE.match(section.heading.strip()) else ""
    if _STATUTE.search(lead) or _is_one_sentence(lead or spoken, marks):
        first = section.heading_start - section.start if spoken else 0
        if point := _point(paper, section, None, first, len(_until_gap(text))):
            yield point
        return
    is_letter = section.kind == "motion" and len(marks) > 1 and _SALUTATION.search(paper.clean.text)
    if (
        len(lead) >= _SHORTEST
        and not _LEAD_IN.search(lead)
        and not _VOTED_LEAD.fullmatch(lead)
        and not _opens(lead)
        and not is_letter
    ):
        yield from _unnumbered(paper, section, text[: marks[0].start()])
    bodies = [text[mark.end() : other.start()] for mark, other in pairwise(marks)]
    bodies.append(_last_point(text[marks[-1].end() :], bodies))
    recounted = len(marks) > 1 and marks[0]["number"] == marks[1]["number"]
    for index, (mark, body) in enumerate(zip(marks, bodies, strict=True)):
        number = str(index + 1) if recounted else mark["number"]
        if point := _point(paper, section, number, mark.end(), mark.end() + len(body)):
            yield point


def _is_one_sentence(lead: str, marks: Sequence[re.Match[str]]) -> bool:
    """Tell whether letters only part the end of a sentence that decides more: „… und beauftragt das Amt,
    a) …“, „… mit folgenden Maßgaben: a) …“.
    """
    is_open = (lead.endswith(",") and _AND_ORDERS.search(lead)) or _PROVISOS.search(lead) is not None
    return bool(is_open) and _SENTENCE.search(lead) is not None and marks[0]["number"] == "a"


def _opens(lead: str) -> bool:
    """Tell whether a lead-in is open („Der Oberbürgermeister wird beauftragt,“): no full stop at its end."""
    return not lead.rstrip("*_ ").endswith((".", "!", "“", '"'))


def _last_point(text: str, before: list[str]) -> str:
    """Cut what follows the last point: behind a gap, or behind its paragraph where each point is one."""
    text = _until_gap(text)
    if before and not any(_PARAGRAPH_END.search(body.strip()) for body in before):
        end = _PARAGRAPH_END.search(text, len(text) - len(text.lstrip()))
        return text[: end.start() + 1] if end else text
    return text


def _until_gap(text: str) -> str:
    """Cut a text at a gap of several empty lines (signatures, notes) or at a page mark within a line."""
    gap = _GAP.search(text) or _PAGE_MARK.search(text)
    text = text[: gap.start()] if gap else text
    signed = _SIGNED.search(text)
    return text[: signed.start()] if signed else text


def _unnumbered(paper: PaperText, section: Section, text: str) -> Iterator[Point]:
    start = len(text) - len(text.lstrip(" \n\t*:–-_#"))
    if (number := PAPER_NUMBER.match(text, start)) and _LINE_END.match(text, number.end()):
        start = number.end() + len(text[number.end() :]) - len(text[number.end() :].lstrip())
    body = _until_gap(text[start:])
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
    if label := _BODY_LABEL.match(words):
        words = words[label.end() :]
    raw = paper.clean.text[start:end]
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    if len(words) < 3:
        return None
    confidence = 0.95 if section.kind == "resolution" else 0.8
    return Point(number, words, start, end, confidence)


def _positions(paper: PaperText) -> list[Point]:
    """Return the numbered positions or demands that a sentence announces („folgende Positionen:“)."""
    text = paper.clean.text
    opening = _POSITIONS.search(text)
    if opening is None or len(find_marks(text[opening.end() :])) < 2:
        return []
    section = Section("resolution", opening.group(), opening.start(), opening.end(), len(text))
    return list(_points(paper, section))


def _statements(paper: PaperText) -> Iterator[Point]:
    """Yield the paragraphs in which an organ of an association states, demands or welcomes something."""
    prose = paper.prose
    position = 0
    for paragraph in prose.text.split("\n"):
        start, position = position, position + len(paragraph) + 1
        if _VERB.match(paragraph):
            first, last = prose.span(start, start + len(paragraph.rstrip()))
            yield Point(None, paragraph.strip(), first, last, 0.9)
