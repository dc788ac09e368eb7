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

# Day, number and title of an agenda item on its web page: „25.01.2012 - 10.36 Beitritt zum Zweckverband“.
DATED_ITEM = rf"\s*{DATE_SHAPE}\s[-–]\s\d{{1,3}}(?:\.\d{{1,3}})*\.?\s(?P<title>[A-ZÄÖÜ„\"].{{5,}})"
_DATED_ITEM = re.compile(DATED_ITEM)
_NUMBER = r"[A-ZÄÖÜ\d](?:[A-ZÄÖÜ\d./-]|\s(?=[A-ZÄÖÜ\d/-])){1,24}[\dA-Z]"
_KIND_AND_NUMBER = re.compile(
    rf"\W{{0,6}}(?P<kind>[A-ZÄÖÜ][\w-]{{0,30}}(?i:vorlage|drucksache|antrag|anfrage|bericht|mitteilung|stellungnahme|antwort))"
    rf"(?:\s\([^()]{{2,30}}\))?\s[-–]\s(?=[^\n]{{0,20}}\d)(?P<number>{_NUMBER})\s*"
)


def dated_title(text: str) -> re.Match[str] | None:
    """Return the match of such a line with its groups „kind“, „day“ and perhaps „number“."""
    start = len(text) - len(text.lstrip())
    return _DATED_TITLE.search(text, start, start + _REACH)


def is_dated_item(text: str) -> bool:
    """Tell whether a line names day, number and title of an agenda item."""
    return _DATED_ITEM.match(text) is not None


def kind_and_number(text: str) -> re.Match[str] | None:
    """Return the match of a line that holds kind and number only: „Entscheidungsvorlage - E 26/0060/WP18“."""
    return _KIND_AND_NUMBER.fullmatch(text) if "-" in text or "–" in text else None
