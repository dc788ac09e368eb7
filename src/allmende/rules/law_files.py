"""Reads `params.yaml` of a law folder: parameters with their rows, and the inputs of the law."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from allmende.common.money import Rounding
from allmende.rules import documents
from allmende.rules.choosing import ExactSteps
from allmende.rules.errors import LawNotUsable
from allmende.rules.parameters import (
    Growth,
    InputField,
    Parameter,
    RoundedTo,
    Row,
    RowStatus,
    RowValue,
    SourceMark,
)
from allmende.rules.spans import Span
from allmende.rules.units import Unit, UnknownUnit, unit

EXACT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(/[0-9]+)?")
VALUE_WORDS = ("value", "values", "steps", "growth", "unknown")
INHERITED = ("section", "source", "status", "last_checked_on", "mark")


@dataclass(frozen=True, slots=True)
class LawFile:
    """What one file says."""

    title: str
    parameters: dict[str, Parameter]
    inputs: dict[str, InputField]


class RowReader:
    """Turns the rows of one parameter into exact values in inner units."""

    def __init__(self, file: str, name: str, measure: Unit) -> None:
        self.file = file
        self.name = name
        self.measure = measure

    def rows(self, data: Any, line: int, inherited: AnyMapping[str, str]) -> Iterator[Row]:
        """Yield the row, or one for each key; what the row leaves out comes from the parameter."""
        place = f"{self.file}:{line}"
        if not isinstance(data, documents.Mapping):
            _fail(
                place, f"Eine Zeile von „{self.name}“ braucht die Form {{from: 2024-01-01, value: '1.00'}}."
            )
        for key, value in self.values(data, place):
            yield self.row(data, place, inherited, key, value)

    def row(
        self,
        data: documents.Mapping,
        place: str,
        inherited: AnyMapping[str, str],
        key: str | None,
        value: RowValue,
    ) -> Row:
        """Return one row with its origin."""
        start = self.day(data, "from", place)
        said = {word: data.get(word) or inherited.get(word) or "" for word in INHERITED}
        return Row(
            name=self.name,
            valid=self.span(data, start, place),
            known=Span(self.day(data, "known", place) if data.get("known") else start),
            value=value,
            key=key,
            status=_word(RowStatus, said["status"] or "promulgated", place),
            section=said["section"],
            source=said["source"],
            last_checked_on=_day(said["last_checked_on"], place) if said["last_checked_on"] else None,
            mark=_word(SourceMark, said["mark"] or "seen", place),
            note=str(data.get("note") or ""),
            place=place,
        )

    def span(self, data: AnyMapping[str, Any], start: date, place: str) -> Span:
        """Return the days of a row; `last` is the last day."""
        if not data.get("last"):
            return Span(start)
        last = self.day(data, "last", place)
        if last < start:
            _fail(place, f"Der letzte Tag {last} liegt vor dem ersten {start}.")
        return Span(start, last + timedelta(days=1) if last < date.max else None)

    def day(self, data: AnyMapping[str, Any], word: str, place: str) -> date:
        """Return a day that must be given."""
        if not data.get(word):
            _fail(place, f"In der Zeile von „{self.name}“ fehlt „{word}“ (ein Tag wie 2024-01-01).")
        return _day(str(data[word]), place)

    def values(self, data: AnyMapping[str, Any], place: str) -> list[tuple[str | None, RowValue]]:
        """Return what the row says: a value, one for each key, classes, growth, or that it is unknown."""
        words = [word for word in VALUE_WORDS if data.get(word) is not None]
        if len(words) != 1:
            _fail(place, f"Eine Zeile von „{self.name}“ braucht genau eines von {', '.join(VALUE_WORDS)}.")
        said = data[words[0]]
        if words[0] == "unknown":
            return [(None, None)]
        if words[0] == "values":
            return [(key, self.exact(text, place)) for key, text in said.items()]
        if words[0] == "steps":
            return [(None, self.steps(said, place))]
        return [(None, self.growth(said, place) if words[0] == "growth" else self.exact(said, place))]

    def exact(self, text: object, place: str) -> Fraction:
        """Return a number of the file in inner units."""
        if self.measure.text == "date":
            return Fraction(_day(str(text), place).toordinal())
        if self.measure.text == "yes_no" and text in ("yes", "no"):
            return Fraction(text == "yes")
        if not isinstance(text, str) or not EXACT.fullmatch(text):
            _fail(place, f"„{text}“ ist keine Zahl wie 57000 oder 3.83.")
        return Fraction(text) * self.measure.scale

    def steps(self, said: AnyMapping[str, Any], place: str) -> ExactSteps:
        """Return classes by lower bound; bounds are in the plain unit that `steps_by` names."""
        pairs = sorted((Fraction(bound), self.exact(text, place)) for bound, text in said.items())
        return ExactSteps(tuple(bound for bound, _ in pairs), tuple(value for _, value in pairs))

    def growth(self, said: AnyMapping[str, Any], place: str) -> Growth:
        """Return yearly growth: `{rate: parameter, each: "08-01", rounding: {to, mode, section}}`."""
        month, day = (int(part) for part in said["each"].split("-"))
        rounding = said.get("rounding")
        how = rounded_to(rounding["to"], rounding["mode"], rounding["section"], place) if rounding else None
        return Growth(said["rate"], month, day, how)


def read_law_file(path: Path, name: str) -> LawFile:
    """Read one `params.yaml`; `name` is how messages call it."""
    return parse_law(documents.load_file(path, name=name), name)


def parse_law(data: Any, file: str) -> LawFile:
    """Return the parameters and inputs of a document."""
    if not isinstance(data, documents.Mapping):
        _fail(file, "Die Datei muss mit „law:“, „parameters:“ oder „inputs:“ beginnen.")
    unknown = set(data) - {"law", "parameters", "inputs"}
    if unknown:
        _fail(f"{file}:{data.lines[min(unknown)]}", f"„{min(unknown)}“ ist keine Angabe einer Regeldatei.")
    parameters = data.get("parameters") or documents.Mapping(1)
    inputs = data.get("inputs") or documents.Mapping(1)
    return LawFile(
        title=data.get("law") or "",
        parameters={name: _parameter(file, name, said) for name, said in parameters.items()},
        inputs={name: _input(file, name, said) for name, said in inputs.items()},
    )


def rounded_to(to: str, mode: str, section: str, place: str) -> RoundedTo:
    """Return a rounding step from texts such as `1 EUR` and `kaufmaennisch`."""
    amount, _, name = to.partition(" ")
    try:
        step = Fraction(amount) * unit(name or "1").scale
        return RoundedTo(to, Rounding(mode), section, step)
    except (ValueError, UnknownUnit):
        _fail(place, f"Rundung „{to}“, „{mode}“: erwartet etwa „1 EUR“ und eines von {', '.join(Rounding)}.")


def _parameter(file: str, name: str, said: documents.Mapping) -> Parameter:
    place = f"{file}:{said.line}"
    measure = _unit(said.get("unit"), name, place)
    reader = RowReader(file, name, measure)
    rows = said.get("rows")
    if not isinstance(rows, documents.Sequence) or not rows:
        _fail(place, f"„{name}“ hat keine Zeilen („rows“).")
    steps_by = said.get("steps_by")
    return Parameter(
        name=name,
        label=said.get("label") or name,
        unit=measure,
        rows=tuple(
            row for data, line in zip(rows, rows.lines, strict=True) for row in reader.rows(data, line, said)
        ),
        key=said.get("key"),
        steps_by=_unit(steps_by, name, place) if steps_by else None,
        note=said.get("note") or "",
        place=place,
    )


def _input(file: str, name: str, said: documents.Mapping) -> InputField:
    place = f"{file}:{said.line}"
    return InputField(
        name=name,
        label=said.get("label") or name,
        unit=_unit(said.get("unit"), name, place),
        meaning=said.get("meaning") or "",
        usually_from=said.get("usually_from") or "",
        choices=dict(said.get("choices") or {}),
        whole=said.get("whole") == "true",
        negative=said.get("negative") == "true",
        is_list=said.get("list") == "true",
        for_all=said.get("for_all") == "true",
        is_local=said.get("local") == "true",
        default=said.get("default"),
        place=place,
    )


def _unit(text: str | None, name: str, place: str) -> Unit:
    try:
        return unit(text or "")
    except UnknownUnit as error:
        _fail(place, f"„{name}“: Die Einheit „{text}“ ist nicht bekannt ({error}).")


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _fail(place, f"„{text}“ ist kein Tag wie 2024-01-01.")


def _word(words: Any, text: str, place: str) -> Any:
    try:
        return words(text)
    except ValueError:
        _fail(place, f"„{text}“ ist keines von {', '.join(words)}.")


def _fail(place: str, problem: str) -> NoReturn:
    raise LawNotUsable(place=place, problem=problem)
