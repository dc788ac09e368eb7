"""The finance block of a council paper, as far as grants are concerned: it fills itself from the postings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.funding import queries
from allmende.funding.domain.words import ReportKind
from allmende.funding.models import ForwardingClause, Grant
from allmende.funding.savings_page import saving_table, saving_years
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import GrantStanding, standings_of
from allmende.ledger.queries import current_postings
from allmende.pages.columns import Column
from allmende.papers.paper_sections import Section
from allmende.register.visitors import today

if TYPE_CHECKING:
    from allmende.ledger.models import CalculationVersion, Posting
    from allmende.papers.models import Paper


@dataclass(frozen=True, slots=True)
class FinanceRow:
    """One grant in the light of a paper, in cents; `before`: the own share without what the paper decides."""

    grant: Grant
    total: int
    granted: int
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


def finance_section(paper: "Paper", request: HttpRequest) -> Section | None:
    """Return what the paper means for grants and savings that the person may see; None without any."""
    on = today()
    seen = queries.visible_grants(request.user, on=on)
    decided: dict[int, set[str]] = defaultdict(set)
    for row in ForwardingClause.objects.filter(decision_id=paper.pk).select_related("forwarding"):
        decided[row.forwarding.grant_id].add(row.source)
    grants = seen.filter(pk__in=decided) | seen.filter(decision_id=paper.pk)
    rows = [_row(each, decided[each.grant.pk]) for each in standings_of(grants.distinct(), on=on)]
    savings = saving_years(queries.visible_savings(request.user, on=on).filter(decision_id=paper.pk))
    if not rows and not savings:
        return None
    context = {"grants": finance_table(rows), "savings": saving_table(savings)}
    return Section("foerderung", _("Förderung und Einsparung"), "funding/paper_section.html", context)


def finance_table(rows: list[FinanceRow]) -> SmallTable:
    return SmallTable(
        _("Finanzielle Auswirkungen auf Zuwendungen"),
        [
            Column(
                "zuwendung",
                _("Zuwendung"),
                "grant.title",
                kind="link",
                url=lambda row: row.grant.get_absolute_url(),
            ),
            Column("aufwand", _("Aufwendungen"), "total", kind="money"),
            Column("foerderung", _("davon Förderung"), "granted", kind="money"),
            Column("vorher", _("eigene Mittel ohne den Beschluss"), "before", kind="money"),
            Column("nachher", _("eigene Mittel mit dem Beschluss"), "after", kind="money"),
            Column("unterschied", _("Unterschied"), "change", kind="money"),
        ],
        rows,
    )


def _row(standing: GrantStanding, sources: set[str]) -> FinanceRow:
    """Return the sums of all forecasts; what stood before the decision was posted is what holds without it.

    `sources`: what the changed clauses give as their source; their recalculation bears it as its reason.
    """
    total = granted = after = before = 0
    for each in standing.agreements:
        total += each.forecast or 0
        granted += each.granted(ReportKind.FORECAST) or 0
        after += each.share(ReportKind.FORECAST) or 0
        calculations = [
            row.report.calculation_id
            for row in each.of_kind(ReportKind.FORECAST)
            if row.report.calculation_id is not None
        ]
        postings = list(current_postings(calculations))
        first = _first_decided(postings, sources)
        before += sum(
            row.cents
            for row in postings
            if row.rule == each.rules.share_rule
            and row.version is not None
            and _is_before(row.version, first)
        )
    return FinanceRow(standing.grant, total, granted, before, after)


def _first_decided(postings: "Iterable[Posting]", sources: set[str]) -> dict[int, int]:
    """Return by calculation the first state that rests on the decision."""
    first: dict[int, int] = {}
    for row in postings:
        if row.version is not None and row.version.reason in sources:
            number = first.setdefault(row.version.calculation_id, row.version.number)
            first[row.version.calculation_id] = min(number, row.version.number)
    return first


def _is_before(version: "CalculationVersion", first: Mapping[int, int]) -> bool:
    return version.number < first.get(version.calculation_id, version.number + 1)
