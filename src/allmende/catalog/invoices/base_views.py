"""Pages of what prices rest on: costs of services at cost, values of indexes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allmende.catalog.invoices import bases
from allmende.catalog.invoices.forms import CostForm, IndexForm
from allmende.catalog.invoices.models import ActualCost, IndexValue
from allmende.catalog.invoices.run_views import books
from allmende.catalog.invoices.views import told_period
from allmende.catalog.models import PriceComponent
from allmende.common.errors import AllmendeError
from allmende.pages.tables import Column, Table, respond
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView
from allmende.register.visitors import person, today


@login_required
@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest) -> HttpResponse:
    """Show what services at cost came to, and enter one."""
    body = books(request)
    components = bases.components_at_cost(body.id) if body else PriceComponent.objects.none()
    form = CostForm(request.POST or None, components=components, on=today())
    if request.method == "POST" and body is not None and form.is_valid():
        given = form.cleaned_data
        try:
            bases.record_cost(
                issuer=body,
                customer=given["customer"],
                component=given["component"],
                period=form.period,
                cents=given["cost"],
                source=given["source"],
                by=person(request),
                on=today(),
            )
            messages.success(request, _("Der Aufwand ist eingetragen. Der nächste Lauf rechnet ihn ab."))
            return redirect("invoices:costs")
        except AllmendeError as error:
            form.add_error(None, str(error))
    words = {
        "title": _("Aufwand"),
        "lead": _(
            "Was Leistungen nach Aufwand wirklich gekostet haben. Der nächste Lauf für diese Zeit zieht die "
            "Abschläge ab und berechnet den Rest oder schreibt ihn gut."
        ),
        "heading": _("Aufwand eintragen"),
        "nothing": _("Kein Preis nach Aufwand"),
        "nothing_text": _(
            "Keine Ihrer veröffentlichten Leistungen hat einen Preis nach Aufwand; es gibt hier nichts "
            "einzutragen."
        ),
    }
    context = {"form": form, "body": body, "may_enter": components.exists(), "words": words}
    return respond(request, _cost_table(request, body), "invoices/basis.html", context)


def _cost_table(request: HttpRequest, body: BodyView | None) -> Table:
    rows = bases.costs_of(body.id) if body else ActualCost.objects.none()
    names = register.bodies_by_id(
        rows.order_by().values_list("subscription__customer_id", flat=True), on=today()
    )
    return Table(
        request,
        id="costs",
        caption=_("Aufwände"),
        rows=rows.select_related("component__version", "subscription"),
        columns=[
            Column("empfaenger", _("Empfänger"), lambda row: str(names[row.subscription.customer_id])),
            Column("leistung", _("Leistung"), lambda row: f"{row.component.version.title}: {row.component}"),
            Column("zeitraum", _("Zeitraum"), lambda row: told_period(row.period), sort="period"),
            Column("aufwand", _("Aufwand"), "cents", kind="money", sort="cents"),
            Column("beleg", _("Beleg"), "source"),
            Column("eingetragen", _("eingetragen am"), "recorded_at", kind="date", sort="recorded_at"),
        ],
        default_sort="-eingetragen",
        empty_title=_("Noch kein Aufwand"),
        empty_text=_("Sobald bekannt ist, was eine Leistung gekostet hat, tragen Sie es hier ein."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def indexes(request: HttpRequest) -> HttpResponse:
    """Show what the indexes stand at, and enter a value."""
    body = books(request)
    names = bases.indexes_of(body.id) if body else []
    form = IndexForm(request.POST or None, names=names)
    if request.method == "POST" and body is not None and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            bases.record_index_value(issuer=body, **given, by=person(request), on=today(), at=timezone.now())
            messages.success(request, _("Der Indexwert ist eingetragen. Der nächste Lauf rechnet mit ihm."))
            return redirect("invoices:indexes")
        except AllmendeError as error:
            form.add_error(None, str(error))
    rows = IndexValue.objects.filter(KNOWN_NOW, issuer_id=body.id) if body else IndexValue.objects.none()
    table = Table(
        request,
        id="indexes",
        caption=_("Indexwerte"),
        rows=rows,
        columns=[
            Column("index", _("Index"), "name", sort="name"),
            Column("zeitraum", _("gilt"), lambda row: told_period(row.valid), sort="valid"),
            Column("wert", _("Wert"), "value", kind="number", sort="value"),
            Column("fundstelle", _("Fundstelle"), "origin"),
        ],
        default_sort="-zeitraum",
        empty_title=_("Noch kein Indexwert"),
        empty_text=_("Ohne Wert wird nicht abgerechnet, was einem Index folgt."),
    )
    words = {
        "title": _("Indexwerte"),
        "lead": _(
            "Preise mit Gleitklausel folgen einem Index. Jeder Wert gilt von seinem Tag bis zum nächsten "
            "Wert."
        ),
        "heading": _("Indexwert eintragen"),
        "nothing": _("Kein Preis mit Gleitklausel"),
        "nothing_text": _("Keiner Ihrer Preise folgt einem Index; es gibt hier nichts einzutragen."),
    }
    context = {"form": form, "body": body, "may_enter": bool(names), "words": words}
    return respond(request, table, "invoices/basis.html", context)
