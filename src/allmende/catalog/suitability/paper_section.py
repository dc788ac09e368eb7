"""The reviews behind a council paper, shown in its dossier."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.catalog.suitability import queries
from allmende.catalog.suitability.council_paper import frozen_rows
from allmende.papers.paper_sections import Section
from allmende.register.visitors import today

if TYPE_CHECKING:
    from allmende.papers.models import Paper


def reviews_section(paper: "Paper", request: HttpRequest) -> Section | None:
    """Return the reviews that the person may read; None without one."""
    found = list(queries.reviews_of_paper(paper.pk, user=request.user, on=today()))
    if not found:
        return None
    rows = [(review, frozen_rows(review)) for review in found]
    return Section("eignung", _("Eignungsprüfung"), "suitability/paper_section.html", {"reviews": rows})
