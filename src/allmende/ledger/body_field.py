"""A form field for a body: its name, or its key where several bear the name."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from allmende.register import queries as register
from allmende.register.domain import BodyView, UnknownBody

LONGEST = 200


class BodyField(forms.CharField):
    """Takes „Stadt Coesfeld“ or „05558012“ and gives the body of the register on a day."""

    def __init__(self, *, on: date, **options: Any) -> None:
        super().__init__(max_length=LONGEST, **options)
        self.on = on

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return found_body(text, self.on) if text else None


def found_body(text: str, on: date) -> BodyView:
    """Return the one body of that key or name; raise ValidationError that lists who may be meant."""
    try:
        return register.body_by_key(text, on=on)
    except UnknownBody:
        bearers = register.bodies_named(text, on=on)
    if len(bearers) == 1:
        return bearers[0]
    if bearers:
        told = _("Mehrere heißen „{text}“. Geben Sie den Schlüssel ein: {options}.")
    else:
        bearers = tuple(register.body_options(text, on=on, limit=5))
        told = _("„{text}“ steht nicht im Register. Ähnlich heißen: {options}.")
        if not bearers:
            told = _("„{text}“ steht nicht im Register. Prüfen Sie die Schreibweise.")
    options = ", ".join(f"{each.key} {each.label}" for each in bearers)
    raise forms.ValidationError(told.format(text=text, options=options), code="unknown_body")
