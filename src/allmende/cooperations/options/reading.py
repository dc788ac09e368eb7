"""Stored inputs (JSON) become a Question."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.options.cost_reading import group_cost_from, position_from
from allmende.cooperations.options.domain import (
    MAX_OPTIONS,
    MAX_PARTNERS,
    MAX_YEARS,
    ConsentEffect,
    ConsentNeed,
    Figure,
    Option,
    Partner,
    Question,
    Station,
)
from allmende.cooperations.options.errors import TooManyPartners
from allmende.cooperations.options.fields import Fields
from allmende.cooperations.options.vote_reading import vote_rule_from
from allmende.ledger.domain import Mark
from allmende.register.domain import Kind
from allmende.sharing.keys import DRIVER_LABELS, Driver

Value = TypeVar("Value")


def question_from(data: Mapping[str, Any]) -> Question:
    """Return the comparison that stored inputs describe; raise BadInput with the place of a mistake."""
    fields = Fields(data, "Vergleich")
    listed = data.get("partners") or []
    if isinstance(listed, Sequence) and len(listed) > MAX_PARTNERS:
        raise TooManyPartners(
            limit=f"{MAX_PARTNERS:,}".replace(",", "."), count=f"{len(listed):,}".replace(",", ".")
        )
    partners = fields.rows("partners", partner_from, "Beteiligte")
    _check_partners(fields, partners)
    if len(data.get("options") or []) > MAX_OPTIONS:
        raise fields.bad("Alternativen", "Möglich sind höchstens {limit}.", limit=MAX_OPTIONS)
    options = fields.rows("options", _option, "Alternative")
    if len({option.key for option in options}) < len(options):
        raise fields.bad("Alternativen", "Eine Kennung kommt doppelt vor.")
    question = Question(
        title=fields.text("title"),
        text=fields.text("text"),
        on=_needed(fields, fields.day("on", "Stichtag"), "Stichtag"),
        first_year=_needed(fields, fields.whole("first_year", "erstes Jahr", most=2200), "erstes Jahr"),
        years=_needed(fields, fields.whole("years", "Zahl der Jahre", most=MAX_YEARS), "Zahl der Jahre"),
        owner=fields.text("owner"),
        partners=partners,
        options=options,
        stations=fields.rows("stations", _station, "Beratung"),
        consents=fields.rows("consents", _consent, "Zustimmung"),
        criteria=fields.rows("criteria", _criterion, "Kriterium"),
        climate=fields.text("climate"),
        sources=tuple(map(str, data.get("sources") or [])),
    )
    _check(fields, question)
    return question


def _needed(fields: Fields, value: Value | None, label: str) -> Value:
    if value is None:
        raise fields.bad(label, "Die Angabe fehlt.")
    return value


def _check_partners(fields: Fields, partners: Sequence[Partner]) -> None:
    seen: set[str] = set()
    names: set[str] = set()
    for partner in partners:
        if partner.key in seen or partner.name in names:
            raise fields.bad(
                "Beteiligte", "„{name}“ kommt doppelt vor. Nennen Sie jeden genau einmal.", name=partner.name
            )
        seen.add(partner.key)
        names.add(partner.name)


def _check(fields: Fields, question: Question) -> None:
    keys = {partner.key for partner in question.partners}
    if not question.title:
        raise fields.bad("Titel", "Die Angabe fehlt.")
    if question.partners and question.owner not in keys:
        raise fields.bad("Sicht", "Die Körperschaft, aus deren Sicht verglichen wird, ist nicht beteiligt.")
    for option in question.options:
        place = Fields({}, f"Alternative „{option.title}“")
        for position in option.costs:
            if position.payer and position.payer not in keys:
                raise place.bad(position.name, "Wer zahlt, ist nicht beteiligt.")
        for named in [
            *(rule.given for rule in option.votes),
            *(group.members for group in option.group_costs),
            *(rule.vetoes for rule in option.votes),
        ]:
            for key in named:
                if key not in keys:
                    raise place.bad("", "„{name}“ ist nicht beteiligt.", name=key)


def partner_from(fields: Fields) -> Partner:
    """Return the partner that a stored object describes."""
    name = fields.text("name")
    named = Fields(fields.data, name or fields.place)
    key = fields.text("key")
    if not name or not key:
        raise fields.bad("", "Name oder Schlüssel fehlt.")
    drivers = {}
    for code, figure in (fields.data.get("drivers") or {}).items():
        driver = Fields({"code": code}, named.place).code("code", Driver, "Bezugsgröße")
        found = _figure(Fields(figure, named.place), DRIVER_LABELS[driver])
        if found is not None:
            drivers[driver] = found
    today = fields.inside("pays_today")
    return Partner(
        key=key,
        name=name,
        kind=fields.code("kind", Kind, "Art"),
        district=fields.text("district"),
        drivers=drivers,
        pays_today=_figure(Fields(today.data, named.place), "heutige Zahlung"),
        contract=fields.text("contract"),
    )


def _figure(fields: Fields, label: str) -> Figure | None:
    value = fields.number("value", label)
    if value is None:
        return None
    mark = fields.code("mark", Mark, "Beleg", Mark.SEEN)
    return Figure(value, fields.day("as_of", label), fields.text("source"), mark)


def _option(fields: Fields) -> Option:
    title = fields.text("title")
    named = Fields(fields.data, f"Alternative „{title}“" if title else fields.place)
    if not title or not fields.text("key"):
        raise fields.bad("", "Titel oder Kennung fehlt.")
    checks = named.data.get("vat_conditions") or []
    conditions = tuple(
        each if isinstance(each, bool) else None for each in [*checks, None, None, None, None][:4]
    )
    own_share = named.number("own_share", "Anteil für die Träger")
    if own_share is not None and own_share > 100:
        raise named.bad("Anteil für die Träger", "{value} % ist mehr als 100 %.", value=own_share)
    return Option(
        key=fields.text("key"),
        title=title,
        form=named.code("form", ComparedForm, "Rechtsform"),
        variant=named.text("variant"),
        costs=named.rows("costs", position_from, f"{named.place}, Kosten"),
        cost_note=named.text("cost_note"),
        group_costs=named.rows("group_costs", group_cost_from, f"{named.place}, Kosten je Gruppe"),
        votes=named.rows("votes", vote_rule_from, f"{named.place}, Abstimmung"),
        exit=named.text("exit"),
        starts_on=named.day("starts_on", "gewünschter Beginn"),
        applied_on=named.day("applied_on", "Tag des Antrags"),
        own_share=own_share,
        has_private_capital=named.truth("has_private_capital"),
        all_represented=named.truth("all_represented"),
        vat_conditions=conditions,
        staff=named.text("staff"),
        officials=named.whole("officials", "Zahl der Beamtinnen und Beamten", most=10**7),
        data_protection=named.text("data_protection"),
        open_points=tuple(map(str, named.data.get("open_points") or [])),
        scores={str(name): int(value) for name, value in (named.data.get("scores") or {}).items()},
    )


def _station(fields: Fields) -> Station:
    return Station(fields.text("committee"), fields.day("on", "Tag"), fields.text("role"))


def _consent(fields: Fields) -> ConsentNeed:
    effect = fields.code("effect", ConsentEffect, "Wirkung", ConsentEffect.UNCLEAR)
    return ConsentNeed(
        who=fields.text("who"),
        basis=fields.text("basis"),
        effect=effect,
        state=fields.text("state"),
        source=fields.text("source"),
        options=tuple(map(str, fields.data.get("options") or [])),
    )


def _criterion(fields: Fields) -> tuple[str, int]:
    weight = fields.whole("weight", "Gewicht", most=1000)
    if not fields.text("name") or weight is None:
        raise fields.bad("", "Name oder Gewicht fehlt.")
    return fields.text("name"), weight
