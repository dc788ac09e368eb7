"""Entering what a version costs and promises: prices and service level, lists one per line."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.catalog.fields import german_decimal
from allmende.catalog.forms import LONG_TEXTS, SmallForm
from allmende.catalog.models import PriceComponent, ServiceLevel
from allmende.catalog.prices.errors import WrongPrice
from allmende.cooperations.options.forms import EuroField
from allmende.register.forms import DayField
from allmende.sharing.keys import DRIVER_LABELS, Driver

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


class PriceForm(SmallForm):
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


class LevelForm(SmallForm):
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
