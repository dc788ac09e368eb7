"""The pages of single facts of a cooperation, and the forms to enter, change, end and take them back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from allmende.cooperations import actions, corrections, facts, permissions, queries
from allmende.cooperations import fact_forms as f
from allmende.cooperations.consequences import Taking, taking_part, words_of_rule
from allmende.cooperations.documents import documents_of
from allmende.cooperations.domain import EventKind, Matter, PartyRole, TaskExtent, TaskMode
from allmende.cooperations.edit_views import answer, who
from allmende.cooperations.entries import PartyEntry, TaskEntry
from allmende.cooperations.fact_page import FactPage, SaidRow, fact_page
from allmende.cooperations.facts import Saying
from allmende.cooperations.kinds import FactKind, NoteKind, believed, timeline_of
from allmende.cooperations.models import Cooperation, CooperationEvent
from allmende.cooperations.pool_form import PoolForm, pool_initial
from allmende.cooperations.visitors import asked_day, own_cooperation
from allmende.papers import queries as papers
from allmende.register import queries as register
from allmende.register.visitors import acting_body, today

EVERYONE = tuple(role.value for role in PartyRole)


@dataclass(frozen=True, slots=True)
class Entering:
    """How people enter a kind: its form, what stands in it at first, what saves it."""

    form: type[f.FactForm]
    title: Any
    initial: Callable[[Any], Mapping[str, Any]]
    save: Callable[[Any, Any, Saying], None]
    """Takes the valid form, the present row (None: new), and who says it from when on."""


def _task(form: Any, row: Any, saying: Saying) -> None:
    data = form.cleaned_data
    code = row.task.code if row else data["task"]
    task = TaskEntry(code, TaskExtent(data["extent"]), TaskMode(data["mode"]), data["area"])
    facts.set_task(saying, task=task)


def _organ(form: Any, row: Any, saying: Saying) -> None:
    data = form.cleaned_data
    name = row.name if row else data["name"]
    facts.set_organ(saying, name=name, composition=data["composition"])


def _rule(form: Any, row: Any, saying: Saying) -> None:
    data = form.cleaned_data
    matter = Matter(row.matter if row else data["matter"])
    stored = form.rule()
    words = data["words"] or words_of_rule(stored, matter)
    facts.set_voting_rule(saying, matter=matter, rule=stored, words=words)


def _pool(form: Any, row: Any, saying: Saying) -> None:
    name = row.name if row else form.cleaned_data["name"]
    facts.set_cost_pool(saying, name=name, allocation=form.key(), words=form.said())


def _party(form: Any, row: Any, saying: Saying) -> None:
    data = form.cleaned_data
    body = register.bodies_by_id([row.body_id], on=max(today(), row.valid.lower))[row.body_id]
    party = PartyEntry(
        row.body_id,
        str(body),
        PartyRole(data["role"]),
        capital_cents=data["capital"],
        votes=data["votes"],
        seats=data["seats"],
        task_codes=tuple(data.get("task_codes") or ()),
    )
    actions.change_party(
        key=saying.key,
        party=party,
        from_day=saying.from_day,
        source=saying.source,
        by=saying.by,
        on=saying.on,
        at=saying.at,
    )


def _saying(request: HttpRequest, key: str, form: f.FactForm) -> Saying:
    data = form.cleaned_data
    return Saying(key, data["from_day"], form.source_entry(), last_day=data.get("last_day"), **who(request))


def _rule_initial(row: Any) -> dict[str, Any]:
    rule = row.rule
    share = f"{rule.get('share', '1/2')}{'>' if rule.get('more_than') else ''}"
    thresholds = ", ".join(map(str, rule.get("thresholds") or []))
    weighting = rule.get("weighting", "unknown")
    return {**rule, "weighting": weighting, "majority": share, "thresholds": thresholds, "words": row.words}


ENTERING: Mapping[FactKind, Entering] = {
    FactKind.PARTY: Entering(
        f.ChangedPartyForm,
        gettext_lazy("Beteiligte hinzufügen"),
        lambda row: {
            "role": row.role,
            "votes": row.votes,
            "seats": row.seats,
            "capital": row.capital_cents,
            "task_codes": row.task_codes,
        },
        _party,
    ),
    FactKind.TASK: Entering(
        f.TaskForm,
        gettext_lazy("Aufgabe eintragen"),
        lambda row: {"extent": row.extent, "mode": row.mode, "area": row.area},
        _task,
    ),
    FactKind.ORGAN: Entering(
        f.OrganForm, gettext_lazy("Organ eintragen"), lambda row: {"composition": row.composition}, _organ
    ),
    FactKind.RULE: Entering(f.RuleForm, gettext_lazy("Abstimmungsregel eintragen"), _rule_initial, _rule),
    FactKind.POOL: Entering(
        PoolForm,
        gettext_lazy("Kostenschlüssel eintragen"),
        lambda row: pool_initial(row.key, row.words),
        _pool,
    ),
}


@require_safe
def fact(request: HttpRequest, key: str, kind: str, thing: str) -> HttpResponse:
    """Show one thing said of a cooperation: since when, by which source, what follows from it."""
    cooperation = queries.cooperation_by_key(key)
    on = asked_day(request)
    page = _page(cooperation, kind, thing, on)
    context = {
        "page": page,
        "kind": kind,
        "thing": thing,
        "cooperation": cooperation,
        "name": queries.name_on(cooperation, on=on),
        "on": on,
        "is_today": on == today(),
        "may_edit": cooperation.withdrawal is None
        and permissions.may_edit(request.user, cooperation, on=today()),
    }
    return render(request, "cooperations/fact.html", context)


def _page(cooperation: Cooperation, kind: str, thing: str, on: Any) -> FactPage:
    if kind not in set(FactKind):
        raise Http404
    bodies = {}
    if kind == FactKind.PARTY:
        body = register.known_body_by_key(thing, on=max(on, today()))
        bodies = {body.id: body}
    page = fact_page(FactKind(kind), cooperation, thing, on=on, bodies=bodies)
    if page is None:
        raise Http404
    return page


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Enter a new fact."""
    cooperation = own_cooperation(request, key)
    entering = _entering(kind)
    form = entering.form(request.POST or None, **_choices(cooperation))

    def save() -> str:
        entering.save(form, None, _saying(request, key, form))
        return key

    return answer(request, form, save, title=entering.title, cooperation=cooperation)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str, kind: str, thing: str) -> HttpResponse:
    """Say something else of a thing from a day on."""
    cooperation = own_cooperation(request, key)
    entering, page = _entering(kind), _page(cooperation, kind, thing, today())
    rows = timeline_of(FactKind(kind), cooperation, thing)
    row = next((each for each in rows if today() in each.valid), rows[-1])
    choices = _choices(cooperation)
    form = entering.form(request.POST or None, initial=entering.initial(row), is_new=False, **choices)
    form.fields["from_day"].help_text = _("Für eine Berichtigung von Anfang an: {day}.").format(
        day=f"{row.valid.lower:%d.%m.%Y}"
    )

    def save() -> str:
        entering.save(form, row, _saying(request, key, form))
        return key

    title = _("Ändern: {name}").format(name=page.name)
    return answer(request, form, save, title=title, cooperation=cooperation)


@login_required
@require_http_methods(["GET", "POST"])
def last_day(request: HttpRequest, key: str, kind: str, thing: str, row: int) -> HttpResponse:
    """Let a fact hold until another last day, or until further notice."""
    cooperation = own_cooperation(request, key)
    page = _page(cooperation, kind, thing, today())
    said = _said(page, row)
    form = f.LastDayForm(request.POST or None, initial={"last_day": said.last_day})

    def save() -> str:
        day = form.cleaned_data["last_day"]
        corrections.set_last_day(key=key, kind=FactKind(kind), row=row, last_day=day, **who(request))
        return key

    title = _("Beenden: {name}").format(name=page.name)
    lead = _("Gilt seit {day}. Tragen Sie den letzten Tag ein, an dem es noch gilt.").format(
        day=f"{said.first_day:%d.%m.%Y}"
    )
    return answer(request, form, save, title=title, cooperation=cooperation, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, key: str, kind: str, thing: str, row: int) -> HttpResponse:
    """Take a fact back that was entered by mistake."""
    cooperation = own_cooperation(request, key)
    page = _page(cooperation, kind, thing, today())
    said = _said(page, row)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def save() -> str:
        corrections.take_back(key=key, kind=FactKind(kind), row=row, **who(request))
        return key

    title = _("Als Irrtum zurücknehmen: {name}").format(name=page.name)
    lead = _(
        "Die Angabe ab {day} gilt dann nie. Was unmittelbar davor galt, gilt weiter. "
        "Hat sich etwas geändert, ändern oder beenden Sie die Angabe stattdessen."
    ).format(day=f"{said.first_day:%d.%m.%Y}")
    button = _("Zurücknehmen")
    return answer(request, form, save, title=title, cooperation=cooperation, lead=lead, button=button)


@login_required
@require_safe
def notes(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """List the days or documents of a cooperation for those who keep them."""
    cooperation = own_cooperation(request, key)
    context = {
        "title": _("Tage") if kind == NoteKind.EVENT else _("Unterlagen"),
        "rows": _notes(request, cooperation, NoteKind(kind)),
        "kind": kind,
        "cooperation": cooperation,
        "name": queries.name_on(cooperation, on=today()),
    }
    return render(request, "cooperations/notes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_event(request: HttpRequest, key: str) -> HttpResponse:
    """Note a day in the life of a cooperation."""
    cooperation = own_cooperation(request, key)
    form = f.EventForm(request.POST or None)

    def save() -> str:
        data = form.cleaned_data
        facts.add_event(
            key=key,
            kind=EventKind(data["kind"]),
            day=data["from_day"],
            note=data["note"],
            source=form.source_entry(),
            **who(request),
        )
        return key

    return answer(request, form, save, title=_("Tag eintragen"), cooperation=cooperation)


@login_required
@require_http_methods(["GET", "POST"])
def add_document(request: HttpRequest, key: str) -> HttpResponse:
    """Add a paper of the own body or an address; the same title again replaces it."""
    cooperation = own_cooperation(request, key)
    body = acting_body(request)
    own = papers.paper_choices(body.id, user=request.user, on=today()) if body else []
    form = f.DocumentForm(request.POST or None, papers=own)

    def save() -> str:
        data = form.cleaned_data
        facts.add_document(
            key=key,
            title=data["title"],
            url=data["url"],
            paper_id=data.get("paper"),
            source=form.source_entry(),
            **who(request),
        )
        return key

    return answer(request, form, save, title=_("Unterlage eintragen"), cooperation=cooperation)


@login_required
@require_http_methods(["GET", "POST"])
def take_back_note(request: HttpRequest, key: str, kind: str, row: int) -> HttpResponse:
    """Take back a day or a document that was entered by mistake."""
    cooperation = own_cooperation(request, key)
    if kind not in set(NoteKind):
        raise Http404
    note = next((each for each in _notes(request, cooperation, NoteKind(kind)) if each.pk == row), None)
    if note is None:
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)

    def save() -> str:
        corrections.take_back_note(key=key, kind=NoteKind(kind), row=row, **who(request))
        return key

    title = _("Als Irrtum zurücknehmen: {name}").format(name=note)
    return answer(
        request, form, save, title=title, cooperation=cooperation, lead="", button=_("Zurücknehmen")
    )


def _notes(request: HttpRequest, cooperation: Cooperation, kind: NoteKind) -> list[Any]:
    """Return the days or documents of an entry, without papers that the person may not see."""
    if kind is NoteKind.DOCUMENT:
        return list(documents_of(cooperation, register.body_ids_of(request.user, on=today())))
    return list(believed(CooperationEvent, cooperation).select_related("source").order_by("date"))


def _entering(kind: str) -> Entering:
    if kind not in set(FactKind):
        raise Http404
    return ENTERING[FactKind(kind)]


def _said(page: FactPage, row: int) -> SaidRow:
    """Return what the page says in this row; a row that was changed meanwhile is gone."""
    found = next((each for each in page.rows if each.row == row), None)
    if found is None:
        raise Http404
    return found


def _choices(cooperation: Cooperation) -> dict[str, Any]:
    taking: list[Taking] = taking_part(cooperation, on=today(), roles=EVERYONE)
    return {
        "members": [(each.partner.key, each.partner.name) for each in taking],
        "tasks": queries.tasks_of(cooperation, on=today()),
    }
