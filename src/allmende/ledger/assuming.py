"""What calculations would come to if a value of the law, a contract or a notice were another one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmende.ledger.computing import InputValue, Question, computed
from allmende.ledger.domain import Flow, Line, shown_value
from allmende.ledger.models import CalculationVersion
from allmende.ledger.queries import visible_calculations
from allmende.ledger.scenarios.domain import LayerSettings, layer_documents
from allmende.register.queries import AnyUser
from allmende.rules.units import unit

MOST_CALCULATIONS = 500


@dataclass(frozen=True, slots=True)
class Assumable:
    """A value that calculations use and that may be assumed otherwise; `path` is `flueag_rate.kreisfrei`."""

    path: str
    label: str
    values: tuple[str, ...]
    is_money: bool

    @property
    def told(self) -> str:
        return f"{self.label}: {' / '.join(self.values)}"


def latest_versions(user: AnyUser, *, on: date) -> list[CalculationVersion]:
    """Return the newest state of each calculation that the person may see; two queries."""
    newest = visible_calculations(user, on=on).order_by("-pk").values_list("pk", flat=True)
    return list(
        CalculationVersion.objects.filter(calculation_id__in=list(newest[:MOST_CALCULATIONS]))
        .order_by("calculation_id", "-number")
        .distinct("calculation_id")
        .select_related("calculation")
    )


def assumables(versions: Iterable[CalculationVersion]) -> dict[str, Assumable]:
    """Return the values behind these states, by path, in the order of their labels."""
    found: dict[str, Assumable] = {}
    for version in versions:
        for node in _parameters(version.explanations.values()):
            keys = [each for each in node["inputs"] if each["unit"] == "choice"]
            path = ".".join([str(node["name"]), *(str(each["value"]) for each in keys)])
            words = [str(each.get("shown") or each["value"]) for each in keys]
            label = str(node["label"]) + (f" ({', '.join(words)})" if words else "")
            known = found[path].values if path in found else ()
            values = tuple(dict.fromkeys([*known, shown_value(node)]))
            found[path] = Assumable(path, label, values, unit(str(node["unit"])).is_money)
    return dict(sorted(found.items(), key=lambda item: item[1].label))


def nets_under(
    versions: Iterable[CalculationVersion], assumed: Assumable, text: str
) -> dict[int, tuple[int, int]]:
    """Return per body what it gets more than it pays, as it stands and under the assumption, in cents.

    Only calculations that use the value count. Raises a LedgerRefusal or a RulesError if nothing can be
    computed that way. Nothing is posted.
    """
    name = assumed.path.partition(".")[0]
    settings = LayerSettings(assumed.label, {assumed.path: text})
    layers = layer_documents([settings], [name] if assumed.is_money else [])
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for version in versions:
        if not any(node["name"] == name for node in _parameters(version.explanations.values())):
            continue
        for side, extra in enumerate(((), layers)):
            for line in _lines(version, extra):
                sums[line.flow.payer][side] -= line.cents
                sums[line.flow.payee][side] += line.cents
    return {body: (before, after) for body, (before, after) in sums.items()}


def _lines(version: CalculationVersion, extra: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Return what the state comes to, with further layers on those it has."""
    flows = [Flow(**flow) for flow in version.calculation.flows]
    given = {name: InputValue(**value) for name, value in version.inputs.items()}
    question = Question(given, version.valid_on, version.known_on, [*version.layers, *extra])
    names = list(dict.fromkeys(flow.rule for flow in flows))
    calculation = version.calculation
    outcomes = computed(names, question, calculation.body_id, calculation.contract)
    return [Line(flow, outcomes[flow.rule].cents) for flow in flows]


def _parameters(trees: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for node in trees:
        if node.get("kind") == "parameter":
            yield node
        yield from _parameters(node.get("inputs") or ())
