"""Where django-allauth asks us: who may come in, for how long, and what is recorded."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from allmende.accounts import recording
from allmende.accounts.models import User
from allmende.pages.cookies import remember


def end_absolutely(request: HttpRequest) -> None:
    """Fix the end of this sign-in: using the pages does not move it, unlike Django's sliding default."""
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def remember_language(response: HttpResponse, user: User) -> None:
    """Let this browser speak the person's language from now on."""
    remember(response, settings.LANGUAGE_COOKIE_NAME, user.language)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited; they cannot register themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        end_absolutely(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_language(response, user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        recording.failed_sign_in(credentials.get("email") or "")


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The town's identity provider proves who somebody is; whether that person has an account, we decide."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Find the account with the proven address, and note that the address is that person's.

        Without the note allauth would take the account for one that a stranger registered, and wipe its
        password.
        """
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found is not None:
            user, email = found
            EmailAddress.objects.update_or_create(
                user=user, email=email, defaults={"verified": True, "primary": True}
            )
        return found


class UserSessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Ends sign-ins from the person's own list."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            recording.revoked_sign_ins(ended[0].user, count=len(ended))
