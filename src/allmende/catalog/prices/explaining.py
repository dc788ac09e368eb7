"""Why a charge is what it is: the tree that „Warum dieser Betrag?“ shows, in the shape of `rules.explain`."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from allmende.catalog.prices.charging import Charge, LevyShare
from allmende.catalog.prices.components import Interval, Price, PriceKind
from allmende.common.formats import day, euro, number
from allmende.rules.texts import decimal_of
from allmende.rules.units import unit

JsonNode = dict[str, Any]
PLACES = 6
NUMBER = unit("1")


def shown_number(value: Fraction) -> str:
    """Return `1.234,5`; a number without end is rounded and says so."""
    exact = decimal_of(value, NUMBER)
    if exact is not None:
        return number(exact.normalize() if exact % 1 else exact.quantize(Decimal(1)))
    return f"rund {number(Decimal(round(value * 10**PLACES)).scaleb(-PLACES))}"


def shown_euros(euros: Fraction) -> str:
    """Return an amount with all its places, at least two: `0,1875 €`."""
    exact = decimal_of(euros, NUMBER)
    if exact is None:
        return f"rund {euro(Decimal(round(euros * 100)) / 100)}"
    return euro(exact) if exact == exact.quantize(Decimal("0.01")) else f"{number(exact.normalize())}\u00a0€"


def counted_words(kind: PriceKind, value: Fraction) -> str:
    """Return `1 Arbeitsplatz`, `35.101 Einwohnerinnen und Einwohner`."""
    one, several = kind.counted
    return f"{shown_number(value)} {one if value == 1 else several}".strip()


def tree_of(charge: Charge) -> JsonNode:
    """Return the reasons of a charge: the component, its amount, the quantity, time, index, discount."""
    price = charge.price
    inputs = [*_quantity_nodes(charge), *_amount_nodes(charge), *_time_nodes(charge), *_change_nodes(charge)]
    node = _node(price.code, price.label, "rule", euro(charge.cents), sentence=sentence_of(charge))
    node |= {
        "value": f"{Decimal(charge.cents) / 100:.2f}",
        "unit": "EUR",
        "section": f"{price.ground_kind.label}: {price.ground}" if price.ground else price.ground_kind.label,
        "source": price.source or None,
        "inputs": inputs,
    }
    if charge.exact_cents != charge.cents:
        node["rounding"] = {
            "to": f"{Decimal(price.rounding.step_cents) / 100:.2f} EUR",
            "mode": price.rounding.mode.value,
            "section": price.rounding.source,
            "before": "",
        }
    return node


def sentence_of(charge: Charge) -> str:
    """Return the calculation in one German sentence."""
    return f"{charge.price.label}: {' '.join(_steps(charge))} = {euro(charge.cents)}."


def _steps(charge: Charge) -> list[str]:
    price, situation = charge.price, charge.situation
    if price.kind is PriceKind.AT_COST and situation.cost_cents is not None:
        return [f"Aufwand {euro(situation.cost_cents)} − Abschläge {euro(situation.advances_cents)}"]
    if price.kind is PriceKind.AT_COST:
        parts = [f"Abschlag {euro(price.advance_cents)} {price.interval.label}"]
    elif price.kind is PriceKind.LEVY and (share := situation.levy_share(price)):
        parts = [_levy_words(price, share)]
    elif charge.unit_amounts and price.kind.counted[0]:
        each = [f"{counted_words(price.kind, part)} × {shown_euros(am)}" for part, am in charge.unit_amounts]
        together = " + ".join(each)
        parts = [f"({together})" if len(each) > 1 else together]
    else:
        parts = [shown_euros(price.amount)]
    if span := _span_words(charge):
        parts.append(f"× {span}")
    if charge.index_factor != 1:
        parts.append(f"× {shown_number(charge.index_factor)} (Index)")
    if charge.discount_cents:
        parts.append(f"− {shown_euros(charge.discount_cents / 100)} Nachlass")
    return parts


def _levy_words(price: Price, share: LevyShare) -> str:
    total = price.total_cents if share.of_cents is None else share.of_cents
    words = f" nach {share.key_words}" if share.key_words else ""
    stand = f" (bestellt bis {day(share.as_of)}, mit dieser Kommune)" if share.as_of else ""
    among = f" unter {share.bearers}, die es abnehmen{stand}" if share.bearers else ""
    return f"Anteil an {euro(total)}{words}{among}"


def _span_words(charge: Charge) -> str:
    """Return for how long an amount is charged; empty where it is for the whole interval."""
    months, interval = charge.months, charge.price.interval
    share = charge.situation.levy_share(charge.price)
    if not months or months == interval.months or (share and share.of_cents is not None):
        return ""
    if interval is Interval.MONTH:
        return f"{months} Monate"
    if interval is Interval.YEAR:
        return f"{months} von 12 Monaten"
    return f"{shown_number(Fraction(months, 3))} Quartale"


def _quantity_nodes(charge: Charge) -> list[JsonNode]:
    price = charge.price
    reported = charge.situation.quantities.get(price.kind)
    if charge.counted is None or reported is None:
        return []
    said = counted_words(price.kind, reported.value)
    as_of = f", Stand {day(reported.as_of)}" if reported.as_of else ""
    node = _node(
        f"{price.code}.quantity", "gemeldete Menge", "input", said, sentence=f"Menge: {said}{as_of}."
    )
    node["source"] = reported.source or None
    nodes = [node]
    if charge.counted != reported.value:
        why = []
        if price.quantity_step:
            why.append(f"aufgerundet auf je angefangene {shown_number(price.quantity_step)}")
        if price.included_quantity:
            why.append(f"{shown_number(price.included_quantity)} sind enthalten")
        words = counted_words(price.kind, charge.counted)
        nodes.append(
            _node(
                f"{price.code}.counted",
                "abgerechnete Menge",
                "rule",
                words,
                sentence=f"Abgerechnet werden {words} ({', '.join(why)}).",
            )
        )
    return nodes


def _amount_nodes(charge: Charge) -> list[JsonNode]:
    price = charge.price
    if price.kind in {PriceKind.AT_COST, PriceKind.LEVY}:
        total = euro(price.total_cents or price.advance_cents)
        nodes = [_node(f"{price.code}.total", "Betrag der Vereinbarung", "parameter", total, price)]
        share = charge.situation.levy_share(price)
        if share and share.of_cents is not None:
            part = euro(share.of_cents)
            said = f"Von {total} im Jahr fallen {part} auf {charge.period.german}."
            nodes.append(_node(f"{price.code}.part", "davon in diesem Zeitraum", "rule", part, sentence=said))
        return nodes
    return [
        _node(
            f"{price.code}.amount-{index}",
            "Preis" if len(price.stages_or_flat) == 1 else f"Preis über {shown_number(stage.above)}",
            "parameter",
            f"{shown_euros(stage.amount)} {_per(price)}",
            price,
        )
        for index, stage in enumerate(price.stages_or_flat, start=1)
    ]


def _per(price: Price) -> str:
    parts = [price.kind.label if price.kind.counted[0] else ""]
    parts.append("" if price.interval is Interval.OCCASION else price.interval.label)
    return " ".join(filter(None, parts)) or "einmalig"


def _time_nodes(charge: Charge) -> list[JsonNode]:
    if not charge.months:
        return []
    text = f"{charge.months} Monate" if charge.months != 1 else "1 Monat"
    within = f"{charge.months} Monaten" if charge.months != 1 else "einem Monat"
    said = f"Abgenommen in {within} von {charge.period.german}; ein angefangener Monat zählt ganz."
    return [_node(f"{charge.price.code}.months", "Monate", "input", text, sentence=said)]


def _change_nodes(charge: Charge) -> list[JsonNode]:
    price, nodes = charge.price, []
    stands_at = charge.situation.indexes.get(price.index.name) if price.index else None
    if price.index is not None and stands_at is not None:
        moved = charge.index_factor != 1
        since = f" ab {day(stands_at.as_of)}" if stands_at.as_of else ""
        said = (
            f"{price.index.name}: {shown_number(price.index.base_value)} → "
            f"{shown_number(stands_at.value)}{since}"
            + ("." if moved else "; die Schwelle ist nicht erreicht.")
        )
        factor = shown_number(charge.index_factor)
        node = _node(f"{price.code}.index", "Preisgleitung", "parameter", factor, price, said)
        node["source"] = stands_at.source or None
        nodes.append(node)
    if charge.discount_cents and price.discount:
        said = (
            f"Nachlass von {shown_number(price.discount.percent)} Prozent, weil bis zum "
            f"{day(price.discount.last_order_day)} bestellt wurde."
        )
        shown = f"{shown_number(price.discount.percent)} %"
        nodes.append(_node(f"{price.code}.discount", "Nachlass", "parameter", shown, price, said))
    return nodes


def _node(
    name: str, label: str, kind: str, shown: str, price: Price | None = None, sentence: str = ""
) -> JsonNode:
    section = f"{price.ground_kind.label}: {price.ground}" if price and price.ground else None
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "value": shown,
        "shown": shown,
        "unit": "",
        "section": section,
        "source": None,
        "version": None,
        "status": None,
        "mark": None,
        "valid": None,
        "known": None,
        "rounding": None,
        "layer": None,
        "sentence": sentence or f"{label}: {shown}.",
        "inputs": [],
    }
