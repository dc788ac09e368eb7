"""What cooperations add to the page of a body."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.cooperations import queries
from allmende.cooperations.labels import said
from allmende.cooperations.visitors import asked_day
from allmende.register.body_sections import Section
from allmende.register.domain import BodyView

SHOWN = 25


def cooperations_section(body: BodyView, request: HttpRequest) -> Section:
    """Return in which cooperations the body takes part on the day of the page, itself or through others."""
    on = asked_day(request)
    ties = queries.cooperations_of(body.id, on=on)
    rows = [(tie, said(tie.legal_form.label), said(tie.role.label), " → ".join(tie.via)) for tie in ties]
    context = {"rows": rows[:SHOWN], "hidden": max(0, len(rows) - SHOWN), "body": body, "on": on}
    return Section("zusammenarbeit", _("Zusammenarbeit"), "cooperations/body_section.html", context)
