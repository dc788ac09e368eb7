"""What people may see of invoices: those who write one and those who get it, never a stranger."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from allmende.catalog.invoices.issuing import NET_RULE, TAX_RULE
from allmende.catalog.invoices.models import BillingRun, Invoice
from allmende.catalog.models import ProductVersion
from allmende.ledger.bulk_posting import booked_cents
from allmende.register.queries import AnyUser, body_ids_of


def visible_invoices(user: AnyUser, *, on: date) -> QuerySet[Invoice]:
    """Return what the person's bodies wrote or got; drafts only for those who write them."""
    ids = body_ids_of(user, on=on)
    return Invoice.objects.filter(Q(issuer_id__in=ids) | Q(customer_id__in=ids, issued_on__isnull=False))


def visible_runs(user: AnyUser, *, on: date) -> QuerySet[BillingRun]:
    return BillingRun.objects.filter(issuer_id__in=body_ids_of(user, on=on))


def invoice_for(user: AnyUser, pk: int, *, on: date) -> Invoice | None:
    return visible_invoices(user, on=on).select_related("run", "file").filter(pk=pk).first()


def run_for(user: AnyUser, pk: int, *, on: date) -> BillingRun | None:
    return visible_runs(user, on=on).filter(pk=pk).first()


def sums_of(run: BillingRun) -> dict[str, int]:
    """Return how many invoices a run has, how many are held back, and what they come to."""
    found = run.invoices.aggregate(
        invoices=Count("pk"),
        held=Count("pk", filter=~Q(problems=[])),
        net=Sum("net_cents", default=0),
        vat=Sum("vat_cents", default=0),
    )
    return {name: int(value) for name, value in found.items()}


def agreement_with_the_ledger(issuer_id: int) -> tuple[int, int]:
    """Return what all issued invoices of a body come to, and what its books hold of them: the same."""
    issued = Invoice.objects.filter(issuer_id=issuer_id, issued_on__isnull=False)
    sums = issued.aggregate(net=Sum("net_cents", default=0), vat=Sum("vat_cents", default=0))
    return int(sums["net"] + sums["vat"]), booked_cents(issuer_id, [NET_RULE, TAX_RULE])


def titles_of(keys: Collection[str]) -> dict[str, str]:
    """Return the newest published title of each product; its key where nothing is published."""
    rows = ProductVersion.objects.filter(product__key__in=keys, published_at__isnull=False).order_by("number")
    return {key: key for key in keys} | dict(rows.values_list("product__key", "title"))
