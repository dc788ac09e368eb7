"""A confirmed paper with all its parts, read once, for the page, the PDF and the JSON export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from allmende.accounts.queries import history_of
from allmende.common import formats
from allmende.papers.decisions.queries import Successor, named_by_label, successors
from allmende.papers.decisions.standing import badge, standing
from allmende.papers.domain.calculations import Calculation, calculations_in
from allmende.papers.domain.content import CHANGED_FIELDS, DRAFT_OBJECT, PAPER_OBJECT, Evidence
from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.labels import ACTION_LABELS, COLUMN_LABELS, FIELD_LABELS, LABELS
from allmende.papers.models import (
    Condition,
    Consultation,
    Decision,
    DecisionItem,
    Evidenced,
    File,
    FinanceEntry,
    FollowUp,
    ImpactStatement,
    OrganisationMention,
    Paper,
    PaperDraft,
    PaperReference,
    RollCallVote,
    Vote,
)
from allmende.papers.queries import visible
from allmende.reading.facts import Relation
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.queries import AnyUser, body_ids_of


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One station as components/timeline.html shows it."""

    title: str
    date: date | None
    text: str
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A named paper; without `url` we do not know it (or may not show it)."""

    id: str
    label: str
    relation: str | Promise
    evidence: Evidence | None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """One value of the header with its label and place."""

    name: str
    label: str | Promise
    value: str
    evidence: Evidence | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class MentionView:
    """A named organisation; one body, several candidates, or none."""

    id: str
    name: str
    bodies: Sequence[BodyView]

    @property
    def confidence(self) -> float:
        """Return how sure it is that the first body is meant: alone 1, one of two 0.5, none 0."""
        return confidence_of(self.bodies)


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty with its standing today; `badge` is the kind of badge."""

    row: FollowUp
    standing: str
    badge: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event of the history with the words for what was done."""

    recorded_at: datetime
    actor_label: str
    action_label: str | Promise
    details: dict[str, str]


class Dossier:
    """Reads what it is asked for, each part with a fixed number of queries."""

    def __init__(self, paper: Paper, *, user: AnyUser, on: date) -> None:
        self.paper = paper
        self.user = user
        self.on = on

    @cached_property
    def _body_ids(self) -> list[int]:
        """Return the bodies whose internal papers the person may read."""
        return body_ids_of(self.user, on=self.on)

    @cached_property
    def body(self) -> BodyView | None:
        return register.bodies_by_id([self.paper.body_id], on=self.on).get(self.paper.body_id)

    @cached_property
    def file(self) -> File | None:
        return self.paper.files.first()

    @cached_property
    def header(self) -> list[HeaderRow]:
        paper, labels = self.paper, COLUMN_LABELS["header"]
        values = {
            "reference": paper.reference,
            "date": formats.day(paper.date) if paper.date else "",
            "issuer": paper.issuer,
            "department": paper.department,
            "file_number": paper.file_number,
            "status": paper.get_status_display(),
        }
        places = {name: Evidence(**place) for name, place in paper.header_evidence.items()}
        body = HeaderRow(
            "body", _("Körperschaft"), str(self.body or ""), None, self.body.url if self.body else ""
        )
        rows = [HeaderRow(name, labels[name], value, places.get(name)) for name, value in values.items()]
        return [rows[0], rows[1], body, *rows[2:]]

    @cached_property
    def consultations(self) -> list[Consultation]:
        return list(self.paper.consultations.all())

    @cached_property
    def timeline(self) -> list[TimelineItem]:
        return [self._station(consultation) for consultation in self.consultations]

    def _station(self, consultation: Consultation) -> TimelineItem:
        is_past = consultation.date is not None and consultation.date < self.on
        words = [consultation.get_role_display(), consultation.get_treatment_display()]
        words.append(self._standing_of(consultation))
        kind = "" if is_past or consultation.date is None else "info"
        return TimelineItem(
            consultation.organization_name, consultation.date, " · ".join(filter(None, words)), kind
        )

    def _standing_of(self, consultation: Consultation) -> str:
        """Return whether a sitting is ahead or over, and its result as far as it was recorded."""
        if consultation.date is None:
            return ""
        if consultation.date >= self.on:
            return _("heute") if consultation.date == self.on else _("steht an")
        if not consultation.authoritative or self.decision is None:
            return _("Termin vorbei")
        if self.decision.decided_on == consultation.date:
            return str(self.decision.get_state_display())
        is_open = self.decision.state == DecisionState.PROPOSED
        return _("Termin vorbei, Ergebnis noch nicht erfasst") if is_open else _("Termin vorbei")

    @cached_property
    def has_calendar(self) -> bool:
        return any(consultation.date for consultation in self.consultations)

    @cached_property
    def decision(self) -> Decision | None:
        """Return what the paper proposes to decide, with all that belongs to it."""
        parts = ("items", "conditions", "votes", "follow_ups", "roll_call")
        return Decision.objects.filter(paper=self.paper).prefetch_related(*parts).first()

    @cached_property
    def decision_items(self) -> list[DecisionItem]:
        return list(self.decision.items.all()) if self.decision else []

    @cached_property
    def conditions(self) -> list[Condition]:
        return list(self.decision.conditions.all()) if self.decision else []

    @cached_property
    def votes(self) -> list[Vote]:
        return list(self.decision.votes.all()) if self.decision else []

    @cached_property
    def roll_call(self) -> list[RollCallVote]:
        return list(self.decision.roll_call.all()) if self.decision else []

    @cached_property
    def duties(self) -> list[DutyView]:
        rows = self.decision.follow_ups.all() if self.decision else ()
        return [DutyView(row, standing(row, self.on), badge(row, self.on)) for row in rows]

    @cached_property
    def successors(self) -> list[Successor]:
        """Return the decisions taken that repeal or change this one."""
        return successors(self.paper, self._body_ids)

    @cached_property
    def repealed_since(self) -> date | None:
        """Return the first day on which another decision has ended this one, if it is not ahead."""
        days = [each.since for each in self.successors if each.is_repeal and each.since <= self.on]
        return min(days, default=None)

    @property
    def holds_today(self) -> bool:
        """Return whether the decision was taken, has effect, and no other one has ended it."""
        decision = self.decision
        if decision is None or decision.state != DecisionState.TAKEN or decision.holds_from is None:
            return False
        return decision.holds_from <= self.on and self.repealed_since is None

    @cached_property
    def finance_entries(self) -> list[FinanceEntry]:
        return list(self.paper.finance_entries.all())

    @cached_property
    def impact_statements(self) -> list[ImpactStatement]:
        return list(self.paper.impact_statements.all())

    @cached_property
    def _draft(self) -> PaperDraft | None:
        return PaperDraft.objects.filter(paper=self.paper).defer("entries").first()

    @cached_property
    def calculations(self) -> list[Calculation]:
        """Return what the paper calculates, each recomputed by the reader."""
        findings = (self._draft.reading.get("findings") or ()) if self._draft else ()
        return calculations_in(findings)

    @cached_property
    def figures(self) -> list[Any]:
        return list(self.paper.figures.all())

    @cached_property
    def legal_citations(self) -> list[Any]:
        return list(self.paper.legal_citations.all())

    @cached_property
    def date_notes(self) -> list[Any]:
        return list(self.paper.date_notes.all())

    @cached_property
    def _references(self) -> list[PaperReference]:
        return list(self.paper.references.select_related("target").defer("target__search"))

    @cached_property
    def references(self) -> list[ReferenceView]:
        """Return the papers that this one names; a paper the person may not see stays a named gap."""
        return [self._reference(reference) for reference in self._references]

    def _reference(self, reference: PaperReference) -> ReferenceView:
        target = reference.target
        is_shown = target is not None and (target.is_published or target.body_id in self._body_ids)
        day = f"{reference.date:%d.%m.%Y}" if reference.date else ""
        number = reference.reference
        label = _("{number} vom {day}").format(number=number, day=day) if number and day else number or day
        return ReferenceView(
            id=f"references-{reference.order}",
            label=label if number else _("Beschluss oder Vorlage vom {day}").format(day=day),
            relation=LABELS[Relation(reference.relation)],
            evidence=evidence_of(reference),
            title=target.title if target is not None and is_shown else "",
            url=target.get_absolute_url() if target is not None and is_shown else "",
        )

    @cached_property
    def referring(self) -> list[ReferenceView]:
        """Return the papers, visible to the person, that name this one."""
        sources = visible(Paper.objects.all(), self._body_ids)
        rows = PaperReference.objects.filter(target=self.paper, paper__in=sources)
        rows = rows.select_related("paper__decision").defer("paper__search")
        return [
            ReferenceView(
                id="",
                label=row.paper.reference,
                relation=named_by_label(row),
                evidence=None,
                title=row.paper.title,
                url=row.paper.get_absolute_url(),
            )
            for row in rows.select_related("paper__decision")
            .defer("paper__search")
            .order_by("paper_id", "order")
        ]

    @cached_property
    def _mentions(self) -> list[OrganisationMention]:
        return list(self.paper.mentions.all())

    @cached_property
    def mentions(self) -> list[MentionView]:
        """Return the named organisations with their bodies; open names show every body they can mean."""
        rows = self._mentions
        bodies = register.bodies_by_id({row.body_id for row in rows if row.body_id}, on=self.on)
        open_names = [row.name for row in rows if row.body_id is None]
        candidates = register.match_names(open_names, on=self.on) if open_names else {}
        views = []
        for row in rows:
            known = bodies.get(row.body_id) if row.body_id else None
            views.append(
                MentionView(
                    f"organisations-{row.order}",
                    row.name,
                    (known,) if known else candidates.get(row.name, ()),
                )
            )
        return views

    @cached_property
    def history(self) -> list[HistoryEntry]:
        draft = self._draft
        return history(draft.pk) if draft is not None else told_of(PAPER_OBJECT, self.paper.pk)

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Return the place of every value that has one, by its anchor on the page."""
        places = {name: Evidence(**place) for name, place in self.paper.header_evidence.items()}
        lists: dict[str, Sequence[Evidenced]] = {
            "consultations": self.consultations,
            "resolution": self.decision_items,
            "conditions": self.conditions,
            "duties": [each.row for each in self.duties],
            "votes": self.votes,
            "amounts": self.figures,
            "finance": self.finance_entries,
            "impacts": self.impact_statements,
            "references": self._references,
            "legal": self.legal_citations,
            "dates": self.date_notes,
            "organisations": self._mentions,
        }
        for section, rows in lists.items():
            for row in rows:
                if (place := evidence_of(row)) is not None:
                    places[f"{section}-{row.order}"] = place
        return places


def confidence_of(bodies: Sequence[BodyView]) -> float:
    """Return how sure a name means the first of the bodies that bear it."""
    return round(1 / len(bodies), 2) if bodies else 0.0


def evidence_of(row: Evidenced) -> Evidence | None:
    """Return where a confirmed value stands; nothing for values that a person added."""
    if row.start is None or row.end is None or row.page is None or row.line is None:
        return None
    return Evidence(row.start, row.end, row.page, row.line, row.confidence or 0.0)


def history(draft_id: int) -> list[HistoryEntry]:
    """Return what happened to a draft and to the paper that came of it, newest first."""
    return told_of(DRAFT_OBJECT, draft_id)


def told_of(object_type: str, object_id: int) -> list[HistoryEntry]:
    """Return the events of a thing, newest first, as pages show them."""
    return [
        HistoryEntry(
            event.recorded_at,
            event.actor_label,
            ACTION_LABELS.get(event.action, event.action),
            _shown_details(event.details),
        )
        for event in history_of(object_type, str(object_id))
    ]


def _shown_details(details: Mapping[str, str]) -> dict[str, str]:
    """Return the details that people read: which fields were changed."""
    names = details.get(CHANGED_FIELDS, "").split()
    return {_("Felder"): ", ".join(str(FIELD_LABELS.get(name, name)) for name in names)} if names else {}
