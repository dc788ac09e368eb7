"""Postings that a document states: entering one, taking one back."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.common.formats import ungrouped
from allmende.ledger import actions
from allmende.ledger.body_field import BodyField
from allmende.ledger.domain import PostingKind
from allmende.ledger.errors import LedgerRefusal
from allmende.ledger.setup_form import OPEN_KINDS, PeriodForm, books_of
from allmende.ledger.telling import told, told_at_field
from allmende.ledger.visitors import visible_posting
from allmende.pages.texts import validate_visible
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.forms import DayField
from allmende.register.visitors import person, today
from allmende.rules import RulesError
from allmende.rules.inputs import Preparation
from allmende.rules.parameters import InputField
from allmende.rules.units import unit

AMOUNT = InputField("amount", "Betrag", unit("EUR"))


class AmountField(forms.CharField):
    """Euros as people write them; gives whole cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        text = ungrouped(super().clean(value))
        try:
            found = Preparation({}).number(AMOUNT, text)
        except RulesError as error:
            raise forms.ValidationError(told_at_field(error)) from None
        if found.denominator != 1:
            raise forms.ValidationError(_("Der Betrag hat Bruchteile eines Cents. Runden Sie ihn."))
        return int(found)


class PostingForm(PeriodForm):
    """Who pays whom how much, for when, and which document says so."""

    def __init__(self, *args: Any, on: date, books: list[BodyView], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"] = forms.ChoiceField(
            label=_("Bücher von"), choices=[(str(body.id), str(body)) for body in books]
        )
        self.fields["payer"] = BodyField(on=on, label=_("zahlt"), help_text=_("Name oder Schlüssel"))
        self.fields["payee"] = BodyField(on=on, label=_("erhält"), help_text=_("Name oder Schlüssel"))
        self.fields["amount"] = AmountField(label=_("Betrag in Euro"), max_length=30)
        self.fields["kind"] = forms.ChoiceField(label=_("Art"), choices=OPEN_KINDS, initial="ist")
        self.fields["first"] = DayField(label=_("Erster Tag"))
        self.fields["last"] = DayField(label=_("Letzter Tag"))
        self.fields["document"] = forms.CharField(
            label=_("Beleg"),
            max_length=500,
            validators=[validate_visible],
            help_text=_("Zum Beispiel: Bescheid vom 3.2.2025, Az. 36.20"),
        )
        self.fields["passed"] = forms.BooleanField(
            label=_("gibt nur weiter, was sie dafür erhält"), required=False
        )


@login_required
@require_http_methods(["GET", "POST"])
def new_posting(request: HttpRequest) -> HttpResponse:
    """Enter an amount that a document states."""
    on = today()
    books = books_of(person(request), on=on)
    form = PostingForm(request.POST if request.method == "POST" else None, on=on, books=books)
    if form.is_bound and form.is_valid():
        entered = form.cleaned_data
        body_id = int(entered["body"])
        try:
            posting = actions.post_by_hand(
                body=register.bodies_by_id([body_id], on=on)[body_id],
                payer=entered["payer"],
                payee=entered["payee"],
                cents=entered["amount"],
                kind=PostingKind(entered["kind"]),
                period=form.period,
                document=entered["document"],
                from_own_money=not entered["passed"],
                by=person(request),
                on=on,
            )
            messages.success(request, _("Die Buchung ist eingetragen."))
            return redirect(posting)
        except LedgerRefusal as error:
            form.add_error(None, told(error))
    return render(request, "ledger/new_posting.html", {"form": form, "books": books})


@login_required
@require_POST
def cancel_posting(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a posting back by its opposite."""
    posting = visible_posting(request, pk)
    try:
        opposite = actions.cancel_posting(
            posting_id=pk, reason=request.POST.get("reason", "")[:500], by=person(request), on=today()
        )
    except LedgerRefusal as error:
        messages.error(request, told(error))
        return redirect(posting)
    messages.success(request, _("Die Buchung ist zurückgenommen; beide Buchungen bleiben stehen."))
    return redirect(opposite)
