"""From rows of a table to products with prices. One row per price; rows of the same title belong together.

The product stands in the first row of its title; later rows may leave those columns empty. Nothing here
writes: every cell that is wrong becomes a problem with its line and column.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from allmende.catalog.domain import Accessibility, MeasurePeriod, ProtectionNeed, Sourcing
from allmende.catalog.prices.components import (
    GroundKind,
    Interval,
    KeyPart,
    PayerGroup,
    Price,
    PriceKind,
    Stage,
    VatRule,
)
from allmende.catalog.prices.errors import WrongPrice
from allmende.catalog.takeup.terms import NoticeTo
from allmende.register.importing.records import Row, RowProblem, whole_file
from allmende.register.names import fold
from allmende.sharing.keys import DRIVER_LABELS, Driver

Code = TypeVar("Code", bound=StrEnum)
MOST_PRODUCTS = 2000
LONGEST_TEXT = 5000
AMBIGUOUS = re.compile(r"\d{1,3}(\.\d{3})+")
TEXT_COLUMNS = {
    "nutzen": "benefit",
    "enthalten": "included",
    "nicht_enthalten": "excluded",
    "wahlweise": "optional",
    "zielgruppe": "audience",
    "abhaengigkeiten": "dependencies",
    "voraussetzungen": "prerequisites",
    "mitwirkungspflichten": "customer_duties",
    "rechtsgrundlage": "legal_basis",
    "auftragsverarbeitung": "processing_agreement",
    "folgenabschaetzung": "impact_assessment",
    "schnittstellen": "interfaces",
    "ausstieg_daten": "exit_formats",
    "ausstieg_ablauf": "exit_process",
}
SHORT_COLUMNS = {
    "betrieb": "operator",
    "speicherort": "storage_location",
    "reifegrad": "maturity",
    "efa_fundstelle": "efa_offer",
    "dvc_fundstelle": "dvc_offer",
}
PRODUCT_COLUMNS = (
    "titel",
    "kurzbeschreibung",
    "bedarf",
    "nukleus",
    "gilt_ab",
    "bezugsweg",
    "schutzbedarf",
    "barrierefreiheit",
    "leistungen",
    "kuendigungsfrist_monate",
    "kuendigung",
    "mindestlaufzeit_monate",
    "servicezeit",
    "verfuegbarkeit",
    "messzeitraum",
    *TEXT_COLUMNS,
    *SHORT_COLUMNS,
)
PRICE_COLUMNS = (
    "preis",
    "preisart",
    "betrag",
    "zeitraum",
    "gilt_fuer",
    "staffeln",
    "umsatzsteuer",
    "umsatzsteuer_grund",
    "rechtsgrund_art",
    "rechtsgrund",
    "gesamtbetrag",
    "schluessel",
    "abschlag",
)
ALIASES = {
    "produkt": "titel",
    "leistung": "titel",
    "kündigungsfrist_monate": "kuendigungsfrist_monate",
    "kündigung": "kuendigung",
    "verfügbarkeit": "verfuegbarkeit",
    "abhängigkeiten": "abhaengigkeiten",
    "folgenabschätzung": "folgenabschaetzung",
    "schlüssel": "schluessel",
    "umlageschlüssel": "schluessel",
    "gilt_für": "gilt_fuer",
}
YES, NO = frozenset({"ja", "x", "1"}), frozenset({"", "nein", "0"})


@dataclass(frozen=True, slots=True)
class ReadProduct:
    """A product as a table states it: columns of the version, of its prices, of its service level."""

    line: int
    key: str
    need: str
    is_nucleus: bool
    from_day: date
    values: Mapping[str, Any]
    prices: Sequence[Mapping[str, Any]]
    level: Mapping[str, Any]


@dataclass
class ReadPortfolio:
    """What a table says: new products, those that exist, or every cell that is wrong."""

    products: list[ReadProduct] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def price_count(self) -> int:
        return sum(len(product.prices) for product in self.products)

    @property
    def is_ready(self) -> bool:
        return bool(self.products) and not self.problems


def read_portfolio(
    header: Sequence[str],
    rows: Iterable[tuple[int, dict[str, str]]],
    *,
    taken: frozenset[str],
    key_of: Any,
    from_day: date,
) -> ReadPortfolio:
    """Return the products of a table with every problem; raise BrokenFile without the needed columns."""
    if missing := [name for name in ("titel", "bedarf", "preis", "preisart") if name not in header]:
        raise whole_file(
            f"Diese Spalten fehlen: {', '.join(missing)}. Nehmen Sie die leere Tabelle zum Herunterladen."
        )
    known = {*PRODUCT_COLUMNS, *PRICE_COLUMNS}
    result = ReadPortfolio(ignored=[name for name in header if name and name not in known])
    groups: dict[str, list[Row]] = {}
    for line, values in rows:
        row = Row(line, values, result.problems)
        groups.setdefault(fold(row.required("titel")), []).append(row)
    if len(groups) > MOST_PRODUCTS:
        raise whole_file(f"Die Datei nennt mehr als {MOST_PRODUCTS} Leistungen; teilen Sie sie auf.")
    keys: dict[str, int] = {}
    for group in groups.values():
        head = group[0]
        key = key_of(head.text("titel"))
        if key in taken:
            result.existing.append(head.text("titel"))
            continue
        if key in keys:
            head.problem(
                "titel", f"ergibt denselben Schlüssel wie Zeile {keys[key]}; wählen Sie einen anderen."
            )
        keys[key] = head.line
        product = _product(key, group, from_day)
        if all(row.is_good for row in group):
            result.products.append(product)
    result.problems.sort(key=lambda problem: problem.line)
    return result


def _product(key: str, group: Sequence[Row], from_day: date) -> ReadProduct:
    head = group[0]
    values: dict[str, Any] = {
        "title": head.text("titel"),
        "summary": head.required("kurzbeschreibung", longest=600),
        "sourcing": _code(head, "bezugsweg", Sourcing, Sourcing.CONTRACT).value,
        "protection_need": _code(head, "schutzbedarf", ProtectionNeed, ProtectionNeed.NORMAL).value,
        "accessibility": _code(head, "barrierefreiheit", Accessibility, Accessibility.UNTESTED).value,
        "fim_services": _services(head),
        "notice_months": _whole(head, "kuendigungsfrist_monate", 6),
        "notice_to": _code(head, "kuendigung", NoticeTo, NoticeTo.YEAR_END).value,
        "minimum_months": _whole(head, "mindestlaufzeit_monate", 0),
    }
    values |= {name: _long(head, column) for column, name in TEXT_COLUMNS.items()}
    values |= {name: head.text(column)[:200] for column, name in SHORT_COLUMNS.items()}
    return ReadProduct(
        line=head.line,
        key=key,
        need=head.required("bedarf"),
        is_nucleus=_is_yes(head, "nukleus"),
        from_day=head.day("gilt_ab") or from_day,
        values=values,
        prices=[_price(row, index) for index, row in enumerate(group, start=1)],
        level=_level(head),
    )


def _price(row: Row, index: int) -> dict[str, Any]:
    kind = _code(row, "preisart", PriceKind, None)
    interval = _code(row, "zeitraum", Interval, Interval.OCCASION)
    amount = row.number("betrag", whole=False) or Decimal(0)
    if AMBIGUOUS.fullmatch(row.text("betrag")):
        row.problem("betrag", f"„{row.text('betrag')}“ ist mehrdeutig; schreiben Sie 1200 oder 1,2.")
    stages, parts = _stages(row), _key_parts(row)
    vat = _code(row, "umsatzsteuer", VatRule, VatRule.UNDECIDED)
    ground = row.text("umsatzsteuer_grund")[:300]
    if vat is not VatRule.UNDECIDED and not ground:
        row.problem("umsatzsteuer_grund", "fehlt; nennen Sie, worauf sich die Entscheidung stützt.")
    values: dict[str, Any] = {
        "code": f"p{index}",
        "label": row.required("preis"),
        "kind": kind.value,
        "amount": amount,
        "interval": interval.value,
        "stages": [{"above": f"{above:f}", "amount": f"{each:f}"} for above, each in stages],
        "payer_group": _code(row, "gilt_fuer", PayerGroup, PayerGroup.ALL).value,
        "vat": vat.value,
        "vat_ground": ground,
        "ground_kind": _code(row, "rechtsgrund_art", GroundKind, GroundKind.CONTRACT).value,
        "ground": row.text("rechtsgrund")[:300],
        "total_cents": _cents(row, "gesamtbetrag"),
        "allocation": [{"driver": driver.value, "weight": f"{weight:f}"} for driver, weight in parts],
        "advance_cents": _cents(row, "abschlag"),
    }
    if row.is_good:
        _check_price(row, values, kind, interval, stages, parts)
    return values


def _check_price(
    row: Row,
    values: Mapping[str, Any],
    kind: PriceKind,
    interval: Interval,
    stages: Sequence[tuple[Decimal, Decimal]],
    parts: Sequence[tuple[Driver, Decimal]],
) -> None:
    try:
        Price(
            code=values["code"],
            label=values["label"],
            kind=kind,
            amount=Fraction(values["amount"]),
            interval=interval,
            stages=tuple(Stage(Fraction(above), Fraction(amount)) for above, amount in stages),
            total_cents=values["total_cents"],
            key=tuple(KeyPart(driver, Fraction(weight)) for driver, weight in parts),
        )
    except WrongPrice as error:
        row.problem("preisart", str(error.values["problem"]))


def _code(row: Row, column: str, codes: type[Code], otherwise: Code | None) -> Code:
    """Return the code meant by its own name or by its label; an unknown word names those that are known."""
    text = row.text(column)
    if not text and otherwise is not None:
        return otherwise
    for code in codes:
        if text.casefold() in {code.value.casefold(), str(getattr(code, "label", "")).casefold()}:
            return code
    known = ", ".join(f"„{getattr(code, 'label', code.value)}“" for code in codes)
    row.problem(
        column, f"„{text}“ ist nicht bekannt; möglich: {known}." if text else f"fehlt; möglich: {known}."
    )
    return next(iter(codes))


def _services(row: Row) -> list[str]:
    codes = [each.strip() for each in row.text("leistungen").replace(";", ",").split(",") if each.strip()]
    for code in codes:
        if not (code.isascii() and code.isdigit() and len(code) == 14):
            row.problem("leistungen", f"„{code}“ ist kein Leistungsschlüssel aus 14 Ziffern.")
    return codes


def _whole(row: Row, column: str, otherwise: int) -> int:
    value = row.number(column, whole=True)
    if value is not None and value > 240:
        row.problem(column, f"{value} Monate sind mehr als 20 Jahre; prüfen Sie den Wert.")
        return otherwise
    return otherwise if value is None else int(value)


def _cents(row: Row, column: str) -> int:
    value = row.number(column, whole=False)
    if value is None:
        return 0
    if value * 100 != (value * 100).to_integral_value():
        row.problem(column, f"{value} hat Bruchteile eines Cents; runden Sie auf Cent.")
        return 0
    return int(value * 100)


def _long(row: Row, column: str) -> str:
    text = row.values.get(column, "").strip()
    if len(text) > LONGEST_TEXT:
        row.problem(column, f"ist länger als {LONGEST_TEXT} Zeichen; kürzen Sie den Text.")
    return text


def _is_yes(row: Row, column: str) -> bool:
    word = row.text(column).casefold()
    if word not in YES | NO:
        row.problem(column, f"„{word}“: Schreiben Sie ja oder nein.")
    return word in YES


def _stages(row: Row) -> list[tuple[Decimal, Decimal]]:
    found = []
    for part in filter(None, (each.strip() for each in row.text("staffeln").split(";"))):
        above, _colon, amount = part.partition(":")
        numbers = [_decimal(each) for each in (above, amount)]
        if numbers[0] is None or numbers[1] is None:
            row.problem("staffeln", f"„{part}“: Schreiben Sie „0: 12,50; 100: 10,00“.")
            continue
        found.append((numbers[0], numbers[1]))
    return found


def _key_parts(row: Row) -> list[tuple[Driver, Decimal]]:
    by_word = {label.casefold(): driver for driver, label in DRIVER_LABELS.items()}
    by_word |= {driver.value: driver for driver in Driver}
    found = []
    for part in filter(None, (each.strip() for each in row.text("schluessel").split(";"))):
        word, _colon, weight = part.partition(":")
        driver, number = by_word.get(word.strip().casefold()), _decimal(weight or "1")
        if driver is None or number is None:
            known = ", ".join(each.value for each in Driver)
            row.problem(
                "schluessel", f"„{part}“: Schreiben Sie „einwohner: 70; sockel: 30“. Bekannt: {known}."
            )
            continue
        found.append((driver, number))
    return found


def _decimal(text: str) -> Decimal | None:
    plain = text.strip()
    if "," in plain or AMBIGUOUS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    return Decimal(plain) if plain.replace(".", "", 1).isdecimal() and plain.isascii() else None


def _level(row: Row) -> dict[str, Any]:
    availability = row.number("verfuegbarkeit", whole=False)
    if availability is not None and not 0 < availability <= 100:
        row.problem("verfuegbarkeit", f"{availability} liegt nicht zwischen 0 und 100 Prozent.")
    hours = row.text("servicezeit")[:300]
    if availability is None and not hours:
        return {}
    return {
        "service_hours": hours,
        "availability": availability,
        "measure_period": _code(row, "messzeitraum", MeasurePeriod, MeasurePeriod.MONTH).value,
    }
