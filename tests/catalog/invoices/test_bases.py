"""Levies, index clauses, populations and costs: billed with their reason, or told with a remedy."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from allmende.catalog.costs import yearly_costs
from allmende.catalog.indexes import record_index_value
from allmende.catalog.invoices import bases
from allmende.catalog.invoices.documents import explanation
from allmende.catalog.invoices.domain import BillingInterval
from allmende.catalog.invoices.errors import CostOverlaps, NotTaken
from allmende.catalog.invoices.models import ActualCost, BillingRun
from allmende.catalog.invoices.runs import discard
from allmende.catalog.models import IndexValue, PriceComponent, ProductVersion
from allmende.catalog.prices.components import PriceKind
from allmende.papers.models import Paper
from allmende.register.domain import BodyView, Kind, NotAllowed, Role
from tests.catalog.invoices.billing_cast import (
    AT,
    BASE,
    ISSUE_ON,
    LATER,
    NEW_YEAR,
    YEAR,
    a_profile,
    a_provider,
    a_version,
    computed,
    reported,
    taking,
)
from tests.catalog.invoices.test_billing import issued
from tests.papers.factories import a_member
from tests.register.factories import listed, record, take_over_list

LEVY = {
    **BASE,
    "code": "umlage",
    "label": "Verbandsumlage",
    "kind": "levy",
    "amount": 0,
    "total_cents": 100_000_01,
    "allocation": [{"driver": "nutzer", "weight": "1"}],
}
INDEXED = {**BASE, "index_name": "Erzeugerpreise", "index_base": 100, "index_threshold": 3}
AT_COST = {**BASE, "code": "aufwand", "kind": "at_cost", "amount": 0, "advance_cents": 1200_00}
PER_HEAD = {**BASE, "code": "kopf", "kind": "inhabitant", "amount": Decimal("1.75")}


@pytest.fixture
def both(bodies: dict[str, BodyView], town: BodyView) -> tuple[BodyView, BodyView]:
    a_profile(bodies["05999008"])
    return town, bodies["05999008"]


def offered(issuer: BodyView, paper: Paper, *prices: dict[str, Any]) -> ProductVersion:
    return a_version(a_provider(issuer), paper, *prices, key="verbund")


def levied(version: ProductVersion, customer: BodyView, users: int, starts_on: date = NEW_YEAR) -> None:
    subscription = taking(version, customer, starts_on=starts_on)
    reported(subscription, PriceKind.WORKPLACE, users, valid=(NEW_YEAR, None))


def sums(run: BillingRun) -> dict[int, list[int]]:
    """Return what each customer is billed, in the order of time."""
    found: dict[int, list[int]] = {}
    for customer, cents in run.invoices.order_by("period").values_list("customer_id", "net_cents"):
        found.setdefault(customer, []).append(cents)
    return found


def an_index(issuer: BodyView, value: str, from_day: date = NEW_YEAR) -> IndexValue:
    return record_index_value(
        issuer=issuer,
        name="Erzeugerpreise",
        value=Decimal(value),
        from_day=from_day,
        origin="Statistisches Bundesamt, Dezember 2026",
        by=None,
        on=ISSUE_ON,
        at=AT if from_day == NEW_YEAR else LATER,
    )


def a_cost(issuer: BodyView, customer: BodyView, cents: int, **given: Any) -> ActualCost:
    values: dict[str, Any] = {
        "component": PriceComponent.objects.get(code="aufwand"),
        "period": YEAR,
        "source": "Abschluss 2027",
        "by": None,
    }
    return bases.record_cost(issuer=issuer, customer=customer, cents=cents, on=ISSUE_ON, **values | given)


def test_a_levy_is_shared_out_to_the_cent(
    issuer: BodyView, paper: Paper, both: tuple[BodyView, BodyView]
) -> None:
    version = offered(issuer, paper, LEVY)
    levied(version, both[0], 200)
    levied(version, both[1], 100)
    run = computed(issuer)
    found = sums(run)
    assert [sum(quarter) for quarter in zip(*found.values(), strict=True)] == [
        25_000_00,
        25_000_01,
        25_000_00,
        25_000_00,
    ]
    assert found[both[0].id][0] == 16_666_67
    line = issued(run)[0].lines.get()
    tree = explanation(line)
    assert "Anteil an 25.000,00\u00a0€ nach Nutzer unter 2" in tree["sentence"]
    assert tree["inputs"][1]["shown"] == "25.000,00\u00a0€"
    assert not computed(issuer).invoices.exists()


def test_who_joins_later_bears_only_its_months(
    issuer: BodyView, paper: Paper, both: tuple[BodyView, BodyView]
) -> None:
    version = offered(issuer, paper, LEVY)
    levied(version, both[0], 100)
    levied(version, both[1], 100, starts_on=date(2027, 6, 1))
    found = sums(computed(issuer))
    assert found[both[0].id] == [25_000_00, 18_750_01, 12_500_00, 12_500_00]
    assert found[both[1].id] == [6_250_00, 12_500_00, 12_500_00]


def test_a_levy_without_the_figures_of_all_is_billed_to_nobody(
    issuer: BodyView, paper: Paper, both: tuple[BodyView, BodyView]
) -> None:
    version = offered(issuer, paper, LEVY, BASE)
    levied(version, both[0], 100)
    taking(version, both[1])
    run = computed(issuer)
    assert {problem["customer"] for problem in run.problems} == {body.id for body in both}
    assert f"es fehlt die Zahl von {both[1]}" in run.problems[0]["text"]
    assert sums(run) == {body.id: [250_00] * 4 for body in both}


def test_a_price_follows_its_index_once_the_threshold_is_passed(
    issuer: BodyView, paper: Paper, town: BodyView
) -> None:
    taking(offered(issuer, paper, INDEXED), town)
    an_index(issuer, "102.9")
    an_index(issuer, "104", from_day=date(2027, 7, 1))
    run = computed(issuer)
    assert sums(run) == {town.id: [250_00, 250_00, 260_00, 260_00]}
    tree = explanation(issued(run)[2].lines.get())
    assert "× 1,04 (Index) = 260,00" in tree["sentence"]
    assert tree["inputs"][-1]["source"] == "Statistisches Bundesamt, Dezember 2026"


def test_a_missing_index_value_is_told_with_its_remedy(
    issuer: BodyView, paper: Paper, town: BodyView
) -> None:
    taking(offered(issuer, paper, INDEXED), town)
    run = computed(issuer)
    assert not run.invoices.exists()
    assert "es fehlt der Wert für 01.01.2027 bis 31.03.2027" in run.problems[0]["text"]
    assert "„Indexwerte“" in run.problems[0]["text"]


def test_a_corrected_index_value_becomes_a_correction(issuer: BodyView, paper: Paper, town: BodyView) -> None:
    taking(offered(issuer, paper, INDEXED), town)
    an_index(issuer, "104")
    issued(computed(issuer))
    record_index_value(
        issuer=issuer,
        name="Erzeugerpreise",
        value=Decimal(105),
        from_day=date(2027, 10, 1),
        origin="berichtigt",
        by=None,
        on=ISSUE_ON,
        at=LATER,
    )
    assert sums(computed(issuer)) == {town.id: [2_50]}
    assert IndexValue.objects.count() == 3  # what was believed stays readable


def test_an_estimate_comes_to_what_is_billed(
    issuer: BodyView, paper: Paper, both: tuple[BodyView, BodyView]
) -> None:
    version = offered(issuer, paper, LEVY, INDEXED)
    subscriptions = []
    for body, workplaces in zip(both, (100, 50), strict=True):
        subscriptions.append(taking(version, body))
        reported(subscriptions[-1], PriceKind.WORKPLACE, workplaces)
    an_index(issuer, "104")
    found = yearly_costs(subscriptions, NEW_YEAR)
    billed = sums(computed(issuer, interval=BillingInterval.YEAR))
    assert billed == {each.customer_id: [found[each.pk].yearly_cents] for each in subscriptions}
    levied, indexed = found[subscriptions[0].pk].lines
    assert "unter 2, die es abnehmen (bestellt bis 01.01.2027, mit dieser Kommune)" in levied.sentence
    assert "× 1,04 (Index)" in indexed.sentence


def test_a_line_of_nothing_is_refused(issuer: BodyView, paper: Paper, town: BodyView) -> None:
    taking(offered(issuer, paper, BASE), town)
    draft = computed(issuer).invoices.order_by("period")[0]
    line = draft.lines.get()
    for wrong in ("subscription_id", "component_id"):
        line.pk, line.position = None, 99
        setattr(line, wrong, 0)
        with pytest.raises(IntegrityError, match="braucht eine Abnahme"), transaction.atomic():
            line.save(force_insert=True)


def test_an_index_value_ends_where_a_later_one_begins(issuer: BodyView) -> None:
    an_index(issuer, "104", from_day=date(2027, 7, 1))
    assert an_index(issuer, "102").valid.upper == date(2027, 7, 1)


def test_the_register_counts_the_people_nobody_reported(
    issuer: BodyView, paper: Paper, town: BodyView
) -> None:
    counted = record(town.key, "Musterstadt", Kind.KREISANGEHOERIGE_STADT, 30_211, on=date(2025, 6, 30))
    take_over_list(listed((counted,), stand=date(2025, 12, 31)), at=datetime(2026, 2, 1, tzinfo=UTC))
    subscription = taking(offered(issuer, paper, PER_HEAD), town)
    run = computed(issuer)
    first = run.invoices.order_by("period")[0]
    assert first.net_cents == 13_217_31  # 1.75 € × 30,211 / 4
    told = explanation(first.lines.get())["inputs"][0]
    assert told["source"] == "Register der Körperschaften"
    reported(subscription, PriceKind.INHABITANT, 1000)
    discard(run=run, by=None, on=ISSUE_ON)
    assert sums(computed(issuer)) == {town.id: [437_50] * 4}


def test_a_cost_is_settled_against_what_was_paid_on_account(
    issuer: BodyView, paper: Paper, town: BodyView
) -> None:
    taking(offered(issuer, paper, AT_COST), town)
    issued(computed(issuer))
    a_cost(issuer, town, 1300_00)
    (settlement,) = issued(computed(issuer))
    assert settlement.net_cents == 100_00
    a_cost(issuer, town, 1250_00)  # the newer amount counts
    (note,) = issued(computed(issuer))
    assert (note.document_type, note.net_cents) == ("381", -50_00)
    assert [each["number"] for each in note.preceding] == ["2028-000005"]


def test_a_cost_without_a_vat_decision_is_not_billed(issuer: BodyView, paper: Paper, town: BodyView) -> None:
    taking(offered(issuer, paper, AT_COST | {"vat": "undecided", "vat_ground": ""}), town)
    a_cost(issuer, town, 1300_00)
    run = computed(issuer)
    assert not run.invoices.exists()
    assert "nicht entschieden, ob Umsatzsteuer anfällt" in run.problems[0]["text"]


@pytest.mark.parametrize("index", [{}, {"index_name": "Erzeugerpreise", "index_base": 100}])
def test_without_advances_the_whole_cost_is_billed(
    issuer: BodyView, paper: Paper, town: BodyView, index: dict[str, Any]
) -> None:
    taking(offered(issuer, paper, AT_COST | {"advance_cents": 0} | index), town)
    told = computed(issuer)
    assert "Der Anbieter trägt ihn unter Rechnungen, „Aufwand“ ein." in told.problems[0]["text"]
    BillingRun.objects.update(state="discarded")
    a_cost(issuer, town, 777_01)
    (invoice,) = issued(computed(issuer))
    assert invoice.net_cents == 777_01
    assert "Aufwand 777,01" in explanation(invoice.lines.get())["sentence"]


def test_a_cost_that_overlaps_another_is_refused(issuer: BodyView, paper: Paper, town: BodyView) -> None:
    taking(offered(issuer, paper, AT_COST), town)
    a_cost(issuer, town, 1)
    with pytest.raises(CostOverlaps, match="steht schon ein Aufwand \\(2027\\)"):
        a_cost(issuer, town, 1, period=(NEW_YEAR, date(2027, 7, 1)))


def test_a_cost_of_something_not_taken_is_refused(
    issuer: BodyView, paper: Paper, both: tuple[BodyView, BodyView]
) -> None:
    taking(offered(issuer, paper, AT_COST), both[0])
    with pytest.raises(NotTaken, match="nimmt „Verbund“"):
        a_cost(issuer, both[1], 1)
    with pytest.raises(NotTaken):
        a_cost(issuer, both[0], 1, period=(date(2025, 1, 1), date(2026, 1, 1)))


def test_only_who_keeps_the_books_enters_costs_and_values(
    issuer: BodyView, paper: Paper, town: BodyView
) -> None:
    taking(offered(issuer, paper, AT_COST), town)
    with pytest.raises(NotAllowed):
        a_cost(issuer, town, 1, by=a_member(town, Role.TREASURER))


def test_the_database_keeps_a_cost_as_it_was(issuer: BodyView, paper: Paper, town: BodyView) -> None:
    taking(offered(issuer, paper, AT_COST), town)
    a_cost(issuer, town, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        ActualCost.objects.update(cents=2)
