"""Municipalities, districts, providers, associations and ministries that a paper names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from allmende.reading.leaps import leaps

_NAME = r"[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ]?[\wäöüß]+){0,3}"
_WORDS = (
    rf"{_NAME}(?:\s(?:am|an\sder|im|in|und|der|des|für)\s{_NAME}|,\s{_NAME}(?=,|\sund\s)|\s{_NAME}){{0,6}}"
)
# How a name begins in its first letters, and the whole name.
_FORMS = (
    (
        "Stadt|Gem|Kreis|Land|Samt|Verb|Städte",
        rf"(?:Stadt|Landeshauptstadt|Gemeinde|Kreis|Landkreis|Samtgemeinde|Verbandsgemeinde"
        rf"|Städteregion|StädteRegion)\s(?!(?:und|am|im|vom|zum|für)\b)(?P<name>{_NAME}(?:\s(?:am"
        rf"|an\sder|im|ob\sder)\s{_NAME})?)",
    ),
    (r"[A-ZÄÖÜ](?<![\w-].)(?=[a-zäöü]+-)", r"[A-ZÄÖÜ][a-zäöü]+-[A-ZÄÖÜ][a-zäöü]+-Kreis(?![\w])"),
    (
        "Bezirksreg|Regierungs|Landschafts|Regional|Nachbar",
        rf"(?:Bezirksregierung|Regierungspräsidium|Landschaftsverband|Regionalverband"
        rf"|Nachbarschaftsverband)\s{_NAME}(?:-{_NAME})?",
    ),
    ("Zweckverband", rf"Zweckverband(?:s|es)?\s(?:der\s|für\s)?[„\"]?{_WORDS}"),
    (
        "Ministerium",
        r"Ministerium(?:s)?\s(?:für|des)\s[A-ZÄÖÜ][\w-]+(?:(?:,\s|\sund\s|,\sund\s)[A-ZÄÖÜ][\w-]+){0,7}",
    ),
    (
        "Car|Diak|Arb|AWO|Deu|DRK|Leb|Der Par|cit|KDN|KAAW|Komm|OWL|Süd|regio|KRZN|d-NRW|KGSt|VHS",
        r"(?:Caritas(?:-?[Vv]erband)?(?:\s[A-ZÄÖÜ][a-zäöü]+)?|Diakonie|Arbeiterwohlfahrt"
        r"|AWO|Deutsches Rotes Kreuz|DRK|Lebenshilfe|Der Paritätische|citeq|KDN|KAAW|Komm\.ONE"
        r"|OWL-IT|Südwestfalen-IT|regio\siT|KRZN|d-NRW|KGSt|VHS)(?![\w])",
    ),
    (
        "Deutsche|Städte-|Landkreis|Nordrhein",
        r"(?:Deutsche[rn]?|Städte- und Gemeinde|Landkreis"
        r"|Nordrhein-Westfälische[rn]?)\s?(?:Städtetag|Landkreistag|Städte- und Gemeindebund|bund"
        r"|tag)\w*(?:\s(?:NRW|Nordrhein-Westfalen))?",
    ),
    (
        "Land|Gemeindepr",
        r"(?:Land(?:es)?\s(?:NRW|Nordrhein-Westfalen|Baden-Württemberg|Berlin|Hessen"
        r"|Niedersachsen|Brandenburg|Sachsen|Thüringen|Schleswig-Holstein|Rheinland-Pfalz)"
        r"|Landesregierung|Landtag|Gemeindeprüfungsanstalt)(?![\w])",
    ),
    (
        "CDU|SPD|FDP|AfD|GRÜNE|Bündnis|DIE|Die|Freie",
        r"(?:CDU|SPD|FDP|AfD|GRÜNE|Bündnis 90/Die Grünen|DIE LINKE|Die Linke"
        r"|Freie Wähler)(?:-?(?:Kreistags|Rats|Stadtrats|Gemeinderats)?-?[Ff]raktion)(?![\w])",
    ),
)
_PATTERNS = tuple((re.compile(places), re.compile(rf"(?<![\w-]){name}")) for places, name in _FORMS)
_GENITIVE = re.compile(r"^(Zweckverband|Ministerium|Land|Landschaftsverband)e?s(?=\s)")


_COMPANY_FORM = re.compile(r"(?:gGmbH|GmbH|AG|AöR|e\.\s?V\.|eG|KG)(?![\wäöüß])")
_NAME_WORD = re.compile(_NAME)
_MOST_NAMES, _LONGEST_NAME = 4, 90


@dataclass(frozen=True, slots=True)
class Organisation:
    """A name with its offsets in the prose view."""

    name: str
    start: int
    end: int


def _companies(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of names that end in a legal form, read backwards from it word by word."""
    for form in _COMPANY_FORM.finditer(text):
        start = form.start()
        for _ in range(_MOST_NAMES):
            word = _word_before(text, start)
            if word is None or not _NAME_WORD.fullmatch(text, word, start - 1):
                break
            start = word
        if start < form.start():
            yield start, form.end()


def _word_before(text: str, position: int) -> int | None:
    """Return where the word before one blank at `position` begins."""
    if position < 2 or not text[position - 1].isspace():
        return None
    start = position - 1
    while (
        start and start > position - _LONGEST_NAME and (text[start - 1].isalnum() or text[start - 1] in "_-")
    ):
        start -= 1
    return start


def find_organisations(text: str) -> list[Organisation]:
    """Return each organisation once, where it is named first."""
    found: dict[str, Organisation] = {}
    for start, end in (
        *_companies(text),
        *(match.span() for places, pattern in _PATTERNS for match in leaps(places, pattern, text)),
    ):
        name = _GENITIVE.sub(r"\1", " ".join(text[start:end].split()).strip(' ,.„“"'))
        name = name.replace("Land NRW", "Land Nordrhein-Westfalen")
        found.setdefault(name.casefold(), Organisation(name, start, end))
    return sorted(found.values(), key=lambda organisation: organisation.start)
