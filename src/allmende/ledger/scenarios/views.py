"""Pages of the scenario workshop: translate, decide nothing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from allmende.accounts.queries import history_of
from allmende.common.errors import AllmendeError
from allmende.ledger.explaining import reason_of
from allmende.ledger.scenarios import actions, queries
from allmende.ledger.scenarios.domain import SYNTHETIC_LABEL, month_of
from allmende.ledger.scenarios.forms import SaveForm
from allmende.ledger.scenarios.models import BaseData, Scenario
from allmende.ledger.scenarios.page import ScenarioPage
from allmende.ledger.scenarios.reforms import REFORMS, Reform, reform
from allmende.ledger.scenarios.running import is_chosen
from allmende.ledger.scenarios.workbook import workbook
from allmende.ledger.telling import told
from allmende.pages import downloads
from allmende.pages.tables import Column, Table, TextFilter, respond
from allmende.pages.texts import asked as asked_text
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.visitors import acting_body, person, today

WORKBOOK = "mappe"


def may_calculate(request: HttpRequest, body_id: int, on: date) -> bool:
    return register.may(request.user, body_id, Capability.CALCULATE, on=on)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the person's bodies have saved, and the ways in."""
    on = today()
    rows = queries.visible_scenarios(request.user, on=on)
    names = register.bodies_by_id(rows.order_by().values_list("body_id", flat=True).distinct(), on=on)
    table = Table(
        request,
        id="scenarios",
        caption=_("Gespeicherte Szenarien"),
        rows=rows,
        columns=[
            Column("titel", _("Titel"), "title", kind="link", url=Scenario.get_absolute_url, sort="title"),
            Column("koerperschaft", _("Körperschaft"), lambda row: str(names.get(row.body_id, ""))),
            Column("notiz", _("Notiz"), "note"),
            Column("geteilt", _("geteilt"), lambda row: bool(row.token)),
            Column("geaendert", _("geändert am"), "changed_at", kind="date", sort="changed_at"),
        ],
        filters=[TextFilter("q", _("Suche"), lambda found, text: found.filter(title__icontains=text))],
        default_sort="-geaendert",
        empty_title=_("Noch keine Szenarien"),
        empty_text=_("Rechnen Sie in der Werkstatt und speichern Sie, was Sie behalten wollen."),
    )
    return respond(request, table, "ledger/scenarios/home.html", {})


@require_safe
def workshop(request: HttpRequest) -> HttpResponse:
    """Ask a rule for many municipalities; the address is the question."""
    on = today()
    page = page_of(request, request.GET.dict(), on)
    body = acting_body(request)
    may_save = body is not None and may_calculate(request, body.id, on)
    context = {"save_form": SaveForm() if may_save else None, "body": body}
    return shown(request, page, "ledger/scenarios/workshop.html", context)


@require_safe
def reason(request: HttpRequest) -> HttpResponse:
    """Explain the amount of one municipality, under the law and in the scenario."""
    on = today()
    page = page_of(request, request.GET.dict(), on)
    return explained(request, page)


@require_safe
def reforms(request: HttpRequest) -> HttpResponse:
    """List the dossiers of demands."""
    return render(request, "ledger/scenarios/reforms.html", {"reforms": REFORMS})


@require_safe
def reform_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one demand over all municipalities; with `?beispiel=1` on the synthetic example."""
    on = today()
    found = reform(slug)
    if found is None:
        raise Http404
    sets = list(queries.visible_base_data(request.user, on=on))
    with_example = request.GET.get("beispiel") == "1"
    parameters = found.with_example() if with_example else found.question(real_sources(found, sets))
    page = ScenarioPage(request, parameters, on, sets)
    context = {"reform": found, "with_example": with_example}
    return shown(request, page, "ledger/scenarios/reform.html", context)


def real_sources(found: Reform, sets: list[BaseData]) -> dict[str, str]:
    """Return the newest real set of each input, as far as there is one."""
    newest: dict[str, str] = {}
    for each in sets:
        if each.input_name in found.inputs and not each.is_synthetic:
            newest.setdefault(each.input_name, f"daten-{each.pk}")
    return newest


# --- saved scenarios -------------------------------------------------------------------------------------


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the question of the workshop under a title."""
    body = acting_body(request)
    if body is None:
        raise Http404
    question = QueryDict(request.POST.get("frage", "")[:20_000]).dict()
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Geben Sie dem Szenario einen Titel."))
        page = page_of(request, question, today())
        return redirect(page.workshop_url)
    kept = actions.save_scenario(
        body=body,
        title=form.cleaned_data["title"],
        note=form.cleaned_data["note"],
        settings=question,
        by=person(request),
        on=today(),
    )
    messages.success(request, _("Gespeichert."))
    return redirect(kept)


@login_required
@require_safe
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a saved scenario to the people of its body."""
    on = today()
    found = own(request, pk, on)
    page = page_of(request, found.settings, on)
    context = {
        "scenario": found,
        "body": register.bodies_by_id([found.body_id], on=on).get(found.body_id),
        "may_edit": may_calculate(request, found.body_id, on),
        "share_url": request.build_absolute_uri(f"/szenarien/geteilt/{found.token}/") if found.token else "",
        "rename_form": SaveForm(initial={"title": found.title, "note": found.note}),
        "history": history_of(actions.SCENARIO, str(found.pk)),
    }
    return shown(request, page, "ledger/scenarios/scenario.html", context)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show a scenario to whoever has its link; read only."""
    found = queries.shared_scenario(token)
    if found is None:
        raise Http404
    page = ScenarioPage(request, found.settings, today(), None)
    response = shown(request, page, "ledger/scenarios/shared.html", {"scenario": found})
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    own(request, pk, today())
    title, note = (request.POST.get(name, "")[:2_000] for name in ("title", "note"))
    found = actions.rename_scenario(
        scenario_id=pk, title=title[:200], note=note, by=person(request), on=today()
    )
    messages.success(request, _("Gespeichert."))
    return redirect(found)


@login_required
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    own(request, pk, today())
    found = actions.copy_scenario(scenario_id=pk, by=person(request), on=today())
    messages.success(request, _("Kopie angelegt."))
    return redirect(found)


@login_required
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    own(request, pk, today())
    found = actions.share_scenario(
        scenario_id=pk, is_shared=request.POST.get("teilen") == "1", by=person(request), on=today()
    )
    messages.success(request, _("Der Link ist offen.") if found.token else _("Der Link gilt nicht mehr."))
    return redirect(found)


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    own(request, pk, today())
    actions.hide_scenario(scenario_id=pk, by=person(request), on=today())
    messages.success(request, _("Das Szenario ist ausgeblendet."))
    return redirect("scenarios:home")


def own(request: HttpRequest, pk: int, on: date) -> Scenario:
    found = queries.scenario_for(request.user, pk, on=on)
    if found is None:
        raise Http404
    return found


# --- what all result pages share -------------------------------------------------------------------------


def page_of(request: HttpRequest, parameters: dict[str, Any], on: date) -> ScenarioPage:
    return ScenarioPage(request, parameters, on, list(queries.visible_base_data(request.user, on=on)))


def shown(request: HttpRequest, page: ScenarioPage, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return the page, its table as a fragment or file, the workbook, or one amount's explanation."""
    outcome = page.outcome
    if outcome and outcome.rows and page.settings and request.GET.get("ausgabe") == WORKBOOK:
        name = page.heading + (f" {SYNTHETIC_LABEL}" if outcome.is_synthetic else "")
        content = workbook(page, outcome, page.settings)
        return downloads.file_response(content, downloads.safe_filename(name, "xlsx"))
    context = {**context, "page": page, "outcome": outcome, "synthetic_label": SYNTHETIC_LABEL}
    table = page.table()
    if table is None:
        return render(request, template, context)
    return respond(request, table, template, context)


def explained(request: HttpRequest, page: ScenarioPage) -> HttpResponse:
    """Show both derivations of one municipality's amount, in one period."""
    key = asked_text(request.GET, "gemeinde", longest=8)
    try:
        run = page.prepared()
        index = next((number for number, body in enumerate(run.bodies) if body.key == key), None)
        if index is None or run.missing or not is_chosen(run.bodies[index], run.settings):
            raise Http404
        year = run.settings.years[0]
        wanted = request.GET.get("jahr", "")
        if wanted.isdecimal() and int(wanted[:5]) in run.settings.years:
            year = int(wanted[:5])
        results = run.results(year)
    except AllmendeError as error:
        context = {"error": told(error), "page": page}
        return render(request, "ledger/scenarios/reason.html", context, status=400)
    month = month_of(request.GET.get("monat", "")) or 1
    before, after = results[month - 1 if len(results) > 1 else 0]
    context = {
        "page": page,
        "body": run.bodies[index],
        "year": year,
        "years": run.settings.years,
        "month": month if len(results) > 1 else None,
        "months": range(1, len(results) + 1) if len(results) > 1 else (),
        "before": reason_of(before.trace(index)),
        "after": reason_of(after.trace(index)) if run.layers else None,
        "is_synthetic": any(origin.is_synthetic for origin in run.origins),
        "synthetic_label": SYNTHETIC_LABEL,
    }
    return render(request, "ledger/scenarios/reason.html", context)
