"""A worker is killed with -9 in the middle of a run: the next one makes the same invoices and numbers."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from allmende.catalog.invoices import runs
from allmende.catalog.invoices.documents import seal
from allmende.catalog.invoices.issuing import NET_RULE
from allmende.catalog.invoices.models import BillingRun, Invoice, InvoiceFile
from allmende.catalog.models import ProductVersion
from allmende.jobs.tasks import requeue_stalled
from allmende.ledger.bulk_posting import booked_cents
from allmende.register.domain import BodyView
from tests.catalog.invoices.billing_cast import ISSUE_ON, a_profile, a_run, taking
from tests.catalog.invoices.dying_worker import HERE
from tests.catalog.invoices.test_billing import told
from tests.jobs.worker import work_off_the_queue

pytestmark = pytest.mark.django_db(transaction=True)
TOWNS = ("05999004", "05999008", "05999012", "05998000")


@pytest.fixture
def customers(bodies: dict[str, BodyView], version: ProductVersion) -> list[int]:
    """Four municipalities take the product, each with another number of workplaces."""
    for workplaces, key in enumerate(TOWNS, start=10):
        a_profile(bodies[key])
        taking(version, bodies[key], workplaces=workplaces)
    return [bodies[key].id for key in TOWNS]


def killed_while(step: str) -> None:
    """Let a worker of its own begin the waiting job, and kill it in the middle."""
    address = urlsplit(os.environ["ALLMENDE_DATABASE_URL"])
    own = f"{address.scheme}://{address.netloc}/{connection.settings_dict['NAME']}?{address.query}"
    environment = os.environ | {"ALLMENDE_DATABASE_URL": own}
    command = [sys.executable, "-m", "tests.catalog.invoices.dying_worker", step]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == HERE
        worker.kill()
    assert worker.returncode == -9


def work_on() -> None:
    """Let time pass until the queue misses the dead worker, then let another one work."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'")
    app.configure_task(requeue_stalled.name).defer(timestamp=0)
    work_off_the_queue()


def drafts(run: BillingRun) -> list[tuple[object, ...]]:
    return told(list(run.invoices.order_by("customer__key", "period")))


def without_numbers(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [row[1:] for row in rows]


def test_a_worker_killed_twice_changes_neither_invoices_nor_numbers(
    issuer: BodyView, customers: list[int]
) -> None:
    undisturbed = a_run(issuer)
    work_off_the_queue()
    wanted = drafts(undisturbed)
    assert len(wanted) == 4 * len(customers)
    runs.discard(run=undisturbed, by=None, on=ISSUE_ON)

    run = a_run(issuer)
    killed_while("compute")
    assert run.invoices.count() == 2 * 4  # two customers are done, of the third nothing
    work_on()
    assert drafts(run) == wanted

    run.refresh_from_db()
    runs.issue(run=run, by=None, on=ISSUE_ON)
    killed_while("issue")
    numbered = Invoice.objects.filter(sequence__gt=0).order_by("sequence")
    assert list(numbered.values_list("sequence", flat=True)) == [1, 2]
    work_on()
    issued = list(run.invoices.order_by("sequence"))
    assert [invoice.sequence for invoice in issued] == list(range(1, 17))
    assert without_numbers(told(issued)) == without_numbers(wanted)
    assert booked_cents(issuer.id, [NET_RULE]) == sum(invoice.net_cents for invoice in issued)
    assert InvoiceFile.objects.count() == 16
    assert seal(issued[0]).content.startswith(b"<?xml")
