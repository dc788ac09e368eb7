"""What the page of a calculation shows: flows, states, and whether the chain comes out even."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common.formats import euro
from allmende.ledger import queries
from allmende.ledger.domain import Flow, Line, pass_through_gaps, sentence_for_gap
from allmende.ledger.models import Calculation, Posting
from allmende.pages.sankey import Stream, sankey
from allmende.register import queries as register


@dataclass(frozen=True, slots=True)
class StreamRow:
    """A stream as the table beside the drawing shows it."""

    payer: str
    payee: str
    what: str
    cents: int
    is_own_money: bool
    url: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One state: what was asked, why, and what it changed."""

    number: int
    created_at: datetime
    by: str
    valid_on: date
    known_on: date
    reason: str
    causes: list[str]
    postings: list["PostedRow"]


@dataclass(frozen=True, slots=True)
class PostedRow:
    """One posting of a state."""

    payer: str
    payee: str
    what: str
    cents: int
    url: str


@dataclass(frozen=True, slots=True)
class CalculationPage:
    """All that one page needs, in a fixed number of queries."""

    calculation: Calculation
    streams: list[StreamRow]
    drawing: SafeString
    versions: list[VersionRow]
    gaps: list[str]

    @classmethod
    def of(cls, calculation: Calculation, *, on: date) -> "CalculationPage":
        """Return the page of a calculation with the names that hold on `on`."""
        postings = list(queries.current_postings([calculation.pk]).select_related("version__created_by"))
        concerned = {each for row in postings for each in (row.payer_id, row.payee_id)}
        names = register.bodies_by_id(concerned, on=on)
        shown = {body_id: str(body) for body_id, body in names.items()}
        sums: dict[Flow, int] = {}
        latest: dict[Flow, Posting] = {}
        for row in postings:
            flow = Flow(row.rule, row.payer_id, row.payee_id, row.from_own_money)
            sums[flow] = sums.get(flow, 0) + row.cents
            latest[flow] = row
        rows = [
            StreamRow(
                shown.get(flow.payer, ""),
                shown.get(flow.payee, ""),
                _what(latest[flow]),
                cents,
                flow.from_own_money,
                latest[flow].get_absolute_url(),
            )
            for flow, cents in sums.items()
        ]
        gaps = pass_through_gaps([Line(flow, cents) for flow, cents in sums.items()])
        return cls(
            calculation,
            rows,
            _drawing(rows, calculation.title),
            _versions(calculation, postings, shown),
            [sentence_for_gap(shown.get(gap.body, ""), gap) for gap in gaps],
        )


def _drawing(rows: list[StreamRow], title: str) -> SafeString:
    shown = [row for row in rows if row.cents > 0]
    told = "; ".join(
        _("{payer} zahlt {payee} {amount}").format(payer=row.payer, payee=row.payee, amount=euro(row.cents))
        for row in shown
    )
    streams = [Stream(row.payer, row.payee, row.cents) for row in shown]
    return sankey(streams, title=title, desc=told, language=get_language() or "de")


def _versions(
    calculation: Calculation, postings: list[Posting], names: Mapping[int, str]
) -> list[VersionRow]:
    versions = calculation.versions.select_related("created_by").order_by("-number")
    return [
        VersionRow(
            version.number,
            version.created_at,
            str(version.created_by or "Allmende"),
            version.valid_on,
            version.known_on,
            version.reason,
            version.causes,
            [_posted(row, names) for row in postings if row.version_id == version.pk],
        )
        for version in versions
    ]


def _posted(row: Posting, names: Mapping[int, str]) -> PostedRow:
    payer, payee = names.get(row.payer_id, ""), names.get(row.payee_id, "")
    return PostedRow(payer, payee, _what(row), row.cents, row.get_absolute_url())


def _what(row: Posting) -> str:
    return str(row.explanation.get("label") or row.rule)
