"""Forms of supervision and statistics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.cases.domain.words import EmergencyReason, ReviewResult
from allmende.cases.statistics.protecting import Method
from allmende.cases.statistics.tables import CATALOG, Level
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField


class KeyDateForm(forms.Form):
    """Which day to freeze; with several regions also of which."""

    def __init__(self, *args: Any, regions: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.regions = regions
        if len(regions) > 1:
            self.fields["region"] = forms.TypedChoiceField(label=_("Region"), choices=regions, coerce=int)
        self.fields["day"] = DayField(label=_("Stichtag"))
        self.fields["reason"] = forms.CharField(
            label=_("Grund der Berichtigung"),
            max_length=300,
            required=False,
            validators=[validate_visible],
            help_text=_("Nur nötig, wenn der Stichtag schon festgehalten ist."),
        )

    @property
    def region_id(self) -> int:
        return int(self.cleaned_data.get("region") or self.regions[0][0])


class TableForm(forms.Form):
    """Which table of the catalogue to prepare, and how it is protected."""

    table = forms.ChoiceField(
        label=gettext_lazy("Tabelle"),
        choices=[(each.key, each.title) for each in CATALOG if each.level is Level.REGION],
    )
    method = forms.ChoiceField(
        label=gettext_lazy("Schutz"),
        choices=[(each.value, each.label) for each in Method],
        help_text=gettext_lazy(
            "Runden ist sicher, wenn dieselbe Tabelle immer wieder erscheint. Sperren zeigt genaue Zahlen, "
            "aber nur dort, wo kein Vergleich mit einem anderen Stichtag etwas verrät."
        ),
    )


class EmergencyForm(forms.Form):
    """Which case, and why at once."""

    number = forms.CharField(label=gettext_lazy("Fallnummer"), max_length=20)
    reason = forms.ChoiceField(
        label=gettext_lazy("Anlass"), choices=[(each.value, each.label) for each in EmergencyReason]
    )
    explanation = forms.CharField(
        label=gettext_lazy("Begründung"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_visible],
        help_text=gettext_lazy("Ein ganzer Satz, ohne Namen. Das Fallteam und der Datenschutz lesen ihn."),
    )


class ReviewForm(forms.Form):
    """Whether an emergency access was justified."""

    result = forms.ChoiceField(
        label=gettext_lazy("Ergebnis"), choices=[(each.value, each.label) for each in ReviewResult]
    )
    note = forms.CharField(
        label=gettext_lazy("Bemerkung"), max_length=500, required=False, validators=[validate_visible]
    )


class SealForm(forms.Form):
    """A printed seal, of a partner or of the own region."""

    printed = forms.CharField(
        label=gettext_lazy("Siegel"),
        max_length=500,
        help_text=gettext_lazy("Die ganze Zeile, die mit „Protokollsiegel“ beginnt."),
    )
    source = forms.CharField(
        label=gettext_lazy("Woher"), max_length=200, help_text=gettext_lazy("Zum Beispiel: Vorlage 2024/3092")
    )
