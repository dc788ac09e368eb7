"""What a sum of money is: its label, per what it counts, and the year it is for, from the words around it."""

import re

_LABELS = (
    ("fehlbedarf", r"fehlbedarf|fehlbetr|defizit|verlust|abmangel"),
    (
        "schwelle",
        r"mindestgrenze|höchstgrenze|wertgrenze|schwelle|obergrenze|grenze\b|bagatell|oberhalb|auftragswert"
        r"|überschr",
    ),
    (
        "eigenanteil",
        r"eigenanteil|eigenmittel|anteil (?:der|des|von)|kofinanz|komplementär|eigenleistung"
        r"|beteiligt sich"
        r"|verbleiben|trägt (?:die|der)",
    ),
    ("einsparung", r"einspar|(?:er)?spart\b|erspar|minderaufw|reduzier|verbesser|entlast|konsolidier"),
    ("zuschuss", r"zuschu|bezuschuss|beihilfe"),
    (
        "förderung",
        r"förder|zuwend|bewillig|landesmittel|bundesmittel|integrationspauschale|landeszuschuss"
        r"|pauschale|stehen .{0,30}bereit",
    ),
    ("umlage", r"umlage|mitgliedsbeitr|mitgliedschaft|jahresbeitr|kostenbeitr|beitrag\b"),
    (
        "entgelt",
        r"entgelt|gebühr|festpreis|preis(?!e\b)|miete|pacht|nutzungsentsch|grundpauschale|stundensatz"
        r"|wird.{0,20} berechnet|erstattet|angebot\b",
    ),
    ("kredit", r"kredit|darlehen|umschuld|zins|tilgung"),
    ("kapital", r"kapital|\baktie|gesellschafter|(?<!n)einlage|geschäftsanteil|beteiligung an|bürgschaft"),
    ("ertrag", r"ertrag|erträge|einnahme|einzahlung|erlös|kaufpreis|kostenerstattung|erhält|restwert"),
    (
        "haushalt",
        r"haushalt|budget|ansatz|veranschlagt|\betat|einzuplanen|bereitgestellt|produktsachkonto"
        r"|\bmittel\b|bewilligt|vorgemerkt|aufstockung",
    ),
    (
        "kosten",
        r"kost(?:en|et)|aufwand|aufw[ea]nd|ausgabe|ausgegeben|auszahlung|investition|auftr[aä]g|finanzier"
        r"|verg[ae]be|bezahl|zahlen|honorar|bedarf\b|gutachten|schätzung|anschaffung",
    ),
)
_LABEL = re.compile(
    "|".join(f"(?P<l{index}>{pattern})" for index, (_, pattern) in enumerate(_LABELS)), re.IGNORECASE
)
_UNIT_WORDS = (
    ("Einwohner", r"einwohner"),
    ("Stelle", r"(?:plan|personal|vollzeit)?stelle\b|vz[äÄ]"),
    ("Schüler", r"schüler"),
    ("Anruf", r"anruf"),
    ("Fall", r"fall\b"),
    ("Träger", r"träger\b"),
    ("Stunde", r"stunde|std\b"),
    ("Platz", r"platz\b"),
    ("Person", r"person\b|kopf\b|kind\b"),
    ("Jahr", r"jahr\b|jährlich|p\.\s?a\.|haushaltsjahr\b"),
    ("Monat", r"monat\b|monatlich|mtl\b"),
    ("Quartal", r"quartal\b|vierteljahr"),
)
_PER = re.compile(
    r"(?i)\s?(?:/|(?:pro|je|im)\s)\s?(?P<what>[\wÄÖÜäöü.]{1,20}(?:\s(?:und|/|pro|je)\s[\wÄÖÜäöü]{1,16})?)"
)
_PER_BEFORE = re.compile(r"(?i)\b(?:pro|je)\s(?P<what>[\wÄÖÜäöü-]{3,24})\s(?:\w+\s){0,2}$")
_YEARLY = re.compile(
    r"(?i)^\s?(?:€|Euro|EUR)?\s?(?:jährlich|p\.\s?a\.|im Jahr\b(?!\s\d)|/\s?a\b)"
    r"|\bjährlich(?:e[nrms]?)?\s(?:[\w.]+\s){0,5}$"
)
_MONTHLY = re.compile(
    r"(?i)^\s?(?:€|Euro|EUR)?\s?(?:monatlich|mtl\.)|\bmonatlich(?:e[nrms]?)?\s(?:[\w.]+\s){0,3}$"
)
_YEAR = re.compile(r"(?<![\d./])(?P<year>(?:19|20)\d\d)(?![\d/.]\d|\d)")
_FOR_YEAR = re.compile(
    r"(?i)(?:für|im|in|ab|das|des|dem|haushaltsjahr:?|haushalt|geschäftsjahr(?:e?s)?"
    r"|jahr(?:e?s)?|ansatz|plan)\s(?:dem\s|das\s|haushaltsjahr\s|jahr\s|geschäftsjahr\s)?"
    r"(?P<year>20\d\d|19\d\d)(?![\d/.-]\d)|(?:^|\s)(?P<head>20\d\d|19\d\d)\s?(?::|="
    r"|-)\s{0,2}(?:rd\.\s|ca\.\s|rund\s)?$"
)
_SENTENCE_START = re.compile(r"(?<=[a-zäöüß)“]{3})[.;?!]\s(?=[A-ZÄÖÜ„])|\n(?!\s*[€E])")
_REACH_LEFT, _REACH_RIGHT = 130, 70


def label_of(text: str, start: int, end: int) -> str | None:
    """Return what the sum at `[start, end)` is, by the nearest telling word of its sentence; left wins."""
    first, last = _sentence(text, start, end)
    left = [(start - match.end(), match) for match in _LABEL.finditer(text, first, start)]
    right = [(match.start() - end + 12, match) for match in _LABEL.finditer(text, end, last)]
    nearest = min(left + right, key=lambda item: item[0], default=None)
    return _LABELS[int(nearest[1].lastgroup[1:])][0] if nearest and nearest[1].lastgroup else None


def unit_of(text: str, start: int, end: int) -> str | None:
    """Return per what the sum counts: „Jahr“, „Stelle und Jahr“; None for a plain sum."""
    after = text[end : end + 34]
    before = text[max(0, start - 60) : start]
    found: list[str] = []
    if per := _PER_BEFORE.search(before):
        found += _units(per["what"])
    if per := _PER.match(after):
        found += _units(per["what"])
    if not found and (_YEARLY.search(after) or _YEARLY.search(before)):
        found.append("Jahr")
    if not found and (_MONTHLY.search(after) or _MONTHLY.search(before)):
        found.append("Monat")
    return " und ".join(dict.fromkeys(found)) or None


def year_of(text: str, start: int, end: int) -> int | None:
    """Return the year the sum is for when its sentence says so („im Jahr 2020“, „2018 = …“)."""
    first, last = _sentence(text, start, end)
    left = list(_FOR_YEAR.finditer(text, first, start))
    right = list(_FOR_YEAR.finditer(text, end, min(last, end + 45)))
    chosen = left[-1] if left else right[0] if right else None
    return int(chosen["year"] or chosen["head"]) if chosen else None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a sum, cut at a reach; dots of abbreviations and numbers do not end it."""
    first = max(0, start - _REACH_LEFT)
    for match in _SENTENCE_START.finditer(text, first, start):
        first = match.end()
    last = min(len(text), end + _REACH_RIGHT)
    stop = re.search(r"(?<=[a-zäöüß)“]{2})[.;?!](?:\s|$)|\n", text[end:last])
    return first, end + stop.start() if stop else last


def _units(what: str) -> list[str]:
    return [name for name, pattern in _UNIT_WORDS if re.search(pattern, what, re.IGNORECASE)]
