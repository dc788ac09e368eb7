"""Headings of a Beratungsfolge that no layout lists: „Vorgesehene Beratungen“, „Beteiligte Gremien“."""

import re

# Words of such a heading; it names no body and no day, and is short.
_ROUTE = re.compile(
    r"[Bb]eratung|[Bb]eraten|[Gg]remi|[Ss]itzung|[Bb]ehand|[Bb]efass|[Bb]eschlussfolge|[Aa]usschüsse"
    r"|[Vv]orlage\s(?:an|für|geht)|BERATUNG|GREMI|SITZUNG"
)
_NO_ROUTE = re.compile(
    r"(?i)\d|gegenstand|punkt|öffentlich|vorlage\W*n|ergebnis|art\b|leitung|saal|raum|dienst|kalender|bericht\b|einladung"
    r"|protokoll|niederschrift|frühere|bisherige|letzte|vorangegangene|vorlage$|drucksache|unterlage|vortrag|büro|info"
    r"|status|teil$|bedarf|stelle\b|konzept|zentrum|angebot|antrag|beschluss(?!f)"
)
_MOST_WORDS, _LONGEST = 8, 60


def is_formed_like_route(text: str) -> bool:
    """Tell whether words may head the bodies that treat the paper; the lines below must prove it."""
    words = text.strip(" :|*-–")
    return (
        3 < len(words) <= _LONGEST
        and _ROUTE.search(words) is not None
        and _NO_ROUTE.search(words) is None
        and words.count(" ") < _MOST_WORDS
    )
