"""Reads of sources: which there are, how they stand, what was wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q, QuerySet

from allmende.oparl.importing.domain import FULL_CRAWLS_UNTIL_MISSING
from allmende.oparl.labels import TYPE_WORDS, words_for
from allmende.oparl.models import ImportedObject, ImportRun, OparlSource, SourceBody, SourceFinding
from allmende.register import queries as register
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind."""

    code: str
    words: str
    count: int
    example: str
    last_at: datetime


def sources_for(user: "User | AnonymousUser", *, on: date) -> QuerySet[OparlSource]:
    """Return the sources that the bodies of a person look after; the installation's people see all."""
    shown = OparlSource.objects.filter(is_hidden=False).select_related("body")
    if getattr(user, "is_staff", False):
        return shown
    return shown.filter(body_id__in=register.body_ids_of(user, on=on))


def findings_by_code(source: OparlSource) -> list[FindingGroup]:
    """Return what is wrong with a source, the most frequent first."""
    rows = (
        SourceFinding.objects.filter(source=source)
        .values("code")
        .annotate(count=Count("pk"), example=Min("url"), last_at=Max("found_at"))
        .order_by("-count", "code")
    )
    return [
        FindingGroup(row["code"], words_for(row["code"]), row["count"], row["example"], row["last_at"])
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many objects of a type are known, and how many of them the server no longer shows."""

    object_type: str
    total: int
    gone: int

    @property
    def label(self) -> str:
        return str(TYPE_WORDS[self.object_type])


def counts_by_type(source: OparlSource) -> list[TypeCount]:
    """Return how many objects of each type are known."""
    gone = Q(is_deleted=True) | Q(missed_crawls__gte=FULL_CRAWLS_UNTIL_MISSING)
    rows = ImportedObject.objects.filter(source=source).values("object_type").order_by("object_type")
    return [
        TypeCount(row["object_type"], row["total"], row["gone"])
        for row in rows.annotate(total=Count("pk"), gone=Count("pk", filter=gone))
    ]


def bodies_of(source: OparlSource, *, on: date) -> list[tuple[SourceBody, BodyView | None]]:
    """Return the bodies that a server names, each with the body of the register it was linked to."""
    rows = list(source.bodies.all())
    known = register.bodies_by_id([row.body_id for row in rows if row.body_id is not None], on=on)
    return [(row, known.get(row.body_id) if row.body_id is not None else None) for row in rows]


def last_run(source: OparlSource) -> ImportRun | None:
    """Return the newest run over a source."""
    return source.runs.first()


def object_of_paper(paper_id: int) -> ImportedObject | None:
    """Return what a paper was read from."""
    rows = ImportedObject.objects.filter(object_type="Paper", target_id=paper_id).select_related("source")
    return rows.first()


def addresses_elsewhere(paper_ids: Collection[int]) -> dict[int, str]:
    """Return the addresses of those papers that their own council system shows."""
    rows = ImportedObject.objects.filter(object_type="Paper", target_id__in=paper_ids, is_deleted=False)
    rows = rows.filter(missed_crawls__lt=FULL_CRAWLS_UNTIL_MISSING).order_by("-pk")
    return {key: url for key, url in rows.values_list("target_id", "url") if key is not None}


def files_of(paper: ImportedObject) -> list[dict[str, object]]:
    """Return what is known of the files of a paper, the main file first."""
    raw = paper.raw
    more = raw.get("auxiliaryFile")
    urls = [raw.get("mainFile"), *(more if isinstance(more, list) else [more])]
    wanted = [url for url in urls if isinstance(url, str)]
    rows = ImportedObject.objects.filter(source=paper.source_id, url__in=wanted, object_type="File")
    known = {row.url: row.raw for row in rows if not row.is_gone}
    return [known[url] for url in wanted if url in known]
