"""Kinds that no word names: the answer to those who asked, the decision that says how the body voted."""

import re

from allmende.reading.bodies import find_bodies
from allmende.reading.dates import day_in
from allmende.reading.lines import Line, cells
from allmende.reading.paper_text import PaperText

# The administration writes to those who asked or moved: „Für Ihren Antrag vom … danke ich Ihnen.“
_ANSWERS = re.compile(
    r"(?i)\b(?:(?:für|auf|zu)\s(?:ihren|ihrem)\s(?:[\w.-]+\s)?antrag|(?:für|auf|zu)\s(?:ihre|ihrer)\s(?:[\w.-]+\s)?"
    r"anfrage)\b[^.:]{0,160}(?:\.\d[^.:]{0,80}){0,3}"
    r"\b(?:danke|antworte|beantworte|teile|nehme|nimmt|nehmen|teilen|antworten)\b"
    r"|\bzu\s(?:ihrer|der)\sanfrage\b[^.:]{0,120}(?:\.\d[^.:]{0,60}){0,3}\bnimmt\sdie\sverwaltung\b"
)
# The words of a proposed decision.
PROPOSED = re.compile(
    r"[bB](?i:eschlu(?:ss|ß)(?:vorschlag|entwurf|empfehlung|antrag|text))|[dD](?i:rucksache-?art)"
)
_OF_OFFICE = re.compile(
    r"\b(?:Beschlussorgan|Sachbearbeitung|Geschäftszeichen|Kostenstelle|Dezernat|Fachdienst|Fachbereich|Magistrat)\b"
    r"|(?m:^\s*Der\s(?:Oberb|B)ürgermeister\s*$)"
)
_OF_GROUP = re.compile(r"(?i)fraktion|gruppe\b|stadtverordnete|antragsteller|bezirksverordnete")
_OFFICE_REACH, _HEAD_LINES = 700, 45
_NUMBER_BEFORE = re.compile(
    r"(?:(?:DS|Drs\.?|Drucksache|Vorlage|VO|BV|AN|A)[ -]?)?(?:Nr\.\s)?(?=\S{0,12}\d{2})[A-Z]{0,4}"
    r"\d{1,5}[a-z]?[/-]\d{2,4}(?:[/-]\d{1,3})?\s(?=[A-ZÄÖÜ])"
)
_VOTE_REACH = 300
_BODY_VOTED = re.compile(
    r"\W{0,12}(?:Der|Die|Das)\s(?=[\w-]{0,40}(?:[Rr]at|tag|schuss|versammlung|vertretung|beirat|bürgerschaft)\b)"
    r"[^.:;]{3,140}?\s(?:empfiehlt|beschließt|stimmt|beschloss|empfahl|fasst|nimmt)\b[^.:;]{0,100}?"
    r"\b(?:einstimmig|mehrheitlich|bei\s(?:\w+|\d+)\s(?:Enthaltung|Gegenstimme|Nein))"
)


def answers(head: str) -> bool:
    """Tell whether the administration writes to those who moved or asked."""
    return _ANSWERS.search(head) is not None


def votes_in_decision(paper: PaperText) -> bool:
    """Tell whether the first sentence of a decision says how the body voted („… empfiehlt einstimmig“)."""
    text = paper.clean.text
    decisions = [section for section in paper.sections if section.kind == "resolution"]
    return any(
        _BODY_VOTED.match(section.heading)
        or _BODY_VOTED.match(text, section.start, min(section.end, section.start + _VOTE_REACH))
        for section in decisions
    )


def heads_group(lines: list[Line], index: int) -> bool:
    """Tell whether the role in a line („Zur Kenntnisnahme:“) stands over the bodies that have it."""
    below = lines[index + 1].text if 1 < index < len(lines) - 1 else ""
    return bool(find_bodies(below)) and day_in(below) is not None


def proposes(paper: PaperText) -> bool:
    """Tell whether a paper whose title is that of a statute proposes it: „Haushaltssatzung für 2031“ above
    „Beschlussvorschlag“.
    """
    return any(
        section.kind == "resolution" and (PROPOSED.match(section.heading) or "möge" in section.heading)
        for section in paper.sections
    )


def is_of_office(head: str) -> bool:
    """Tell whether an office proposes what is headed „Antrag“, and no group of the council."""
    top = head[:_OFFICE_REACH]
    return _OF_OFFICE.search(top) is not None and _OF_GROUP.search(top) is None


def proposal_start(paper: PaperText) -> int:
    """Return from where on „Antrag“ heads what an office proposes: below the subject or the decision."""
    end = len(paper.clean.text)
    decided = next((part.heading_start for part in paper.sections if part.kind == "resolution"), end)
    if not is_of_office(paper.clean.text):
        return decided
    slots = (slot for line in paper.lines[:_HEAD_LINES] for slot in paper.slots(line))
    return min(decided, next((slot.start for slot in slots if slot.field == "subject"), end))


def unnumbered(text: str) -> str:
    """Return a title without the paper's number before it („DS 062a/2016 Änderungsantrag zur …“)."""
    number = _NUMBER_BEFORE.match(text)
    return text[number.end() :] if number else text


def joined(line: Line, below: Line | None) -> str:
    """Return a line, with the rest of a word that is broken over two lines („Beschluss-“, „drucksache“)."""
    text = line.stripped
    if below is not None and text.endswith("-") and len(columns := cells(line)) > 1:
        under = [cell for cell in cells(below) if abs(cell.line_offset - columns[-1].line_offset) <= 1]
        return columns[-1].text[:-1] + under[0].text if under and under[0].text[0].islower() else text
    if below is None or not text.endswith("-") or " " in text or not below.stripped[:1].islower():
        return text
    return text[:-1] + below.stripped
