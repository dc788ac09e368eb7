"""Programmes: shipped and own ones, who can get what, and what is missing for it."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.accounts.queries import history_of
from allmende.common.formats import euro
from allmende.cooperations.errors import UnknownCooperation
from allmende.funding import eligibility_page, queries
from allmende.funding.actions import programmes as actions
from allmende.funding.domain.programmes import shipped_block, shipped_programme
from allmende.funding.domain.words import CostClass
from allmende.funding.forms.programmes import CheckForm, ProgrammeForm, TermsForm
from allmende.funding.models import OwnProgramme, OwnTerms
from allmende.funding.small_table import SmallTable
from allmende.funding.visitors import REFUSALS, bodies_with, may, visible_programme
from allmende.ledger.telling import told
from allmende.ledger.visitors import asked_body
from allmende.pages.columns import Column
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import acting_body, day_or_none, person, today


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Show all programmes: those of the Land for everybody, own ones for their body."""
    on = today()
    own = queries.visible_programmes(request.user, on=on) if request.user.is_authenticated else []
    context = {
        "programmes": eligibility_page.programme_rows(on),
        "own": own,
        "may_enter": bool(bodies_with(request, Capability.CALCULATE)),
        "today": on,
    }
    return render(request, "funding/programmes.html", context)


@require_safe
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Answer in sentences whether a body can get a building block; what was told stands in the address."""
    block = shipped_block(key)
    if block is None:
        raise Http404
    on = day_or_none(request.GET.get("tag", "")) or today()
    is_asked = "antragsteller" in request.GET
    body = acting_body(request)
    form = CheckForm(
        request.GET if is_asked else None,
        on=on,
        block=block,
        inputs=eligibility_page.inputs_of(block, on),
        initial={"antragsteller": body.key if body else ""},
    )
    context: dict[str, Any] = {
        "building_block": block,  # in a template, `block` is the block of the page
        "programme": shipped_programme(block.programme),
        "form": form,
        "on": on,
    }
    if is_asked and form.is_valid():
        applicant = form.cleaned_data["antragsteller"]
        context |= {
            "result": eligibility_page.checked(block, applicant, form.said, form.values, on),
            "amounts": eligibility_page.amounts_of(block, form.values, on),
            "applicant": applicant,
        }
        context["badge"] = eligibility_page.VERDICT_BADGES[context["result"].verdict]
    return render(request, "funding/check.html", context)


@require_safe
def possible(request: HttpRequest) -> HttpResponse:
    """Show what a body could get, or a cooperation (`?zusammenarbeit=`) as the register knows it."""
    on = day_or_none(request.GET.get("tag", "")) or today()
    facts, body = None, asked_body(request, on) or acting_body(request)
    if key := request.GET.get("zusammenarbeit", "")[:100]:
        try:
            facts = eligibility_page.cooperation_facts(key, on)
        except UnknownCooperation:
            raise Http404 from None
        own = {each.id for each in facts.partners}
        if facts.partners and (body is None or body.id not in own):
            body = facts.partners[0]
    context = {
        "facts": facts,
        "body": body,
        "on": on,
        "rows": eligibility_page.possibilities(body, facts.values if facts else {}, on) if body else [],
    }
    return render(request, "funding/possible.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """Enter a programme of one's own."""
    on = today()
    bodies = bodies_with(request, Capability.CALCULATE)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, on=on, bodies=bodies)
    if form.is_bound and form.is_valid():
        try:
            made = actions.create_programme(
                body=form.bodies[form.cleaned_data["body"]],
                giver=form.cleaned_data["giver"],
                entry=form.entry,
                by=person(request),
                on=on,
            )
            messages.success(request, _("Das Programm ist eingetragen. Als Nächstes: wie es zahlt."))
            return redirect("funding:new-terms", made.pk)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_programme.html", {"form": form, "bodies": bodies})


@login_required
@require_safe
def own_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a programme of one's own with its terms."""
    found = visible_programme(request, pk)
    names = register.bodies_by_id([found.giver_id, found.body_id], on=today())
    deadline = ""
    if found.apply_day and found.apply_month:
        deadline = f"{found.apply_day}.{found.apply_month}."
    context = {
        "programme": found,
        "facts": [
            (_("Zuwendungsgeber"), str(names[found.giver_id])),
            (_("Rechtsgrundlage"), found.legal_basis),
            (_("Antrag bis"), deadline),
            (_("Verwendungsnachweis, Monate nach Ende"), found.proof_months),
            (_("Anmerkung"), found.note),
        ],
        "terms": terms_table(found),
        "may_enter": may(request, found.body_id, Capability.CALCULATE),
        "history": history_of(found._meta.label_lower, str(found.pk)),
    }
    return render(request, "funding/own_programme.html", context)


def terms_table(programme: OwnProgramme) -> SmallTable:
    """Return all that was ever known of the terms."""
    return SmallTable(
        _("Förderbedingungen"),
        [
            Column("art", _("Finanzierungsart"), lambda row: _(row.get_financing_display())),
            Column("hoehe", _("Höhe"), _height),
            Column("klassen", _("geförderte Kostenarten"), _classes),
            Column("ab", _("gilt ab"), lambda row: row.valid.lower, kind="date"),
            Column("bis", _("letzter Tag"), _last, kind="date"),
            Column("bekannt", _("bekannt seit"), lambda row: row.known.lower, kind="date"),
            Column("ersetzt", _("ersetzt am"), lambda row: row.known.upper, kind="date"),
            Column("stelle", _("Stelle in der Richtlinie"), "section"),
            Column("quelle", _("Quelle"), "source"),
        ],
        list(programme.terms.order_by("-known", "-valid")),
    )


def _height(row: OwnTerms) -> str:
    amount = euro(row.amount) if row.amount else f"{row.rate_percent.normalize():f} %".replace(".", ",")
    if row.ceiling is None:
        return amount
    return _("{amount}, höchstens {ceiling}").format(amount=amount, ceiling=euro(row.ceiling))


def _classes(row: OwnTerms) -> str:
    return ", ".join(_(CostClass(each).label) for each in row.classes)


def _last(row: OwnTerms) -> date | None:
    return row.valid.upper - timedelta(days=1) if row.valid.upper else None


@login_required
@require_http_methods(["GET", "POST"])
def new_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a programme pays from a day on."""
    on = today()
    found = visible_programme(request, pk)
    require(person(request), found.body_id, Capability.CALCULATE, on=on)
    form = TermsForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_bound and form.is_valid():
        try:
            actions.set_terms(programme_id=pk, entry=form.entry, by=person(request), on=on)
            messages.success(request, _("Die Förderbedingung ist eingetragen."))
            return redirect(found)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_terms.html", {"form": form, "programme": found})
