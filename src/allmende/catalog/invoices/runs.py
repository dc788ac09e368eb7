"""A billing run: started, computed in drafts, looked at, then issued or discarded; it may be killed.

Drafts of a customer are written in one transaction, and numbers are given in one transaction with the
postings; so a run that starts again finds each customer and each invoice either done or not begun.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction

from allmende.catalog.invoices import subscribed
from allmende.catalog.invoices.domain import BillingInterval, RunState, spans
from allmende.catalog.invoices.drafting import Draft, Group, Writer, drafts_of
from allmende.catalog.invoices.errors import EmptyPeriod, OtherInterval, ProfileMissing, RunOpen, WrongState
from allmende.catalog.invoices.lookups import Lookups
from allmende.catalog.invoices.models import BillingProfile, BillingRun, DebitMandate, Invoice, InvoiceLine
from allmende.catalog.invoices.parties import Billed
from allmende.catalog.invoices.recording import record
from allmende.catalog.invoices.subscribed import Before, Key, PriceList
from allmende.catalog.invoices.targets import Computed, Targets
from allmende.catalog.models import PriceComponent, Subscription
from allmende.catalog.prices.components import PriceKind, VatRule
from allmende.catalog.prices.periods import Span
from allmende.common.formats import day
from allmende.jobs.actions import start_job
from allmende.jobs.domain import RunningJob
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require
from allmende.rules import shipped

if TYPE_CHECKING:
    from allmende.accounts.models import User

COMPUTE_JOB, ISSUE_JOB = "billing_compute", "billing_issue"
CUSTOMERS_AT_A_TIME = 10
"""Drafts of so many customers are held in memory; also what is lost when a worker dies."""
RUN = "billing_run"
DELETE_LINES = """DELETE FROM invoices_invoiceline USING invoices_invoice i
    WHERE i.id = invoice_id AND i.run_id = %s"""


def start_run(
    *,
    issuer: BodyView,
    period: tuple[date, date],
    interval: BillingInterval,
    issue_on: date,
    by: "User | None",
    on: date,
) -> BillingRun:
    """Begin a run for `[from, until)`. Raises RunOpen, OtherInterval, ProfileMissing or EmptyPeriod."""
    require(by, issuer.id, Capability.POST_MONEY, on=on)
    if period[1] <= period[0]:
        raise EmptyPeriod
    if not BillingProfile.objects.filter(body_id=issuer.id).exists():
        raise ProfileMissing(body=issuer)
    _refuse_other_interval(issuer.id, period, interval)
    try:
        with transaction.atomic():
            run = BillingRun.objects.create(
                issuer_id=issuer.id, period=period, interval=interval.value, issue_on=issue_on, started_by=by
            )
    except IntegrityError:
        raise RunOpen(issuer=issuer) from None
    with transaction.atomic():
        run.refresh_from_db()
        _enqueue(run, COMPUTE_JOB, f"Abrechnung {issuer}", by)
        _record(by, issuer, run, "billing_started")
    return run


def compute(run: BillingRun, job: RunningJob | None = None) -> int:
    """Write the drafts of all customers that have none yet; return how many lines there are."""
    customers = subscribed.customers_of(run)
    computation = Computation(run)
    lines = 0
    for first in range(0, len(customers), CUSTOMERS_AT_A_TIME):
        if job is not None:
            job.report(first, len(customers), f"{lines} Positionen")
        with transaction.atomic():
            # Locked, so that a second worker waits and then finds the customers done, or the run discarded.
            state = BillingRun.objects.select_for_update().values_list("state", flat=True).get(pk=run.pk)
            if state != RunState.COMPUTING.value:
                return lines
            batch = customers[first : first + CUSTOMERS_AT_A_TIME]
            done = set(run.invoices.filter(customer_id__in=batch).values_list("customer_id", flat=True))
            lines += computation.drafted([each for each in batch if each not in done])
    BillingRun.objects.filter(pk=run.pk, state=RunState.COMPUTING.value).update(state=RunState.READY.value)
    return lines


@transaction.atomic
def issue(*, run: BillingRun, by: "User | None", on: date) -> None:
    """Ask for the numbers: from now on the run can only go forward."""
    require(by, run.issuer_id, Capability.POST_MONEY, on=on)
    _move(run, {RunState.READY}, RunState.ISSUING)
    issuer = register.bodies_by_id([run.issuer_id], on=on)[run.issuer_id]
    _enqueue(run, ISSUE_JOB, f"Rechnungen ausstellen {issuer}", by)
    _record(by, issuer, run, "billing_issued")


@transaction.atomic
def discard(*, run: BillingRun, by: "User | None", on: date) -> None:
    """Throw drafts away; nothing was issued, so nothing is missing."""
    require(by, run.issuer_id, Capability.POST_MONEY, on=on)
    _move(run, {RunState.READY, RunState.COMPUTING}, RunState.DISCARDED)
    with connection.cursor() as cursor:  # a million rows need not pass through Python
        cursor.execute(DELETE_LINES, [run.pk])
    run.invoices.all().delete()
    issuer = register.bodies_by_id([run.issuer_id], on=on)[run.issuer_id]
    _record(by, issuer, run, "billing_discarded")


class Computation:
    """What a run needs for every customer, read once."""

    def __init__(self, run: BillingRun) -> None:
        self.run = run
        self.offers = subscribed.offers_of(run)
        self.prices = PriceList()
        period = Span(run.period.lower, run.period.upper)
        steps = tuple(spans(period, BillingInterval(run.interval)))
        self.targets = Targets(steps, Lookups(run, self.offers))
        view = register.bodies_by_id([run.issuer_id], on=run.issue_on)[run.issuer_id]
        self.profile = BillingProfile.objects.get(body_id=run.issuer_id)
        self.issuer = Billed.of(view, self.profile)
        self.mandates = {
            mandate.debtor_id: mandate
            for mandate in DebitMandate.objects.filter(creditor_id=run.issuer_id, revoked_on=None)
        }

    def drafted(self, customers: Sequence[int]) -> int:
        """Write the drafts of some customers, in the caller's transaction; return the number of lines."""
        run = self.run
        taken = subscribed.taken_by(run, self.offers, subscription__customer_id__in=customers)
        subscriptions = {each.subscription for each in taken}
        computed = self.targets.computed(
            taken,
            self.prices.of({each.version for each in taken}),
            subscribed.quantities_of(subscriptions, run),
            subscribed.costs_of(subscriptions, run),
        )
        before = subscribed.billed_before(customers, run)
        self._tell(computed)
        views = register.bodies_by_id(customers, on=run.issue_on)
        profiles = {each.body_id: each for each in BillingProfile.objects.filter(body_id__in=customers)}
        writer = Writer(
            run, self.issuer, self.profile, self.mandates, standard_rate(run.period.lower), _numbers(before)
        )
        return writer.write(
            (Billed.of(views[customer], profiles.get(customer)), groups)
            for customer, groups in self._groups(customers, computed, before)
        )

    def _groups(
        self, customers: Sequence[int], computed: Computed, before: dict[Key, Before]
    ) -> Iterator[tuple[int, dict[Group, Draft]]]:
        gone = {key.component for key in before}
        rules = PriceComponent.objects.filter(pk__in=gone).values_list("pk", "vat")
        vats = {pk: VatRule(vat) for pk, vat in rules}
        owners = _owners({key.subscription for key in before})
        own: dict[int, dict[Key, Before]] = {customer: {} for customer in customers}
        for key, value in before.items():
            own[owners[key.subscription]][key] = value
        for customer in customers:
            targets = computed.targets.get(customer, {})
            yield customer, drafts_of(targets, own[customer], computed.unknown, vats, self.run)

    def _tell(self, computed: Computed) -> None:
        if computed.problems:
            self.run.refresh_from_db(fields=["problems"])
            told = [*self.run.problems, *map(asdict, computed.problems)]
            self.run.problems = [each for place, each in enumerate(told) if each not in told[:place]]
            self.run.save(update_fields=["problems"])


def standard_rate(on: date) -> Decimal:
    """Return the rate of VAT in percent on a day, from the law."""
    parameter = shipped().catalog.parameter("vat_2b_rate")
    if parameter is None:
        raise LookupError("vat_2b_rate")
    value = next(row.value for row in parameter.rows if on in row.valid)
    return Decimal(str(int(value * 10000))) / 100  # type: ignore[operator]


def _owners(subscriptions: set[int]) -> dict[int, int]:
    rows = Subscription.objects.filter(pk__in=subscriptions).values_list("pk", "customer_id")
    return dict(rows)


def _numbers(before: dict[Key, Before]) -> dict[int, tuple[str, date]]:
    ids = {pk for each in before.values() for pk in each.invoices}
    return {each.pk: (each.number, each.issued_on) for each in Invoice.objects.filter(pk__in=ids)}  # type: ignore[misc]


def _refuse_other_interval(issuer: int, period: tuple[date, date], interval: BillingInterval) -> None:
    allowed = [(each.start, each.until) for each in spans(Span(*period), interval)]
    other = (
        InvoiceLine.objects.filter(
            invoice__issuer_id=issuer, invoice__issued_on__isnull=False, period__overlap=period
        )
        .exclude(component__kind=PriceKind.AT_COST.value)
        .exclude(period__in=allowed)
        .first()
    )
    if other is not None:
        billed = Span(other.period.lower, other.period.upper).german
        raise OtherInterval(billed=billed)


def _move(run: BillingRun, states: set[RunState], to: RunState) -> None:
    moved = BillingRun.objects.filter(pk=run.pk, state__in=[state.value for state in states]).update(
        state=to.value
    )
    run.refresh_from_db()
    if not moved:
        raise WrongState(state=RunState(run.state).label)


def _enqueue(run: BillingRun, kind: str, title: str, by: "User | None") -> None:
    job = start_job(kind=kind, title=title, payload={"run": run.pk}, by=by, url=run.get_absolute_url())
    BillingRun.objects.filter(pk=run.pk).update(job_id=job.pk)


def _record(by: "User | None", issuer: BodyView, run: BillingRun, action: str) -> None:
    label = f"{issuer}, {day(run.period.lower)}"
    details = {"Zeitraum": Span(run.period.lower, run.period.upper).german}
    record(action, by=by, body=issuer, kind=RUN, pk=run.pk, label=label, details=details)
