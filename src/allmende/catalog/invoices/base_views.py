"""The page of what services at cost really came to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allmende.catalog.invoices import bases
from allmende.catalog.invoices.forms import CostForm
from allmende.catalog.invoices.models import ActualCost
from allmende.catalog.invoices.run_views import books
from allmende.catalog.invoices.views import told_period
from allmende.catalog.models import PriceComponent
from allmende.common.errors import AllmendeError
from allmende.pages.tables import Column, Table, respond
from allmende.register import queries as register
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
