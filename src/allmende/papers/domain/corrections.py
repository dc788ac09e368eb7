"""What a person changed of what was read, counted by field: the measure of how well the reader reads."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from allmende.papers.domain.entries import Entries, Row, canonical, entries_from_reading, is_blank
from allmende.papers.domain.sections import HEADER, SECTIONS, Column, Section

FIELD_LENGTH = 40
UNKNOWN_LAYOUT = "unbekannt"
"""For papers whose reading does not say which layout it recognized."""

_NOT_READ = {"organisations": {"key"}, "duties": {"recurrence"}}
"""Columns that only people fill in."""


class CorrectionKind(StrEnum):
    """What a person did with one value; only `ADDED` was not read."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


def layout_of(reading: Mapping[str, Any]) -> str:
    """Return the layout family that the reader recognized."""
    return str(reading.get("layout") or UNKNOWN_LAYOUT)


def corrections(reading: Mapping[str, Any], entries: Entries) -> Counter[tuple[str, CorrectionKind]]:
    """Return how many values of each field a person accepted, changed, removed and added.

    A field that was not read and stayed empty counts nowhere.
    """
    read = entries_from_reading(reading)
    counts: Counter[tuple[str, CorrectionKind]] = Counter()
    for column in HEADER:
        before = _comparable(column, read.header.get(column.name, ""))
        after = _comparable(column, entries.header.get(column.name, ""))
        if before or after:
            counts[column.name, _kind(before, after)] += 1
    for section in SECTIONS:
        left = {row.key: row for row in entries.rows.get(section.name, ()) if row.key}
        for row in read.rows[section.name]:
            counts[section.name, _kind_of_row(section, row, left.pop(row.key, None))] += 1
        new = [
            row for row in entries.rows.get(section.name, ()) if not row.key and not is_blank(section, row)
        ]
        if new:
            counts[section.name, CorrectionKind.ADDED] += len(new)
    return counts


def changed_fields(before: Entries, after: Entries) -> tuple[str, ...]:
    """Return the names of the header fields and lists that differ, in the order of the page."""
    looked_at = before.checked ^ after.checked
    header = [
        column.name
        for column in HEADER
        if column.name in looked_at or before.header.get(column.name) != after.header.get(column.name)
    ]
    lists = [
        section.name
        for section in SECTIONS
        if before.rows.get(section.name, ()) != after.rows.get(section.name, ())
    ]
    return (*header, *lists)


def _kind(before: str, after: str) -> CorrectionKind:
    if not before:
        return CorrectionKind.ADDED
    if not after:
        return CorrectionKind.REMOVED
    return CorrectionKind.ACCEPTED if before == after else CorrectionKind.CHANGED


def _kind_of_row(section: Section, read: Row, left: Row | None) -> CorrectionKind:
    if left is None:
        return CorrectionKind.REMOVED
    same = all(
        _comparable(column, read.values.get(column.name, ""))
        == _comparable(column, left.values.get(column.name, ""))
        for column in section.columns
        if column.name not in _NOT_READ.get(section.name, ())
    )
    return CorrectionKind.ACCEPTED if same else CorrectionKind.CHANGED


def _comparable(column: Column, text: str) -> str:
    """Return the text without differences that no person made: breaks of lines, forms of a date."""
    return " ".join(canonical(column, text).split())
