"""The figures that stand in a partner's paper, each with its reason; what nobody knows is named. Pure.

figures = option_figures(question, "zweckverband")["05554004"]
figures[0].shown      # „1.234,56 €“ or „fehlt: Betrag für Leitung“
why(old, new)         # „Einwohner: 30.000 (Register, Stand 31.12.2025) statt 29.000 (…)“
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from allmende.common.formats import day, euro, number
from allmende.cooperations.options.costs import Costs, costs_of, key_of
from allmende.cooperations.options.domain import CostKind, CostPosition, Option, Partner, Question, VoteRule
from allmende.cooperations.options.influence import Influence, influence_of
from allmende.cooperations.options.sheet import amount_words
from allmende.sharing.keys import DRIVER_LABELS, Driver

PLACES = 6
"""Influence is computed to more digits than anybody agrees on; so many are kept."""


class FigureUnit(StrEnum):
    """In what a figure counts."""

    CENTS = "cents"
    PERCENT = "percent"
    VOTES = "votes"
    PEOPLE = "people"
    TEXT = "text"


class FigureSource(StrEnum):
    """Where a figure comes from."""

    OPTION = "option"
    RULE = "rule"
    LEDGER = "ledger"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        return {
            "option": "Vergleich der Alternativen",
            "rule": "Regel",
            "ledger": "Berechnung",
            "partner": "Angabe des Partners",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure is what it is: the rule in words, its section and version, and all that went in."""

    source: FigureSource
    rule: str
    section: str = ""
    version: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source.value,
            "rule": self.rule,
            "section": self.section,
            "version": self.version,
            "inputs": dict(self.inputs),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Reason":
        return cls(**{**stored, "source": FigureSource(stored["source"])})

    @property
    def sentence(self) -> str:
        """Return the reason in one sentence, as a paper prints it."""
        beside = "; ".join(filter(None, [self.section, self.version]))
        given = ", ".join(f"{name}: {value}" for name, value in self.inputs.items())
        told = f"{self.rule} ({beside})" if beside else self.rule
        return f"{told}. {given}." if given else f"{told}."


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure: its exact value as text (`123456` cents, `5/28`), or what is missing to name it."""

    key: str
    label: str
    unit: FigureUnit
    value: str
    reason: Reason
    missing: str = ""

    @property
    def shown(self) -> str:
        return shown(self.unit, self.value, self.missing)


def shown(unit: FigureUnit, value: str, missing: str = "") -> str:
    """Return a figure as people read it."""
    if missing or not value:
        return f"fehlt: {missing or 'Angabe'}"
    if unit is FigureUnit.CENTS:
        return euro(int(value))
    if unit is FigureUnit.PERCENT:
        share = Fraction(value) * 100
        return f"{number(Decimal(share.numerator) / Decimal(share.denominator), 2)} %"
    if unit is FigureUnit.VOTES:
        return "1 Stimme" if value == "1" else f"{number(int(value))} Stimmen"
    return number(int(value)) if unit is FigureUnit.PEOPLE else value


def differs(old: FigureValue, new: FigureValue) -> bool:
    """Return whether a paper that carries the old figure is outdated."""
    return (old.value, old.missing) != (new.value, new.missing)


def why(old: Reason, new: Reason) -> str:
    """Return which rule, price or base figure changed, in words."""
    changes = []
    for name in dict.fromkeys((*old.inputs, *new.inputs)):
        before, after = old.inputs.get(name), new.inputs.get(name)
        if before != after:
            changes.append(f"{name}: {after or 'entfällt'} statt {before or 'bisher nicht berücksichtigt'}")
    if old.rule != new.rule:
        changes.insert(0, f"{new.rule} statt {old.rule}")
    if old.section != new.section:
        changes.append(f"Grundlage: {new.section or 'keine'} statt {old.section or 'keine'}")
    return "; ".join(changes) or "Die Grundlage hat eine neue Fassung."


# --- from a comparison -----------------------------------------------------------------------------------


def option_figures(question: Question, option_key: str, *, version: str = "") -> dict[str, list[FigureValue]]:
    """Return the figures of every partner under one option; nothing if the option is not there."""
    option = next((each for each in question.options if each.key == option_key), None)
    if option is None:
        return {}
    costs = costs_of(option, question)
    without = replace(option, costs=tuple(c for c in option.costs if c.kind is not CostKind.FUNDING))
    gross = costs_of(without, question) if without.costs != option.costs else None
    votes = [(rule, influence_of(rule, question.partners)) for rule in option.votes]
    return {
        partner.key: [
            _people(partner, version),
            *_money(partner, option, question, costs, gross, version),
            *_says(partner, option, question, votes, version),
        ]
        for partner in question.partners
    }


def _people(partner: Partner, version: str) -> FigureValue:
    figure = partner.drivers.get(Driver.INHABITANTS)
    inputs = {"Stand": day(figure.as_of)} if figure and figure.as_of else {}
    reason = Reason(
        FigureSource.OPTION,
        figure.source if figure and figure.source else "Einwohnerzahl",
        version=version,
        inputs=inputs,
    )
    value = str(int(figure.value)) if figure else ""
    missing = "" if figure else f"Einwohnerzahl von {partner.name}"
    return FigureValue("population", "Einwohner", FigureUnit.PEOPLE, value, reason, missing)


def _money(
    partner: Partner, option: Option, question: Question, costs: Costs, gross: Costs | None, version: str
) -> list[FigureValue]:
    reason = Reason(
        FigureSource.OPTION,
        f"Anteil an „{option.title}“ nach dem Schlüssel jeder Kostenposition",
        section="; ".join(dict.fromkeys(each.source for each in option.costs if each.source)),
        version=version,
        inputs=_cost_inputs(partner, option, question),
    )
    first = question.first_year
    found = []
    if gross is not None:
        whole, net = gross.amounts["base"].get(first), costs.amounts["base"].get(first)
        gaps = "; ".join(gross.missing[first])
        total = "" if whole is None else str(whole[partner.key])
        found.append(
            FigureValue(
                f"gross_{first}", f"Kosten {first} vor Förderung", FigureUnit.CENTS, total, reason, gaps
            )
        )
        funded = "" if whole is None or net is None else str(whole[partner.key] - net[partner.key])
        gaps = "; ".join(costs.missing[first])
        found.append(
            FigureValue(f"funding_{first}", f"Förderung {first}", FigureUnit.CENTS, funded, reason, gaps)
        )
    for year in range(first, first + question.years):
        amounts = costs.amounts["base"].get(year)
        label = f"Eigenanteil {year}"
        value = "" if amounts is None else str(amounts[partner.key])
        missing = "; ".join(costs.missing[year])
        found.append(FigureValue(f"share_{year}", label, FigureUnit.CENTS, value, reason, missing))
    return [*found, _total(partner, question, costs, reason)]


def _total(partner: Partner, question: Question, costs: Costs, reason: Reason) -> FigureValue:
    last = question.first_year + question.years - 1
    total = costs.total("base", partner.key)
    missing = (
        ""
        if total is not None
        else "; ".join(dict.fromkeys(gap for gaps in costs.missing.values() for gap in gaps))
    )
    label = f"Eigenanteil {question.first_year} bis {last} zusammen"
    value = "" if total is None else str(total)
    return FigureValue("share_total", label, FigureUnit.CENTS, value, reason, missing)


def _cost_inputs(partner: Partner, option: Option, question: Question) -> dict[str, str]:
    """Return every price and base figure that the shares rest on."""
    inputs = {each.name: amount_words(each) for each in option.costs}
    for position in option.costs:
        if position.payer:
            inputs[f"{position.name}, trägt"] = position.payer
            continue
        key = ", ".join(f"{_percent(weight)} {DRIVER_LABELS[driver]}" for driver, weight in key_of(position))
        inputs[f"{position.name}, Schlüssel"] = key
    for driver in dict.fromkeys(driver for each in option.costs for driver in _drivers(each)):
        inputs |= _base(driver, partner, question.partners)
    return inputs


def _drivers(position: CostPosition) -> list[Driver]:
    named = [driver for driver, _weight in key_of(position)]
    return [each for each in (position.driver, *named) if each and each is not Driver.EQUAL]


def _base(driver: Driver, partner: Partner, partners: Sequence[Partner]) -> dict[str, str]:
    """Return what the partner has of a driver, and what all have."""
    label = DRIVER_LABELS[driver]
    own = partner.drivers.get(driver)
    known = [each.drivers[driver].value for each in partners if driver in each.drivers]
    total = number(sum(known, Decimal(0))) if len(known) == len(partners) else "nicht vollständig bekannt"
    return {
        f"{label} von {partner.name}": number(own.value) if own else "nicht bekannt",
        f"{label} aller Partner": total,
    }


def _percent(weight: Fraction) -> str:
    share = weight * 100
    return f"{number((Decimal(share.numerator) / Decimal(share.denominator)).normalize())} %"


# --- votes and influence -----------------------------------------------------------------------------------


def _says(
    partner: Partner,
    option: Option,
    question: Question,
    votes: Sequence[tuple[VoteRule, Influence]],
    version: str,
) -> list[FigureValue]:
    found: list[FigureValue] = []
    for place, (rule, influence) in enumerate(votes, start=1):
        matter = f"{rule.matter.label} ({place})" if len(votes) > 1 else rule.matter.label
        reason = Reason(
            FigureSource.OPTION,
            f"Abstimmung: {rule.words or rule.weighting.label}, {influence.quota}",
            section=rule.source,
            version=version,
            inputs=_base(Driver.INHABITANTS, partner, question.partners)
            if rule.weighting.value in ("per_started", "seats", "capital")
            else {"Partner": str(len(question.partners))},
        )
        say = next((each for each in influence.says if each.key == partner.key), None)
        total = sum(each.weight for each in influence.says)
        values = ("", "", "")
        if say is not None and total:
            power = str(Fraction(round(Decimal(repr(float(say.power))), PLACES)))
            values = (str(say.weight), str(Fraction(say.weight, total)), power)
        parts = (
            ("votes", "Stimmen", FigureUnit.VOTES),
            ("vote_share", "Anteil an den Stimmen", FigureUnit.PERCENT),
            ("influence", "Einfluss (so oft gibt die Stimme den Ausschlag)", FigureUnit.PERCENT),
        )
        for (key, label, unit), value in zip(parts, values, strict=True):
            found.append(
                FigureValue(f"{key}_{place}", f"{label}: {matter}", unit, value, reason, influence.missing)
            )
    return found


# --- what the partner says itself ---------------------------------------------------------------------------


def budget_figures(
    *, line: str, planned_cents: int | None, year: int | None, own: FigureValue | None, name: str
) -> list[FigureValue]:
    """Return the budget line, what is planned there, and what is still to be found for the own share."""
    said = Reason(FigureSource.PARTNER, f"Haushalt von {name}")
    found = [
        FigureValue(
            "budget_line", "Haushaltsstelle", FigureUnit.TEXT, line, said, "" if line else "Produkt, Konto"
        )
    ]
    words = f" {year}" if year else ""
    missing = "" if planned_cents is not None else "Ansatz im Haushalt"
    planned = "" if planned_cents is None else str(planned_cents)
    found.append(
        FigureValue("budget_planned", f"Ansatz im Haushalt{words}", FigureUnit.CENTS, planned, said, missing)
    )
    if own is None:
        return found
    gap_missing = own.missing or missing
    gap = "" if gap_missing else str(max(int(own.value) - int(planned), 0))
    reason = Reason(
        FigureSource.PARTNER,
        "Eigenanteil weniger Ansatz, mindestens 0",
        inputs={own.label: own.shown, "Ansatz": shown(FigureUnit.CENTS, planned, missing)},
    )
    found.append(
        FigureValue("budget_gap", f"noch bereitzustellen{words}", FigureUnit.CENTS, gap, reason, gap_missing)
    )
    return found
