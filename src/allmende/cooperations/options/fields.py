"""Stored entries (JSON), read one by one; every mistake is told with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from allmende.common.errors import Phrase
from allmende.cooperations.options.errors import BadInput

Code = TypeVar("Code", bound=StrEnum)
Value = TypeVar("Value")
MOST_CENTS = 10**15
DIGITS = 18


@dataclass(frozen=True, slots=True)
class Fields:
    """The entries of one object, with the place that a message names."""

    data: Mapping[str, Any]
    place: str

    def bad(self, name: str, problem: str, /, **values: object) -> BadInput:
        """Return the error for an entry; `problem` is filled from `values` in the reader's language."""
        where = Phrase("{place}, {name}", place=self.place, name=Phrase(name)) if name else self.place
        return BadInput(place=where, problem=Phrase(problem, **values))

    def text(self, name: str) -> str:
        return str(self.data.get(name) or "").strip()

    def number(self, name: str, label: str) -> Decimal | None:
        value = self.data.get(name)
        if value is None or value == "":
            return None
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            raise self.bad(label, "„{text}“ ist keine Zahl.", text=str(value)[:40]) from None
        if not found.is_finite() or found.adjusted() > DIGITS:
            raise self.bad(label, "Diese Zahl ist nicht möglich.")
        if found < 0:
            raise self.bad(label, "{value} ist negativ. Tragen Sie eine Zahl ab null ein.", value=value)
        return found

    def whole(self, name: str, label: str, *, most: int = MOST_CENTS) -> int | None:
        found = self.number(name, label)
        if found is None:
            return None
        if found != found.to_integral_value() or found > most:
            raise self.bad(label, "„{text}“ ist keine ganze Zahl von 0 bis {most}.", text=found, most=most)
        return int(found)

    def day(self, name: str, label: str) -> date | None:
        value = self.data.get(name)
        if not value:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.bad(label, "„{text}“ ist kein Tag.", text=str(value)[:40]) from None

    def code(self, name: str, codes: type[Code], label: str, default: Code | None = None) -> Code:
        value = self.data.get(name) or default
        try:
            return codes(str(value))
        except ValueError:
            raise self.bad(label, "„{text}“ gibt es nicht.", text=str(value)[:40]) from None

    def truth(self, name: str) -> bool | None:
        value = self.data.get(name)
        return value if isinstance(value, bool) else None

    def rows(self, name: str, read: Callable[["Fields"], Value], label: str) -> tuple[Value, ...]:
        values = self.data.get(name) or []
        if not isinstance(values, list) or not all(isinstance(each, Mapping) for each in values):
            raise self.bad(label, "Das ist keine Liste von Einträgen.")
        return tuple(read(Fields(each, f"{label} {index}")) for index, each in enumerate(values, start=1))

    def inside(self, name: str) -> "Fields":
        value = self.data.get(name)
        return Fields(value if isinstance(value, Mapping) else {}, self.place)
