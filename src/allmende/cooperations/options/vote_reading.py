"""Stored voting rules."""

from decimal import Decimal
from fractions import Fraction

from allmende.cooperations.domain import Matter
from allmende.cooperations.options.domain import VoteRule, Weighting
from allmende.cooperations.options.fields import Fields
from allmende.ledger.domain import Mark

MOST_VOTES = 10**12


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
