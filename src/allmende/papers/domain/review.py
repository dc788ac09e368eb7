"""A draft under review: what can be confirmed of its entries, and what a person should still look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.papers.domain import content as c
from allmende.papers.domain.entries import Entries, evidence_of, is_blank
from allmende.papers.domain.sections import (
    HEADER,
    HEADER_NAMES,
    SECTIONS,
    SIDE_SECTIONS,
    Column,
    Section,
    Shape,
)
from allmende.papers.domain.values import parse_cents, parse_count, parse_day, parse_year, reference_key
from allmende.reading.facts import PaperKind

SURE = 0.9
"""From this confidence on, nine of ten values were right in the reader's own benchmark."""

_EXPECTED_OF_DECISION_PAPER = ("subject", "kind", "reference", "date", "status", "issuer")
_EXPECTED_OF_EVERY_PAPER = ("subject", "kind")
_NOT_IN_LIST = "Bitte wählen Sie einen Eintrag der Liste."


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be confirmed as it is: where it stands (`amounts`, 2, `value`) and why."""

    section: str
    row: int | None
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a person still has to look at: fields without a value, and values the reader was not sure of."""

    open: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.open) + len(self.unsure)


def check(entries: Entries, reading: Mapping[str, Any]) -> tuple[c.PaperContent, tuple[Problem, ...]]:
    """Return what can be confirmed, and a problem for each value that cannot be read."""
    problems: list[Problem] = []
    header, found = _checked_values("header", None, HEADER, entries.header)
    problems += found
    lists: dict[str, Any] = {}
    for section in SECTIONS:
        items = []
        for index, row in enumerate(entries.rows.get(section.name, ())):
            if is_blank(section, row):
                continue
            values, found = _checked_values(section.name, index, section.columns, row.values)
            found += _row_problems(section, index, values) if not found else []
            problems += found
            if not found:
                items.append(_content(section, values, evidence_of(reading, row.key)))
        lists[section.name] = tuple(items)
    evidence = {
        name: place for name in header if header[name] and (place := evidence_of(reading, name)) is not None
    }
    return c.PaperContent(**header, **lists, header_evidence=evidence), tuple(problems)


def _content(section: Section, values: dict[str, Any], evidence: c.Evidence | None) -> c.Evidenced:
    if section.name == "amounts":
        values["cents"] = values.pop("value")
    return section.content(**values, evidence=evidence)


def _checked_values(
    section: str, row: int | None, columns: Iterable[Column], texts: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for column in columns:
        try:
            values[column.name] = _typed(column, texts.get(column.name, "").strip())
        except (AllmendeError, ValueError) as error:
            message = str(error) if isinstance(error, AllmendeError) else _NOT_IN_LIST
            problems.append(Problem(section, row, column.name, message))
            values[column.name] = None
    return values, problems


class MissingValue(AllmendeError):
    """A row cannot stand without this value."""

    message = "Bitte füllen Sie dieses Feld aus oder entfernen Sie die Zeile."


class TooLong(AllmendeError):
    """The text is longer than the field."""

    message = "Höchstens {limit} Zeichen, es sind {length}."


def _typed(column: Column, text: str) -> str | int | date | StrEnum | None:
    length = max(len(text), len(column.key(text)))
    if length > column.max_length:
        raise TooLong(limit=column.max_length, length=length)
    if not text:
        if column.required and not column.default:
            raise MissingValue
        text = column.default
    match column.shape:
        case Shape.TEXT | Shape.LONG:
            return text
        case _ if not text:
            return None
        case Shape.DAY:
            return parse_day(text)
        case Shape.AMOUNT:
            return parse_cents(text)
        case Shape.YEAR:
            return parse_year(text)
        case Shape.COUNT:
            return parse_count(text)
        case _:
            assert column.choices is not None  # noqa: S101 - the tables above give one
            return column.choices(text)


def _row_problems(section: Section, index: int, values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a row as a whole."""
    if section.name == "references" and not reference_key(values["reference"]) and values["date"] is None:
        return [Problem("references", index, "reference", "Nennen Sie die Nummer oder das Datum.")]
    if section.name == "amounts" and not (values["currency"].isalpha() and values["currency"].isupper()):
        return [Problem("amounts", index, "currency", "Drei Großbuchstaben, zum Beispiel EUR.")]
    if section.name == "votes" and all(values[name] in ("", None) for name in ("outcome", "yes", "no")):
        return [Problem("votes", index, "outcome", "Nennen Sie das Ergebnis in Worten oder die Stimmen.")]
    return []


def outline(entries: Entries, reading: Mapping[str, Any]) -> Outline:
    """Return the fields a person should still look at, in the order of the page."""
    decides = entries.header.get("kind") in {PaperKind.BESCHLUSSVORLAGE, ""}
    expected = _EXPECTED_OF_DECISION_PAPER if decides else _EXPECTED_OF_EVERY_PAPER
    empty = [
        column.name for column in HEADER if column.name in expected and not entries.header.get(column.name)
    ]
    unsure = [
        name
        for name in HEADER_NAMES
        if entries.header.get(name) and name not in entries.checked and is_unsure(reading, name)
    ]
    if decides:
        empty += [name for name in ("consultations", "resolution") if not entries.rows.get(name)]
    for section in SECTIONS:
        for index, row in enumerate(entries.rows.get(section.name, ())):
            if section.name not in SIDE_SECTIONS and not row.checked and is_unsure(reading, row.key):
                unsure.append(f"{section.name}-{index}")
            if section.name == "consultations":
                empty += [f"consultations-{index}-{n}" for n in ("date", "role") if not row.values.get(n)]
    return Outline(tuple(empty), tuple(unsure))


def open_points(entries: Entries, reading: Mapping[str, Any]) -> int:
    """Return how many points stop a confirmation without a look: gaps, unsure or unreadable values, errors.

    Zero means that every value of the matter itself is there and sure, or was looked at by a person.
    """
    _content, problems = check(entries, reading)
    errors = sum(1 for finding in reading.get("findings") or () if finding.get("severity") == "error")
    return outline(entries, reading).count + len(problems) + errors


def is_unsure(reading: Mapping[str, Any], key: str) -> bool:
    """Return whether the reader found this value but was not sure of it."""
    evidence = evidence_of(reading, key)
    return evidence is not None and evidence.confidence < SURE


def all_checked(entries: Entries, reading: Mapping[str, Any]) -> Entries:
    """Return the entries with every value that the reader was not sure of marked as looked at."""
    rows = {
        name: tuple(replace(row, checked=row.checked or is_unsure(reading, row.key)) for row in rows)
        for name, rows in entries.rows.items()
    }
    header = {name for name in HEADER_NAMES if is_unsure(reading, name)}
    return Entries(entries.header, rows, entries.checked | header)
