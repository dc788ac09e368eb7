"""Providers beside each other: what they cost, how much of it the grant pays, what a post costs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common.formats import euro
from allmende.common.money import rounded
from allmende.funding.domain.posts import exact_number, full_time_posts, vacant_months
from allmende.funding.domain.words import CostClass, ReportKind
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import AgreementStanding, GrantStanding
from allmende.pages.charts import Bar, bar_chart
from allmende.pages.columns import Column


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One provider; cents. `per_post`: cost of a full-time post that was filled all the time."""

    name: str
    kind: str
    posts: Fraction
    vacant: Fraction
    gross: int
    other: int
    granted: int
    share: int
    per_post: int | None
    cases: int | None = None
    """Cases on the newest key date within the time of the reports; None where no statistics say."""

    @property
    def total(self) -> int:
        return self.gross + self.other

    @property
    def uncovered(self) -> int:
        return max(self.total - self.granted - self.share, 0)

    @property
    def cases_per_post(self) -> str:
        return exact_number(self.cases / self.posts, 1) if self.cases is not None and self.posts else ""

    @property
    def other_share(self) -> Decimal | None:
        """Return the percentage of the cost that is not employer gross."""
        if not self.total:
            return None
        return Decimal(rounded(Fraction(self.other * 1000, self.total))).scaleb(-1)


def provider_rows(standing: GrantStanding) -> list[ProviderRow]:
    """Return the providers by name; actual cost where it was reported, else the forecast."""
    rows = [_row(each, standing) for each in standing.agreements]
    return sorted((row for row in rows if row is not None), key=lambda row: row.name)


def _row(each: AgreementStanding, standing: GrantStanding) -> ProviderRow | None:
    kind = ReportKind.ACTUAL if each.of_kind(ReportKind.ACTUAL) else ReportKind.FORECAST
    reports = each.of_kind(kind)
    if not reports:
        return None
    start = min(report.report.period.lower for report in reports)
    until = max(report.report.period.upper for report in reports)
    own = [stretch for stretch in standing.stretches if stretch.employer == each.agreement.provider_id]
    posts = full_time_posts(own, start, until)
    gross = sum(report.costs.get(CostClass.EMPLOYER_GROSS, 0) for report in reports)
    total = sum(report.total for report in reports)
    return ProviderRow(
        str(each.provider),
        _(kind.label),
        posts,
        vacant_months(own, start, until),
        gross,
        total - gross,
        each.granted(kind) or 0,
        each.share(kind) or 0,
        rounded(Fraction(total) / posts) if posts else None,
        _cases(each, start, until),
    )


def _cases(each: AgreementStanding, start: date, until: date) -> int | None:
    within = [row.cases for row in each.caseloads if start <= row.key_date < until]
    return within[-1] if within else None


def comparison_table(standing: GrantStanding) -> SmallTable:
    def fraction(name: str) -> Callable[[ProviderRow], str]:
        return lambda row: exact_number(getattr(row, name), 2)

    rows = provider_rows(standing)
    of_cases = [
        Column("faelle", _("Fälle am Stichtag"), "cases", kind="number", places=0),
        Column("je_stelle_faelle", _("Fälle je Stelle"), "cases_per_post", kind="number"),
    ]
    return SmallTable(
        _("Träger im Vergleich"),
        [
            Column("traeger", _("Träger"), "name"),
            Column("art", _("Grundlage"), "kind"),
            Column("stellen", _("besetzte Stellen"), fraction("posts"), kind="number"),
            Column("frei", _("unbesetzte Monate"), fraction("vacant"), kind="number"),
            Column("brutto", _("Arbeitgeberbrutto"), "gross", kind="money"),
            Column("weitere", _("weitere Kosten"), "other", kind="money"),
            Column("anteil", _("weitere Kosten in %"), "other_share", kind="number", places=1),
            Column("summe", _("Gesamtkosten"), "total", kind="money"),
            Column("foerderung", _("Förderung"), "granted", kind="money"),
            Column("eigen", _("eigene Mittel der Kommune"), "share", kind="money"),
            Column("ungedeckt", _("bleibt beim Träger"), "uncovered", kind="money"),
            Column("je_stelle", _("Kosten je Stelle"), "per_post", kind="money"),
            *(of_cases if any(row.cases is not None for row in rows) else ()),
        ],
        rows,
    )


def chart(standing: GrantStanding) -> SafeString:
    """Return the cost per post as bars, in whole euros."""
    bars = [
        Bar(row.name, rounded(Fraction(row.per_post, 100)))
        for row in provider_rows(standing)
        if row.per_post is not None
    ]
    told = "; ".join(f"{label}: {value}" for label, value in chart_rows(standing))
    return bar_chart(bars, title=_("Kosten je Stelle in Euro"), desc=told, language=get_language() or "de")


def chart_rows(standing: GrantStanding) -> list[tuple[str, str]]:
    language = get_language() or "de"
    rows = provider_rows(standing)
    return [(row.name, euro(row.per_post, language=language)) for row in rows if row.per_post is not None]
