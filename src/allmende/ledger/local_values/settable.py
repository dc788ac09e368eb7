"""Which values a body may set, with their German names, words and units."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from allmende.common.formats import ungrouped
from allmende.ledger.computing import law
from allmende.ledger.local_law import settable_parameter
from allmende.rules import Parameter
from allmende.rules.inputs import Preparation
from allmende.rules.parameters import InputField
from allmende.rules.texts import german, plain


@dataclass(frozen=True, slots=True)
class Settable:
    """A parameter that a body may set; `keys` are its words, `is_open`: the law leaves it to the body."""

    parameter: Parameter
    law_title: str
    keys: dict[str, str]
    usually_from: str
    is_open: bool

    @property
    def name(self) -> str:
        return self.parameter.name

    @property
    def label(self) -> str:
        return self.parameter.label

    @property
    def unit(self) -> str:
        return self.parameter.unit.german()

    def plain(self, text: str) -> str:
        """Return a number that people typed as the ledger keeps it; raise a RulesError."""
        asked = InputField(self.name, self.label, self.parameter.unit)
        return plain(Preparation({}).number(asked, ungrouped(text)), self.parameter.unit)

    def shown(self, value: str) -> str:
        """Return a kept value with its unit, as people read it."""
        asked = InputField(self.name, self.label, self.parameter.unit)
        return german(Preparation({}).number(asked, value), self.parameter.unit)

    def told(self, key: str, value: str) -> str:
        """Return a kept value with the word it is for."""
        return f"{self.keys.get(key, key)}: {self.shown(value)}" if key else self.shown(value)


@cache
def settables() -> dict[str, Settable]:
    """Return all values that a body may set, by name, in the order of the laws."""
    return {each.name: each for each in _found()}


def _found() -> Iterator[Settable]:
    for each in law().laws():
        for name, item in each.inputs.items():
            if (parameter := settable_parameter(law(), name)) is not None:
                yield Settable(parameter, each.title, {}, item.usually_from, is_open=True)
        for name in each.parameters:
            if (parameter := settable_parameter(law(), name)) is not None:
                words = law().input(parameter.key) if parameter.key else None
                is_open = any(row.value is None for row in parameter.rows)
                keys = dict(words.choices) if words else {}
                yield Settable(parameter, each.title, keys, "", is_open)


def grouped_choices() -> list[tuple[str, Any]]:
    """Return the values for a choice field: first what the law leaves open, then law by law."""
    groups: dict[str, list[tuple[str, str]]] = {}
    open_title = _("Setzt die Körperschaft fest, oder ist noch nicht bekannt")
    for each in settables().values():
        title = open_title if each.is_open else each.law_title
        groups.setdefault(title, []).append((each.name, each.label))
    first = groups.pop(open_title, [])
    return [("", _("Bitte wählen")), (open_title, first), *groups.items()]
