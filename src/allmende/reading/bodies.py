"""Names of councils and committees: found by their last part, extended to both sides, put in the
nominative.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_NOMINATIVE = (
    "ausschuss",
    "ausschuß",
    "beirat",
    "gemeinderat",
    "stadtrat",
    "ortsrat",
    "ortschaftsrat",
    "bezirksrat",
    "integrationsrat",
    "seniorenrat",
    "ältestenrat",
    "verwaltungsrat",
    "aufsichtsrat",
    "stiftungsrat",
    "regionalrat",
    "jugendrat",
    "migrationsrat",
    "migrantenrat",
    "ausländerrat",
    "verbandsrat",
    "behindertenrat",
    "kreistag",
    "städteregionstag",
    "regionstag",
    "bezirkstag",
    "präsidium",
    "ortsteilrat",
    "marktrat",
    "versammlung",
    "bezirksvertretung",
    "gemeindevertretung",
    "stadtvertretung",
    "amtsvertretung",
    "ortsvertretung",
    "bürgerschaft",
    "kommission",
    "parlament",
    "dienstberatung",
    "deputation",
    "stadtteilrat",
    "kreisrat",
    "verwaltungsvorstand",
    "stadtbezirksrat",
    "magistrat",
    "konvent",
    "naturschutzbeirat",
    "bausenat",
    "verwaltungssenat",
    "umweltsenat",
    "finanzsenat",
    "werksenat",
    "kultursenat",
    "personalsenat",
    "sozialsenat",
    "feriensenat",
    "verkehrssenat",
)
_NOT_BODIES = {
    "versammlung",
    "bürgerversammlung",
    "einwohnerversammlung",
    "bürgerinnenversammlung",
    "kommission",
    "eu-kommission",
    "parlament",
    "hauptversammlung",
    "konvent",
    "bundesversammlung",
    "bürgerschaft",
    "mitgliederversammlung",
    "nationalversammlung",
    "betriebsversammlung",
}
_GENITIVE = re.compile(r"(schuss|schuß|rat|tag|präsidium|[a-z]senat)e?s$", re.IGNORECASE)
_ALONE = {"rat", "rates", "rats", "senat", "magistrat", "präsidium", "präsidiums", "plenum"}
_SHORT = {
    "FA",
    "BA",
    "UA",
    "BV",
    "HFA",
    "HuFA",
    "OBR",
    "StVV",
    "BVV",
    "SVV",
    "JHA",
    "HPA",
    "ASU",
    "AUKS",
    "VA",
}
_LONGEST_ABBREVIATION = 5
_LONGEST_WORD = 80
# Short names that papers too are numbered with: „BV/0137/2021“ is a Beschlussvorlage.
_LIKE_A_PAPER = ("BV", "VA", "BA")
_NUMBER_BEHIND = re.compile(r"[/-]\d")
# The capital stands first, so that the search leaps to it.
_WORD = re.compile(r"[A-ZÄÖÜ](?<![\w-].)[\w-]*(?:/-?in(?:nen)?)?")
_PREFIX = re.compile(r"(?:[A-ZÄÖÜ][\w-]{0,40}-(?:\s?,\s?|\s?/\s?|\s(?:und|u\.|sowie|&)\s|,\sund\s)){1,5}$")
_TOPIC_START = re.compile(
    r"\s?(?:\s(?:für|FÜR|f\.|fuer|zur|zum)\s)(?:(?:die|das|den|der|des|dem)\s)?(?=[A-ZÄÖÜ])"
    r"(?!(?:Vorb|B)eratung\b|Beschlu(?:ss|ß)|Entscheidung\b|Kenntnis|Anhörung\b|Empfehlung\b|Information\b|Stellungnahme\b|Sitzung\b|TOP\b)"
)
_ADJECTIVE = (
    r"(?:öffentlich|inner|ländlich|sozial|digital|allgemein|kommunal|regional|europäisch|kulturell|technisch"
    r"|nachhaltig|interkommunal|international|wirtschaftlich|städtisch)e[nrs]?\s"
)
_NOUN = re.compile(rf"[A-ZÄÖÜ][\w-]*(?:/[A-ZÄÖÜ-][\w-]*|\*innen|:innen)*|{_ADJECTIVE}[A-ZÄÖÜ][\w-]*")
_LINK = re.compile(
    r"(?:\s?,\s(?:und\s|sowie\s)?|\s(?:und|u\.|sowie|&)\s|\s?/\s?|\s(?:der|des|im|in|von|zum|zur|bei|mit)\s)"
    rf"(?:(?:die|das|den|der|des|dem|für)\s)*(?=[A-ZÄÖÜ]|{_ADJECTIVE})"
)
WEEKDAY = r"(?:M[oi]|D[io]|Fr|S[ao]|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend)\b"
_WEEKDAY = re.compile(WEEKDAY)
_TOWN = re.compile(
    r"\s(?:der|des|von)\s(?:(?:Großen?|Kreis-?|Universitäts-?|Hanse-?)\s?)?(?:Stadt|Gemeinde"
    r"|Kreises|Landkreises"
    r"|Landeshauptstadt|Hansestadt|Universitätsstadt|Kreisstadt|Samtgemeinde|Verbandsgemeinde"
    r"|Marktes|Verbandes"
    r"|Zweckverband(?:e?s)?|Städteregion|StädteRegion|Oberbürgermeisters|Bürgermeisters|Region"
    r"|Amtes)(?![\w-])"
    rf"(?:\s(?!(?:am|im|vom|Nr|TOP)\b|{WEEKDAY})"
    r"[A-ZÄÖÜ][\w-]*(?:\s(?:am|an\sder|im|in|ob\sder|vor\sder"
    r"|bei)\s(?=[A-Z])[A-ZÄÖÜ][\w-]*)?)?"
)
_DISTRICT = re.compile(
    r"\s(?:(?:Nr\.\s)?\d{1,2}\b(?:\s[-–]\s)?|[IVX]{1,4}\b)?\s?(?:[A-ZÄÖÜ][\w-]*(?:[-/][A-ZÄÖÜ][\w-]*)*)?"
)
_CAPITAL_BEHIND = re.compile(r"\s(?=[A-ZÄÖÜ])")
_HAS_DISTRICT = (
    "ortsrat",
    "ortschaftsrat",
    "bezirksvertretung",
    "bezirksrat",
    "ortsbeirat",
    "bezirksausschuss",
    "bezirksversammlung",
    "bezirksbeirat",
    "ortsteilrat",
    "ortsvertretung",
    "bv",
    "ba",
    "obr",
)
_PERSON = re.compile(
    r"\s(?:Dr\.\s|Prof\.\s)?[A-ZÄÖÜ][a-zäöüß]+\s[A-ZÄÖÜ][\w-]+\s\((?!\d)"
    rf"|\s[A-ZÄÖÜ][\w-]+\s\((?!{WEEKDAY})[A-ZÄÖÜ]"
)
_LEVEL = re.compile(
    r"(?i)(kreistag|kreisausschuss|städteregionstag)|(gemeinderat)|(stadtrat|stadtverordneten)"
    r"|(verbandsversamml)"
)


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name in the nominative and where it stands."""

    start: int
    end: int
    name: str


def find_bodies(
    text: str, start: int = 0, end: int | None = None, *, labelled: bool = False
) -> list[BodyName]:
    """Return the councils and committees named in `text[start:end]`.

    Behind a label („Gremium:“) words count that elsewhere mean something else („Bürgerschaft“).
    """
    stop = len(text) if end is None else end
    bodies: list[BodyName] = []
    for word in _WORD.finditer(text, start, stop):
        if bodies and word.start() < bodies[-1].end:
            continue
        if not is_body_word(word.group()) and not (labelled and word.group().casefold() in _NOT_BODIES):
            continue
        if word.group() in _LIKE_A_PAPER and _NUMBER_BEHIND.match(text, word.end()):
            continue
        last = _extend_right(text, word.group(), word.end(), stop)
        if last is None:
            continue
        prefix = _PREFIX.search(
            text, max(start, word.start() - 90, bodies[-1].end if bodies else 0), word.start()
        )
        first = prefix.start() if prefix else word.start()
        bodies.append(BodyName(first, last, nominative(text[first:last])))
    return bodies


def is_weekday(text: str) -> bool:
    """Tell whether a text begins with a weekday („Mittwoch, 14.05.2031“)."""
    return _WEEKDAY.match(text) is not None


def is_body_name(text: str) -> bool:
    """Tell whether a text is nothing but the name of one council or committee."""
    bodies = find_bodies(text)
    return len(bodies) == 1 and bodies[0].end - bodies[0].start == len(text)


def is_body_word(word: str) -> bool:
    """Tell whether one capitalised word ends like the name of a council or committee."""
    return len(word) <= _LONGEST_WORD and _is_body_word(word)


@lru_cache(maxsize=1 << 14)
def _is_body_word(word: str) -> bool:
    if word in _SHORT:
        return True
    folded = word.casefold()
    if folded in _ALONE:
        return True
    base = _GENITIVE.sub(r"\1", folded) if folded.endswith("s") else folded
    return base.endswith(_NOMINATIVE) and base not in _NOT_BODIES


def _extend_right(text: str, word: str, position: int, stop: int) -> int | None:
    """Return where the name ends; None when it is a person's title („Stadtrat Wolfram Jäger (CDU)“)."""
    folded = word.casefold()
    folded = _GENITIVE.sub(r"\1", folded) if folded.endswith("s") else folded
    if folded in ("stadtrat", "gemeinderat", "kreisrat", "ortsrat") and _PERSON.match(text, position):
        return None
    if topic := _TOPIC_START.match(text, position, stop):
        return _nouns(text, topic.end(), stop) or position
    if word in _SHORT and word.isupper() and (space := _CAPITAL_BEHIND.match(text, position, stop)):
        return _nouns(text, space.end(), stop) or position
    if town := _TOWN.match(text, position, stop):
        return town.end()
    if folded.endswith(_HAS_DISTRICT) and (district := _DISTRICT.match(text, position, stop)):
        end = position + len(district.group().rstrip())
        following = district.group().split()
        return position if following and is_body_word(following[-1]) else end
    return position


def _nouns(text: str, position: int, stop: int) -> int:
    """Return the end of a list of nouns („Soziales, Gesundheit und Senioren“), 0 when there is none."""
    end = 0
    while noun := _NOUN.match(text, position, stop):
        if end and is_body_word(noun.group()):
            break
        end = noun.end()
        link = _LINK.match(text, end, stop)
        if link is None:
            break
        position = link.end()
    return end


def nominative(name: str) -> str:
    """Return the name folded to one line and with its head word in the nominative."""
    words = " ".join(name.split()).split(" ")
    if name.isupper() and len(name) > _LONGEST_ABBREVIATION:
        words = [
            word.lower() if word in ("FÜR", "UND", "DER", "DES", "DIE") else word.title() for word in words
        ]
    for index, word in enumerate(words):
        bare = word.rstrip(",.:;")
        if bare.casefold() in ("rates", "rats"):
            words[index] = "Rat" + word[len(bare) :]
        elif is_body_word(bare):
            head = _GENITIVE.sub(r"\1", bare) if bare[-1] in "sS" else bare
            words[index] = head + word[len(bare) :]
            break
    return " ".join(words).strip(" ,;:-–")


def same_body(first: str, second: str) -> bool:
    """Tell whether two names mean the same body („Rat“ and „Rat der Stadt“, old and new spelling)."""
    one, two = _words(first), _words(second)
    return bool(one and two) and (one <= two or two <= one)


def _words(name: str) -> set[str]:
    folded = nominative(name).casefold().replace("ß", "ss")
    return {
        word
        for word in re.findall(r"[\w-]+", folded)
        if word not in ("der", "die", "des", "den", "und", "für")
    }
