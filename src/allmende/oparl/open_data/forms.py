"""Forms of the page on which a body's head decides what is public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField

LICENSES = (
    (
        "https://www.govdata.de/dl-de/zero-2-0",
        _("Datenlizenz Deutschland – Zero – 2.0 (frei, ohne Bedingungen)"),
    ),
    ("https://www.govdata.de/dl-de/by-2-0", _("Datenlizenz Deutschland – Namensnennung – 2.0")),
    ("https://creativecommons.org/publicdomain/zero/1.0/", _("Creative Commons Zero (CC0)")),
    ("https://creativecommons.org/licenses/by/4.0/", _("Creative Commons Namensnennung (CC BY 4.0)")),
)


class DetailsForm(forms.Form):
    """Where the body can be reached and how its data may be used."""

    license = forms.ChoiceField(
        label=_("Lizenz"), required=False, choices=[("", _("nicht angegeben")), *LICENSES]
    )
    website = forms.URLField(label=_("Internetseite"), required=False, max_length=500, assume_scheme="https")
    contact_name = forms.CharField(
        label=_("Ansprechstelle"),
        required=False,
        max_length=200,
        validators=[validate_visible],
        help_text=_("Eine Stelle, keine Person: zum Beispiel „Ratsbüro“."),
    )
    contact_email = forms.EmailField(label=_("E-Mail der Ansprechstelle"), required=False)


class PlaceForm(forms.Form):
    """Where the body sits."""

    description = forms.CharField(label=_("Bezeichnung"), required=False, max_length=300)
    street_address = forms.CharField(label=_("Straße und Hausnummer"), required=False, max_length=200)
    postal_code = forms.CharField(label=_("Postleitzahl"), required=False, max_length=10)
    locality = forms.CharField(label=_("Ort"), max_length=200, validators=[validate_visible])


class TermForm(forms.Form):
    """A legislative term; the same first day corrects one that is there."""

    name = forms.CharField(label=_("Bezeichnung"), max_length=200, validators=[validate_visible])
    starts_on = DayField(label=_("Beginn"))
    ends_on = DayField(label=_("letzter Tag"), required=False)

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        first, last = fields.get("starts_on"), fields.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Der letzte Tag liegt vor dem Beginn."))
        return fields
