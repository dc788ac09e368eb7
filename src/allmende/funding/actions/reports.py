"""Cost reports of providers: entered or read in, released by a second person, posted by the rules."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone

from allmende.funding.actions.forwarding import forwarding_rules, locked_agreement, provider_name
from allmende.funding.amounts import contract_of, flows_of, question_of
from allmende.funding.domain.programmes import shipped_block
from allmende.funding.domain.reports import CostLine as Line
from allmende.funding.domain.reports import problems, sums
from allmende.funding.domain.words import CostClass, ReportKind, StepState
from allmende.funding.errors import AlreadySettled, NoReason, ReportRefused, SameHands, UnknownMatter
from allmende.funding.models import CostLine, CostReport, Forwarding
from allmende.funding.queries import stretches_of
from allmende.funding.recording import record
from allmende.ledger import actions as ledger
from allmende.ledger.computing import Question
from allmende.ledger.domain import Mark, PostingKind
from allmende.ledger.errors import NothingChanged
from allmende.ledger.queries import newest_version
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

POSTED_AS = {ReportKind.FORECAST: PostingKind.PLAN, ReportKind.ACTUAL: PostingKind.IST}


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report as entered or read: its kind, the days `[from, until)` it covers, its lines."""

    kind: ReportKind
    period: tuple[date, date]
    reported_on: date
    source: str
    lines: Sequence[Line]


@transaction.atomic
def enter_report(*, forwarding_id: int, entry: ReportEntry, by: "User | None", on: date) -> CostReport:
    """Enter a report, all of it or nothing; the people of the provider may, too. Raises
    ReportRefused or NoReason.
    """
    agreement = locked_agreement(forwarding_id)
    _require_either(agreement, by, on)
    if not entry.source.strip():
        raise NoReason
    against = [each for each in problems(entry.lines, _classes(agreement), *_days(agreement)) if each.blocks]
    if against or not entry.lines:
        told = " ".join(f"{each.place}: {each.sentence}".lstrip(": ") for each in against)
        raise ReportRefused(problems=told or "Die Meldung hat keine Zeile.")
    days = DateRange(*entry.period)
    newest = agreement.reports.filter(kind=entry.kind, period=days).aggregate(number=Max("number"))["number"]
    report = CostReport.objects.create(
        forwarding=agreement,
        kind=entry.kind,
        number=(newest or 0) + 1,
        period=days,
        reported_on=entry.reported_on,
        source=entry.source.strip(),
        entered_by=by,
    )
    CostLine.objects.bulk_create(
        CostLine(
            report=report,
            cost_class=line.cost_class,
            cents=line.cents,
            period=DateRange(line.start, line.until),
            post_id=line.post,
            note=line.note,
            place=line.place,
        )
        for line in entry.lines
    )
    record(report, agreement.grant.body_id, "cost_report_entered", by, on, {"Beleg": report.source})
    return report


@transaction.atomic
def release_report(*, report_id: int, by: "User | None", on: date) -> CostReport:
    """Let a report count and post what follows from it: a new one posts only the difference to the last.

    Raises SameHands, AlreadySettled, or what the ledger or the rules refuse.
    """
    report = _locked_report(report_id)
    agreement = report.forwarding
    require(by, agreement.grant.body_id, Capability.POST_MONEY, on=on)
    if report.state != StepState.ENTERED:
        raise AlreadySettled(what=report, state=report.get_state_display())
    if by is not None and report.entered_by_id == by.pk:
        raise SameHands
    report.calculation_id = _posted(report, agreement, by, on)
    report.state, report.released_by, report.released_at = StepState.RELEASED, by, timezone.now()
    report.save(update_fields=["calculation", "state", "released_by", "released_at"])
    record(report, agreement.grant.body_id, "cost_report_released", by, on, {"Beleg": report.source})
    return report


@transaction.atomic
def recompute(*, forwarding_id: int, reason: str, by: "User | None", on: date) -> list[int]:
    """Compute all that rests on an agreement anew, after a clause, a post or the law changed.

    Only differences are posted. Returns the ids of the calculations in which something changed.
    """
    agreement = locked_agreement(forwarding_id)
    require(by, agreement.grant.body_id, Capability.POST_MONEY, on=on)
    if not reason.strip():
        raise NoReason
    changed = []
    for report in counting_reports(agreement):
        if report.calculation_id is None:
            continue
        with suppress(NothingChanged):
            _recalculate(report.calculation_id, _question(report, agreement, on), reason.strip(), by, on)
            changed.append(report.calculation_id)
    return changed


def counting_reports(agreement: Forwarding) -> list[CostReport]:
    """Return the released reports that hold: of each kind and period the newest."""
    rows = agreement.reports.filter(state=StepState.RELEASED).order_by("period", "kind", "-number")
    newest: dict[tuple[str, date, date], CostReport] = {}
    for row in rows:
        newest.setdefault((row.kind, row.period.lower, row.period.upper), row)
    return list(newest.values())


def lines_of(report: CostReport) -> list[Line]:
    """Return the lines of a report as the domain knows them."""
    return [
        Line(
            CostClass(row.cost_class),
            row.cents,
            row.period.lower,
            row.period.upper,
            row.post_id,
            row.note,
            row.place,
        )
        for row in report.lines.all()
    ]


def _posted(report: CostReport, agreement: Forwarding, by: "User | None", on: date) -> int:
    """Return the id of the calculation of the report's kind and period, with the new state posted."""
    earlier = (
        agreement.reports.filter(kind=report.kind, period=report.period, calculation__isnull=False)
        .order_by("-number")
        .first()
    )
    question = _question(report, agreement, on)
    if earlier is not None and earlier.calculation_id is not None:
        with suppress(NothingChanged):  # the new report says the same; it counts, nothing is to be posted
            reason = f"{report} vom {report.reported_on:%d.%m.%Y}"
            _recalculate(earlier.calculation_id, question, reason, by, on)
        return earlier.calculation_id
    grant = agreement.grant
    year = f"{report.period.lower:%d.%m.%Y}"
    calculation = ledger.create_calculation(
        body=register.bodies_by_id([grant.body_id], on=on)[grant.body_id],
        title=f"{grant.title}: {provider_name(agreement, on)}, {report.get_kind_display()} ab {year}",
        kind=POSTED_AS[ReportKind(report.kind)],
        period=(report.period.lower, report.period.upper),
        flows=flows_of(agreement, forwarding_rules(grant)),
        question=question,
        reason=f"{report.get_kind_display()}: {report.source}",
        by=by,
        on=on,
        subject=(grant.title, grant.get_absolute_url()),
        contract=contract_of(agreement),
    )
    return calculation.pk


def _recalculate(calculation_id: int, question: Question, reason: str, by: "User | None", on: date) -> None:
    ledger.recalculate(
        calculation_id=calculation_id,
        question=question,
        based_on=newest_version(calculation_id),
        reason=reason,
        by=by,
        on=on,
    )


def _question(report: CostReport, agreement: Forwarding, on: date) -> Question:
    is_forecast = report.kind == ReportKind.FORECAST
    return question_of(
        agreement,
        forwarding_rules(agreement.grant),
        costs=sums(lines_of(report)),
        stretches=stretches_of([agreement.grant_id]),
        period=(report.period.lower, report.period.upper),
        source=report.source,
        mark=Mark.ASSUMED if is_forecast else Mark.SEEN,
        known=on,
    )


def _classes(agreement: Forwarding) -> frozenset[CostClass]:
    block = shipped_block(agreement.grant.block)
    return block.classes if block else frozenset(CostClass)


def _days(agreement: Forwarding) -> tuple[date, date]:
    period = agreement.grant.period
    return period.lower, period.upper


def _require_either(agreement: Forwarding, by: "User | None", on: date) -> None:
    """Let people of the provider enter their own reports, else those of the recipient of the grant."""
    if by is not None and register.may(by, agreement.provider_id, Capability.CALCULATE, on=on):
        return
    require(by, agreement.grant.body_id, Capability.CALCULATE, on=on)


def _locked_report(report_id: int) -> CostReport:
    report = CostReport.objects.filter(pk=report_id).first()
    if report is None:
        raise UnknownMatter
    report.forwarding = locked_agreement(report.forwarding_id)
    report.refresh_from_db(fields=["state"])
    return report
