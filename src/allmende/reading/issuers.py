"""The public body in whose procedure the paper stands, in the nominative; None when the text leaves it
open.
"""

import re
from dataclasses import dataclass

_NAME = (
    r"(?:(?:Bad|St\.|Sankt|Groß|Klein|Neu|Alt|Hohen|Ober|Unter|Markt|Nieder|Burg|Schloss"
    r"|Königs)[ -])?[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ]?[a-zäöüß]+){0,3}"
)
_PLACE = (
    rf"{_NAME}(?:\s(?:am\s(?!\w+tag|Mittwoch|Ende|Anfang)|an\sder|ob\sder|vor\sder|a\.\s?d\.|i\."
    rf"|im\s(?=Breis|Allg|Schwarz|Taun|Oden|Sauer|Hoch|Tal)|in\s(?=Westf|Holst|Oldenb|Lippe|Hess"
    rf"|Ostfr))\s?[A-ZÄÖÜ][a-zäöüß]+|\s\([A-ZÄÖÜ][a-zäöüß. ]{{2,20}}\)|/[A-ZÄÖÜ][a-zäöüß]+)?"
)
_TYPES = {
    "stadt": "Stadt",
    "landeshauptstadt": "Landeshauptstadt",
    "hansestadt": "Hansestadt",
    "universitätsstadt": "Universitätsstadt",
    "kreisstadt": "Kreisstadt",
    "gemeinde": "Gemeinde",
    "markt": "Markt",
    "marktes": "Markt",
    "kreis": "Kreis",
    "kreises": "Kreis",
    "kreise": "Kreis",
    "landkreis": "Landkreis",
    "landkreises": "Landkreis",
    "samtgemeinde": "Samtgemeinde",
    "verbandsgemeinde": "Verbandsgemeinde",
    "ortsgemeinde": "Ortsgemeinde",
    "stadtkreis": "Stadt",
    "stadtkreises": "Stadt",
    "städteregion": "Städteregion",
    "städteregion ": "Städteregion",
    "nachbarschaftsverband": "Nachbarschaftsverband",
    "nachbarschaftsverbandes": "Nachbarschaftsverband",
    "nachbarschaftsverbands": "Nachbarschaftsverband",
    "zweckverband": "Zweckverband",
    "zweckverbandes": "Zweckverband",
    "zweckverbands": "Zweckverband",
    "landschaftsverband": "Landschaftsverband",
    "landschaftsverbandes": "Landschaftsverband",
    "regionalverband": "Regionalverband",
    "regionalverbandes": "Regionalverband",
    "bezirksamt": "Bezirksamt",
    "bezirk": "Bezirk",
    "amt": "Amt",
    "region": "Region",
    "große kreisstadt": "Große Kreisstadt",
    "großen kreisstadt": "Große Kreisstadt",
    "klingenstadt": "Klingenstadt",
    "bundesstadt": "Bundesstadt",
    "stadtverwaltung": "Stadt",
    "gemeindeverwaltung": "Gemeinde",
    "kreisverwaltung": "Kreis",
    "freie und hansestadt": "Freie und Hansestadt",
    "wissenschaftsstadt": "Wissenschaftsstadt",
}
_TYPE = (
    r"(?:Freie\sund\s|Große[n]?\s)?(?:"
    + "|".join(
        sorted(
            {
                name.strip().capitalize() if name.islower() else name
                for name in _TYPES
                if " " not in name.strip()
            },
            key=len,
            reverse=True,
        )
    )
    + r"|StädteRegion|Städteregion)"
)
_MENTION = re.compile(
    rf"(?<![\wäöüß-])(?P<both>Stadt-\sund\s)?(?P<type>(?!Amt\b){_TYPE})[ ]"
    rf"(?!(?:und|am|vom|im)\b)(?P<name>{_PLACE})"
    rf"|(?P<adjective>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+){{1,2}}-Kreis(?:es)?"
    rf"|(?:Märkische[rn]?|Oberbergische[rn]?|Rheinisch-Bergische[rn]?|Hochsauerland|Ennepe-Ruhr-"
    rf"|Rhein-Erft-|Saale-|Main-\w+-)\s?-?[Kk]reis(?:es)?)"
)
_HEAD_LINE = re.compile(
    rf"(?i:(?:Der|Die)\s(?:Ober)?(?:bürgermeister(?:in)?|landrat|landrätin)\s(?:der|des)\s)?"
    rf"(?P<type>(?:Freie\sund\s|Große\s)?(?:{_TYPE}|{_TYPE.upper()}))\s(?P<name>{_PLACE}"
    rf"|[A-ZÄÖÜ][A-ZÄÖÜß-]{{2,30}}(?:\s(?:AM|AN\sDER|IM|IN)\s[A-ZÄÖÜ]+)?)(?=$|[\s,]\s*(?:[-–|(,]"
    rf"|Der\b|Die\b|\d|Vorlage|Drucksache|Nr|Datum|Fachbereich|Amt\b|{_NAME},))",
)
_UNION = re.compile(
    r"(?P<name>(?:[A-ZÄÖÜ][\wäöüß-]+-)?(?:Zweckverband|Schulverband|Planungsverband"
    r"|Nachbarschaftsverband|Abwasserverband|Regionalverband"
    r"|Landschaftsverband|Gemeindeverwaltungsverband|Wasserverband"
    r"|Abfallverband)\s[A-ZÄÖÜ„\"][^:;\d]{2,60}?)(?:\s[-–|].*)?"
)
_LONGEST_UNION = 80
_LETTERHEAD_LINES = 12
_COLUMN = re.compile(r"\S+(?:[ ]\S+)*")
_LEVEL_OF_BODY = (
    ("kreis", re.compile(r"(?i)kreistag|kreisausschuss")),
    ("stadt", re.compile(r"(?i)stadtrat|stadtverordneten|stadtvertretung|ratsversammlung|bezirksvertretung")),
    ("gemeinde", re.compile(r"(?i)gemeindevertretung|gemeindeversammlung")),
    ("town", re.compile(r"(?i)\bgemeinderat|\brat\b|hauptausschuss")),
    ("verband", re.compile(r"(?i)verbandsversammlung|verbandsausschuss|verbandsvorst")),
)
_OUTSIDE = re.compile(
    r"(?i)(?:für|mit|an|gegenüber|zwischen|von|durch|bei)\s(?:der|die|dem|den|das)?\s?$"
    r"|(?:nachbar|mitglieds|partner)\w*\s$|,\s$|\sund\s(?:der|dem|die|den)\s$"
    r"|kosten\w*\sdurch\s$"
)
# Whom the issuer works with: never the issuer by that mention.
_PARTNER = re.compile(
    r"(?i)\bmit\s(?:(?:der|dem|den)\s)?(?:\w+(?:en|r|m)\s)?$"
    r"|(?:nachbar|mitglieds|partner)\w*\s$"
)
_TOWN_FOR = re.compile(rf"(?i:für\sdie)\s(?P<type>{_TYPE})\s(?P<name>{_PLACE})")
_OWN_KREIS = re.compile(
    r"(?!(?:Arbeits|Land|Um|Stadt|Wahl|Teilnehmer|Personen|Kirchen|Förder|Freundes|Gesprächs|Kunden)kreis)"
    r"(?P<name>[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ][\wäöüß]+)*-?[kK]reis)"
)
_ORGAN = re.compile(
    r"(?:Rat(?:e?s)?|Kreistag(?:e?s)?|Gemeinderat(?:e?s)?|Verwaltung|Bürgermeister(?:in|s)?"
    r"|Oberbürgermeister(?:in|s)?|Landrat(?:e?s)?|Ordnung|satzung|Hauptsatzung"
    r"|Rechnungsprüfungsordnung|ordnung|Haushalt(?:e?s)?)\s(?:der|des)\s$"
)
_TOWN_ORGANS = re.compile(
    r"\b(?:Rat|Stadtrat|Gemeinderat|Hauptausschuss|Stadtverordnetenversammlung|Gemeindevertretung"
    r"|(?:Ober)?[Bb]ürgermeister(?:in|s)?)\b"
)
_KREIS_ORGANS = re.compile(r"\b(?:Kreistag(?:e?s)?|Kreisausschuss(?:es)?|Landrat(?:e?s)?|Landrätin)\b")
_NO_PLACE = re.compile(r"(?:ung|keit|heit|schaft|tion|haus|rat|amt)$")
_HEAD_CHARACTERS = 1500
_SCORE_OF_ORGAN = 3.0


@dataclass(frozen=True, slots=True)
class IssuerFound:
    """The issuer, with offsets in the text that was searched."""

    name: str
    start: int
    end: int
    confidence: float


def head_issuer(lines: list[tuple[str, int]]) -> IssuerFound | None:
    """Return the issuer that a line of the letterhead names; lines are (text, offset) pairs of the
    clean view.
    """
    for index, (text, offset) in enumerate(lines):
        columns = [column for column in _COLUMN.finditer(text) if column.group().strip()]
        whole = text.strip()
        candidates = [(whole, offset + text.index(whole))] if whole else []
        if len(columns) > 1:
            candidates += [(column.group().strip(), offset + column.start()) for column in columns]
        for words, start in candidates:
            found = _letterhead(words, start)
            if found is not None and index < _LETTERHEAD_LINES:
                return _acting_for(lines[index + 1 : index + 4]) or found
            if found is not None and words == whole:
                return found
    return None


def _acting_for(lines: list[tuple[str, int]]) -> IssuerFound | None:
    """Return the municipality for which an Amt acts: „für die Gemeinde Musterdorf“ in a line of its own."""
    for text, offset in lines:
        match = _TOWN_FOR.fullmatch(text.strip())
        if match:
            start = offset + text.index(text.strip()) + match.start("type")
            name = _nominative(match["type"], match["name"])
            return IssuerFound(name, start, start + len(match.group()) - match.start("type"), 0.9)
    return None


def _letterhead(words: str, start: int) -> IssuerFound | None:
    """Return the issuer when a line or column is nothing but its name („Stadt Musterstadt“)."""
    if (union := _UNION.fullmatch(words)) and len(words) <= _LONGEST_UNION:
        return IssuerFound(union["name"], start, start + len(union["name"]), 0.9)
    own = _OWN_KREIS.match(words)
    if own and re.match(r"$|\s(?:Der|Die)\s(?:Kreis|Landr)", words[own.end() :]):
        return IssuerFound(own["name"], start, start + own.end(), 0.9)
    match = _HEAD_LINE.match(words)
    if match is None:
        return None
    tail = words[match.end() :]
    if len(tail) > 60 and not re.match(rf"\s*{_NAME},\s\d|\s*(?:Der|Die)\s", tail):
        return None
    name = _nominative(match["type"], match["name"])
    return IssuerFound(name, start + match.start("type"), start + match.end("name"), 0.95)


def named_issuer(text: str, bodies: list[str], subject: str) -> IssuerFound | None:
    """Return the public body that the text itself makes the issuer, by how and how often it names it.

    `bodies` are those of the Beratungsfolge: a Kreistag belongs to a Kreis, never to a town.
    """
    level = next((name for body in bodies for name, pattern in _LEVEL_OF_BODY if pattern.search(body)), None)
    scores: dict[str, float] = {}
    places: dict[str, tuple[int, int]] = {}
    for match in _MENTION.finditer(text):
        name = _mention_name(match)
        if name is None or not _fits(name, level):
            continue
        score = _score(text, match, subject, name)
        scores[name] = scores.get(name, 0.0) + score
        places.setdefault(name, match.span())
    if max(scores.values(), default=0.0) < _SCORE_OF_ORGAN and (party := _party(text, bodies, subject)):
        return party
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: (-item[1], places[item[0]][0]))
    best, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if score <= 0 or (second > 0 and score < second * 1.3 and score - second < 2):
        return None
    certain = score >= 2 and score >= 2 * second
    return IssuerFound(best, *places[best], 0.9 if certain else 0.7)


def _party(text: str, bodies: list[str], subject: str) -> IssuerFound | None:
    """Return the only town among the parties the subject names, when the text speaks of its organs and of no
    Kreistag („zwischen der Stadt X und dem Kreis Y“); the other way round the only Kreis.
    """
    organs = " ".join([text, *bodies])
    of_town, of_kreis = _TOWN_ORGANS.search(organs), _KREIS_ORGANS.search(organs)
    if bool(of_town) == bool(of_kreis):
        return None
    level = "town" if of_town else "kreis"
    parties = subject[subject.find(" zwischen ") :] if " zwischen " in subject else ""
    names = {name for match in _MENTION.finditer(parties) if (name := _mention_name(match))}
    fitting = [name for name in names if _fits(name, level)]
    if len(fitting) != 1:
        return None
    start = next(
        (match.start() for match in _MENTION.finditer(text) if _mention_name(match) == fitting[0]), 0
    )
    return IssuerFound(fitting[0], start, start + len(fitting[0]), 0.6)


def issuer_of_body(name: str) -> str | None:
    """Return the issuer named by a body: „Rat der Stadt Leverkusen“, „Kreistag des Kreises Coesfeld“."""
    match = re.search(rf"\s(?:der|des)\s(?P<type>{_TYPE})\s(?P<name>{_PLACE})$", name)
    return _nominative(match["type"], match["name"]) if match else None


def _mention_name(match: re.Match[str]) -> str | None:
    if match["adjective"]:
        return re.sub(r"([Kk]reis)es$", r"\1", re.sub(r"(?<=e)[nr](?=\s)", "r", match["adjective"]))
    kind = "Stadt" if match["both"] else match["type"]
    name = match["name"]
    if _NO_PLACE.search(name) or name.split(" ")[0] in (
        "Der",
        "Die",
        "Das",
        "Für",
        "Dies",
        "Diese",
        "Nach",
        "Mit",
        "Bei",
        "Rat",
    ):
        return None
    return _nominative(kind, name)


def _nominative(kind: str, name: str) -> str:
    if name.isupper():
        name = " ".join(
            w.capitalize() if w not in ("AM", "AN", "DER", "IM", "IN") else w.lower() for w in name.split(" ")
        )
        name = "-".join(part[:1].upper() + part[1:] for part in name.split("-"))
    folded = " ".join(kind.split()).casefold()
    return f"{_TYPES.get(folded, kind if not kind.isupper() else kind.capitalize())} {name}"


def _fits(name: str, level: str | None) -> bool:
    is_kreis = name.casefold().endswith("kreis") or name.startswith(
        ("Kreis ", "Landkreis ", "Städteregion", "StädteRegion")
    )
    is_verband = "verband" in name.casefold()
    if level == "kreis":
        return is_kreis
    if level == "verband":
        return is_verband
    if level in ("town", "stadt", "gemeinde"):
        return not is_kreis and not is_verband
    return True


def _score(text: str, match: re.Match[str], subject: str, name: str) -> float:
    before = text[max(0, match.start() - 40) : match.start()]
    if _ORGAN.search(before):
        return _SCORE_OF_ORGAN
    if _PARTNER.search(before):
        return 0.0
    score = 1.0 if match.start() < _HEAD_CHARACTERS else 0.7
    if _OUTSIDE.search(before):
        score *= 0.5
    if match["type"] and match["type"].endswith("verwaltung"):
        score *= 0.5
    place = name.split(" ", 1)[1] if " " in name else name
    if place in subject and re.search(
        rf"(?i)\b(?:mit|zu|zwischen|und|nach)\s(?:der|dem|den)?\s?(?:\w+\s)?{re.escape(place)}", subject
    ):
        return 0.0
    if place in subject and re.search(
        rf"(?i)(?:für|mit|an|in)\s(?:der|die|dem|das)?\s?\w*\s?{re.escape(place)}", subject
    ):
        score *= 0.3
    return score
