"""The form of a case: the inputs that rules ask for, what is assumed, and the two days."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from allmende.common.errors import AllmendeError
from allmende.common.formats import ungrouped
from allmende.ledger.computing import InputValue, Question
from allmende.ledger.domain import Mark
from allmende.ledger.needs import Needs, needs_of, told_values
from allmende.ledger.telling import told, told_at_field
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField
from allmende.rules import Parameter, Rules, RulesError
from allmende.rules.inputs import Preparation
from allmende.rules.parameters import InputField
from allmende.rules.texts import plain

VALUE, MARK, SOURCE, LAW = "wert_", "beleg_", "quelle_", "recht_"
ASSUMED_LAYER = "Annahme"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input as the page shows it: the value, how far it can be trusted, and where it comes from."""

    value: BoundField
    mark: BoundField | None
    source: BoundField | None


class CaseForm(forms.Form):
    """Inputs of rules on a pair of days. `question` gives them as the ledger asks the law.

    Without `asks_origin` it is for trying a rule out, and asks for the values only.
    """

    def __init__(
        self,
        *args: Any,
        rules: Rules,
        needs: Needs,
        day: date,
        known: date,
        asks_origin: bool = True,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.rules, self.needs, self.asks_origin = rules, needs, asks_origin
        self.fields["on"] = DayField(label=_("Recht vom"), initial=day)
        self.fields["known"] = DayField(
            label=_("soweit bekannt am"),
            initial=known,
            help_text=_("Ein früherer Tag zeigt, was man damals wissen konnte."),
        )
        for item in needs.inputs:
            self.fields[VALUE + item.name] = _input_field(item)
            if not asks_origin:
                continue
            self.fields[MARK + item.name] = forms.ChoiceField(
                label=_("Beleg"),
                choices=[(mark.value, mark.label) for mark in (Mark.ASSUMED, Mark.SEEN)],
                initial=Mark.ASSUMED.value,
                required=False,
            )
            self.fields[SOURCE + item.name] = forms.CharField(
                label=_("Quelle"), max_length=LONGEST, required=False, validators=[validate_visible]
            )
        for parameter in needs.parameters:
            if parameter.steps_by is None:
                self.fields[LAW + parameter.name] = _law_field(rules, parameter, day, known)

    @property
    def input_rows(self) -> Iterator[InputRow]:
        for item in self.needs.inputs:
            origin = (self[MARK + item.name], self[SOURCE + item.name]) if self.asks_origin else (None, None)
            yield InputRow(self[VALUE + item.name], *origin)

    @property
    def law_rows(self) -> list[BoundField]:
        return [self[LAW + each.name] for each in self.needs.parameters if LAW + each.name in self.fields]

    @property
    def assumes(self) -> bool:
        """Return whether a value of the law is entered otherwise."""
        return any(field.value() or field.errors for field in self.law_rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reader = Preparation({})
        for parameter in self.needs.parameters:
            if text := cleaned.get(LAW + parameter.name):
                asked = InputField(parameter.name, parameter.label, parameter.unit, negative=True)
                try:
                    cleaned[LAW + parameter.name] = plain(reader.number(asked, text), parameter.unit)
                except RulesError as error:
                    self.add_error(LAW + parameter.name, told(error))
        return cleaned

    def question(self, kept_layers: Sequence[Mapping[str, Any]] = ()) -> Question:
        """Return what was entered; `kept_layers` are assumptions that this form does not show."""
        given = {}
        for item in self.needs.inputs:
            value = self.cleaned_data[VALUE + item.name]
            if value in ("", None, []):
                continue
            mark = self.cleaned_data.get(MARK + item.name) or Mark.ASSUMED.value
            given[item.name] = InputValue(value, mark, self.cleaned_data.get(SOURCE + item.name, ""))
        changed = {
            each.name: self.cleaned_data[LAW + each.name]
            for each in self.needs.parameters
            if self.cleaned_data.get(LAW + each.name)
        }
        layers = [*kept_layers, *([{"name": ASSUMED_LAYER, "rows": changed}] if changed else [])]
        return Question(given, self.cleaned_data["on"], self.cleaned_data["known"], layers)

    def refuse(self, error: AllmendeError) -> None:
        """Show an error of the law at the field it speaks of, else above the form."""
        name = f"{VALUE}{error.values.get('name', '')}"
        if name in self.fields:
            self.add_error(name, told_at_field(error))
        else:
            self.add_error(None, told(error))


def bound_case(
    data: Mapping[str, Any] | None,
    rules: Rules,
    names: Sequence[str],
    *,
    day: date,
    known: date,
    initial: dict[str, Any] | None = None,
    asks_origin: bool = True,
) -> CaseForm:
    """Return the form of these rules on the days that were entered, else on `day` and `known`.

    Raises a RulesError if the rules do not hold on `day` either.
    """
    problem: RulesError | None = None
    try:
        asked_on, asked_known = _entered_day(data, "on", day), _entered_day(data, "known", known)
        needs = needs_of(rules, names, on=asked_on, known=asked_known)
    except RulesError as error:
        problem = error
        needs = needs_of(rules, names, on=day, known=known)
    form = CaseForm(
        data, rules=rules, needs=needs, day=day, known=known, initial=initial, asks_origin=asks_origin
    )
    if problem is not None:
        form.add_error("on", told(problem))
    return form


def _entered_day(data: Mapping[str, Any] | None, name: str, otherwise: date) -> date:
    try:
        found = DayField().clean(data.get(name)) if data is not None else None
    except forms.ValidationError:
        return otherwise
    return found or otherwise


def initial_of(
    inputs: Mapping[str, Mapping[str, Any]], layers: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """Return what the form starts with, from a state that was posted, and the layers it does not show."""
    initial: dict[str, Any] = {}
    for name, each in inputs.items():
        value = each["value"]
        initial[VALUE + name] = "\n".join(map(str, value)) if isinstance(value, list) else value
        initial[MARK + name] = each["mark"]
        initial[SOURCE + name] = each.get("source", "")
    kept = []
    for layer in layers:
        if layer.get("name") == ASSUMED_LAYER:
            initial |= {LAW + name: value for name, value in layer["rows"].items()}
        else:
            kept.append(layer)
    return initial, kept


def fingerprint(question: Question, based_on: int) -> str:
    """Return what tells whether a preview still shows what would be posted."""
    said = {
        "inputs": {name: [str(each.value), each.mark, each.source] for name, each in question.inputs.items()},
        "days": [question.on.isoformat(), question.known.isoformat()],
        "layers": list(question.layers),
        "based_on": based_on,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


class ListField(forms.CharField):
    """Several values, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        lines = str(super().clean(value)).splitlines()
        return [ungrouped(line) for line in lines if line.strip()]


class NumberField(forms.CharField):
    """A number as Germans write it, handed on as the law reads it."""

    def clean(self, value: Any) -> Any:
        return ungrouped(str(super().clean(value)))


def _input_field(item: InputField) -> forms.Field:
    measure = item.unit.german()
    is_told = item.unit.is_special or measure in ("", item.label)
    label = item.label if is_told else f"{item.label} ({measure})"
    usual = _("steht meist in: {where}").format(where=item.usually_from) if item.usually_from else ""
    help_text = "; ".join(filter(None, (item.meaning, usual)))
    required = item.default is None
    common: dict[str, Any] = {"label": label, "help_text": help_text, "required": required}
    common["initial"] = item.default
    if item.choices:
        blank = [] if required else [("", "–")]
        return forms.ChoiceField(choices=[*blank, *item.choices.items()], **common)
    if item.unit.text == "yes_no":
        return forms.ChoiceField(choices=[("nein", _("nein")), ("ja", _("ja"))], **common)
    if item.unit.text == "date":
        return DayTextField(**common)
    if item.is_list:
        return ListField(max_length=20_000, **common)
    attrs = {"inputmode": "decimal", "autocomplete": "off"}
    return NumberField(max_length=LONGEST, widget=forms.TextInput(attrs=attrs), **common)


class DayTextField(DayField):
    """A day, handed on as the law reads it."""

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found.isoformat() if found else ""


def _law_field(rules: Rules, parameter: Parameter, day: date, known: date) -> forms.Field:
    told = told_values(rules, parameter, on=day, known=known)
    return NumberField(
        label=f"{parameter.label} ({parameter.unit.german()})"
        if parameter.unit.german()
        else parameter.label,
        help_text=_("Recht: {value}").format(value=told) if told else "",
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
