"""The form of a post: how it stands on some days, and the four bodies behind it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from allmende.funding.actions.posts import StretchEntry
from allmende.funding.forms.fields import ShareField, text
from allmende.ledger.body_field import BodyField
from allmende.register.forms import DayField

BODIES = ("employer", "funder", "supervisor", "place")


class StretchForm(forms.Form):
    """How a post stands from a day on."""

    def __init__(self, *args: Any, on: date, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_new:
            self.fields["number"] = text(
                _("Stellennummer"), most=60, help_text=_("Wie im Stellenplan, ohne Namen von Personen.")
            )
            self.fields["label"] = text(_("Bezeichnung"), most=200)
        self.fields["first"] = DayField(label=_("Erster Tag"))
        self.fields["last"] = DayField(
            label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres.")
        )
        self.fields["fte"] = ShareField(
            label=_("Stellenanteil"),
            min_value=Decimal("0.0001"),
            max_value=Decimal(1),
            help_text=_("1 ist eine volle Stelle, 0,5 eine halbe."),
        )
        labels = (_("Anstellungsträger"), _("finanziert von"), _("Fachaufsicht"), _("Einsatzort"))
        for name, label in zip(BODIES, labels, strict=True):
            self.fields[name] = BodyField(on=on, label=label, help_text=_("Name oder Schlüssel"))
        self.fields["is_filled"] = forms.BooleanField(label=_("besetzt"), required=False)
        self.fields["kw_from"] = DayField(
            label=_("kw ab"),
            required=False,
            help_text=_("künftig wegfallend: Ab diesem Tag fällt die Stelle weg, sobald sie frei ist."),
        )
        self.fields["source"] = text(_("Quelle"), help_text=_("Zum Beispiel: Stellenplan 2025, Kündigung"))
        self.fields["known_since"] = DayField(label=_("bekannt seit"), initial=on)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Der letzte Tag liegt vor dem ersten."))
        return cleaned

    @property
    def entry(self) -> StretchEntry:
        cleaned = self.cleaned_data
        last = cleaned["last"]
        return StretchEntry(
            valid=(cleaned["first"], last + timedelta(days=1) if last else None),
            fte=cleaned["fte"],
            source=cleaned["source"],
            known_since=cleaned["known_since"],
            is_filled=cleaned["is_filled"],
            kw_from=cleaned["kw_from"],
            **{f"{name}_id": cleaned[name].id for name in BODIES},
        )
