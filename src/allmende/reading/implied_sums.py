"""Sums that a paper implies without saying so: „120.000 €, davon 80.000 € Land und 40.000 € Stadt“.

They are only marked when they are right: numbers that do not add up may simply not belong together.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from allmende.reading.amounts import parse_number
from allmende.reading.arithmetic import SUM, Check, scale_of, tolerance
from allmende.reading.facts import AmountFact, AmountLabel
from allmende.reading.sum_checks import PART_OF
from allmende.reading.tables import NumberCell, Table

_SENTENCE_END = re.compile(r"(?<=[a-zäöüß€)“]{2})[.!?]\s(?=[A-ZÄÖÜ„])|(?<=€)[.]\s(?=[A-ZÄÖÜ„])")
_FEWEST, _MOST = 3, 9
_MOST_FACTS = 40


def splits_in_sentences(text: str) -> Iterator[Check]:
    """Yield the sentences in which one sum is made up of all the others (prose offsets)."""
    offset = 0
    for paragraph in text.split("\n"):
        if _signs(paragraph) >= _FEWEST:
            yield from _splits(text, offset, offset + len(paragraph))
        offset += len(paragraph) + 1


def _splits(text: str, start: int, stop: int) -> Iterator[Check]:
    ends = [match.span() for match in _SENTENCE_END.finditer(text, start, stop)]
    for end, following in [*ends, (stop, stop)]:
        check = _split(list(SUM.finditer(text, start, end))) if _signs(text[start:end]) >= _FEWEST else None
        if check:
            yield check
        start = following


def _signs(words: str) -> int:
    return words.count("€") + words.count("EUR") + words.count("Euro")


def _split(sums: list[re.Match[str]]) -> Check | None:
    if not _FEWEST <= len(sums) <= _MOST:
        return None
    values = [parse_number(found["number"]) * scale_of(found["scale"]) for found in sums]
    whole = max(values)
    others = sum(values, Decimal(0)) - whole
    slack = sum((tolerance(found["number"]) * scale_of(found["scale"]) for found in sums), Decimal(0)) / 2
    exact = all(found["scale"] is None for found in sums)
    if values.count(whole) > 1 or abs(whole - others) > (Decimal("0.01") if exact else slack):
        return None
    shown = sums[values.index(whole)]
    return Check("sum", whole, others, True, *shown.span("number"))


def parts_of_rows(table: Table) -> Iterator[Check]:
    """Yield the cells that the „davon“ rows right below them make up (clean offsets)."""
    for column in sorted({cell.column for row in table.rows for cell in row.numbers}):
        whole: NumberCell | None = None
        parts: list[Decimal] = []
        for row in (*table.rows, None):
            cell = next((cell for cell in row.numbers if cell.column == column), None) if row else None
            if row and cell and cell.value is not None and PART_OF.match(row.label):
                parts.append(cell.value)
                continue
            if whole and whole.value is not None and len(parts) > 1 and sum(parts) == whole.value:
                yield Check("sum", whole.value, whole.value, True, whole.start, whole.end)
            whole, parts = cell, []


def own_shares(amounts: Sequence[AmountFact]) -> Iterator[AmountFact]:
    """Yield the own shares that are costs less funding, where the paper names all three."""
    named = {
        label: [fact for fact in amounts if fact.label is label][:_MOST_FACTS]
        for label in (AmountLabel.KOSTEN, AmountLabel.FOERDERUNG, AmountLabel.EIGENANTEIL)
    }
    found = {
        (cost.value - grant.value)
        for cost, grant in product(named[AmountLabel.KOSTEN], named[AmountLabel.FOERDERUNG])
    }
    yield from (fact for fact in named[AmountLabel.EIGENANTEIL] if fact.value in found)
