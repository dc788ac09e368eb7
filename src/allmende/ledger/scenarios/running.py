"""Computes a scenario for all municipalities at once: arrays through the rules engine, exact to the cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from allmende.ledger.computing import layers_of
from allmende.ledger.errors import LedgerRefusal
from allmende.ledger.scenarios.base_data import Series, formula_of, register_value, synthetic
from allmende.ledger.scenarios.catalog import REGISTER_INPUTS, Asked, asked
from allmende.ledger.scenarios.domain import (
    DATA,
    ENTERED,
    FROM_REGISTER,
    SYNTHETIC,
    MixedData,
    Municipality,
    ResultRow,
    Settings,
    YearTotal,
    exact_number,
    layer_documents,
)
from allmende.ledger.telling import told
from allmende.rules import Layer, Result, Rules, RulesError, shipped
from allmende.rules.parameters import InputField

PLACES = 6
SHARE, PERCENT = "1", 100
"""Shares without a unit are shown in percent."""
STEP = Decimal(1).scaleb(-PLACES)


class OneYearOnly(LedgerRefusal):
    """Amounts of several years add up; persons, shares and areas do not."""

    message = "„{rule}“ ergibt {unit}; das lässt sich nicht über Jahre summieren. Wählen Sie ein Jahr."


class NotPerMunicipality(LedgerRefusal):
    message = "So ergibt „{rule}“ einen Wert für alle. Wählen Sie bei den Eingaben Werte je Gemeinde."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of one input come from, as people read it."""

    item: InputField
    word: str
    label: str
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario comes to. `missing` are inputs without any source: then there are no rows."""

    question: Asked
    rows: tuple[ResultRow, ...] = ()
    years: tuple[YearTotal, ...] = ()
    origins: tuple[Origin, ...] = ()
    missing: tuple[InputField, ...] = ()
    without_data: tuple[Municipality, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    has_layers: bool = False

    @property
    def is_money(self) -> bool:
        return self.question.version.returns.is_money

    @property
    def unit(self) -> str:
        returns = self.question.version.returns
        return "%" if returns.text == SHARE else returns.german()

    @property
    def is_synthetic(self) -> bool:
        return any(origin.is_synthetic for origin in self.origins)


@dataclass(frozen=True, slots=True)
class Run:
    """A scenario ready to compute: who takes part, with which values, in which layers."""

    settings: Settings
    question: Asked
    origins: tuple[Origin, ...]
    sets: Mapping[int, Series]
    bodies: tuple[Municipality, ...]
    without_data: tuple[Municipality, ...]
    layers: tuple[Layer, ...]
    rules: Rules

    @classmethod
    def of(cls, settings: Settings, bodies: Sequence[Municipality], sets: Mapping[int, Series]) -> "Run":
        """Check the question; raise a LedgerRefusal or RulesError. Nothing is computed yet."""
        rules = shipped()
        question = asked(settings.rule, settings.years[-1])
        if not question.version.returns.is_money and len(settings.years) > 1:
            raise OneYearOnly(
                rule=question.version.label, unit=question.version.returns.german() or "Anteile"
            )
        origins = tuple(_origin(item, settings, sets) for item in question.fields)
        _refuse_mixture(origins)
        given = [origin for origin in origins if origin.word not in ("", ENTERED)]

        def has_all(body: Municipality) -> bool:
            periods = [(year, month) for year in settings.years for month, _day in question.days(year)]
            return all(
                _value(origin, sets, body, year, month) is not None
                for origin in given
                for year, month in (periods if origin.word.startswith(DATA) else periods[:1])
            )

        complete = {body.key for body in bodies if has_all(body)}
        taking_part = [body for body in bodies if body.key in complete]
        left_out = [body for body in bodies if body.key not in complete]
        amounts = [each.name for each in question.parameters if each.unit.is_money]
        layers = layers_of(rules, layer_documents(settings.layers, amounts))
        return cls(settings, question, origins, sets, tuple(taking_part), tuple(left_out), layers, rules)

    @property
    def missing(self) -> tuple[InputField, ...]:
        return tuple(origin.item for origin in self.origins if not origin.word)

    def results(self, year: int) -> list[tuple[Result, Result]]:
        """Return per month, or once for the year, the result under the law and in the scenario."""
        found = []
        for month, day in self.question.days(year):
            inputs = self.inputs(year, month)
            before = self.rules.calculate(self.settings.rule, inputs, on=day, known=self.settings.known)
            if before.calculation.prepared.bodies is None:
                raise NotPerMunicipality(rule=self.question.version.label)
            after = self.rules.under(before, self.layers) if self.layers else before
            found.append((before, after))
        return found

    def inputs(self, year: int, month: int) -> dict[str, Any]:
        """Return what goes into the rule: a list over the municipalities, or one value for all."""
        inputs: dict[str, Any] = {}
        for origin in self.origins:
            name = origin.item.name
            if origin.word == ENTERED:
                inputs[name] = _typed(origin.item, self.settings.entered.get(name, origin.item.default or ""))
            else:
                inputs[name] = [_value(origin, self.sets, body, year, month) for body in self.bodies]
        return inputs


def run(settings: Settings, bodies: Sequence[Municipality], sets: Mapping[int, Series]) -> Outcome:
    """Compute a scenario; raise a LedgerRefusal or RulesError if nothing can be computed."""
    prepared = Run.of(settings, bodies, sets)
    base = Outcome(
        prepared.question,
        origins=prepared.origins,
        missing=prepared.missing,
        without_data=prepared.without_data,
        has_layers=bool(prepared.layers),
    )
    if base.missing or not prepared.bodies:
        return base
    sums: list[list[Any]] = [[0, 0] for _ in prepared.bodies]
    per_year: dict[int, list[list[Any]]] = {}
    problems = []
    for year in settings.years:
        try:
            results = prepared.results(year)
        except RulesError as error:
            problems.append(f"{year}: {told(error)}")
            continue
        columns = [_added([_column(pair[side]) for pair in results]) for side in (0, 1)]
        per_year[year] = columns
        for total, before, after in zip(sums, *columns, strict=True):
            total[0] += before
            total[1] += after
    rows = tuple(
        ResultRow(body, before, after) for body, (before, after) in zip(prepared.bodies, sums, strict=True)
    )
    shown = [index for index, body in enumerate(prepared.bodies) if is_chosen(body, settings)]
    return Outcome(
        prepared.question,
        rows=tuple(rows[index] for index in shown) if per_year else (),
        years=tuple(
            YearTotal(year, sum(columns[0][i] for i in shown), sum(columns[1][i] for i in shown))
            for year, columns in per_year.items()
        ),
        origins=prepared.origins,
        without_data=tuple(body for body in prepared.without_data if is_chosen(body, settings)),
        notes=tuple(_notes(prepared)),
        problems=tuple(problems),
        has_layers=bool(prepared.layers),
    )


def is_chosen(body: Municipality, settings: Settings) -> bool:
    """Return whether the question shows this municipality; `picked` are keys by now."""
    return body.key in settings.picked if settings.picked else body.key.startswith(settings.place)


def _origin(item: InputField, settings: Settings, sets: Mapping[int, Series]) -> Origin:
    word = settings.sources.get(item.name, "")
    if item.name in REGISTER_INPUTS and word in ("", FROM_REGISTER):
        return Origin(item, FROM_REGISTER, "Register der Körperschaften")
    if word == SYNTHETIC and formula_of(item):
        return Origin(item, SYNTHETIC, f"synthetisches Beispiel: {formula_of(item)}", is_synthetic=True)
    if word.startswith(DATA) and word.removeprefix(DATA).isdecimal():
        series = sets.get(int(word.removeprefix(DATA)))
        if series is not None:
            return Origin(item, word, f"{series.label} ({series.source})", series.is_synthetic)
    typed = settings.entered.get(item.name, "") if word in ("", ENTERED) else ""
    if typed:
        return Origin(item, ENTERED, f"für alle: {_shown(item, typed)}")
    if item.default is not None and word in ("", ENTERED):
        return Origin(item, ENTERED, f"Vorgabe: {_shown(item, item.default)}")
    return Origin(item, "", "")


def _shown(item: InputField, typed: str) -> str:
    if item.choices:
        return item.choices.get(typed, typed)
    return f"{typed} {item.unit.german()}".strip()


def _typed(item: InputField, text: str) -> str:
    return text if item.unit.is_special else exact_number(text)


def _value(origin: Origin, sets: Mapping[int, Series], body: Municipality, year: int, month: int) -> Any:
    if origin.word == FROM_REGISTER:
        return register_value(origin.item.name, body)
    if origin.word == SYNTHETIC:
        return None if body.population is None else synthetic(origin.item, body.population)
    return sets[int(origin.word.removeprefix(DATA))].at(body.id, year, month)


def _refuse_mixture(origins: Sequence[Origin]) -> None:
    """Figures of the register stay with either; imported real data never meets synthetic data."""
    real = [each.item.label for each in origins if each.word.startswith(DATA) and not each.is_synthetic]
    made_up = [each.item.label for each in origins if each.is_synthetic]
    if real and made_up:
        raise MixedData(names=f"echt: {', '.join(real)}; synthetisch: {', '.join(made_up)}")


def _column(result: Result) -> list[Any]:
    """Return the values of all municipalities: cents, or decimals in the rule's unit.

    A result that is zero whatever is entered comes from the engine as one value.
    """
    count = len(result.calculation.prepared.bodies or ())
    if result.measure.is_money:
        cents = result.cents
        return [cents] * count if isinstance(cents, int) else [int(each) for each in cents]
    scale = PERCENT if result.unit == SHARE else 1
    return [_decimal(result.fraction(index) * scale) for index in range(count)]


def _decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(STEP, ROUND_HALF_UP)


def _added(columns: Sequence[Sequence[Any]]) -> list[Any]:
    return [sum(values) for values in zip(*columns, strict=True)]


def _notes(prepared: Run) -> list[str]:
    notes: list[str] = []
    for origin in prepared.origins:
        if not origin.word.startswith(DATA):
            continue
        series = prepared.sets[int(origin.word.removeprefix(DATA))]
        notes.extend(
            f"{origin.item.label}: Für {year} enthält „{series.label}“ keine Werte; "
            f"gerechnet ist mit denen von {series.year_for(year)}."
            for year in prepared.settings.years
            if series.year_for(year) != year
        )
    if prepared.without_data:
        notes.append(
            f"{len(prepared.without_data)} Gemeinden ohne Grunddaten nehmen an der Rechnung nicht teil; "
            "verteilt eine Regel landesweit, verteilt sie nur auf die übrigen."
        )
    return notes
