"""Looks up the one value of a parameter for a pair of days, through the layers of a scenario."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from allmende.common.formats import day as shown_day
from allmende.common.money import rounded
from allmende.rules.choosing import ExactSteps
from allmende.rules.errors import NoValueInForce, UnknownName
from allmende.rules.layers import Change, ChangeKind, Layer, layer_of
from allmende.rules.memory import Memory
from allmende.rules.parameters import Growth, Parameter, RoundedTo, Row, RowStatus
from allmende.rules.timeline import Statement, days_held, in_force, settle

MOST_ROWS = 20_000
MOST_SERIES = 500
Settled = dict[str | None, tuple[Statement[Row], ...]]


class Source(Protocol):
    """Where parameters come from: law files, or rows of a database."""

    def parameter(self, name: str) -> Parameter | None:
        """Return a parameter with all its rows; None if this source does not have it."""

    def names(self) -> Iterable[str]:
        """Return the names of all parameters here."""


class Store:
    """One interface over several sources. Rows are settled once per parameter."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)
        self._parameters: dict[str, Parameter | None] = {}
        self._settled: dict[str, Settled] = {}
        self._found: Memory[tuple[str, date, date, str | None], Row] = Memory(MOST_ROWS)
        self._found_over: Memory[tuple[str, tuple[date, ...], date, str | None], tuple[Row | None, ...]] = (
            Memory(MOST_SERIES)
        )
        self._histories: dict[str, tuple[Row, ...]] = {}
        self._held: Memory[tuple[str, str | None, date, int], Row] = Memory(MOST_ROWS)

    def find(self, name: str) -> Parameter | None:
        """Return a parameter, or None if no source has it."""
        if name not in self._parameters:
            found = (source.parameter(name) for source in self.sources)
            self._parameters[name] = next((parameter for parameter in found if parameter is not None), None)
        return self._parameters[name]

    def parameter(self, name: str) -> Parameter:
        """Return a parameter; raise UnknownName with the nearest names."""
        found = self.find(name)
        if found is None:
            raise UnknownName(name, (other for source in self.sources for other in source.names()))
        return found

    def history(self, name: str) -> tuple[Row, ...]:
        """Return all rows with both axes settled: no two hold for the same pair of days."""
        if name not in self._histories:
            self._histories[name] = tuple(
                replace(statement.what, valid=statement.valid, known=statement.known)
                for statements in self._rows(name).values()
                for statement in statements
            )
        return self._histories[name]

    def at(
        self,
        name: str,
        *,
        on: date,
        known: date = date.max,
        key: str | None = None,
        layers: Sequence[Layer] = (),
    ) -> Row:
        """Return the one row of a pair of days; its value is a number, classes, or None for unknown.

        Raises NoValueInForce where the parameter has no row for these days.
        """
        for index in range(len(layers) - 1, -1, -1):
            change = layers[index].at(name, on, key)
            if change is not None:
                return self._changed(change, name, on, known, key, layers[:index])
        place = (name, on, known, key)
        remembered = None if layers else self._found.get(place)
        if remembered is not None:
            return remembered
        row = self._base(name, on, known, key)
        if isinstance(row.value, Growth):
            row = replace(row, value=self._grown(row, row.value, on, known, key, layers))
        if not layers:
            self._found[place] = row
        return row

    def over(
        self,
        name: str,
        days: Sequence[date],
        *,
        known: date = date.max,
        key: str | None = None,
        layers: Sequence[Layer] = (),
    ) -> list[Row]:
        """Return the rows of several days; days that share a row share the work."""
        if len(days) == 1 or self.parameter(name).grown_by:
            return [self.at(name, on=on, known=known, key=key, layers=layers) for on in days]
        law = self._law_over(name, tuple(days), known, key)
        changes = [layer.over(name, days, key) for layer in layers if name in layer.changes]
        found: dict[tuple[int, ...], Row] = {}
        rows = []
        for on, *origins in zip(days, law, *changes, strict=True):
            place = tuple(map(id, origins))
            if place not in found:
                found[place] = self.at(name, on=on, known=known, key=key, layers=layers)
            rows.append(found[place])
        return rows

    def _law_over(
        self, name: str, days: tuple[date, ...], known: date, key: str | None
    ) -> tuple[Row | None, ...]:
        """Return the rows of the law on several days, which all scenarios share."""
        place = (name, days, known, key)
        if place not in self._found_over:
            self._found_over[place] = tuple(self._below(name, on, known, key) for on in days)
        return self._found_over[place]

    def _below(self, name: str, on: date, known: date, key: str | None) -> Row | None:
        """Return the row of the law; None where only a layer has a value."""
        try:
            return self.at(name, on=on, known=known, key=key)
        except NoValueInForce:
            return None

    def drafts(self, names: Iterable[str], layer: str = "Entwürfe") -> Layer:
        """Return what is only a draft as a layer: the scenario in which it becomes law."""
        rows = (row for name in names for row in self.parameter(name).rows if row.status is RowStatus.DRAFT)
        return layer_of(layer, (Change(replace(row, layer=layer), ChangeKind.REPLACE) for row in rows))

    def _rows(self, name: str) -> Settled:
        if name not in self._settled:
            grouped: dict[str | None, list[Statement[Row]]] = {}
            parameter = self.parameter(name)
            for row in parameter.rows:
                if row.status is not RowStatus.DRAFT:
                    statement = Statement(row.valid, row.known, row, row.place)
                    grouped.setdefault(row.key, []).append(statement)
            for_all = grouped.pop(None, []) if set(grouped) - {None} else []
            self._settled[name] = {
                key: settle(name, [*statements, *for_all]) for key, statements in grouped.items()
            }
        return self._settled[name]

    def _base(self, name: str, on: date, known: date, key: str | None) -> Row:
        settled = self._rows(name)
        statements = settled.get(key) or settled.get(None, ())
        found = in_force(statements, on, known)
        if found is None:
            raise _no_value(name, on, known, key, settled)
        place = (name, key, known, id(found))
        held = self._held.get(place)
        if held is None:
            days = days_held(statements, found, known)
            held = self._held[place] = replace(found.what, valid=days, known=found.known)
        return held

    def _grown(
        self,
        row: Row,
        growth: Growth,
        on: date,
        known: date,
        key: str | None,
        layers: Sequence[Layer],
    ) -> Fraction | None:
        """Return the value after this year's growth, on what held the day before, layers included."""
        year = on.year if (on.month, on.day) >= (growth.month, growth.day) else on.year - 1
        step = date(year, growth.month, growth.day)
        grows = step >= row.valid.start
        day_before = (step if grows else row.valid.start) - timedelta(days=1)
        before = self.at(row.name, on=day_before, known=known, key=key, layers=layers).value
        rate = self.at(growth.rate, on=step, known=known, layers=layers).value if grows else Fraction(0)
        if not isinstance(before, Fraction) or not isinstance(rate, Fraction):
            return None
        return before if not grows else rounded_value(before * (1 + rate), growth.rounding)

    def _changed(
        self,
        change: Change,
        name: str,
        on: date,
        known: date,
        key: str | None,
        layers: Sequence[Layer],
    ) -> Row:
        if change.kind is ChangeKind.REPLACE:
            return change.row
        below = self.at(name, on=on, known=known, key=key, layers=layers)
        amount = change.row.value
        if not isinstance(amount, Fraction):
            raise TypeError(f"{name}: only a number can be a factor or be added")
        return replace(
            below,
            value=_applied(below.value, change.kind, amount, change.rounding),
            layer=change.row.layer,
            note=change.row.note or below.note,
            place=change.row.place,
        )


def rounded_value(value: Fraction, rounding: RoundedTo | None) -> Fraction:
    """Return a value rounded as a text says, or as it is."""
    return value if rounding is None else rounding.step * rounded(value / rounding.step, rounding.mode)


def _applied(
    value: object, kind: ChangeKind, amount: Fraction, rounding: RoundedTo | None
) -> Fraction | ExactSteps | None:
    def new(old: Fraction) -> Fraction:
        return rounded_value(old * amount if kind is ChangeKind.FACTOR else old + amount, rounding)

    if isinstance(value, ExactSteps):
        return ExactSteps(value.bounds, tuple(new(old) for old in value.values))
    return new(value) if isinstance(value, Fraction) else None


def _no_value(name: str, on: date, known: date, key: str | None, settled: Settled) -> NoValueInForce:
    now = [statement for group in settled.values() for statement in group if known in statement.known]
    spans = dict.fromkeys(statement.valid.german() for statement in now)
    remedy = "Wählen Sie einen Tag darin."
    if key is not None and None not in settled and key not in settled:
        remedy = (
            f"„{key}“ hat keine eigenen Werte; es gibt sie für {', '.join(sorted(filter(None, settled)))}."
        )
    return NoValueInForce(
        name=name if key is None else f"{name} ({key})",
        on=shown_day(on),
        known="" if known == date.max else f" nach dem Wissen vom {shown_day(known)}",
        spans="; ".join(spans) or "keinen Tag, von dem man damals wusste",
        remedy=remedy,
    )
