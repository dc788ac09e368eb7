"""The sums of a paper as facts: each value once, with what its sentence, row and column tell about it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from allmende.reading.amount_context import label_in, labels_of, unit_of, year_of
from allmende.reading.amounts import Sum, find_sums
from allmende.reading.facts import AmountFact, AmountLabel
from allmende.reading.form_headings import FormBlocks
from allmende.reading.paper_text import PaperText
from allmende.reading.table_amounts import find_table_sums
from allmende.reading.tables import NumberCell, Table, TableIndex

_MOST_MENTIONS, _FEW_ROWS = 12, 3


def read_amounts(paper: PaperText) -> tuple[AmountFact, ...]:
    """Return every distinct sum of money of a paper."""
    text = paper.prose.text
    sums = list(_telling(find_sums(paper.prose, paper.clean.text)))
    tables = TableIndex(paper.tables)
    labels = labels_of(text, [(item.start, item.end) for item in sums])
    forms = FormBlocks(paper)
    found: dict[str, AmountFact] = {}
    years: defaultdict[str, set[int]] = defaultdict(set)

    def add(fact: AmountFact) -> None:
        value = str(fact.value)
        if fact.year is not None:
            years[value].add(fact.year)
        found[value] = _more_telling(found[value], fact) if value in found else fact

    for item, label in zip(sums, labels, strict=True):
        place = paper.prose.span(item.start, item.end)[0]
        cell = tables.at(place)
        fact = _told_by_table(item, cell, label, paper) if cell else _told_by_sentence(item, label, paper)
        add(fact)
        if told := forms.at(place):
            found[str(fact.value)] = _told_by_form(found[str(fact.value)], *told)
            years[str(fact.value)] = {told[1]} if told[1] else years[str(fact.value)]
    for sum_cell in find_table_sums(paper.lines):
        where = paper.place(sum_cell.start, sum_cell.end)
        cell = tables.at(sum_cell.start)
        named = _label(_table_label(*cell) if cell else label_in(sum_cell.row))
        year = sum_cell.year or (_table_year(*cell) if cell else None)
        add(AmountFact(sum_cell.value, "EUR", named, None, year, where, 0.85))
    return tuple(
        _without_doubtful_year(fact, years[value]) for value, fact in _with_common_label(found).items()
    )


def _with_common_label(found: dict[str, AmountFact]) -> dict[str, AmountFact]:
    """Take a sum about which nothing is told for costs where the paper tells of costs."""
    if not any(fact.label is AmountLabel.KOSTEN for fact in found.values()):
        return found
    return {value: replace(fact, label=fact.label or AmountLabel.KOSTEN) for value, fact in found.items()}


def _telling(sums: list[Sum]) -> Iterator[Sum]:
    """Yield the first mentions of each value; later ones tell nothing new."""
    mentions: Counter[Decimal] = Counter()
    for item in sums:
        mentions[item.value] += 1
        if mentions[item.value] <= _MOST_MENTIONS:
            yield item


def _told_by_sentence(item: Sum, label: str | None, paper: PaperText) -> AmountFact:
    text = paper.prose.text
    return AmountFact(
        value=item.value,
        currency="EUR",
        label=_label(label),
        unit=unit_of(text, item.start, item.end),
        year=year_of(text, item.start, item.end),
        place=paper.prose_place(item.start, item.end),
        confidence=0.97 if item.certain else 0.8,
    )


def _told_by_table(
    item: Sum, cell: tuple[Table, int, NumberCell], label: str | None, paper: PaperText
) -> AmountFact:
    """Return the sum of a cell: its row and column tell more than the words that precede it in the text."""
    table, row, number = cell
    told = _told_by_sentence(item, None, paper)
    words = f"{table.rows[row].label} {table.head(number.column)} "
    return replace(
        told,
        label=_label(_table_label(table, row, number) or label),
        unit=unit_of(words, len(words), len(words)) or told.unit,
        year=_table_year(table, row, number) or (None if table.head(number.column) else told.year),
    )


def _told_by_form(fact: AmountFact, label: str | None, year: int | None) -> AmountFact:
    """Return a sum with what the heading of its block in a finance form says, which outweighs a sentence."""
    return replace(fact, label=_label(label) or fact.label, year=year or fact.year)


def _table_label(table: Table, row: int, number: NumberCell) -> str | None:
    """Return what row, column, caption or the rows above tell about a cell, the nearer first."""
    told = label_in(table.rows[row].label) or label_in(table.head(number.column)) or label_in(table.caption)
    if told:
        return told
    above = table.rows[max(0, row - _FEW_ROWS) : row]
    return next((label for other in reversed(above) if (label := label_in(other.label))), None)


def _table_year(table: Table, row: int, number: NumberCell) -> int | None:
    text = f"{table.rows[row].label} "
    return table.year(number.column) or year_of(text, len(text), len(text))


def _label(name: str | None) -> AmountLabel | None:
    return AmountLabel(name) if name else None


def _more_telling(known: AmountFact, other: AmountFact) -> AmountFact:
    """Return the mention that says more about the sum; the first one wins a draw."""
    return replace(
        known, label=known.label or other.label, unit=known.unit or other.unit, year=known.year or other.year
    )


def _without_doubtful_year(fact: AmountFact, years: set[int]) -> AmountFact:
    """Drop the year of a value that stands there for several years."""
    return replace(fact, year=None) if len(years) > 1 else fact
