"""The municipality that a paper names by its addresses for electronic mail, or by its council."""

import re

from allmende.reading.issuers import IssuerFound
from allmende.reading.municipalities import PLACE, TYPE, is_place, nominative

_ADDRESS = re.compile(r"@(?P<type>stadt|gemeinde)[.-](?P<place>[a-z]{4,30})\.de\b")
_TOWN_OF_BODY = {
    "Ortsgemeinderat": "Ortsgemeinde",
    "Verbandsgemeinderat": "Verbandsgemeinde",
    "Marktgemeinderat": "Markt",
    "Samtgemeinderat": "Samtgemeinde",
    "Gemeinderat": "Gemeinde",
    "Gemeindevertretung": "Gemeinde",
    "Stadtrat": "Stadt",
    "Stadtverordnetenversammlung": "Stadt",
    "Stadtvertretung": "Stadt",
}
_COUNCIL_OF_PLACE = re.compile(
    rf"\b(?P<council>{'|'.join(_TOWN_OF_BODY)})(?:e?s)?[ ](?P<place>{PLACE})(?!\w)(?!\s[A-ZÄÖÜ][a-z]+\s?[(,])"
)
_HEAD_CHARACTERS = 1500


def issuer_of_addresses(text: str) -> str | None:
    """Return the municipality that all addresses of the head name („…@stadt.musterstadt.de“), where the text
    speaks of its place.
    """
    found = {(match["type"], match["place"]) for match in _ADDRESS.finditer(text)}
    if len(found) != 1:
        return None
    kind, place = found.pop()
    named = re.search(rf"(?<![\w@.-]){place.title()}(?![\w-])", text)
    return f"{kind.title()} {place.title()}" if named else None


def issuer_of_places(text: str) -> IssuerFound | None:
    """Return the only municipality whose council the head names by its place („Gemeinderat Musterdorf“).

    The text must speak of the place elsewhere too; only „Gemeinderat“ and „Stadtrat“ leave its type open.
    """
    towns: dict[str, tuple[int, int]] = {}
    for found in _COUNCIL_OF_PLACE.finditer(text, 0, _HEAD_CHARACTERS):
        place = found["place"]
        if not is_place(place):
            continue
        named = re.search(rf"(?<![\w-])({TYPE})\s{re.escape(place)}(?![\w-])", text)
        if named or re.search(rf"\b(?:[Ii]n|[Aa]us|nach|von)\s{re.escape(place)}(?![\w-])", text):
            kind = _TOWN_OF_BODY[found["council"]]
            kind = named[1] if named and kind in ("Gemeinde", "Stadt") else kind
            towns.setdefault(nominative(kind, place), found.span())
    if len(towns) != 1:
        return None
    name, span = towns.popitem()
    return IssuerFound(name, *span, 0.8)
