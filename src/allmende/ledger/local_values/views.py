"""Pages of local values: the list of a body, the history of one value, entering, withdrawing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.common.formats import day
from allmende.ledger.computing import rules_of
from allmende.ledger.domain import Mark
from allmende.ledger.errors import LedgerRefusal, UnknownLocalValue
from allmende.ledger.explaining import told_span
from allmende.ledger.law_pages import users_of
from allmende.ledger.law_views import DaysForm
from allmende.ledger.local_values import queries
from allmende.ledger.local_values.forms import ChoiceOfValueForm, LocalValueForm
from allmende.ledger.local_values.settable import Settable, settables
from allmende.ledger.models import MunicipalParameter
from allmende.ledger.needs import told_values
from allmende.ledger.parameter_actions import set_local_value, withdraw_local_value
from allmende.ledger.telling import told
from allmende.ledger.visitors import may
from allmende.pages.tables import Column, Table, TextFilter, respond
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability, UnknownBody
from allmende.register.names import fold
from allmende.register.visitors import acting_body, person, today
from allmende.rules import RulesError
from allmende.rules.spans import Span


@login_required
@require_safe
def local_values(request: HttpRequest) -> HttpResponse:
    """List what the body for which the person acts has set, as believed today."""
    body = acting_body(request)
    if body is None:
        return render(request, "ledger/local/list.html", {"body": None})

    def matching(rows: Any, text: str) -> Any:
        wanted = fold(text)
        found = settables().values()
        return queries.named(
            rows, (each.name for each in found if wanted in fold(f"{each.label} {each.law_title}"))
        )

    table = Table(
        request,
        id="oertliche-werte",
        caption=_("Örtliche Werte"),
        rows=queries.believed_values(body),
        columns=[
            Column(
                "wert", _("Wert"), label_of, kind="link", url=lambda row: address(body, row.name), sort="name"
            ),
            Column("fuer", _("gilt für"), key_of),
            Column("betrag", _("Höhe"), shown_of),
            Column("gilt", _("gilt"), valid_of, sort="valid"),
            Column("bekannt", _("bekannt seit"), known_since, kind="date", sort="known"),
            Column("quelle", _("Quelle"), origin_of),
            Column("beleg", _("Beleg"), mark_of, badge=lambda row: "" if row.mark == "seen" else "warning"),
        ],
        filters=[TextFilter("q", _("Suche"), matching)],
        default_sort="wert",
        empty_title=_("Noch keine örtlichen Werte"),
        empty_text=_(
            "Hebesätze, Vertragsklauseln, Bescheide und KGSt-Werte Ihrer Körperschaft tragen Sie hier ein. "
            "Ihre Berechnungen verwenden sie dann mit Quelle und Datum."
        ),
    )
    context = {"body": body, "may_set": may(request, body.id, Capability.CALCULATE)}
    return respond(request, table, "ledger/local/list.html", context)


@login_required
@require_safe
def local_value(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Show one value of a body on both axes of time."""
    on = today()
    body, settable = asked(request, key, name)
    form = DaysForm(request.GET if "on" in request.GET else None, initial={"on": on, "known": on})
    context: dict[str, Any] = {
        "body": body,
        "settable": settable,
        "rows": [row_shown(row) for row in queries.history(body, name)],
        "used_by": list(users_of(name)),
        "form": form,
        "may_set": may(request, body.id, Capability.CALCULATE),
    }
    if form.is_bound and form.is_valid():
        days = form.cleaned_data
        rules = rules_of(body.id)
        found = rules.catalog.store.find(name)
        context["asked"] = days
        context["answer"] = (
            told_values(rules, found, on=days["on"], known=days["known"]) if found is not None else ""
        )
    return render(request, "ledger/local/value.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_local_value(request: HttpRequest) -> HttpResponse:
    """Enter a value; `?wert=` says which."""
    body = setting_body(request)
    settable = settables().get(request.GET.get("wert", "")[:200])
    if settable is None:
        context = {"body": body, "choice": ChoiceOfValueForm()}
        return render(request, "ledger/local/new.html", context)
    initial = {"known": today(), "key": request.GET.get("fuer", "")}
    data = request.POST if request.method == "POST" else None
    form = LocalValueForm(data, settable=settable, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            set_local_value(body=body, said=form.said(), by=person(request), on=today())
            messages.success(request, _("Der Wert ist eingetragen. Berechnungen verwenden ihn ab jetzt."))
            return redirect(address(body, settable.name))
        except (LedgerRefusal, RulesError) as error:
            form.add_error(None, told(error))
    context = {"body": body, "settable": settable, "form": form}
    return render(request, "ledger/local/new.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer believe a value."""
    body = setting_body(request)
    reason = request.POST.get("reason", "")[:500]
    try:
        row = withdraw_local_value(body=body, row_id=pk, reason=reason, by=person(request), on=today())
    except UnknownLocalValue:
        raise Http404 from None
    except LedgerRefusal as error:
        messages.error(request, told(error))
        return redirect("law:local-values")
    messages.success(request, _("Der Wert ist zurückgezogen. Was bis heute bekannt war, bleibt nachlesbar."))
    return redirect(address(body, row.name))


def setting_body(request: HttpRequest) -> BodyView:
    """Return the body for which the person may set values; raise PermissionDenied."""
    body = acting_body(request)
    if body is None or not may(request, body.id, Capability.CALCULATE):
        raise PermissionDenied
    return body


def asked(request: HttpRequest, key: str, name: str) -> tuple[BodyView, Settable]:
    """Return body and value of an address; raise Http404 for what is not there or not for this person."""
    try:
        body = register.body_by_key(key, on=today())
    except UnknownBody:
        raise Http404 from None
    settable = settables().get(name)
    if settable is None or not queries.may_read(request.user, body.id, on=today()):
        raise Http404
    return body, settable


def address(body: BodyView, name: str) -> str:
    return reverse("law:local-value", args=[body.key, name])


def row_shown(row: MunicipalParameter) -> dict[str, Any]:
    """Return one row of the history as the page shows it."""
    return {
        "pk": row.pk,
        "key": key_of(row),
        "value": shown_of(row),
        "valid": valid_of(row),
        "known": known_of(row),
        "origin": origin_of(row),
        "mark": mark_of(row),
        "is_to_verify": row.mark != Mark.SEEN.value,
        "by": row.created_by,
        "is_believed": row.known.upper is None,
    }


def label_of(row: MunicipalParameter) -> str:
    found = settables().get(row.name)
    return found.label if found else row.name


def key_of(row: MunicipalParameter) -> str:
    found = settables().get(row.name)
    return found.keys.get(row.key, row.key) if found else row.key


def shown_of(row: MunicipalParameter) -> str:
    found = settables().get(row.name)
    return found.shown(row.value) if found else f"{row.value} {row.unit}"


def valid_of(row: MunicipalParameter) -> str:
    return told_span(Span(row.valid.lower, row.valid.upper))


def known_since(row: MunicipalParameter) -> Any:
    return timezone.localdate(row.known.lower)


def known_of(row: MunicipalParameter) -> str:
    first = day(timezone.localdate(row.known.lower))
    if row.known.upper is None:
        return _("seit {first}").format(first=first)
    return _("{first} bis {last}").format(first=first, last=day(timezone.localdate(row.known.upper)))


def origin_of(row: MunicipalParameter) -> str:
    return f"{row.section}, {row.source}" if row.section else row.source


def mark_of(row: MunicipalParameter) -> str:
    return Mark(row.mark).label
