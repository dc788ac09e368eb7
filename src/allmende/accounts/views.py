"""The own account, and the accounts and audit trail of the installation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from allmende.accounts import actions, permissions, queries, tables
from allmende.accounts.adapter import remember_language
from allmende.accounts.errors import AccountExists
from allmende.accounts.forms import InvitationForm, ProfileForm
from allmende.accounts.models import User
from allmende.pages.tables import respond

View = Callable[..., HttpResponse]


def for_the_installation(view: View) -> View:
    """Let only those in who run the installation; visitors sign in first, others get the page for 403."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_manage_installation(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change the own account; everything about its security is one click away."""
    user = _user(request)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        actions.change_profile(user=user, **form.cleaned_data)
        messages.success(request, _("Gespeichert."))
        response = redirect("accounts:profile")
        remember_language(response, user)
        return response
    context = {"form": form, "factors": queries.second_factors_of(user)}
    return render(request, "accounts/profile.html", context)


@login_required
@require_POST
def end_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the own sign-ins elsewhere."""
    session = get_object_or_404(UserSession, pk=pk, user=_user(request))
    actions.end_sign_in(session=session, by=_user(request))
    messages.success(request, _("Die Anmeldung ist beendet."))
    return redirect("usersessions_list")


@for_the_installation
def users(request: HttpRequest) -> HttpResponse:
    """List all accounts."""
    return respond(request, tables.users(request), "accounts/users.html", {})


@for_the_installation
def audit_events(request: HttpRequest) -> HttpResponse:
    """List all audit events; whoever runs the installation sees that something happened, never papers."""
    return respond(request, tables.audit_events(request), "accounts/audit_events.html", {})


@for_the_installation
def user_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account with its history and what can be done about it."""
    user = queries.user_by_id(pk)
    context = {
        "account": user,
        "factors": queries.second_factors_of(user),
        "events": queries.history_of(actions.USER, str(user.pk)),
        "is_own": user == request.user,
    }
    return render(request, "accounts/user.html", context)


@for_the_installation
def invite(request: HttpRequest) -> HttpResponse:
    """Create an account and hand over the link with which its owner sets a password."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link = actions.invite_user(**form.cleaned_data, by=_user(request))
        except AccountExists as error:
            form.add_error("email", str(error))
        else:
            return _hand_over(request, link)
    return render(request, "accounts/invite.html", {"form": form})


OPERATIONS: dict[str, Callable[..., None]] = {
    "deaktivieren": actions.deactivate_user,
    "aktivieren": actions.reactivate_user,
    "zweiten-faktor-zuruecksetzen": actions.reset_second_factor,
}


@for_the_installation
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def change_user(request: HttpRequest, pk: int, operation: str) -> HttpResponse:
    """Change an account of somebody else; who just left the desk open is asked for the password again."""
    if operation == "link":
        return _hand_over(request, actions.issue_password_link(user_id=pk, by=_user(request)))
    if operation not in OPERATIONS:
        raise Http404
    OPERATIONS[operation](user_id=pk, by=_user(request))
    messages.success(request, _("Erledigt und im Verlauf festgehalten."))
    return redirect("accounts:user", pk=pk)


def _hand_over(request: HttpRequest, link: actions.PasswordLink) -> HttpResponse:
    """Mail the link, or show it once so that it can be handed over."""
    origin = request.build_absolute_uri("/").rstrip("/")
    context = {
        "link": link,
        "url": origin + link.path,
        "is_mailed": actions.send_password_link(link, origin=origin),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }
    response = render(request, "accounts/password_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the decorators let nobody else pass
    return user
