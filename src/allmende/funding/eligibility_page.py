"""What a body or a cooperation could get: every building block with its answers, its amounts, its gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from allmende.cooperations import queries as cooperations
from allmende.funding.domain.eligibility import Eligibility, Verdict, check
from allmende.funding.domain.programmes import BuildingBlock, Programme, shipped_programmes
from allmende.funding.forms.programmes import INPUT
from allmende.ledger.computing import law
from allmende.ledger.needs import needs_of
from allmende.ledger.telling import told
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.rules import Rules, RulesError
from allmende.rules.parameters import InputField

NRW = "05"
VERDICT_BADGES = {Verdict.MET: "success", Verdict.UNMET: "danger", Verdict.OPEN: "warning"}


@dataclass(frozen=True, slots=True)
class Amount:
    """What a rule gives for what was told: a sentence, or what is missing for it."""

    label: str
    sentence: str
    cents: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Possibility:
    """One building block with its answer, for a list."""

    programme: Programme
    block: BuildingBlock
    result: Eligibility
    url: str

    @property
    def badge(self) -> str:
        return VERDICT_BADGES[self.result.verdict]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme, its last day if one is known, its building blocks with label and address of each rule."""

    programme: Programme
    last_day: date | None
    blocks: list[tuple[BuildingBlock, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class CooperationFacts:
    """What the register knows of a cooperation that the directive on cooperation asks for."""

    name: str
    partners: tuple[BodyView, ...]
    values: dict[str, str]
    sentences: tuple[str, ...]


def inputs_of(block: BuildingBlock, on: date) -> tuple[InputField, ...]:
    """Return what the rules of a block ask for on a day; rules that do not hold then ask for nothing."""
    rules, found = Rules(law()), dict[str, InputField]()
    for name in (*block.condition_rules, *block.rules):
        try:
            needed = needs_of(rules, [name], on=on, known=on).inputs
        except RulesError:
            continue
        found |= {item.name: item for item in needed}
    return tuple(found.values())


def amounts_of(block: BuildingBlock, values: Mapping[str, str], on: date) -> list[Amount]:
    """Return what each rule of a block gives; without enough told, what is missing."""
    rules, found = Rules(law()), []
    for name in block.rules:
        label, url = _label(rules, name), reverse("law:entry", args=[name])
        try:
            result = rules.calculate(name, values, on=on, known=on)
            found.append(Amount(label, result.sentence(), result.cents, url))
        except RulesError as error:
            found.append(Amount(label, told(error), None, url))
    return found


def checked(
    block: BuildingBlock,
    body: BodyView,
    said: Mapping[str, bool],
    values: Mapping[str, str],
    on: date,
) -> Eligibility:
    """Return the answers for one block."""
    return check(block, applicant=body.kind, told=said, inputs=values, rules=Rules(law()), on=on, known=on)


def possibilities(body: BodyView, values: Mapping[str, str], on: date) -> list[Possibility]:
    """Return every shipped building block that holds on the day, the most promising first."""
    order = (Verdict.MET, Verdict.OPEN, Verdict.UNMET)
    found = []
    for programme in shipped_programmes():
        for block in programme.blocks:
            if not block.holds_on(on):
                continue
            known = {item.name for item in inputs_of(block, on)}
            given = {name: value for name, value in values.items() if name in known}
            result = checked(block, body, {}, given, on)
            asked = {"antragsteller": body.key, "tag": on.isoformat()}
            asked |= {INPUT + name: value for name, value in given.items()}
            url = f"{reverse('funding:check', args=[block.key])}?{urlencode(asked)}"
            found.append(Possibility(programme, block, result, url))
    return sorted(found, key=lambda each: order.index(each.result.verdict))


def cooperation_facts(key: str, on: date) -> CooperationFacts:
    """Return what the register says of a cooperation; raise UnknownCooperation.

    A cooperation that works already is neither new nor not begun; one that nobody is in yet is left open.
    """
    cooperation = cooperations.cooperation_by_key(key)
    numbers = cooperations.members_of([cooperation.pk], on=on).get(cooperation.pk, set())
    partners = sorted(register.bodies_by_id(numbers, on=on).values(), key=lambda each: each.name)
    in_nrw = [each for each in partners if each.key.startswith(NRW) and each.key.isdecimal()]
    outside = [each for each in partners if each.key.isdecimal() and not each.key.startswith(NRW)]
    values, sentences = {"nrw_partners": str(len(in_nrw))}, [_counted(len(in_nrw), len(partners))]
    if outside:
        values["is_cross_border"] = "yes"
        sentences.append(f"Außerhalb von NRW: {', '.join(str(each) for each in outside)}.")
    if partners:
        values |= {"is_new_cooperation": "no", "has_started": "yes"}
        sentences.append("Die Zusammenarbeit besteht schon; sie ist nicht neu und hat bereits begonnen.")
    return CooperationFacts(
        cooperations.name_on(cooperation, on=on), tuple(partners), values, tuple(sentences)
    )


def _counted(in_nrw: int, all_partners: int) -> str:
    return f"{in_nrw} von {all_partners} Beteiligten sind Gemeinden oder Kreise in NRW (Register)."


def programme_rows(on: date) -> list[ProgrammeRow]:
    """Return the shipped programmes with the rules of their building blocks, those in force first."""
    rules = Rules(law())
    return [
        ProgrammeRow(
            programme,
            programme.until - timedelta(days=1) if programme.until else None,
            [
                (block, [(_label(rules, name), reverse("law:entry", args=[name])) for name in block.rules])
                for block in programme.blocks
            ],
        )
        for programme in sorted(shipped_programmes(), key=lambda each: not each.holds_on(on))
    ]


def _label(rules: Rules, name: str) -> str:
    timeline = rules.catalog.rule(name)
    return timeline[-1].what.label if timeline else name
