"""Forms of programmes: one of one's own, its terms, and the questions of an eligibility check."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from allmende.common.formats import ungrouped
from allmende.funding.actions.programmes import ProgrammeEntry, TermsEntry
from allmende.funding.domain.programmes import BuildingBlock
from allmende.funding.domain.terms import Terms, TermsRefused
from allmende.funding.domain.words import CostClass, Financing
from allmende.funding.forms.fields import EuroField, choices, text
from allmende.funding.forms.forwarding import OpenPeriodForm
from allmende.ledger.body_field import BodyField
from allmende.pages.texts import validate_visible
from allmende.register.domain import BodyView
from allmende.register.forms import DayField
from allmende.rules.parameters import InputField

CONDITION, INPUT = "bedingung_", "wert_"
ANSWERS = (("", "offen"), ("yes", "ja"), ("no", "nein"))


class ProgrammeForm(forms.Form):
    """What the programme is, and its deadlines as far as they are known."""

    def __init__(self, *args: Any, on: date, bodies: Sequence[BodyView], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(each.id): each for each in bodies}
        self.fields["body"] = forms.ChoiceField(
            label=_("Körperschaft"), choices=[(key, str(body)) for key, body in self.bodies.items()]
        )
        self.fields["name"] = text(_("Name"), most=300)
        self.fields["giver"] = BodyField(
            on=on, label=_("Zuwendungsgeber"), help_text=_("Name oder Schlüssel")
        )
        self.fields["legal_basis"] = text(_("Rechtsgrundlage"))
        self.fields["apply_day"] = forms.IntegerField(
            label=_("Antrag bis, Tag"), min_value=1, max_value=31, required=False
        )
        self.fields["apply_month"] = forms.IntegerField(
            label=_("Antrag bis, Monat"), min_value=1, max_value=12, required=False
        )
        self.fields["proof_months"] = forms.IntegerField(
            label=_("Verwendungsnachweis, Monate nach Ende"), min_value=0, max_value=60, required=False
        )
        self.fields["note"] = forms.CharField(
            label=_("Anmerkung"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            validators=[validate_visible],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("apply_day") is None) != (cleaned.get("apply_month") is None):
            self.add_error("apply_month", _("Tag und Monat gehören zusammen."))
        return cleaned

    @property
    def entry(self) -> ProgrammeEntry:
        cleaned = self.cleaned_data
        return ProgrammeEntry(
            cleaned["name"],
            cleaned["legal_basis"],
            cleaned["note"],
            cleaned["apply_month"],
            cleaned["apply_day"],
            cleaned["proof_months"],
        )


class TermsForm(OpenPeriodForm):
    """How the programme pays on some days."""

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["financing"] = forms.ChoiceField(label=_("Finanzierungsart"), choices=choices(Financing))
        self.fields["classes"] = forms.MultipleChoiceField(
            label=_("geförderte Kostenarten"),
            choices=choices(CostClass),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["amount"] = EuroField(
            label=_("Festbetrag in Euro"),
            max_length=30,
            required=False,
            help_text=_("Je volle Stelle und Jahr, oder im Ganzen; bei Anteil und Fehlbedarf leer."),
        )
        self.fields["rate"] = forms.DecimalField(
            label=_("Fördersatz in Prozent"),
            min_value=0,
            max_value=100,
            max_digits=6,
            decimal_places=3,
            initial=100,
        )
        self.fields["ceiling"] = EuroField(
            label=_("Höchstbetrag im Jahr in Euro"), max_length=30, required=False
        )
        self.fields["first"] = DayField(label=_("gilt ab"))
        self.fields["last"] = DayField(
            label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres.")
        )
        self.fields["known_since"] = DayField(label=_("bekannt seit"), initial=on)
        self.fields["section"] = text(_("Stelle in der Richtlinie"), most=300)
        self.fields["source"] = text(_("Quelle"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            try:
                cleaned["terms"] = self._terms(cleaned)
            except TermsRefused as error:
                self.add_error(None, str(error))
        return cleaned

    def _terms(self, cleaned: Mapping[str, Any]) -> Terms:
        ceiling = cleaned["ceiling"] if self.data.get("ceiling", "").strip() else None
        return Terms(
            Financing(cleaned["financing"]),
            frozenset(CostClass(each) for each in cleaned["classes"]),
            cleaned["section"],
            amount=cleaned["amount"] or 0,
            rate=Fraction(cleaned["rate"]) / 100,
            ceiling=ceiling,
        )

    @property
    def entry(self) -> TermsEntry:
        cleaned = self.cleaned_data
        return TermsEntry(cleaned["terms"], self.valid, cleaned["known_since"], cleaned["source"])


class CheckForm(forms.Form):
    """Who applies when, what a person says of each condition, what the rules need. Nothing must be told."""

    def __init__(
        self, *args: Any, on: date, block: BuildingBlock, inputs: Sequence[InputField], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.block, self.inputs = block, inputs
        self.fields["antragsteller"] = BodyField(
            on=on, label=_("Wer stellt den Antrag?"), help_text=_("Name oder Schlüssel")
        )
        self.fields["tag"] = DayField(label=_("am"), required=False, initial=on)
        answers = [(code, _(label)) for code, label in ANSWERS]
        for each in block.conditions:
            self.fields[CONDITION + each.id] = forms.ChoiceField(
                label=each.text, choices=answers, required=False
            )
        for item in inputs:
            self.fields[INPUT + item.name] = _input_field(item, answers)

    @property
    def said(self) -> dict[str, bool]:
        """Return what was said of the conditions; what stays open is left out."""
        answers = {each.id: self.cleaned_data[CONDITION + each.id] for each in self.block.conditions}
        return {name: answer == "yes" for name, answer in answers.items() if answer}

    @property
    def values(self) -> dict[str, str]:
        """Return the values for the rules; empty ones are left out."""
        found = {item.name: self.cleaned_data[INPUT + item.name] for item in self.inputs}
        return {name: ungrouped(value) for name, value in found.items() if value}


def _input_field(item: InputField, answers: Sequence[tuple[str, str]]) -> forms.Field:
    if item.choices:
        options = [("", "–"), *item.choices.items()]
        return forms.ChoiceField(label=item.label, choices=options, required=False, help_text=item.meaning)
    if item.unit.text == "yes_no":
        return forms.ChoiceField(label=item.label, choices=answers, required=False, help_text=item.meaning)
    label = f"{item.label} ({item.unit.german()})" if item.unit.german() else item.label
    return text(label, most=60, required=False, help_text=item.meaning)
