"""What there is to calculate: rules, parameters and inputs as plain data, for lists, pages and scripts."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from allmende.rules.cases import cases_of
from allmende.rules.catalog import Catalog, Law
from allmende.rules.choosing import ExactSteps
from allmende.rules.engine import Engine
from allmende.rules.errors import NoRuleInForce, NoValueInForce
from allmende.rules.parameters import Growth, InputField, Parameter, Row
from allmende.rules.rule import RuleVersion
from allmende.rules.texts import plain
from allmende.rules.timeline import Statement, in_force

Entry = dict[str, Any]


def entries(catalog: Catalog, *, on: date | None = None, known: date = date.max) -> Entry:
    """Return all laws with their rules and parameters; with `on` only what is in force that day."""
    return {
        "laws": [
            {
                "law": law.name,
                "title": law.title,
                "rules": [_rule_line(version) for version in _versions(law, on, known)],
                "parameters": [
                    _parameter_line(parameter)
                    for parameter in law.parameters.values()
                    if on is None or _holds(catalog, parameter, on, known)
                ],
            }
            for law in catalog.laws()
        ]
    }


def detail(catalog: Catalog, name: str, *, on: date | None = None, known: date = date.max) -> Entry:
    """Return everything about one rule, parameter or input; raise UnknownName with the nearest names."""
    timeline = catalog.rule(name)
    if timeline is not None:
        return _rule(catalog, timeline, on, known)
    parameter = catalog.store.find(name)
    if parameter is not None:
        return _parameter(catalog, parameter, on, known)
    list(catalog.laws())  # inputs have no prefix that names their law
    item = catalog.input(name)
    if item is None:
        raise catalog.unknown(name)
    return {"kind": "input", **_input(item), "used_by": sorted(_users(catalog, name))}


def _versions(law: Law, on: date | None, known: date) -> Iterator[RuleVersion]:
    """Yield the version of each rule on a day, or its latest."""
    for timeline in law.rules.values():
        found = timeline[-1] if on is None else in_force(timeline, on, known)
        if found is not None:
            yield found.what


def _holds(catalog: Catalog, parameter: Parameter, on: date, known: date) -> bool:
    return any(on in row.valid and known in row.known for row in catalog.store.history(parameter.name))


def _rule_line(version: RuleVersion) -> Entry:
    return {
        "name": version.name,
        "label": version.label,
        "returns": version.returns.text,
        "section": version.section,
        "valid": version.valid.as_json(),
        "arguments": list(version.arguments),
    }


def _parameter_line(parameter: Parameter) -> Entry:
    return {
        "name": parameter.name,
        "label": parameter.label,
        "unit": parameter.unit.text,
        "key": parameter.key,
    }


def _rule(
    catalog: Catalog, timeline: tuple[Statement[RuleVersion], ...], on: date | None, known: date
) -> Entry:
    version = timeline[-1].what
    if on is not None:
        version = Engine(catalog).version(version.name, on, known)
    day = on or _day_within(version)
    try:
        nodes = Engine(catalog).plan(version.name, (day,), known).nodes
    except (NoRuleInForce, NoValueInForce):
        nodes = {}
    fields = [node for node in nodes.values() if isinstance(node, InputField)]
    parameters = [node for node in nodes.values() if isinstance(node, Parameter)]
    rules = [node for node in nodes.values() if isinstance(node, RuleVersion) and node.name != version.name]
    return {
        "kind": "rule",
        "name": version.name,
        "label": version.label,
        "explanation": (version.function.__doc__ or "").strip(),
        "returns": version.returns.text,
        "payer": version.payer,
        "payee": version.payee,
        "period": version.period.value,
        "section": version.section,
        "source": version.source,
        "mark": version.mark.value,
        "note": version.note,
        "formula": version.formula,
        "rounding": _rounding(version),
        "versions": [_version(statement) for statement in timeline],
        "inputs": [_input(item) for item in fields],
        "parameters": [_parameter(catalog, parameter, on, known) for parameter in parameters],
        "rules": [_rule_line(other) for other in rules],
        "example": _example(catalog, version.name),
    }


def _day_within(version: RuleVersion) -> date:
    """Return a day on which a version holds: its last, else its first."""
    return version.valid.last_day or version.valid.start


def _rounding(version: RuleVersion) -> Entry | None:
    how = version.rounding
    return None if how is None else {"to": how.to, "mode": how.mode.value, "section": how.section}


def _version(statement: Statement[RuleVersion]) -> Entry:
    version = statement.what
    return {
        "valid": statement.valid.as_json(),
        "known": statement.known.as_json(),
        "section": version.section,
        "source": version.source,
        "place": version.place,
    }


def _parameter(catalog: Catalog, parameter: Parameter, on: date | None, known: date) -> Entry:
    rows = [
        row
        for row in catalog.store.history(parameter.name)
        if on is None or (on in row.valid and known in row.known)
    ]
    drafts = [row for row in parameter.rows if row.status.value == "draft"]
    return {
        "kind": "parameter",
        **_parameter_line(parameter),
        "note": parameter.note,
        "rows": [_row(row, parameter) for row in (*rows, *drafts)],
        "used_by": sorted(_users(catalog, parameter.name)),
    }


def _row(row: Row, parameter: Parameter) -> Entry:
    return {
        "value": _value(row, parameter),
        "key": row.key,
        "valid": row.valid.as_json(),
        "known": row.known.as_json(),
        "status": row.status.value,
        "section": row.section,
        "source": row.source,
        "last_checked_on": row.last_checked_on.isoformat() if row.last_checked_on else None,
        "mark": row.mark.value,
        "note": row.note,
        "place": row.place,
    }


def _value(row: Row, parameter: Parameter) -> Any:
    """Return a value as text, classes as a table, growth as its rate; None for unknown."""
    if isinstance(row.value, Fraction):
        return plain(row.value, parameter.unit)
    if isinstance(row.value, ExactSteps):
        pairs = zip(row.value.bounds, row.value.values, strict=True)
        return {str(bound): plain(value, parameter.unit) for bound, value in pairs}
    if isinstance(row.value, Growth):
        return {"growth": row.value.rate, "each": f"{row.value.month:02d}-{row.value.day:02d}"}
    return None


def _input(item: InputField) -> Entry:
    return {
        "name": item.name,
        "label": item.label,
        "unit": item.unit.text,
        "meaning": item.meaning,
        "usually_from": item.usually_from,
        "choices": item.choices,
        "whole": item.whole,
        "list": item.is_list,
        "for_all": item.for_all,
        "default": item.default,
    }


def _users(catalog: Catalog, name: str) -> set[str]:
    """Return the rules of the loaded laws that take a name as an argument."""
    return {
        version.name
        for law in catalog.loaded()
        for timeline in law.rules.values()
        for version in (statement.what for statement in timeline)
        if name in version.arguments
    }


def _example(catalog: Catalog, name: str) -> Entry | None:
    """Return a worked case as an example of inputs."""
    law = catalog.law_of(name)
    for case in cases_of(law.name, catalog.folder) if law and catalog.folder else ():
        if case.rule == name:
            known = None if case.known == date.max else case.known.isoformat()
            return {
                "on": case.on.isoformat(),
                "known": known,
                "inputs": case.given,
                "value": case.output,
                "source": case.source,
            }
    return None
