"""Recompute the tables of a paper: total rows, balances, total columns, shares in percent, quantity × price.

A row or column that its own table proves (other rows obey it) is checked strictly; what may follow another
rule is only marked when it is right.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from allmende.reading.arithmetic import Check, tolerance
from allmende.reading.tables import NumberCell, Row, Table

_TOTAL = re.compile(
    r"(?i)^\W*(?:zwischen|gesamt|end)?summen?\b|^\W*(?:gesamt(?:kosten|betrag|aufwand|aufwendungen|ertrag|erträge|einnahmen"
    r"|ausgaben|finanzierung|volumen|ergebnis)?|insgesamt|zusammen|total)\b|.*\b(?:gesamt|insgesamt)\W*$"
)
_BALANCE = re.compile(
    r"(?i)^\W*(?:saldo|differenz|überschuss|überschuß|fehlbetrag|fehlbedarf|defizit|abmangel|unterdeckung|ergebnis"
    r"|eigenanteil|verbleib\w*|rest\b|zuschussbedarf|nettobelastung|netto\b)"
)
PART_OF = re.compile(r"(?i)^\W*(?:davon|darunter|nachrichtlich|hiervon|d\.\s?h\.|inkl)")
_LESS = re.compile(r"(?i)abzüglich|abzgl|\./\.|minus")
_INCOME = re.compile(
    r"(?i)ertr[aä]g|einnahme|einzahlung|förder|zuschu|zuweisung|erstattung|erlös|beitrag|spende"
)
_COSTS = re.compile(r"(?i)aufw[aäe]nd|kosten|ausgabe|auszahlung|investition")
_TOTAL_HEAD = re.compile(r"(?i)^(?:gesamt\w*|summe|insgesamt|zusammen|total)\b")
_FEWEST_PROOFS = 2


def check_table(table: Table) -> list[Check]:
    """Return the checks of one table."""
    columns = sorted({cell.column for row in table.rows for cell in row.numbers})
    checks: list[Check] = []
    for column in columns:
        checks.extend(_totals(table, column))
    checks.extend(_total_column(table))
    checks.extend(_shares(table))
    checks.extend(_products(table))
    return checks


def _totals(table: Table, column: int) -> Iterator[Check]:
    """Check each total or balance row against the rows above it, since the last total or since the top."""
    group: list[tuple[Row, NumberCell]] = []
    above: list[tuple[Row, NumberCell]] = []
    totals: list[tuple[Row, NumberCell]] = []
    for row in table.rows:
        cell = next((cell for cell in row.numbers if cell.column == column), None)
        if cell is None or cell.is_percent:
            continue
        if _TOTAL.match(row.label):
            if check := _total(cell, group, above, totals):
                yield check
            totals.append((row, cell))
            group = []
        elif _BALANCE.match(row.label):
            if check := _balance(cell, group or above):
                yield check
        elif not PART_OF.match(row.label):
            group.append((row, cell))
            above.append((row, cell))


def _total(
    cell: NumberCell,
    group: list[tuple[Row, NumberCell]],
    above: list[tuple[Row, NumberCell]],
    totals: list[tuple[Row, NumberCell]],
) -> Check | None:
    if cell.value is None:
        return None
    candidates = [part for part in (group, above, totals) if len(part) > 1]
    for part in candidates:
        if _fits(cell, _sum(part), len(part)):
            return _check("sum", cell, _sum(part), is_right=True)
    if not candidates or _mixed(candidates[0]):
        return None
    return _check("sum", cell, _sum(candidates[0]), is_right=False) if len(group) > 1 else None


def _balance(cell: NumberCell, rows: list[tuple[Row, NumberCell]]) -> Check | None:
    """Check a balance: income less costs, or the first row less the others; only two rows prove it wrong."""
    if cell.value is None or len(rows) < 2:
        return None
    income = sum((_value(number) for row, number in rows if _INCOME.search(row.label)), Decimal(0))
    costs = sum((_value(number) for row, number in rows if not _INCOME.search(row.label)), Decimal(0))
    rest = _value(rows[0][1]) - sum((_value(number) for _, number in rows[1:]), Decimal(0))
    for computed in (income - costs, rest):
        if _fits(cell, abs(computed), len(rows), sign_free=True):
            return _check(
                "difference", cell, abs(computed) if cell.value >= 0 else -abs(computed), is_right=True
            )
    if len(rows) == 2 and _mixed(rows):
        return _check("difference", cell, abs(income - costs), is_right=False)
    return None


def _total_column(table: Table) -> Iterator[Check]:
    """Check a column „Gesamt“ against the others of its row, where the table proves that it adds them."""
    totals = [column for column, head in enumerate(table.heads) if _TOTAL_HEAD.match(head)]
    if len(totals) != 1 or len(table.heads) < 3:
        return
    rows = []
    for row in table.rows:
        cell = next((number for number in row.numbers if number.column == totals[0]), None)
        others = [number for number in row.numbers if number.column != totals[0] and not number.is_percent]
        if cell is not None and cell.value is not None and len(others) == len(table.heads) - 1:
            computed = sum((_value(number) for number in others), Decimal(0))
            rows.append((cell, computed, _fits(cell, computed, len(others))))
    yield from _proven("sum", rows)


def _products(table: Table) -> Iterator[Check]:
    """Check quantity × price = result in three columns, where the table proves it."""
    rows = []
    for row in table.rows:
        numbers = [number for number in row.numbers if number.value is not None and not number.is_percent]
        if len(numbers) == 3 and not _TOTAL.match(row.label):
            computed = _value(numbers[0]) * _value(numbers[1])
            if min(_value(numbers[0]), _value(numbers[1])) > 1:
                rows.append((numbers[2], computed, _fits(numbers[2], computed, 0)))
    yield from _proven("product", rows)


def _proven(kind: str, rows: list[tuple[NumberCell, Decimal, bool]]) -> Iterator[Check]:
    right = sum(is_right for *_, is_right in rows)
    is_proven = right >= _FEWEST_PROOFS and right * 2 > len(rows)
    for cell, computed, is_right in rows:
        if is_right and (is_proven or len(rows) == 1):
            yield _check(kind, cell, computed, is_right=True)
        elif is_proven:
            yield _check(kind, cell, computed, is_right=False)


def _shares(table: Table) -> Iterator[Check]:
    """Check sums beside percentages that make up a hundred."""
    pairs = []
    for row in table.rows:
        percents = [number for number in row.numbers if number.is_percent]
        sums = [number for number in row.numbers if not number.is_percent and number.value is not None]
        if len(percents) == 1 and len(sums) == 1 and not _TOTAL.match(row.label):
            pairs.append((percents[0], sums[0]))
    whole = sum((_value(cell) for _, cell in pairs), Decimal(0))
    hundred = sum((_value(percent) for percent, _ in pairs), Decimal(0))
    if len(pairs) < 2 or abs(hundred - 100) > Decimal("0.2"):
        return
    for percent, cell in pairs:
        computed = _value(percent) * whole / 100
        slack = whole * tolerance(percent.shown) / 100 + tolerance(cell.shown)
        yield _check("percentage", cell, computed, is_right=abs(_value(cell) - computed) <= slack)


def _mixed(rows: list[tuple[Row, NumberCell]]) -> bool:
    """Tell whether rows hold income and costs, or something to subtract: their total may be a balance."""
    labels = [row.label for row, _ in rows]
    has_income = any(_INCOME.search(label) for label in labels)
    return any(_LESS.search(label) for label in labels) or (
        has_income and any(_COSTS.search(label) for label in labels)
    )


def _sum(rows: list[tuple[Row, NumberCell]]) -> Decimal:
    return sum((-_value(cell) if _LESS.search(row.label) else _value(cell) for row, cell in rows), Decimal(0))


def _value(cell: NumberCell) -> Decimal:
    return cell.value if cell.value is not None else Decimal(0)


def _fits(cell: NumberCell, computed: Decimal, terms: int, *, sign_free: bool = False) -> bool:
    value = abs(_value(cell)) if sign_free else _value(cell)
    shown = tolerance(cell.shown, terms)
    decimals = len(cell.shown.split(",")[1]) if "," in cell.shown else 0
    # Thousands and millions are rounded („118,0 T€“): each term may be off by half a unit, too.
    return abs(value - computed) <= (shown * (terms + 1) if decimals in (1, 3) else shown)


def _check(kind: str, cell: NumberCell, computed: Decimal, *, is_right: bool) -> Check:
    return Check(kind, _value(cell), computed.quantize(Decimal("0.01")), is_right, cell.start, cell.end)
