"""What is shared of a case, and what others shared with the person's own organisation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.cases import lists
from allmende.cases import shares as actions
from allmende.cases.forms import ShareForm
from allmende.cases.views.pages import REFUSALS, address, case_name, case_page, data_of, done, tabs
from allmende.register.visitors import person, today


@case_page
@require_safe
def shares(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who received what of a case, and whether it was read."""
    user = person(request)
    found = actions.shares_of(by=user, case_id=pk)
    names = lists.organisation_names({each.recipient_id for each in found})
    context: dict[str, Any] = {
        "pk": pk,
        "tabs": tabs(pk, "shares"),
        "title": case_name(request, pk),
        "shares": [(each, names.get(each.recipient_id, ""), each.is_open(today())) for each in found],
    }
    return render(request, "cases/shares.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def new_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what goes to whom, look at it as the recipient will, then share it."""
    user, on = person(request), today()
    offer = actions.offer_of(by=user, case_id=pk, on=on)
    names = lists.organisation_names({each.recipient_id or 0 for each in offer.consents})
    form = ShareForm(data_of(request), offer=offer, recipients=names)
    context: dict[str, Any] = {"pk": pk, "form": form, "offer": offer, "title": case_name(request, pk)}
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        chosen = {"consent_id": told["consent"], "keys": told["items"], "until": told["until"], "on": on}
        try:
            if request.POST.get("action") == "share":
                actions.share(by=user, case_id=pk, **chosen)
                messages.success(request, _("Die Kopie ist freigegeben."))
                return redirect(address("shares", pk))
            context["copy"] = actions.preview(by=user, case_id=pk, **chosen)
        except REFUSALS as error:
            form.add_error(None, str(error))
    return render(request, "cases/new_share.html", context)


@case_page
@require_POST
def end(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    """Close a share before its time."""
    return done(
        request,
        lambda: actions.end_share(by=person(request), case_id=pk, share_id=part, on=today()),
        _("Die Freigabe ist beendet."),
        address("shares", pk),
    )


@case_page
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Show what other organisations shared with the person's own."""
    found = actions.received(by=person(request))
    return render(request, "cases/received.html", {"shares": found})


@case_page
@require_safe
def received_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one copy to its recipient."""
    return render(
        request, "cases/received_copy.html", {"copy": actions.read_share(by=person(request), share_id=pk)}
    )
