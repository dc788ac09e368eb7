"""Where grants stand: money, posts, agreements, what to look at. The number of queries is fixed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from allmende.funding.actions.reports import lines_of
from allmende.funding.domain.concerns import Concern, Ending, YearMoney, warnings_of
from allmende.funding.domain.dues import instalments, owed
from allmende.funding.domain.notice import Notice, next_notice
from allmende.funding.domain.posts import Stretch
from allmende.funding.domain.programmes import (
    BuildingBlock,
    ForwardingRules,
    Programme,
    shipped_block,
    shipped_programme,
)
from allmende.funding.domain.reports import sums
from allmende.funding.domain.steps import Money, Step, money_of, stage_of
from allmende.funding.domain.words import CostClass, NoticeTo, ReportKind, Severity, Stage, StepState
from allmende.funding.models import Caseload, CostReport, Forwarding, Grant, GrantStep
from allmende.funding.queries import steps_of, stretches_of
from allmende.ledger.queries import current_postings
from allmende.register import queries as register
from allmende.register.domain import BodyView

Names = dict[int, BodyView]
OVER = frozenset({Stage.SETTLED, Stage.REJECTED})


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands posted under one rule between two bodies, and the newest posting, which explains it."""

    rule: str
    label: str
    payer: int
    payee: int
    cents: int
    url: str


@dataclass(frozen=True, slots=True)
class ReportStanding:
    """A report that holds, and what was posted from it."""

    report: CostReport
    costs: dict[CostClass, int]
    posted: tuple[Posted, ...]

    @property
    def total(self) -> int:
        return sum(self.costs.values())

    def posted_to(self, rule: str, payee: int) -> Posted | None:
        return next((each for each in self.posted if each.rule == rule and each.payee == payee), None)


@dataclass(frozen=True)
class AgreementStanding:
    """A forwarding agreement with its reports that hold."""

    agreement: Forwarding
    provider: BodyView
    rules: ForwardingRules
    reports: tuple[ReportStanding, ...]
    notice: Notice | None
    caseloads: tuple[Caseload, ...] = ()
    """The number that holds of each key date, in order."""

    def of_kind(self, kind: ReportKind, year: int | None = None) -> list[ReportStanding]:
        """Return the reports of a kind; of one year those whose period begins in it."""
        return [
            each
            for each in self.reports
            if each.report.kind == kind and (year is None or each.report.period.lower.year == year)
        ]

    def reported(self, kind: ReportKind, year: int | None = None) -> int | None:
        found = self.of_kind(kind, year)
        return sum(each.total for each in found) if found else None

    @cached_property
    def forecast(self) -> int | None:
        return self.reported(ReportKind.FORECAST)

    @cached_property
    def actual(self) -> int | None:
        return self.reported(ReportKind.ACTUAL)

    def granted(self, kind: ReportKind, year: int | None = None) -> int | None:
        """Return what the grant pays of the reports of a kind."""
        return self._posted(self.rules.grant_rule, kind, year)

    def share(self, kind: ReportKind, year: int | None = None) -> int | None:
        """Return what who hands the grant on adds from own money."""
        return self._posted(self.rules.share_rule, kind, year)

    def years(self) -> list[YearMoney]:
        """Return forecast, grant and spending by year, as warnings need them."""
        grant = self.agreement.grant.period
        found = []
        for year in range(grant.lower.year, (grant.upper - timedelta(days=1)).year + 1):
            start, until = (
                max(grant.lower, date(year, 1, 1)),
                min(grant.upper, date(year + 1, 1, 1)),
            )
            if not _overlaps(self.agreement, start, until):
                continue
            actuals = self.of_kind(ReportKind.ACTUAL, year)
            found.append(
                YearMoney(
                    str(self.provider),
                    start,
                    until,
                    self.reported(ReportKind.FORECAST, year),
                    self.granted(ReportKind.FORECAST, year),
                    self.reported(ReportKind.ACTUAL, year),
                    max((each.report.period.upper for each in actuals), default=None),
                )
            )
        return found

    def _posted(self, rule: str, kind: ReportKind, year: int | None) -> int | None:
        found = [each.posted_to(rule, self.agreement.provider_id) for each in self.of_kind(kind, year)]
        amounts = [each.cents for each in found if each is not None]
        return sum(amounts) if amounts else None


@dataclass(frozen=True)
class GrantStanding:
    """One grant with all that hangs on it."""

    grant: Grant
    body: BodyView
    giver: BodyView
    block: BuildingBlock | None
    programme: Programme | None
    stage: Stage
    money: Money
    steps: Sequence[GrantStep]
    stretches: list[Stretch]
    agreements: list[AgreementStanding]
    concerns: list[Concern]
    names: Names

    @property
    def programme_name(self) -> str:
        if self.programme is not None:
            return self.programme.name
        return str(self.grant.programme) if self.grant.programme else ""

    @property
    def last_day(self) -> date:
        return _last_day(self.grant)

    @property
    def own_share(self) -> int:
        """Return the own money: actual where it was reported, else as forecast."""
        found = 0
        for each in self.agreements:
            actual = each.share(ReportKind.ACTUAL)
            found += actual if actual is not None else each.share(ReportKind.FORECAST) or 0
        return found

    @property
    def risk(self) -> int:
        """Return the cents at stake in what is urgent or worth a warning."""
        return sum(each.cents or 0 for each in self.concerns if each.severity is not Severity.NOTE)


def standings_of(grants: QuerySet[Grant], *, on: date) -> list[GrantStanding]:
    """Return where grants stand, as known now, the newest period first."""
    reports = CostReport.objects.filter(state=StepState.RELEASED).prefetch_related("lines")
    agreements = Forwarding.objects.order_by("pk").prefetch_related(
        Prefetch("reports", reports.order_by("period", "kind", "-number"), to_attr="released_reports"),
        "caseloads",
    )
    rows = list(
        grants.select_related("programme", "decision")
        .prefetch_related("steps__posting", "deadlines", Prefetch("forwardings", agreements))
        .order_by("-period", "title")
    )
    posted = _posted_from(
        report.calculation_id
        for row in rows
        for agreement in row.forwardings.all()
        for report in agreement.released_reports  # type: ignore[attr-defined]
    )
    stretches: dict[int, list[Stretch]] = defaultdict(list)
    for each in stretches_of(row.pk for row in rows):
        stretches[each.grant].append(each)
    names = register.bodies_by_id(_body_ids(rows, stretches), on=on)
    return [_standing(row, stretches[row.pk], posted, names, on) for row in rows]


def standing_of(grant: Grant, *, on: date) -> GrantStanding:
    """Return where one grant stands."""
    return standings_of(Grant.objects.filter(pk=grant.pk), on=on)[0]


def endings_of(
    grant: Grant, programme: Programme | None, agreements: Sequence[AgreementStanding], steps: Sequence[Step]
) -> list[Ending]:
    """Return what ends: the grant, its programme, its agreements."""
    uncalled = max(owed(steps) - instalments(steps), 0)
    found = [Ending(grant.title, grant.period.upper, uncalled=uncalled)]
    if programme is not None and programme.until is not None:
        found.append(Ending(programme.name, programme.until, is_verified=programme.until_is_verified))
    for each in agreements:
        told = f"Weiterleitungsvertrag mit {each.provider}"
        found.append(Ending(told, each.agreement.valid.upper, each.notice.by if each.notice else None))
    return found


def _standing(
    row: Grant, stretches: list[Stretch], posted: dict[int, list[Posted]], names: Names, on: date
) -> GrantStanding:
    steps = list(row.steps.all())
    known = steps_of(steps)
    block = shipped_block(row.block) if row.block else None
    programme = shipped_programme(block.programme) if block else None
    agreements = [_agreement(each, row, block, posted, names, on) for each in row.forwardings.all() if block]
    stage = stage_of(known)
    years = [year for each in agreements for year in each.years()]
    endings = endings_of(row, programme, agreements, known)
    concerns = [] if stage in OVER else warnings_of(years, stretches, endings, on=on)
    return GrantStanding(
        row,
        names[row.body_id],
        names[row.giver_id],
        block,
        programme,
        stage,
        money_of(known),
        steps,
        stretches,
        agreements,
        concerns,
        names,
    )


def _agreement(
    agreement: Forwarding,
    grant: Grant,
    block: BuildingBlock,
    posted: dict[int, list[Posted]],
    names: Names,
    on: date,
) -> AgreementStanding:
    assert block.forwarding is not None  # noqa: S101 - an agreement is concluded only where one is allowed
    agreement.grant = grant
    newest: dict[tuple[str, date, date], CostReport] = {}
    for report in agreement.released_reports:  # type: ignore[attr-defined]
        newest.setdefault((report.kind, report.period.lower, report.period.upper), report)
    return AgreementStanding(
        agreement,
        names[agreement.provider_id],
        block.forwarding,
        tuple(
            ReportStanding(each, sums(lines_of(each)), tuple(posted.get(each.calculation_id or 0, ())))
            for each in newest.values()
        ),
        notice_of(agreement, on),
        tuple({row.key_date: row for row in agreement.caseloads.all()}.values()),
    )


def notice_of(agreement: Forwarding, on: date) -> Notice | None:
    """Return the next notice that can be given; None where none was agreed or the end is fixed before."""
    if agreement.notice_months is None or not agreement.notice_to:
        return None
    found = next_notice(
        max(on, agreement.valid.lower), agreement.notice_months, NoticeTo(agreement.notice_to)
    )
    if agreement.valid.upper is not None and agreement.valid.upper <= found.until:
        return None
    return found


def _posted_from(calculation_ids: Iterable[int | None]) -> dict[int, list[Posted]]:
    """Return what stands posted, by calculation; at most one query."""
    ids = {each for each in calculation_ids if each is not None}
    found: dict[int, dict[tuple[str, int, int], Posted]] = defaultdict(dict)
    for row in current_postings(ids) if ids else ():
        assert row.version is not None  # noqa: S101 - chosen by their version
        streams = found[row.version.calculation_id]
        key = (row.rule, row.payer_id, row.payee_id)
        before = streams[key].cents if key in streams else 0
        label = str(row.explanation.get("label") or row.rule)
        streams[key] = Posted(
            row.rule, label, row.payer_id, row.payee_id, before + row.cents, row.get_absolute_url()
        )
    return {number: list(streams.values()) for number, streams in found.items()}


def posted_from(calculation_id: int | None) -> list[Posted]:
    """Return what stands posted from one calculation."""
    return _posted_from([calculation_id]).get(calculation_id or 0, [])


def _body_ids(rows: Iterable[Grant], stretches: dict[int, list[Stretch]]) -> set[int]:
    found = {each for row in rows for each in (row.body_id, row.giver_id)}
    found |= {agreement.provider_id for row in rows for agreement in row.forwardings.all()}
    for some in stretches.values():
        for each in some:
            found |= {each.employer, each.funder, each.supervisor, each.place}
    return found


def _overlaps(agreement: Forwarding, start: date, until: date) -> bool:
    valid = agreement.valid
    return bool(valid.lower < until and (valid.upper is None or start < valid.upper))


def _last_day(grant: Grant) -> date:
    last: date = grant.period.upper - timedelta(days=1)
    return last
