"""Take-up: interest, steps, quantities, and the customer's page."""

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.accounts.queries import history_of
from allmende.catalog import deadline_mails, permissions, queries, taking
from allmende.catalog.answering import answer, posted
from allmende.catalog.calendar import calendar_of
from allmende.catalog.costs import reported, terms_on, yearly_costs
from allmende.catalog.customer_page import customer_page, deadline_of, withdrawals
from allmende.catalog.models import Subscription
from allmende.catalog.prices.components import PayerGroup, PriceKind
from allmende.catalog.prices.explaining import shown_number
from allmende.catalog.queries import title_of
from allmende.catalog.recording import SUBSCRIPTION
from allmende.catalog.takeup.states import TakeUp, next_states
from allmende.catalog.takeup_forms import InterestForm, PaperUnseen, QuantityForm, StepForm
from allmende.catalog.visitors import keeping_body, who_and_when
from allmende.pages.downloads import file_response, safe_filename
from allmende.papers.queries import paper_choices, paper_for
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.labels import said
from allmende.register.periods import ONE_DAY, last_day
from allmende.register.visitors import acting_body, person, today


@login_required
@require_http_methods(["GET", "POST"])
def interest(request: HttpRequest, key: str) -> HttpResponse:
    """Note that the body for which the person acts is interested."""
    product = queries.product_by_key(key, user=request.user, on=today())
    body = keeping_body(request)
    if body is None:
        raise Http404
    form = InterestForm(posted(request))

    def save() -> str:
        subscription = taking.declare_interest(
            product=product,
            customer=body,
            payer_group=PayerGroup(form.cleaned_data["payer_group"]),
            note=form.cleaned_data["note"],
            **who_and_when(request),
        )
        return subscription.get_absolute_url()

    lead = _("Interesse bindet niemanden. Danach kommen Prüfung, Ratsbeschluss und Bestellung.")
    title = _("Interesse von {body}").format(body=body)
    trail = ((title_of(product), product.get_absolute_url()),)
    return answer(request, form, save, title=title, trail=trail, lead=lead, button=_("Interesse eintragen"))


def seen_subscription(request: HttpRequest, pk: int) -> Subscription:
    """Return a subscription for people of the customer or the provider, else raise Http404."""
    found = Subscription.objects.filter(pk=pk).select_related("product").first()
    if found is None or not permissions.may_read_subscription(request.user, found, on=today()):
        raise Http404
    return found


@login_required
@require_safe
def subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a body is with a product, what comes next and until when."""
    found = seen_subscription(request, pk)
    on = today()
    term = terms_on([found], on).get(found.pk)
    customer = register.bodies_by_id([found.customer_id], on=on)[found.customer_id]
    steps = [
        (to, to.step)
        for to in next_states(found.take_up)
        if permissions.may_step(request.user, found, to, on=on)
    ]
    mine = permissions.keeping_body_ids(request.user, on=on)
    context: dict[str, Any] = {
        "subscription": found,
        "product": found.product,
        "version": term.version if term else None,
        "customer": customer,
        "state": said(found.take_up.label),
        "steps": steps,
        "history": _steps(request, found),
        "deadline": deadline_of(found, on),
        "withdrawal": withdrawals([found.product_id], on).get(found.product_id),
        "last_day": last_day(found.ends_on),
        "quantities": _quantities(found),
        "may_report": found.customer_id in mine and bool(taking.counted_kinds(found, on)),
        "estimate": yearly_costs([found], on).get(found.pk),
        "events": history_of(SUBSCRIPTION, str(found.pk)),
        "missing": _missing(found),
    }
    return render(request, "catalog/subscription.html", context)


def _steps(request: HttpRequest, found: Subscription) -> list[tuple[Any, str, Any]]:
    rows = found.steps.select_related("paper", "by").order_by("on", "pk")
    shown = []
    for row in rows:
        paper = paper_for(request.user, row.paper_id, on=today()) if row.paper_id else None
        shown.append((row, said(TakeUp(row.state).label), paper))
    return shown


def _quantities(found: Subscription) -> list[tuple[str, Any, str, Any]]:
    rows = found.quantities.filter(KNOWN_NOW).order_by("kind", "-valid")
    return [
        (said(PriceKind(row.kind).label), row, shown_number(Fraction(row.value)), last_day(row.valid.upper))
        for row in rows
    ]


def _missing(found: Subscription) -> list[str]:
    """Return what is counted but was not reported; inhabitants come from the register."""
    known = set(reported([found], today()).get(found.pk, {})) | {PriceKind.INHABITANT}
    return [said(kind.label) for kind in taking.counted_kinds(found, today()) if kind not in known]


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """Move a subscription on."""
    found = seen_subscription(request, pk)
    if to not in {each.value for each in TakeUp}:
        raise Http404
    wanted = TakeUp(to)
    if not permissions.may_step(request.user, found, wanted, on=today()):
        raise Http404
    papers = paper_choices(found.customer_id, user=request.user, on=today())
    deadline = deadline_of(found, today())
    initial = {
        "step_on": today(),
        "starts_on": found.starts_on,
        "last_day": deadline.last_day if deadline else None,
        "order_number": found.order_number,
    }
    form = StepForm(posted(request), to=wanted, papers=papers, initial=initial)

    def save() -> str:
        data = form.cleaned_data
        number = form.paper_id
        paper = paper_for(request.user, number, on=today()) if number else None
        if number and paper is None:
            raise PaperUnseen(number=number)
        final = data.get("last_day")
        taking.step(
            subscription=found,
            to=wanted,
            step_on=data["step_on"],
            paper=paper,
            starts_on=data.get("starts_on"),
            ends_on=final + ONE_DAY if final else None,
            order_number=data.get("order_number") or "",
            note=data["note"],
            **who_and_when(request),
        )
        return found.get_absolute_url()

    title = said(wanted.step)
    trail = ((title_of(found.product), found.get_absolute_url()),)
    return answer(request, form, save, title=title, trail=trail, button=title)


@login_required
@require_http_methods(["GET", "POST"])
def quantity(request: HttpRequest, pk: int) -> HttpResponse:
    """Report how many."""
    found = seen_subscription(request, pk)
    if found.customer_id not in permissions.keeping_body_ids(request.user, on=today()):
        raise Http404
    kinds = taking.counted_kinds(found, today())
    initial = {"from_day": found.starts_on or today(), "reference_date": today()}
    form = QuantityForm(posted(request), kinds=kinds, initial=initial)

    def save() -> str:
        data = form.cleaned_data
        taking.report_quantity(
            subscription=found,
            kind=PriceKind(data["kind"]),
            value=data["value"],
            from_day=data["from_day"],
            reference_date=data["reference_date"],
            origin=data["origin"],
            is_confirmed=data["is_confirmed"],
            **who_and_when(request),
        )
        return found.get_absolute_url()

    lead = _(
        "Was bisher gemeldet war, bleibt lesbar. Ist der Zeitraum schon abgerechnet, entsteht im nächsten "
        "Lauf eine Korrektur; die Rechnung selbst ändert sich nicht."
    )
    trail = ((title_of(found.product), found.get_absolute_url()),)
    return answer(request, form, save, title=_("Menge melden"), trail=trail, lead=lead)


@login_required
@require_safe
def customer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer for one municipality: what do we have, what does it cost, when must we decide?"""
    body = register.known_body_by_key(key, on=today())
    if body.id not in permissions.reading_body_ids(request.user, on=today()):
        raise Http404
    context = {
        "body": body,
        "page": customer_page(body.id, today()),
        "may_keep": body.id in permissions.keeping_body_ids(request.user, on=today()),
        "gets_mails": deadline_mails.gets_mails(person(request), body),
    }
    return render(request, "catalog/customer.html", context)


@login_required
@require_POST
def reminders(request: HttpRequest, key: str) -> HttpResponse:
    """Order mails about the deadlines of a municipality, or end them."""
    body = register.known_body_by_key(key, on=today())
    if body.id not in permissions.reading_body_ids(request.user, on=today()):
        raise Http404
    user = person(request)
    if "stop" in request.POST:
        deadline_mails.end_mails(user=user, body=body)
        messages.success(request, _("Sie bekommen keine Erinnerungen mehr."))
    else:
        address = request.build_absolute_uri("/").rstrip("/")
        deadline_mails.order_mails(user=user, body=body, address=address, on=today())
        messages.success(
            request,
            _("Sie bekommen zwei Wochen vor jeder Frist und am Tag selbst eine E-Mail an {address}.").format(
                address=user.email
            ),
        )
    return redirect("catalog:customer", body.key)


@login_required
@require_safe
def deadlines(request: HttpRequest, key: str) -> HttpResponse:
    """Return the days by which a municipality must decide and give notice, as a calendar file."""
    body = register.known_body_by_key(key, on=today())
    if body.id not in permissions.reading_body_ids(request.user, on=today()):
        raise Http404
    page = customer_page(body.id, today())
    address = request.build_absolute_uri("/").rstrip("/")
    content = calendar_of(
        page, name=_("Fristen {body}").format(body=body), address=address, made_at=timezone.now()
    )
    return file_response(content, safe_filename(f"Fristen {body.name}", "ics"))


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Lead to the page of the body for which the person acts."""
    body = acting_body(request)
    return redirect(reverse("catalog:customer", args=[body.key]) if body else reverse("catalog:products"))
