"""A draft under review: what the reader found and a person typed, kept as text until it can be confirmed.

Nothing typed is ever lost: values that cannot be read stay as they are and come back with a problem.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.papers.domain import content as c
from allmende.papers.domain.values import (
    german_amount,
    german_day,
    name_key,
    parse_cents,
    parse_day,
    parse_year,
    plain_amount,
    reference_key,
    storable,
)
from allmende.reading.facts import AmountLabel, ConsultationRole, PaperKind, Relation, Treatment

SURE = 0.9
"""From this confidence on, nine of ten values were right in the reader's own benchmark."""


class Shape(StrEnum):
    """How a value is typed and kept."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    AMOUNT = "amount"
    YEAR = "year"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One value of the header or of a row."""

    name: str
    shape: Shape = Shape.TEXT
    choices: type[StrEnum] | None = None
    required: bool = False
    max_length: int = 500
    default: str = ""
    key: Callable[[str], str] = str
    """What the value is looked up by: it is kept as well and can be longer, for "ß" becomes "ss"."""


@dataclass(frozen=True, slots=True)
class Section:
    """One list of a paper: its columns, and what a row becomes when it is confirmed."""

    name: str
    columns: tuple[Column, ...]
    content: type[c.Evidenced]


HEADER = (
    Column("subject", Shape.LONG, max_length=2000),
    Column("kind", Shape.CHOICE, PaperKind),
    Column("reference", max_length=100, key=reference_key),
    Column("date", Shape.DAY),
    Column("status", Shape.CHOICE, Treatment),
    Column("issuer"),
    Column("department"),
    Column("file_number", max_length=200),
)
SECTIONS = (
    Section(
        "consultations",
        (
            Column("date", Shape.DAY),
            Column("body", required=True, key=name_key),
            Column("role", Shape.CHOICE, ConsultationRole),
            Column("treatment", Shape.CHOICE, Treatment),
        ),
        c.ConsultationContent,
    ),
    Section(
        "resolution",
        (Column("number", max_length=20), Column("text", Shape.LONG, required=True, max_length=20_000)),
        c.ResolutionContent,
    ),
    Section(
        "amounts",
        (
            Column("value", Shape.AMOUNT, required=True),
            Column("currency", max_length=3, default="EUR"),
            Column("label", Shape.CHOICE, AmountLabel),
            Column("unit", max_length=100),
            Column("year", Shape.YEAR),
        ),
        c.AmountContent,
    ),
    Section(
        "references",
        (
            Column("relation", Shape.CHOICE, Relation, required=True, default=Relation.BEZUG),
            Column("reference", max_length=100, key=reference_key),
            Column("date", Shape.DAY),
        ),
        c.ReferenceContent,
    ),
    Section("legal", (Column("citation", required=True),), c.CitationContent),
    Section("dates", (Column("date", Shape.DAY, required=True), Column("meaning")), c.DateContent),
    Section(
        "organisations", (Column("name", required=True), Column("key", max_length=40)), c.OrganisationContent
    ),
)
MAX_ROWS = 10_000
"""All lists together. Each row sends up to seven fields, and Django takes no more than 100,000 of a form
(settings: DATA_UPLOAD_MAX_NUMBER_FIELDS)."""

SIDE_SECTIONS = frozenset({"dates", "organisations"})
"""Helpful, but no part of the matter itself: here an unsure value is shown and not counted as work to do."""

HEADER_NAMES = tuple(column.name for column in HEADER)
SECTION_BY_NAME = {section.name: section for section in SECTIONS}
_SINGLE_VALUE = {"legal": "citation", "organisations": "name"}
_EXPECTED_OF_DECISION_PAPER = ("subject", "kind", "reference", "date", "status", "issuer")
_EXPECTED_OF_EVERY_PAPER = ("subject", "kind")
_ROW_KEY = re.compile(r"([a-z_]+)-([0-9]{1,6})")
_NOT_IN_LIST = "Bitte wählen Sie einen Eintrag der Liste."


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
        case _:
            assert column.choices is not None  # noqa: S101 - the tables above give one
            return column.choices(text)


def _row_problems(section: Section, index: int, values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a row as a whole."""
    if section.name == "references" and not reference_key(values["reference"]) and values["date"] is None:
        return [Problem("references", index, "reference", "Nennen Sie die Nummer oder das Datum.")]
    if section.name == "amounts" and not (values["currency"].isalpha() and values["currency"].isupper()):
        return [Problem("amounts", index, "currency", "Drei Großbuchstaben, zum Beispiel EUR.")]
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


def all_checked(entries: Entries, reading: Mapping[str, Any]) -> Entries:
    """Return the entries with every value that the reader was not sure of marked as looked at."""
    rows = {
        name: tuple(replace(row, checked=row.checked or is_unsure(reading, row.key)) for row in rows)
        for name, rows in entries.rows.items()
    }
    header = {name for name in HEADER_NAMES if is_unsure(reading, name)}
    return Entries(entries.header, rows, entries.checked | header)


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
