"""Content -> rows: writes everything a person confirmed about a paper, and ties it to what is known."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from allmende.papers.domain import content as c
from allmende.papers.domain.follow_ups import kind_told_by
from allmende.papers.domain.values import name_key, reference_key
from allmende.papers.models import (
    Condition,
    Consultation,
    DateNote,
    Decision,
    DecisionItem,
    Figure,
    FinanceEntry,
    FollowUp,
    ImpactStatement,
    LegalCitation,
    Meeting,
    OrganisationMention,
    Organization,
    Paper,
    PaperReference,
    Vote,
)
from allmende.reading.facts import ConsultationRole
from allmende.register import queries as register

if TYPE_CHECKING:
    from allmende.accounts.models import User

LOCK = 1_885_433_206
"""Any number that no other part of the product locks; the second number is the body."""


def record_paper(
    content: c.PaperContent, *, body_id: int, source_name: str, by: "User | None", on: date
) -> Paper:
    """Write a paper with all its parts; the caller has checked that it may exist.

    The papers of a body are recorded one after the other: two that name each other must see each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, body_id])
    paper: Paper = Paper.objects.create(
        body_id=body_id,
        name=" ".join(content.subject.split()),
        source_name=source_name,
        reference=content.reference,
        reference_key=reference_key(content.reference),
        paper_type=content.kind or "",
        date=content.date,
        status=content.status or "",
        issuer=content.issuer,
        department=content.department,
        file_number=content.file_number,
        header_evidence={name: asdict(place) for name, place in content.header_evidence.items()},
        created_by=by,
    )
    _record_consultations(paper, content.consultations)
    _record_decision(paper, content)
    _record_figures(paper, content.amounts)
    _record_references(paper, content.references)
    _record_mentions(paper, content.organisations, on)
    LegalCitation.objects.bulk_create(
        LegalCitation(paper=paper, citation=item.citation, **_placed(order, item))
        for order, item in enumerate(content.legal)
    )
    DateNote.objects.bulk_create(
        DateNote(paper=paper, date=item.date, meaning=item.meaning, **_placed(order, item))
        for order, item in enumerate(content.dates)
    )
    FinanceEntry.objects.bulk_create(
        FinanceEntry(paper=paper, field=item.field, value=item.value, **_placed(order, item))
        for order, item in enumerate(content.finance)
    )
    ImpactStatement.objects.bulk_create(
        ImpactStatement(paper=paper, topic=item.topic, text=item.text, **_placed(order, item))
        for order, item in enumerate(content.impacts)
    )
    resolve_references_to(paper)
    return paper


def resolve_references_to(paper: Paper) -> int:
    """Let the gaps that name this paper's number point to it; return how many."""
    if not paper.reference_key:
        return 0
    gaps = PaperReference.objects.filter(
        paper__body_id=paper.body_id, reference_key=paper.reference_key, target=None
    )
    return gaps.exclude(paper=paper).update(target=paper)


def _placed(order: int, item: c.Evidenced) -> dict[str, Any]:
    return {"order": order, **(asdict(item.evidence) if item.evidence else {})}


def _record_consultations(paper: Paper, items: tuple[c.ConsultationContent, ...]) -> None:
    organizations = organizations_named(paper.body_id, [item.body for item in items])
    meetings = meetings_on(
        (organizations[name_key(item.body)].pk, item.date) for item in items if item.date is not None
    )
    Consultation.objects.bulk_create(
        Consultation(
            paper=paper,
            organization=(organization := organizations[name_key(item.body)]),
            organization_name=item.body,
            meeting=meetings[organization.pk, item.date] if item.date else None,
            date=item.date,
            role=item.role or "",
            treatment=item.treatment or "",
            authoritative=item.role is ConsultationRole.ENTSCHEIDUNG,
            **_placed(order, item),
        )
        for order, item in enumerate(items)
    )


def organizations_named(body_id: int, names: Iterable[str]) -> dict[str, Organization]:
    """Return the body's committees of these names; those not known yet are added."""
    by_key = {name_key(name): name for name in names}
    Organization.objects.bulk_create(
        (
            Organization(body_id=body_id, name=name, name_key=key, kind=c.organization_kind(name))
            for key, name in by_key.items()
        ),
        ignore_conflicts=True,
    )
    found = Organization.objects.filter(body_id=body_id, name_key__in=by_key)
    return {organization.name_key: organization for organization in found}


def meetings_on(
    wanted: Iterable[tuple[int, date]], *, is_listed: bool = False
) -> dict[tuple[int, date | None], Meeting]:
    """Return the sittings of these committees on these days; those not known yet are added."""
    pairs = set(wanted)
    new = (
        Meeting(organization_id=committee, date=day, is_listed=is_listed) for committee, day in sorted(pairs)
    )
    Meeting.objects.bulk_create(new, ignore_conflicts=True)
    found = Meeting.objects.filter(
        organization_id__in={pair[0] for pair in pairs}, date__in={pair[1] for pair in pairs}
    )
    return {(meeting.organization_id, meeting.date): meeting for meeting in found}


def _record_decision(paper: Paper, content: c.PaperContent) -> None:
    """Write what is decided, with its conditions, its votes, and the duties that follow from it."""
    if not (content.resolution or content.conditions or content.duties or content.votes):
        return
    decision = Decision.objects.create(paper=paper)
    DecisionItem.objects.bulk_create(
        DecisionItem(decision=decision, number=item.number, resolution_text=item.text, **_placed(order, item))
        for order, item in enumerate(content.resolution)
    )
    Condition.objects.bulk_create(
        Condition(decision=decision, text=item.text, **_placed(order, item))
        for order, item in enumerate(content.conditions)
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            decision=decision,
            duty=item.text,
            addressee=item.addressee,
            kind=kind_told_by(item.addressee).value,
            first_due_on=item.due,
            due_on=item.due,
            recurrence=item.recurrence or "",
            **_placed(order, item),
        )
        for order, item in enumerate(content.duties)
    )
    Vote.objects.bulk_create(
        Vote(
            decision=decision,
            outcome=item.outcome,
            yes=item.yes,
            no=item.no,
            abstentions=item.abstentions,
            **_placed(order, item),
        )
        for order, item in enumerate(content.votes)
    )


def _record_figures(paper: Paper, items: tuple[c.AmountContent, ...]) -> None:
    Figure.objects.bulk_create(
        Figure(
            paper=paper,
            amount_cents=item.cents,
            currency=item.currency,
            label=item.label or "",
            unit=item.unit,
            year=item.year,
            **_placed(order, item),
        )
        for order, item in enumerate(items)
    )


def _record_references(paper: Paper, items: tuple[c.ReferenceContent, ...]) -> None:
    keys = {key for item in items if (key := reference_key(item.reference))}
    known = Paper.objects.filter(body_id=paper.body_id, reference_key__in=keys).exclude(pk=paper.pk)
    targets = dict(known.values_list("reference_key", "pk"))
    PaperReference.objects.bulk_create(
        PaperReference(
            paper=paper,
            reference=item.reference,
            reference_key=(key := reference_key(item.reference)),
            date=item.date,
            relation=item.relation,
            target_id=targets.get(key),
            **_placed(order, item),
        )
        for order, item in enumerate(items)
    )


def _record_mentions(paper: Paper, items: tuple[c.OrganisationContent, ...], on: date) -> None:
    """Tie each name to the one body that bears it; several bearers stay open unless a person chose."""
    bearers = register.match_names([item.name for item in items], on=on) if items else {}
    mentions = []
    for order, item in enumerate(items):
        options = [option for option in bearers[item.name] if not item.key or option.key == item.key]
        body_id = options[0].id if len(options) == 1 else None
        mentions.append(
            OrganisationMention(paper=paper, name=item.name, body_id=body_id, **_placed(order, item))
        )
    OrganisationMention.objects.bulk_create(mentions)
