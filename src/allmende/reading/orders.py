"""What a decision orders: conditions („mit der Maßgabe, dass …“), and duties with addressee and day."""

import re
from dataclasses import dataclass
from datetime import date

from allmende.reading.dates import find_days
from allmende.reading.leaps import leaps

# Dots of abbreviations and of days do not end a sentence; the line of a result does.
_DOT = (
    r"\.(?=\d|\s[a-zäöü])|(?<=\d)\.(?=\s(?:\d|[JFMASOND][a-zä]{2,8}\s\d{4}))"
    r"|(?<=\b\d)\.|(?<=\b\d\d)\.|(?<=\b[A-Za-z])\.(?=\s?[A-ZÄÖÜ])|(?<=\bNr)\.|(?<=\bca)\.|(?<=\bggf)\."
    r"|(?<=\bbzw)\.|(?<=\bDr)\.|(?<=\bAbs)\.|(?<=\bgem)\.|(?<=\binkl)\.|(?<=\bvgl)\.|(?<=\bDrs)\."
)
_NO_RESULT = r"(?!(?:Beratungs|Abstimmungs)ergebnis)"
_REST = rf"(?:{_NO_RESULT}(?:[^.;\n]|{_DOT})){{8,400}}"
_CONDITION = re.compile(
    rf"\b(?:[Mm]it\sder\sMaßgabe|[Uu]nter\sder\s(?:Bedingung|Voraussetzung|Auflage)|[Uu]nter\sdem\sVorbehalt)"
    rf"\b,?\s?{_REST}|\b[Vv]orbehaltlich\s(?:der|des|einer|eines)\s(?:{_NO_RESULT}(?:[^.,;\n]|{_DOT})){{4,160}}"
)
_PLACES = re.compile(r"[MmUuVv](?=it\sder\sMaßg|nter\sde|orbehaltlich)")
_WHO = (
    r"(?:Stadt|Gemeinde|Kreis|Amts|Verbands|Samtgemeinde|Verbandsgemeinde)?[Vv]erwaltung"
    r"|(?:(?:Ober|Land|Verbands|Samtgemeinde|Verbandsgemeinde|Orts|Erste\s)?[Bb]ürgermeister|Magistrat|Amtsdirektor"
    r"|Gemeindevorstand|Verbandsvorsitzende|Werkleiter"
    r"|Landrat|Vorsteher|Verbandsvorsteher|Vorstand|Geschäftsführer|Senat|Kreisausschuss)(?:s|in|es)?"
    r"|Landrätin|Werkleitung|Betriebsleitung|Geschäftsführung|Verbandsleitung|Bezirksamt|Präsidium|Geschäftsstelle"
)
_TASK = r"(?:beauftragt|gebeten|aufgefordert|verpflichtet|angewiesen)"
_PASSIVE = re.compile(
    rf"(?P<who>[Dd](?:er|ie|as)\s(?:{_WHO}))\s(?:wird|ist|werden)\s(?:\w+\s){{0,4}}?{_TASK},?\s(?P<what>{_REST})"
)
_ACTIVE = re.compile(
    rf"\b(?:beauftragt|bittet|ersucht|verpflichtet)\s(?P<who>(?:die|den|das)\s(?:{_WHO})(?:en)?),\s(?P<what>{_REST})"
)
_VERBS = re.compile(r"[bev](?=eauftragt|ittet|rsucht|erpflichtet)")
_UNTIL = re.compile(
    r"(?i)\bbis\s(?:spätestens\s)?(?:zum\s|einschließlich\s)?$|\bspätestens\s(?:am|zum|bis)\s$"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with its offsets in the prose view."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with its offsets in the prose view."""

    addressee: str
    text: str
    due: date | None
    start: int
    end: int


def find_conditions(text: str) -> list[Condition]:
    """Return the conditions named in a prose text."""
    return [
        Condition(" ".join(match.group().split()).rstrip(" ,"), *match.span())
        for match in leaps(_PLACES, _CONDITION, text)
    ]


def find_duties(text: str) -> list[Duty]:
    """Return who is told to do what, and the day until which, if one is named."""
    found = [
        Duty(_nominative(match["who"]), " ".join(match["what"].split()), _due(match["what"]), *match.span())
        for match in (*_PASSIVE.finditer(text), *leaps(_VERBS, _ACTIVE, text))
    ]
    return sorted(found, key=lambda duty: duty.start)


def _due(text: str) -> date | None:
    return next((day.value for day in find_days(text) if _UNTIL.search(text[: day.start])), None)


def _nominative(who: str) -> str:
    """Return „Verwaltung“ of „die Verwaltung“, „Landrat“ of „den Landrat“."""
    return who.split(" ", 1)[1]
