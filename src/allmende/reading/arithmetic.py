"""Recompute the products, sums and shares a paper states; mark them right or flag the right value.

Tolerance: half a unit of the last digit that the stated result shows, and one cent for each added term
(„rd. 1,2 Mio. €“ may stand for anything from 1.150.000 to 1.250.000).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from allmende.reading.amounts import parse_number

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,9}(?:,\d{1,4})?"
_MONEY = rf"(?:{_NUMBER})(?:,-{{1,2}})?(?:\s?(?:€|EUR|Euro))?"
_PRODUCT = re.compile(
    rf"(?<![\d.,])(?P<count>{_NUMBER})\s?(?:[\w-]{{0,24}}\s)?[x×*·]\s?(?P<each>{_NUMBER})\s?(?:€|EUR|Euro)?"
    rf"\s?(?:[\wÄÖÜäöüß./-]{{1,24}}\s){{0,3}}=\s?(?P<result>{_NUMBER})(?![\d])"
)
_ADDITION = re.compile(
    rf"(?<![\d.,+-])(?P<terms>{_MONEY}(?:\s?[+–-]\s{_MONEY}){{1,12}})\s?=\s?(?P<result>{_NUMBER})(?!\d)"
)
_TERM = re.compile(rf"(?P<sign>[+–-]?)\s?(?P<number>{_NUMBER})")
_SHARE = re.compile(
    rf"(?P<percent>\d{{1,3}}(?:,\d{{1,2}})?)\s?(?:%|Prozent|v\.\s?H\.)\s(?:von|aus"
    rf"|der Gesamtkosten von|des Betrages von)\s"
    rf"(?:insgesamt\s|rd\.\s|rund\s)?(?P<whole>{_NUMBER})\s?(?:€|EUR|Euro)\s?(?:=|entspr\w+|\(="
    rf"|sind|ergeben|,\s(?:das|also)\s(?:sind\s)?)\s?(?:rd\.\s|rund\s)?(?P<part>{_NUMBER})"
)
_TOTAL_ROW = re.compile(
    r"(?i)^\s*(?:summe|gesamt(?:kosten|summe|betrag|aufwand|ertrag|einnahmen|ausgaben)?"
    r"|insgesamt|zusammen|total)\b"
)
_EURO = r"(?:,-{1,2})?\s?(?:€|EUR|Euro)(?!\w)"
SUM = re.compile(
    rf"(?<![\d.,])(?P<number>{_NUMBER})(?:,-{{1,2}})?\s?(?P<scale>T(?=€|EUR)|Mio\.?\s?|Tsd\.?\s?)?(?:€|EUR|Euro)(?!\w)"
)
_BRACKETED = re.compile(
    rf"(?P<percent>\d{{1,3}}(?:,\d{{1,2}})?)\s?(?:%|Prozent|v\.\s?H\.)\s?\((?:=\s?|rd\.\s|rund\s|ca\.\s|das\ssind\s)?"
    rf"(?P<part>{_NUMBER})(?:,-{{1,2}})?\s?(?P<scale>T(?=€|EUR)|Mio\.?\s?|Tsd\.?\s?)?(?:€|EUR|Euro)\)"
)
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"), start=2
    )
}
_QUANTITY = re.compile(
    rf"(?<![\d.,])\b(?P<count>\d{{1,4}}|(?i:{'|'.join(_COUNTS)}))\s[A-ZÄÖÜ][\w-]{{2,30}}\s(?:à|zu\sje|mit\sje|je)\s(?P<each>{_NUMBER}){_EURO}"
    rf",?\s(?:=|ergibt|ergeben|also|somit|mithin|zusammen|insgesamt|macht|sind\sdas)\s(?:insgesamt\s|zusammen\s)?"
    rf"(?P<result>{_NUMBER}){_EURO}"
)
_RISE = re.compile(
    rf"\bvon\s(?:bisher\s|derzeit\s)?(?P<first>{_NUMBER}){_EURO}\sum\s(?P<change>{_NUMBER}){_EURO}\sauf\s"
    rf"(?P<result>{_NUMBER}){_EURO}"
)
_TAX = re.compile(
    rf"(?<![\d.,])(?P<net>{_NUMBER}){_EURO}\s(?:netto,?\s)?(?:zzgl\.|zuzüglich|plus|\+)\s(?P<percent>\d{{1,2}})\s?%\s"
    rf"(?:MwSt|USt|MWSt|Mehrwertsteuer|Umsatzsteuer)\.?,?\s(?:=|\(|also|somit|mithin|insgesamt|zusammen|brutto)\s?"
    rf"(?P<result>{_NUMBER}){_EURO}"
)
_TOGETHER = re.compile(
    rf"(?<![\d.,])(?P<terms>(?:{_NUMBER}){_EURO}(?:(?:,|\sund|\ssowie|\szuzüglich|\szzgl\.|\splus)\s(?:[\w-]+\s){{0,4}}(?:{_NUMBER}){_EURO})"
    rf"{{1,6}}),?\s(?:zusammen|in\sSumme|insgesamt\salso|mithin|somit\sinsgesamt|also\sinsgesamt|zusammen\salso|d\.\sh\.\sinsgesamt)"
    rf"\s(?:also\s|rd\.\s)?(?P<result>{_NUMBER}){_EURO}"
)
_COMPOSED = re.compile(
    rf"(?<![\d.,])(?P<whole>{_NUMBER}){_EURO}\ssetzt\ssich\s(?:zusammen\s)?aus\s(?:[A-Za-zäöüßÄÖÜ-]+\s){{0,9}}"
    rf"-?(?P<first>{_NUMBER}){_EURO}\s(?:und|sowie)\s(?:[A-Za-zäöüßÄÖÜ-]+\s){{0,9}}-?(?P<second>{_NUMBER}){_EURO}"
    r"(?!,|\s(?:und|sowie)\b)"
)
_SCALES = {"t": Decimal(1000), "ts": Decimal(1000), "mi": Decimal(1_000_000)}
_SENTENCE_REACH = 240
_ROW_MONEY = re.compile(rf"(?P<number>{_NUMBER})(?:,-{{1,2}})?\s?(?:€|EUR|Euro)(?!\w)")


@dataclass(frozen=True, slots=True)
class Check:
    """One recomputed statement; offsets in the text that was searched."""

    kind: str
    stated: Decimal
    computed: Decimal
    is_right: bool
    start: int
    end: int


def check_prose(text: str) -> list[Check]:
    """Return the checks of what a prose text calculates: products, additions, shares, rises, taxes."""
    checks: dict[tuple[int, int], Check] = {}
    for find, sign in _FINDERS:
        if sign.search(text):
            for check in find(text):
                checks.setdefault((check.start, check.end), check)
    return sorted(checks.values(), key=lambda check: check.start)


def _products(text: str) -> Iterator[Check]:
    for match in _PRODUCT.finditer(text):
        computed = parse_number(match["count"]) * parse_number(match["each"])
        yield _check("product", match["result"], computed, match.span(), 0)


def _additions(text: str) -> Iterator[Check]:
    for match in _ADDITION.finditer(text):
        terms = list(_TERM.finditer(match["terms"]))
        signs = [-1 if term["sign"] in ("-", "–") and index else 1 for index, term in enumerate(terms)]
        computed = sum(
            (sign * parse_number(term["number"]) for sign, term in zip(signs, terms, strict=True)), Decimal(0)
        )
        yield _check("sum", match["result"], computed, match.span(), len(terms))


def _shares(text: str) -> Iterator[Check]:
    for match in _SHARE.finditer(text):
        computed = parse_number(match["percent"]) * parse_number(match["whole"]) / 100
        yield _check("percentage", match["part"], computed, match.span(), 0)


def _bracketed_shares(text: str) -> Iterator[Check]:
    """Check „Kosten von 286.000 € trägt die Stadt zu 60 % (171.600 €)“ against the sum that precedes it."""
    for match in _BRACKETED.finditer(text):
        part = parse_number(match["part"]) * scale_of(match["scale"])
        sentence = text[max(0, match.start() - _SENTENCE_REACH) : match.start()]
        sentence = sentence[sentence.rfind(". ") + 1 :]
        wholes = [
            parse_number(whole["number"]) * scale_of(whole["scale"])
            for whole in SUM.finditer(sentence)
            if not sentence[: whole.start()].endswith("(")
        ]
        percent = parse_number(match["percent"])
        near = tolerance(match["part"]) * scale_of(match["scale"])
        fitting = [
            whole
            for whole in wholes
            if abs(part - percent * whole / 100) <= near + whole * tolerance(match["percent"]) / 100
        ]
        if fitting or len(wholes) == 1:
            whole = fitting[0] if fitting else wholes[0]
            yield Check("percentage", part, percent * whole / 100, bool(fitting), *match.span())


def _quantities(text: str) -> Iterator[Check]:
    """Check „6 Stellen zu je 57.000 €, insgesamt 342.000 €“."""
    for match in _QUANTITY.finditer(text):
        count = _COUNTS.get(match["count"].casefold())
        times = Decimal(count) if count else parse_number(match["count"])
        yield _check("product", match["result"], times * parse_number(match["each"]), match.span(), 0)


def _rises(text: str) -> Iterator[Check]:
    """Check „von 100.000 € um 20.000 € auf 120.000 €“."""
    for match in _RISE.finditer(text):
        first, change = parse_number(match["first"]), parse_number(match["change"])
        stated = parse_number(match["result"])
        computed = first - change if stated < first else first + change
        yield _check("difference", match["result"], computed, match.span(), 1)


def _taxes(text: str) -> Iterator[Check]:
    """Check „1.000 € zzgl. 19 % MwSt. = 1.190 €“: the tax, or the sum with it."""
    for match in _TAX.finditer(text):
        net, percent = parse_number(match["net"]), parse_number(match["percent"])
        candidates = (net * (100 + percent) / 100, net * percent / 100)
        stated = parse_number(match["result"])
        computed = min(candidates, key=lambda value: abs(value - stated))
        yield _check("percentage", match["result"], computed.quantize(Decimal("0.01")), match.span(), 1)


def _together(text: str) -> Iterator[Check]:
    """Check „12.000 € und 3.000 €, zusammen 15.000 €“."""
    for match in _TOGETHER.finditer(text):
        terms = [parse_number(term["number"]) for term in SUM.finditer(match["terms"])]
        yield _check("sum", match["result"], sum(terms, Decimal(0)), match.span(), len(terms))


def _composed(text: str) -> Iterator[Check]:
    """Check „386 € setzt sich aus einem Fehlbetrag von 140 € und einem Überschuss von 526 € zusammen“."""
    for match in _COMPOSED.finditer(text):
        whole = parse_number(match["whole"])
        first, second = parse_number(match["first"]), parse_number(match["second"])
        candidates = (first + second, abs(first - second))
        computed = min(candidates, key=lambda value: abs(value - whole))
        yield _check("sum", match["whole"], computed, match.span(), 2)


def scale_of(word: str | None) -> Decimal:
    """Return by how much „T“, „Tsd.“ or „Mio.“ multiplies."""
    return _SCALES.get((word or "").casefold()[:2], Decimal(1))


# Each finder with the signs without which there is nothing to find; they begin with what is rare in a text.
_FINDERS: tuple[tuple[Callable[[str], Iterator[Check]], re.Pattern[str]], ...] = (
    (_products, re.compile("=")),
    (_additions, re.compile("=")),
    (_shares, re.compile(r"(?:%|Prozent|H\.)\s(?:von|aus|der\sGesamtkosten|des\sBetrages)\s")),
    (_bracketed_shares, re.compile(r"(?:%|Prozent|H\.)\s?\(")),
    (_quantities, re.compile(r"(?:à|je)\s\d")),
    (_rises, re.compile(r"(?:€|EUR|Euro)\sum\s\d")),
    (_taxes, re.compile("M[wW]St|USt|Mehrwertsteuer|Umsatzsteuer")),
    (_composed, re.compile(r"(?:€|EUR|Euro)\ssetzt\ssich")),
    (_together, re.compile(r"(?:€|EUR|Euro),?\s(?:zusammen|in\sSumme|insgesamt|mithin|somit|also|d\.)\s")),
)


def check_tables(text: str) -> list[Check]:
    """Return the checks of „Summe“ rows below rows with one sum of money each (clean view, line by line)."""
    checks: list[Check] = []
    rows: list[Decimal] = []
    offset = 0
    for line in text.split("\n"):
        has_money = "€" in line or "EUR" in line or "Euro" in line
        amounts = list(_ROW_MONEY.finditer(line)) if has_money else []
        if len(amounts) == 1 and len(line.strip()) < 120:
            number = amounts[0]
            if _TOTAL_ROW.match(line) and len(rows) > 1:
                span = (offset + number.start(), offset + number.end())
                checks.append(_check("sum", number["number"], sum(rows, Decimal(0)), span, len(rows)))
                rows = []
            elif _TOTAL_ROW.match(line):
                rows = []
            else:
                rows.append(parse_number(number["number"]))
        elif line.strip():
            rows = []
        offset += len(line) + 1
    return checks


def _check(kind: str, stated: str, computed: Decimal, span: tuple[int, int], terms: int) -> Check:
    value = parse_number(stated)
    return Check(kind, value, computed, abs(value - computed) <= tolerance(stated, terms), *span)


def tolerance(stated: str, terms: int = 0) -> Decimal:
    """Return by how much a stated result may differ: half a unit of its last digit, a cent for each term."""
    decimals = len(stated.split(",")[1]) if "," in stated else 0
    return Decimal(1).scaleb(-decimals) / 2 + Decimal("0.01") * terms


def german(value: Decimal) -> str:
    """Return a number as German papers write it: 342.000 or 309.895,80."""
    shown = f"{value:,.2f}" if value != value.to_integral_value() else f"{value:,.0f}"
    return shown.translate(str.maketrans(",.", ".,"))
