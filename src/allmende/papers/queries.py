"""What others may ask about papers. Each query takes the day and the person; nothing here reads the clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.urls import reverse

from allmende.pages.search import SearchHit
from allmende.papers.bulk.models import BulkImport, BulkItem
from allmende.papers.domain.content import DraftState
from allmende.papers.models import Consultation, File, FollowUpReport, Paper, PaperDraft
from allmende.papers.searching import best, excerpts
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.queries import AnyUser, body_ids_of


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as lists show it."""

    title: str
    url: str
    body_name: str
    reference: str
    on: date | None
    is_published: bool


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A coming consultation as lists show it."""

    on: date
    organization: str
    paper_title: str
    url: str
    role_label: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An open draft as lists show it."""

    title: str
    url: str
    body_name: str
    created_at: datetime


def visible(papers: QuerySet[Paper], body_ids: Collection[int]) -> QuerySet[Paper]:
    """Return the papers that are public or belong to one of the bodies."""
    return papers.filter(seen_by(body_ids))


def seen_by(body_ids: Collection[int], *, paper: str = "") -> Q:
    """Return the condition that a paper is public or belongs to one of the bodies.

    `paper`: the way to the paper from the rows that are asked for, such as "paper__".
    """
    shown = Q(**{f"{paper}is_published": True})
    return shown | Q(**{f"{paper}body_id__in": body_ids}) if body_ids else shown


def paper_for(user: AnyUser, paper_id: int, *, on: date) -> Paper | None:
    """Return the paper if the person may see it."""
    papers = visible(Paper.objects.select_related("body"), body_ids_of(user, on=on))
    return papers.filter(pk=paper_id).first()


def draft_for(user: AnyUser, draft_id: int, *, on: date) -> PaperDraft | None:
    """Return the draft if the person belongs to its body."""
    drafts = PaperDraft.objects.select_related("body", "file", "paper", "modified_by").annotate(
        undoable=Count("revisions")
    )
    return drafts.filter(pk=draft_id, body_id__in=body_ids_of(user, on=on)).first()


def file_for(user: AnyUser, file_id: int, *, on: date) -> File | None:
    """Return the file if the person may see its paper, or belongs to the body of its draft."""
    body_ids = body_ids_of(user, on=on)
    shown = Q(paper__is_published=True) | Q(body_id__in=body_ids)
    return File.objects.defer("text").filter(shown, pk=file_id).first()


def stored_paths() -> set[str]:
    """Return where every source document lies that a row names, also of imports not read to the end."""
    archives = BulkImport.objects.exclude(archive="").values_list("archive", flat=True)
    sources = BulkItem.objects.exclude(source="").values_list("source", flat=True)
    proofs = FollowUpReport.objects.exclude(content="").values_list("content", flat=True)
    return {*File.objects.values_list("content", flat=True), *proofs, *archives, *sources}


def search(text: str, *, user: AnyUser, on: date, limit: int = 20) -> list[SearchHit]:
    """Return the papers found for the search of the whole product, best first."""
    papers = visible(Paper.objects.all(), body_ids_of(user, on=on))
    found = best(papers, text, limit=limit)
    texts = excerpts([paper.pk for paper in found], text)
    names = _body_names(found, on)
    return [
        SearchHit(
            kind=str(paper.get_paper_type_display() or "Vorlage"),
            title=f"{paper.reference} {paper.title}".strip(),
            text=" · ".join(filter(None, [names.get(paper.body_id), texts.get(paper.pk)])),
            url=paper.get_absolute_url(),
            rank=paper.rank,
        )
        for paper in found
    ]


def next_consultations(body_ids: Collection[int], *, on: date, limit: int = 5) -> list[ConsultationRow]:
    """Return what the committees of these bodies will deal with, the next day first."""
    rows = Consultation.objects.filter(paper__body_id__in=body_ids, date__gte=on)
    return _consultation_rows(rows.order_by("date", "paper_id", "order")[:limit])


def last_consultations(body_ids: Collection[int], *, on: date, limit: int = 5) -> list[ConsultationRow]:
    """Return what the committees of these bodies dealt with before `on`, the last day first."""
    rows = Consultation.objects.filter(paper__body_id__in=body_ids, date__lt=on)
    return _consultation_rows(rows.order_by("-date", "paper_id", "order")[:limit])


def _consultation_rows(consultations: QuerySet[Consultation]) -> list[ConsultationRow]:
    return [
        ConsultationRow(
            on=row.date,
            organization=row.organization_name,
            paper_title=row.paper.title,
            url=row.paper.get_absolute_url(),
            role_label=row.get_role_display(),
        )
        for row in consultations.select_related("paper").defer("paper__search")
        if row.date is not None
    ]


def open_drafts(user: AnyUser, *, on: date, limit: int = 20) -> list[DraftRow]:
    """Return the drafts of the person's bodies that wait for a confirmation, the newest first."""
    memberships = {each.body.id: each.body for each in register.memberships_of(user, on=on)}
    drafts = (
        PaperDraft.objects.filter(body_id__in=memberships, state=DraftState.OPEN.value)
        .select_related("file")
        .defer("file__search", "file__text", "reading")
        .order_by("-created_at", "-pk")[:limit]
    )
    return [
        DraftRow(
            title=draft.entries["header"].get("subject") or draft.file.original_name,
            url=draft.get_absolute_url(),
            body_name=str(memberships[draft.body_id]),
            created_at=draft.created_at,
        )
        for draft in drafts
    ]


def open_drafts_of(body_ids: Collection[int]) -> QuerySet[PaperDraft]:
    """Return the drafts of these bodies that wait for a confirmation, with `subject`, without their texts."""
    drafts = PaperDraft.objects.filter(body_id__in=body_ids, state=DraftState.OPEN.value)
    subject = KeyTextTransform("subject", KeyTransform("header", "entries"))
    return (
        drafts.select_related("file")
        .defer("file__search", "file__text", "reading", "entries")
        .annotate(subject=subject)
    )


def drafts_for(user: AnyUser, draft_ids: Collection[int], *, on: date) -> list[PaperDraft]:
    """Return those of the drafts that belong to the person's bodies, the oldest first."""
    drafts = PaperDraft.objects.filter(pk__in=draft_ids, body_id__in=body_ids_of(user, on=on))
    return list(
        drafts.select_related("file").defer("file__search", "file__text", "reading", "entries").order_by("pk")
    )


def public_papers(limit: int = 5, *, on: date) -> list[PaperRow]:
    """Return the papers published last."""
    papers = list(Paper.objects.filter(is_published=True).order_by("-modified_at", "-pk")[:limit])
    return _rows(papers, on)


def public_papers_of(body_id: int) -> int:
    """Return how many papers of a body are published from here; what was read elsewhere is public there."""
    return Paper.objects.filter(body_id=body_id, is_published=True, is_imported=False).count()


def imported_papers_of(body_id: int) -> int:
    """Return how many papers of a body were read from its council system and are public there."""
    return Paper.objects.filter(body_id=body_id, is_published=True, is_imported=True).count()


def papers_of_body(body_id: int, *, user: AnyUser, on: date, limit: int = 10) -> list[PaperRow]:
    """Return the papers of a body that the person may see, the newest first."""
    papers = visible(Paper.objects.filter(body_id=body_id), body_ids_of(user, on=on))
    return _rows(list(papers.order_by(F("date").desc(nulls_last=True), "-pk")[:limit]), on)


@dataclass(frozen=True, slots=True)
class ComparableText:
    """What of a paper others compare with: its number and those it names (as keys), subject, resolution."""

    id: int
    title: str
    reference_key: str
    named: frozenset[str]
    resolution: str


def comparable_texts(body_id: int, *, user: AnyUser, on: date, limit: int = 500) -> list[ComparableText]:
    """Return the newest papers of a body that the person may see, as texts to compare; three queries."""
    papers = visible(Paper.objects.filter(body_id=body_id), body_ids_of(user, on=on))
    rows = papers.select_related("decision").prefetch_related("references", "decision__items")
    return [
        ComparableText(
            id=paper.pk,
            title=paper.title,
            reference_key=paper.reference_key,
            named=frozenset(each.reference_key for each in paper.references.all() if each.reference_key),
            resolution="\n\n".join(each.resolution_text for each in paper.decision.items.all())
            if hasattr(paper, "decision")
            else "",
        )
        for paper in rows.order_by(F("date").desc(nulls_last=True), "-pk")[:limit]
    ]


def paper_choices(body_id: int, *, user: AnyUser, on: date) -> list[tuple[int, str]]:
    """Return number and title of the papers of a body that the person may see, the newest first."""
    papers = visible(Paper.objects.filter(body_id=body_id), body_ids_of(user, on=on))
    return list(papers.order_by(F("date").desc(nulls_last=True), "-pk").values_list("pk", "name"))


def is_paper_of(paper_id: int, body_id: int) -> bool:
    """Return whether the paper belongs to the body."""
    return Paper.objects.filter(pk=paper_id, body_id=body_id).exists()


def same_reference(body_id: int, key: str, *, other_than: int | None = None) -> Paper | None:
    """Return the body's paper with this number."""
    if not key:
        return None
    return Paper.objects.filter(body_id=body_id, reference_key=key).exclude(pk=other_than).first()


def consultations_for_calendar(user: AnyUser, *, on: date) -> QuerySet[Consultation]:
    """Return the dated consultations of all papers of the person's bodies."""
    return (
        Consultation.objects.filter(paper__body_id__in=body_ids_of(user, on=on), date__isnull=False)
        .select_related("paper")
        .defer("paper__search")
        .order_by("date", "pk")
    )


def bodies_with_papers(*, user: AnyUser, on: date) -> list[BodyView]:
    """Return the bodies that have papers the person may see, by name."""
    papers = visible(Paper.objects.all(), body_ids_of(user, on=on))
    ids = set(papers.order_by().values_list("body_id", flat=True).distinct())
    return sorted(register.bodies_by_id(ids, on=on).values(), key=lambda body: str(body).casefold())


def paper_table_rows(*, user: AnyUser, on: date) -> QuerySet[Paper]:
    """Return the papers the person may see; of those shown, `coming` holds what is still to be consulted."""
    coming = Consultation.objects.filter(date__gte=on).order_by("date", "order")
    papers = visible(Paper.objects.defer("search", "header_evidence"), body_ids_of(user, on=on))
    return papers.prefetch_related(Prefetch("consultations", coming, to_attr="coming"))


def next_day(*, on: date) -> Expression:
    """Return the day of the next consultation, to sort by; otherwise only papers shown are asked for it."""
    coming = Consultation.objects.filter(paper=OuterRef("pk"), date__gte=on)
    first = Subquery(coming.order_by("date").values("date")[:1])
    return ExpressionWrapper(first, output_field=DateField())


def years_with_papers(*, user: AnyUser, on: date) -> list[int]:
    """Return the years from the latest to the first paper the person may see: both ends of an index."""
    papers = visible(Paper.objects.filter(date__isnull=False), body_ids_of(user, on=on))
    days = papers.values_list("date", flat=True)
    last = days.order_by(F("date").desc(nulls_last=True), "pk")[:1]
    first = days.order_by(F("date").asc(nulls_first=True), "-pk")[:1]
    years = [day.year for day in last.union(first) if day]
    return list(range(max(years), min(years) - 1, -1)) if years else []


def _rows(papers: Iterable[Any], on: date) -> list[PaperRow]:
    papers = list(papers)
    names = _body_names(papers, on)
    return [
        PaperRow(
            title=paper.title,
            url=reverse("papers:paper", args=[paper.pk]),
            body_name=names.get(paper.body_id, ""),
            reference=paper.reference,
            on=paper.date,
            is_published=paper.is_published,
        )
        for paper in papers
    ]


def _body_names(papers: Iterable[Any], on: date) -> dict[int, str]:
    ids = {paper.body_id for paper in papers}
    return {body_id: str(body) for body_id, body in register.bodies_by_id(ids, on=on).items()} if ids else {}


def stations_of(paper_id: int) -> list[tuple[str, str, str]]:
    """Return the Beratungsfolge of a paper in words: committee, day, role."""
    rows = Consultation.objects.filter(paper_id=paper_id).order_by("order")
    return [
        (row.organization_name, f"{row.date:%d.%m.%Y}" if row.date else "–", row.get_role_display())
        for row in rows
    ]
