"""How a rule of law is written: a typed plain function with a decorator that says when and why it holds."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast

from allmende.common.money import Rounding
from allmende.rules.law_files import rounded_to
from allmende.rules.parameters import RoundedTo, SourceMark
from allmende.rules.spans import Span
from allmende.rules.units import Unit, unit

RULE = "__allmende_rule__"
Function = TypeVar("Function", bound=Callable[..., Any])

WHOLE_CENTS = ("0.01 EUR", Rounding.KAUFMAENNISCH, "nicht geregelt; gezahlt wird in ganzen Cent")
"""The rounding of an amount for which the texts seen prescribe none."""


class RulePeriod(StrEnum):
    """The stretch of time that one result is for."""

    MONTH = "month"
    YEAR = "year"
    KINDERGARTEN_YEAR = "kindergarten_year"  # 1 August to 31 July, the school year as well
    ONCE = "once"

    @property
    def first_month(self) -> int:
        """Return the month in which a year of this kind begins."""
        return 8 if self is RulePeriod.KINDERGARTEN_YEAR else 1


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One dated version of a rule."""

    name: str
    label: str
    returns: Unit
    section: str
    source: str
    valid: Span
    known: Span
    period: RulePeriod
    arguments: tuple[str, ...]
    function: Callable[..., Any]
    rounding: RoundedTo | None
    payer: str
    payee: str
    formula: str
    mark: SourceMark
    note: str
    place: str

    @property
    def version(self) -> str:
        """Return what tells this version from the others of the rule."""
        return self.valid.start.isoformat()


def rule(
    *,
    label: str,
    returns: str,
    section: str,
    valid_from: str,
    last: str | None = None,
    known: str | None = None,
    source: str = "",
    name: str | None = None,
    period: str = "year",
    rounding: tuple[str, Rounding, str] | None = None,
    payer: str = "",
    payee: str = "",
    formula: str = "",
    mark: str = "seen",
    note: str = "",
) -> Callable[[Function], Function]:
    """Mark a function as one dated version of a rule; its arguments name what it needs.

    `name` is given where several dated functions carry one name; `last` is the last day; `known` the day the
    version was published (else it counts as known from its first day); `rounding` is (to, mode, section);
    `formula` is a German text with arguments in braces, for the explanation.
    """

    def mark_rule(function: Function) -> Function:
        code = cast(Any, function).__code__
        own_name = name or function.__name__
        place = f"{'/'.join(code.co_filename.split('/')[-2:])}:{code.co_firstlineno}"
        first = date.fromisoformat(valid_from)
        end = date.fromisoformat(last) + timedelta(days=1) if last else None
        version = RuleVersion(
            name=own_name,
            label=label,
            returns=unit(returns),
            section=section,
            source=source,
            valid=Span(first, end),
            known=Span(date.fromisoformat(known) if known else first),
            period=RulePeriod(period),
            arguments=tuple(inspect.signature(function).parameters),
            function=function,
            rounding=rounded_to(rounding[0], rounding[1], rounding[2], place) if rounding else None,
            payer=payer,
            payee=payee,
            formula=formula,
            mark=SourceMark(mark),
            note=note,
            place=place,
        )
        setattr(function, RULE, version)
        return function

    return mark_rule


def rules_in(functions: object) -> tuple[RuleVersion, ...]:
    """Return the rule versions among the members of a module or the values of a mapping."""
    members = functions.values() if isinstance(functions, dict) else vars(functions).values()
    return tuple(version for member in members if (version := getattr(member, RULE, None)) is not None)
