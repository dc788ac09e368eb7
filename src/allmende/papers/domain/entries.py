"""A draft's entries: what the reader found and a person typed, kept as text until it can be confirmed.

Nothing typed is ever lost: values that cannot be read stay as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.papers.domain import content as c
from allmende.papers.domain.sections import HEADER, SECTION_BY_NAME, SECTIONS, Column, Section, Shape
from allmende.papers.domain.values import (
    german_amount,
    german_day,
    parse_cents,
    parse_day,
    plain_amount,
    storable,
)

_SINGLE_VALUE = {"legal": "citation", "organisations": "name"}
_ROW_KEY = re.compile(r"([a-z_]+)-([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one row. `key` names its evidence; a row that a person added has none."""

    values: Mapping[str, str]
    key: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Everything a draft holds at one moment."""

    header: Mapping[str, str]
    rows: Mapping[str, tuple[Row, ...]]
    checked: frozenset[str] = frozenset()


def entries_from_reading(reading: Mapping[str, Any]) -> Entries:
    """Return the first state of a draft: exactly what the reader found (shape of `reading_as_json`)."""
    header = {column.name: storable(str(reading.get(column.name) or "")) for column in HEADER}
    rows = {
        section.name: tuple(
            Row(_row_values(section, item), key=f"{section.name}-{index}")
            for index, item in enumerate(reading.get(section.name) or ())
        )
        for section in SECTIONS
    }
    return Entries(header, rows)


def _row_values(section: Section, item: Any) -> dict[str, str]:
    if single := _SINGLE_VALUE.get(section.name):
        item = {single: item}
    values = {column.name: item.get(column.name) for column in section.columns}
    return {name: "" if value is None else storable(str(value)) for name, value in values.items()}


def evidence_of(reading: Mapping[str, Any], key: str) -> c.Evidence | None:
    """Return the evidence of the value `subject` or of the row `amounts-3`, if the reader gave one."""
    known = reading.get("evidence") or {}
    if match := _ROW_KEY.fullmatch(key):
        places, index = known.get(match[1]), int(match[2])
        found = places[index] if isinstance(places, list) and index < len(places) else None
    else:
        found = known.get(key)
    return c.Evidence(**found) if isinstance(found, Mapping) else None


def own_key(section: Section, key: str) -> str:
    """Return the key of a row if it names a value of its own section, else that of an added row."""
    match = _ROW_KEY.fullmatch(key)
    return key if match and match[1] == section.name else ""


def row_count(entries: Entries) -> int:
    """Return how many rows all lists have together."""
    return sum(len(rows) for rows in entries.rows.values())


def canonical(column: Column, text: str) -> str:
    """Return the text as it is kept: 2026-12-31, 1234.56; text that cannot be read stays as it is."""
    text = storable(text).strip()
    try:
        if text and column.shape is Shape.DAY:
            return parse_day(text).isoformat()
        if text and column.shape is Shape.AMOUNT:
            return plain_amount(parse_cents(text))
    except AllmendeError:
        return text
    return text if column.shape is Shape.LONG else " ".join(text.split())


def displayed(column: Column, text: str) -> str:
    """Return the kept text as people read and type it: 31.12.2026, 1.234,56."""
    try:
        if text and column.shape is Shape.DAY:
            return german_day(parse_day(text))
        if text and column.shape is Shape.AMOUNT:
            return german_amount(parse_cents(text))
    except AllmendeError:
        pass
    return text


def is_blank(section: Section, row: Row) -> bool:
    """Return whether a person added this row and left it empty."""
    return not row.key and all(
        row.values.get(column.name, "") in ("", column.default) for column in section.columns
    )


def with_empty_row(entries: Entries, section: str) -> Entries:
    """Return the entries with one more row to fill in."""
    columns = SECTION_BY_NAME[section].columns
    row = Row({column.name: str(column.default) for column in columns})
    return replace(entries, rows={**entries.rows, section: (*entries.rows.get(section, ()), row)})


def entries_as_json(entries: Entries) -> dict[str, Any]:
    """Return the entries as plain JSON values."""
    return {
        "header": dict(entries.header),
        "checked": sorted(entries.checked),
        "rows": {
            name: [{"values": dict(row.values), "key": row.key, "checked": row.checked} for row in rows]
            for name, rows in entries.rows.items()
        },
    }


def entries_from_json(stored: Mapping[str, Any]) -> Entries:
    """Return the entries from their stored form."""
    rows = {name: tuple(Row(**row) for row in rows) for name, rows in stored["rows"].items()}
    return Entries(stored["header"], rows, frozenset(stored["checked"]))
