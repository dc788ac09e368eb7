"""Kinds that no word names: the answer to those who asked, the decision that says how the body voted."""

import re

from allmende.reading.bodies import find_bodies
from allmende.reading.dates import day_in
from allmende.reading.lines import Line
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
_LONGEST_HEADING = 40
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


def heads_group(line: Line, below: Line | None, index: int) -> bool:
    """Tell whether „Zur Kenntnisnahme:“ stands over the bodies that take note."""
    return (
        index > 1
        and below is not None
        and len(line.stripped) < _LONGEST_HEADING
        and bool(find_bodies(below.text))
        and day_in(below.text) is not None
    )


def proposes(paper: PaperText) -> bool:
    """Tell whether a paper whose title is that of a statute proposes it: „Haushaltssatzung für 2031“ above
    „Beschlussvorschlag“.
    """
    return any(section.kind == "resolution" and PROPOSED.match(section.heading) for section in paper.sections)
