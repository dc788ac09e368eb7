"""Why a value is what it is: a tree for machines, German sentences for people. Built only when asked for."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from allmende.common.formats import day as shown_day
from allmende.rules.choosing import ExactChoice, ExactSteps
from allmende.rules.engine import Calculation
from allmende.rules.exact import Exact, ExactTruth, Lists
from allmende.rules.parameters import InputField, Parameter, RoundedTo, Row, RowStatus, SourceMark
from allmende.rules.rule import RuleVersion
from allmende.rules.spans import ONE_DAY
from allmende.rules.texts import decimal_of, german, plain
from allmende.rules.units import Unit

Index = Any
JsonNode = dict[str, Any]
ROUNDED = {
    "kaufmaennisch": "kaufmännisch gerundet auf",
    "ab": "abgerundet auf",
    "auf": "aufgerundet auf",
    "half_even": "zur geraden Ziffer gerundet auf",
}
STATUS = {
    RowStatus.DRAFT: "Entwurf",
    RowStatus.DECIDED: "beschlossen, noch nicht verkündet",
    RowStatus.PROMULGATED: "",
}
FEW = 3
"""So many values are told one by one; of more only the number."""
YES_NO = {True: "ja", False: "nein"}


class Explanation:
    """Explains one body (and one day) of a calculation."""

    def __init__(self, calculation: Calculation, index: Index = None, day: int = 0) -> None:
        self.calculation = calculation
        self.index = index
        self.day = day
        self.on = calculation.days[day]
        self._built: dict[str, JsonNode] = {}
        self._shown: dict[str, str] = {}

    def tree(self) -> JsonNode:
        """Return the tree of the result. Nodes that several rules need are the same object."""
        return self.node(self.calculation.plan.target)

    def node(self, name: str) -> JsonNode:
        """Return one node of the tree with what it needs below it."""
        if name not in self._built:
            node = self.calculation.plan.nodes[name]
            if isinstance(node, RuleVersion):
                self._built[name] = self._rule(name, node)
            elif isinstance(node, Parameter):
                self._built[name] = self._parameter(name, node)
            else:
                self._built[name] = self._input(name, node)
        return self._built[name]

    def sentence(self) -> str:
        """Return the whole explanation in German."""
        target = self.calculation.plan.target
        version = self.calculation.plan.nodes[target]
        if not isinstance(version, RuleVersion):
            return str(self.node(target)["sentence"])
        return " ".join([self._opening(version), *self._grounds(target)])

    def _opening(self, version: RuleVersion) -> str:
        shown = self.shown(version.name)
        if version.payer and version.payee:
            return f"{version.label}: {version.payer} zahlt {shown} an {version.payee}{self._how(version)}."
        return f"{version.label}: {shown}{self._how(version)}."

    def _how(self, version: RuleVersion) -> str:
        formula = f" = {self._filled(version)}" if version.formula else ""
        return f"{formula} ({version.section})"

    def _grounds(self, name: str) -> list[str]:
        """Return the sentences of the parameters and rules below, each once, rules before parameters."""
        below = [key for key in self.calculation.plan.nodes if key != name]
        nodes = self.calculation.plan.nodes
        rules = [key for key in reversed(below) if isinstance(nodes[key], RuleVersion)]
        values = [key for key in below if isinstance(nodes[key], Parameter)]
        return [self.node(key)["sentence"] for key in (*rules, *values)]

    def _rule(self, name: str, version: RuleVersion) -> JsonNode:
        inputs = [self.node(argument) for argument in version.arguments]
        rounding = self._rounding(name, version)
        note = rounding.pop("note") if rounding else ""
        return {
            "name": name,
            "label": version.label,
            "kind": "rule",
            **self._value(name, version.returns),
            "section": version.section,
            "source": version.source or None,
            "version": version.version,
            "status": RowStatus.PROMULGATED.value,
            "mark": version.mark.value,
            "valid": version.valid.as_json(),
            "known": version.known.as_json(),
            "rounding": rounding,
            "layer": None,
            "sentence": f"{version.label}: {self.shown(name)}{self._how(version)}.{note}",
            "inputs": inputs,
        }

    def _parameter(self, name: str, parameter: Parameter) -> JsonNode:
        """Return a parameter; where bodies of several kinds gave one result, with the value of each kind."""
        keys = self._keys(parameter)
        nodes = [self._parameter_row(name, parameter, key) for key in keys]
        if len(nodes) == 1:
            return nodes[0]
        values, sentences = ([node[word] for node in nodes] for word in ("value", "sentence"))
        return {**nodes[0], "value": "; ".join(values), "sentence": " ".join(sentences)}

    def _parameter_row(self, name: str, parameter: Parameter, key: str | None) -> JsonNode:
        row = self.calculation.row(parameter, self.on, key)
        inputs = [self.node(parameter.key)] if parameter.key else []
        if isinstance(row.value, Fraction):  # an array may hold other days and keys as well
            value = _number(row.value, parameter.unit)
        elif isinstance(row.value, ExactSteps):
            value = self._steps(row.value, parameter)
        else:
            value = self._value(name, parameter.unit)
        return {
            "name": name,
            "label": parameter.label,
            "kind": "parameter",
            **value,
            "section": row.section or None,
            "source": row.source or None,
            "version": row.version,
            "status": row.status.value,
            "mark": row.mark.value,
            "valid": row.valid.as_json(),
            "known": row.known.as_json(),
            "rounding": None,
            "layer": row.layer,
            "sentence": self._parameter_sentence(parameter, row, key),
            "inputs": inputs,
        }

    def _input(self, name: str, item: InputField) -> JsonNode:
        return {
            "name": name,
            "label": item.label,
            "kind": "input",
            **self._value(name, item.unit),
            "section": None,
            "source": None,
            "version": None,
            "status": None,
            "mark": None,
            "valid": None,
            "known": None,
            "rounding": None,
            "layer": None,
            "sentence": f"{item.label}: {self.shown(name)} (Eingabe).",
            "inputs": [],
        }

    def _parameter_sentence(self, parameter: Parameter, row: Row, key: str | None) -> str:
        shown = german(row.value, parameter.unit) if isinstance(row.value, Fraction) else "nach Stufen"
        label = f"{parameter.label} ({self._word(parameter.key, key)})" if parameter.key else parameter.label
        if row.layer is not None:
            law = self.calculation.law_row(parameter, self.on, key)
            instead = f" statt {german(law.value, parameter.unit)}" if isinstance(law.value, Fraction) else ""
            return f"{label}: {shown}{instead} (Annahme „{row.layer}“)."
        facts = [
            row.section,
            f"gilt {row.valid.german()}",
            f"bekannt seit {shown_day(row.known.start)}",
            STATUS[row.status],
        ]
        if row.mark is SourceMark.TO_VERIFY:
            facts.append("Quelle noch zu prüfen")
        return (
            f"{label}: {shown} ({', '.join(filter(None, facts))}).{self._known_before(parameter, row, key)}"
        )

    def _known_before(self, parameter: Parameter, row: Row, key: str | None) -> str:
        """Return what one believed of the same day before this row became known."""
        earlier = [
            other
            for other in self.calculation.catalog.store.history(parameter.name)
            if other.key in (None, key) and self.on in other.valid and other.known.end == row.known.start
        ]
        if not earlier or not isinstance(earlier[-1].value, Fraction):
            return ""
        last_day = row.known.start - ONE_DAY
        believed = german(earlier[-1].value, parameter.unit)
        return f" Bis {shown_day(last_day)} ging man hierfür von {believed} aus."

    def _keys(self, parameter: Parameter) -> list[str | None]:
        if parameter.key is None:
            return [None]
        choice = cast(ExactChoice, self.calculation.values[parameter.key])
        if self._spread(choice):
            return [choice.words[index] for index in sorted(choice.used())]
        return [choice.entry(self.index)]

    def _word(self, choice: str, key: str | None) -> str:
        return cast(InputField, self.calculation.plan.nodes[choice]).choices[str(key)]

    def _spread(self, value: object) -> int:
        """Return over how many bodies a value is spread that led to one result for all; 0 for one value."""
        if self.index is not None:
            return 0
        array: Any = None
        if isinstance(value, Exact):
            of_one_case = value.lists is not None and value.lists.count is None
            array = None if of_one_case else value.numerator
        elif isinstance(value, ExactChoice):
            array = value.index
        elif isinstance(value, ExactTruth):
            array = value.value
        count = int(array.shape[-1]) if hasattr(array, "shape") and array.ndim else 0
        return count if count > 1 else 0

    def _rounding(self, name: str, version: RuleVersion) -> JsonNode | None:
        how: RoundedTo | None = version.rounding
        if how is None:
            return None
        if self._spread(self.calculation.values[name]):
            return {"to": how.to, "mode": how.mode.value, "section": how.section, "before": "", "note": ""}
        before = self._fraction(self.calculation.before_rounding(name, version))
        after = self._fraction(self.calculation.values[name])
        return {
            "to": how.to,
            "mode": how.mode.value,
            "section": how.section,
            "before": plain(before, version.returns),
            "note": _rounding_note(how, german(before, version.returns)) if before != after else "",
        }

    def _filled(self, version: RuleVersion) -> str:
        return version.formula.format_map({name: self.shown(name) for name in version.arguments})

    def shown(self, name: str) -> str:
        """Return a value in German."""
        if name not in self._shown:
            self._shown[name] = self._german(name)
        return self._shown[name]

    def _german(self, name: str) -> str:
        value = self.calculation.values[name]
        node = self.calculation.plan.nodes[name]
        if count := self._spread(value):
            if not isinstance(value, Exact) or count > FEW or value.lists is not None:
                return f"{count} Angaben"
            unit = node.returns if isinstance(node, RuleVersion) else node.unit
            return " und ".join(german(each, unit) for each in self._all(value, count))
        if isinstance(value, ExactTruth):
            return YES_NO[value.entry(self._place())]
        if isinstance(value, ExactChoice):
            return cast(InputField, node).choices[value.entry(self.index)]
        if isinstance(value, ExactSteps):
            return "Stufen"
        unit = node.returns if isinstance(node, RuleVersion) else node.unit
        if value.lists is not None:
            entries = self._entries(value)
            return (
                f"{len(entries)} Werte"
                if len(entries) > FEW
                else " und ".join(german(each, unit) for each in entries)
            )
        return german(self._fraction(value), unit)

    def _value(self, name: str, unit: Unit) -> JsonNode:
        value = self.calculation.values[name]
        if count := self._spread(value):
            if not isinstance(value, Exact) or count > FEW or value.lists is not None:
                return {"value": f"{count} Angaben", "unit": unit.text}
            return {
                "value": "; ".join(plain(each, unit) for each in self._all(value, count)),
                "unit": unit.text,
            }
        if isinstance(value, ExactTruth):
            return {"value": "yes" if value.entry(self._place()) else "no", "unit": unit.text}
        if isinstance(value, ExactChoice):
            return {"value": value.entry(self.index), "unit": unit.text}
        value = cast(Exact, value)
        if value.lists is not None:
            return {"value": "; ".join(plain(each, unit) for each in self._entries(value)), "unit": unit.text}
        return _number(self._fraction(value), unit)

    def _steps(self, steps: ExactSteps, parameter: Parameter) -> JsonNode:
        pairs = zip(steps.bounds, steps.values, strict=True)
        bound_unit = parameter.steps_by or parameter.unit
        table = "; ".join(
            f"ab {german(bound * bound_unit.scale, bound_unit)}: {german(value, parameter.unit)}"
            for bound, value in pairs
        )
        return {"value": table, "unit": parameter.unit.text}

    def _entries(self, value: Exact) -> Sequence[Fraction]:
        """Return the entries of this body's list."""
        lists = cast(Lists, value.lists)
        owned = [i for i, owner in enumerate(lists.owner) if lists.count is None or owner == self.index]
        return [value.fraction(i) for i in owned]

    def _all(self, value: Exact, count: int) -> list[Fraction]:
        return [value.fraction((self.day, index)) for index in range(count)]

    def _place(self) -> Index:
        return (self.day, self.index) if self.index is not None else (self.day, 0)

    def _fraction(self, value: object) -> Fraction:
        return cast(Exact, value).fraction(self._place())


def _number(value: Fraction, unit: Unit) -> JsonNode:
    """Return a value; where its decimals have no end the exact fraction stands beside it."""
    node = {"value": plain(value, unit), "unit": unit.text}
    if unit.text != "date" and decimal_of(value, unit) is None:
        node["exact"] = str(value / unit.scale)
    return node


def _rounding_note(how: RoundedTo, before: str) -> str:
    """Return what rounding did."""
    return f" Dabei wurde {before} {ROUNDED[how.mode.value]} {how.german}."
