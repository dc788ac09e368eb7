"""Billing: the same invoices whatever happens, corrections instead of edits, sums equal to the ledger's."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from allmende.catalog.invoices import issuing, runs
from allmende.catalog.invoices.documents import document, explanation, seal
from allmende.catalog.invoices.domain import BillingInterval, RunState
from allmende.catalog.invoices.errors import EmptyPeriod, OtherInterval, ProfileMissing, RunOpen, WrongState
from allmende.catalog.invoices.issuing import issue_drafts, seal_all
from allmende.catalog.invoices.models import ActualCost, BillingRun, Invoice, InvoiceFile, InvoiceLine
from allmende.catalog.invoices.runs import compute, discard, issue
from allmende.catalog.invoices.xrechnung.official import OfficialRules
from allmende.catalog.invoices.xrechnung.rule_files import RuleFiles
from allmende.catalog.models import ProductVersion, Subscription
from allmende.catalog.prices.components import PriceKind
from allmende.ledger.bulk_posting import booked_cents, post_bookings
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.catalog.invoices.billing_cast import (
    AT,
    BASE,
    ISSUE_ON,
    LATER,
    NEW_YEAR,
    QUARTER,
    WORKPLACE,
    YEAR,
    a_profile,
    a_provider,
    a_run,
    a_version,
    computed,
    reported,
    taking,
)

QUARTER_CENTS = 250_00 + 85 * 41_50 * 3


def issued(run: BillingRun) -> list[Invoice]:
    """Issue a computed run and return its invoices in the order of their numbers."""
    issue(run=run, by=None, on=ISSUE_ON)
    issue_drafts(run, None)
    run.refresh_from_db()
    return list(run.invoices.order_by("sequence"))


def posted(issuer: BodyView) -> int:
    return booked_cents(issuer.id, [issuing.NET_RULE, issuing.TAX_RULE])


def told(invoices: list[Invoice]) -> list[tuple[object, ...]]:
    """Return what must be the same whenever and however often a run is made."""
    return [
        (
            invoice.number,
            invoice.customer_id,
            invoice.period.lower,
            invoice.net_cents,
            list(invoice.lines.values_list("position", "cents", "parts", "basis")),
        )
        for invoice in invoices
    ]


def test_a_year_is_billed_by_quarter(issuer: BodyView, subscription: Subscription) -> None:
    invoices = issued(computed(issuer))
    assert [invoice.number for invoice in invoices] == [f"2028-{number:06d}" for number in (1, 2, 3, 4)]
    assert {invoice.net_cents for invoice in invoices} == {QUARTER_CENTS}
    assert invoices[0].due_on == date(2028, 2, 14)


def test_a_second_run_changes_nothing(issuer: BodyView, subscription: Subscription) -> None:
    issued(computed(issuer))
    again = computed(issuer)
    assert again.state == RunState.READY.value
    assert not again.invoices.exists()


def test_the_sum_of_the_lines_is_the_sum_of_the_postings(
    issuer: BodyView, paper: Paper, subscription: Subscription, village: BodyView
) -> None:
    a_profile(village)
    taxed = a_version(
        a_provider(issuer), paper, {**WORKPLACE, "vat": "S"}, key="kasse", valid=(date(2026, 3, 1), None)
    )
    taking(taxed, village, workplaces=7)
    invoices = issued(computed(issuer))
    lines = InvoiceLine.objects.aggregate(total=Sum("cents"))["total"]
    tax = sum(invoice.vat_cents for invoice in invoices)
    assert tax == 4 * 165_59  # 19 % of 7 × 41.50 × 3 = 871.50, rounded once per invoice
    assert posted(issuer) == lines + tax == sum(invoice.gross_cents for invoice in invoices)


def test_a_run_killed_while_computing_gives_the_same_drafts(
    issuer: BodyView,
    subscription: Subscription,
    version: ProductVersion,
    village: BodyView,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_profile(village)
    taking(version, village, workplaces=10)
    monkeypatch.setattr(runs, "CUSTOMERS_AT_A_TIME", 1)
    run = a_run(issuer)
    whole = runs.Computation.drafted
    calls = []

    def killed(self: runs.Computation, customers: list[int]) -> int:
        calls.append(customers)
        if len(calls) == 2:
            raise SystemExit
        return whole(self, customers)

    with monkeypatch.context() as patch:
        patch.setattr(runs.Computation, "drafted", killed)
        with pytest.raises(SystemExit):
            compute(run)
    assert run.invoices.count() == 4
    compute(run)
    assert run.invoices.count() == 8
    assert {invoice.net_cents for invoice in issued(run)} == {QUARTER_CENTS, 250_00 + 10 * 41_50 * 3}


def test_a_run_killed_while_issuing_leaves_no_gap(
    issuer: BodyView, subscription: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = computed(issuer)
    issue(run=run, by=None, on=ISSUE_ON)
    monkeypatch.setattr(issuing, "AT_A_TIME", 1)
    calls = []

    def killed(*args: object, **options: object) -> int:
        calls.append(args)
        if len(calls) == 3:
            raise SystemExit
        return whole(*args, **options)  # type: ignore[arg-type]

    whole = post_bookings
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "post_bookings", killed)
        with pytest.raises(SystemExit):
            issue_drafts(run, None)
    assert Invoice.objects.filter(issued_on__isnull=False).count() == 2
    issue_drafts(run, None)
    assert list(Invoice.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4]
    assert posted(issuer) == 4 * QUARTER_CENTS


def test_the_database_refuses_two_runs_at_once(issuer: BodyView, subscription: Subscription) -> None:
    run = a_run(issuer)
    with pytest.raises(RunOpen, match="noch nicht abgeschlossen"):
        a_run(issuer)
    with pytest.raises(IntegrityError), transaction.atomic():
        BillingRun.objects.create(issuer_id=issuer.id, period=YEAR, interval="month", issue_on=ISSUE_ON)
    discard(run=run, by=None, on=ISSUE_ON)
    assert a_run(issuer).state == RunState.COMPUTING.value


def test_a_discarded_run_can_be_made_again_with_the_same_result(
    issuer: BodyView, subscription: Subscription
) -> None:
    first = computed(issuer)
    drafts = [(invoice.period.lower, invoice.net_cents) for invoice in first.invoices.order_by("pk")]
    discard(run=first, by=None, on=ISSUE_ON)
    assert not InvoiceLine.objects.exists()
    assert [(each.period.lower, each.net_cents) for each in issued(computed(issuer))] == drafts


def test_a_run_that_is_issued_cannot_be_discarded(issuer: BodyView, subscription: Subscription) -> None:
    run = computed(issuer)
    issued(run)
    with pytest.raises(WrongState, match="ausgestellt"):
        discard(run=run, by=None, on=ISSUE_ON)


def test_a_back_dated_higher_quantity_becomes_a_correction(
    issuer: BodyView, subscription: Subscription
) -> None:
    first = told(issued(computed(issuer)))
    reported(subscription, PriceKind.WORKPLACE, 90, valid=(date(2027, 7, 1), None), at=LATER)
    reported(subscription, PriceKind.WORKPLACE, 85, valid=(NEW_YEAR, date(2027, 7, 1)), at=LATER)
    (correction,) = issued(computed(issuer))
    assert (correction.document_type, correction.net_cents) == ("384", 5 * 41_50 * 6)
    assert [each["number"] for each in correction.preceding] == ["2028-000003", "2028-000004"]
    assert told(list(Invoice.objects.filter(document_type="380").order_by("sequence"))) == first
    assert "bisher berechnet 10.582,50\u00a0€" in explanation(correction.lines.all()[0])["sentence"]


def test_a_back_dated_end_becomes_a_credit_note(issuer: BodyView, subscription: Subscription) -> None:
    issued(computed(issuer))
    Subscription.objects.filter(pk=subscription.pk).update(ends_on=date(2027, 10, 1), state="ended")
    (note,) = issued(computed(issuer))
    assert (note.document_type, note.net_cents) == ("381", -QUARTER_CENTS)
    assert document(note).gross_cents == QUARTER_CENTS
    assert posted(issuer) == 3 * QUARTER_CENTS


def test_advances_are_settled_by_the_real_cost(issuer: BodyView, paper: Paper, town: BodyView) -> None:
    at_cost = {
        **BASE,
        "code": "aufwand",
        "kind": "at_cost",
        "amount": 0,
        "advance_cents": 1200_00,
        "interval": "year",
    }
    version = a_version(a_provider(issuer), paper, at_cost, key="rechenzentrum")
    subscription = taking(version, town)
    assert [invoice.net_cents for invoice in issued(computed(issuer))] == [300_00] * 4
    ActualCost.objects.create(
        subscription=subscription,
        component=version.prices.get(),
        period=YEAR,
        cents=1100_00,
        source="Abschluss 2027",
    )
    (settlement,) = issued(computed(issuer))
    assert settlement.net_cents == -100_00
    assert (
        "Aufwand 1.100,00\u00a0€ − Abschläge 1.200,00\u00a0€"
        in explanation(settlement.lines.get())["sentence"]
    )
    assert not computed(issuer).invoices.exists()


def test_what_cannot_be_billed_is_told_and_the_rest_is_billed(
    issuer: BodyView, version: ProductVersion, subscription: Subscription, village: BodyView
) -> None:
    a_profile(village)
    taking(version, village)
    run = computed(issuer)
    assert [problem["customer"] for problem in run.problems] == [village.id]
    assert "Melden Sie die Menge" in run.problems[0]["text"]
    sums = {invoice.customer_id: invoice.net_cents for invoice in issued(run)}
    assert sums == {subscription.customer_id: QUARTER_CENTS, village.id: 250_00}


def test_a_missing_quantity_later_corrects_nothing(issuer: BodyView, subscription: Subscription) -> None:
    issued(computed(issuer))
    subscription.quantities.update(known=(AT, LATER))
    run = computed(issuer)
    assert not run.invoices.exists()
    assert "Melden Sie die Menge" in run.problems[0]["text"]


def test_without_a_vat_decision_nothing_is_billed(issuer: BodyView, paper: Paper, town: BodyView) -> None:
    undecided = a_version(
        a_provider(issuer), paper, {**BASE, "vat": "undecided", "vat_ground": ""}, key="portal"
    )
    taking(undecided, town)
    run = computed(issuer)
    assert not run.invoices.exists()
    assert "nicht entschieden, ob Umsatzsteuer anfällt" in run.problems[0]["text"]


def test_a_customer_without_leitweg_id_gets_no_number(
    issuer: BodyView, version: ProductVersion, subscription: Subscription, village: BodyView
) -> None:
    a_profile(village, leitweg_id="")
    taking(version, village, workplaces=1)
    run = computed(issuer)
    assert {each.sequence for each in issued(run)} == {None, 1, 2, 3, 4}
    waiting = run.invoices.filter(sequence=None)
    assert {each.customer_id for each in waiting} == {village.id}
    assert "hat keine Leitweg-ID" in waiting[0].problems[0]


def test_another_interval_would_bill_twice(issuer: BodyView, subscription: Subscription) -> None:
    issued(computed(issuer))
    with pytest.raises(OtherInterval, match="Wählen Sie denselben Takt"):
        a_run(issuer, interval=BillingInterval.MONTH)


def test_a_period_and_a_profile_are_needed(bodies: dict[str, BodyView]) -> None:
    with pytest.raises(ProfileMissing, match="Rechnungsangaben"):
        a_run(bodies["05999012"])
    a_profile(bodies["05999012"])
    with pytest.raises(EmptyPeriod):
        a_run(bodies["05999012"], period=(YEAR[1], YEAR[0]))


ADDED_LINE = """INSERT INTO invoices_invoiceline
    (invoice_id, position, subscription_id, component_id, period, revision, cents, parts, basis)
    SELECT invoice_id, 99, subscription_id, component_id, period, 99, 1, '[]', '{}'
    FROM invoices_invoiceline LIMIT 1"""
CHANGES = {
    "amount": "UPDATE invoices_invoice SET net_cents = 1",
    "deleted": "DELETE FROM invoices_invoice",
    "line": "UPDATE invoices_invoiceline SET cents = 1",
    "line deleted": "DELETE FROM invoices_invoiceline",
    "line added": ADDED_LINE,
    "file": "UPDATE invoices_invoicefile SET sha256 = ''",
    "emptied": "TRUNCATE invoices_invoiceline",
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_keeps_what_was_issued(issuer: BodyView, subscription: Subscription, name: str) -> None:
    run = computed(issuer)
    issued(run)
    seal_all(run)
    connection.check_constraints()  # nothing is pending, or TRUNCATE would be refused for that
    with pytest.raises(DatabaseError, match="nie geändert oder gelöscht"), transaction.atomic():
        connection.cursor().execute(CHANGES[name])


def test_the_file_is_made_once_and_accepted_by_the_official_rules(
    issuer: BodyView, subscription: Subscription
) -> None:
    run = computed(issuer)
    invoice = issued(run)[0]
    assert seal_all(run) == 4
    assert seal_all(run) == 0
    sealed = seal(invoice)
    assert sealed.sha256 == InvoiceFile.objects.get(invoice=invoice).sha256
    assert OfficialRules(RuleFiles.installed()).violations(sealed.content) == []
    first = document(invoice).lines[1]
    assert (first.quantity, first.price, first.net_cents) == (
        Decimal(85 * 3),
        Decimal("41.5"),
        85 * 41_50 * 3,
    )
    assert first.description == "Satzung: § 12 Satzung"


def test_every_line_explains_itself(issuer: BodyView, subscription: Subscription) -> None:
    invoice = issued(computed(issuer, period=QUARTER))[0]
    trees = [explanation(line) for line in invoice.lines.all()]
    assert [tree["value"] for tree in trees] == ["250.00", "10582.50"]
    assert "85 Arbeitsplätze × 41,50\u00a0€" in trees[1]["sentence"]


def test_any_text_survives_the_way_into_the_database(
    issuer: BodyView, version: ProductVersion, town: BodyView
) -> None:
    origin = 'Meldung\\Ordner „A“\t"B"\nZeile 2 \\N \\.'
    reported(taking(version, town), PriceKind.WORKPLACE, 3, origin=origin)
    line = issued(computed(issuer, period=QUARTER))[0].lines.get(component__code="arbeitsplatz")
    assert line.basis["origin"] == origin
