"""Other papers, motions and decisions a paper names: by number, else by their day, and how it relates
to them.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from allmende.reading.dates import Day, find_days
from allmende.reading.facts import Relation

_NUMBER = (
    r"(?:\d\d-\d\d\s?/\s?[A-Z]\s?\d{3,6}"
    r"|(?:[A-ZÄÖÜ]{1,5}\s)?(?:[A-ZÄÖÜ]{1,5}[-/]?)?\d[\w]*(?:\s?[-/]\s?[\wÄÖÜ]+|\.\d+){1,6}"
    r"|[A-ZÄÖÜ]{1,4}(?:[-/][\wÄÖÜ]+){1,6}|\d{3,6}\b)"
    r"(?:\s\d\.\s(?:Ergänzung|Änderung|Fassung))?"
)
_CUED = re.compile(
    rf"(?i:\b(?:(?:sitzungs|beschluss|mitteilungs|informations|berichts|verwaltungs|rats"
    rf"|ergänzungs|ausgangs|kreistags)?vorlagen?|drucksachen?|drs\.|ds|"
    rf"(?:änderungs|ergänzungs|ursprungs)?antr[aä]ge?s?|anfragen?|(?:rats|kreistags"
    rf"|gemeinderats)?beschl[uü](?:ss|ß)(?:e[sn]?)?|stellungnahme|verwaltungsstandpunkt|sv|bv"
    rf"|vorl\.))"
    rf"(?:[\s-]{{0,3}}(?:Nrn?\.?|Nummern?|Nr))?\s?[:.]?\s?\(?(?P<first>(?=[^\s]{{0,24}}\d){_NUMBER})"
)
_MORE = re.compile(
    rf"\s?(?:,|und|sowie|u\.|/|bzw\.)\s(?:Nr\.\s)?(?P<number>(?=[^\s]{{0,24}}\d){_NUMBER})(?![.,]\d)"
)
_UNCUED = re.compile(
    r"(?<![\w/.-])(?P<long>\d{3,5}/\d{4}-\d{4})(?![\w/-])|"
    r"(?<![\w/-])(?P<number>[IVX]{1,4}-[A-Z]{1,3}-\d{4,6}(?:-[A-Z]{1,4}-\d{1,2})*"
    r"|[A-Z]{2,4}-\d{1,4}/\d{4}(?:\s\d\.\sErgänzung)?"
    r"|SV-\d{1,2}-\d{3,5}|(?:BV|VO|MV|IV|AN|DS|SV|MI|V)/\d{3,5}/\d{2,4}(?:-\d{1,2})?"
    r"|DS/\d{3,5}(?:-\d)?/[IVX]+)(?![\w/-])"
)
_DATED = re.compile(
    r"(?i:\b(?:\w{0,30}beschl[uü](?:ss|ß)(?:e[sn]?)?|\w{0,20}antr[aä]ge?s?|anfragen?"
    r"|(?:sachstands)?bericht(?:e?s)?\sder\sverwaltung|sachstandsbericht(?:e?s)?|stellungnahme"
    r"|\w{0,30}vorlage|drucksache"
    r"|niederschrift|resolution|eilentscheidung|positionspapier|mitteilung|entscheidung))\b"
    r"(?P<between>(?:[^.;:\n§€\d]|[A-Z]\.){0,90}?)\s(?:vom|v\.|am)\s$"
)
_DECIDED_ON = re.compile(
    r"(?i)\b(?:\w{0,30}rat|kreistag|\w{0,30}ausschuss|versammlung|vertretung"
    r"|bürgerschaft)\b[^.;\n]{0,50}\s(?:am|vom|in seiner sitzung am|in der sitzung vom"
    r"|in der sitzung am)\s$"
)
_DECIDED = re.compile(
    r"(?i)^[^.;\n]{0,200}?\b(?:beschlossen|entschieden|zugestimmt|beauftragt|gefasst|verabschiedet)\b"
)
_NEAR = re.compile(
    r"(?i)^[\s,()]{0,3}(?:„[^“]{0,120}“\s?)?(?:des\s\w+\s)?\(?(?:vom|v\.|am|hin hat\s.{0,40}\sam|\()\s?$"
)
_RELATIONS = (
    (
        Relation.AUFGEHOBEN,
        re.compile(
            r"(?i)aufhebung|aufgehoben|aufzuheben|hebt\b.{0,80}\bauf\b|außer kraft|rückgängig|rücknahme"
        ),
    ),
    (Relation.ERSETZT, re.compile(r"(?i)ersetzt|neufassung|tritt an die stelle|anstelle")),
    (
        Relation.GEAENDERT,
        re.compile(
            r"(?i)änderung de[rs]|geändert|abgeändert|abweichend v|wird wie folgt geändert|änderungsantrag zu"
        ),
    ),
    (
        Relation.ERGAENZT,
        re.compile(r"(?i)ergänzung (?:der|des|zu)|ergänzt\b|ergänzungsvorlage zu|ergänzend zu"),
    ),
)
_NO_PAPER = re.compile(
    r"(?i)schreiben|bescheid|erlass|vertrag|mail|rundschreiben|gesetz|verordnung|satzung|urteil"
    r"|pressemitteilung"
)
_DATE_REACH = 70
_RELATION_REACH = 330
_SENTENCE = re.compile(r"(?<=[a-zäöüß]{3})[.;]\s|\n")
_CUE_REACH, _NUMBER_REACH = 60, 40
_NUMBER_LIKE = re.compile(
    r"\d\w{0,12}\s?[-/]\s?\w|[-/][A-ZÄÖÜ\d]{1,12}[-/]\d|Nr\.?:?\s?\d{2}|Nr\.?:?\s?[A-Z]{1,5}\s?\d"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another paper with its offsets in the prose view."""

    number: str | None
    day: date | None
    relation: Relation
    start: int
    end: int
    confidence: float


def find_references(
    text: str, own: str | None, sittings: frozenset[date], days: list[Day] | None = None
) -> list[Reference]:
    """Return the papers named in a prose text except the paper's own number; each once."""
    days = find_days(text) if days is None else days
    numbered = _numbered(text, own, days)
    dated = _dated(text, days, {reference.day for reference in numbered if reference.day} | sittings)
    return sorted([*numbered, *dated], key=lambda reference: reference.start)


def _numbered(text: str, own: str | None, days: list[Day]) -> list[Reference]:
    found: dict[str, Reference] = {}
    own_key = normalized(own) if own else ""
    for start, end in _number_spans(text):
        number = " ".join(text[start:end].split()).rstrip(" .,-/)")
        name = normalized(number)
        if not name or (own_key and own_key.endswith(name)) or _is_date_or_year(number):
            continue
        reference = Reference(
            number, _day_near(text, start, end, days), relation_at(text, start, end), start, end, 0.9
        )
        known = found.get(name)
        if known is None:
            found[name] = reference
        else:
            found[name] = _merged(known, reference)
    return list(found.values())


def _number_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for first, last in _windows(text):
        for match in _CUED.finditer(text, first, last):
            spans.append(match.span("first"))
            position = match.end()
            while more := _MORE.match(text, position):
                spans.append(more.span("number"))
                position = more.end()
        covered = {position for start, end in spans if end > first for position in range(start, end)}
        uncued = [match for match in _UNCUED.finditer(text, first, last) if match.start() not in covered]
        spans.extend(match.span(match.lastgroup or 0) for match in uncued)
    return spans


def _windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches around digits with a stroke or behind „Nr.“, where alone a paper number can
    stand.
    """
    windows: list[tuple[int, int]] = []
    for match in _NUMBER_LIKE.finditer(text):
        first, last = max(0, match.start() - _CUE_REACH), min(len(text), match.end() + _NUMBER_REACH)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return windows


def _merged(known: Reference, other: Reference) -> Reference:
    relation = known.relation if known.relation is not Relation.BEZUG else other.relation
    return Reference(known.number, known.day or other.day, relation, known.start, known.end, known.confidence)


def _is_date_or_year(number: str) -> bool:
    return bool(
        re.fullmatch(r"(?:19|20)\d\d(?:\s?[-/–]\s?(?:(?:19|20)?\d\d))?", number)
        or re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?", number)
        or re.fullmatch(r"\d{1,2}-\d{1,2}", number)
    )


def normalized(number: str) -> str:
    """Return a paper number as it is compared: capitals, no blanks."""
    return re.sub(r"\s+", "", number).upper()


def _day_near(text: str, start: int, end: int, days: list[Day]) -> date | None:
    """Return the day that dates a numbered paper: behind it („vom“), or before it („Beschluss vom … zum
    Antrag Nr.“).
    """
    place = bisect_left(days, end, key=lambda day: day.start)
    for day in days[place : place + 1]:
        if end <= day.start <= end + _DATE_REACH:
            between = text[end : day.start]
            if _NEAR.match(between):
                return day.value
            hat = re.match(r"\s?hin\shat\s[^.;]{0,40}\sam\s$", between)
            return day.value if hat else None
    for day in reversed(days[max(0, place - 3) : place]):
        if start - 60 <= day.end <= start:
            between = text[day.end : start]
            before = text[max(0, day.start - 60) : day.start]
            if re.fullmatch(
                r"\s?(?:und\s[^.;]{0,30})?(?:zu[rm]?|\(|,)(?:[^.;\d]|Nr\.){0,40}", between
            ) and re.search(r"(?:vom|am)\s$", before):
                return day.value
    return None


def _dated(text: str, days: list[Day], known: set[date]) -> list[Reference]:
    """Return papers named by their day only."""
    found: dict[date, Reference] = {}
    for index, day in enumerate(days):
        if day.value in known or day.value in found:
            continue
        before = text[max(0, day.start - 140) : day.start]
        chained = index > 0 and day.start - days[index - 1].end <= 12 and days[index - 1].value in found
        if chained and re.fullmatch(
            r"\s?(?:,|und|sowie)\s(?:vom\s|am\s)?", text[days[index - 1].end : day.start]
        ):
            relation = found[days[index - 1].value].relation
            found[day.value] = Reference(None, day.value, relation, day.start, day.end, 0.75)
            continue
        cue = _DATED.search(before)
        if cue is not None and not _NO_PAPER.search(cue["between"]):
            start = day.start - len(before) + cue.start()
            found[day.value] = Reference(
                None, day.value, relation_at(text, start, day.end), start, day.end, 0.75
            )
        elif _DECIDED_ON.search(before) and _DECIDED.match(text[day.end : day.end + 220]):
            found[day.value] = Reference(
                None, day.value, relation_at(text, day.start, day.end), day.start, day.end, 0.7
            )
    return list(found.values())


def relation_at(text: str, start: int, end: int) -> Relation:
    """Return how the paper relates to what stands at `[start, end)`, by the words of that sentence
    before it.
    """
    first = max(start - _RELATION_REACH, 0)
    for sentence in _SENTENCE.finditer(text, first, max(start - 60, first)):
        first = sentence.end()
    before = text[first:start]
    after = text[end : end + 60].split(". ")[0]
    for relation, pattern in _RELATIONS:
        if pattern.search(before) or (relation is Relation.AUFGEHOBEN and pattern.search(after)):
            return relation
    return Relation.BEZUG
