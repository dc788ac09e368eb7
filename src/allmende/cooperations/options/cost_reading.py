"""Stored costs, their keys, and what groups would pay alone."""

from decimal import Decimal
from fractions import Fraction

from allmende.cooperations.options.domain import CostKind, CostPosition, GroupCost, Spread
from allmende.cooperations.options.fields import Fields
from allmende.ledger.domain import Mark
from allmende.sharing.keys import Driver


def position_from(fields: Fields) -> CostPosition:
    """Return the cost that a stored object describes."""
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


def group_cost_from(fields: Fields) -> GroupCost:
    """Return what a group of partners would pay alone."""
    members = frozenset(map(str, fields.data.get("members") or []))
    cents = fields.whole("cents", "Betrag")
    if not members or cents is None:
        raise fields.bad("", "Mitglieder oder Betrag fehlen.")
    return GroupCost(members, cents)
