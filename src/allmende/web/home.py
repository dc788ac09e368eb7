"""The start page: what this is, and what waits for me."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.papers import queries as papers
from allmende.papers.visitors import may_upload
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.web.overview_map import ATTRIBUTION, overview_map

SHOWN = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "web/home_member.html", member_context(request))
    return render(request, "web/home_visitor.html", visitor_context())


def member_context(request: HttpRequest) -> dict[str, Any]:
    """Return my bodies, their next consultations or else the last, and the drafts that wait."""
    today = timezone.localdate()
    my_memberships = getattr(request, "memberships", [])
    body_ids = [membership.body.id for membership in my_memberships]
    acting_body = getattr(request, "acting_body", None)
    coming = papers.next_consultations(body_ids, on=today, limit=SHOWN)
    last = [] if coming else papers.last_consultations(body_ids, on=today, limit=SHOWN)
    return {
        **ended_context(acting_body),
        "my_memberships": my_memberships,
        "may_upload": may_upload(request),
        "consultations": coming,
        "last_consultations": last,
        "drafts": papers.open_drafts(request.user, on=today),
        "public_papers": papers.public_papers(limit=SHOWN, on=today),
    }


def ended_context(body: BodyView | None) -> dict[str, Any]:
    """Return since when the body the person acts for is no more, and what took its place."""
    if body is None or body.ended_on is None:
        return {"ended_on": None}
    return {"ended_on": body.ended_on, "successors": register.successors_of(body.id)}


def visitor_context() -> dict[str, Any]:
    """Return what everyone may see."""
    return {
        "public_papers": papers.public_papers(limit=SHOWN, on=timezone.localdate()),
        "map": overview_map(_("Karte der Kreise und kreisfreien Städte in Nordrhein-Westfalen öffnen")),
        "map_attribution": ATTRIBUTION,
    }
