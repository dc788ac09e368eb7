"""Forms of the register: members of a body, lists to take over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.pages.texts import validate_visible
from allmende.register.domain import Role
from allmende.register.importing.reader import LARGEST_FILE
from allmende.register.labels import choices
from allmende.register.periods import is_plausible

ROLES = choices(Role)


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that can be meant."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_plausible(value):
            text = _("Wählen Sie einen Tag in den Jahren 1800 bis 2200.")
            raise forms.ValidationError(text, code="implausible")


class MemberForm(forms.Form):
    """Who shall act for the body."""

    email = forms.EmailField(label=_("E-Mail-Adresse"))
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        validators=[validate_visible],
        help_text=_("Nur nötig, wenn die Person noch kein Konto hat."),
    )
    role = forms.ChoiceField(label=_("Rolle"), choices=ROLES)
    valid_from = DayField(label=_("Erster Tag"))
    last_day = DayField(label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres."))


class HeadForm(forms.Form):
    """Whom the installation names as the head of a body that has none."""

    email, name = MemberForm.base_fields["email"], MemberForm.base_fields["name"]


class RoleForm(forms.Form):
    """Another role from a day on."""

    role = forms.ChoiceField(label=_("Neue Rolle"), choices=ROLES)
    from_day = DayField(label=_("Gilt ab"))


class EndForm(forms.Form):
    """The last day of a membership."""

    last_day = DayField(label=_("Letzter Tag"))


class ListForm(forms.Form):
    """A list to take over, with what the file itself may not say."""

    file = forms.FileField(
        label=_("Datei"),
        help_text=_(
            "Gemeindeverzeichnis GV-ISys (.xlsx), GV100AD (.txt) oder eigene Liste (.csv), bis 40 MB."
        ),
    )
    stand = DayField(
        label=_("Gebietsstand"),
        required=False,
        help_text=_("Nur, wenn die Datei ihn nicht nennt oder Sie ihn anders setzen wollen."),
    )
    figures_on = DayField(
        label=_("Stichtag der Einwohnerzahlen"),
        required=False,
        help_text=_("Nur für amtliche Dateien, die ihn nicht nennen."),
    )
    is_complete = forms.BooleanField(
        label=_("Die Liste ist vollständig: Gemeinden, die fehlen, gibt es nicht mehr."),
        required=False,
        help_text=_("Nur für eigene Listen; amtliche sind immer vollständig."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Die Datei ist größer als 40 MB."))
        return file
