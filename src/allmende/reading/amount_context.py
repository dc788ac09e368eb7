"""What a sum of money is: its label, per what it counts, and the year it is for, from the words around it."""

import re
from bisect import bisect_left

from allmende.reading.leaps import any_of, by_first_letter, leaps, small_letters

_LABELS = (
    ("fehlbedarf", r"fehlbedarf|fehlbetr|defizit|verlust(?!deckung)|abmangel|unterdeckung"),
    (
        "schwelle",
        r"mindestgrenze|höchstgrenze|wertgrenze|schwelle|obergrenze|grenze\b|bagatell|oberhalb|auftragswert"
        r"|überschr",
    ),
    (
        "eigenanteil",
        r"eigenanteil|eigenmittel|anteil (?:der|des|von)|kofinanz|komplementär|eigenleistung"
        r"|verbleiben|trägt (?:die|der|das)|anteil\b|anteilig (?:zu|von)|zu tragen\b|übernimmt\b"
        r"|auf (?:den |die )?(?:\w+ )?(?:landkreis|kreis|stadt|gemeinden?|markt|kommunen?)\b",
    ),
    (
        "einsparung",
        r"einspar|erspart\b|spart\b|erspar|minderaufw|reduzier|verbesser|entlast|konsolidier|zu senken",
    ),
    ("zuschuss", r"zuschussbedarf|zuschu|zuschü|bezuschuss|beihilfe|prämie|spende"),
    (
        "förderung",
        r"% der (?:zuwendungs|förder)fähigen \w+|v\. ?h\. der (?:zuwendungs|förder)fähigen \w+"
        r"|prozent der (?:zuwendungs|förder)fähigen \w+"
        r"|förder|zuwend|bewillig|landesmittel|bundesmittel|integrationspauschale|landeszuschuss"
        r"|landesprogramm|bundesprogramm|zuweisung"
        r"|landespauschale|bundespauschale|flüchtlingspauschale|betreuungspauschale|bildungspauschale",
    ),
    ("umlage", r"umlage|mitgliedsbeitr|mitgliedschaft|jahresbeitr|kostenbeitr|beitrag\b"),
    (
        "entgelt",
        r"entgelt|gebühr|festpreis|pauschale|\bzahl(?:t|te|ten|en)\b|miete|pacht|nutzungsentsch|grundpauschale|stundensatz"
        r"|wird.{0,20} berechnet|angebot\b|tarif|berechnet\b",
    ),
    ("kredit", r"kredit|darlehen|umschuld|zins|tilgung"),
    ("kapital", r"kapital|\baktie|gesellschafter|(?<!n)einlage|geschäftsanteil|beteiligung an|bürgschaft"),
    (
        "ertrag",
        r"ertrag|erträge|einnahme|einzahlung|erlös|kaufpreis|rückerstatt|kostenerstatt|erstatt|erhält|erhielt"
        r"|überschuss|überdeckung|verkauf|veräußer|erschließungsbeitr|bußgeld|zu (?:unseren|ihren) gunsten",
    ),
    (
        "haushalt",
        r"haushalt|budget|\bplan\b|ansatz|veranschlagt|\betat|einzuplanen|bereitgestellt|produktsachkonto"
        r"|vorge-?\s?sehen|sperrvermerk|ausgaberest|einzelplan|produktkonto|investitionsplan|ermächtigung"
        r"|vorgemerkt|aufstockung|zur verfügung|bereitgestellt|bereitstell|\bbereit\b|restbuchwert"
        r"|\bprodukt\b|etatisiert|eingestellt",
    ),
    (
        "kosten",
        r"kost(?:en|et)|aufwand|aufw[ea]nd|ausgabe|ausgegeben|aufgewend|verausgab"
        r"|auszahlung|investition|auftr[aä]g|finanzier"
        r"|verg[ae]be|bezahl|\bmittel\b|preise?n?\b|honorar|aufzubringen|aufbringen|erwerb|\bf(?:ä|a)ll(?:t|en)\b|(?<=\w)bedarf\b|gutachten|schätzung|anschaffung|bausumme|schaden"
        r"|entfallen auf|fällt\b.{0,20}\ban\b|belast",
    ),
)


def _alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, cut at the bars outside of brackets."""
    found, depth = [""], 0
    for char in pattern:
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append("")
        else:
            found[-1] += char
    return found


_LABEL_OF_WORD = {word: label for label, words in _LABELS for word in _alternatives(words)}
# Searched in small letters, which is much faster than searching without regard to case. The empty group
# behind each word tells its label.
_LABEL = re.compile(any_of(_LABEL_OF_WORD, behind="()"))
_LABEL_OF_GROUP = [_LABEL_OF_WORD[word] for word in by_first_letter(_LABEL_OF_WORD)]
_UNIT_WORDS = (
    ("Einwohner", r"einwohner"),
    ("Stelle", r"(?:plan|personal|vollzeit)?stelle\b|vz[äÄ]|vollzeitäquivalent"),
    ("Schüler", r"schüler"),
    ("Anruf", r"anruf"),
    ("Fall", r"\w*fall\b|verfahren\b|vorgang\b"),
    ("Träger", r"träger\b"),
    ("Stunde", r"stunde|std\b"),
    ("Platz", r"\w*platz\b"),
    ("Person", r"person\b|kopf\b|kind\b|teilnehmer|auszubildende"),
    ("Jahr", r"(?<!halb)jahr\b|jährlich|p\.\s?a\.|haushaltsjahr\b"),
    ("Monat", r"monat\b|monatlich|mtl\b"),
    ("Quartal", r"quartal\b|vierteljahr"),
)
_PER = re.compile(
    r"(?i)\s?(?:/|(?:pro|je)\s|im\s(?=(?:jahr|monat|quartal)\b(?!\s\d)))\s?"
    r"(?P<what>(?:[a-zäöüß]{4,20}(?:em|er|en)\s)?[\wÄÖÜäöü.]{1,20}"
    r"(?:\s(?:und|/|pro|je)\s[\wÄÖÜäöü]{1,16})?)"
)
_PER_BEFORE = re.compile(
    r"(?i)\b(?:pro|je)\s(?P<what>(?:[a-zäöüß]{4,20}(?:em|er|en)\s)?[\wÄÖÜäöü-]{3,24}"
    r"(?:\s(?:und|pro|je)\s[\wÄÖÜäöü]{3,16})?)"
    r"\s(?:[\wäöüß-]+\s){0,5}$"
)
_YEARLY = re.compile(
    r"(?i)^\s?(?:€|Euro|EUR)?\s?(?:jährlich|p\.\s?a\.|im Jahr\b(?!\s\d)|/\s?a\b)"
    r"|\b(?:jährlich(?:e[nrms]?)?:?|jahres(?:miete|beitrag|pauschale|entgelt|bedarf|kosten|mittelbetrag|gebühr|betrag))"
    r"\s(?:(?!einmalig)[\w.-]+:?\s){0,5}$"
)
_MONTHLY = re.compile(
    r"(?i)^\s?(?:€|Euro|EUR)?\s?(?:monatlich|mtl\.)|\bmonatlich(?:e[nrms]?)?:?\s(?:[\w.]+\s){0,3}$"
)
_Y = r"(?<![\d./-])(?P<year>199\d|20\d\d)(?![\d/.–-]\d|\d|\s?(?:bis|[-–])\s?(?:20)?\d\d)"
_YEAR_BEHIND = re.compile(
    rf"\s?(?:\(\s?(?={_Y.replace('?P<year>', '?:')}\s?\))"
    rf"|(?:in|für|ab)\s(?:das\sJahr\s|dem\sJahr\s)?|im\s(?:Jahr|Haushaltsjahr|Haushalt)\s"
    rf"|für\sdas\sHaushaltsjahr\s){_Y}"
)
_YEAR_BEFORE = re.compile(
    rf"(?<!bis\s)(?<!seit\s)(?<!\d\s[-–]\s){_Y}(?:\sund\s20\d\d(?=\sje))?\s?(?:[:=)]|[-–](?=\s))?\s{{0,3}}"
    r"(?:(?:rd\.|ca\.|rund|je|jeweils|insgesamt|anteilig|zusätzlich|weitere|um|von|noch|nur|etwa|mit|in|Höhe|EUR|€)\s)"
    r"{0,4}$"
)
_YEAR_APART = re.compile(rf"(?:^|[\s(]){_Y}\s{{0,2}}[-–:=]\s{{1,3}}$")
_YEAR_IN_SENTENCE = re.compile(
    rf"(?:(?i:\w*(?:haushalt\w*|ansatz|ansätze|plan|nachtrag|jahr(?:e?s)?|stand)|\bfür|\bin|\bab)\s|^|:\s)\s?{_Y}"
    # „standen 2024 …“: the year as an adverb, not an attribute („das 1974 gebaute …“).
    rf"|(?P<word>\b\w*[a-zäöüß])\s{_Y.replace('<year>', '<adverb>')}\s(?=[a-zäöü])"
)
_ANY_YEAR = re.compile(r"199\d|20\d\d")
_NO_ADVERB = frozenset(
    (
        "das",
        "der",
        "die",
        "dem",
        "den",
        "des",
        "seit",
        "bis",
        "von",
        "vom",
        "und",
        "ende",
        "anfang",
        "mitte",
        "vor",
    )
)
# A sentence ends behind a word, a bracket, a currency or a year, not behind an abbreviation or a number.
_SENTENCE_START = re.compile(
    r"(?:(?<=[a-zäöüß)“]{3})|(?<=[€%“\"])|(?<=[€%]\))|(?<=[a-z€] \d{4}))[.;?!]\s(?=[A-ZÄÖÜ„])"
    r"|(?<=[a-z€)])[.;]\s(?=\d\.\s)"
    r"|\n(?!\s*[€E])"
)
_STOPS = re.compile(r"[.;?!\n]")
_SENTENCE_END = re.compile(r"(?:(?<=[a-zäöüß)“]{2})|(?<=[€%])|(?<=[€%]\))|^)[.;?!](?:\s|$)|\n")
_REACH_LEFT, _REACH_RIGHT, _REACH_BEFORE = 150, 70, 170
# What a label word behind a sum, and each comma between the two, costs against one right before it.
_BEHIND, _COMMA = 24, 14
_FEW = 5


def labels_of(text: str, spans: list[tuple[int, int]]) -> list[str | None]:
    """Return what each sum is: by the nearest telling word of its sentence, as the sum before it in the same
    list, or by what the sentence or heading before tells.
    """
    words = _Words(text, spans)
    labels: list[str | None] = []
    for index, (start, end) in enumerate(spans):
        first, last = _sentence(text, start, end)
        if index + 1 < len(spans):
            last = max(end, min(last, spans[index + 1][0]))
        before = spans[index - 1] if index else None
        label, place = words.nearest(first, start, end, last)
        is_listed = before is not None and first <= before[0] and (label is None or place < before[0])
        if is_listed:
            label = labels[-1] or label
        labels.append(label or words.last_before(first))
    return labels


def label_of(text: str, start: int, end: int) -> str | None:
    """Return what the sum at `[start, end)` is."""
    return labels_of(text, [(start, end)])[0]


def label_in(words: str) -> str | None:
    """Return the label that words name, the last one where there are several."""
    found = list(_LABEL.finditer(small_letters(words)))
    return _name(found[-1]) if found else None


class _Words:
    """The telling words around the sums of a text, each stretch searched once."""

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self._text = text
        small = small_letters(text)
        self._found = [
            (match.start(), match.end(), _name(match))
            for first, last in _stretches(text, spans)
            for match in _LABEL.finditer(small, first, last)
        ]
        self._starts = [start for start, _, _ in self._found]

    def nearest(self, first: int, start: int, end: int, last: int) -> tuple[str | None, int]:
        """Return the label of the nearest word around a sum, and where that word stands."""
        middle = bisect_left(self._starts, start)
        near = self._found[max(0, middle - _FEW) : middle + _FEW]
        costs = [
            (self._cost(word, start, end), word) for word in near if first <= word[0] and word[1] <= last
        ]
        if not costs:
            return None, -1
        _, (place, _, label) = min(costs)
        return label, place

    def last_before(self, first: int) -> str | None:
        """Return the label that the sentence or heading before a sentence names last."""
        place = bisect_left(self._starts, first) - 1
        if place < 0 or self._starts[place] < first - _REACH_BEFORE:
            return None
        return self._found[place][2]

    def _cost(self, word: tuple[int, int, str], start: int, end: int) -> int:
        if word[0] < start:
            return start - word[1] + _COMMA * self._text.count(",", word[1], start)
        return word[0] - end + _BEHIND + _COMMA * self._text.count(",", end, word[0])


def _stretches(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a text in reach of its sums, without overlap."""
    parts: list[tuple[int, int]] = []
    for start, end in spans:
        first = max(0, start - _REACH_LEFT - _REACH_BEFORE)
        last = min(len(text), end + _REACH_RIGHT)
        if parts and first <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(last, parts[-1][1]))
        else:
            parts.append((first, last))
    return parts


def _name(match: re.Match[str]) -> str:
    return _LABEL_OF_GROUP[(match.lastindex or 1) - 1]


def unit_of(text: str, start: int, end: int) -> str | None:
    """Return per what the sum counts: „Jahr“, „Stelle und Jahr“; None for a plain sum."""
    after = text[end : end + 50]
    before = text[max(0, start - 80) : start]
    found: list[str] = []
    if per := _PER_BEFORE.search(before):
        found += _units(per["what"])
    if per := _PER.match(after):
        found += _units(per["what"])
    if "Jahr" not in found and (_YEARLY.search(after) or _YEARLY.search(before)):
        found.append("Jahr")
    if not found and (_MONTHLY.search(after) or _MONTHLY.search(before)):
        found.append("Monat")
    return " und ".join(dict.fromkeys(found)) or None


def year_of(text: str, start: int, end: int) -> int | None:
    """Return the year the sum is for: right behind it, right before it, or in its sentence."""
    first, last = _sentence(text, start, end)
    if behind := _YEAR_BEHIND.match(text, end, last):
        return int(behind["year"])
    if before := _YEAR_BEFORE.search(text, first, start):
        return int(before["year"])
    if apart := _YEAR_APART.search(text[max(0, start - 14) : start]):
        return int(apart["year"])
    if left := _years(text[first:start]):
        return left[-1]
    comma = text.find(",", end, last)
    right = _years(text[end : min(last, end + 45, comma if comma > 0 else last)])
    return right[0] if right else None


def _years(words: str) -> list[int]:
    """Return the years that words name for what they tell, not for when something was made or began."""
    if _ANY_YEAR.search(words) is None:
        return []
    return [
        int(match["year"] or match["adverb"])
        for match in _YEAR_IN_SENTENCE.finditer(words)
        if match["word"] is None or match["word"].casefold() not in _NO_ADVERB
    ]


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a sum, cut at a reach."""
    first = max(0, start - _REACH_LEFT)
    for match in leaps(_STOPS, _SENTENCE_START, text, first, start):
        first = match.end()
    last = min(len(text), end + _REACH_RIGHT)
    stop = _SENTENCE_END.search(text, end, last)
    return first, stop.start() if stop else last


def _units(what: str) -> list[str]:
    return [name for name, pattern in _UNIT_WORDS if re.search(rf"\b(?:{pattern})", what, re.IGNORECASE)]
