"""The form for a number of cases from released statistics."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from allmende.funding.actions.caseloads import CaseloadEntry
from allmende.funding.forms.fields import DayField, text


class CaseloadForm(forms.Form):
    """One number, its key date, and the release that says so."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key_date"] = DayField(label=_("Stichtag"))
        self.fields["cases"] = forms.IntegerField(
            label=_("laufende Fälle"),
            max_value=1_000_000,
            help_text=_("Nur eine Zahl, wie die Statistik sie freigegeben hat; keine Namen."),
        )
        self.fields["reference"] = text(
            _("Freigabe der Statistik"),
            most=200,
            help_text=_("Zum Beispiel: Freigabe 2024-12, Tabelle 3"),
        )
        self.fields["released_on"] = DayField(label=_("freigegeben am"))

    @property
    def entry(self) -> CaseloadEntry:
        cleaned = self.cleaned_data
        return CaseloadEntry(
            cleaned["key_date"], cleaned["cases"], cleaned["reference"], cleaned["released_on"]
        )
