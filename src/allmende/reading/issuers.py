"""The public body in whose procedure the paper stands, in the nominative; None when the text leaves it
open.
"""

import re
from dataclasses import dataclass

from allmende.reading.leaps import leaps
from allmende.reading.municipalities import (
    DISTRICT,
    PLACE,
    STEM,
    TYPE,
    UPPER_NAME,
    district_nominative,
    is_place,
    nominative,
)

_NAMED = rf"(?:(?P<type>{TYPE}|Amt(?=\s[A-ZÄÖÜ]))\s(?P<name>{PLACE})|{UPPER_NAME}|(?P<district>{DISTRICT}))"
_HEAD_OF = r"(?:(?:Der|Die|DER|DIE)\s[\w-]+(?:\s(?!der|des)\w+)?\s(?:der|des|DER|DES)\s)?"
_BEHIND_NAME = (
    r"(?=$|[\s,]\s*(?:[-–|(,]|Der\b|Die\b|DER\b|DIE\b|\d|Vorlage|Drucksache|Nr|Datum|Fachbereich|Amt\b|Beschluss"
    rf"|Sitzungs|Mitteilung|Dezernat|Bürgermeister|Landrat|{PLACE},))"
)
_HEAD_LINE = re.compile(rf"{_HEAD_OF}{_NAMED}{_BEHIND_NAME}")
_SPLIT_TYPE = re.compile(rf"{_HEAD_OF}(?P<type>{TYPE}|[A-ZÄÖÜ-]*(?:STADT|GEMEINDE|VERBAND|KREIS))")
_CAPITALIZED = r"[A-ZÄÖÜ][\wäöüß.()-]*"
_LONG_NAME = re.compile(rf"{_CAPITALIZED}(?:\s(?:am|an|der|im|in|ob|bei|auf|und|{_CAPITALIZED})){{0,4}}")
_NO_LONG_NAME = re.compile(
    r"(?i)\b(?:verwaltung|(?:ober)?bürgermeister|landrat|fachbereich|dezernat|vorlage|drucksache|haushalt"
    r"|\w+vorlage|\w+drucksache|amt|antrag|anfrage|sitzung|niederschrift|nr|datum|rat|kreistag|gemeinderat"
    r"|\w+ausschuss|fraktion|partei|kreisverband|ortsverband)\b"
)
_UNION = re.compile(
    r"(?:des\s)?(?P<name>(?:[A-ZÄÖÜ][\wäöüß-]+-(?:\sund\s)?)?(?:Zweckverband|Schulverband|Planungsverband"
    r"|Nachbarschaftsverband|Abwasserverband|Abwasserzweckverband|Regionalverband"
    r"|Landschaftsverband|Gemeindeverwaltungsverband|Wasserverband|Kommunalverband"
    r"|Abfallverband)(?:e?s)?\s[A-ZÄÖÜ„\"][^:;\d]{2,60}?)(?:\s[-–|].*)?"
)
_MENTION = re.compile(
    rf"(?<![\wäöüß-])(?:(?P<type>{TYPE})[ ](?!(?:und|am|vom|im)\b)(?P<name>{PLACE})"
    rf"(?!\w)(?!\s(?:[A-Z]|[IVX]+|\d{{1,2}})(?![\w.-]))|{UPPER_NAME}|(?P<district>{DISTRICT}))"
)
_PLACES = re.compile(rf"[A-ZÄÖÜ](?<![\wäöüß-].)(?=[\w-]*?{STEM}|[A-ZÄÖÜ])")
_LONGEST_UNION, _LONGEST_TAIL = 80, 60
_LETTERHEAD_LINES = 12
_COLUMN = re.compile(r"\S+(?:[ ]\S+)*")
_LEVEL_OF_BODY = (
    ("kreis", re.compile(r"(?i)kreistag|kreisausschuss")),
    ("stadt", re.compile(r"(?i)stadtrat|stadtverordneten|stadtvertretung|ratsversammlung|bezirksvertretung")),
    ("gemeinde", re.compile(r"(?i)gemeindevertretung|gemeindeversammlung")),
    ("town", re.compile(r"(?i)\bgemeinderat|\brat\b|hauptausschuss")),
    ("verband", re.compile(r"(?i)verbandsversammlung|verbandsausschuss|verbandsvorst")),
)
_DISTRICT_COUNCIL = re.compile(
    r"(?:Bezirksverordnetenversammlung|Bezirksversammlung)\s[A-ZÄÖÜ][\w-]+(?:\svon\sBerlin)?"
)
# Only a Stadt has an Oberbürgermeister: its name may stand alone above the title.
_CITY_MAYOR = re.compile(r"(?i)(?:der|die)\soberbürgermeister(?:in)?")
_ONE_NAME = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜ-]{3,}|[A-ZÄÖÜ][a-zäöüß]{3,}(?:-[A-ZÄÖÜ][a-zäöüß]+)?")
_SENATOR = re.compile(r"(?:Der|Die)\sSenator(?:in)?\sfür\s[A-ZÄÖÜ][^\d:;]{5,80}")
_OUTSIDE = re.compile(
    r"(?i)(?:für|mit|an|gegenüber|zwischen|von|durch|bei)\s(?:der|die|dem|den|das)?\s?$"
    r"|,\s$|\sund\s(?:der|dem|die|den)\s$|kosten\w*\sdurch\s$"
)
# Whom the issuer works with: never the issuer by that mention.
_PARTNER = re.compile(
    r"(?i)\bmit\s(?:(?:der|dem|den)\s)?(?:\w+(?:en|r|m)\s)?$|(?:nachbar|mitglieds|partner)\w*\s$"
)
# Who grants or asks is another body than the one that writes.
_GIVES = re.compile(r"\s(?:gewährte?|bewilligte?|fördert\w*|bezuschusst\w*|hat\smit\sSchreiben|bat|baten)\b")
_TOWN_FOR = re.compile(rf"(?i:für\sdie)\s(?P<type>{TYPE})\s(?P<name>{PLACE})")
_ORGAN = re.compile(
    r"(?:Rat(?:e?s)?|Kreistag(?:e?s)?|Gemeinderat(?:e?s)?|Stadtrat(?:e?s)?|Verwaltung|Bürgermeister(?:in|s)?"
    r"|Oberbürgermeister(?:in|s)?|Landrat(?:e?s)?|Magistrat(?:e?s)?|[Vv]ertretung|[Vv]ersammlung|Ordnung|satzung"
    r"|ordnung|Haushalt(?:e?s)?)\s(?:der|des)\s$"
)
_DECIDES = re.compile(r"\s{0,2}(?:beschließt|stimmt|nimmt|beauftragt|möge|empfiehlt|hat\sin\sseiner)\b")
_TOWN_ORGANS = re.compile(
    r"\b(?:Rat|Stadtrat|Gemeinderat|Hauptausschuss|Stadtverordnetenversammlung|Gemeindevertretung"
    r"|(?:Ober)?[Bb]ürgermeister(?:in|s)?|Stadtr[aä]t(?:e|en|in)|Stadtverordnete[nr]?)\b"
)
_KREIS_ORGANS = re.compile(r"\b(?:Kreistag(?:e?s)?|Kreisausschuss(?:es)?|Landrat(?:e?s)?|Landrätin)\b")
_ORGAN_PLACES = re.compile("Rat|Stadt|Gemeinde|Haupta|Ober|Bürgerm|bürgerm|Kreis|Landr")
# Bodies that their papers only name by initials, joined to the names of their offices („LVR-Dezernat 4“).
_INITIALS = re.compile(r"\b(?P<name>LVR|LWL|KVJS|RVR)-[A-ZÄÖÜ]")
_TOWNS = (
    "Stadt",
    "Gemeinde",
    "Landeshauptstadt",
    "Landkreis",
    "Kreisstadt",
    "Hansestadt",
    "Universitätsstadt",
    "Markt",
)
_DATED_PLACE = re.compile(
    rf"\s*(?P<place>{PLACE})(?:,|\s/)\s(?:den\s)?\d{{1,2}}\.\s?(?:\d|[A-ZÄÖÜ])[\w. ]{{3,18}}\s*"
)
_SENDER = re.compile(r"\s*(?P<name>[A-ZÄÖÜ][\w ()-]{4,60}?)\s[·•|]\s[^\n]{0,60}\b\d{5}\s[A-ZÄÖÜ]")
_HEAD_CHARACTERS = 1500
_LEAST_SCORE, _SCORE_OF_ORGAN, _SCORE_OF_DECISION = 0.5, 3.0, 5.0


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
        if assembly := _district_assembly(text, offset, lines[index + 1 : index + 2]):
            return assembly
        for words, start in candidates:
            below = _below_column(start - offset, words == whole, lines[index + 1 : index + 2])
            found = _letterhead(words, start) or (_two_lines(words, start, below) if below else None)
            if found is not None and index < _LETTERHEAD_LINES:
                return _acting_for(lines[index + 1 : index + 4]) or found
            if found is not None and words == whole:
                return found
    return None


def _below_column(position: int, whole: bool, below: list[tuple[str, int]]) -> tuple[str, int] | None:
    """Return what stands below a line, or below a column at the same place of the next line."""
    if not below or whole:
        return below[0] if below else None
    text, offset = below[0]
    columns = [column for column in _COLUMN.finditer(text) if abs(column.start() - position) <= 1]
    return (columns[0].group(), offset + columns[0].start()) if columns and "  " in text else None


def _district_assembly(text: str, offset: int, below: list[tuple[str, int]]) -> IssuerFound | None:
    """Return the assembly of a district whose name stands in the next line."""
    words = _COLUMN.match(text.lstrip())
    name = _COLUMN.match(below[0][0].lstrip()) if below else None
    if words is None or name is None:
        return None
    whole = f"{words.group()} {name.group()}"
    if " " in words.group() or _DISTRICT_COUNCIL.fullmatch(whole) is None:
        return None
    start = offset + text.index(words.group())
    return IssuerFound(whole, start, start + len(words.group()), 0.85)


def _acting_for(lines: list[tuple[str, int]]) -> IssuerFound | None:
    """Return the municipality for which an Amt acts: „für die Gemeinde Musterdorf“ in a line of its own."""
    for text, offset in lines:
        match = _TOWN_FOR.fullmatch(text.strip())
        if match:
            start = offset + text.index(text.strip()) + match.start("type")
            name = nominative(match["type"], match["name"])
            return IssuerFound(name, start, start + len(match.group()) - match.start("type"), 0.9)
    return None


def _letterhead(words: str, start: int) -> IssuerFound | None:
    """Return the issuer when a line or column is nothing but its name („Stadt Musterstadt“)."""
    if (union := _UNION.fullmatch(words)) and len(words) <= _LONGEST_UNION:
        name = re.sub(r"(?<=verband)e?s(?=\s)", "", union["name"], count=1)
        return IssuerFound(name, start + union.start("name"), start + union.end("name"), 0.9)
    if assembly := _DISTRICT_COUNCIL.fullmatch(words.removeprefix("der ")) or _SENATOR.fullmatch(words):
        first = start + words.index(assembly.group())
        return IssuerFound(assembly.group(), first, start + len(words), 0.85)
    match = _HEAD_LINE.match(words) or (words.isupper() and _HEAD_LINE.match(words.title())) or None
    if match is None:
        return _long_letterhead(words, start)
    tail = words[match.end() :]
    if len(tail) > _LONGEST_TAIL and not re.match(rf"\s*{PLACE},\s\d|\s*(?:Der|Die)\s", tail):
        return None
    issuer = _name_of(match)
    if issuer is None:
        return None
    first = min(match.start(group) for group in ("type", "upper_type", "district") if match[group])
    return IssuerFound(issuer, start + first, start + match.end(), 0.95)


def _long_letterhead(words: str, start: int) -> IssuerFound | None:
    """Return the issuer when behind the type only capitalized words follow („Verwaltungsgemeinschaft Hohe
    Börde“).
    """
    kind = _SPLIT_TYPE.match(words)
    rest = words[kind.end() :].strip() if kind else ""
    if kind is None or not rest or words[kind.end()] != " " or not _is_long_name(rest):
        return None
    return IssuerFound(nominative(kind["type"], rest), start + kind.start("type"), start + len(words), 0.85)


def _two_lines(words: str, start: int, below: tuple[str, int]) -> IssuerFound | None:
    """Return the issuer whose type fills one line and whose name fills the next."""
    kind, name = _SPLIT_TYPE.fullmatch(words), below[0].strip()
    if (
        kind is None
        and _CITY_MAYOR.fullmatch(name)
        and _ONE_NAME.fullmatch(words)
        and is_place(words.title())
    ):
        return IssuerFound(f"Stadt {words.title()}", start, start + len(words), 0.8)
    if kind is None or not _is_long_name(name):
        return None
    end = below[1] + len(below[0].rstrip())
    return IssuerFound(nominative(kind["type"], name), start + kind.start("type"), end, 0.85)


def _is_long_name(words: str) -> bool:
    return (
        _LONG_NAME.fullmatch(words) is not None
        and is_place(words)
        and _NO_LONG_NAME.search(words.replace("-", " ")) is None
    )


def named_issuer(text: str, bodies: list[str], subject: str) -> IssuerFound | None:
    """Return the public body that the text itself makes the issuer, by how and how often it names it.

    `bodies` are those of the Beratungsfolge: a Kreistag belongs to a Kreis, never to a town.
    """
    level = next((name for body in bodies for name, pattern in _LEVEL_OF_BODY if pattern.search(body)), None)
    organs = _level_of_organs(" ".join([text, *bodies]))
    scores: dict[str, float] = {}
    places: dict[str, tuple[int, int]] = {}
    for match in leaps(_PLACES, _MENTION, text):
        name = _name_of(match)
        if name is None or not _fits(name, level or organs):
            continue
        scores[name] = scores.get(name, 0.0) + _score(text, match, subject, name)
        places.setdefault(name, match.span())
    for long in [name for name in scores if any(name.startswith(f"{other} ") for other in scores)]:
        short = next(other for other in scores if long.startswith(f"{other} "))
        scores[short] += scores.pop(long)
    if max(scores.values(), default=0.0) < _SCORE_OF_ORGAN and (party := _party(text, organs, subject)):
        return party
    if not scores:
        return _by_initials(text)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], places[item[0]][0]))
    best, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if score < _LEAST_SCORE or (second > 0 and score < second * 1.3 and score - second < 2):
        return None
    certain = score >= 2 and score >= 2 * second
    return IssuerFound(best, *places[best], 0.9 if certain else 0.7)


def _by_initials(text: str) -> IssuerFound | None:
    found = list(_INITIALS.finditer(text))
    names = {str(match["name"]) for match in found}
    return (
        IssuerFound(names.pop(), *found[0].span("name"), 0.7) if len(found) > 1 and len(names) == 1 else None
    )


def _level_of_organs(text: str) -> str | None:
    """Return „town“ or „kreis“ when the text speaks of the organs of only one of them."""
    of_town = next(leaps(_ORGAN_PLACES, _TOWN_ORGANS, text), None)
    of_kreis = next(leaps(_ORGAN_PLACES, _KREIS_ORGANS, text), None)
    if bool(of_town) == bool(of_kreis):
        return None
    return "town" if of_town else "kreis"


def _party(text: str, level: str | None, subject: str) -> IssuerFound | None:
    """Return the only town among the parties the subject names, when the text speaks of its organs and of no
    Kreistag („zwischen der Stadt X und dem Kreis Y“); the other way round the only Kreis.
    """
    if level is None:
        return None
    parties = subject[subject.find(" zwischen ") :] if " zwischen " in subject else ""
    names = {name for match in _MENTION.finditer(parties) if (name := _name_of(match))}
    fitting = [name for name in names if _fits(name, level)]
    if len(fitting) != 1:
        return None
    start = next((match.start() for match in _MENTION.finditer(text) if _name_of(match) == fitting[0]), 0)
    return IssuerFound(fitting[0], start, start + len(fitting[0]), 0.6)


def issuer_of_body(name: str) -> str | None:
    """Return the issuer named by a body: „Rat der Stadt Leverkusen“, „Kreistag des Kreises Coesfeld“."""
    match = re.search(rf"\s(?:der|des)\s(?P<type>{TYPE})\s(?P<name>{PLACE})$", name)
    if match:
        return nominative(match["type"], match["name"])
    district = re.search(rf"\sdes\s(?P<district>{DISTRICT})$", name)
    if district:
        return district_nominative(district["district"])
    council = _DISTRICT_COUNCIL.fullmatch(name)
    return council.group() if council else None


def issuer_of_sender(line: str) -> str | None:
    """Return the municipality whose name begins the sender's line above an address:
    „Kreis Musterland · Postfach 12 · 01234 Musterstadt“.
    """
    sender = _SENDER.match(line)
    name = _HEAD_LINE.match(sender["name"]) if sender else None
    return _name_of(name) if name else None


def issuer_of_dateline(lines: list[str]) -> str | None:
    """Return the town whose type stands alone in the letterhead („Landeshauptstadt“) and whose name dates the
    paper („Hannover / 23.05.2022“).
    """
    kinds = {
        words
        for line in lines[: _LETTERHEAD_LINES // 2]
        for words in _COLUMN.findall(line)
        if words in _TOWNS
    }
    if len(kinds) != 1:
        return None
    dated = (_DATED_PLACE.fullmatch(line) for line in lines if len(line) < _LONGEST_UNION)
    places = {found["place"] for found in dated if found}
    return f"{kinds.pop()} {places.pop()}" if len(places) == 1 else None


def _name_of(match: re.Match[str]) -> str | None:
    """Return the nominative of what a name pattern found."""
    if match["district"]:
        return district_nominative(match["district"])
    if match["upper_type"]:
        return nominative(match["upper_type"], match["upper_name"])
    if not is_place(match["name"]):
        return None
    # „Stadt- und Landkreis X“ is the town when a paper of the town speaks of both.
    both = match["type"].startswith("Stadt- und ")
    return nominative("Stadt" if both else match["type"], match["name"])


def _fits(name: str, level: str | None) -> bool:
    is_kreis = name.casefold().endswith("kreis") or name.startswith(
        ("Kreis ", "Landkreis ", "Städteregion", "StädteRegion", "Rhein-Kreis ")
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
        return _SCORE_OF_DECISION if _DECIDES.match(text, match.end()) else _SCORE_OF_ORGAN
    if _PARTNER.search(before) or _GIVES.match(text, match.end()):
        return 0.0
    if match["upper_type"] and match.start() < _HEAD_CHARACTERS:
        return _SCORE_OF_ORGAN
    score = 1.0 if match.start() < _HEAD_CHARACTERS else 0.7
    if _OUTSIDE.search(before):
        score *= 0.5
    if match["type"] and match["type"].endswith("verwaltung"):
        score *= 0.5
    place = name.split(" ", 1)[1] if " " in name else name
    if place not in subject:
        return score
    named = re.escape(place)
    if re.search(rf"(?i)\b(?:mit|zu|zwischen|und|nach)\s(?:der|dem|den)?\s?(?:\w+\s)?{named}", subject):
        return 0.0
    if re.search(rf"(?i)(?:für|mit|an|in)\s(?:der|die|dem|das)?\s?\w*\s?{named}", subject):
        score *= 0.3
    return score
