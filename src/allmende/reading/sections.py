"""The sections of a paper: where a heading stands, what it opens, and where its content ends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from allmende.reading.layouts import Layout, key
from allmende.reading.lines import Line, numbering_end

_LONGEST_HEADING = 110
_TO_BODY = re.compile(
    r"(?:Beschluss-?)?(?:Antrag|Anträge|Beschlussvorschlag|Beschlussempfehlung"
    r"|Empfehlung)\s(?:an|für)\s(?:den|die|das)\s[A-ZÄÖÜ]"
)
_MAY_DECIDE = re.compile(
    r"(?:(?:Der|Die|Das)\s[A-ZÄÖÜ][^.:\n]{2,90}?|Es)\s(?:möge|wolle|mögen|wollen)\s(?:bitte\s|folgendes\s)?"
    r"(?:be(?:schließen|schliessen)|zustimmen|fassen)[^:.\n]{0,40}:",
)
_DECIDES = re.compile(
    r"(?:Der|Die|Das)\s(?=(?:[\w-]{1,40},?\s){0,3}?[\w-]{0,40}(?:rat|tag|schuss|versammlung|vertretung|bürgerschaft"
    r"|präsidium|senat|magistrat)\b)[^.:]{3,130}?"
    r"\s(?:beschließt|beschliesst|empfiehlt|fasst|stimmt zu|beauftragt)\b[^.:]{0,80}:$",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"(?i)\b(?:möge[n]?|wolle[n]?)\s(?:\w+\s){0,3}(?:beschließen|beschliessen|zustimmen)\b"
    r"|\bbeantrag(?:t|en|e)\b"
    r"|\bbitte[nt]?\b[^.:\n]{0,80}\bbeschließen\szu\slassen\b"
    r"|folgenden?\s(?:\w+\s)?(?:beschluss|antrag)|beschluss zu fassen|zu beschließen|stell(?:t"
    r"|en|e)\b.{0,60}\bantrag\b"
)
# „Der Stadtrat beschließt: Anlage 1 wird ergänzt:“, lead-in and decision in one line.
_DECIDES_HERE = re.compile(
    r"(?:Der|Die|Das)\s(?=[\w-]{0,40}(?:[Rr]at|tag|schuss|versammlung|vertretung|[Bb]ürgerschaft)\b)"
    r"[\w-]{3,60}\s(?:beschließt|beschliesst|empfiehlt)(?:\s(?:folgendes|wie\sfolgt|daher))?:(?=\s+[A-ZÄÖÜ1])"
)
# „Beschlussvorschlag Rat:“, „Inhalt/Beschlussvorschlag“, „Beschluss/Antrag (neu)“.
_DECISION = re.compile(
    r"(?i)(?:[\wäöüß]{3,20}\s?[/-]\s?|(?:vorgeschlagener?|geänderter?|neuer?|formeller?)\s)?"
    r"(?:(?:beschlu(?:ss|ß)|entscheidungs)\s?-?\s?(?:vorschl[aä]ge?|entw[uü]rfe?|empfehlung(?:en)?|antr[aä]ge?|texte?"
    r"|formulierung|fassung|tenor|inhalt|punkte?|wortlaut|ziffern?)|beschlu(?:ss|ß)\s?/\s?(?:antrag|empfehlung))"
    r"(?P<tail>[^.;!?]{0,70}?)\s?(?P<colon>:?)$"
)
_DECISION_TAIL = re.compile(
    r"(?i)\s?(?:$|/|\(.{1,50}\)$|(?:der|des|für|an|zum|zur|nach|im|in|gemäß|vom|nr\.?|neu|alt|\d|[ivx]+)\b"
    r"|[\wäöüß-]*(?:rat|tag|schuss|versammlung|vertretung|bürgerschaft|beirat|senat|magistrat|verwaltung)\b)"
)
_TOLD_VERB = re.compile(
    r"(?i)\b(?:liegt|wird|wurde|werden|wurden|ist|sind|hat|haben|siehe|lautet|lag|war|waren)\b"
)
_FIRST_MARK = re.compile(r"\s*\(?(?:1|I|a|A)[.)]\s*\S")
_INLINE = re.compile(r"(?P<word>[A-ZÄÖÜ][\wÄÖÜäöüß/-]*)\s+(?=1\.\s)")
_CLOSING = re.compile(
    r"(?:gez\.|gezeichnet|In Vertretung|i\.\s?V\.|i\.\s?A\.|Im Auftrag|Mit freundlichen|Hauptamt\s[-–])"
)
_IS_ASKED = re.compile(
    r"(?:Der|Die|Das|Dem)\s(?=[A-ZÄÖÜ][\w-]*(?:rat|rates|tag|schuss|versammlung|vertretung|bürgerschaft|beirat)\b)"
    r"[^.:\n]{3,90}?\swird\s(?:um\s[^.:\n]{3,40}\s)?(?:gebeten|vorgeschlagen|empfohlen)\b[^.:\n]{0,40}[,:]$"
)
_IS_ORDERED = re.compile(
    r"(?:Der|Die|Das)\s[A-ZÄÖÜ][^.:\n]{2,90}?\s(?:wird|werden)\s(?:\w+\s){0,3}?"
    r"(?:beauftragt|gebeten|aufgefordert|ersucht|ermächtigt),$"
)
# A lead-in inside a long line begins behind a sentence, a number or a title, at a capital letter.
_CLAUSE_START = re.compile(r"(?:(?<=[.!?:;“\"\d)])|(?<=[a-zäöüß]))\s+(?=[A-ZÄÖÜ„])")
_DECISION_WORD = re.compile(
    r"(?<!\S)(?:Beschlu(?:ss|ß)(?:vorschlag|entwurf|empfehlung|antrag|text|punkte?|fassung)|BESCHLUSSVORSCHLAG)"
    r"(?:\s\((?!\d|[a-z]\))[^)]{1,40}\)|\s(?:der|des|für|an)\s(?:den|die|das)?\s?[A-ZÄÖÜ][\w-]+)?\s?:?"
    r"(?=\s(?:\(?1[.)\s]|I\.|a\)|Der\s|Die\s|Das\s|Dem\s|Es\s))"
)
_LONGEST_LINE, _LONGEST_LEAD_IN = 90, 150
_BROKEN_WORD = re.compile(r"[\w-]+-")
_LETTER = re.compile(r"[A-Z][ \t]{2,}(?=[A-ZÄÖÜ])")
_SENTENCE_END = re.compile(r"[.!?]\s*$")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows until the next one; offsets in the clean view."""

    kind: str
    heading: str
    heading_start: int
    start: int
    end: int


def find_sections(lines: list[Line], layout: Layout, text_end: int) -> list[Section]:
    """Return the sections in their order; jump lists (headings without content) are left out."""
    pieces = [piece for line in lines for piece in _pieces(line)]
    heads = [
        (line, *found)
        for line, below in zip_longest(pieces, pieces[1:])
        if (found := heading(line, layout) or _opens_points(line, below)) is not None
    ]
    sections = []
    for index, (line, kind, content_start, words) in enumerate(heads):
        end = heads[index + 1][0].span()[0] if index + 1 < len(heads) else text_end
        sections.append(Section(kind, words, line.span()[0], content_start, end))
    return sections


_VOTED = re.compile(
    r"(?i)(?:mit\s+\d{1,3}\s+gegen\s+\d{1,3}\s+stimmen?|einstimmig|mehrheitlich)\s+(?:wurde\s+)?beschlossen:$"
)


def heading(line: Line, layout: Layout) -> tuple[str, int, str] | None:
    """Return kind, start of the content and words of the heading that opens this line; None when none
    does.
    """
    offset = numbering_end(line.text)
    if letter := _LETTER.match(line.text, offset):
        offset = letter.end()
    text = line.text[offset:].rstrip()
    last = text[-1:]
    if last == ":" and len(text) >= 12 and _VOTED.match(text):
        return "resolution", line.end, text
    if last == ":" and len(text) >= 12 and (_DECIDES.match(text) or _MOVES.search(text)):
        return "resolution", line.end, text
    if last in (":", ",") and _IS_ASKED.match(text):
        return "resolution", line.end, text
    if len(text) < 3 or not (text[0].isupper() or text[0] in "gi"):
        return None
    if last == "-" and _BROKEN_WORD.fullmatch(text):
        return None
    if (
        text[0] in "ABE"
        and _TO_BODY.match(text)
        and len(text) < _LONGEST_HEADING
        and not _SENTENCE_END.search(text)
    ):
        kind = layout.sections.get(key(text), "resolution")
        return kind, line.end, text
    if ":" in text and (decide := _MAY_DECIDE.match(text) or _DECIDES_HERE.match(text)):
        return "resolution", line.start + offset + decide.end(), decide.group()
    if len(text) <= _LONGEST_HEADING and (whole := _whole(text, layout.sections)):
        return whole, line.end, text
    if len(text) < _LONGEST_HEADING and _CLOSING.match(text) and not _SENTENCE_END.search(text):
        return "closing", line.start + offset, text
    return _with_content(line, offset, text, layout.sections)


def _pieces(line: Line) -> list[Line]:
    """Return a line, or the parts of a long one that lead-ins of a decision open („… möge beschließen:“)."""
    if len(line.text) <= _LONGEST_LINE:
        return [line]
    breaks = {0, len(line.text)}
    for colon in re.finditer(r":(?=\s)", line.text):
        first = max(0, colon.start() - _LONGEST_LEAD_IN)
        for stop in _CLAUSE_START.finditer(line.text, first, colon.start()):
            if _leads_in(line.text[stop.end() : colon.end()]):
                breaks.update((stop.end(), colon.end()))
                break
    for word in _DECISION_WORD.finditer(line.text):
        breaks.update(word.span())
    return [
        Line(line.start + first, line.start + last, line.text[first:last])
        for first, last in pairwise(sorted(breaks))
    ]


def _leads_in(text: str) -> bool:
    return bool(
        _MAY_DECIDE.fullmatch(text)
        or _DECIDES.fullmatch(text)
        or _names_decision(text)
        or (text[:1].isupper() and _MOVES.search(text) and not _SENTENCE_END.search(text[:-1]))
    )


def _opens_points(line: Line, below: Line | None) -> tuple[str, int, str] | None:
    """Return „Der Rat beschließt,“ as a heading where the first point stands in the next line."""
    text = line.stripped
    if below is None or not text.endswith(",") or not _FIRST_MARK.match(below.text):
        return None
    if _DECIDES.match(text[:-1] + ":"):
        return "resolution", line.end, text
    return ("motion", line.end, text) if _IS_ORDERED.match(text) else None


def _whole(text: str, words: Mapping[str, str]) -> str | None:
    """Return the kind of a line that is nothing but a heading, with or without colon or qualifier."""
    if kind := words.get(key(text)):
        return kind
    if "(" in text and (kind := words.get(key(text.split("(")[0]))) and text.rstrip(" :").endswith(")"):
        return kind
    if _names_decision(text):
        return "resolution"
    if not text.endswith(":"):
        return None
    parts = text.rstrip(" :").split(" ")
    for count in range(min(len(parts), 4), 0, -1):
        kind = words.get(key(" ".join(parts[:count])))
        if kind and kind != "closing" and len(text) <= 70 and _qualifies(parts[count:]):
            return kind
    return None


def _names_decision(text: str) -> bool:
    """Tell whether a line is a decision's heading by its grammar; what follows its word must qualify it."""
    named = _DECISION.match(text)
    if named is None or _TOLD_VERB.search(named["tail"]):
        return False
    return _DECISION_TAIL.match(named["tail"]) is not None


def _qualifies(rest: list[str]) -> bool:
    return not rest or rest[0].casefold() in (
        "für",
        "des",
        "der",
        "zu",
        "zum",
        "zur",
        "vom",
        "und",
        "im",
        "an",
        "in",
        "am",
        "-",
        "–",
        "/",
        "nach",
        "aus",
        "gemäß",
    )


def _with_content(
    line: Line, offset: int, text: str, words: Mapping[str, str]
) -> tuple[str, int, str] | None:
    """Return a heading with its content in the same line: „Beschluss: einstimmig“, „Beschluss 1. Der
    Rat …“.
    """
    colon = text.find(":", 0, 80)
    if colon > 0 and (kind := words.get(key(text[:colon]))):
        return kind, line.start + offset + colon + 1, text[:colon]
    gap = text.find("  ", 0, 60)
    if gap > 0 and (kind := words.get(key(text[:gap]))):
        return kind, line.start + offset + gap, text[:gap]
    inline = _INLINE.match(text)
    if inline and (kind := words.get(key(inline["word"]))):
        return kind, line.start + offset + inline.end(), inline["word"]
    first = text.split(" ", 1)[0]
    if first in ("Beratungsergebnis", "Abstimmungsergebnis") and len(text) > len(first):
        return "result", line.start + offset + len(first), first
    return None
