"""The money of a paper: calculations that belong to it. Papers and ledger do not know each other."""

from typing import Any, Protocol

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from allmende.ledger import subjects
from allmende.papers.paper_sections import Section


class HasAddress(Protocol):
    """A paper, as far as this module needs it."""

    def get_absolute_url(self) -> str: ...


def money_section(paper: HasAddress, request: HttpRequest) -> Section | None:
    """Return the calculations of a paper that the person may see; None without one."""
    on = timezone.localdate()
    calculations = subjects.calculations_about(paper.get_absolute_url(), user=request.user, on=on)
    if not calculations:
        return None
    context: dict[str, Any] = {"calculations": calculations}
    return Section("berechnungen", _("Nach den Regeln berechnet"), "ledger/paper_section.html", context)
