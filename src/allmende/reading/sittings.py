"""Sittings outside a Beratungsfolge: the sitting of minutes, the one in the head of a Vorlage, a mere
handing over.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from allmende.reading.bodies import WEEKDAY, BodyName, find_bodies, is_body_word, nominative, same_body
from allmende.reading.dates import Day, find_days
from allmende.reading.header import Head
from allmende.reading.labels import Value
from allmende.reading.layouts import Layout, key
from allmende.reading.stations import Station

_LEAD_OF_LAW = 48
_HEAD = 1600
_GAP = re.compile(
    r"(?i)[\s,;:()–|-]*(?:(?:(?:in der|zur|in seiner"
    r"|in ihrer)\s)?(?:\d{1,3}\.\s)?(?:(?:außer)?ordentlichen?\s|(?:nicht)?öffentlichen?\s"
    r"|konstituierenden?\s|plenar)*sitzung(?:stermin)?|sitzungsdatum|datum|termin|tag)?"
    r"(?:[\s,;:()–-]|am\b|vom\b|von\b|den\b|dem\b|der\b|des\b|für\b|(?:mon|diens|donners|frei"
    r"|sams|sonn)tag|mittwoch|sonnabend|\d{1,2}\.\s(?=wahl|sitz)|sitzung\b|\b(?:mo|di|mi|do|fr|sa|so)\b\.?|\d{4}\s?[-/]\s?\d{2,4}"
    r"|wahlperiode|(?:nicht-?\s?)?öffentlich\b)*"
)
# „öffentlich am Donnerstag,“ between a body and its day
_STATUS_AND_WEEKDAY = re.compile(rf"(?:(?P<not>nicht-?\s?)?öffentlich\s)|{WEEKDAY},?\s")
_PLACE_BEHIND = re.compile(
    r"(?:\s(?:der\sGemeinde\s)?(?!Sitz|Datum|Termin)[A-ZÄÖÜ][a-zäöüß-]{3,30}){1,2}(?=,?\s(?:am|vom)\b)"
)
_ROLE_BEFORE = re.compile(
    r"(?i)\bzu[rm]?\s(?P<role>\w+(?:\sund\s\w+)?)\s"
    r"(?:im|in\s(?:de[nr]|die)|an\s(?:de[nr]|die|das)|durch\s(?:de[nr]|die|das)|für\s(?:den|die|das))\s$"
)
# „an den Hauptausschuss zur Beratung am 17.03.2031“
_ROLE_BEHIND = re.compile(
    rf"\s(?i:zu[rm])\s(?P<role>\w+)\s(?:am\s|in\sder\sSitzung\sam\s|vom\s)(?:{WEEKDAY},?\s(?:den\s)?)?"
)
_TREATED = re.compile(r"\)?\s{0,3}[-–(,]\s?(?P<treatment>(?:nicht-?\s?)?öffentlich)\b")
_SITTING_BEFORE = re.compile(
    r"(?i)(?:sitzung|auszug|beschluss|ergebnis|tagung|einladung|(?:niederschrift|protokoll)(?::\s{0,4})?)"
    r"(?:[^.:!?]|(?<=\d)\.){0,60}$"
)
_SITTING_NEAR = re.compile(r"(?i)sitzung|niederschrift|protokoll|beschluss\b|tagung")
_DATE_THEN_BODY = re.compile(
    r"(?i)[\s,;:()–-]*(?:(?:um\s)?\d{1,2}[:.]\d\d\s?uhr)?[\s,;:()–-]*(?:in der |der |des |im "
    r"|in |sitzung |\d{1,3}\. )*"
)
_CLOSED = re.compile(r"(?i)nicht-?\s?öffentliche?|TOP N\s?\d")
_OPEN = re.compile(r"(?i)(?<!nicht)(?<!nicht-)(?<!nicht )\böffentlich(?:e[nrs]?)?\b|TOP Ö\s?\d")
_PRESENTED = re.compile(
    r"(?:Dem|Der|Den)\s(?P<bodies>[A-ZÄÖÜ][^.\n]{3,120}?)\s(?:zur"
    r"|mit der Bitte um)\s(?P<role>[\wÄÖÜäöü]+(?:\sund\s[A-ZÄÖÜ]\w+)?)\s(?:vorgelegt|vorzulegen"
    r"|übersandt|überwiesen)"
)
_COMPOUND = re.compile(
    r"\b(?:der|die|zur)\s(?:\w+\s){0,2}(?P<body>[A-ZÄÖÜ]\w*?(?:rat|tag|schuss|vertretung|versammlung))(?:e?s)?sitzung\b"
)
_DECISION_REACH = 6000
_DECIDING = re.compile(
    r"\b(?:Der|Die)\s(?P<body>[A-ZÄÖÜ][\w-]+)\s(?:[^.:\n]{0,60}\s)?(?:möge\sbeschließen|beschließt)\b"
)
_ON_AGENDA = re.compile(
    r"(?i)\b(?:auf\sdie|in\sdie|der|zur)\sTagesordnung\s(?P<where>(?:[^.;:]|(?<=\d)\.){4,300}?)"
    r"\s(?:zu\s)?(?:setzen|nehmen|aufzunehmen|gesetzt|aufgenommen|stellen)\b"
)
_AS_BEFORE = re.compile(
    r"(?i)\bwie\sin\sder\s(?:\w+\s)?sitzung\s(?P<where>(?:de[sr]|vo[mn])\s(?:[^.;:]|(?<=\d)\.){4,120}?(?:19|20)\d\d)\b"
)
_DAY_OF_BODY = re.compile(
    r"\s(?:(?:in\sder\sSitzung\s)?(?:am|vom)\s)?(?:(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag),?\s)?"
    r"(?:de[mn]\s)?"
)
_SITTING_OF = re.compile(r"^Sitzung:?(?:\t|\s{2,})\s*")
_LINES_ABOVE = 3
_ONLY_NAME = re.compile(
    r"(?:[A-ZÄÖÜ][\w-]*,?|und|für|der|des|u\.|&)(?:\s(?:[A-ZÄÖÜ][\w-]*,?|und|für|der|des|u\.|&))*"
)
# Munich marks behind the day whether a committee decides (SB) or prepares (VB).
_MARKED_ROLE = re.compile(r"\s?\((?P<role>VB|SB)\)")
_MARKED_ROLES = {"VB": "beratung", "SB": "entscheidung"}
_SITTING_LINE = re.compile(r"(?im)^[ \t]{0,40}(?P<not>nicht-?)?öffentliche sitzung[ \t]{0,20}$")
_SITTING_OF_SORT = re.compile(r"(?i)\b(?P<not>nicht-?\s?)?öffentlichen?\sSitzung\s(?:de[sr])\s$")
_SORT_REACH = 60
_BODY_OF_COMPOUND = {
    "GR": "Gemeinderat",
    "Gemeinderats": "Gemeinderat",
    "Stadtrats": "Stadtrat",
    "Kreistags": "Kreistag",
    "Rats": "Rat",
}
_COMPOUND_SITTING = re.compile(
    rf"(?:(?P<sort>(?:nicht)?öffentliche)[nr]?\s)?\b(?P<body>{'|'.join(_BODY_OF_COMPOUND)})-?[Ss]itzung\s(?:am|vom)\s"
)
_ITEM_OF = re.compile(
    r"(?i)\b(?:TOP|Tagesordnungspunkt|Punkt)\s(?:[ÖN]\s)?\d{1,3}(?:\.\d{1,2})?\s(?:der\stagesordnung\s)?(?:der|für\sdie|zur)\s"
    r"(?:\d{1,3}\.\s)?(?:(?P<treatment>(?:nicht-?\s?)?öffentlich)en\s)?Sitzung\s(?:de[sr])\s*$"
)
_TOLD = re.compile(
    r"(?i)\b(?:wurden?|hat|haben|war|erörtert|beraten|beschlossen|vorgestellt|genehmigt|zugestimmt)\b"
)
_CANCELLED = re.compile(
    r"(?i)(?:letzten|vorigen|vorherigen|früheren|der|aus der)\s+sitzung\s+(?:vom|am)\s*$"
    r"|genehmigung|einladung vom"
)
# The day of a law: „in der Fassung der Bekanntmachung vom 10. August 2009“.
_OF_LAW = re.compile(
    r"(?i)(?:bekanntmachung|fassung|gesetz\w*|verordnung|satzung|geändert(?:\sdurch)?)\s(?:vom|am)\s{0,3}$"
)


def sitting_of_minutes(text: str, head: Head) -> Station | None:
    """Return the sitting that minutes or an extract are about, from their head (clean view).

    A code for its body („SVV/024/2023“) gives way to the name that the decision spells out. A decision alone
    tells nothing: committees minute what they recommend to the council.
    """
    found = _sitting_in_top(text, head)
    if found is None or not found.body.isupper():
        return found
    spelled = {
        body.name
        for decides in _DECIDING.finditer(text[:_DECISION_REACH])
        for body in find_bodies(text, *decides.span("body"))
        if _abbreviates(found.body, body.name)
    }
    return replace(found, body=spelled.pop()) if len(spelled) == 1 else found


def _abbreviates(code: str, name: str) -> bool:
    """Tell whether the letters of a code follow one another in a name that begins like it."""
    letters = iter(name.casefold())
    return name[:1] == code[:1] and all(letter in letters for letter in code.casefold())


def _sitting_in_top(text: str, head: Head) -> Station | None:
    """Return the sitting by the labels of the head, else by what stands first."""
    top = text[:_HEAD]
    bodies = find_bodies(top)
    days = [
        day for day in find_days(top) if not _OF_LAW.search(top[max(0, day.start - _LEAD_OF_LAW) : day.start])
    ]
    if by_labels := sitting_from_labels(head, text, ("sitting_date", "date")):
        named = [body.name for body in bodies if same_body(body.name, by_labels.body)]
        return replace(by_labels, body=max([by_labels.body, *named], key=len), treatment=treatment_of(top))
    labelled = _labelled_day(top, days)
    for body in bodies:
        day = _day_behind(top, body, days)
        if labelled is not None and day is not None and labelled.start < day.start:
            break
        if day is not None and _is_sitting(top, body, day):
            return _station(top, body, day)
    candidates = [
        body for body in bodies if _SITTING_BEFORE.search(top[max(0, body.start - 90) : body.start])
    ] or _compound(top)
    if labelled is not None and candidates:
        return _station(top, candidates[0], labelled)
    return _first_day(top, candidates or bodies, days)


def _compound(text: str) -> list[BodyName]:
    """Return the body that a compound names: „Gemeinderatssitzung“, „Beiratssitzung“."""
    named = _COMPOUND.search(text)
    if named is None or not is_body_word(named["body"]):
        return []
    return [BodyName(named.start("body"), named.end("body"), named["body"])]


def sitting_from_labels(
    head: Head, text: str, day_fields: tuple[str, ...] = ("sitting_date",)
) -> Station | None:
    """Return the sitting that „Gremium:“ and „Termin:“ in the head name."""
    bodies = [value for value in head.values if value.field == "body"]
    days = [value for field in day_fields for value in head.values if value.field == field]
    day = next(iter(find_days(days[0].text)), None) if days else None
    if day is None:
        return None
    names = find_bodies(text, bodies[0].start, bodies[0].end, labelled=True) if bodies else []
    if not names:
        return _below_its_body(head, text, days[0], day)
    start, end = min(names[0].start, days[0].start), max(names[0].end, days[0].end)
    return Station(names[0].name, day.value, None, _own_line_treatment(head), start, end, 0.9)


def _below_its_body(head: Head, text: str, value: Value, day: Day) -> Station | None:
    """Return the sitting of a labelled day that stands below a line with nothing but a body's name, or
    in a head that names one body only.
    """
    if value.field != "sitting_date":
        return None
    above = [line for line in head.lines if line.start < value.start][-_LINES_ABOVE - 1 : -1]
    for line in reversed(above):
        name = _SITTING_OF.sub("", line.stripped)
        if (bodies := find_bodies(name)) and bodies[0].start == 0 and _ONLY_NAME.fullmatch(name):
            start = line.span()[1] - len(name)
            return Station(
                nominative(name), day.value, None, _own_line_treatment(head), start, value.end, 0.8
            )
    return None


def _own_line_treatment(head: Head) -> str | None:
    for line in head.lines:
        words = line.stripped.casefold()
        if words in ("öffentlich", "nichtöffentlich", "nicht öffentlich"):
            return words.replace(" ", "")
    return None


def _day_behind(text: str, body: BodyName, days: list[Day]) -> Day | None:
    for day in days:
        if 0 <= day.start - body.end <= 110:
            place = _PLACE_BEHIND.match(text, body.end, day.start)
            gap = _GAP.match(text, place.end() if place else body.end, day.start)
            return day if gap and gap.end() == day.start else None
    return None


def _is_sitting(text: str, body: BodyName, day: Day) -> bool:
    around = text[max(0, body.start - 120) : min(len(text), day.end + 10)]
    return _SITTING_NEAR.search(around) is not None and not _CANCELLED.search(
        text[max(0, day.start - 40) : day.start].replace("\n", " ")[-40:] if body.end > day.start else ""
    )


def _labelled_day(head: str, days: list[Day]) -> Day | None:
    for day in days:
        before = head[max(0, day.start - 40) : day.start]
        if re.search(
            r"(?i)(?:sitzung(?:stermin|sdatum|stag)?(?: am| vom)?|datum|termin"
            r"|tag der sitzung)\s*:?\s*(?:\w{2,10},\s)?(?:den\s)?$",
            before,
        ):
            return day
    return None


def _first_day(head: str, bodies: list[BodyName], days: list[Day]) -> Station | None:
    """Pair the first body of the first lines with the first day when a sitting is named between them."""
    if not bodies or not days or bodies[0].start > 500:
        return None
    body, day = bodies[0], days[0]
    between = head[min(body.end, day.end) : max(body.start, day.start)]
    if len(between) > 200 or not _SITTING_NEAR.search(head[: day.end]):
        return None
    return _station(head, body, day, 0.75)


def _station(head: str, body: BodyName, day: Day, confidence: float = 0.92) -> Station:
    start, end = min(body.start, day.start), max(body.end, day.end)
    return Station(body.name, day.value, None, treatment_of(head), start, end, confidence)


def treatment_of(head: str) -> str | None:
    """Return whether the head of minutes or an extract calls the sitting public; None when it says both
    or nothing.
    """
    top = head[:900]
    closed = _CLOSED.search(top)
    public = _OPEN.search(top)
    if closed and public:
        return None
    return "nichtöffentlich" if closed else "öffentlich" if public else None


def sitting_in_head(text: str, end: int) -> Station | None:
    """Return the one sitting that the head of a Vorlage without Beratungsfolge names („22. Sitzung des
    Gemeinderates am …“).
    """
    head = text[:end]
    days = find_days(head)
    for body in find_bodies(head):
        day = _day_behind(head, body, days)
        if day is None:
            continue
        if _TOLD.search(head[day.end : day.end + 120].split("\n\n")[0]):
            continue
        around = head[max(0, body.start - 60) : day.start]
        gap = head[body.end : day.start]
        named = re.search(r"(?i)sitzung|termin|(?:^|\n)\s*beschluss de[sr]\s", around) is not None
        alone = body.start == 0 or re.search(r"\n|\t|\s{3}", head[max(0, body.start - 3) : body.start])
        said = _STATUS_AND_WEEKDAY.search(gap)
        if said and "öffentlich" in said.group():
            gap = _STATUS_AND_WEEKDAY.sub("", gap)
        else:
            said = None
        if named or (alone and re.search(r"(?i)\bam\b|^[\s,:;|-]*$", gap) and len(gap) < 12):
            public = said or _SITTING_LINE.search(head)
            public = public or _SITTING_OF_SORT.search(head, max(0, body.start - _SORT_REACH), body.start)
            treatment = ("nichtöffentlich" if public["not"] else "öffentlich") if public else None
            marked = _MARKED_ROLE.match(head, day.end)
            role = _MARKED_ROLES[marked["role"]] if marked else None
            return Station(body.name, day.value, role, treatment, body.start, day.end, 0.85)
    return _compound_sitting(head, days)


def _compound_sitting(head: str, days: list[Day]) -> Station | None:
    """Return the sitting that one word names: „für die öffentliche GR-Sitzung am 7. November 2019“."""
    found = _COMPOUND_SITTING.search(head)
    day = next((day for day in days if found and day.start == found.end()), None)
    if found is None or day is None:
        return None
    sort = found["sort"]
    treatment = None if sort is None else "nichtöffentlich" if sort.startswith("nicht") else "öffentlich"
    body = _BODY_OF_COMPOUND[found["body"]]
    return Station(body, day.value, None, treatment, found.start("body"), day.end, 0.8)


def item_of_sitting(text: str, sitting: Station) -> Station | None:
    """Return the sitting with its treatment where the head makes the paper an item of its agenda."""
    said = _ITEM_OF.search(text, max(0, sitting.start - 90), sitting.start)
    if said is None:
        return None
    treatment = said["treatment"].replace("-", "").replace(" ", "") if said["treatment"] else None
    return replace(sitting, treatment=treatment or sitting.treatment)


def names_final_sitting(text: str, sitting: Station, stations: list[Station]) -> bool:
    """Tell whether a line „Sitzung des Rates am …“ names the sitting behind those that only prepare it."""
    line = text[text.rfind("\n", 0, sitting.start) + 1 : sitting.start].strip()
    days = [station.day for station in stations if station.day]
    prepared = all(station.role == "beratung" for station in stations)
    return (
        line.startswith("Sitzung")
        and prepared
        and sitting.day is not None
        and sitting.day > max(days, default=sitting.day)
    )


def stations_in_sentences(text: str, end: int, layout: Layout) -> list[Station]:
    """Return the stations that the head of a paper names in a sentence: „zur Vorberatung im Hauptausschuss
    am 11. November – nichtöffentlich – und …“, „für den Kreisausschuss (05.12.2022) und den Kreistag (…)“.
    """
    head = text[:end]
    days = find_days(head)
    found: list[Station] = []
    for body in find_bodies(head):
        behind = _ROLE_BEHIND.match(head, body.end, body.end + 60)
        day = next((day for day in days if behind and day.start == behind.end()), None)
        day = day or _day_behind(head, body, days)
        if day is None or _TOLD.search(head[day.end : day.end + 60].split("\n")[0]):
            continue
        stated = _ROLE_BEFORE.search(head[max(0, body.start - 60) : body.start]) or behind
        role = layout.roles.get(key(stated["role"])) if stated else None
        treated = _TREATED.match(head, day.end)
        treatment = treated["treatment"].replace(" ", "").replace("-", "") if treated else None
        in_brackets = head[body.end : day.start].strip() == "("
        if role or in_brackets:
            found.append(Station(body.name, day.value, role, treatment, body.start, day.end, 0.85))
    return found


def asked_for_agenda(prose: str) -> Iterator[Station]:
    """Yield the sittings on whose agenda a motion shall stand („auf die Tagesordnung des Sozialausschusses
    am … sowie des Kreistages am … zu setzen“), and the one whose lecture a decision repeats; prose offsets.
    """
    for pattern, role, word in ((_ON_AGENDA, None, "agesordnung"), (_AS_BEFORE, "beratung", "ie in der")):
        for asked in pattern.finditer(prose) if word in prose else ():
            days = find_days(prose, *asked.span("where"))
            for body in find_bodies(prose, *asked.span("where")):
                day = next((day for day in days if day.start >= body.end), None)
                if day and _DAY_OF_BODY.fullmatch(prose, body.end, day.start):
                    yield Station(body.name, day.value, role, None, body.start, day.end, 0.8)


def handed_over(prose: str, layout: Layout) -> Iterator[Station]:
    """Yield the bodies that a paper without Beratungsfolge is handed to („Dem Kreisausschuss …
    vorgelegt“); prose offsets.
    """
    for match in _PRESENTED.finditer(prose):
        role = layout.roles.get(key(match["role"])) or layout.roles.get(key(match["role"].split(" ")[-1]))
        for body in find_bodies(prose, match.start("bodies"), match.end("bodies")):
            yield Station(body.name, None, role, None, body.start, body.end, 0.8)
