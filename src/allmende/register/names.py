"""Names of bodies: German sort order, spelling-tolerant form, and what a name without its type says. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from allmende.register.domain import DISTRICT_KINDS, TOWN_KINDS, Kind

_GERMAN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@lru_cache(maxsize=20_000)
def sort_key(name: str) -> str:
    """Return the key for German dictionary order (DIN 5007-1): ä like a, ß like ss, signs ignored."""
    text = unicodedata.normalize("NFC", name).lower().translate(_GERMAN)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return re.sub(r"[^0-9a-z]+", " ", text).strip()


def fold(name: str) -> str:
    """Return a form in which spellings of the same name meet: „Düsseldorf“, „Duesseldorf“, „dusseldorf“."""
    text = sort_key(name)
    for pair, letter in _DIGRAPHS:
        text = text.replace(pair, letter)
    return text


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name as people write it, taken apart: what is left without its type, the type, the bracket."""

    base: str
    kinds: frozenset[Kind] | None
    qualifier: str


_VILLAGES = frozenset({Kind.GEMEINDE, Kind.MARKT})
_TYPES: tuple[tuple[str, frozenset[Kind] | None], ...] = (
    (r"gemeindeverwaltung(?: der gemeinde)? ", _VILLAGES),
    (r"gemeinden? ", _VILLAGES),
    (r"markt ", frozenset({Kind.MARKT})),
    (r"(?:stadtverwaltung|stadtrat)(?: der stadt)? ", TOWN_KINDS),
    (
        r"(?:kreisfreien? |kreisangehorigen? |grossen kreis|grosse kreis)?"
        r"(?:landeshaupt|bundes|hanse|universitats|kreis|hochschul|wissenschafts|klingen|kupfer|kolping)?"
        r"stadt ",
        TOWN_KINDS,
    ),
    (r"kreistag(?: des kreises| des landkreises)? ", DISTRICT_KINDS),
    (r"kreisverwaltung(?: des kreises)? ", DISTRICT_KINDS),
    (r"kreis(?:es)? ", DISTRICT_KINDS),
    (r"landkreis(?:es)? ", DISTRICT_KINDS),
    (r"stadteregion ", DISTRICT_KINDS),
    (r"(?:regierungsbezirk|bezirksregierung|reg bez) ", frozenset({Kind.REGIERUNGSBEZIRK})),
    (r"land(?:es)? ", frozenset({Kind.LAND})),
)
# Nobody calls the Regierungsbezirk Münster just „Münster“; a Kreis is often called by its bare name.
NEVER_BARE = frozenset({Kind.REGIERUNGSBEZIRK, Kind.REGION})
_COUNCIL = re.compile(r"^(?:rat|stadtrat|gemeinderat|burgermeister|burgermeisterin|verwaltung) de[rs] ")
_ARTICLE = re.compile(r"^(?:der|die|das|des|dem|den) (?=.)")
_DISTRICT_NAME = re.compile(r"(?:kreis|kreises)$")
_ALIASES = {
    "lvr": "landschaftsverband rheinland",
    "lwl": "landschaftsverband westfalen lippe",
    "nrw": "nordrhein westfalen",
    "land nrw": "land nordrhein westfalen",
}


@lru_cache(maxsize=20_000)
def parse_name(written: str) -> ParsedName:
    """Take a written name apart.

    Example:
        parse_name("Stadt Langenfeld (Rhld.)") -> base "langenfeld", kinds of towns, qualifier "rhld"
    """
    main, _, bracket = written.partition("(")
    main = main.split(",")[0]
    text = fold(main)
    text = _ALIASES.get(text, text)
    text = _ARTICLE.sub("", _COUNCIL.sub("", _ARTICLE.sub("", text)))
    kinds: frozenset[Kind] | None = None
    for pattern, meant in _TYPES:
        if (match := re.match(pattern, text)) and text[match.end() :]:
            text, kinds = text[match.end() :], meant
            break
    else:
        if _DISTRICT_NAME.search(text):
            kinds = DISTRICT_KINDS
            text = re.sub(r"kreises$", "kreis", text)
            text = re.sub(r"ischen kreis$", "ischer kreis", text)
    return ParsedName(base=text.strip(), kinds=kinds, qualifier=fold(bracket.rstrip(")")))


def fits(parsed: ParsedName, *, kind: Kind, name: str) -> bool:
    """Return whether a body of that kind and name can be meant by the parsed name (bases already equal)."""
    if parsed.kinds is None and kind in NEVER_BARE:
        return False
    if parsed.kinds is not None and kind not in parsed.kinds:
        return False
    theirs = parse_name(name).qualifier
    return not parsed.qualifier or not theirs or _abbreviates(parsed.qualifier, theirs)


def _abbreviates(one: str, other: str) -> bool:
    """Return whether one qualifier can be short for the other: „rhld“ for „rheinland“."""
    short, long = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
    letters = iter(long)
    return all(letter in letters for letter in short)
