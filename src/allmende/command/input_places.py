"""Where in a file of inputs something stands, so that a message names file and line."""

from collections.abc import Mapping
from typing import Any

from allmende.rules import documents
from allmende.rules.errors import BadFile, BadInput, RulesError
from allmende.rules.inputs import BODY_NAMES, TABLE


def placed(error: RulesError, data: bytes, file: str) -> RulesError:
    """Return an error about an entry of a file with file and line before it; other errors as they are."""
    name = error.values.get("name")
    place = error.values.get("place", "") if isinstance(error, BadInput) else ""
    document = documents.load_with_lines(data, name=file)
    line = _line(document, str(name), str(place))
    if not line and not isinstance(error, BadInput):
        return error
    return BadFile(file=file, place=f", Zeile {line}" if line else "", problem=str(error))


def _line(document: Any, name: str, place: str) -> int:
    """Return the line of an entry, in the row that the message is about; 0 if it is not there."""
    table = document.get(TABLE) if isinstance(document, Mapping) else document
    is_in_table = not (isinstance(document, Mapping) and name in document)
    for number, (body, row) in enumerate(_rows(table), start=1):
        is_missing = not place and isinstance(row, Mapping) and row.get(name) is None and is_in_table
        if is_missing or place in (f" von {body}", f", {body}", f", Nr. {number}"):
            return _entry(row, name) or getattr(row, "line", 0)
    return _entry(document, name)


def _rows(table: Any) -> list[tuple[str, Any]]:
    """Return the rows of a table of bodies with their names, as messages call them."""
    if isinstance(table, Mapping):
        return list(table.items())
    rows = table if isinstance(table, list) else []
    return [(_body(row, number), row) for number, row in enumerate(rows, start=1)]


def _body(row: Any, number: int) -> str:
    named = (row.get(word) for word in BODY_NAMES) if isinstance(row, Mapping) else ()
    return next((str(name) for name in named if name is not None), f"Nr. {number}")


def _entry(document: Any, name: str) -> int:
    """Return the first line on which an entry of this name stands, however deep."""
    if isinstance(document, documents.Mapping):
        if name in document.lines:
            return document.lines[name]
        return next(filter(None, (_entry(child, name) for child in document.values())), 0)
    if isinstance(document, list):
        return next(filter(None, (_entry(child, name) for child in document)), 0)
    return 0
