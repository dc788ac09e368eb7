"""Names of laws: abbreviations, full names, and what „GO“ means in which Land."""

import re
import tomllib
from functools import cache
from pathlib import Path

_ARTICLE = re.compile(
    r"(?:\.(?=[A-ZÄÖÜ]))?\s?(?:(?:der|des|dem|den|unserer|ihrer|dieser|vom|zum|zur|im|in\sder"
    r"|aus\sder)\s(?:jeweils gültigen\s|aktuellen\s|städtischen\s|geltenden\s)?)?[„\"‚]?"
)
_SUFFIX = (
    r"(?:[ -](?:NRW|NW|BW|B-W|Bay|BY|Nds\.?|SH|S-H|RP|RLP|LSA|M-V|MV|Bbg|Bln|HH|Saar|Thür|Sachsen"
    r"|(?:[IVX]{1,4}|(?<=SGB.)1?\d)(?!\w)))?"
)
_ABBREVIATION = re.compile(
    rf"(?P<name>VO[BL]/[ABC]|VO\s\((?:EG|EU|EWG)\)\s(?:Nr\.\s)?\d{{1,4}}/\d{{2,4}}"
    rf"|(?:(?:AG[ -]|(?:Sächs|Thür|Bbg|Brem|Hess|Bay|Saarl|Nds|Hmb)-)(?=[A-ZÄÖÜ]))?"
    rf"(?:[A-ZÄÖÜ][a-zäöü]{{0,9}}){{0,5}}[A-ZÄÖÜ][a-zäöü]{{0,9}}[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{{0,8}}"
    rf"{_SUFFIX}{_SUFFIX}|VS|GO{_SUFFIX})(?![\wäöüß-])"
)
# The hyphen of „Sächs-|KomZG“, broken over two lines.
_BROKEN_LAND = re.compile(
    r"(?<=^Sächs)-|(?<=^Thür)-|(?<=^Bbg)-|(?<=^Brem)-|(?<=^Hess)-|(?<=^Saarl)-|(?<=^Hmb)-"
)
_LONG = re.compile(
    r"(?P<name>(?:[A-ZÄÖÜ][\wäöüß-]{0,40}-(?:\s?und\s|\su\.\s|,\s|\sund\s))?"
    r"(?:(?:[Aa]llgemeinen?|[Ss]ächsischen?|[Bb]ayerischen?|[Tt]hüringer|[Nn]iedersächsischen?"
    r"|[Hh]essischen?|[Bb]randenburgischen?|[Bb]ürgerlichen?|[Ee]rsten|[Zz]weiten|[Zz]wölften"
    r"|[Aa]chten)\s(?:Buch(?:es)?\s)?)?"
    r"(?:[A-ZÄÖÜ][\wäöüß]{1,30}-\s?(?:und\s|u\.\s))?"
    r"[A-ZÄÖÜ][\wäöüß-]{0,60}?(?:gesetzbuch(?:e?s)?|gesetz(?:es)?|(?<=-)Gesetz(?:es)?|ordnung|satzung|verordnung"
    r"|richtlinien?|statut(?:e?s)?|verfassung"
    r"|erlass(?:es)?|Ordnung|Satzung|Richtlinie)"
    r"|Gesetz(?:es)?|Satzung|Richtlinien?|Verordnung|Verwaltungsvorschrift|Grundgesetz(?:es)?"
    r"|Verfassung)(?![\wäöüß-])"
)
_LONG_TAIL = re.compile(
    r"(?P<land>\s(?:NRW|NW|Nordrhein-Westfalen|Baden-Württemberg|Schleswig-Holstein"
    r"|Mecklenburg-Vorpommern|Sachsen-Anhalt"
    r"|(?:für\sdas\sLand|des\sLandes|für\sden\sFreistaat|des\sFreistaates|für"
    r"|von)\s(?:Nordrhein-Westfalen|Baden-Württemberg|Bayern|Hessen"
    r"|Niedersachsen|Brandenburg|Sachsen|Thüringen|Schleswig-Holstein|Rheinland-Pfalz"
    r"|Mecklenburg-Vorpommern|Saarland|Sachsen-Anhalt)))?"
    r"(?P<of>\s(?:des\sRates|des\sKreistag(?:e)?s|des\sGemeinderat(?:e)?s|für\sden\s(?:Rat"
    r"|Kreistag|Gemeinderat)))?"
)
_ABOUT = re.compile(
    r"\s(?:über|zur|zum|für|gegen)\s(?:(?![§])[^\n.,;:()„“\"]){3,110}?(?=\s?[(.,;:“\"\n]"
    r"|\s(?:ist|sind|wird|werden|kann|hat|haben|muss|soll|sollen|nicht|auf|stellt|gilt|ab"
    r"|beschl\w+|vorgesehen)\b|$)"
)
_SHORT_FORM = re.compile(
    r"\s?\(?(?:im\sFolgenden:?\s)?\((?P<short>[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,12}(?:[ -](?:NRW|NW|[IVX]{1,4}))?)\)"
)
_BEFORE = re.compile(
    r"(?P<name>[A-ZÄÖÜ][\wäöüßÄÖÜ-]*(?:\s(?:NRW|NW))?)\s?[,(:]?\s?(?:(?:in|nach|gem\.|gemäß)\s)?$"
)
_NO_LAW = re.compile(
    r"(?i)(?:tages|geschäfts?gang|neu|rang|größen|unter|haus|an|vor|zu|bei|ein|nach|über|aus"
    r"|un|markt|rechts?)ordnung$|^(?:ver|un)?(?:ordnung|satzung)$"
)


@cache
def _table() -> dict[str, dict[str, str]]:
    data = tomllib.loads((Path(__file__).parent / "laws.toml").read_text(encoding="utf-8"))
    return {name: {_fold(word): str(short) for word, short in words.items()} for name, words in data.items()}


def states() -> tuple[str, ...]:
    """Return the names of the Länder whose abbreviations are known."""
    return tuple(name for name in _table() if name != "all")


def law_at(text: str, position: int, state: str | None) -> tuple[str, int] | None:
    """Return the normalized name of the law named at `position`, and where the name ends."""
    article = _ARTICLE.match(text, position)
    start = article.end() if article else position
    if match := _ABBREVIATION.match(text, start):
        return normalized(_BROKEN_LAND.sub("", match["name"]), state), match.end()
    match = _LONG.match(text, start)
    if match is None or _NO_LAW.search(match["name"]):
        return None
    end = match.end()
    name = match["name"]
    tail = _LONG_TAIL.match(text, end)
    if name.casefold() in (
        "gesetz",
        "gesetzes",
        "richtlinie",
        "richtlinien",
        "verordnung",
        "verwaltungsvorschrift",
        "satzung",
    ):
        about = _ABOUT.match(text, end)
        if about is None and name.casefold().startswith("gesetz"):
            return None
        if about is not None:
            name, end = name + about.group(), about.end()
    elif tail and tail.group():
        name, end = name + tail.group(), tail.end()
    short = _SHORT_FORM.match(text, end)
    return normalized(name, state, short["short"] if short else None), short.end() if short else end


def law_before(text: str, position: int, state: str | None) -> str | None:
    """Return the law whose abbreviation stands right before the sign („GO NRW, § 41“)."""
    match = _BEFORE.search(text, max(0, position - 50), position)
    if match is None:
        return None
    name = match["name"]
    known = _table()["all"] | _table().get(state or "", {})
    if _fold(name) in known:
        return normalized(name, state)
    is_law = re.fullmatch(r"[A-ZÄÖÜ][\wäöüß-]+(?:gesetz|ordnung|satzung)", name) and not _NO_LAW.search(name)
    return normalized(name, state) if is_law else None


def normalized(name: str, state: str | None, short: str | None = None) -> str:
    """Return the usual abbreviation of a law („Gemeindeordnung NRW“ → „GO NRW“), else its name in the
    nominative.
    """
    of_state, everywhere = _table().get(state or "", {}), _table()["all"]
    if known := of_state.get(_fold(name)):
        return known
    if short:
        return of_state.get(_fold(short)) or everywhere.get(_fold(short)) or short
    if known := everywhere.get(_fold(name)):
        return known
    plain = " ".join(name.split())
    first, *rest = plain.split(" ")
    first = re.sub(r"(gesetz|gesetzbuch|statut|erlass|Gesetz)e?s$", r"\1", first)
    return " ".join([first, *rest])


def _fold(name: str) -> str:
    folded = " ".join(name.split()).casefold().replace("nordrhein-westfalen", "nrw")
    folded = re.sub(r"(gesetz|gesetzbuch|buch)e?s\b", r"\1", folded)
    return re.sub(r"\s(?:für das land|des landes|für|von)\s(?=nrw)", " ", folded).replace(" nw", " nrw")
