"""The forms of a local value."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.ledger.domain import Mark
from allmende.ledger.local_values.settable import Settable, grouped_choices
from allmende.ledger.parameter_actions import LocalValue
from allmende.ledger.telling import told
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField
from allmende.rules import RulesError

LONGEST = 500


class ChoiceOfValueForm(forms.Form):
    """The first step: which value."""

    wert = forms.ChoiceField(label=gettext_lazy("Welcher Wert?"), choices=())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wert"].choices = grouped_choices()  # type: ignore[attr-defined]


class LocalValueForm(forms.Form):
    """The value, the days on which it holds, since when it is known, and what says so."""

    def __init__(self, *args: Any, settable: Settable, **options: Any) -> None:
        super().__init__(*args, **options)
        self.settable = settable
        if settable.keys:
            self.fields["key"] = forms.ChoiceField(
                label=_("Gilt für"),
                choices=[("", _("alle")), *settable.keys.items()],
                required=False,
            )
        self.fields["value"] = forms.CharField(
            label=f"{settable.label} ({settable.unit})" if settable.unit else settable.label,
            max_length=60,
            help_text=_("Steht meist in: {where}").format(where=settable.usually_from)
            if settable.usually_from
            else settable.parameter.note,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )
        self.fields["first"] = DayField(label=_("gilt ab"))
        self.fields["last"] = DayField(
            label=_("letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres.")
        )
        self.fields["known"] = DayField(
            label=_("bekannt seit"),
            help_text=_("Tag des Beschlusses, der Unterschrift oder des Zugangs eines Bescheids."),
        )
        self.fields["source"] = forms.CharField(
            label=_("Quelle"),
            max_length=LONGEST,
            validators=[validate_visible],
            help_text=_("Zum Beispiel: Hebesatzsatzung 2026, Ratsbeschluss vom 11.12.2025"),
        )
        self.fields["section"] = forms.CharField(
            label=_("Stelle"),
            max_length=300,
            required=False,
            validators=[validate_visible],
            help_text=_("Zum Beispiel: § 1 Nr. 2"),
        )
        self.fields["mark"] = forms.ChoiceField(
            label=_("Beleg"), choices=[(mark.value, mark.label) for mark in (Mark.SEEN, Mark.TO_VERIFY)]
        )

    def clean_value(self) -> str:
        try:
            return self.settable.plain(self.cleaned_data["value"])
        except RulesError as error:
            raise forms.ValidationError(told(error)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Der letzte Tag liegt vor dem ersten."))
        return cleaned

    def said(self) -> LocalValue:
        """Return what was entered."""
        cleaned = self.cleaned_data
        last = cleaned["last"]
        return LocalValue(
            self.settable.name,
            cleaned["value"],
            (cleaned["first"], last + timedelta(days=1) if last else None),
            cleaned["known"],
            cleaned["source"],
            cleaned["section"],
            cleaned.get("key", ""),
            Mark(cleaned["mark"]),
        )


class LocalValuesFileForm(forms.Form):
    """A file of local values."""

    file = forms.FileField(
        label=gettext_lazy("Datei"),
        help_text=gettext_lazy("Excel (.xlsx) oder CSV nach der Vorlage, höchstens 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
