"""Scenarios: named layers of rows over any parameter. What a layer does not touch stays as the law has it."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from allmende.common.formats import day as shown_day
from allmende.rules import documents
from allmende.rules.errors import BadFile, Contradiction, LawNotUsable
from allmende.rules.law_files import EXACT, RowReader, rounded_to
from allmende.rules.parameters import Parameter, RoundedTo, Row
from allmende.rules.spans import Span

FIRST_DAY = date(1900, 1, 1)


class ChangeKind(StrEnum):
    """Whether a layer replaces a value or changes what lies under it."""

    REPLACE = "replace"
    FACTOR = "factor"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a layer. A factor is a plain number; other values are in inner units."""

    row: Row
    kind: ChangeKind
    rounding: RoundedTo | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Changes under one name. Layers further back in a list lie on top."""

    name: str
    changes: dict[str, tuple[Change, ...]]
    author: str = ""

    def at(self, name: str, on: date, key: str | None) -> Change | None:
        """Return the change that covers a day of a parameter."""
        return self.over(name, (on,), key)[0]

    def over(self, name: str, days: Sequence[date], key: str | None) -> list[Change | None]:
        """Return for each of several days the change that covers it."""
        found: list[Change | None] = [None] * len(days)
        for change in reversed(self.changes.get(name, ())):
            if change.row.key in (None, key):
                valid = change.row.valid
                found = [change if on in valid else other for on, other in zip(days, found, strict=True)]
        return found


def parse_layers(data: Any, file: str, parameter: Callable[[str], Parameter]) -> tuple[Layer, ...]:
    """Return layers of a document; `parameter` looks up what a layer changes.

    A layer is `{name, author?, until?, rows: {parameter: row or list of rows}}`; a row is a bare value, or
    `{from?, last?, value | values | factor | add | steps, unit?, rounding?}`.
    """
    if isinstance(data, documents.Mapping) and "layers" in data:
        data = data["layers"]
    layers = [
        _layer(item, index, file, parameter)
        for index, item in enumerate(data if isinstance(data, list) else [data], start=1)
    ]
    names = [layer.name for layer in layers]
    for name in names:
        if names.count(name) > 1:
            raise BadFile(
                file=file, place="", problem=f"Zwei Ebenen heißen „{name}“. Geben Sie ihnen eigene Namen."
            )
    return tuple(layers)


def layer_of(name: str, changes: Iterable[Change], *, author: str = "", until: date | None = None) -> Layer:
    """Return a layer of changes; raise Contradiction if two claim the same days of one value."""
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        clipped = change if until is None else _until(change, until)
        if clipped is not None:
            grouped.setdefault(clipped.row.name, []).append(clipped)
    for parameter, group in grouped.items():
        _refuse_overlaps(parameter, group)
    return Layer(name, {parameter: tuple(group) for parameter, group in grouped.items()}, author)


def _layer(item: Any, index: int, file: str, parameter: Callable[[str], Parameter]) -> Layer:
    if not isinstance(item, documents.Mapping):
        raise BadFile(file=file, place="", problem="Eine Ebene braucht die Form {name: ..., rows: {...}}.")
    rows = item.get("rows", item if not {"name", "rows"} & set(item) else None)
    if not isinstance(rows, documents.Mapping):
        raise BadFile(
            file=file, place=f", Ebene {index}", problem="Es fehlt „rows“ mit den geänderten Parametern."
        )
    name = item["name"] if "rows" in item and item.get("name") else f"Szenario {index}"
    changes = []
    for changed, said in rows.items():
        reader = _ChangeReader(file, parameter(changed), name)
        entries = said if isinstance(said, list) else [said]
        lines = getattr(said, "lines", []) if isinstance(said, list) else [rows.lines.get(changed, rows.line)]
        for entry, line in zip(entries, lines or [rows.line] * len(entries), strict=True):
            changes.extend(reader.changes(entry, line))
    try:
        until = date.fromisoformat(item["until"]) if "rows" in item and item.get("until") else None
    except ValueError:
        raise BadFile(
            file=file, place="", problem=f"„{item['until']}“ ist kein Tag wie 2024-01-01."
        ) from None
    return layer_of(name, changes, author=item.get("author") or "" if "rows" in item else "", until=until)


CHANGE_WORDS = ("value", "values", "factor", "add", "steps")


class _ChangeReader:
    """Reads the rows of a layer over one parameter."""

    def __init__(self, file: str, parameter: Parameter, layer: str) -> None:
        self.file = file
        self.parameter = parameter
        self.layer = layer
        self.reader = RowReader(file, parameter.name, parameter.unit)

    def changes(self, said: Any, line: int) -> list[Change]:
        """Return the changes of one row, one for each key."""
        if not isinstance(said, documents.Mapping):
            plain = documents.Mapping(line)
            plain["value"] = said
            said = plain
        place = f"{self.file}:{line}"
        self._check(said, place)
        kind = next(
            (ChangeKind(word) for word in ("factor", "add") if said.get(word) is not None), ChangeKind.REPLACE
        )
        start = self.reader.day(said, "from", place) if said.get("from") else FIRST_DAY
        rows = [
            Row(
                name=self.parameter.name,
                valid=self.reader.span(said, start, place),
                known=Span(FIRST_DAY),
                value=value,
                key=key,
                section=said.get("section") or "",
                source=said.get("source") or "",
                note=said.get("note") or "",
                place=place,
                layer=self.layer,
            )
            for key, value in self._values(said, kind, place)
        ]
        rounding = said.get("rounding")
        how = (
            rounded_to(rounding["to"], rounding["mode"], rounding.get("section", ""), place)
            if rounding
            else None
        )
        return [Change(row, kind, how) for row in rows]

    def _check(self, said: documents.Mapping, place: str) -> None:
        allowed = {*CHANGE_WORDS, "from", "last", "unit", "rounding", "section", "source", "note"}
        if unknown := sorted(set(said) - allowed):
            raise LawNotUsable(
                place=place,
                problem=f"„{unknown[0]}“ ist keine Angabe einer Ebene. "
                f"Möglich: {', '.join(sorted(allowed))}.",
            )
        if len(words := [word for word in CHANGE_WORDS if said.get(word) is not None]) > 1:
            raise LawNotUsable(
                place=place,
                problem=f"{' und '.join(words)} widersprechen sich. Geben Sie eines davon an.",
            )
        unit = said.get("unit")
        if unit and unit != self.parameter.unit.text:
            raise LawNotUsable(
                place=place,
                problem=f"„{self.parameter.name}“ hat die Einheit {self.parameter.unit.text}, nicht {unit}.",
            )

    def _values(self, said: documents.Mapping, kind: ChangeKind, place: str) -> Any:
        if kind is ChangeKind.REPLACE:
            return self.reader.values(said, place)
        text = said[kind.value]
        entries = text.items() if isinstance(text, dict) else [(None, text)]
        if kind is ChangeKind.ADD:
            return [(key, self.reader.exact(value, place)) for key, value in entries]
        return [(key, _factor(value, place)) for key, value in entries]


def _factor(text: object, place: str) -> Fraction:
    """Return `1.25`, or the same from `+25 %`."""
    plain = str(text).replace(" ", "").removesuffix("%").replace(",", ".")
    if not EXACT.fullmatch(plain):
        raise LawNotUsable(place=place, problem=f"„{text}“ ist kein Faktor wie 1.25 oder +25 %.")
    return 1 + Fraction(plain) / 100 if str(text).strip().endswith("%") else Fraction(plain)


def _until(change: Change, end: date) -> Change | None:
    days = change.row.valid.overlap(Span(date.min, end))
    return replace(change, row=replace(change.row, valid=days)) if days else None


def _first_day(change: Change) -> date:
    return change.row.valid.start


def _refuse_overlaps(name: str, changes: list[Change]) -> None:
    keys = {change.row.key for change in changes}
    for key in keys - {None} or keys:
        rows = sorted((change for change in changes if change.row.key in (None, key)), key=_first_day)
        for first, second in itertools.pairwise(rows):
            days = first.row.valid.overlap(second.row.valid)
            if days is not None:
                raise Contradiction(
                    name=name,
                    first=first.row.place,
                    second=second.row.place,
                    day=shown_day(days.start),
                    known="Beginn der Annahme",
                )
