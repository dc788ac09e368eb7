"""Each partner's figures as of a day, from the comparison, the rules, the ledger and the partner itself."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.common.formats import day
from allmende.cooperations.options.partners import INHABITANTS, SOURCE, partners_from
from allmende.cooperations.options.reading import question_from
from allmende.joint_decisions.models import BudgetLine, JointDecision, RuleFigure
from allmende.joint_decisions.partner_papers.figures import (
    FigureSource,
    FigureUnit,
    FigureValue,
    Reason,
    budget_figures,
    option_figures,
)
from allmende.ledger.computing import InputValue, Question, computed
from allmende.ledger.queries import current_postings
from allmende.register.domain import BodyView

PEOPLE = "@einwohner"
"""In the inputs of a rule: the partner's inhabitants."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom figures are for."""

    partner_id: int
    body: BodyView
    population: int | None


def figures_of(
    matter: JointDecision, subjects: Sequence[Subject], *, on: date
) -> dict[int, list[FigureValue]]:
    """Return the figures of each partner as they are on a day; a fixed number of queries, but for rules."""
    by_option = _from_comparison(matter, subjects, on)
    lines = {line.partner_id: line for line in BudgetLine.objects.filter(partner__joint_decision=matter)}
    defined = list(matter.rule_figures.all())
    paid = _paid({each.calculation_id for each in defined if each.calculation_id}, subjects)
    found = {}
    for subject in subjects:
        figures = list(by_option.get(subject.body.key, ())) or [_population(subject)]
        figures += [_defined(each, subject, on, paid) for each in defined]
        found[subject.partner_id] = figures + _budget(lines.get(subject.partner_id), figures, subject)
    return found


def _from_comparison(
    matter: JointDecision, subjects: Sequence[Subject], on: date
) -> Mapping[str, list[FigureValue]]:
    snapshot = matter.snapshot
    if snapshot is None or not matter.option_key:
        return {}
    kept = snapshot.content["inputs"]
    inputs = with_register_figures(snapshot.comparison.inputs, [each.body for each in subjects], on=on)
    version = f"Vergleich, festgehaltener Stand {snapshot.code}"
    if inputs != kept:
        version = f"Vergleich, Stand vom {day(on)}; er weicht vom festgehaltenen Stand {snapshot.code} ab"
    return option_figures(question_from(inputs), matter.option_key, version=version)


def with_register_figures(
    inputs: Mapping[str, Any], bodies: Sequence[BodyView], *, on: date
) -> dict[str, Any]:
    """Return the inputs of a comparison with the inhabitants that the register has on the day.

    Only where the comparison took them from the register; what a person typed stays.
    """
    fresh = {each["key"]: each["drivers"].get(INHABITANTS) for each in partners_from(bodies, on=on)}
    partners = []
    for partner in inputs["partners"]:
        drivers = partner.get("drivers") or {}
        now = fresh.get(partner["key"])
        if now is not None and (drivers.get(INHABITANTS) or {}).get("source") == SOURCE:
            partner = {**partner, "drivers": {**drivers, INHABITANTS: now}}
        partners.append(partner)
    return {**inputs, "partners": partners}


def _population(subject: Subject) -> FigureValue:
    value = "" if subject.population is None else str(subject.population)
    missing = "" if value else f"Einwohnerzahl von {subject.body}"
    return FigureValue(
        "population", "Einwohner", FigureUnit.PEOPLE, value, Reason(FigureSource.OPTION, SOURCE), missing
    )


# --- rules and calculations ----------------------------------------------------------------------------


def _defined(
    each: RuleFigure, subject: Subject, on: date, paid: Mapping[tuple[int, int], int]
) -> FigureValue:
    key = f"rule_{each.pk}"
    if each.calculation_id is not None:
        reason = Reason(FigureSource.LEDGER, f"gebuchte Beträge der Berechnung „{each.calculation}“")
        cents = paid.get((each.calculation_id, subject.body.id))
        missing = "" if cents is not None else f"Buchung für {subject.body}"
        value = "" if cents is None else str(cents)
        return FigureValue(key, each.label, FigureUnit.CENTS, value, reason, missing)
    given = {name: _input(value, subject) for name, value in each.inputs.items()}
    shown = {name: str(value) for name, value in given.items()}
    reason = Reason(FigureSource.RULE, each.rule, version=f"gerechnet für den {day(each.on)}", inputs=shown)
    if any(value is None for value in given.values()):
        gap = f"Einwohnerzahl von {subject.body}"
        return FigureValue(key, each.label, FigureUnit.CENTS, "", reason, gap)
    question = Question(
        {name: InputValue(value, "seen") for name, value in given.items()}, on=each.on, known=on
    )
    try:
        outcome = computed([each.rule], question, subject.body.id)[each.rule]
    except AllmendeError as error:  # no value on that day, a wrong input: said, never guessed
        return FigureValue(key, each.label, FigureUnit.CENTS, "", reason, str(error)[:1000])
    told = Reason(
        FigureSource.RULE,
        outcome.sentence,
        section=outcome.section,
        version=f"gerechnet für den {day(each.on)}, Kenntnisstand {day(on)}",
        inputs=shown,
    )
    return FigureValue(key, each.label, FigureUnit.CENTS, str(outcome.cents), told)


def _input(value: Any, subject: Subject) -> Any:
    return subject.population if value == PEOPLE else value


def _paid(calculation_ids: Collection[int], subjects: Sequence[Subject]) -> Mapping[tuple[int, int], int]:
    """Return what each partner pays in each calculation, corrections included."""
    bodies = {each.body.id for each in subjects}
    sums: dict[tuple[int, int], int] = defaultdict(int)
    if not calculation_ids:
        return sums
    for posting in current_postings(calculation_ids):
        if posting.payer_id in bodies and posting.version is not None:
            sums[posting.version.calculation_id, posting.payer_id] += posting.cents
    return dict(sums)


def _budget(line: BudgetLine | None, figures: Sequence[FigureValue], subject: Subject) -> list[FigureValue]:
    own = next((each for each in figures if each.key.startswith("share_")), None)
    return budget_figures(
        line=str(line) if line else "",
        planned_cents=line.planned_cents if line else None,
        year=line.year if line else None,
        own=own,
        name=str(subject.body),
    )
