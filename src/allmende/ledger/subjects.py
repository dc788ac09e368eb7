"""Calculations of a matter that another app keeps: a paper, a cooperation. It is known by its address."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from allmende.ledger import queries
from allmende.ledger.models import Calculation, Posting
from allmende.register import queries as register


@dataclass(frozen=True, slots=True)
class AboutRow:
    """A calculation with what stands posted, each stream with the posting that explains it best."""

    calculation: Calculation
    lines: list["AboutLine"]


@dataclass(frozen=True, slots=True)
class AboutLine:
    """One stream: who pays whom how much in all, and the newest posting of it."""

    payer: str
    payee: str
    what: str
    cents: int
    url: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state of a calculation of a matter: why it was run, and what each stream came to by then."""

    calculation: Calculation
    reason: str
    known_on: date
    streams: dict[tuple[int, int, bool], int]
    """Cents by payer, payee and whether the payer bears them from own money."""


def states_about(url: str, *, user: register.AnyUser, on: date) -> list[StateRow]:
    """Return every state of the calculations of a matter, in order; at most two queries."""
    found = queries.visible_calculations(user, on=on).filter(subject_url=url) if url else None
    rows = found.order_by("pk").prefetch_related("versions__postings") if found is not None else []
    states = []
    for calculation in rows:
        sums: dict[tuple[int, int, bool], int] = defaultdict(int)
        for version in sorted(calculation.versions.all(), key=lambda each: each.number):
            for row in version.postings.all():
                sums[row.payer_id, row.payee_id, row.from_own_money] += row.cents
            states.append(StateRow(calculation, version.reason, version.known_on, dict(sums)))
    return states


def calculations_about(url: str, *, user: register.AnyUser, on: date) -> list[AboutRow]:
    """Return the calculations of a matter (a paper, a cooperation) by its address; at most three queries."""
    found = list(queries.visible_calculations(user, on=on).filter(subject_url=url).order_by("pk"))
    if not found:
        return []
    postings = list(queries.current_postings([each.pk for each in found]))
    bodies = register.bodies_by_id({each for row in postings for each in (row.payer_id, row.payee_id)}, on=on)
    streams: dict[tuple[int, str, int, int], list[Posting]] = defaultdict(list)
    for row in postings:
        assert row.version is not None  # noqa: S101 - chosen by their version
        streams[row.version.calculation_id, row.rule, row.payer_id, row.payee_id].append(row)
    lines: dict[int, list[AboutLine]] = defaultdict(list)
    for (calculation, rule, payer, payee), rows in streams.items():
        newest = rows[-1]
        lines[calculation].append(
            AboutLine(
                str(bodies.get(payer, "")),
                str(bodies.get(payee, "")),
                str(newest.explanation.get("label") or rule),
                sum(row.cents for row in rows),
                newest.get_absolute_url(),
            )
        )
    return [AboutRow(each, lines[each.pk]) for each in found]
