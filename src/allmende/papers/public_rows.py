"""What OParl shows of papers, as plain rows. The caller names the rows and has made sure that each is public.

Every function asks one question, however many rows are wanted.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import IO, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.files.storage import default_storage
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from allmende.papers.models import (
    AgendaItem,
    Consultation,
    DecisionItem,
    File,
    Meeting,
    Organization,
    Paper,
    PaperReference,
)

Row = Mapping[str, Any]

PAPER = ("body_id", "name", "source_name", "reference", "paper_type", "date", "department")
DECISION = ("state", "decided_on", "effective_on", "outcome", "yes", "no", "abstentions")
CONSULTATION = ("paper_id", "organization_id", "meeting_id", "role", "authoritative", "date")
FILE = ("body_id", "paper_id", "original_name", "media_type", "size", "sha512", "uploaded_at", "content")


def paper_rows(ids: Collection[int]) -> dict[int, Row]:
    """Return papers with the state of their decision, and as `resolution` its points in their order."""
    items = DecisionItem.objects.filter(decision__paper=OuterRef("pk")).order_by("order")
    point = JSONObject(number="number", text="resolution_text")
    fields = ("pk", *PAPER, *(f"decision__{name}" for name in DECISION))
    papers = Paper.objects.filter(pk__in=ids).annotate(resolution=ArraySubquery(items.values(point=point)))
    return {row["pk"]: row for row in papers.values(*fields, "resolution")}


def consultation_rows(*, ids: Collection[int] = (), paper_ids: Collection[int] = ()) -> list[Row]:
    """Return consultations by their own ids or those of papers, in the order of the Beratungsfolge."""
    rows = Consultation.objects.order_by("paper", "order").values("pk", *CONSULTATION)
    return list(rows.filter(pk__in=ids) if ids else rows.filter(paper__in=paper_ids))


def file_rows(*, ids: Collection[int] = (), paper_ids: Collection[int] = ()) -> list[Row]:
    """Return files by their own ids or those of papers, the first one first; never their text."""
    rows = File.objects.order_by("paper", "pk").values("pk", *FILE)
    return list(rows.filter(pk__in=ids) if ids else rows.filter(paper__in=paper_ids))


def links_of(paper_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return which paper names which, for links from or to these papers."""
    links = PaperReference.objects.filter(
        Q(paper__in=paper_ids) | Q(target__in=paper_ids), target__isnull=False
    )
    return list(links.order_by("paper", "order").values_list("paper_id", "target_id"))


def organization_rows(ids: Collection[int]) -> dict[int, Row]:
    """Return committees."""
    rows = Organization.objects.filter(pk__in=ids).values("pk", "body_id", "name", "kind")
    return {row["pk"]: row for row in rows}


def meeting_rows(ids: Collection[int]) -> dict[int, Row]:
    """Return sittings with the name of their committee."""
    fields = ("pk", "organization_id", "organization__name", "organization__body_id", "date")
    return {row["pk"]: row for row in Meeting.objects.filter(pk__in=ids).values(*fields)}


def meetings_since(day: date, body_ids: Collection[int]) -> list[Row]:
    """Return the sittings of these bodies from a day on, in their order."""
    fields = ("pk", "organization_id", "organization__name", "organization__body_id", "date")
    meetings = Meeting.objects.filter(date__gte=day, organization__body__in=body_ids)
    return list(meetings.order_by("date", "pk").values(*fields))


def agenda_of(meeting_ids: Collection[int]) -> dict[int, list[Row]]:
    """Return the public items of the agendas, per sitting, in their order."""
    items = AgendaItem.objects.filter(meeting__in=meeting_ids, is_public=True, is_imported=False)
    return _grouped(
        items.order_by("meeting", "order").values("pk", "meeting_id", "number", "name"), "meeting_id"
    )


def meetings_of_items(ids: Collection[int]) -> set[int]:
    """Return the sittings that these items of agendas belong to."""
    return set(AgendaItem.objects.filter(pk__in=ids).values_list("meeting_id", flat=True))


def open_content(path: str) -> IO[bytes]:
    """Open a stored file by the path of its row; raise FileNotFoundError."""
    return default_storage.open(path)


def _grouped(rows: Iterable[Row], key: str) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups
