"""Audit: what happened in case work, whether the chain holds, its seals; and who saw one case."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allmende.accounts.chains import events_matching, events_of
from allmende.accounts.labels import action_label, named_actions
from allmende.cases import sealing
from allmende.cases.access_log import access_log
from allmende.cases.control.forms import SealForm
from allmende.cases.control.visitors import duties, region_names
from allmende.cases.models import Region
from allmende.cases.views.pages import case_page, case_title, tabs
from allmende.common.errors import AllmendeError
from allmende.pages.columns import Column
from allmende.pages.tables import ChoiceFilter, Table, TextFilter, respond
from allmende.register.visitors import person, today

OF_CASES = "cases."


@case_page
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Go to the audit of the auditor's region; with several, let choose."""
    found = sorted({duty.region_key for duty in duties(request, sealing.AUDITS)})
    if len(found) == 1:
        return redirect("cases:audit", key=found[0])
    rows = Region.objects.filter(key__in=found).order_by("key")
    names = region_names(list(rows))
    return render(request, "cases/control/audit_regions.html", {"rows": [(r.key, names[r.pk]) for r in rows]})


@case_page
@require_safe
def audit(request: HttpRequest, key: str) -> HttpResponse:
    """Show the events of a region's case work, and its seals."""
    region = _region(request, key)
    context: dict[str, Any] = {
        "region": region,
        "name": region_names([region])[region.pk],
        "seals": sealing.seals_of(region),
        "form": SealForm(),
    }
    return respond(request, _table(request, region), "cases/control/audit.html", context)


@case_page
@require_POST
def verify(request: HttpRequest, key: str) -> HttpResponse:
    """Check the chain and the seals of a region."""
    region = _region(request, key)
    if sealing.verify(region=region, by=person(request), on=today()):
        messages.success(request, _("Das Protokoll ist unversehrt: Kette und Siegel stimmen."))
    else:
        messages.error(
            request,
            _("Das Protokoll ist beschädigt. „allmende check“ nennt die Stelle. Melden Sie es."),
        )
    return redirect("cases:audit", key=key)


@case_page
@require_POST
def seal(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the head of the chain as it is now, or a printed seal."""
    region = _region(request, key)
    try:
        if request.POST.get("printed") is None:
            sealing.seal_head(region=region, by=person(request), on=today())
            messages.success(request, _("Das Siegel ist gesetzt. Drucken Sie es in der nächsten Vorlage ab."))
        else:
            sealing.keep_seal(
                region=region,
                printed=request.POST["printed"][:500],
                source=request.POST.get("source", ""),
                by=person(request),
                on=today(),
            )
            messages.success(request, _("Das Siegel ist aufbewahrt."))
    except AllmendeError as error:
        messages.error(request, str(error))
    return redirect("cases:audit", key=key)


@case_page
@require_safe
def case_accesses(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who saw or changed one case: to its team and to supervision."""
    number, events = access_log(by=person(request), case_id=case_id)
    counted = Counter(event.actor_label for event in events)
    context = {
        "title": case_title(number),
        "tabs": tabs(case_id, "case-accesses"),
        "history": events,
        "counted": counted.most_common(),
    }
    return render(request, "cases/control/case_accesses.html", context)


def _region(request: HttpRequest, key: str) -> Region:
    if key not in {duty.region_key for duty in duties(request, sealing.AUDITS)}:
        raise Http404
    return Region.objects.get(key=key)


def _table(request: HttpRequest, region: Region) -> Table:
    return Table(
        request,
        id="case-events",
        caption=_("Protokoll der Fallarbeit"),
        rows=events_of(region.key, OF_CASES),
        columns=[
            Column("at", _("Zeitpunkt"), "recorded_at", kind="date", sort="recorded_at"),
            Column("actor", _("Person"), "actor_label", sort="actor_label"),
            Column("action", _("Vorgang"), lambda event: action_label(event.action), sort="action"),
            Column("object", _("Gegenstand"), "shown_label", sort="shown_label"),
            Column("details", _("Einzelheiten"), _details),
            Column("seq", _("Nummer"), "seq", kind="number", sort="seq"),
        ],
        filters=[
            TextFilter("q", _("Person oder Gegenstand"), events_matching),
            ChoiceFilter(
                "action",
                _("Vorgang"),
                [(code, label) for code, label in named_actions() if code.startswith("case_")],
                all_label=_("alle"),
            ),
        ],
        default_sort="-seq",
    )


def _details(event: Any) -> str:
    return "; ".join(f"{name}: {value}" for name, value in event.details.items())
