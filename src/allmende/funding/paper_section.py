"""The finance block of a council paper, as far as grants are concerned: it fills itself from the postings."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
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
    decided = {
        row.forwarding.grant_id: _day(row)
        for row in ForwardingClause.objects.filter(decision_id=paper.pk)
        .select_related("forwarding")
        .order_by("-known")
    }
    grants = seen.filter(pk__in=decided) | seen.filter(decision_id=paper.pk)
    rows = [_row(each, decided.get(each.grant.pk)) for each in standings_of(grants.distinct(), on=on)]
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


def _row(standing: GrantStanding, decided_on: date | None) -> FinanceRow:
    """Return the sums of all forecasts; what became known before the decision is what holds without it."""
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
        before += sum(
            row.cents
            for row in current_postings(calculations)
            if row.rule == each.rules.share_rule and (decided_on is None or row.known_on < decided_on)
        )
    return FinanceRow(standing.grant, total, granted, before, after)


def _day(row: ForwardingClause) -> date:
    return timezone.localtime(row.known.lower).date()
