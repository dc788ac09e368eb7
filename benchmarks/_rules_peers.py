"""The work of benchmarks/rules.py in OpenFisca and ttsim. Run by it, in an environment of their own.

Both are AGPL, so they are no part of the product and of its tests. Prints JSON: name, seconds, sum of each
scenario in cents.
"""

import datetime
import json
import time
from typing import Any

import numpy as np

from benchmarks._rules_work import FURTHER, MONTHS, ONE_OFF, SCENARIOS, YEARS, Work, work

REPEATS = 3


def main() -> None:
    """Measure what is installed."""
    task = work()
    print(json.dumps([*openfisca(task), *ttsim(task)]))


def openfisca(task: Work) -> list[dict[str, Any]]:
    """Run all scenarios as OpenFisca reforms of parameters, on its own number types."""
    try:
        from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables  # noqa: F401
    except ImportError:
        return []
    system = _openfisca_system(task)
    best, totals = float("inf"), []
    for _ in range(REPEATS):
        start = time.process_time()
        totals = [_openfisca_scenario(system, task, number) for number in range(SCENARIOS)]
        best = min(best, time.process_time() - start)
    return [{"name": "openfisca-core 46", "seconds": best, "totals": totals}]


def _openfisca_system(task: Work) -> Any:
    from openfisca_core.entities import Entity
    from openfisca_core.parameters import ParameterNode
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    body = Entity("body", "bodies", "", "")

    def variable(name: str, formula: Any = None, value_type: type = float) -> type:
        members = {
            "value_type": value_type,
            "entity": body,
            "definition_period": DateUnit.YEAR,
            "label": name,
        }
        return type(name, (Variable,), {**members, **({"formula": formula} if formula else {})})

    def lump_sum(bodies: Any, period: Any, parameters: Any) -> Any:
        rates = parameters(period).rate
        kind = bodies("kind", period)
        return bodies("persons", period) * MONTHS * (rates.county * (1 - kind) + rates.city * kind)

    def earmark(bodies: Any, period: Any) -> Any:
        return np.round(bodies("lump_sum", period) * 3.83) / 100

    def sickness(bodies: Any, period: Any, parameters: Any) -> Any:
        return np.maximum(bodies("cost", period) - parameters(period).threshold, 0)

    def free(bodies: Any, period: Any) -> Any:
        fixed = bodies("one_off", period) * (ONE_OFF / 100) + bodies("further", period) * (
            MONTHS * FURTHER / 100
        )
        return bodies("lump_sum", period) + fixed + bodies("sickness", period) - bodies("earmark", period)

    system = TaxBenefitSystem([body])
    for name in ("persons", "one_off", "further", "cost", "kind"):
        system.add_variable(variable(name))
    for formula in (lump_sum, earmark, sickness, free):
        system.add_variable(variable(formula.__name__, formula))
    county, city = task.rates[-task.percents[0]].T / 100
    system.parameters = ParameterNode("", data={
        "rate": {
            "county": {"values": _by_year(task, county)},
            "city": {"values": _by_year(task, city)},
        },
        "threshold": {"values": _by_year(task, [35_000.0] * YEARS)},
    })  # fmt: skip
    return system


def _by_year(task: Work, amounts: Any) -> dict[str, dict[str, float]]:
    return {
        f"{year}-01-01": {"value": float(amount)} for year, amount in zip(task.years, amounts, strict=True)
    }


def _openfisca_scenario(system: Any, task: Work, number: int) -> int:
    from openfisca_core import periods
    from openfisca_core.reforms import Reform
    from openfisca_core.simulations import SimulationBuilder

    class Scenario(Reform):  # type: ignore[misc]
        def apply(self) -> None:
            self.modify_parameters(modifier_function=change)

    def change(parameters: Any) -> Any:
        for year, (county, city) in zip(task.years, task.rates[number] / 100, strict=True):
            period = periods.period(year)
            parameters.rate.county.update(period=period, value=float(county))
            parameters.rate.city.update(period=period, value=float(city))
            parameters.threshold.update(period=period, value=task.thresholds[number] / 100)
        return parameters

    simulation = SimulationBuilder().build_default_simulation(Scenario(system), len(task.kinds))
    total = 0
    for row, year in enumerate(task.years):
        simulation.set_input("kind", year, task.kinds)
        simulation.set_input("persons", year, task.persons[row])
        simulation.set_input("one_off", year, task.one_off_persons[row])
        simulation.set_input("further", year, task.further_persons[row])
        simulation.set_input("cost", year, task.sickness_cents[row] / 100)
        amounts = simulation.calculate("free", year)
        total += int((amounts.astype("float64") * 100).round().astype("int64").sum())
    return total


def ttsim(task: Work) -> list[dict[str, Any]]:
    """Run one scenario in ttsim: an environment for each of the years, as its interface asks for."""
    try:
        from ttsim import main as run  # noqa: F401
    except ImportError:
        return []
    _ttsim_year(task, 0)
    start = time.process_time()
    total = sum(_ttsim_year(task, row) for row in range(YEARS))
    return [
        {"name": "ttsim 1.3, one scenario of 100", "seconds": time.process_time() - start, "totals": [total]}
    ]


def _ttsim_year(task: Work, row: int) -> int:
    from ttsim import InputData, MainTarget, TTTargets
    from ttsim import main as run
    from ttsim.tt import (
        Currency,
        RoundingSpec,
        ScalarParam,
        TTSIMUnit,
        UnitSystem,
        policy_function,
        policy_input,
    )

    plain = TTSIMUnit.DIMENSIONLESS

    @policy_input(unit=plain)
    def p_id() -> int: ...

    @policy_input(unit=plain)
    def kind() -> float: ...

    @policy_input(unit=plain)
    def persons() -> float: ...

    @policy_input(unit=plain)
    def fixed() -> float: ...

    @policy_input(unit=plain)
    def cost() -> float: ...

    @policy_function(unit=plain)
    def lump_sum(persons: float, kind: float, county: float, city: float) -> float:
        return persons * 12 * (county * (1 - kind) + city * kind)

    @policy_function(unit=plain, rounding_spec=RoundingSpec(base=0.01, direction="nearest", reference="x"))
    def earmark(lump_sum: float) -> float:
        return lump_sum * 0.0383

    @policy_function(unit=plain)
    def free(lump_sum: float, fixed: float, cost: float, earmark: float, threshold: float) -> float:
        return lump_sum + fixed + max(cost - threshold, 0.0) - earmark

    county, city = task.rates[0][row] / 100
    numbers = {"county": county, "city": city, "threshold": task.thresholds[0] / 100}
    objects = (p_id, kind, persons, fixed, cost, lump_sum, earmark, free)
    environment: dict[str, Any] = {part.leaf_name: part for part in objects}
    numbers |= {"policy_year": task.years[row], "policy_month": 1, "policy_day": 1}
    for name, value in numbers.items():
        environment[name] = ScalarParam(
            value=float(value), unit=plain,
            start_date=datetime.date(1900, 1, 1), end_date=datetime.date(2099, 12, 31),
        )  # fmt: skip
    fixed_amounts = task.one_off_persons[row] * (ONE_OFF / 100) + task.further_persons[row] * (
        MONTHS * FURTHER / 100
    )
    data = {
        "p_id": np.arange(len(task.kinds)),
        "kind": task.kinds.astype("float64"),
        "persons": task.persons[row].astype("float64"),
        "fixed": fixed_amounts,
        "cost": task.sickness_cents[row] / 100,
    }
    result = run(
        main_target=MainTarget.results.tree,
        policy_date_str=f"{task.years[row]}-01-01",
        input_data=InputData.tree(data),
        tt_targets=TTTargets(tree={"free": None}),
        policy_environment=environment,
        unit_system=UnitSystem(currencies={"EUR": Currency(statutory_from="1900-01-01")}),
        data_currency="EUR",
        include_warn_nodes=False,
    )
    return int((np.asarray(result["free"]) * 100).round().astype("int64").sum())


if __name__ == "__main__":
    main()
