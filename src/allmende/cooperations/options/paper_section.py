"""The comparisons of a council paper, shown in its dossier."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.cooperations.options import queries
from allmende.papers.paper_sections import Section
from allmende.register.visitors import today

if TYPE_CHECKING:
    from allmende.papers.models import Paper


def comparisons_section(paper: "Paper", request: HttpRequest) -> Section | None:
    """Return the comparisons of the paper that the person may read; None without one."""
    found = list(queries.comparisons_of_paper(paper.pk, user=request.user, on=today()))
    if not found:
        return None
    title = _("Alternativen nebeneinander")
    return Section("alternativen", title, "options/paper_section.html", {"comparisons": found})
