"""What postings add to the page of a body."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.ledger import queries
from allmende.register import queries as register
from allmende.register.body_sections import Section
from allmende.register.domain import BodyView
from allmende.register.visitors import today

SHOWN = 5


def payments_section(body: BodyView, request: HttpRequest) -> Section:
    """Return what the body pays and gets, as far as the person may see it, with the newest postings."""
    on = today()
    postings = queries.postings_of_body(body.id, user=request.user, on=on)
    newest = list(postings.order_by("-pk")[:SHOWN])
    names = register.bodies_by_id({each for row in newest for each in (row.payer_id, row.payee_id)}, on=on)
    context = {
        "body": body,
        "rows": [(row, names.get(row.payer_id), names.get(row.payee_id)) for row in newest],
    }
    return Section("zahlungen", _("Zahlungen"), "ledger/body_section.html", context)
