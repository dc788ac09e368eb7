"""The post plan of a grant."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.funding import post_plan
from allmende.funding.actions import posts as actions
from allmende.funding.domain.posts import fte_text
from allmende.funding.forms.posts import BODIES, StretchForm
from allmende.funding.models import Post
from allmende.funding.queries import stretches_of
from allmende.funding.standing import standing_of
from allmende.funding.visitors import REFUSALS, may, visible_grant
from allmende.ledger.telling import told
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import xlsx_book
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today


@login_required
@require_safe
def posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the posts of a grant over time."""
    on = today()
    found = visible_grant(request, pk)
    standing = standing_of(found, on=on)
    may_enter = may(request, found.body_id, Capability.CALCULATE)
    table = post_plan.stretch_table(standing, may_change=may_enter)
    if request.GET.get("format") == "xlsx":
        return file_response(
            xlsx_book([table.sheet()]), safe_filename(f"{_('Stellenplan')} {found.title}", "xlsx")
        )
    context: dict[str, Any] = {
        "grant": found,
        "table": table,
        "drawing": post_plan.plan_drawing(standing),
        "findings": post_plan.findings(standing, on),
        "months": post_plan.month_items(standing),
        "may_enter": may_enter,
    }
    return render(request, "funding/posts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a post to the plan."""
    on = today()
    found = visible_grant(request, pk)
    require(person(request), found.body_id, Capability.CALCULATE, on=on)
    names = register.bodies_by_id([found.body_id, found.giver_id], on=on)
    initial = {
        "first": found.period.lower,
        "fte": "1",
        "employer": names[found.body_id].key,
        "funder": names[found.giver_id].key,
        "supervisor": names[found.body_id].key,
        "place": names[found.body_id].key,
        "is_filled": True,
    }
    data = request.POST if request.method == "POST" else None
    form = StretchForm(data, on=on, is_new=True, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            post = actions.add_post(
                grant_id=pk,
                number=form.cleaned_data["number"],
                label=form.cleaned_data["label"],
                entry=form.entry,
                by=person(request),
                on=on,
            )
            messages.success(request, _("Die Stelle „{post}“ ist eingetragen.").format(post=post))
            return redirect("funding:posts", pk)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/post.html", {"form": form, "grant": found, "post": None})


@login_required
@require_http_methods(["GET", "POST"])
def change_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a post stands from a day on; what was said before stays readable."""
    on = today()
    post = visible_post(request, pk)
    require(person(request), post.grant.body_id, Capability.CALCULATE, on=on)
    data = request.POST if request.method == "POST" else None
    form = StretchForm(data, on=on, is_new=False, initial=_as_it_stands(post))
    if form.is_bound and form.is_valid():
        try:
            actions.set_stretch(post_id=pk, entry=form.entry, by=person(request), on=on)
            told_so = _(
                "Die Stelle „{post}“ ist geändert. Rechnen Sie die Verträge neu, die auf ihr beruhen."
            )
            messages.success(request, told_so.format(post=post))
            return redirect("funding:posts", post.grant_id)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/post.html", {"form": form, "grant": post.grant, "post": post})


def visible_post(request: HttpRequest, pk: int) -> Post:
    """Return the post if the person may see its grant; raise Http404."""
    post: Post = get_object_or_404(Post.objects.select_related("grant"), pk=pk)
    visible_grant(request, post.grant_id)
    return post


def _as_it_stands(post: Post) -> dict[str, Any]:
    """Return the last stretch of the post, as the beginning of a new one."""
    rows = [each for each in stretches_of([post.grant_id]) if each.post == post.pk]
    if not rows:
        return {}
    last = max(rows, key=lambda each: each.start)
    names = register.bodies_by_id([getattr(last, name) for name in BODIES], on=today())
    bodies = {name: names[getattr(last, name)].key for name in BODIES}
    return {
        **bodies,
        "fte": fte_text(last.fte),
        "is_filled": last.is_filled,
        "kw_from": last.kw_from,
    }
