"""Papers, sittings and committees that a council system publishes: written in bulk, written again unchanged.

They have no draft: nobody confirmed them here. What a person has uploaded and confirmed is never touched, and
what a person recorded of a decision stays.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db import transaction

from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.domain.values import reference_key
from allmende.papers.models import AgendaItem, Consultation, Decision, DecisionItem, Meeting, Paper, Vote
from allmende.papers.recording import meetings_on, organizations_named
from allmende.reading.facts import ConsultationRole, PaperKind, Treatment

MAX_NAME, MAX_REFERENCE, MAX_WORDS, MAX_NUMBER, MAX_VOTES = 2000, 100, 200, 20, 9999


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda."""

    number: str
    name: str
    is_public: bool | None


@dataclass(frozen=True, slots=True)
class Station:
    """One station of a paper on its way."""

    organization_id: int
    organization_name: str
    meeting_id: int | None
    date: datetime.date | None
    role: ConsultationRole | None
    treatment: Treatment | None
    is_authoritative: bool


@dataclass(frozen=True, slots=True)
class ReportedVote:
    """A result in the server's words, with the counts it gives."""

    words: str
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPaper:
    """A paper as a server publishes it. `paper_id` is the row it has become before."""

    paper_id: int | None
    body_id: int
    name: str
    reference: str = ""
    kind: PaperKind | None = None
    date: datetime.date | None = None
    is_shown: bool = True
    stations: tuple[Station, ...] = ()
    resolution: tuple[str, ...] = ()
    votes: tuple[ReportedVote, ...] = field(default=())


def store_committees(names: Mapping[int, Iterable[str]]) -> dict[tuple[int, str], int]:
    """Return the ids of the committees of bodies by (body, key of the name), adding those not known yet."""
    return {
        (body_id, key): organization.pk
        for body_id, of_body in names.items()
        for key, organization in organizations_named(body_id, of_body).items()
    }


def store_sittings(wanted: Iterable[tuple[int, datetime.date]]) -> dict[tuple[int, datetime.date], int]:
    """Return the ids of the sittings of committees on days; those not known yet are added, all are listed."""
    found = meetings_on(wanted, is_listed=True)
    if unlisted := [meeting.pk for meeting in found.values() if not meeting.is_listed]:
        Meeting.objects.filter(pk__in=unlisted).update(is_listed=True)
    return {(key[0], key[1]): meeting.pk for key, meeting in found.items() if key[1]}


@transaction.atomic
def store_agendas(agendas: Mapping[int, Sequence[Item]]) -> None:
    """Make the agendas of sittings what the server says."""
    known: dict[int, list[AgendaItem]] = {meeting_id: [] for meeting_id in agendas}
    for row in AgendaItem.objects.filter(meeting_id__in=agendas).order_by("meeting_id", "order"):
        known[row.meeting_id].append(row)
    changed = [
        meeting_id
        for meeting_id, items in agendas.items()
        if [(row.order, row.number, row.name, row.is_public) for row in known[meeting_id]]
        != [(order, *_kept(item)) for order, item in enumerate(items)]
    ]
    AgendaItem.objects.filter(meeting_id__in=changed).delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting_id=meeting_id,
            order=order,
            number=number,
            name=name,
            is_public=is_public,
            is_imported=True,
        )
        for meeting_id in changed
        for order, (number, name, is_public) in enumerate(map(_kept, agendas[meeting_id]))
    )


def _kept(item: Item) -> tuple[str, str, bool | None]:
    return item.number[:MAX_NUMBER], item.name[:MAX_NAME], item.is_public


def remove_sittings(meeting_ids: Iterable[int]) -> None:
    """Take away sittings that a server withdrew; stations of papers keep their day."""
    Meeting.objects.filter(pk__in=list(meeting_ids)).delete()


@transaction.atomic
def store_papers(rows: Sequence[ImportedPaper], *, source_name: str) -> list[int]:
    """Write papers with their stations and reported results; return their ids in the same order.

    A paper that a person uploaded under the same number is the same paper: it is named, and left as it is.
    """
    wanted = [row.paper_id for row in rows if row.paper_id is not None]
    known = Paper.objects.select_related("draft").in_bulk(wanted)
    by_reference = _by_reference(rows)
    confirmed = {paper.pk for paper in (*known.values(), *by_reference.values()) if hasattr(paper, "draft")}
    papers: list[Paper] = []
    new: list[Paper] = []
    changed: list[Paper] = []
    for row in rows:
        key = reference_key(row.reference)[:MAX_REFERENCE]
        paper = known.get(row.paper_id) if row.paper_id is not None else None
        if paper is not None and paper.body_id != row.body_id:  # a person has said since whose it is
            paper = None
        same = by_reference.get((row.body_id, key)) if key else None
        if paper is None and same is not None and same.pk in confirmed:
            paper = same
        if paper is None:
            paper = Paper(body_id=row.body_id, source_name=source_name[:200], is_imported=True)
            new.append(paper)
        elif paper.pk in confirmed:
            papers.append(paper)
            continue
        is_taken = same is not None and same is not paper and (same.pk is None or same.pk != paper.pk)
        if _differs(paper, row, "" if is_taken else key) and paper.pk is not None:
            changed.append(paper)
        if key and not is_taken:
            by_reference[row.body_id, key] = paper
        papers.append(paper)
    Paper.objects.bulk_create(new)
    Paper.objects.bulk_update(changed, [*_FIELDS, "modified_at"], batch_size=500)
    own = [(paper, row) for paper, row in zip(papers, rows, strict=True) if paper.pk not in confirmed]
    _store_stations(own)
    _store_results(own)
    return [paper.pk for paper in papers]


_FIELDS = ("name", "reference", "reference_key", "paper_type", "date", "status", "is_published")


def _by_reference(rows: Sequence[ImportedPaper]) -> dict[tuple[int, str], Paper]:
    keys = {reference_key(row.reference)[:MAX_REFERENCE] for row in rows} - {""}
    bodies = {row.body_id for row in rows}
    found = Paper.objects.filter(body_id__in=bodies, reference_key__in=keys).select_related("draft")
    return {(paper.body_id, paper.reference_key): paper for paper in found}


def _differs(paper: Paper, row: ImportedPaper, key: str) -> bool:
    """Set the fields of a paper; return whether one of them changed."""
    values = {
        "name": " ".join(row.name.split())[:MAX_NAME],
        "reference": row.reference[:MAX_REFERENCE],
        "reference_key": key,
        "paper_type": row.kind or "",
        "date": row.date,
        "status": Treatment.PUBLIC.value,
        "is_published": row.is_shown,
    }
    changed = {name for name, value in values.items() if getattr(paper, name) != value}
    for name in changed:
        setattr(paper, name, values[name])
    return bool(changed)


def _store_stations(own: Sequence[tuple[Paper, ImportedPaper]]) -> None:
    """Make the stations what the server says; rows that stay keep their id, for others may refer to them."""
    rows = Consultation.objects.filter(paper__in=[paper.pk for paper, _row in own]).order_by(
        "paper_id", "order"
    )
    known = {paper_id: list(each) for paper_id, each in groupby(rows, key=lambda row: row.paper_id)}
    new: list[Consultation] = []
    changed: list[Consultation] = []
    surplus: list[int] = []
    for paper, imported in own:
        before = known.get(paper.pk, [])
        surplus += [row.pk for row in before[len(imported.stations) :]]
        for order, station in enumerate(imported.stations):
            values = _station_values(station)
            if order >= len(before):
                new.append(Consultation(paper=paper, order=order, **values))
            elif any(getattr(before[order], name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(before[order], name, value)
                changed.append(before[order])
    Consultation.objects.filter(pk__in=surplus).delete()
    Consultation.objects.bulk_create(new)
    Consultation.objects.bulk_update(changed, _STATION_FIELDS, batch_size=500)


_STATION_FIELDS = (
    *("organization", "organization_name", "meeting", "date", "role", "treatment", "authoritative"),
)


def _station_values(station: Station) -> dict[str, object]:
    return {
        "organization_id": station.organization_id,
        "organization_name": station.organization_name[:500],
        "meeting_id": station.meeting_id,
        "date": station.date,
        "role": station.role or "",
        "treatment": station.treatment or "",
        "authoritative": station.is_authoritative,
    }


def _store_results(own: Sequence[tuple[Paper, ImportedPaper]]) -> None:
    """Note what the server reports of the decision; whether it holds, a person says."""
    told = {paper.pk: row for paper, row in own if row.resolution or row.votes}
    decisions = {d.paper_id: d for d in Decision.objects.filter(paper__in=[paper.pk for paper, _row in own])}
    new = [Decision(paper_id=paper_id) for paper_id in told if paper_id not in decisions]
    Decision.objects.bulk_create(new)
    decisions |= {decision.paper_id: decision for decision in new}
    changed = _changed_results(told, {d.pk: d for d in decisions.values()})
    DecisionItem.objects.filter(decision__in=changed).delete()
    Vote.objects.filter(decision__in=changed).delete()
    rows = [(decision, told[decision.paper_id]) for decision in changed if decision.paper_id in told]
    DecisionItem.objects.bulk_create(
        DecisionItem(decision=decision, order=order, resolution_text=text)
        for decision, row in rows
        for order, text in enumerate(row.resolution)
    )
    Vote.objects.bulk_create(
        Vote(decision=decision, order=order, **_vote_values(vote))
        for decision, row in rows
        for order, vote in enumerate(row.votes)
    )
    empty = [d.pk for d in changed if d.paper_id not in told and d.state == DecisionState.PROPOSED.value]
    Decision.objects.filter(pk__in=empty).delete()


def _changed_results(told: Mapping[int, ImportedPaper], decisions: Mapping[int, Decision]) -> list[Decision]:
    """Return the decisions for which the server now tells something else than we have noted."""
    points: dict[int, list[str]] = {pk: [] for pk in decisions}
    for item in DecisionItem.objects.filter(decision__in=decisions):
        points[item.decision_id].append(item.resolution_text)
    votes: dict[int, list[dict[str, object]]] = {pk: [] for pk in decisions}
    for vote in Vote.objects.filter(decision__in=decisions):
        votes[vote.decision_id].append({name: getattr(vote, name) for name in _VOTE_FIELDS})
    nothing = ImportedPaper(paper_id=None, body_id=0, name="")
    changed = []
    for pk, decision in decisions.items():
        row = told.get(decision.paper_id, nothing)
        if points[pk] != list(row.resolution) or votes[pk] != [_vote_values(vote) for vote in row.votes]:
            changed.append(decision)
    return changed


_VOTE_FIELDS = ("outcome", "yes", "no", "abstentions")


def _vote_values(vote: ReportedVote) -> dict[str, object]:
    counts = {"yes": vote.yes, "no": vote.no, "abstentions": vote.abstentions}
    kept = {name: value if value is None or value <= MAX_VOTES else None for name, value in counts.items()}
    return {"outcome": vote.words[:MAX_WORDS], **kept}
