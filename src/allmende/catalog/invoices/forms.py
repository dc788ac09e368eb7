"""Forms of billing: what stands on invoices, mandates, a new run, costs of services."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.catalog.invoices.domain import BillingInterval
from allmende.catalog.invoices.models import BillingProfile, DebitMandate
from allmende.catalog.invoices.payments import accounts
from allmende.catalog.invoices.payments.direct_debit import DebitScheme, bank_day
from allmende.catalog.invoices.xrechnung.leitweg import LeitwegId
from allmende.common.errors import AllmendeError
from allmende.cooperations.options.forms import EuroField
from allmende.ledger.body_field import BodyField
from allmende.ledger.setup_form import PeriodForm
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from allmende.catalog.models import PriceComponent

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
        help_texts = {
            "scheme": _(
                "Wer kein Verbraucher ist, etwa eine Kommune, kann die Firmenlastschrift erteilen. Er "
                "bestätigt das Mandat vor dem ersten Einzug seiner Bank und kann eingezogenes Geld nicht "
                "zurückverlangen. Bei der Basislastschrift kann er es acht Wochen lang."
            ),
        }

    def __init__(self, *args: Any, on: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        scheme = self.fields["scheme"]
        assert isinstance(scheme, forms.ChoiceField)  # noqa: S101 - the model says so
        scheme.choices = [(each.value, each.label) for each in (DebitScheme.B2B, DebitScheme.CORE)]
        self.initial.setdefault("scheme", DebitScheme.B2B.value)
        self.fields["debtor"] = BodyField(on=on, label=_("Wer zahlt"), help_text=_("Name oder Schlüssel"))
        self.fields["signed_on"] = DayField(label=_("unterschrieben am"))
        self.order_fields(("debtor", "reference", "scheme", "iban", "bic", "signed_on"))

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


class CostForm(PeriodForm):
    """What a service at cost really came to for one customer."""

    first = DayField(label=_("Erster Tag"))
    last = DayField(label=_("Letzter Tag"))
    source = forms.CharField(
        label=_("Beleg"),
        max_length=300,
        validators=[validate_visible],
        help_text=_("Zum Beispiel „Betriebsabrechnung 2027 vom 12.02.2028“."),
    )
    field_order = ("customer", "component", "first", "last", "cost", "source")

    def __init__(self, *args: Any, components: "QuerySet[PriceComponent]", on: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["customer"] = BodyField(on=on, label=_("Empfänger"), help_text=_("Name oder Schlüssel"))
        self.fields["component"] = ComponentField(components, label=_("Leistung nach Aufwand"))
        self.fields["cost"] = EuroField(_("Aufwand in Euro"))
        self.fields["cost"].required = True
        self.order_fields(self.field_order)

    def clean_cost(self) -> int:
        cents: int = self.cleaned_data["cost"]
        if cents < 0:
            raise forms.ValidationError(_("Ein Aufwand ist nicht negativ."))
        return cents


class ComponentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A price, called after its service."""

    def label_from_instance(self, component: Any) -> str:
        version = component.version
        return f"{version.title}, Fassung {version.number}: {component.label}"


class DebitForm(forms.Form):
    """The day on which the bank collects."""

    collect_on = DayField(label=_("Einzug am"))

    @classmethod
    def starting(cls, on: date, scheme: DebitScheme) -> "DebitForm":
        """Return the form for one procedure, two weeks ahead; several stand on a page."""
        return cls(initial={"collect_on": bank_day(on + timedelta(days=14))}, auto_id=f"id_{scheme.value}_%s")
