"""Entering offers: providers, versions, life cycle, and the paper that decides."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.catalog.domain import LifeCycle
from allmende.catalog.models import ProductDocument, ProductVersion, Provider
from allmende.cooperations.options.forms import EuroField
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField
from allmende.register.labels import choices

LONG_TEXTS = 3
LARGEST_DOCUMENT = 5 * 1024 * 1024
DOCUMENT_KINDS = (".pdf", ".docx", ".xlsx", ".odt", ".ods", ".txt", ".csv")
VERSION_FIELDS = (
    "title",
    "summary",
    "benefit",
    "included",
    "excluded",
    "optional",
    "audience",
    "dependencies",
    "prerequisites",
    "customer_duties",
    "legal_basis",
    "operator",
    "sourcing",
    "processing_agreement",
    "impact_assessment",
    "storage_location",
    "protection_need",
    "accessibility",
    "accessibility_note",
    "interfaces",
    "maturity",
    "exit_formats",
    "exit_process",
    "efa_offer",
    "dvc_offer",
    "contact_name",
    "contact_email",
    "contact_phone",
    "notice_months",
    "notice_to",
    "minimum_months",
    "renews_months",
)


if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
else:
    AnyModelForm = forms.ModelForm


class SmallForm(AnyModelForm):
    """A model form whose long texts take three lines and whose fields refuse control characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = LONG_TEXTS
            if isinstance(field, forms.CharField):
                field.validators.append(validate_visible)

    def validate_unique(self) -> None:
        """Leave uniqueness to the action, which knows the product."""

    def validate_constraints(self) -> None:
        """Leave constraints to the action and to our own sentences."""


class ProviderForm(SmallForm):
    """What a provider says of itself."""

    class Meta:
        model = Provider
        fields = (
            "about",
            "website",
            "contact_name",
            "contact_email",
            "contact_phone",
            "inhouse_proof",
            "inhouse_share",
            "inhouse_on",
        )
        localized_fields = ("inhouse_share",)
        field_classes = {"inhouse_on": DayField}


class JoinForm(ProviderForm):
    """A provider that joins the catalogue."""

    joined_on = DayField(label=_("im Katalog ab"))


class VersionForm(SmallForm):
    """All that a version promises. What does not apply stays empty."""

    from_day = DayField(label=_("Gilt ab"))
    services = forms.CharField(
        label=_("unterstützte Leistungen (Leistungsschlüssel)"),
        required=False,
        max_length=600,
        help_text=_("14-stellige Schlüssel des Leistungskatalogs (LeiKa), durch Komma getrennt."),
    )
    exit_price = EuroField(_("Preis des Ausstiegs in Euro"))
    field_order: tuple[str, ...] | None = ("title", "summary", "from_day")

    class Meta:
        model = ProductVersion
        fields = VERSION_FIELDS

    def clean_services(self) -> list[str]:
        codes = [each.strip() for each in self.cleaned_data["services"].split(",") if each.strip()]
        for code in codes:
            if not (code.isascii() and code.isdigit() and len(code) == 14):
                raise forms.ValidationError(
                    _("„%(code)s“ ist kein Leistungsschlüssel aus 14 Ziffern."), params={"code": code}
                )
        return codes

    def values(self) -> dict[str, Any]:
        """Return the columns of the version."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in VERSION_FIELDS},
            "fim_services": data["services"],
            "exit_price_cents": data["exit_price"],
        }


class NewProductForm(VersionForm):
    """A new product with its first version."""

    need = forms.CharField(
        label=_("Bedarf"),
        max_length=200,
        validators=[validate_visible],
        help_text=_(
            "Gleiche Worte für gleichen Bedarf, damit Angebote nebeneinander stehen: „Finanzsoftware“."
        ),
    )
    is_nucleus = forms.BooleanField(label=_("gehört zum Nukleus"), required=False)
    field_order = ("title", "summary", "need", "is_nucleus", "from_day")


class DocumentForm(SmallForm):
    """A document beside a draft: a file, or the address where it lies."""

    file = forms.FileField(
        label=_("Datei"),
        required=False,
        help_text=_("PDF, Word, Excel, OpenDocument, Text oder CSV, höchstens 5 MB."),
        widget=forms.FileInput(attrs={"accept": ", ".join(DOCUMENT_KINDS)}),
    )
    url = forms.URLField(
        label=_("oder Adresse im Netz"), required=False, max_length=1000, assume_scheme="https"
    )
    field_order = ("title", "file", "url")

    class Meta:
        model = ProductDocument
        fields = ("title",)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if not file.name.lower().endswith(DOCUMENT_KINDS):
            raise forms.ValidationError(_("Diese Art von Datei wird nicht angenommen."))
        if file.size > LARGEST_DOCUMENT:
            raise forms.ValidationError(_("Die Datei ist größer als 5 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "file" in data and "url" in data and bool(data["file"]) == bool(data["url"]):
            raise forms.ValidationError(_("Wählen Sie eine Datei, oder nennen Sie eine Adresse."))
        return data

    def filled(self, document: ProductDocument) -> ProductDocument:
        """Return the document with what was entered."""
        data = self.cleaned_data
        document.title, document.url = data["title"], data["url"]
        if data["file"]:
            document.file_name, document.content = data["file"].name[-200:], data["file"].read()
        return document


class StageForm(forms.Form):
    """Where a product stands from a day on."""

    stage = forms.ChoiceField(label=_("Stand"), choices=choices(LifeCycle))
    from_day = DayField(label=_("ab"))
    note = forms.CharField(
        label=_("Erläuterung"), max_length=500, required=False, validators=[validate_visible]
    )
    source = forms.CharField(label=_("Quelle"), max_length=300, validators=[validate_visible])


class PaperForm(forms.Form):
    """The paper with which a body decided: one of one's own body, or any by its number in the address."""

    paper = forms.ChoiceField(label=_("Vorlage"), required=False)
    paper_number = forms.IntegerField(
        label=_("oder Nummer einer anderen Vorlage"),
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        help_text=_("Die Zahl in der Adresse der Vorlage: /vorlagen/12/ hat die Nummer 12."),
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["paper"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", "–"), *((str(pk), label) for pk, label in papers)]

    @property
    def paper_id(self) -> int | None:
        chosen = self.cleaned_data.get("paper_number") or self.cleaned_data.get("paper")
        return int(chosen) if chosen else None


class PublishForm(PaperForm):
    """By which decision, and whether present customers get the new version as well."""

    carry_over = forms.BooleanField(
        label=_("gilt ab ihrem ersten Tag auch für laufende Abnahmen"), required=False, initial=True
    )


class HandOverForm(forms.Form):
    """To whom the portfolio goes, from when, and where that stands."""

    successor = forms.ChoiceField(label=_("Aufnehmender Anbieter"))
    from_day = DayField(label=_("ab"))
    source = forms.CharField(
        label=_("Quelle"),
        max_length=300,
        validators=[validate_visible],
        help_text=_("Zum Beispiel die gleichlautenden Beschlüsse nach § 22 GkG."),
    )

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = list(others)


def first_of_next_month(on: date) -> date:
    """Return the day that a new version usually begins on."""
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)
