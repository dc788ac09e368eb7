"""The form that asks what a programme of one's own would pay; all of it stands in the address."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from allmende.funding.domain.terms import Request
from allmende.funding.domain.words import CostClass
from allmende.funding.forms.fields import DayField, EuroField, ShareField

COST = "kosten_"


class OwnAmountForm(forms.Form):
    """For which day, as known when, and what is asked for in a year."""

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["tag"] = DayField(label=_("Bedingungen, die gelten am"), initial=on)
        self.fields["bekannt"] = DayField(
            label=_("soweit bekannt am"),
            initial=on,
            help_text=_("Ein früherer Tag zeigt, was damals gerechnet worden wäre."),
        )
        for each in CostClass:
            self.fields[COST + each.value] = EuroField(
                label=_("{cost} in Euro").format(cost=_(each.label)), max_length=30, required=False
            )
        self.fields["stellen"] = ShareField(label=_("Stellen"), min_value=Decimal(0), required=False)
        self.fields["monate"] = ShareField(
            label=_("Monate"), min_value=Decimal(0), max_value=Decimal(12), required=False, initial=12
        )
        self.fields["einnahmen"] = EuroField(
            label=_("eigene Einnahmen in Euro"), max_length=30, required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(COST + each.value) for each in CostClass):
            self.add_error(None, _("Nennen Sie mindestens eine Art von Kosten."))
        return cleaned

    @property
    def days(self) -> Sequence[date]:
        """Return for which day, and as known on which."""
        return self.cleaned_data["tag"], self.cleaned_data["bekannt"]

    @property
    def asked(self) -> Request:
        cleaned = self.cleaned_data
        costs = {each: cleaned[COST + each.value] for each in CostClass}
        months = cleaned["monate"]
        return Request(
            {each: cents for each, cents in costs.items() if cents},
            Fraction(cleaned["stellen"] or 0),
            Fraction(12 if months is None else months),
            cleaned["einnahmen"] or 0,
        )
