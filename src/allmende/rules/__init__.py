"""Law as code: dated funding, tax and compensation rules on two axes of time. Pure, no Django, exact.

    from datetime import date
    from allmende.rules import Rules

    result = Rules().calculate("flueag_monthly_payment", {"persons": 100, ...}, on=date(2024, 3, 1))
    result.cents, result.sentence(), result.trace()

How to add a law, a rule or a case is told in `docs/rules.md`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from allmende.rules.catalog import Catalog, Law
from allmende.rules.difference import Cause, Difference, difference
from allmende.rules.engine import Engine
from allmende.rules.errors import RulesError
from allmende.rules.exact import Exact
from allmende.rules.layers import Layer, parse_layers
from allmende.rules.parameters import Parameter, Row
from allmende.rules.result import Result
from allmende.rules.store import Source, Store

__all__ = [
    "Catalog",
    "Cause",
    "Difference",
    "Engine",
    "Exact",
    "Law",
    "Layer",
    "Parameter",
    "Result",
    "Row",
    "Rules",
    "RulesError",
    "Source",
    "Store",
    "difference",
    "parse_layers",
]


class Rules:
    """The front door: calculates rules of the shipped law, or of another catalog."""

    def __init__(self, catalog: Catalog | None = None) -> None:
        self.engine = Engine(catalog)
        self.catalog = self.engine.catalog

    def calculate(
        self,
        name: str,
        inputs: Mapping[str, Any],
        *,
        on: date | Sequence[date],
        known: date | None = None,
        layers: Sequence[Layer] = (),
    ) -> Result:
        """Calculate one rule; `known` is the day whose knowledge counts, None means all that is known."""
        return Result(self.engine.run(name, inputs, on=on, known=known or date.max, layers=layers))

    def under(self, result: Result, layers: Sequence[Layer]) -> Result:
        """Return a result in a scenario; what the scenario does not touch is not computed again."""
        return Result(result.calculation.under(layers))


@cache
def shipped() -> Rules:
    """Return the law that comes with the product, read once for the life of the process."""
    return Rules()
