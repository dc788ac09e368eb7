"""Forms of the account pages."""

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from allmende.accounts.adapter import end_absolutely
from allmende.accounts.models import User
from allmende.pages.texts import validate_visible


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """Signs in with e-mail address and password, until the fixed end of the working day."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url)
        # allauth's form has just set a sliding end; the adapter's fixed one must win.
        end_absolutely(request)
        return response


class ProfileForm(forms.Form):
    """What a person may change about the own account."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        validators=[validate_visible],
        help_text=_("So sehen andere Sie im Verlauf und in Vorlagen."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=User.Language.choices)


class InvitationForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(label=_("Name"), max_length=200, validators=[validate_visible])
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        help_text=_("Dienstliche Adresse. Damit meldet sich die Person an."),
    )
