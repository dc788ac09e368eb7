"""Reads of bulk imports: only people who may upload for the body see them."""

from datetime import date

from django.db.models import Count, QuerySet

from allmende.papers.bulk.domain import ItemState
from allmende.papers.bulk.models import BulkImport, BulkItem
from allmende.papers.permissions import may_edit_papers
from allmende.register.queries import AnyUser


def import_for(user: AnyUser, pk: int, *, on: date) -> BulkImport | None:
    """Return the import if the person may upload papers for its body."""
    found = BulkImport.objects.select_related("job", "created_by").filter(pk=pk).first()
    return found if found and may_edit_papers(user, found.body_id, on=on) else None


def imports_of_body(body_id: int, *, limit: int = 10) -> list[BulkImport]:
    """Return the last imports of a body, each with the number of its files."""
    imports = BulkImport.objects.filter(body_id=body_id).select_related("job", "created_by")
    return list(imports.annotate(files=Count("items")).order_by("-created_at", "-pk")[:limit])


def counts_of(bulk_import: BulkImport) -> dict[ItemState, int]:
    """Return how many rows are in each state."""
    rows = bulk_import.items.order_by().values_list("state").annotate(count=Count("pk"))
    return {ItemState(state): count for state, count in rows}


def rows_of(bulk_import: BulkImport) -> "QuerySet[BulkItem]":
    """Return the rows of the report, without the texts of their drafts."""
    rows = bulk_import.items.select_related("draft")
    return rows.defer("draft__reading", "draft__entries")


def waiting_ids(bulk_import: BulkImport) -> list[int]:
    """Return the rows that are still to be read, in their order."""
    return list(
        bulk_import.items.filter(state=ItemState.WAITING.value).order_by("order").values_list("pk", flat=True)
    )
