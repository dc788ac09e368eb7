"""Forms of the workshop; their fields are the parameters of its address."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from allmende.ledger.scenarios.base_data import formula_of
from allmende.ledger.scenarios.catalog import REGISTER_INPUTS, Asked, changeable, rule_groups
from allmende.ledger.scenarios.domain import DATA, ENTERED, FROM_REGISTER, LAND, SYNTHETIC, SYNTHETIC_LABEL
from allmende.ledger.scenarios.models import BaseData
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayInput
from allmende.rules.parameters import InputField


class QuestionForm(forms.Form):
    """Which rule, where, when."""

    regel = forms.ChoiceField(label=_("Regel"), choices=())
    ort = forms.ChoiceField(label=_("Gebiet"), choices=(), required=False)
    gemeinden = forms.CharField(
        label=_("Nur diese Gemeinden"),
        required=False,
        help_text=_("Namen oder Schlüssel, mit Komma getrennt. Leer: alle des Gebiets."),
    )
    jahre = forms.CharField(label=_("Jahre"), required=False, help_text=_("2026, 2024-2026 oder 2024, 2026"))
    bekannt = forms.CharField(
        label=_("Recht, wie bekannt am"),
        required=False,
        widget=DayInput(),
        help_text=_("Leer: alles, was heute bekannt ist."),
    )

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(title, list(rules)) for title, rules in rule_groups()]
        self.fields["regel"].choices = [("", _("Bitte wählen")), *groups]  # type: ignore[attr-defined]
        self.fields["ort"].choices = [(LAND, _("Ganz Nordrhein-Westfalen")), *districts]  # type: ignore[attr-defined]


class InputsForm(forms.Form):
    """Where the values of each input come from."""

    def __init__(
        self, *args: Any, question: Asked, sets: Iterable[BaseData], shown: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(shown, *args, **kwargs)
        by_input: dict[str, list[BaseData]] = {}
        for each in sets:
            by_input.setdefault(each.input_name, []).append(each)
        for item in question.fields:
            self._add(item, by_input.get(item.name, []))

    def _add(self, item: InputField, sets: Sequence[BaseData]) -> None:
        unit = item.unit.german()
        label = f"{item.label} ({unit})" if unit else item.label
        hint = (
            f"{item.meaning}. {_('Steht meist in')}: {item.usually_from}"
            if item.usually_from
            else item.meaning
        )
        choices = _sources(item, sets)
        if len(choices) > 1:
            self.fields[f"ein.{item.name}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, help_text=hint
            )
        if item.name in REGISTER_INPUTS or item.is_list:
            return
        typed_label = _("{label}: ein Wert für alle").format(label=item.label) if len(choices) > 1 else label
        if item.choices or item.unit.text == "yes_no":
            words: list[tuple[str, Any]] = list(item.choices.items()) or [("yes", _("ja")), ("no", _("nein"))]
            self.fields[f"wert.{item.name}"] = forms.ChoiceField(
                label=typed_label,
                choices=[("", _("Bitte wählen")), *words],
                required=False,
                initial=item.default,
                help_text=hint,
            )
            return
        self.fields[f"wert.{item.name}"] = forms.CharField(
            label=typed_label,
            required=False,
            widget=DayInput() if item.unit.text == "date" else None,
            help_text=hint if len(choices) <= 1 else "",
        )


def _sources(item: InputField, sets: Sequence[BaseData]) -> list[tuple[str, Any]]:
    """Return where the values of an input can come from; one entry: only a typed value."""
    if item.for_all or (item.unit.is_special and item.name not in REGISTER_INPUTS):
        return [(ENTERED, _("ein Wert für alle"))]
    if item.name in REGISTER_INPUTS:
        return [(FROM_REGISTER, _("Register der Körperschaften"))]
    choices: list[tuple[str, Any]] = [("", _("ein Wert für alle")) if not item.is_list else ("", _("keine"))]
    for each in sets:
        mark = f" ({SYNTHETIC_LABEL})" if each.is_synthetic else ""
        choices.append((f"{DATA}{each.pk}", f"{each.title}{mark}"))
    if formula_of(item):
        choices.append((SYNTHETIC, _("Beispiel, synthetisch – kein echter Wert")))
    return choices


class LayerForm(forms.Form):
    """One named layer: new values beside what the law says today."""

    def __init__(
        self, *args: Any, number: int, question: Asked, on: date, shown: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(shown, *args, **kwargs)
        self.number = number
        start = f"e{number}."
        self.fields[f"{start}name"] = forms.CharField(
            label=_("Name der Annahme"), required=False, max_length=80
        )
        for value in changeable(question, on):
            section = f", {value.section}" if value.section else ""
            self.fields[f"{start}{value.path}"] = forms.CharField(
                label=value.label,
                required=False,
                help_text=_("Heute {today}{section}. Neu in {unit}, oder „+25 %“.").format(
                    today=value.today, section=section, unit=value.unit or _("Zahlen")
                ),
            )
        for word, label in (("ab", _("gilt ab")), ("bis", _("gilt bis"))):
            self.fields[f"{start}{word}"] = forms.CharField(label=label, required=False, widget=DayInput())

    @property
    def shown(self) -> list[BoundField]:
        return list(self)


class SaveForm(forms.Form):
    """What a kept scenario is called."""

    title = forms.CharField(label=_("Titel"), max_length=200, validators=[validate_visible])
    note = forms.CharField(
        label=_("Notiz"),
        required=False,
        max_length=2_000,
        validators=[validate_visible],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BaseDataForm(forms.Form):
    """A file of base data, and what people must know about it."""

    input_name = forms.ChoiceField(label=_("Eingabe"), choices=())
    title = forms.CharField(label=_("Titel"), max_length=200, validators=[validate_visible])
    source = forms.CharField(
        label=_("Quelle"),
        max_length=500,
        validators=[validate_visible],
        help_text=_("Woher die Zahlen stammen, mit Stand."),
    )
    kind = forms.ChoiceField(
        label=_("Art der Daten"),
        choices=[("real", _("echt")), ("synthetic", _("synthetisch – kein echter Wert"))],
        widget=forms.RadioSelect,
        initial="real",
    )
    is_published = forms.BooleanField(label=_("Für alle sichtbar"), required=False)
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("Excel (.xlsx) oder CSV nach der Vorlage, höchstens 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, inputs: Iterable[InputField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["input_name"].choices = [(each.name, each.label) for each in inputs]  # type: ignore[attr-defined]
