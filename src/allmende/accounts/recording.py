"""Turns the signals of sign-in and second factors into audit events.

No network addresses here: the trail is never deleted; the list of sign-ins shows them while they matter.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from allmende.accounts import actions
from allmende.accounts.domain import SYSTEM_CHAIN, Action
from allmende.accounts.models import User

UNKNOWN_ADDRESS = "unknown_address"
# The trail is read by people and never translated, so details are German.
MEANS = {
    "password": "Passwort",
    "password_reset": "neues Passwort",
    "socialaccount": "Anmeldedienst",
    "totp": "Authenticator-App",
    "webauthn": "Passkey",
    "recovery_codes": "Wiederherstellungscode",
}


def failed_sign_in(email: str) -> None:
    """Record a wrong password. An address without an account appears only as a keyed hash, never in clear."""
    if user := User.objects.filter(email=email).first():
        actions.record_user_event(actor=None, action=Action.SIGN_IN_FAILED, user=user)
        return
    digest = salted_hmac("allmende.accounts.unknown_address", email.strip().lower()).hexdigest()[:16]
    actions.record_event(
        actor=None,
        chain=SYSTEM_CHAIN,
        action=Action.SIGN_IN_FAILED,
        object_type=UNKNOWN_ADDRESS,
        object_id=digest,
        object_label="unbekannte Adresse",
    )


def revoked_sign_ins(user: User, *, count: int) -> None:
    """Record that a person ended own sign-ins on other devices."""
    actions.record_user_event(
        actor=user, action=Action.SIGN_IN_REVOKED, user=user, details={"Anzahl": str(count)}
    )


@receiver(account_signals.user_logged_in)
def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    records = get_authentication_records(request, user)
    means = [_means(record.get("type") or record["method"]) for record in records]
    actions.record_user_event(
        actor=user, action=Action.SIGNED_IN, user=user, details={"mit": ", ".join(means)}
    )


@receiver(user_logged_out)
def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        actions.record_user_event(actor=user, action=Action.SIGNED_OUT, user=user)


@receiver([account_signals.password_set, account_signals.password_changed, account_signals.password_reset])
def _password_changed(user: User, **kwargs: Any) -> None:
    actions.record_user_event(actor=user, action=Action.PASSWORD_CHANGED, user=user)


@receiver(mfa_signals.authentication_failed)
def _second_factor_failed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    details = {"zweiter Faktor": _means(str(authenticator.type))}
    actions.record_user_event(actor=None, action=Action.SIGN_IN_FAILED, user=user, details=details)


@receiver(mfa_signals.authenticator_added)
def _second_factor_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_factor(Action.SECOND_FACTOR_ADDED, user, authenticator)


@receiver(mfa_signals.authenticator_removed)
def _second_factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_factor(Action.SECOND_FACTOR_REMOVED, user, authenticator)


@receiver(mfa_signals.authenticator_reset)
def _recovery_codes_generated(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_factor(Action.RECOVERY_CODES_GENERATED, user, authenticator)


def _record_factor(action: Action, user: User, authenticator: Authenticator) -> None:
    factor = _means(str(authenticator.type))
    actions.record_user_event(actor=user, action=action, user=user, details={"zweiter Faktor": factor})


def _means(code: str) -> str:
    return MEANS.get(code, code)
