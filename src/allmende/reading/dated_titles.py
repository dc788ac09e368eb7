"""The line at the very top that names a paper by kind, day and number: „Anregung an den Magistrat vom
08.03.2024, OM 5240“.
"""

import re

from allmende.reading.dates import DATE_SHAPE

_REACH = 260
_DATED_TITLE = re.compile(
    rf"""
    ^\W{{0,6}}(?:[A-ZÄÖÜ][\w-]*\s?:\s+)?
    (?P<kind>(?:[A-ZÄÖÜ][a-zäöü]*-?)?(?:[Aa]ntrag|ANTRAG|[Aa]nfrage|ANFRAGE|Anregung|[Bb]ericht|Vortrag
      |Stellungnahme|Mitteilung|[Vv]orlage|[Aa]ntwort|Auskunftsersuchen|Initiative))
    (?:\s+(?:an|der|des|von)\s+[^\d\n:]{{2,60}})?\s+vom:?\s+(?P<day>{DATE_SHAPE})
    (?:,?\s+(?:Nr\.\s)?(?P<number>[A-Z]{{1,4}}\s+\d{{1,5}}(?:/\d{{1,4}})?)(?![\w/]))?
    """,
    re.VERBOSE | re.MULTILINE,
)


def dated_title(text: str) -> re.Match[str] | None:
    """Return the match of such a line with its groups „kind“, „day“ and perhaps „number“."""
    start = len(text) - len(text.lstrip())
    return _DATED_TITLE.search(text, start, start + _REACH)
