"""What-if of a grant, and what it means to have it or not."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.funding.domain.posts import fte_text
from allmende.funding.forms.what_if import WhatIfForm
from allmende.funding.standing import standing_of
from allmende.funding.visitors import REFUSALS, visible_grant
from allmende.funding.what_if import posts_of, what_if, what_if_table
from allmende.funding.with_or_without import sentences, way_rows, way_table
from allmende.ledger.telling import told
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import xlsx_book
from allmende.register.visitors import today


@login_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the grant would come to; nothing is posted."""
    on = today()
    grant = visible_grant(request, pk)
    standing = standing_of(grant, on=on)
    at = min(max(on, grant.period.lower), standing.last_day)
    providers = [
        (each.agreement.pk, str(each.provider), fte_text(posts_of(each, standing.stretches, at)))
        for each in standing.agreements
    ]
    form = WhatIfForm(request.GET or None, providers=providers)
    context: dict[str, Any] = {"grant": grant, "form": form}
    if form.is_bound and form.is_valid():
        try:
            table = what_if_table(what_if(standing, form.assumptions, on=on))
        except REFUSALS as error:
            form.add_error(None, told(error))
        else:
            if request.GET.get("format") == "xlsx":
                name = safe_filename(f"{_('Was wäre, wenn')} {grant.title}", "xlsx")
                return file_response(xlsx_book([table.sheet()]), name)
            context |= {"table": table, "address": request.GET.urlencode()}
    return render(request, "funding/what_if.html", context)


@login_required
@require_safe
def with_or_without(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both ways, by each state of the calculation, until the grant ends and after."""
    grant = visible_grant(request, pk)
    rows = way_rows(grant, user=request.user, on=today())
    table = way_table(grant, rows)
    if request.GET.get("format") == "xlsx":
        name = safe_filename(f"{_('Mit und ohne Zuwendung')} {grant.title}", "xlsx")
        return file_response(xlsx_book([table.sheet()]), name)
    context = {"grant": grant, "table": table, "sentences": sentences(grant, rows)}
    return render(request, "funding/with_or_without.html", context)
