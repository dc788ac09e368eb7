"""All law there is, loaded law by law: the folder of a name is the longest one the name begins with."""

import importlib
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from allmende.rules.errors import LawNotUsable, UnknownName
from allmende.rules.law_files import LawFile, read_law_file
from allmende.rules.parameters import InputField, Parameter
from allmende.rules.rule import RuleVersion, rules_in
from allmende.rules.store import Source, Store
from allmende.rules.timeline import Statement, gaps, settle
from allmende.rules.units import unit

HERE = Path(__file__).parent
SHARED_INPUTS = "inputs.yaml"
ON = InputField(
    "on", "Stichtag", unit("date"), "Tag, für den gerechnet wird", "die Angabe --on", for_all=True
)
RuleTimeline = tuple[Statement[RuleVersion], ...]


@dataclass(frozen=True, slots=True)
class Law:
    """One statute, directive or contract: its parameters, inputs and rules."""

    name: str
    title: str
    parameters: dict[str, Parameter]
    inputs: dict[str, InputField]
    rules: dict[str, RuleTimeline]

    @classmethod
    def of(cls, name: str, file: LawFile, versions: Iterable[RuleVersion]) -> "Law":
        """Return a law whose rule versions neither overlap nor leave gaps; raise otherwise."""
        grouped: dict[str, list[Statement[RuleVersion]]] = {}
        for version in versions:
            statement = Statement(version.valid, version.known, version, version.place)
            grouped.setdefault(version.name, []).append(statement)
        rules = {rule_name: settle(rule_name, statements) for rule_name, statements in grouped.items()}
        for rule_name, statements in rules.items():
            for gap in gaps(statements):
                places = " und ".join(sorted({statement.place for statement in statements}))
                raise LawNotUsable(
                    place=places,
                    problem=f"Zwischen den Fassungen von „{rule_name}“ ist {gap.german()} nichts in Kraft.",
                )
        return cls(name, file.title or name, file.parameters, file.inputs, rules)


class Catalog:
    """Names to rules, parameters and inputs. Loads a law when the first of its names is asked for."""

    def __init__(
        self,
        folder: Path | None = HERE,
        *,
        laws: Iterable[Law] = (),
        shared_inputs: Mapping[str, InputField] | None = None,
        sources: Iterable[Source] = (),
    ) -> None:
        self.folder = folder
        self._laws: dict[str, Law] = {}
        self.law_names = (
            tuple(sorted(path.parent.name for path in folder.glob("*/params.yaml"))) if folder else ()
        )
        shared = folder / SHARED_INPUTS if folder else None
        file = read_law_file(shared, shared.name) if shared and shared.exists() else LawFile("", {}, {})
        self._inputs: dict[str, InputField] = {"on": ON, **file.inputs, **(shared_inputs or {})}
        self.store = Store([*sources, self])
        for law in laws:
            self.law_names += (law.name,)
            self._add(law)
        for law in list(self._laws.values()):
            self._check(law)

    def with_source(self, source: Source) -> "Catalog":
        """Return the same law with another source of parameters before all others; no law is read again."""
        other = copy(self)
        other.store = Store([source, *self.store.sources])
        return other

    def law(self, name: str) -> Law:
        """Return a law by the name of its folder, loaded and checked."""
        if name not in self._laws:
            if name not in self.law_names or self.folder is None:
                raise UnknownName(name, self.law_names)
            file = read_law_file(self.folder / name / "params.yaml", f"{name}/params.yaml")
            module = importlib.import_module(f"allmende.rules.{name}.functions")
            law = Law.of(name, file, rules_in(module))
            self._add(law)
            self._check(law)
        return self._laws[name]

    def laws(self) -> Iterator[Law]:
        """Yield all laws."""
        yield from (self.law(name) for name in self.law_names)

    def loaded(self) -> list[Law]:
        """Return the laws that have been needed so far."""
        return list(self._laws.values())

    def law_of(self, name: str) -> Law | None:
        """Return the law whose folder a name begins with."""
        fitting = [law for law in self.law_names if name.startswith(f"{law}_")]
        return self.law(max(fitting, key=len)) if fitting else None

    def rule(self, name: str) -> RuleTimeline | None:
        """Return the versions of a rule."""
        law = self.law_of(name)
        return law.rules.get(name) if law else None

    def parameter(self, name: str) -> Parameter | None:
        """Return a parameter of a law file."""
        law = self.law_of(name)
        return law.parameters.get(name) if law else None

    def input(self, name: str) -> InputField | None:
        """Return an input; its law must have been loaded, inputs have no prefix."""
        return self._inputs.get(name)

    def names(self) -> list[str]:
        """Return the names of all rules, parameters and inputs."""
        found = set(self._inputs)
        for law in self.laws():
            found.update(law.rules, law.parameters, law.inputs)
        return sorted(found)

    def unknown(self, name: str) -> UnknownName:
        """Return the error for a name that nothing has."""
        return UnknownName(name, self.names())

    def _add(self, law: Law) -> None:
        for name, item in law.inputs.items():
            other = self._inputs.get(name)
            if other is not None and other != item:
                raise LawNotUsable(
                    place=item.place,
                    problem=f"Die Eingabe „{name}“ steht schon in {other.place}. "
                    f"Was mehrere Regelwerke brauchen, gehört in {SHARED_INPUTS}.",
                )
            self._inputs[name] = item
        self._laws[law.name] = law

    def _check(self, law: Law) -> None:
        from allmende.rules.checks import check_law

        check_law(law, self)
