"""What is checked when a law is loaded: names, units, keys, cycles. Each error names the place."""

from typing import TYPE_CHECKING, NoReturn

from allmende.rules.choosing import ExactSteps
from allmende.rules.errors import LawNotUsable
from allmende.rules.parameters import Growth, InputField, Parameter
from allmende.rules.probe import ChoiceProbe, QuantityProbe, StepsProbe, TruthProbe, UnitMismatch
from allmende.rules.quantity import Quantity
from allmende.rules.rule import RuleVersion
from allmende.rules.units import Unit, shown

if TYPE_CHECKING:
    from allmende.rules.catalog import Catalog, Law


def check_law(law: "Law", catalog: "Catalog") -> None:
    """Raise LawNotUsable for the first thing that does not fit."""
    for name in (*law.parameters, *law.rules):
        if not name.startswith(f"{law.name}_"):
            _fail(law.name, f"„{name}“ muss mit „{law.name}_“ beginnen, damit man das Regelwerk findet.")
    for name in set(law.parameters) & set(law.rules):
        _fail(law.parameters[name].place, f"„{name}“ ist Parameter und Regel zugleich.")
    for parameter in law.parameters.values():
        _check_parameter(parameter, catalog)
    for statements in law.rules.values():
        for version in {statement.what.place: statement.what for statement in statements}.values():
            _check_units(version, catalog)
    for name in law.rules:
        _refuse_cycle(name, catalog, ())


def _check_parameter(parameter: Parameter, catalog: "Catalog") -> None:
    if parameter.key is not None:
        item = catalog.input(parameter.key)
        if item is None or item.unit.text != "choice":
            _fail(parameter.place, f"„{parameter.key}“ ist keine Eingabe mit Auswahl.")
        for row in parameter.rows:
            if row.key is not None and row.key not in item.choices:
                _fail(row.place, f"„{row.key}“ gehört nicht zur Auswahl von „{parameter.key}“.")
    for row in parameter.rows:
        if row.key is not None and parameter.key is None:
            _fail(row.place, f"„{parameter.name}“ hat Werte je {row.key}, aber keinen Schlüssel („key“).")
        if isinstance(row.value, ExactSteps) and parameter.steps_by is None:
            _fail(row.place, f"„{parameter.name}“ hat Stufen, aber kein „steps_by“.")
        if isinstance(row.value, Growth) and catalog.parameter(row.value.rate) is None:
            _fail(row.place, f"Den Parameter „{row.value.rate}“ gibt es nicht.")
    catalog.store.history(parameter.name)  # raises where two rows contradict


def _check_units(version: RuleVersion, catalog: "Catalog") -> None:
    probes = [_probe(name, version, catalog) for name in version.arguments]
    try:
        outcome = version.function(*probes)
    except UnitMismatch as error:
        _fail(version.place, f"In „{version.name}“ passen Einheiten nicht: {error}.")
    if version.returns.text == "yes_no":
        if not isinstance(outcome, TruthProbe):
            _fail(version.place, f"„{version.name}“ soll ja oder nein ergeben.")
        return
    dimensions = (
        outcome.dimensions if isinstance(outcome, QuantityProbe) else () if isinstance(outcome, int) else None
    )
    if dimensions is None or (dimensions != version.returns.dimensions and not _is_zero(outcome)):
        _fail(
            version.place,
            f"„{version.name}“ soll {version.returns.text} ergeben, ergibt aber {shown(dimensions or ())}.",
        )
    if version.rounding is not None and version.returns.is_special:
        _fail(version.place, f"„{version.name}“ lässt sich nicht runden.")


def _probe(name: str, version: RuleVersion, catalog: "Catalog") -> object:
    """Return what an argument stands for, with its unit only."""
    item = catalog.input(name)
    if item is not None:
        return _input_probe(item)
    parameter = catalog.store.find(name)
    if parameter is not None:
        if parameter.steps_by is not None:
            return StepsProbe(parameter.steps_by.dimensions, parameter.unit.dimensions)
        return _unit_probe(parameter.unit)
    timeline = catalog.rule(name)
    if timeline is None:
        raise LawNotUsable(
            place=version.place, problem=f"„{version.name}“ braucht „{name}“, aber das gibt es nicht."
        )
    units = {statement.what.returns for statement in timeline}
    if len({measure.dimensions for measure in units}) > 1:
        _fail(version.place, f"Die Fassungen von „{name}“ ergeben verschiedene Einheiten.")
    return _unit_probe(units.pop())


def _input_probe(item: InputField) -> object:
    return ChoiceProbe(tuple(item.choices)) if item.unit.text == "choice" else _unit_probe(item.unit)


def _unit_probe(measure: Unit) -> object:
    return TruthProbe() if measure.text == "yes_no" else QuantityProbe(measure.dimensions)


def _is_zero(outcome: object) -> bool:
    return not isinstance(outcome, Quantity) and outcome == 0


def _refuse_cycle(name: str, catalog: "Catalog", above: tuple[str, ...]) -> None:
    if name in above:
        circle = (*above[above.index(name) :], name)
        places = " und ".join(
            statement.place for step in dict.fromkeys(circle) for statement in (catalog.rule(step) or ())[:1]
        )
        _fail(places, f"Die Regeln setzen einander voraus: {' → '.join(circle)}.")
    for statement in catalog.rule(name) or ():
        for argument in statement.what.arguments:
            if catalog.rule(argument) is not None:
                _refuse_cycle(argument, catalog, (*above, name))


def _fail(place: str, problem: str) -> NoReturn:
    raise LawNotUsable(place=place, problem=problem)
