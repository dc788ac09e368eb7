"""Forms of take-up: interest, the next step, a quantity, a wave."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from allmende.catalog.domain import ConditionKind
from allmende.catalog.fields import german_decimal
from allmende.catalog.forms import PaperForm
from allmende.catalog.prices.components import PayerGroup, PriceKind
from allmende.catalog.takeup.states import TakeUp
from allmende.common.errors import AllmendeError
from allmende.ledger.body_field import found_body
from allmende.pages.texts import validate_visible
from allmende.register.domain import BodyView
from allmende.register.forms import DayField
from allmende.register.importing.records import parse_day
from allmende.register.labels import choices, said
from allmende.register.periods import is_plausible


class InterestForm(forms.Form):
    """That a body is interested, at which price."""

    payer_group = forms.ChoiceField(
        label=_("Preisgruppe"),
        choices=[each for each in choices(PayerGroup) if each[0] != PayerGroup.ALL.value],
    )
    note = forms.CharField(
        label=_("Erläuterung"), max_length=500, required=False, validators=[validate_visible]
    )


class StepForm(PaperForm):
    """The next step; which fields there are depends on where it leads."""

    step_on = DayField(label=_("Tag"))
    starts_on = DayField(label=_("Beginn der Abnahme"), required=False)
    last_day = DayField(label=_("Letzter Tag"), required=False)
    order_number = forms.CharField(
        label=_("Bestell- oder Vertragsnummer"), max_length=100, required=False, validators=[validate_visible]
    )
    note = forms.CharField(
        label=_("Erläuterung"), max_length=500, required=False, validators=[validate_visible]
    )
    field_order = ("step_on", "paper", "paper_number")

    def __init__(self, *args: Any, to: TakeUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {"step_on", "note", *NEEDED.get(to, ())}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]


PAPER = ("paper", "paper_number")
NEEDED: dict[TakeUp, tuple[str, ...]] = {
    TakeUp.DECISION: (*PAPER, "starts_on"),
    TakeUp.DECLINED: PAPER,
    TakeUp.ORDERED: ("starts_on", "order_number"),
    TakeUp.CANCELLED: ("last_day", *PAPER),
}


class QuantityForm(forms.Form):
    """How many, since when, and who says so."""

    kind = forms.ChoiceField(label=_("Zählgröße"))
    value = forms.CharField(
        label=_("Menge"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    from_day = DayField(label=_("gilt ab"))
    reference_date = DayField(label=_("Stichtag der Zählung"))
    origin = forms.CharField(
        label=_("Herkunft der Zahl"),
        max_length=300,
        validators=[validate_visible],
        help_text=_("Zum Beispiel „Geräteliste der IT vom 31.12.2025“."),
    )
    is_confirmed = forms.BooleanField(label=_("trotz Auffälligkeit richtig"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[PriceKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [(kind.value, said(kind.label)) for kind in kinds]

    def clean_value(self) -> Decimal:
        text = self.cleaned_data["value"]
        try:
            value = german_decimal(text)
        except ValueError as error:
            raise forms.ValidationError(_("„%(text)s“ ist keine Zahl."), params={"text": text}) from error
        if abs(value) >= Decimal(10) ** 12:
            raise forms.ValidationError(_("Die Zahl liegt außerhalb des Möglichen."))
        return value


class WaveForm(forms.Form):
    """A wave with its products, municipalities and what it waits for."""

    number = forms.IntegerField(label=_("Nummer"), min_value=1, max_value=1000)
    name = forms.CharField(label=_("Name"), max_length=200, validators=[validate_visible])
    is_nucleus = forms.BooleanField(label=_("Nukleus"), required=False)
    starts_on = DayField(label=_("Beginn"))
    ends_on = DayField(label=_("Ende"))
    quorum = forms.IntegerField(
        label=_("Mindestzahl der Kommunen"), min_value=0, max_value=20_000, initial=0, required=False
    )
    products = forms.MultipleChoiceField(
        label=_("Leistungen"), widget=forms.CheckboxSelectMultiple, required=False
    )
    body_lines = forms.CharField(
        label=_("Kommunen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Je Zeile: Name oder Schlüssel; dahinter mit Semikolon der Tag der Umstellung."),
    )
    condition_lines = forms.CharField(
        label=_("Voraussetzungen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Je Zeile: Beschluss, Umstellungstermin oder Voraussetzung; Worte; bis wann."),
    )
    note = forms.CharField(
        label=_("Erläuterung"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        field = self.fields["products"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared so above
        field.choices = list(products)

    def clean_body_lines(self) -> list[tuple[BodyView, date | None]]:
        found: dict[int, tuple[BodyView, date | None]] = {}
        for line in _lines(self.cleaned_data["body_lines"]):
            name, _sign, slot = (each.strip() for each in line.partition(";"))
            body = found_body(name, self.on)
            found[body.id] = (body, _day(slot) if slot else None)
        return list(found.values())

    def clean_condition_lines(self) -> list[tuple[ConditionKind, str, date | None]]:
        by_label = {kind.label.casefold(): kind for kind in ConditionKind}
        found = []
        for line in _lines(self.cleaned_data["condition_lines"]):
            cells = [each.strip() for each in line.split(";")] + ["", ""]
            kind = by_label.get(cells[0].casefold())
            if kind is None or not cells[1]:
                known = ", ".join(each.label for each in ConditionKind)
                raise forms.ValidationError(
                    _("„%(line)s“: Schreiben Sie Art; Worte; Tag. Arten: %(known)s."),
                    params={"line": line, "known": known},
                )
            found.append((kind, cells[1][:500], _day(cells[2]) if cells[2] else None))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("Das Ende liegt vor dem Beginn."))
        return data


class FulfilForm(PaperForm):
    """When a condition was met, perhaps by which decision."""

    fulfilled_on = DayField(label=_("erfüllt am"))
    field_order = ("fulfilled_on",)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(text: str) -> date:
    try:
        day = parse_day(text)
    except ValueError:
        day = date.min
    if not is_plausible(day):
        raise forms.ValidationError(
            _now("„{text}“ ist kein Tag; schreiben Sie 31.12.2027.").format(text=text), code="day"
        )
    return day


class PaperUnseen(AllmendeError):
    """The paper named does not exist, or the person may not see it."""

    message = "Die Vorlage Nr. {number} gibt es nicht, oder Sie dürfen sie nicht sehen."
