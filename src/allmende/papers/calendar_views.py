"""Calendar files and the subscribed calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.pages.downloads import file_response, safe_filename
from allmende.papers import feeds, queries
from allmende.papers.calendar import calendar_of, consultation_days, duty_days
from allmende.papers.calendar_days import days_for
from allmende.papers.duties.queries import pending_duties
from allmende.papers.visitors import visible_paper
from allmende.register.queries import body_ids_of
from allmende.register.visitors import person, today

SECRET = "papers_calendar_secret"  # noqa: S105 - the name of a session entry


@require_safe
def paper_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    paper = visible_paper(request, pk)
    rows = paper.consultations.select_related("paper").defer("paper__search")
    content = calendar_of(
        consultation_days(rows), name=paper.title, address=_address(request), product="Beratungsfolge"
    )
    return file_response(content, safe_filename(f"Termine {paper.reference or paper.title}", "ics"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the coming consultations and manage the subscription; a new secret is shown once."""
    if request.method == "POST":
        if request.POST.get("aktion") == "beenden":
            feeds.revoke_feed(user=person(request))
            messages.success(request, _("Die Kalender-Adresse gilt nicht mehr."))
        else:
            request.session[SECRET] = feeds.create_feed(user=person(request))
        return redirect("papers:calendar")
    secret = request.session.pop(SECRET, None)
    on = today()
    context = {
        "feed": feeds.feed_of(person(request)),
        "feed_address": _address(request) + reverse("papers:feed", args=[secret]) if secret else "",
        "consultations": queries.next_consultations(body_ids_of(request.user, on=on), on=on, limit=100),
    }
    return render(request, "papers/calendar.html", context)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program: no sign-in, the secret in the address says who it is."""
    on = today()
    user = feeds.read_feed(secret, on=on)
    if user is None:
        raise Http404
    days = [
        *consultation_days(queries.consultations_for_calendar(user, on=on)),
        *duty_days(pending_duties(user, on=on)),
        *days_for(user, on=on),
    ]
    content = calendar_of(days, name="Allmende", address=_address(request), product="Kalender")
    return file_response(content, "allmende.ics")


def _address(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
