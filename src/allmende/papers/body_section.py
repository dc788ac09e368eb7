"""What papers add to the page of a body."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.papers import queries
from allmende.register.body_sections import Section
from allmende.register.domain import BodyView
from allmende.register.visitors import today


def papers_section(body: BodyView, request: HttpRequest) -> Section:
    """Return the body's newest papers that the person may see."""
    papers = queries.papers_of_body(body.id, user=request.user, on=today())
    return Section("vorlagen", _("Vorlagen"), "papers/body_section.html", {"papers": papers, "body": body})
