"""Forms for sources."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from allmende.oparl.addresses import MAX_LENGTH, is_web_url
from allmende.oparl.importing.vendors import NAMES, switches_for
from allmende.oparl.models import OparlSource


class AddressForm(forms.Form):
    """The address of a server that is to be looked at."""

    url = forms.CharField(
        label=_("Adresse"),
        max_length=MAX_LENGTH,
        help_text=_(
            "Sie steht meist im Ratsinformationssystem, zum Beispiel unter „Open Data“ oder „OParl“."
        ),
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={"required": _("Geben Sie die Adresse des OParl-Servers ein.")},
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if not is_web_url(url):
            raise forms.ValidationError(_("Die Adresse muss mit https:// oder http:// beginnen."))
        return url


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a source is read. What its vendor needs is preset; only what differs from that is kept."""

    list_params = forms.CharField(
        label=_("Zusatz zur Adresse jeder Liste"),
        required=False,
        max_length=200,
        validators=[RegexValidator(r"[a-z_]+=[\w.,-]+(&[a-z_]+=[\w.,-]+)*\Z", _("Schreiben Sie name=wert."))],
        help_text=_("Zum Beispiel limit=100. Leer lassen, wenn der Betreiber nichts anderes rät."),
    )
    carry_modified_since = forms.BooleanField(
        label=_("Filter für Änderungen auf Folgeseiten ergänzen, wenn der Server ihn vergisst"),
        required=False,
    )
    encode_filter = forms.BooleanField(
        label=_("Datum im Filter kodieren (%2B statt +), wie OParl es verlangt"), required=False
    )

    class Meta:
        model = OparlSource
        fields = [
            "name",
            "seconds_between",
            "is_nightly",
            "heeds_robots",
            "allowed_hosts",
            "keeps_contact_data",
        ]
        help_texts = {
            "seconds_between": _("Weniger als 1 nur, wenn der Betreiber des Servers zugestimmt hat."),
            "is_nightly": _("Um 2 Uhr liest Allmende, was sich geändert hat, und einmal in der Woche alles."),
            "heeds_robots": _(
                "In der robots.txt bittet ein Server darum, was nicht automatisch gelesen wird."
            ),
            "allowed_hosts": _("Server, auf die Verweise führen dürfen, mit Komma getrennt."),
            "keeps_contact_data": _(
                "Telefon, E-Mail, Anschrift von Mandatsträgern; nur mit deren Einwilligung (Art. 6 DSGVO)."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = switches_for(self.instance.vendor, self.instance.switches)
        for name in NAMES:
            self.fields[name].initial = getattr(present, name)

    def changes(self) -> dict[str, Any]:
        """Return the new values of the source's fields; the switches together."""
        values = dict(self.cleaned_data)
        usual = switches_for(self.instance.vendor, {})
        own = {name: values.pop(name) for name in sorted(NAMES)}
        differing = {name: value for name, value in own.items() if value != getattr(usual, name)}
        return {**values, "switches": differing}

    def clean_seconds_between(self) -> Any:
        value = self.cleaned_data["seconds_between"]
        if value > 60:
            raise forms.ValidationError(_("Höchstens 60 Sekunden."))
        return value
