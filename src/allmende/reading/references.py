"""Other papers, motions and decisions a paper names: by number, else by their day, and how it relates
to them.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from allmende.reading.dates import Day, find_days
from allmende.reading.facts import Relation
from allmende.reading.leaps import leaps
from allmende.reading.paper_numbers import number_spans

_DATED = re.compile(
    r"(?i:\b(?:\w{0,30}beschl[uü](?:ss|ß)(?:e[sn]?)?|\w{0,20}antr[aä]ge?s?|(?<!auf\s)anfragen?"
    r"|(?:sachstands)?bericht(?:e?s)?\sder\sverwaltung|sachstandsbericht(?:e?s)?|stellungnahme"
    r"|\w{0,30}vorlage|drucksache"
    r"|niederschrift|resolution|eilentscheidung|positionspapier|mitteilung|entscheidung))\b"
    r"(?P<between>(?:[^.;:\n§€\d]|[A-Z]\.|Bündnis\s90\s?/\s?|B\s?90\s?/){0,90}?)\s(?:vom|v\.|am)\s$"
)
_MOVED = re.compile(r"(?i)\w{0,20}(?:antr[aä]g|anfrage)")
_SUBMITTED = re.compile(
    r"(?i)[^.;\n]{0,100}\b(?:ein(?:ge)?(?:reicht|bracht|gangen)|gestellt|vorgelegt|gerichtet|beschlossen|behandelt|beraten|beantwortet"
    r"|abgelehnt|angenommen|stellte|reichte|überwiesen|verwiesen|zurückgestellt)\b"
)
_DECIDED_ON = re.compile(
    r"(?i)\b(?:\w{0,30}rat|kreistag|\w{0,30}ausschuss|(?!haupt|gesellschaft|mitglied|bürger|einwohner)\w{0,30}versammlung|\w{0,30}vertretung"
    r"|bürgerschaft)\b[^.;\n]{0,50}\s(?:am|vom|in seiner sitzung am|in der sitzung vom"
    r"|in der sitzung am)\s$"
)
_IN_BODY = re.compile(
    r"(?i)\s(?:im|in\sder|vom|von\sder|durch\sde[nr])\s(?:\w+\s)?\w{0,30}"
    r"(?:rat|kreistag|ausschuss|versammlung|vertretung|bürgerschaft)\b(?:[^.;\n§]|\d\.){0,120}?"
    r"\b(?:beschlossen|beschluss|zugestimmt|entschieden|verabschiedet|gefasst)\b"
)
_BODY = (
    r"(?:der|die|das|dem)\s(?:\w+\s)?[\w-]{0,30}(?:rat|kreistag|ausschuss|vertretung|bürgerschaft|senat"
    r"|(?<!haupt)(?<!gesellschafter)(?<!mitglieder)versammlung)\b"
)
# „Am 24.11.2016 beschloss der Stadtrat“, „nahm der Rat der Gemeinde am 08.10.2013 den Bericht zur Kenntnis“.
_VERB_THEN_BODY = re.compile(
    rf"(?i)\s(?:beschloss|entschied|billigte|verabschiedete|beauftragte|fasste|stimmte|nahm|genehmigte)\s{_BODY}"
)
_VERB_BODY_DAY = re.compile(
    rf"(?i)\b(?:beschloss|entschied|billigte|verabschiedete|beauftragte|fasste|stimmte|nahm|genehmigte)\s{_BODY}"
    r"[^.;\n]{0,60}\s(?:am|vom)\s$"
)
_TO_COME = re.compile(r"(?i)\b(?:soll|sollen|wird|werden|vorgesehen|geplant|voraussichtlich)\b")
_LIST_OF = re.compile(
    r"(?i)\b(?:folgende[nr]?|frühere[nr]?|bisherige[nr]?)\s(?:\w+\s)?(?:anträge|beschlüsse|anfragen)\b"
    r"[^.;:§€\d]{0,80}:[\s•·–-]*"
)
_ENTRY = re.compile(r"(?:(?!\b(?:am|vom|den|bis|seit|ab|zum)\s$|[.;:]\s)[^§€])+\s")
_LIST_REACH, _LONGEST_ENTRY = 600, 200
_DECIDED = re.compile(
    r"(?i)^[^.;\n]{0,200}?\b(?:beschlossen|entschieden|zugestimmt|beauftragt|gefasst|verabschiedet|gebeten|bewilligt|abgelehnt|bereitgestellt|genehmigt|freigegeben|bestätigt|vertagt|verwiesen)\b"
)
_NEAR = re.compile(
    r"(?i)^[\s,()]{0,3}(?:„[^“]{0,120}“\s?)?(?:des\s\w+\s)?\(?(?:beschluss\s|antrag\s)?"
    r"(?:vom|v\.|am|hin hat\s.{0,40}\sam|\()\s?$"
)
# „Sitzung vom 20.09.2021, TOP 11: Grundsatzbeschluss, Drs.“: one entry of a list, day first.
_SITTING_BEFORE = re.compile(r"(?i)\bsitzung\b[^.;\n]{0,40}\s(?:vom|am|v\.)\s$|[-–•]\s(?:am|vom)\s$")
_SAME_ITEM = re.compile(r"(?:[^.;\n\d(]|TOP\s\d{1,3}|\d{1,2}:|Drs\.|Nr\.|\(){0,80}")
_BRACKET_BEHIND = re.compile(r",?\s(?:[a-zäöüß]+\s){0,5}\((?:[A-ZÄÖÜ][\w-]{0,24}[\s-]?(?:Nr\.)?:?\s?)?")
_RELATIONS = (
    (
        Relation.AUFGEHOBEN,
        re.compile(
            r"(?i)aufhebung|aufgehoben|aufzuheben|\bhebt\b|außer kraft|rückgängig"
            r"|rücknahme"
        ),
    ),
    (Relation.ERSETZT, re.compile(r"(?i)\bersetzt|neufassung|tritt an die stelle|anstelle")),
    (
        Relation.GEAENDERT,
        re.compile(
            r"(?i)änderung de[rs]|zu ändernde|geändert(?!\sdurch)|abgeändert|abweichend v"
            r"|änderungsantrag zu"
        ),
    ),
    (
        Relation.ERGAENZT,
        re.compile(
            r"(?i)ergänzung (?:der|des|zu)|\bergänz(?:t|en)\b|ergänzungsvorlage zu|ergänzend zu"
            r"|zu ergänzende"
        ),
    ),
    (
        Relation.BEZUG,
        re.compile(r"(?i)(?:gefa(?:ss|ß)te|vorangegangene|vorliegende)[rn]?\sbeschlüsse|bezug:"),
    ),
)
_PASSIVE = re.compile(
    r"(?i)\b(?:(?P<AUFGEHOBEN>aufgehoben|aufzuheben|außer\skraft)"
    r"|(?P<ERSETZT>(?<!nicht\s)ersetzt|zu\sersetzen)"
    r"|(?P<GEAENDERT>(?:ab)?geändert(?!\sdurch)|abzuändern|zu\sändern)"
    r"|(?P<ERGAENZT>ergänzt|zu\sergänzen))\b"
)
# „… der Vorlage 2021/0466 sowie dem Beschluss des Kreistages vom …“: the day is that of the other one.
_OTHER_DECISION = re.compile(
    r"\s(?:sowie|und)\s(?:auf\s)?(?:de[mnrs]|die)\s(?:Beschluss|Beschlusses|Antrag|Antrages|Antrags|Anfrage)\b"
)
_ON_A_DAY = re.compile(r"(?i)(?:\b(?:am|vom|v\.)|,)\s$")
_NO_PAPER = re.compile(
    r"(?i)schreiben|bescheid|erlass|vertrag|mail|rundschreiben|gesetz|verordnung|satzung|urteil"
    r"|pressemitteilung"
)
_DATE_REACH = 70
_SENTENCE_REACH = 240
_SHORT_CLAUSE = 60
_STOPS = re.compile(r"[.\n]")
_SENTENCE = re.compile(r"(?<=[a-zäöüß)“\d]{2})(?<!\sNr)\.\s(?=[A-ZÄÖÜ„])(?!(?:\w+)\s\d{4})|\n")


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
    numbered, own_days = _numbered(text, own, days, sittings)
    known = {reference.day for reference in numbered if reference.day} | own_days
    dated = _dated(text, days, known | sittings)
    return sorted([*numbered, *dated], key=lambda reference: reference.start)


def _numbered(
    text: str, own: str | None, days: list[Day], sittings: frozenset[date]
) -> tuple[list[Reference], set[date]]:
    """Return the papers named by number, and the days that date the paper's own number."""
    found: dict[str, Reference] = {}
    own_days: set[date] = set()
    own_key = normalized(own) if own else ""
    for start, end in number_spans(text, own):
        number = " ".join(text[start:end].split()).rstrip(" .,-/)")
        if not (own and own.startswith("DS ")):
            number = number.removeprefix("DS ")
        name = normalized(number)
        if not name or _is_date_or_year(number):
            continue
        if own_key and _is_same(name, own_key):
            if day := _day_near(text, start, end, days, sittings):
                own_days.add(day)
            continue
        reference = Reference(
            number,
            _day_near(text, start, end, days, sittings),
            relation_at(text, start, end),
            start,
            end,
            0.9,
        )
        known = found.get(name)
        if known is None:
            found[name] = reference
        else:
            found[name] = _merged(known, reference)
    return list(found.values()), own_days


def _is_same(name: str, own: str) -> bool:
    """Tell whether a number is the paper's own, with or without the letters before it."""
    return own.endswith(name) or (
        len(own) > 3 and name.endswith(own) and re.search(r"\d", name.removesuffix(own)) is None
    )


def _merged(known: Reference, other: Reference) -> Reference:
    relation = known.relation if known.relation is not Relation.BEZUG else other.relation
    return Reference(known.number, known.day or other.day, relation, known.start, known.end, known.confidence)


def _is_date_or_year(number: str) -> bool:
    return bool(
        re.fullmatch(r"(?:[A-ZÄÖÜ]{2,5}\s)?(?:19|20)\d\d(?:\s?[-/–]\s?(?:(?:19|20)?\d\d))?", number)
        or re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?", number)
        or re.fullmatch(r"\d{1,2}-\d{1,2}|\d{4}-\d\d-\d\d", number)
    )


def normalized(number: str) -> str:
    """Return a paper number as it is compared: capitals, no blanks."""
    return re.sub(r"\s+", "", number).upper()


def _day_near(text: str, start: int, end: int, days: list[Day], sittings: frozenset[date]) -> date | None:
    """Return the day that dates a numbered paper: behind it („vom“), before it („Beschluss vom … zum Antrag
    Nr.“), else the only day of its sentence on which something was done.
    """
    place = bisect_left(days, end, key=lambda day: day.start)
    for day in days[place : place + 1]:
        if end <= day.start <= end + _DATE_REACH:
            between = text[end : day.start]
            if _NEAR.match(between) or re.match(r"\s?hin\shat\s[^.;]{0,40}\sam\s$", between):
                return day.value
    for day in reversed(days[max(0, place - 3) : place]):
        if start - 90 <= day.end <= start and _leads_to(text, day, start):
            return day.value
    first, last = _sentence(text, start, end)
    if other := _OTHER_DECISION.search(text, end, last):
        last = other.start()
    inside = [day for day in days[max(0, place - 3) : place + 3] if first <= day.start and day.end <= last]
    if (
        len(inside) == 1
        and inside[0].value not in sittings
        and _ON_A_DAY.search(text, max(0, inside[0].start - 24), inside[0].start)
    ):
        return inside[0].value
    return None


def _leads_to(text: str, day: Day, start: int) -> bool:
    """Tell whether a day before a number dates it („vom 29.06.2023 (20231402)“, „Sitzung vom …, Drs.“)."""
    between, before = text[day.end : start], text[max(0, day.start - 60) : day.start]
    if _SITTING_BEFORE.search(before) and _SAME_ITEM.fullmatch(between):
        return True
    if re.search(r"(?:vom|am|v\.)\s$", before) is None:
        return False
    return _BRACKET_BEHIND.fullmatch(between) is not None or (
        re.fullmatch(r"\s?(?:und\s[^.;]{0,30})?(?:zu[rm]?|\(|,)(?:[^.;\d]|Nr\.){0,40}", between) is not None
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a number, cut at a reach."""
    first = max(0, start - _SENTENCE_REACH)
    for stop in leaps(_STOPS, _SENTENCE, text, first, start):
        first = stop.end()
    stop_behind = next(leaps(_STOPS, _SENTENCE, text, end, min(len(text), end + _SENTENCE_REACH)), None)
    return first, stop_behind.start() if stop_behind else min(len(text), end + _SENTENCE_REACH)


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
        if cue is not None and not _NO_PAPER.search(cue["between"]) and _is_of_day(text, day, cue.group()):
            start = day.start - len(before) + cue.start()
            found[day.value] = Reference(
                None, day.value, relation_at(text, start, day.end), start, day.end, 0.75
            )
        elif _listed(text, days, index, found):
            found[day.value] = Reference(None, day.value, Relation.BEZUG, day.start, day.end, 0.75)
        elif _decided_in(text, day) or _decided_on(text, day, before):
            found[day.value] = Reference(
                None, day.value, relation_at(text, day.start, day.end), day.start, day.end, 0.7
            )
    return list(found.values())


def _is_of_day(text: str, day: Day, cue: str) -> bool:
    """Tell whether a motion or question is of the day: „Antrag vom …“, „Antrag … am … gestellt“; what was
    done to it „am …“ is another matter.
    """
    if not cue.endswith("am ") or not _MOVED.match(cue):
        return True
    return _SUBMITTED.search(cue) is not None or _SUBMITTED.match(text, day.end, day.end + 120) is not None


def _listed(text: str, days: list[Day], index: int, found: dict[date, Reference]) -> bool:
    """Tell whether a day opens an entry of a list of motions or decisions („folgende Anträge: …“)."""
    day = days[index]
    if not re.match(r":?\s[A-ZÄÖÜ„]", text[day.end : day.end + 3]):
        return False
    before = text[max(0, day.start - 140) : day.start]
    if _LIST_OF.search(before):
        return True
    if index == 0 or days[index - 1].value not in found:
        return False
    between = text[days[index - 1].end : day.start]
    opened = _LIST_OF.search(text, max(0, days[index - 1].start - _LIST_REACH), days[index - 1].start)
    return opened is not None and len(between) < _LONGEST_ENTRY and _ENTRY.fullmatch(between) is not None


def _decided_on(text: str, day: Day, before: str) -> bool:
    """Tell whether a council decided on a day („der Kreistag hat am 3. Mai 2021 beschlossen“)."""
    if not before[-4:-1].lower().endswith(("am", "vom")):
        return False
    decided = _VERB_BODY_DAY.search(before) or (
        _DECIDED_ON.search(before) and _DECIDED.match(text[day.end : day.end + 220])
    )
    return bool(decided) and not _TO_COME.search(before, max(before.rfind(". ") + 1, len(before) - 100))


def _decided_in(text: str, day: Day) -> bool:
    """Tell whether a council decided on a day („am 22.01.2007 im Hauptausschuss … zu diesem Beschluss“)."""
    if not re.search(r"(?i)\bam\s$", text[max(0, day.start - 4) : day.start]):
        return False
    if _VERB_THEN_BODY.match(text, day.end, day.end + 120):
        return True
    said = _IN_BODY.match(text, day.end, day.end + 200)
    clause = text[max(0, day.start - 80) : said.end() + 30] if said else ""
    return said is not None and not _TO_COME.search(clause)


def relation_at(text: str, start: int, end: int) -> Relation:
    """Return how the paper relates to what stands at `[start, end)`: by the verb of its sentence behind it
    („wird aufgehoben“), else by the nearest word before it („Aufhebung des …“, „zu ändernde Beschlüsse:“).
    """
    first, last = _sentence(text, start, end)
    if (verb := _PASSIVE.search(text, end, last)) and verb.lastgroup:
        return Relation[verb.lastgroup]
    if start - first < _SHORT_CLAUSE:
        # A heading stands in the line before („Aufzuhebende Beschlüsse“).
        heading = text.rfind("\n", max(0, first - _SHORT_CLAUSE), max(0, first - 1))
        first = heading + 1 if heading >= 0 and text[first - 1 : first] == "\n" else first
    nearest = Relation.BEZUG
    at = first
    for relation, pattern in _RELATIONS:
        for match in pattern.finditer(text, first, start):
            if match.end() > at:
                nearest, at = relation, match.end()
    return nearest
