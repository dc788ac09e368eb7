"""What a programme of one's own would pay, with its reason."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.common.formats import euro
from allmende.funding.domain.terms import TermsRefused, amount_of
from allmende.funding.forms.own_amount import OwnAmountForm
from allmende.funding.models import OwnProgramme
from allmende.funding.queries import terms_on
from allmende.funding.visitors import visible_programme
from allmende.ledger.explaining import reason_of
from allmende.ledger.telling import told
from allmende.register.visitors import today

ENTERED = "eigene Eingabe"


@login_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute the grant of a year; the question stands in the address, nothing is kept."""
    found = visible_programme(request, pk)
    form = OwnAmountForm(request.GET or None, on=today())
    context: dict[str, Any] = {"programme": found, "form": form}
    if form.is_bound and form.is_valid():
        try:
            context |= _answer(found, form)
        except TermsRefused as error:
            form.add_error(None, told(error))
    return render(request, "funding/own_amount.html", context)


def _answer(programme: OwnProgramme, form: OwnAmountForm) -> dict[str, Any]:
    on, known = form.days
    said = terms_on(programme, on=on, known=known)
    if said is None:
        raise TermsRefused(problem=_no_terms(programme, on, known))
    row, terms = said
    found = amount_of(terms, form.asked, on=on, known=known, source=ENTERED)
    tree = {
        **found.tree,
        "source": row.source,
        "valid": {"from": row.valid.lower.isoformat(), "until": _iso(row.valid.upper)},
        "known": {"from": timezone.localtime(row.known.lower).date().isoformat(), "until": None},
    }
    return {
        "amount": found,
        "row": row,
        "reason": reason_of(tree),
        "not_eligible": [(_(each.label), euro(cents)) for each, cents in found.not_eligible.items()],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _no_terms(programme: OwnProgramme, on: date, known: date) -> str:
    return _(
        "Für den {on} war am {known} keine Förderbedingung von „{programme}“ bekannt. Wählen Sie einen "
        "anderen Tag, oder tragen Sie die Bedingung ein."
    ).format(on=f"{on:%d.%m.%Y}", known=f"{known:%d.%m.%Y}", programme=programme)
