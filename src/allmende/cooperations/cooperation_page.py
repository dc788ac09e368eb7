"""What the page of a cooperation shows, in a fixed number of queries. What nobody stated says so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allmende.common.formats import euro
from allmende.cooperations.documents import documents_of
from allmende.cooperations.domain import (
    Confidence,
    DataProtectionRole,
    EventKind,
    LegalForm,
    Matter,
    PartyRole,
    TaskExtent,
    TaskMode,
    VatTreatment,
)
from allmende.cooperations.entries import PartyEntry, StateEntry, check_sums
from allmende.cooperations.errors import VotesDoNotSum
from allmende.cooperations.kinds import SHAPES, FactKind, fact_url
from allmende.cooperations.labels import said
from allmende.cooperations.models import (
    Cooperation,
    CooperationDocument,
    CooperationEvent,
    CooperationState,
    CooperationTask,
    CostPool,
    Organ,
    Party,
    Task,
    VotingRule,
)
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.names import sort_key
from allmende.register.periods import last_day

EVENT_KINDS = {EventKind.EFFECTIVE: "success", EventKind.ENDED: "danger", EventKind.NOTICE_UNTIL: "warning"}
ROLE_ORDER = tuple(PartyRole)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as the page shows it."""

    body: BodyView
    role: PartyRole
    role_label: str
    first_day: date
    last_day: date | None
    votes: int | None
    seats: int | None
    capital_cents: int | None
    tasks: str
    confidence: Confidence
    confidence_label: str
    url: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """Something said of the cooperation, with the address of its own page."""

    name: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """An entry of the timeline, as components/timeline.html takes it."""

    title: str
    date: date
    text: str
    kind: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CooperationPage:
    """All that one page needs."""

    cooperation: Cooperation
    state: CooperationState
    facts: list[tuple[str, str]]
    legal: list[tuple[str, str]]
    parties: list[PartyRow]
    former: list[PartyRow]
    tasks: list[FactLine]
    organs: list[FactLine]
    rules: list[FactLine]
    pools: list[FactLine]
    timeline: list[TimelineItem]
    documents: list[CooperationDocument]
    sources: list[Any]
    body: BodyView | None
    steward: BodyView | None
    shows: tuple[bool, bool, bool]
    unsure: int
    votes_problem: str

    @classmethod
    def of(
        cls, cooperation: Cooperation, *, on: date, today: date, body_ids: Collection[int] = ()
    ) -> "CooperationPage | None":
        """Return the page for a day, None if the register says nothing of that day.

        `body_ids`: of which bodies the visitor may see papers that are not public.
        """
        states = list(
            CooperationState.objects.filter(cooperation.last_said, cooperation=cooperation)
            .select_related("source")
            .order_by("valid")
        )
        state = next((each for each in states if on in each.valid), None)
        if state is None:
            return None
        rows = list(
            Party.objects.filter(cooperation.last_said, cooperation=cooperation)
            .select_related("source")
            .order_by("valid")
        )
        ids = {row.body_id for row in rows} | {
            each for each in (state.seat_id, cooperation.body_id, cooperation.steward_id) if each
        }
        bodies = register.bodies_by_id(ids, on=max(on, today))
        names = dict(Task.objects.values_list("code", "name"))
        key = cooperation.key
        began, left = _stays(rows)
        parties = _sorted(_party(key, row, bodies, names, began) for row in rows if on in row.valid)
        there = {row.body_id for row in rows if on in row.valid}
        former = [row for row in left if row.valid.upper <= on and row.body_id not in there]
        tasks = list(_facts_on(CooperationTask, cooperation, on).select_related("task", "source"))
        organs = list(_facts_on(Organ, cooperation, on).select_related("source").order_by("name"))
        rules = list(_facts_on(VotingRule, cooperation, on).select_related("source"))
        pools = list(_facts_on(CostPool, cooperation, on).select_related("source").order_by("name"))
        events = list(
            CooperationEvent.objects.filter(cooperation.last_said, cooperation=cooperation).select_related(
                "source"
            )
        )
        documents = documents_of(cooperation, body_ids)
        stated = [state, *(row for row in rows if on in row.valid), *tasks, *organs, *rules, *pools]
        sources = {each.source_id: each.source for each in [*stated, *events, *documents]}
        return cls(
            cooperation=cooperation,
            state=state,
            facts=_facts(state, states, bodies),
            legal=_legal(state),
            parties=parties,
            former=_sorted(_party(key, row, bodies, names, began) for row in former),
            tasks=[_line(key, FactKind.TASK, each, each.task.name, _task_words(each)) for each in tasks],
            organs=[
                _line(key, FactKind.ORGAN, each, each.name, each.composition or _unknown()) for each in organs
            ],
            rules=_rules(key, rules),
            pools=[_line(key, FactKind.POOL, each, each.name, each.words) for each in pools],
            timeline=_timeline(events, rows, states, bodies),
            documents=documents,
            sources=list(sources.values()),
            body=bodies.get(cooperation.body_id) if cooperation.body_id else None,
            steward=bodies.get(cooperation.steward_id) if cooperation.steward_id else None,
            shows=(
                any(each.votes is not None for each in parties),
                any(each.seats is not None for each in parties),
                any(each.capital_cents is not None for each in parties),
            ),
            votes_problem=_votes_problem(state, parties),
            unsure=sum(each.confidence is not Confidence.NAMED for each in parties),
        )

    @property
    def gaps(self) -> list[str]:
        """Return what the register does not know of this cooperation."""
        missing = [label for label, value in [*self.facts, *self.legal] if value == _unknown()]
        for label, rows in (
            (_("Aufgaben"), self.tasks),
            (_("Organe"), self.organs),
            (_("Abstimmungsregeln"), self.rules),
            (_("Kostenschlüssel"), self.pools),
            (_("Unterlagen"), self.documents),
        ):
            if not rows:
                missing.append(label)
        if not self.shows[0]:
            missing.append(_("Stimmen"))
        return missing


def _unknown() -> str:
    return said("nicht bekannt")


def _facts_on(model: Any, cooperation: Cooperation, on: date) -> Any:
    return model.objects.filter(cooperation.last_said, cooperation=cooperation, valid__contains=on)


def _facts(
    state: CooperationState, states: list[CooperationState], bodies: dict[int, BodyView]
) -> list[tuple[str, str]]:
    first = states[0]
    begun = f"{first.valid.lower:%d.%m.%Y}"
    if not first.is_start_known:
        begun = _("spätestens seit {day}; Beginn nicht bekannt").format(day=begun)
    seat = bodies.get(state.seat_id) if state.seat_id else None
    return [
        (_("Rechtsform"), said(LegalForm(state.legal_form).label)),
        (_("Ausgestaltung"), state.variant or _unknown()),
        (_("seit"), begun),
        (_("bis"), f"{last_day(state.valid.upper):%d.%m.%Y}" if state.valid.upper else _("auf Weiteres")),
        (_("Zweck"), state.purpose or _unknown()),
        (_("Sitz"), str(seat) if seat else _unknown()),
        (_("Aufsicht"), state.authority or _unknown()),
        (_("Kündigung"), state.notice_period or _unknown()),
        (_("Kapital"), _unknown() if state.capital_total_cents is None else euro(state.capital_total_cents)),
    ]


def _legal(state: CooperationState) -> list[tuple[str, str]]:
    return [
        (_("Umsatzsteuer"), said(VatTreatment(state.vat).label)),
        (_("Vergaberecht"), state.procurement_basis or _unknown()),
        (_("Datenschutz"), said(DataProtectionRole(state.data_protection).label)),
    ]


def _line(key: str, kind: FactKind, row: Any, name: str, words: str) -> FactLine:
    return FactLine(name, words, fact_url(key, kind, SHAPES[kind].slug_of(row)))


def _stays(rows: list[Party]) -> tuple[dict[int, date], list[Party]]:
    """Return since when each row's body takes part without a break (by row), and the rows that end a stay.

    A party with another role or other votes from a day on has several rows and never left.
    """
    began: dict[int, date] = {}
    before: dict[int, Party] = {}
    ends: dict[int, Party] = {}
    for row in rows:
        last = before.get(row.body_id)
        goes_on = last is not None and last.valid.upper == row.valid.lower
        began[row.pk] = began[last.pk] if last is not None and goes_on else row.valid.lower
        if last is not None and goes_on:
            ends.pop(last.pk, None)
        if row.valid.upper:
            ends[row.pk] = row
        before[row.body_id] = row
    return began, list(ends.values())


def _votes_problem(state: CooperationState, parties: list[PartyRow]) -> str:
    """Return in words that the votes of the parties are not those of the statute, or nothing."""
    stated = [
        PartyEntry(row.body.id, str(row.body), votes=row.votes) for row in parties if row.votes is not None
    ]
    try:
        check_sums(StateEntry(state.name, LegalForm.UNBEKANNT, votes_total=state.votes_total), stated)
    except VotesDoNotSum as problem:
        return str(problem)
    return ""


def _party(
    key: str, row: Party, bodies: dict[int, BodyView], tasks: dict[str, str], began: dict[int, date]
) -> PartyRow:
    return PartyRow(
        body=bodies[row.body_id],
        role=PartyRole(row.role),
        role_label=said(PartyRole(row.role).label),
        first_day=began[row.pk],
        last_day=last_day(row.valid.upper),
        votes=row.votes,
        seats=row.seats,
        capital_cents=row.capital_cents,
        tasks=", ".join(tasks.get(code, code) for code in row.task_codes),
        confidence=Confidence(row.confidence),
        confidence_label=said(Confidence(row.confidence).label),
        url=fact_url(key, FactKind.PARTY, bodies[row.body_id].key),
    )


def _sorted(rows: Any) -> list[PartyRow]:
    return sorted(rows, key=lambda row: (ROLE_ORDER.index(row.role), sort_key(row.body.name)))


def _task_words(task: CooperationTask) -> str:
    words = [said(TaskExtent(task.extent).label), said(TaskMode(task.mode).label)]
    if task.mode == TaskMode.UNKNOWN:
        words[1] = _("Übergang der Aufgabe nicht bekannt")
    return ", ".join([*words, task.area] if task.area else words)


def _rules(key: str, rules: list[VotingRule]) -> list[FactLine]:
    order = tuple(Matter)
    rules.sort(key=lambda rule: order.index(Matter(rule.matter)))
    return [_line(key, FactKind.RULE, rule, said(Matter(rule.matter).label), rule.words) for rule in rules]


def _timeline(
    events: list[CooperationEvent],
    parties: list[Party],
    states: list[CooperationState],
    bodies: dict[int, BodyView],
) -> list[TimelineItem]:
    """Return days of the cooperation, changes, and who joined or left later, oldest first."""
    items = [
        TimelineItem(
            said(EventKind(event.kind).label),
            event.date,
            event.note,
            EVENT_KINDS.get(EventKind(event.kind), ""),
        )
        for event in events
    ]
    first = states[0].valid.lower
    items += [
        TimelineItem(_("Angaben geändert"), state.valid.lower, state.name, "info") for state in states[1:]
    ]
    joined: dict[date, list[str]] = {}
    left: dict[date, list[str]] = {}
    began, ends = _stays(parties)
    changed: dict[date, list[str]] = {}
    for party in parties:
        day, name = party.valid.lower, str(bodies[party.body_id])
        if day > first:
            (joined if began[party.pk] == day else changed).setdefault(day, []).append(name)
    for party in ends:
        if not (states[-1].valid.upper and party.valid.upper >= states[-1].valid.upper):
            left.setdefault(party.valid.upper, []).append(str(bodies[party.body_id]))
    for day, names in changed.items():
        items.append(TimelineItem(_("Beteiligung geändert"), day, ", ".join(sorted(names)), "info"))
    for day, names in joined.items():
        title = ngettext("{n} Beteiligung beginnt", "{n} Beteiligungen beginnen", len(names)).format(
            n=len(names)
        )
        items.append(TimelineItem(title, day, ", ".join(sorted(names)), "info"))
    for day, names in left.items():
        title = ngettext("{n} Beteiligung endet", "{n} Beteiligungen enden", len(names)).format(n=len(names))
        items.append(TimelineItem(title, day, ", ".join(sorted(names)), "warning"))
    return sorted(items, key=lambda item: item.date)
