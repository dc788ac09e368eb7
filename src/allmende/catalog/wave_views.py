"""The roadmap: everyone reads it, the steward's people keep it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.catalog import permissions, queries, waves
from allmende.catalog.answering import Trail, answer, posted
from allmende.catalog.domain import ConditionKind
from allmende.catalog.models import Wave, WaveCondition
from allmende.catalog.takeup_forms import FulfilForm, PaperUnseen, WaveForm
from allmende.catalog.visitors import keeping_body, who
from allmende.common.formats import day
from allmende.papers.queries import paper_choices, paper_for
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.visitors import today

COLUMNS = ("number", "name", "is_nucleus", "starts_on", "ends_on", "quorum", "note")


@require_safe
def roadmap(request: HttpRequest) -> HttpResponse:
    """Show the waves from the Nukleus on."""
    body = keeping_body(request)
    context = {
        "waves": waves.roadmap(today()),
        "keeping": permissions.keeping_body_ids(request.user, on=today()),
        "may_add": body is not None and queries.providers(today()).filter(body_id=body.id).exists(),
    }
    return render(request, "catalog/roadmap.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a wave of the provider for which the person acts."""
    body = keeping_body(request)
    if body is None or not queries.providers(today()).filter(body_id=body.id).exists():
        raise Http404
    return _wave(request, None, body, {"quorum": 0}, _("Welle anlegen"))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a wave."""
    wave = Wave.objects.filter(pk=pk).first()
    if wave is None or wave.steward_id not in permissions.keeping_body_ids(request.user, on=today()):
        raise Http404
    steward = register.bodies_by_id([wave.steward_id], on=today())[wave.steward_id]
    return _wave(request, wave, steward, _said(wave), _("Welle ändern"))


def _said(wave: Wave) -> dict[str, Any]:
    lines = [
        f"{each.body.key}; {day(each.slot_on)}" if each.slot_on else each.body.key
        for each in wave.bodies.select_related("body").order_by("pk")
    ]
    conditions = [
        "; ".join(
            filter(None, [ConditionKind(each.kind).label, each.text, day(each.due_on) if each.due_on else ""])
        )
        for each in wave.conditions.order_by("pk")
    ]
    return {name: getattr(wave, name) for name in COLUMNS} | {
        "products": list(wave.products.values_list("product__key", flat=True)),
        "body_lines": "\n".join(lines),
        "condition_lines": "\n".join(conditions),
    }


def _wave(
    request: HttpRequest, wave: Wave | None, steward: BodyView, initial: dict[str, Any], title: str
) -> HttpResponse:
    offered = queries.offered(today()).order_by("title").values_list("product__key", "title")
    form = WaveForm(posted(request), products=list(offered), on=today(), initial=initial)

    def save() -> str:
        data = form.cleaned_data
        waves.save_wave(
            wave=wave,
            steward=steward,
            values={name: data[name] for name in COLUMNS} | {"quorum": data["quorum"] or 0},
            product_keys=data["products"],
            bodies=data["body_lines"],
            conditions=data["condition_lines"],
            **who(request),
        )
        return reverse("catalog:roadmap")

    return answer(request, form, save, title=title, trail=_trail())


@login_required
@require_http_methods(["GET", "POST"])
def fulfil(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a condition is met."""
    condition = WaveCondition.objects.filter(pk=pk).select_related("wave").first()
    mine = permissions.keeping_body_ids(request.user, on=today())
    if condition is None or condition.wave.steward_id not in mine:
        raise Http404
    papers = paper_choices(condition.wave.steward_id, user=request.user, on=today())
    form = FulfilForm(posted(request), papers=papers, initial={"fulfilled_on": today()})

    def save() -> str:
        number = form.paper_id
        paper = paper_for(request.user, number, on=today()) if number else None
        if number and paper is None:
            raise PaperUnseen(number=number)
        waves.fulfil(
            condition=condition, fulfilled_on=form.cleaned_data["fulfilled_on"], paper=paper, **who(request)
        )
        return reverse("catalog:roadmap")

    title = _("Erfüllt: {text}").format(text=condition.text)
    return answer(request, form, save, title=title, trail=_trail())


def _trail() -> Trail:
    return ((_("Fahrplan"), reverse("catalog:roadmap")),)
