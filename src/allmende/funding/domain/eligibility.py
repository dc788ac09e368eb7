"""Whether a body can get a building block, in sentences with the section each rests on. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from typing import Any

from allmende.common.formats import day
from allmende.funding.domain.programmes import BuildingBlock
from allmende.ledger.needs import needs_of
from allmende.register.domain import Kind
from allmende.rules import Rules
from allmende.rules.errors import RulesError
from allmende.rules.parameters import InputField

YES = "yes"
ANSWERS = (False, True)
ENDS = (0, 100)
"""The least and a plenty of what a condition may compare with a limit: percent of saving, years, partners."""


class Verdict(StrEnum):
    """The answer to one condition, or to all of them."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {"met": "erfüllt", "unmet": "nicht erfüllt", "open": "offen"}[self.value]


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said of one condition."""

    verdict: Verdict
    sentence: str
    section: str
    is_verified: bool = True
    asks: str = ""
    """Id of the condition or names of the inputs that somebody must still tell."""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All conditions of a building block with their answers, for one body on one day."""

    answers: tuple[Answer, ...]

    @property
    def verdict(self) -> Verdict:
        """Unmet if one is, else open if one is, else met."""
        found = {each.verdict for each in self.answers}
        return next((each for each in (Verdict.UNMET, Verdict.OPEN) if each in found), Verdict.MET)

    @property
    def sentence(self) -> str:
        return {
            Verdict.MET: "Alle bekannten Voraussetzungen sind erfüllt. Ein Anspruch besteht nicht.",
            Verdict.UNMET: "So kann nicht gefördert werden: Mindestens eine Voraussetzung fehlt.",
            Verdict.OPEN: "Noch nicht zu sagen: Es fehlen Angaben.",
        }[self.verdict]


def check(
    block: BuildingBlock,
    *,
    applicant: Kind,
    told: Mapping[str, bool],
    inputs: Mapping[str, Any],
    rules: Rules,
    on: date,
    known: date,
) -> Eligibility:
    """Answer every condition of a building block.

    `told` holds what a person has said of its conditions by id; `inputs` what the rules of law need. What
    nobody has said is open, never assumed.
    """
    answers = [_in_force(block, on), _applicant(block, applicant)]
    answers.extend(_told(block, told))
    answers.extend(_by_rule(name, inputs, rules, on, known) for name in block.condition_rules)
    return Eligibility(tuple(answers))


def _in_force(block: BuildingBlock, on: date) -> Answer:
    until = f" bis {day(block.until - timedelta(days=1))}" if block.until else ""
    span = f"ab {day(block.start)}{until}"
    if block.holds_on(on):
        return Answer(Verdict.MET, f"Der Baustein gilt am {day(on)} ({span}).", "Geltung")
    return Answer(Verdict.UNMET, f"Der Baustein gilt am {day(on)} nicht ({span}).", "Geltung")


def _applicant(block: BuildingBlock, applicant: Kind) -> Answer:
    can = ", ".join(Kind(each).label for each in sorted(block.applicants))
    if applicant.value in block.applicants:
        return Answer(Verdict.MET, f"{applicant.label}: kann Zuwendungen empfangen.", "Zuwendungsempfänger")
    return Answer(
        Verdict.UNMET,
        f"{applicant.label}: kann keine Zuwendung empfangen. Empfangen können: {can}.",
        "Zuwendungsempfänger",
    )


def _told(block: BuildingBlock, told: Mapping[str, bool]) -> Iterator[Answer]:
    for condition in block.conditions:
        said = told.get(condition.id)
        verdict = Verdict.OPEN if said is None else Verdict.MET if said else Verdict.UNMET
        yield Answer(
            verdict,
            condition.text,
            condition.section,
            condition.is_verified,
            asks=condition.id if said is None else "",
        )


def _by_rule(name: str, inputs: Mapping[str, Any], rules: Rules, on: date, known: date) -> Answer:
    """Return what a rule says; as long as unanswered questions can turn it, it stays open."""
    try:
        asked = needs_of(rules, [name], on=on, known=known).inputs
        missing = [item for item in asked if item.name not in inputs]
        if not missing:
            result = rules.calculate(name, inputs, on=on, known=known)
            verdict = Verdict.MET if result.value() == YES else Verdict.UNMET
            return Answer(verdict, result.sentence(), result.rule.section if result.rule else "")
        possible = _possible(name, inputs, missing, rules, on, known)
    except RulesError as refused:
        why = (refused.page_message or refused.message).format(**refused.values)
        return Answer(Verdict.OPEN, f"{_label(rules, name)}: {why}", "", asks=name)
    told = {item.label: _said(item, inputs[item.name]) for item in asked if item.name in inputs}
    return _partly_answered(name, rules, possible, [item.label for item in missing], told)


def _possible(
    name: str,
    inputs: Mapping[str, Any],
    missing: Sequence[InputField],
    rules: Rules,
    on: date,
    known: date,
) -> set[Verdict]:
    """Return the verdicts that the missing answers can still lead to.

    A condition compares a number with a limit, so the ends of what can be entered tell all.
    """
    found: set[Verdict] = set()
    choices = (ANSWERS if item.unit.text == "yes_no" else ENDS for item in missing)
    for answers in product(*choices):
        tried = {**inputs, **{item.name: answer for item, answer in zip(missing, answers, strict=True)}}
        value = rules.calculate(name, tried, on=on, known=known).value()
        found.add(Verdict.MET if value == YES else Verdict.UNMET)
        if len(found) > 1:
            break
    return found


def _partly_answered(
    name: str,
    rules: Rules,
    possible: set[Verdict],
    missing: Sequence[str],
    told: Mapping[str, str],
) -> Answer:
    """Return the answer after some questions; `missing` and `told` by their label."""
    timeline = rules.catalog.rule(name)
    label, section = _label(rules, name), timeline[-1].what.section if timeline else ""
    open_ones = "; ".join(missing)
    if len(possible) > 1:
        sentence = f"{label}: noch nicht beantwortet. Es fehlt: {open_ones}."
        return Answer(Verdict.OPEN, sentence, section, asks=name)
    (verdict,) = possible
    so_far = "; ".join(f"{question}: {said}" for question, said in told.items())
    word = "ja" if verdict is Verdict.MET else "nein"
    sentence = f"{label}: {word}, schon nach dem, was beantwortet ist ({so_far}). Noch offen: {open_ones}."
    return Answer(verdict, sentence, section)


def _said(item: InputField, value: Any) -> str:
    """Return an answer as people give it."""
    if item.unit.text == "yes_no":
        return "ja" if value in (True, YES) else "nein"
    return f"{value} {item.unit.german()}".strip()


def _label(rules: Rules, name: str) -> str:
    timeline = rules.catalog.rule(name)
    return timeline[-1].what.label if timeline else name
