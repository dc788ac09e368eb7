"""The municipality that the addresses for electronic mail in a paper name."""

import re

_ADDRESS = re.compile(r"@(?P<type>stadt|gemeinde)[.-](?P<place>[a-z]{4,30})\.de\b")


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
