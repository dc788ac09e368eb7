"""What a paper states about climate, staff and the staffing plan; an unticked form is no statement."""

import re
from dataclasses import dataclass

from allmende.reading.facts import ImpactTopic
from allmende.reading.leaps import leaps
from allmende.reading.ticks import has_boxes, ticked

_TOPICS = (
    (ImpactTopic.STELLENPLAN, r"(?:Auswirkungen?\sauf\sden\s)?Stellenplan\w*"),
    (
        ImpactTopic.PERSONAL,
        r"(?:Personelle|Personalwirtschaftliche)\s(?:Auswirkungen?|Folgen)|Auswirkungen?\sauf\sdas\sPersonal"
        r"|Personalbedarf",
    ),
    (
        ImpactTopic.KLIMA,
        r"Klima(?:auswirkung(?:en)?|relevanz|schutz(?:ziel)?relevanz|schutz|check|wirkung)|CO2-Relevanz"
        r"|(?:Auswirkungen?\sauf\s)(?:den\sKlimaschutz|das\sKlima)(?:\sund\s[^\n:?]{0,40})?",
    ),
)
_LABELLED = re.compile(
    "|".join(rf"(?P<{topic.name}>(?<![\w-]){words})" for topic, words in _TOPICS) + r"",
)
_PLACES = re.compile("Stellenplan|Person|Auswirkung|Klima|CO2-R")
_VALUE = re.compile(r"(?:\s\([^)\n]{0,60}\))?\s?[:?][ \t]*\n?[ \t]*(?P<value>[^\n]{2,300})")
_SAID = re.compile(
    r"(?i)^\s(?:(?:be|ent)steh(?:en|t)|liegt|liegen|sind|ist|ergeben|ergibt)\s(?P<value>[^.\n]{3,120})"
)
# „ja nein“ with the tick lost says nothing.
_OPEN = re.compile(r"(?i)^\W*(?:ja\W+nein|nein\W+ja|positiv\W+negativ.*|ja|nein)?\W*$")
_BOTH = re.compile(r"(?i)[^\n]{0,60}[:?\s]\s*(?:ja\s*\n\s*nein|nein\s*\n\s*ja)\b")
_CLOSED = re.compile(r"(?i)^\W*(?:ja|nein)\W*$")


@dataclass(frozen=True, slots=True)
class Impact:
    """One statement with its offsets in the clean view."""

    topic: ImpactTopic
    text: str
    start: int
    end: int


def find_impacts(text: str) -> list[Impact]:
    """Return what the text states behind the labels of climate, staff and staffing plan, each once."""
    found: dict[tuple[ImpactTopic, str], Impact] = {}
    for match in leaps(_PLACES, _LABELLED, text):
        topic = ImpactTopic[match.lastgroup or ""]
        value = _VALUE.match(text, match.end()) or _SAID.match(text[match.end() : match.end() + 160])
        if value is None:
            continue
        said = value["value"] if value.re is _VALUE else value.group()
        if (statement := _statement(said)) is not None and not _both(text, match.end()):
            end = value.end() if value.re is _VALUE else match.end() + value.end()
            found.setdefault((topic, statement), Impact(topic, statement, match.start(), end))
    return list(found.values())


def _both(text: str, start: int) -> bool:
    """Tell whether „ja“ and „nein“ stand below each other behind a label: a form without its ticks."""
    return _BOTH.match(text, start) is not None


def _statement(value: str) -> str | None:
    """Return the ticked words of a form, else the words; None for an empty form."""
    if has_boxes(value):
        words = ", ".join(ticked(value))
        return words or None
    plain = " ".join(value.split())
    if _CLOSED.match(plain):
        return plain.strip(" .,;")
    return None if _OPEN.match(plain) else plain
