"""Entering offers: providers, versions, prices, service levels, life cycle."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.catalog.domain import LifeCycle
from allmende.catalog.models import PriceComponent, ProductVersion, Provider, ServiceLevel
from allmende.catalog.prices.errors import WrongPrice
from allmende.cooperations.options.forms import EuroField
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField
from allmende.register.labels import choices
from allmende.sharing.keys import DRIVER_LABELS, Driver

LONG_TEXTS = 3
THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
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
PRICE_FIELDS = (
    "label",
    "kind",
    "amount",
    "interval",
    "payer_group",
    "vat",
    "vat_ground",
    "ground_kind",
    "ground",
    "stage_mode",
    "reference_day",
    "reference_month",
    "reference_years_back",
    "included_quantity",
    "quantity_step",
    "rounding_step_cents",
    "rounding_mode",
    "rounding_source",
    "discount_percent",
    "discount_last_day",
    "index_name",
    "index_base",
    "index_threshold",
    "minimum_months",
)
LEVEL_FIELDS = (
    "service_hours",
    "support_hours",
    "availability",
    "measure_period",
    "maintenance",
    "recovery_hours",
    "data_loss_hours",
    "restart_priority",
    "emergency_mode",
    "report_rhythm",
    "consequence",
)


def german_decimal(text: str) -> Decimal:
    """Return `1.234,5`, `1.234` or `1234.5` as an exact number; raise ValueError.

    Points in groups of three are German thousands, as everywhere in forms.
    """
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in plain or THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite():
        raise ValueError(text)
    return value


if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
else:
    AnyModelForm = forms.ModelForm


class _Small(AnyModelForm):
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


class ProviderForm(_Small):
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


class VersionForm(_Small):
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


class PriceForm(_Small):
    """One price. Stages and the key of a levy are written one per line."""

    stage_lines = forms.CharField(
        label=_("Staffeln"),
        required=False,
        widget=forms.Textarea(attrs={"rows": LONG_TEXTS}),
        help_text=_(
            "Je Zeile: über welcher Menge, Doppelpunkt, Betrag. Zum Beispiel „0: 12,50“ und „100: 10,00“."
        ),
    )
    total = EuroField(_("Gesamtbetrag im Jahr in Euro (Umlage, geplanter Aufwand)"))
    advance = EuroField(_("Abschlag in Euro je Zeitraum"))
    key_lines = forms.CharField(
        label=_("Umlageschlüssel"),
        required=False,
        widget=forms.Textarea(attrs={"rows": LONG_TEXTS}),
        help_text=_(
            "Je Zeile: Bezugsgröße, Doppelpunkt, Gewicht. Zum Beispiel „Einwohner: 70“ und „Sockel: 30“."
        ),
    )

    class Meta:
        model = PriceComponent
        fields = PRICE_FIELDS
        localized_fields = "__all__"
        field_classes = {"discount_last_day": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        price: PriceComponent = self.instance
        if price.pk:
            shown: dict[str, Any] = {
                "stage_lines": "\n".join(
                    f"{each['above']}: {each['amount']}".replace(".", ",") for each in price.stages
                ),
                "key_lines": "\n".join(
                    f"{DRIVER_LABELS[Driver(each['driver'])]}: {each['weight']}" for each in price.allocation
                ),
                "total": price.total_cents or None,
                "advance": price.advance_cents or None,
            }
            self.initial = {**self.initial, **shown}
        for name in ("included_quantity", "quantity_step", "index_threshold", "amount"):
            self.fields[name].required = False

    def clean_stage_lines(self) -> list[dict[str, str]]:
        pairs = _pairs(self.cleaned_data["stage_lines"])
        return [{"above": f"{above:f}", "amount": f"{amount:f}"} for above, amount in pairs]

    def clean_key_lines(self) -> list[dict[str, str]]:
        by_word = {label.casefold(): driver for driver, label in DRIVER_LABELS.items()}
        by_word |= {driver.value: driver for driver in Driver}
        found = []
        for line in _lines(self.cleaned_data["key_lines"]):
            word, _colon, weight = line.partition(":")
            driver = by_word.get(word.strip().casefold())
            if driver is None:
                known = ", ".join(driver.value for driver in Driver)
                raise forms.ValidationError(
                    _("„%(word)s“ ist keine Bezugsgröße. Bekannt sind: %(known)s."),
                    params={"word": word.strip(), "known": known},
                )
            found.append({"driver": driver.value, "weight": f"{_decimal(weight or '1'):f}"})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("included_quantity", "quantity_step", "index_threshold", "amount"):
            if data.get(name) is None:
                data[name] = Decimal(0)
        if data.get("vat") != "undecided" and not data.get("vat_ground"):
            self.add_error("vat_ground", _("Nennen Sie, worauf sich die Entscheidung stützt."))
        if (data.get("discount_percent") is None) != (data.get("discount_last_day") is None):
            self.add_error("discount_percent", _("Ein Nachlass braucht Prozent und letzten Bestelltag."))
        if bool(data.get("index_name")) != (data.get("index_base") is not None):
            self.add_error("index_base", _("Eine Preisgleitung braucht Index und Ausgangswert."))
        if (data.get("reference_day") is None) != (data.get("reference_month") is None):
            self.add_error("reference_day", _("Ein Stichtag braucht Tag und Monat."))
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the stubs do not know Django's own hook
        if self.errors:
            return
        price: PriceComponent = self.instance
        price.stages = self.cleaned_data["stage_lines"]
        price.allocation = self.cleaned_data["key_lines"]
        price.total_cents = self.cleaned_data["total"] or 0
        price.advance_cents = self.cleaned_data["advance"] or 0
        try:
            price.price()
        except WrongPrice as error:
            self.add_error(None, str(error))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pairs(text: str) -> list[tuple[Decimal, Decimal]]:
    found = []
    for line in _lines(text):
        first, colon, second = line.partition(":")
        if not colon:
            raise forms.ValidationError(
                _("„%(line)s“: Schreiben Sie Menge, Doppelpunkt, Betrag."), params={"line": line}
            )
        found.append((_decimal(first), _decimal(second)))
    return found


def _decimal(text: str) -> Decimal:
    try:
        return german_decimal(text)
    except ValueError as error:
        raise forms.ValidationError(_("„%(text)s“ ist keine Zahl."), params={"text": text.strip()}) from error


class LevelForm(_Small):
    """What a version promises of the service."""

    times = forms.CharField(
        label=_("Reaktionszeiten"),
        required=False,
        widget=forms.Textarea(attrs={"rows": LONG_TEXTS}),
        help_text=_(
            "Je Zeile: Prioritätsklasse; Reaktion in Minuten; Wiederherstellung in Minuten; Beginn der Frist."
        ),
    )

    class Meta:
        model = ServiceLevel
        fields = LEVEL_FIELDS
        localized_fields = "__all__"

    def clean_times(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for line in _lines(self.cleaned_data["times"]):
            cells = [each.strip() for each in line.split(";")] + [""] * 3
            if not (cells[0].isdigit() and cells[1].isdigit() and (not cells[2] or cells[2].isdigit())):
                raise forms.ValidationError(
                    _("„%(line)s“: Klasse und Minuten sind ganze Zahlen."), params={"line": line}
                )
            found.append(
                {
                    "priority": int(cells[0]),
                    "reaction_minutes": int(cells[1]),
                    "recovery_minutes": int(cells[2]) if cells[2] else None,
                    "clock_start": cells[3][:300],
                }
            )
        if len({each["priority"] for each in found}) < len(found):
            raise forms.ValidationError(_("Jede Prioritätsklasse steht nur einmal."))
        return found


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
