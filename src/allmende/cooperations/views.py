"""Pages of the register of cooperations that everyone may see: translate, decide nothing."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from allmende.accounts.queries import history_of
from allmende.cooperations import permissions, queries
from allmende.cooperations.cooperation_page import CooperationPage
from allmende.cooperations.inventory import inventory_table
from allmende.cooperations.map_page import COUNT, count_map, members_map
from allmende.cooperations.models import Cooperation, CooperationState, Withdrawal
from allmende.cooperations.network_page import network_context
from allmende.cooperations.recording import COOPERATION
from allmende.cooperations.visitors import asked_day, keeping_body, may_import
from allmende.pages.tables import respond
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.map.drawing import ATTRIBUTION
from allmende.register.periods import ONE_DAY
from allmende.register.visitors import today

MOST_LISTED = 200


@require_safe
def inventory(request: HttpRequest) -> HttpResponse:
    """Show who works together with whom on a day."""
    on = asked_day(request)
    context = {
        "on": on,
        "is_today": on == today(),
        "may_create": keeping_body(request) is not None,
        "may_import": may_import(request),
    }
    return respond(request, inventory_table(request, on), "cooperations/inventory.html", context)


@require_safe
def cooperation(request: HttpRequest, key: str) -> HttpResponse:
    """Show all that is known of a cooperation on a day; a day it did not exist on shows the nearest one."""
    found = queries.cooperation_by_key(key)
    asked = asked_day(request)
    body_ids = register.body_ids_of(request.user, on=today())
    page = CooperationPage.of(found, on=asked, today=today(), body_ids=body_ids)
    shown = asked
    if page is None:
        shown = _nearest_day(found, asked)
        page = CooperationPage.of(found, on=shown, today=today(), body_ids=body_ids)
    if page is None:
        raise Http404
    keeps = permissions.may_edit(request.user, found, on=today())
    context = {
        "page": page,
        "on": shown,
        "is_today": shown == today(),
        "asked_outside": asked if asked != shown else None,
        "may_edit": keeps and found.withdrawal is None,
        "may_reinstate": keeps and found.withdrawal is not None,
        "member_map": members_map(page.parties, title=page.state.name),
        "attribution": ATTRIBUTION,
        "events": history_of(COOPERATION, found.key) if keeps else [],
    }
    return render(request, "cooperations/cooperation.html", context)


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """List the entries that were taken back as a whole, the latest first."""
    rows = Withdrawal.objects.filter(KNOWN_NOW).select_related("cooperation").order_by("-known")
    entries = [(queries.name_on(row.cooperation, on=today()), row) for row in rows[:MOST_LISTED]]
    return render(request, "cooperations/withdrawn.html", {"entries": entries})


@require_safe
def map_of_land(request: HttpRequest) -> HttpResponse:
    """Show in how many cooperations each municipality takes part itself."""
    on = asked_day(request)
    drawing, legend, areas = count_map(on)
    context = {
        "on": on,
        "is_today": on == today(),
        "svg": drawing,
        "legend": legend,
        "figure": COUNT,
        "areas": [area for area in areas if area.map_class != 1],
        "attribution": ATTRIBUTION,
    }
    return render(request, "cooperations/map.html", context)


@require_safe
def network(request: HttpRequest, key: str) -> HttpResponse:
    """Show with whom a body is tied through which cooperation."""
    on = asked_day(request)
    body = register.known_body_by_key(key, on=on)
    context = {"body": body, "on": on, "is_today": on == today(), **network_context(body, on=on)}
    return render(request, "cooperations/network.html", context)


def _nearest_day(cooperation: Cooperation, asked: date) -> date:
    """Return the day nearest to the asked one on which something is said of the cooperation."""
    periods = CooperationState.objects.filter(cooperation.last_said, cooperation=cooperation)
    days = [
        day
        for valid in periods.values_list("valid", flat=True)
        for day in (valid.lower, valid.upper - ONE_DAY if valid.upper else None)
        if day is not None
    ]
    return min(days, key=lambda day: abs(day - asked), default=asked)
