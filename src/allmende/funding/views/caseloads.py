"""Numbers of cases beside the money of an agreement."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allmende.funding.actions.caseloads import enter_caseload
from allmende.funding.forms.caseloads import CaseloadForm
from allmende.funding.visitors import REFUSALS, visible_forwarding
from allmende.ledger.telling import told
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today


@login_required
@require_http_methods(["GET", "POST"])
def new_caseload(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter how many cases a provider had on a day."""
    on = today()
    found = visible_forwarding(request, pk)
    require(person(request), found.grant.body_id, Capability.CALCULATE, on=on)
    form = CaseloadForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            enter_caseload(forwarding_id=pk, entry=form.entry, by=person(request), on=on)
            messages.success(request, _("Die Fallzahl ist eingetragen."))
            return redirect(found)
        except REFUSALS as error:
            form.add_error(None, told(error))
    context = {"form": form, "agreement": found, "grant": found.grant}
    return render(request, "funding/new_caseload.html", context)
