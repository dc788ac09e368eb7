"""Rules and the values they use, as the pages „Regeln“ show them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from allmende.ledger.computing import law
from allmende.ledger.domain import Mark, shown_value
from allmende.ledger.explaining import told_span
from allmende.ledger.needs import choice_label, told_values
from allmende.rules import Parameter, Row, shipped
from allmende.rules.cases import Case, cases_of
from allmende.rules.choosing import ExactSteps
from allmende.rules.inputs import BODY_NAMES, TABLE
from allmende.rules.parameters import Growth, InputField
from allmende.rules.rule import RuleVersion
from allmende.rules.texts import german

STATUS_LABELS = {
    "draft": gettext_noop("Entwurf"),
    "decided": gettext_noop("beschlossen"),
    "promulgated": gettext_noop("verkündet"),
}
IN_BRACES = re.compile(r"\{(\w+)\}")


def address(name: str) -> str:
    return reverse("law:entry", args=[name])


@dataclass(frozen=True, slots=True)
class Line:
    """A rule or a parameter in the list."""

    label: str
    url: str
    told: str
    section: str
    valid: str


@dataclass(frozen=True, slots=True)
class LawLines:
    """A law with its rules and values, as far as they fit what is looked for."""

    name: str
    title: str
    rules: list[Line]
    parameters: list[Line]


def listed(text: str, *, on: date | None) -> list[LawLines]:
    """Return the laws with all that the text occurs in; with a day only what holds on it."""
    found = []
    for each in law().laws():
        versions = [timeline[-1].what for timeline in each.rules.values()]
        if on is not None:
            versions = [
                statement.what
                for timeline in each.rules.values()
                for statement in timeline
                if on in statement.valid and statement.known.end is None
            ]
        rules = [_rule_line(version) for version in versions]
        parameters = [_parameter_line(parameter, on) for parameter in each.parameters.values()]
        if on is not None:
            parameters = [line for line in parameters if line.told]
        lines = LawLines(
            each.name,
            each.title,
            [line for line in rules if _fits(text, each.title, line)],
            [line for line in parameters if _fits(text, each.title, line)],
        )
        if lines.rules or lines.parameters:
            found.append(lines)
    return found


def _fits(text: str, title: str, line: Line) -> bool:
    told = f"{title} {line.label} {line.section} {line.told}".casefold()
    return all(word in told for word in text.casefold().split())


def _rule_line(version: RuleVersion) -> Line:
    told = " → ".join(filter(None, (version.payer, version.payee)))
    return Line(version.label, address(version.name), told, version.section, told_span(version.valid))


def _parameter_line(parameter: Parameter, on: date | None) -> Line:
    rows = shipped().catalog.store.history(parameter.name)
    believed = [row for row in rows if row.known.end is None]
    day = on or max((row.valid.start for row in believed), default=date.max)
    told = told_values(shipped(), parameter, on=day, known=date.max)
    if not told and any(day in row.valid for row in believed):
        told = _("Klassen oder jährliche Anpassung")
    section = next((row.section for row in reversed(rows) if row.section), "")
    return Line(parameter.label, address(parameter.name), told, section, "")


@dataclass(frozen=True, slots=True)
class RowLine:
    """One dated value of a parameter."""

    key: str
    value: str
    valid: str
    known: str
    status: str
    section: str
    source: str
    mark: str
    is_to_verify: bool
    checked_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ParameterPage:
    """A parameter with all its values on both axes of time."""

    parameter: Parameter
    law_title: str
    unit: str
    rows: list[RowLine]
    used_by: list[Line]

    @classmethod
    def of(cls, parameter: Parameter) -> "ParameterPage":
        history = shipped().catalog.store.history(parameter.name)
        drafts = [row for row in parameter.rows if row.status.value == "draft"]
        rows = sorted((*history, *drafts), key=lambda row: (row.valid.start, row.known.start, row.key or ""))
        title = law_title(parameter.name)
        lines = [_row_line(parameter, row) for row in rows]
        return cls(parameter, title, parameter.unit.german(), lines, list(users_of(parameter.name)))


def _row_line(parameter: Parameter, row: Row) -> RowLine:
    return RowLine(
        key=choice_label(shipped(), parameter, row.key) if row.key else "",
        value=_row_value(parameter, row),
        valid=told_span(row.valid),
        known=told_span(row.known),
        status=_(STATUS_LABELS[row.status.value]),
        section=row.section,
        source=row.source,
        mark=Mark(row.mark.value).label,
        is_to_verify=row.mark.value == Mark.TO_VERIFY.value,
        checked_on=row.last_checked_on,
        note=row.note,
    )


def _row_value(parameter: Parameter, row: Row) -> str:
    if isinstance(row.value, Fraction):
        return german(row.value, parameter.unit)
    if isinstance(row.value, ExactSteps):
        pairs = zip(row.value.bounds, row.value.values, strict=True)
        bound = parameter.steps_by or parameter.unit
        return "; ".join(
            _("ab {bound}: {value}").format(bound=german(low, bound), value=german(value, parameter.unit))
            for low, value in pairs
        )
    if isinstance(row.value, Growth):
        rate = law().parameter(row.value.rate)
        told = rate.label if rate else row.value.rate
        day = f"{row.value.day}.{row.value.month}."
        return _("wächst jährlich am {day} um: {rate}").format(day=day, rate=told)
    return _("nicht bekannt")


def users_of(name: str) -> Iterator[Line]:
    """Yield the rules that compute with a value or an input."""
    for each in law().laws():
        for timeline in each.rules.values():
            if any(name in statement.what.arguments for statement in timeline):
                yield _rule_line(timeline[-1].what)


def law_title(name: str) -> str:
    found = law().law_of(name)
    return found.title if found else ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A worked case: the law with real numbers, and what must come out."""

    name: str
    on: date
    known: date | None
    inputs: list[tuple[str, str]]
    output: str
    source: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule: what it says, its versions, what it needs, and worked cases."""

    version: RuleVersion
    law_title: str
    formula: str
    unit: str
    versions: list[tuple[str, RuleVersion]]
    inputs: list[InputField]
    uses: list[Line]
    cases: list[CaseLine]

    @classmethod
    def of(cls, name: str) -> "RulePage":
        timeline = law().rule(name) or ()
        version = timeline[-1].what
        versions = [(told_span(statement.valid), statement.what) for statement in reversed(timeline)]
        inputs, uses = [], []
        for argument in version.arguments:
            if (item := law().input(argument)) is not None:
                inputs.append(item)
            elif (parameter := law().parameter(argument)) is not None:
                uses.append(_parameter_line(parameter, None))
            elif other := law().rule(argument):
                uses.append(_rule_line(other[-1].what))
        found = law().law_of(name)
        cases = [_case(case) for case in cases_of(found.name) if case.rule == name] if found else []
        unit = version.returns.german()
        return cls(version, law_title(name), told_formula(version), unit, versions, inputs, uses, cases)


def told_formula(version: RuleVersion) -> str:
    """Return the formula with the German names of what goes in."""
    return IN_BRACES.sub(lambda match: f"„{label_of(match[1])}“", version.formula)


def label_of(name: str) -> str:
    """Return the German name of an input, a parameter or a rule."""
    if name == TABLE:
        return _("Körperschaften")
    if (item := law().input(name)) is not None:
        return item.label
    if (parameter := law().parameter(name)) is not None:
        return parameter.label
    timeline = law().rule(name)
    return timeline[-1].what.label if timeline else name


def _case(case: Case) -> CaseLine:
    timeline = law().rule(case.rule)
    measure = timeline[-1].what.returns if timeline else None
    outputs = case.output if isinstance(case.output, list) else [case.output]
    if measure:
        outputs = [shown_value({"value": each, "unit": measure.text}) for each in outputs]
    return CaseLine(
        case.name,
        case.on,
        None if case.known == date.max else case.known,
        [(label_of(name), _given(name, value)) for name, value in case.given.items()],
        "; ".join(outputs),
        case.source,
    )


def _given(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_given(name, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            _given(part, each) if part in BODY_NAMES else f"{label_of(part)} {_given(part, each)}"
            for part, each in value.items()
        )
    item, timeline = law().input(name), law().rule(name)
    if item is None:
        measure = timeline[-1].what.returns.text if timeline else ""
        return shown_value({"value": value, "unit": measure})
    if item.choices:
        return item.choices.get(str(value), str(value))
    return shown_value({"value": value, "unit": item.unit.text})
