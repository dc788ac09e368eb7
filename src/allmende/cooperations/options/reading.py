"""Stored inputs (JSON) become a Question; every mistake is told with its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from allmende.common.errors import Phrase
from allmende.cooperations.domain import Matter
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.options.domain import (
    MAX_OPTIONS,
    MAX_PARTNERS,
    MAX_YEARS,
    ConsentEffect,
    ConsentNeed,
    CostKind,
    CostPosition,
    Figure,
    GroupCost,
    Option,
    Partner,
    Question,
    Spread,
    Station,
    VoteRule,
    Weighting,
)
from allmende.cooperations.options.errors import BadInput, TooManyPartners
from allmende.ledger.domain import Mark
from allmende.register.domain import Kind
from allmende.sharing.keys import DRIVER_LABELS, Driver

Code = TypeVar("Code", bound=StrEnum)
Value = TypeVar("Value")
MOST_CENTS = 10**15
MOST_VOTES = 10**12
DIGITS = 18


@dataclass(frozen=True, slots=True)
class Fields:
    """The entries of one object, with the place that a message names."""

    data: Mapping[str, Any]
    place: str

    def bad(self, name: str, problem: str, /, **values: object) -> BadInput:
        """Return the error for an entry; `problem` is filled from `values` in the reader's language."""
        where = Phrase("{place}, {name}", place=self.place, name=Phrase(name)) if name else self.place
        return BadInput(place=where, problem=Phrase(problem, **values))

    def text(self, name: str) -> str:
        return str(self.data.get(name) or "").strip()

    def number(self, name: str, label: str) -> Decimal | None:
        value = self.data.get(name)
        if value is None or value == "":
            return None
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            raise self.bad(label, "„{text}“ ist keine Zahl.", text=str(value)[:40]) from None
        if not found.is_finite() or found.adjusted() > DIGITS:
            raise self.bad(label, "Diese Zahl ist nicht möglich.")
        if found < 0:
            raise self.bad(label, "{value} ist negativ. Tragen Sie eine Zahl ab null ein.", value=value)
        return found

    def whole(self, name: str, label: str, *, most: int = MOST_CENTS) -> int | None:
        found = self.number(name, label)
        if found is None:
            return None
        if found != found.to_integral_value() or found > most:
            raise self.bad(label, "„{text}“ ist keine ganze Zahl von 0 bis {most}.", text=found, most=most)
        return int(found)

    def day(self, name: str, label: str) -> date | None:
        value = self.data.get(name)
        if not value:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.bad(label, "„{text}“ ist kein Tag.", text=str(value)[:40]) from None

    def code(self, name: str, codes: type[Code], label: str, default: Code | None = None) -> Code:
        value = self.data.get(name) or default
        try:
            return codes(str(value))
        except ValueError:
            raise self.bad(label, "„{text}“ gibt es nicht.", text=str(value)[:40]) from None

    def truth(self, name: str) -> bool | None:
        value = self.data.get(name)
        return value if isinstance(value, bool) else None

    def rows(self, name: str, read: Callable[["Fields"], Value], label: str) -> tuple[Value, ...]:
        values = self.data.get(name) or []
        if not isinstance(values, list) or not all(isinstance(each, Mapping) for each in values):
            raise self.bad(label, "Das ist keine Liste von Einträgen.")
        return tuple(read(Fields(each, f"{label} {index}")) for index, each in enumerate(values, start=1))

    def inside(self, name: str) -> "Fields":
        value = self.data.get(name)
        return Fields(value if isinstance(value, Mapping) else {}, self.place)


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
        costs=named.rows("costs", _position, f"{named.place}, Kosten"),
        cost_note=named.text("cost_note"),
        group_costs=named.rows("group_costs", _group_cost, f"{named.place}, Kosten je Gruppe"),
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


def _position(fields: Fields) -> CostPosition:
    kind = fields.code("kind", CostKind, "Art")
    driver = fields.code("driver", Driver, "Bezugsgröße") if fields.data.get("driver") else None
    step = fields.number("step", "Größe der Stufe")
    if kind in (CostKind.PER_UNIT, CostKind.STEPS) and driver is None:
        raise fields.bad("Bezugsgröße", "Beträge je Einheit oder Stufe brauchen eine Bezugsgröße.")
    if kind is CostKind.STEPS and not step:
        raise fields.bad("Größe der Stufe", "Stufen brauchen eine Größe über null.")
    spread = Spread(
        fields.whole("base", "Betrag"),
        fields.whole("low", "unterer Wert"),
        fields.whole("high", "oberer Wert"),
    )
    _check_spread(fields, spread)
    first, last = (
        fields.whole("first_year", "ab Jahr", most=2200),
        fields.whole("last_year", "bis Jahr", most=2200),
    )
    if first is not None and last is not None and last < first:
        raise fields.bad(
            "Jahre", "Das letzte Jahr ({last}) liegt vor dem ersten ({first}).", last=last, first=first
        )
    return CostPosition(
        name=fields.text("name") or kind.label,
        kind=kind,
        amount=spread,
        driver=driver,
        step=step,
        key=key_from(fields),
        payer=fields.text("payer"),
        first_year=first,
        last_year=last,
        is_open_after=bool(fields.truth("is_open_after")),
        growth=fields.number("growth", "Steigerung") or Decimal(0),
        source=fields.text("source"),
        mark=fields.code("mark", Mark, "Beleg", Mark.SEEN),
    )


def _check_spread(fields: Fields, spread: Spread) -> None:
    known = [each for each in (spread.low, spread.base, spread.high) if each is not None]
    if known != sorted(known):
        raise fields.bad("Betrag", "Der untere Wert muss der kleinste, der obere der größte sein.")
    if spread.is_open and spread.base is None:
        raise fields.bad("Betrag", "Neben unterem oder oberem Wert fehlt der wahrscheinliche.")


def key_from(fields: Fields) -> tuple[tuple[Driver, Fraction], ...]:
    """Return the mixture of a cost key; raise BadInput unless it makes 100 %."""
    parts = fields.rows("key", _key_part, f"{fields.place}, Schlüssel")
    if parts and sum(weight for _driver, weight in parts) != 1:
        total = sum(weight for _driver, weight in parts) * 100
        percent = f"{float(total):g}".replace(".", ",")
        raise fields.bad("Schlüssel", "Die Anteile ergeben {total} % statt 100 %.", total=percent)
    return parts


def _key_part(fields: Fields) -> tuple[Driver, Fraction]:
    percent = fields.number("percent", "Anteil")
    if percent is None or percent > 100:
        raise fields.bad("Anteil", "{value} % ist nicht möglich. Geben Sie 0 bis 100 an.", value=percent)
    return fields.code("driver", Driver, "Bezugsgröße"), Fraction(percent) / 100


def _group_cost(fields: Fields) -> GroupCost:
    members = frozenset(map(str, fields.data.get("members") or []))
    cents = fields.whole("cents", "Betrag")
    if not members or cents is None:
        raise fields.bad("", "Mitglieder oder Betrag fehlen.")
    return GroupCost(members, cents)


def vote_rule_from(fields: Fields) -> VoteRule:
    """Return the rule that a stored object describes."""
    weighting = fields.code("weighting", Weighting, "Stimmen")
    share = _share(fields)
    unit = fields.whole("unit", "Einwohner je Stimme", most=10**9) or 0
    if weighting is Weighting.PER_STARTED and not unit:
        raise fields.bad("Einwohner je Stimme", "Geben Sie eine Zahl über null an.")
    given = {
        str(key): fields.__class__({"votes": value}, fields.place).number("votes", f"Stimmen von {key}")
        or Decimal(0)
        for key, value in (fields.data.get("given") or {}).items()
    }
    total = fields.number("total", "Summe der Stimmen")
    if weighting is Weighting.GIVEN and total is not None and sum(given.values()) != total:
        raise fields.bad(
            "Stimmen",
            "Die Stimmen ergeben {held}, angegeben sind {total}. Berichtigen Sie sie.",
            held=sum(given.values()),
            total=total,
        )
    if weighting is Weighting.CAPITAL and sum(given.values()) > 100:
        raise fields.bad(
            "Kapital", "Die Anteile ergeben {total} %, mehr als 100 %.", total=sum(given.values())
        )
    return VoteRule(
        matter=fields.code("matter", Matter, "Gegenstand", Matter.SIMPLE),
        weighting=weighting,
        share=share,
        more_than=bool(fields.truth("more_than")),
        unit=unit,
        thresholds=tuple(int(each) for each in fields.data.get("thresholds") or []),
        given=given,
        total=total,
        needed=fields.whole("needed", "nötige Stimmen", most=MOST_VOTES),
        needs_heads=bool(fields.truth("needs_heads")),
        vetoes=tuple(map(str, fields.data.get("vetoes") or [])),
        words=fields.text("words"),
        source=fields.text("source"),
        mark=fields.code("mark", Mark, "Beleg", Mark.ASSUMED),
    )


def _share(fields: Fields) -> Fraction:
    written = fields.text("share") or "1/2"
    try:
        share = Fraction(written)
    except (ValueError, ZeroDivisionError):
        raise fields.bad("Mehrheit", "„{text}“ ist kein Bruch wie 2/3.", text=written[:40]) from None
    if share > 1 or (share == 1 and fields.truth("more_than")):
        raise fields.bad(
            "Mehrheit", "{share} aller Stimmen ist unerreichbar. Senken Sie die Schwelle.", share=written
        )
    if share <= 0:
        raise fields.bad("Mehrheit", "Die Schwelle muss über null liegen.")
    return share


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
