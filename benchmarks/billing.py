"""Measure a billing run: 300 products × 396 municipalities × 12 months, about 1.4 million lines.

    python -m benchmarks.billing [products] [municipalities]

Limit: 120 seconds for computing and issuing, with flat memory. What counts is the time that this process and
its server in the database have worked, added up: on two idle cores, where they work side by side, it takes
less, and others may use the machine. The time that passed is printed too; XRechnung files are measured apart.
"""

import os
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._measuring import timed, with_empty_database

if TYPE_CHECKING:
    from allmende.register.domain import BodyView

LIMIT_SECONDS = 120
MORE_MEMORY = 150
PRODUCTS, MUNICIPALITIES = 300, 396
FILES = 24


def main() -> int:
    """Print the times; return 1 if the limit is broken."""
    return with_empty_database(measure)


def measure() -> int:
    from django.db import connection
    from django.db.models import Sum
    from tests.catalog.invoices.billing_cast import ISSUE_ON, YEAR

    from allmende.catalog.invoices.documents import seal
    from allmende.catalog.invoices.domain import BillingInterval
    from allmende.catalog.invoices.issuing import NET_RULE, issue_drafts
    from allmende.catalog.invoices.models import BillingRun, Invoice, InvoiceLine
    from allmende.catalog.invoices.runs import compute, issue, start_run
    from allmende.ledger.bulk_posting import booked_cents

    products, municipalities = (*map(int, sys.argv[1:3]), PRODUCTS, MUNICIPALITIES)[:2]
    issuer = cast(products, municipalities)
    connection.cursor().execute("ANALYZE")
    run = start_run(
        issuer=issuer, period=YEAR, interval=BillingInterval.MONTH, issue_on=ISSUE_ON, by=None, on=ISSUE_ON
    )
    before, job = memory(), Progress()
    start, own, server = time.perf_counter(), time.process_time(), server_seconds()
    lines, _ = timed("computed", lambda: compute(run, job))
    after = memory()
    issue(run=run, by=None, on=ISSUE_ON)
    issued, _ = timed("issued and posted", lambda: issue_drafts(run, None, job))
    passed = time.perf_counter() - start
    own, server = time.process_time() - own, server_seconds() - server
    print(
        f"{passed:6.1f} s passed; {own:.1f} s of this process, {server:.1f} s of its server in the database"
    )
    print(f"{lines} lines on {issued} invoices; progress told {job.told} times")
    print(f"memory {before} MB before, {after} MB after computing, limit {before + MORE_MEMORY} MB")
    total = InvoiceLine.objects.aggregate(total=Sum("cents"))["total"]
    assert total == booked_cents(issuer.id, [NET_RULE])
    some = list(Invoice.objects.order_by("pk")[:FILES])
    timed(f"{FILES} XRechnung files of {products} lines", lambda: [seal(invoice) for invoice in some])
    BillingRun.objects.filter(pk=run.pk).update(state="issued")
    again = start_run(
        issuer=issuer, period=YEAR, interval=BillingInterval.MONTH, issue_on=ISSUE_ON, by=None, on=ISSUE_ON
    )
    more, _ = timed("the same run again", lambda: compute(again))
    assert more == 0
    seconds = (own + server) * PRODUCTS * MUNICIPALITIES / (products * municipalities)
    print(f"{seconds:6.1f} s of work for the whole catalog, limit {LIMIT_SECONDS} s")
    return int(seconds > LIMIT_SECONDS or after > before + MORE_MEMORY)


@dataclass
class Progress:
    """Counts how often a run tells its progress, as a job would show it."""

    payload: Mapping[str, object] = field(default_factory=dict)
    requested_by_id: int | None = None
    told: int = 0

    def report(self, done: int, total: int, message: str = "") -> None:
        self.told += 1


def server_seconds() -> float:
    """Return how long the server process of our connection has worked."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text(encoding="utf-8")
    user, system = stat.rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory() -> int:
    """Return the most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def cast(products: int, municipalities: int) -> "BodyView":
    """Fill the database: one provider, its products, everybody takes everything, from January 2027 on."""
    from tests.catalog.invoices import billing_cast as made
    from tests.papers.factories import a_paper

    from allmende.catalog.invoices.models import BillingProfile
    from allmende.catalog.models import Quantity, Subscription, SubscriptionTerm
    from allmende.register import queries as register
    from allmende.register.importing import own_csv
    from allmende.register.importing.actions import import_list

    keys = [f"05{900 + number // 100:03d}{number % 100:03d}" for number in range(1, municipalities + 1)]
    rows = "".join(f"{key},Gemeinde {key},Gemeinde\n" for key in keys)
    listed = own_csv.read(
        f"key,name,kind\n05800,Anbieterkreis,Kreis\n{rows}".encode(),
        stand=date(2020, 1, 1),
        is_complete=False,
    )
    import_list(listed, digest="0" * 64, file_name="bench.csv", by=None, at=made.AT)
    issuer = register.body_by_key("05800", on=made.TODAY)
    made.a_profile(issuer)
    bodies = [register.body_by_key(key, on=made.TODAY) for key in keys]
    for body in bodies:
        made.a_profile(body)
    assert BillingProfile.objects.count() == municipalities + 1
    from tests.papers.factories import a_member

    from allmende.register.domain import Role

    paper = a_paper(issuer, a_member(issuer, Role.CLERK), "2026/1")
    provider = made.a_provider(issuer)
    versions = [
        made.a_version(
            provider,
            paper,
            {**made.WORKPLACE, "amount": Decimal(number) / 7 + 1},
            key=f"produkt-{number:03d}",
        )
        for number in range(products)
    ]
    source = made.a_source()
    subscriptions = Subscription.objects.bulk_create(
        [
            Subscription(
                customer_id=body.id, product_id=version.product_id, starts_on=made.NEW_YEAR, state="active"
            )
            for body in bodies
            for version in versions
        ],
        batch_size=5000,
    )
    common = {"source": source, "valid": (made.NEW_YEAR, None), "known": (made.AT, None)}
    SubscriptionTerm.objects.bulk_create(
        [
            SubscriptionTerm(
                subscription=each, version_id=versions[place % products].pk, payer_group="member", **common
            )
            for place, each in enumerate(subscriptions)
        ],
        batch_size=5000,
    )
    Quantity.objects.bulk_create(
        [
            Quantity(
                subscription=each,
                kind="workplace",
                value=20 + place // products,
                reference_date=made.NEW_YEAR,
                origin="Meldung",
                **common,
            )
            for place, each in enumerate(subscriptions)
        ],
        batch_size=5000,
    )
    return issuer


if __name__ == "__main__":
    raise SystemExit(main())
