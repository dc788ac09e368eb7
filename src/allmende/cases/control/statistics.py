"""Key dates and tables: frozen, prepared, protected, compared with earlier ones, released by another."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.accounts.queries import history_of
from allmende.cases.control.forms import KeyDateForm, TableForm
from allmende.cases.control.table_page import grid, protection_text, title_of
from allmende.cases.control.visitors import SEES_STATISTICS, duties, region_names
from allmende.cases.domain.access import Role
from allmende.cases.domain.words import ReleaseState
from allmende.cases.freezing import FREEZES, freeze
from allmende.cases.models import CaseSnapshot, Region, TableRelease
from allmende.cases.releasing import DECIDES, prepare, reject, release, shown_table
from allmende.cases.statistics.protecting import Method
from allmende.cases.views.pages import case_page
from allmende.common.errors import AllmendeError
from allmende.register.visitors import person, today

Thing = TypeVar("Thing", CaseSnapshot, TableRelease)
STATE_BADGES = {"proposed": "info", "released": "success", "rejected": "danger"}


@case_page
@require_http_methods(["GET", "POST"])
def key_dates(request: HttpRequest) -> HttpResponse:
    """Show the key dates of the visitor's regions; controlling freezes another."""
    found = duties(request, SEES_STATISTICS)
    regions = list(Region.objects.filter(pk__in={duty.region_id for duty in found}).order_by("key"))
    names = region_names(regions)
    freezing = {duty.region_id for duty in found if duty.role in FREEZES}
    form = KeyDateForm(
        request.POST if request.method == "POST" else None,
        regions=[(pk, name) for pk, name in names.items() if pk in freezing],
    )
    if form.regions and form.is_bound and form.is_valid():
        try:
            made = freeze(
                region_id=form.region_id,
                key_date=form.cleaned_data["day"],
                by=person(request),
                on=today(),
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Der Stichtag ist festgehalten."))
            return redirect("cases:key-date", pk=made.pk)
        except AllmendeError as error:
            form.add_error(None, str(error))
    released = Count("releases", filter=Q(releases__state=ReleaseState.RELEASED.value))
    waiting = Count("releases", filter=Q(releases__state=ReleaseState.PROPOSED.value))
    rows = CaseSnapshot.objects.filter(region__in=names).annotate(released=released, waiting=waiting)
    context = {
        "form": form if form.regions else None,
        "rows": [(each, names[each.region_id]) for each in rows.order_by("-key_date", "-version")],
    }
    return render(request, "cases/control/key_dates.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def key_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one key date with its tables; controlling prepares another table."""
    snapshot, roles = _snapshot(request, pk)
    form = TableForm(request.POST if request.method == "POST" else None)
    if roles & set(FREEZES) and form.is_bound and form.is_valid():
        try:
            made = prepare(
                snapshot_id=pk,
                table=form.cleaned_data["table"],
                method=Method(form.cleaned_data["method"]),
                by=person(request),
                on=today(),
            )
            messages.success(
                request, _("Die Tabelle ist vorbereitet und geprüft. Freigeben muss sie die Fachaufsicht.")
            )
            return redirect("cases:prepared-table", pk=made.pk)
        except AllmendeError as error:
            form.add_error(None, str(error))
    versions = CaseSnapshot.objects.filter(region=snapshot.region_id, key_date=snapshot.key_date)
    releases = snapshot.releases.order_by("pk")
    context = {
        "snapshot": snapshot,
        "region": region_names([snapshot.region])[snapshot.region_id],
        "versions": versions.order_by("version"),
        "releases": [(each, title_of(each), STATE_BADGES[each.state]) for each in releases],
        "form": form if roles & set(FREEZES) else None,
        "history": history_of(snapshot._meta.label_lower, str(pk)),
    }
    return render(request, "cases/control/key_date.html", context)


@case_page
@require_safe
def prepared_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a prepared or released table, beside what was released of it before."""
    found, roles = _release(request, pk)
    table = shown_table(found, found.cells.all())
    last = _before(found)
    context: dict[str, Any] = {
        "release": found,
        "title": title_of(found),
        "badge": STATE_BADGES[found.state],
        "region": region_names([found.region])[found.region_id],
        "table": grid(table, title_of(found)),
        "protection": protection_text(table),
        "before": last,
        "before_table": grid(shown_table(last, last.cells.all()), title_of(last)) if last else None,
        "may_decide": bool(roles & set(DECIDES)) and found.state == ReleaseState.PROPOSED,
        "is_own": found.prepared_by_id == request.user.pk,
        "history": history_of(found._meta.label_lower, str(pk)),
    }
    return render(request, "cases/control/prepared_table.html", context)


@case_page
@require_POST
def release_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Release a table."""
    _release(request, pk)
    try:
        release(release_id=pk, by=person(request), on=today())
        messages.success(request, _("Die Tabelle ist freigegeben und unterschrieben."))
    except AllmendeError as error:
        messages.error(request, str(error))
    return redirect("cases:prepared-table", pk=pk)


@case_page
@require_POST
def reject_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a table back."""
    _release(request, pk)
    try:
        reject(release_id=pk, by=person(request), reason=request.POST.get("reason", "")[:300], on=today())
        messages.success(request, _("Die Tabelle ist zurückgegeben."))
    except AllmendeError as error:
        messages.error(request, str(error))
    return redirect("cases:prepared-table", pk=pk)


def _snapshot(request: HttpRequest, pk: int) -> tuple[CaseSnapshot, set[Role]]:
    found = CaseSnapshot.objects.select_related("region").filter(pk=pk).first()
    return _seen(request, found)


def _release(request: HttpRequest, pk: int) -> tuple[TableRelease, set[Role]]:
    rows = TableRelease.objects.select_related("region", "snapshot", "prepared_by", "decided_by")
    return _seen(request, rows.filter(pk=pk).first())


def _seen(request: HttpRequest, found: Thing | None) -> tuple[Thing, set[Role]]:
    own = duties(request, SEES_STATISTICS)
    roles = {duty.role for duty in own if found and duty.region_id == found.region_id}
    if found is None or not roles:
        raise Http404
    return found, roles


def _before(found: TableRelease) -> TableRelease | None:
    """Return the last release of the same table before this key date."""
    earlier = Q(snapshot__key_date__lt=found.snapshot.key_date) | Q(
        snapshot__key_date=found.snapshot.key_date, snapshot__version__lt=found.snapshot.version
    )
    rows = TableRelease.objects.filter(
        earlier, region=found.region_id, table=found.table, state=ReleaseState.RELEASED.value
    )
    return rows.select_related("snapshot").order_by("-snapshot__key_date", "-snapshot__version").first()
