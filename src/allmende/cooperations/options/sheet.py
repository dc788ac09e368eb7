"""The whole comparison as plain data: what page, Word file and PDF show, and what a snapshot keeps.

A cell is a list of lines; a line has `text`, `mark` (seen, to_verify, assumed, missing) and `source`. Amounts
are cents.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from string import ascii_uppercase
from typing import Any

from allmende.common.formats import euro, number
from allmende.cooperations.legal_forms import procedure
from allmende.cooperations.legal_forms.facts import ComparedForm, Statement, legal_forms
from allmende.cooperations.legal_forms.procedure import Answer
from allmende.cooperations.options.costs import LEVELS, Costs, costs_of, key_of
from allmende.cooperations.options.domain import CostPosition, Option, Partner, Question
from allmende.cooperations.options.influence import (
    influence_of,
    owner_sentence,
    rule_head,
    rule_words,
    weighting_words,
)
from allmende.cooperations.options.sensitivity import sensitivity_of
from allmende.cooperations.options.stability import stability_of
from allmende.cooperations.options.timetable import members_of, timetable
from allmende.ledger.domain import Mark
from allmende.sharing.keys import DRIVER_LABELS, Driver

VERSION = 1
MISSING = "missing"
NEW_VAT_LAW = date(2027, 1, 1)
VAT, DATA_PROTECTION, EXIT, STAFF = "vat", "data_protection", "exit", "staff"
OWN_ROWS = frozenset({VAT, DATA_PROTECTION, EXIT, STAFF})
"""Attributes that stand in a row of their own beside what was entered."""

Line = dict[str, str]
Cell = list[Line]


def line(text: str, mark: Mark | str = Mark.SEEN, source: str = "", version: str = "") -> Line:
    """Return one line of a cell; `version` is the day of the law's text, with the law."""
    return {"text": text, "mark": str(mark), "source": source, "version": version}


def missing(what: str) -> Line:
    """Return the line that says what one would have to know."""
    return line(f"Es fehlt: {what}.", MISSING)


def sheet_of(question: Question) -> dict[str, Any]:
    """Compute everything; raise an AllmendeError of the input that cannot be."""
    costs = {option.key: costs_of(option, question) for option in question.options}
    owner = next((partner for partner in question.partners if partner.key == question.owner), None)
    return {
        "version": VERSION,
        "title": question.title,
        "text": question.text,
        "on": question.on.isoformat(),
        "owner": question.owner,
        "owner_name": owner.name if owner else "",
        "years": list(range(question.first_year, question.first_year + question.years)),
        "partners": [_partner(partner) for partner in question.partners],
        "options": [_head(index, option) for index, option in enumerate(question.options)],
        "law": _law(question),
        "decisions": [_decisions(option, question) for option in question.options],
        "money": [_money(option, question, costs[option.key]) for option in question.options],
        "stability": [_stability(option, question) for option in question.options],
        "votes": [_votes(option, question) for option in question.options],
        "rows": list(_rows(question)),
        "sensitivity": _sensitivity(question),
        "criteria": _criteria(question),
        "stations": [_station(each) for each in question.stations],
        "consents": [{**asdict(each), "effect": each.effect.label} for each in question.consents],
        "climate": line(question.climate) if question.climate else missing("Aussage zum Klima"),
        "sources": list(question.sources),
    }


def _partner(partner: Partner) -> dict[str, Any]:
    people = partner.drivers.get(Driver.INHABITANTS)
    return {
        "key": partner.key,
        "name": partner.name,
        "population": int(people.value) if people else None,
        "as_of": people.as_of.isoformat() if people and people.as_of else "",
        "source": people.source if people else "",
        "pays_today": int(partner.pays_today.value) if partner.pays_today else None,
        "contract": partner.contract,
        "figures": [
            {
                "label": DRIVER_LABELS[driver],
                "value": str(figure.value),
                "as_of": figure.as_of.isoformat() if figure.as_of else "",
                "source": figure.source,
                "mark": figure.mark.value,
            }
            for driver, figure in partner.drivers.items()
        ],
    }


def _head(index: int, option: Option) -> dict[str, str]:
    return {
        "key": option.key,
        "letter": ascii_uppercase[index],
        "title": option.title,
        "form": option.form.value,
        "form_label": option.form.label,
        "law": option.form.law,
        "variant": option.variant,
    }


# --- law and decisions ---------------------------------------------------------------------------------


def _law(question: Question) -> list[dict[str, Any]]:
    if all(option.form is ComparedForm.OHNE for option in question.options):
        return []
    labels = legal_forms().labels.items()
    return [_law_row(name, label, question) for name, label in labels if name not in OWN_ROWS]


def _law_row(attribute: str, label: str, question: Question) -> dict[str, Any]:
    cells = [_law_cell(attribute, option, question.on) for option in question.options]
    return {"id": attribute, "label": label, "cells": cells}


def _law_cell(attribute: str, option: Option, on: date) -> Cell:
    if option.form is ComparedForm.OHNE:
        return []
    found = legal_forms().statement(attribute, option.form, on=on)
    return [_stated(found)] if found else [missing("Rechtslage an diesem Tag")]


def _stated(found: Statement) -> Line:
    return line(found.says, found.mark, found.reference, f"{found.law} {_day(found.version)}")


def _answer(answer: Answer) -> Line:
    return line(answer.says, answer.mark, answer.section)


def _decisions(option: Option, question: Question) -> dict[str, Any]:
    kind, approval = procedure.approval(option.form)
    return {
        "authority": _answer(procedure.competent_authority(option.form, members_of(question))),
        "approval": line(kind.label, approval.mark, approval.section),
        "steps": [
            {
                "what": step.what,
                "by": _day(step.by) if step.by else "",
                "missing": step.missing,
                "mark": step.mark.value,
                "section": step.section,
            }
            for step in timetable(option, question)
        ],
        "majorities": [_answer(each) for each in procedure.later_majorities(option.form)],
    }


# --- money ---------------------------------------------------------------------------------------------


def _money(option: Option, question: Question, costs: Costs) -> dict[str, Any]:
    gaps = list(dict.fromkeys(gap for year in costs.missing.values() for gap in year))
    return {
        "missing": gaps,
        "years": {
            str(year): {level: sum(costs.amounts[level][year].values()) for level in LEVELS}
            for year in costs.amounts["base"]
        },
        "missing_years": {str(year): list(what) for year, what in costs.missing.items() if what},
        "total": {level: costs.total(level) for level in LEVELS},
        "partners": [_partner_money(partner, question, costs) for partner in question.partners],
        "positions": [_position(each, question) for each in option.costs],
        "note": option.cost_note,
    }


def _partner_money(partner: Partner, question: Question, costs: Costs) -> dict[str, Any]:
    today = int(partner.pays_today.value) if partner.pays_today else None
    total = costs.total("base", partner.key)
    difference = total - today * question.years if total is not None and today is not None else None
    return {
        "key": partner.key,
        "years": {
            str(year): {level: costs.amounts[level][year][partner.key] for level in LEVELS}
            for year in costs.amounts["base"]
        },
        "total": {level: costs.total(level, partner.key) for level in LEVELS},
        "difference": difference,
        "missing": _missing_for(partner, total, today),
    }


def _missing_for(partner: Partner, total: int | None, today: int | None) -> list[str]:
    return [] if total is None or today is not None else [f"heutige Zahlung von {partner.name}"]


def _position(position: CostPosition, question: Question) -> dict[str, Any]:
    payer = next((each.name for each in question.partners if each.key == position.payer), "")
    key = ", ".join(f"{_percent(weight)} {DRIVER_LABELS[driver]}" for driver, weight in key_of(position))
    return {
        "name": position.name,
        "kind": position.kind.label,
        "amount": amount_words(position),
        "key": f"trägt {payer}" if payer else key,
        "span": _span(position),
        "source": position.source,
        "mark": position.mark.value,
    }


def amount_words(position: CostPosition) -> str:
    """Return the amount with its range and what it is counted by."""
    if position.amount.base is None:
        return "fehlt: Betrag"
    said = euro(position.amount.base)
    if position.amount.is_open:
        bounds = " bis ".join(
            euro(each) for each in (position.amount.at("low"), position.amount.at("high")) if each
        )
        said = f"{said} ({bounds})"
    if position.driver:
        per = f" je {number(position.step)}" if position.step else " je Einheit"
        said = f"{said}{per} {DRIVER_LABELS[position.driver]}"
    return f"{said}, jährlich {number(position.growth)} % mehr" if position.growth else said


def _span(position: CostPosition) -> str:
    if position.first_year and position.last_year:
        return f"{position.first_year} bis {position.last_year}"
    if position.last_year:
        return f"bis {position.last_year}"
    return f"ab {position.first_year}" if position.first_year else ""


def _percent(weight: Any) -> str:
    return f"{float(100 * weight):g} %".replace(".", ",")


def _stability(option: Option, question: Question) -> dict[str, Any]:
    found = stability_of(option, question)
    said = [missing(found.missing)] if found.missing else [line(each) for each in found.sentences]
    return {"lines": said, "method": found.method, "tolerance": found.tolerance}


# --- influence -----------------------------------------------------------------------------------------


def _votes(option: Option, question: Question) -> list[dict[str, Any]]:
    return [_vote(index, option, question) for index in range(len(option.votes))]


def _vote(index: int, option: Option, question: Question) -> dict[str, Any]:
    rule = option.votes[index]
    found = influence_of(rule, question.partners)
    return {
        "matter": rule.matter.label,
        "words": rule_words(rule),
        "head": rule_head(rule),
        "weighting": weighting_words(rule),
        "quota": found.quota,
        "mark": rule.mark.value,
        "source": rule.source,
        "missing": found.missing,
        "owner": owner_sentence(found, question.owner),
        "sentences": list(found.sentences),
        "says": [asdict(each) for each in found.says],
        "method": found.method,
        "tolerance": found.tolerance,
    }


# --- the other rows ------------------------------------------------------------------------------------


def _rows(question: Question) -> Iterable[dict[str, Any]]:
    makers: tuple[tuple[str, str, Callable[[Option, Question], Cell]], ...] = (
        ("exit", "Ausstieg", _exit),
        ("vat", "Umsatzsteuer", _vat),
        ("in_house", "Direkt beauftragen (Vergaberecht)", _in_house),
        ("staff", "Personal", _staff),
        ("data_protection", "Datenschutz", _data_protection),
        ("open", "Offene Punkte", _open),
    )
    for name, label, make in makers:
        yield {"id": name, "label": label, "cells": [make(option, question) for option in question.options]}


def _entered(text: str, what: str) -> Cell:
    return [line(text)] if text else [missing(what)]


def _exit(option: Option, question: Question) -> Cell:
    if option.form is ComparedForm.OHNE and not option.exit:
        return [line("Entfällt.", Mark.ASSUMED)]
    return [
        *_law_cell(EXIT, option, question.on),
        *_entered(option.exit, "Kündigungsfrist und Kosten, die bleiben"),
    ]


def _vat(option: Option, question: Question) -> Cell:
    if option.form is ComparedForm.OHNE:
        return [line("Entfällt.", Mark.ASSUMED)]
    now = _law_cell(VAT, option, question.on)
    later = _law_cell(VAT, option, NEW_VAT_LAW)
    cell = (
        now if question.on >= NEW_VAT_LAW or now == later else [*now, *(_from_2027(each) for each in later)]
    )
    if option.form in procedure.AGREEMENTS | procedure.ASSOCIATIONS:
        checked = procedure.vat_check(option.vat_conditions)
        cell = [
            *cell,
            line(checked, MISSING if checked.startswith("Es fehlt") else Mark.SEEN, "§ 2b Abs. 3 Nr. 2 UStG"),
        ]
    return cell


def _from_2027(later: Line) -> Line:
    return {**later, "text": f"Ab 1.1.2027: {later['text']}"}


def _in_house(option: Option, question: Question) -> Cell:
    answers = procedure.in_house_check(
        option.form,
        own_share=option.own_share,
        has_private_capital=option.has_private_capital,
        all_represented=option.all_represented,
    )
    return [
        line(each.says, MISSING if "es fehlt" in each.says else each.mark, each.section) for each in answers
    ]


def _staff(option: Option, question: Question) -> Cell:
    cell = [*_law_cell(STAFF, option, question.on), *_entered(option.staff, "wer wechselt, wer bleibt")]
    if option.officials is None and option.form is ComparedForm.OHNE:
        return cell
    if option.officials is None:
        return [*cell, missing("Zahl der betroffenen Beamtinnen und Beamten")]
    return [*cell, line(f"Betroffene Beamtinnen und Beamte: {option.officials}")]


def _data_protection(option: Option, question: Question) -> Cell:
    return [
        *_law_cell(DATA_PROTECTION, option, question.on),
        *_entered(option.data_protection, "welche Verträge und Verzeichnisse anzupassen sind"),
    ]


def _open(option: Option, question: Question) -> Cell:
    return [line(each) for each in option.open_points] or [line("Keine genannt.")]


def _sensitivity(question: Question) -> dict[str, Any]:
    found = sensitivity_of(question)
    return {
        "missing": found.missing,
        "sentences": list(found.sentences),
        "order": [{"title": title, "cents": cents} for title, cents in found.order],
    }


def _criteria(question: Question) -> dict[str, Any] | None:
    if not question.criteria:
        return None
    rows = [
        {"name": name, "weight": weight, "points": [option.scores.get(name) for option in question.options]}
        for name, weight in question.criteria
    ]
    sums: list[int | None] = []
    for option in question.options:
        known = [option.scores.get(name) for name, _weight in question.criteria]
        sums.append(None if None in known else _weighted(question.criteria, option))
    return {"rows": rows, "sums": sums}


def _weighted(criteria: Sequence[tuple[str, int]], option: Option) -> int:
    return sum(weight * option.scores[name] for name, weight in criteria)


def _station(station: Any) -> dict[str, str]:
    return {
        "committee": station.committee,
        "on": _day(station.on) if station.on else "",
        "role": station.role,
    }


def _day(value: date) -> str:
    return f"{value.day:02d}.{value.month:02d}.{value.year}"
