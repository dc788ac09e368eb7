"""Roles that stand elsewhere than in the row: „Antrag an den Gemeinderat – nach Vorberatung im
Hauptausschuss“.
"""

import re
from dataclasses import replace

from allmende.reading.bodies import find_bodies, same_body
from allmende.reading.facts import PaperKind
from allmende.reading.leaps import any_of, leaps, small_letters
from allmende.reading.paper_text import PaperText
from allmende.reading.sections import Section
from allmende.reading.stations import Station

_REACH, _LEAD = 130, 400
_CUES = (
    (
        "beratung",
        re.compile(
            r"nach vorberatung (?:im|in der|in dem|durch den|durch die|des|der)\s"
            r"|vorberaten(?:\swird)?\s(?:im|durch|vom|von der)\s|vorberatung (?:im|in der|durch den"
            r"|durch die)\s"
            r"|vorberatung erfolgt[^.\n]{0,90}?\s(?:im|in der|durch den"
            r"|durch die)\s|auf empfehlung (?:des|der)\s"
        ),
    ),
    (
        "entscheidung",
        re.compile(
            r"antrag an (?:den|die|das)\s|zuständigkeit (?:des|der)\s|beschlussfassung (?:durch|im"
            r"|in)\s(?:den|die|der|das)?\s?|entscheidung (?:durch den|durch die|des|der|im)\s|"
            r"beschlussorgan:?\s|(?:abschließend"
            r"|endgültig)\s(?:zuständig ist|entscheidet)\s(?:der|die)\s"
            r"|entscheidungsbefugnis (?:des|der|liegt beim?)\s"
        ),
    ),
)
_PLACES = re.compile(
    any_of(
        (
            "nach vorb",
            "vorber",
            "auf empf",
            "antrag an",
            "zuständigk",
            "beschlussfass",
            "beschlussorg",
            "entscheidung",
            "abschl",
            "endgül",
        )
    )
)
_RECOMMENDS = re.compile(
    r"(?:^|\s)(?:Der|Die|Das)\s(?P<bodies>[A-ZÄÖÜ][^.:;]{3,200}?)\s(?:empfehlen|empfiehlt|schlägt|schlagen)\b"
)
_NOTES = re.compile(
    r"(?:^|\s)(?:Der|Die|Das)\s(?P<body>[A-ZÄÖÜ][^.:;]{2,200}?)\s(?:(?:wird|werden)\sum\sKenntnisnahme\sgebeten"
    r"|(?:nimmt|nehmen)\s[^.:;]{0,160}\szur\sKenntnis\.?$)"
)
_DECIDES = re.compile(
    r"(?:^|\s)(?:Der|Die|Das)\s(?P<body>[A-ZÄÖÜ][^.:;]{2,90}?)\s(?:beschließt|beschliesst|fasst|erlässt)\b"
)
_NOTE = re.compile(
    r"(?i)um kenntnisnahme wird gebeten|wird um kenntnisnahme gebeten"
    r"|bitte(?:t)? um kenntnisnahme|dient der kenntnisnahme|unterrichtung des rates"
)


def with_stated_roles(
    stations: list[Station], prose: str, decision: str, kind: PaperKind | None
) -> list[Station]:
    """Return the stations with roles that the text states outside the rows; a stated row stays as it is.

    `decision` is how the formal decision begins: who recommends there, and who decides.
    """
    if not any(station.role is None for station in stations):
        return stations
    stated = [*_stated(prose), *_in_decision(decision, alone=len(stations) == 1)]
    result = [_with_role(station, stated) for station in stations]
    if kind is PaperKind.MITTEILUNGSVORLAGE and _NOTE.search(prose) and result[-1].role is None:
        result[-1] = replace(result[-1], role="kenntnisnahme")
    return result


def decision_lead(paper: PaperText) -> str:
    """Return how the last formal decision begins, as prose in one line; its heading may have two lines."""
    found: Section | None = None
    for section in reversed(paper.sections):
        if section.kind == "resolution" and (found is None or found.start - section.start < _LEAD):
            found = section
        elif found is not None:
            break
    return (
        paper.flowing(found.heading_start, min(len(paper.clean.text), found.start + _LEAD)) if found else ""
    )


def _stated(prose: str) -> list[tuple[str, str]]:
    """Return (body, role) pairs in the order of certainty: a Vorberatung first."""
    pairs = []
    small = small_letters(prose)
    for role, pattern in _CUES:
        for cue in leaps(_PLACES, pattern, small):
            bodies = find_bodies(prose, cue.end(), min(len(prose), cue.end() + _REACH))
            for index, body in enumerate(bodies):
                start = bodies[index - 1].end if index else cue.end()
                between = prose[start : body.start]
                if re.fullmatch(r"\s*(?:(?:und|sowie|,|/|im|in|der|des|dem|den|die)\s*)*", between) is None:
                    break
                pairs.append((body.name, role))
                if role == "entscheidung":
                    break
    return pairs


def _in_decision(decision: str, *, alone: bool) -> list[tuple[str, str]]:
    """Return (body, role) pairs of a decision: „Der Ausschuss empfiehlt dem Rat …“, „Der Rat beschließt“.

    Where one body alone treats the paper, only a recommendation tells more than its kind does.
    """
    pairs = []
    if recommends := _RECOMMENDS.search(decision):
        pairs += [(body.name, "beratung") for body in find_bodies(recommends["bodies"])]
        behind = recommends.end() + _REACH
        pairs += [(body.name, "entscheidung") for body in find_bodies(decision, recommends.end(), behind)[:1]]
    elif notes := _NOTES.search(decision):
        pairs += [(body.name, "kenntnisnahme") for body in find_bodies(notes["body"])]
    elif not alone and (decides := _DECIDES.search(decision)):
        pairs += [(body.name, "entscheidung") for body in find_bodies(decides["body"])[:1]]
    return pairs


def _with_role(station: Station, stated: list[tuple[str, str]]) -> Station:
    if station.role is not None:
        return station
    exact = [role for body, role in stated if body.casefold() == station.body.casefold()]
    close = [role for body, role in stated if same_body(body, station.body)]
    roles = exact or close
    return replace(station, role=roles[0]) if roles else station
