"""Forms of billing: what stands on invoices, mandates, a new run."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.catalog.invoices.domain import BillingInterval
from allmende.catalog.invoices.models import BillingProfile, DebitMandate
from allmende.catalog.invoices.payments import accounts
from allmende.catalog.invoices.xrechnung.leitweg import LeitwegId
from allmende.common.errors import AllmendeError
from allmende.ledger.body_field import BodyField
from allmende.ledger.setup_form import PeriodForm
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField

INTERVALS = [(each.value, each.label) for each in BillingInterval]


def checked(check: Callable[[str], str], text: str) -> str:
    """Return a number in its plain form, or show why it is none; an empty one stays empty."""
    try:
        return check(text) if text else ""
    except AllmendeError as error:
        raise forms.ValidationError(str(error)) from None


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What stands on every invoice that a body writes or gets."""

    class Meta:
        model = BillingProfile
        fields = [
            "street",
            "postal_code",
            "city",
            "leitweg_id",
            "invoice_email",
            "vat_id",
            "tax_number",
            "contact_name",
            "contact_phone",
            "contact_email",
            "account_holder",
            "iban",
            "bic",
            "creditor_id",
            "payment_days",
        ]
        help_texts = {
            "leitweg_id": _("Für Rechnungen an Sie, etwa 053820072072-31001-73"),
            "contact_name": _("Für Rechnungen von Ihnen: wer Rückfragen beantwortet"),
            "creditor_id": _("Nur wenn Sie Lastschriften einziehen"),
            "vat_id": _("Steht nur auf Rechnungen mit Umsatzsteuer"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(validate_visible)

    def clean_leitweg_id(self) -> str:
        return checked(LeitwegId.read, self.cleaned_data["leitweg_id"])

    def clean_iban(self) -> str:
        return checked(accounts.iban, self.cleaned_data["iban"])

    def clean_bic(self) -> str:
        return checked(accounts.bic, self.cleaned_data["bic"])

    def clean_creditor_id(self) -> str:
        return checked(accounts.creditor_id, self.cleaned_data["creditor_id"])


class MandateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A mandate that a customer has signed."""

    class Meta:
        model = DebitMandate
        fields = ["reference", "scheme", "iban", "bic"]

    def __init__(self, *args: Any, on: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["debtor"] = BodyField(on=on, label=_("zahlt"), help_text=_("Name oder Schlüssel"))
        self.fields["signed_on"] = DayField(label=_("unterschrieben am"))

    def clean_iban(self) -> str:
        return checked(accounts.iban, self.cleaned_data["iban"])

    def clean_bic(self) -> str:
        return checked(accounts.bic, self.cleaned_data["bic"])


class RunForm(PeriodForm):
    """A new run: for which time, in which steps, under which date."""

    first = DayField(label=_("Erster Tag"))
    last = DayField(label=_("Letzter Tag"))
    interval = forms.ChoiceField(label=_("Takt"), choices=INTERVALS)
    issue_on = DayField(label=_("Rechnungsdatum"))


class DebitForm(forms.Form):
    """The day on which the bank collects."""

    collect_on = DayField(label=_("Einzug am"))

    @classmethod
    def starting(cls, on: Any) -> "DebitForm":
        return cls(initial={"collect_on": on + timedelta(days=14)})
