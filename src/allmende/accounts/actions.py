"""What others may do with users and with the audit trail. Every write leaves an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.accounts.domain import LABEL_LENGTH, SYSTEM_CHAIN, Action
from allmende.accounts.errors import AccountExists, AccountInactive, OwnAccount, UnknownUser
from allmende.accounts.models import AuditEvent, User

USER = "user"
NO_DELIVERY = ("console", "dummy", "locmem", "filebased")


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """A link with which a person sets a password once; it ends with its use, a sign-in, or after days."""

    user_id: int
    name: str
    email: str
    path: str


def record_event(
    *,
    actor: User | None,
    chain: str,
    action: str,
    object_type: str,
    object_id: str,
    object_label: str,
    details: Mapping[str, str] | None = None,
) -> None:
    """Append an event to a chain: a body's key, or `system`.

    Call it last in the transaction: the head of the chain stays locked until the transaction ends. Never
    hand over secrets; the label is what a reader needs to recognize the thing, also when it is gone.
    """
    AuditEvent.objects.create(
        chain=chain,
        actor_id=actor.pk if actor else None,
        actor_label=_clipped(str(actor) if actor else ""),
        action=action,
        object_type=object_type,
        object_id=object_id,
        object_label=_clipped(object_label),
        details=dict(details or {}),
    )


def record_user_event(
    *, actor: User | None, action: Action, user: User, details: Mapping[str, str] | None = None
) -> None:
    """Append what happened to an account; accounts belong to the installation, not to a body."""
    record_event(
        actor=actor,
        chain=SYSTEM_CHAIN,
        action=action,
        object_type=USER,
        object_id=str(user.pk),
        object_label=str(user),
        details=details,
    )


@transaction.atomic
def invite_user(*, email: str, name: str, by: User) -> PasswordLink:
    """Create an account without a password; raise AccountExists if the address has one.

    The caller has checked that `by` may invite: the installation here, the head of a body in `register`.
    """
    if User.objects.filter(email=email).exists():
        raise AccountExists(email=email)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name)
    except IntegrityError:  # somebody else, or a second click, was faster
        raise AccountExists(email=email) from None
    record_user_event(actor=by, action=Action.USER_INVITED, user=user)
    return _password_link(user)


@transaction.atomic
def appoint_administrator(*, email: str, name: str) -> PasswordLink:
    """Let a person run the installation, with a new account if there is none, and return a link to come in.

    Only whoever works on the machine itself calls this: nobody signed in is behind it.
    """
    address = email.strip().lower()
    user = User.objects.select_for_update().filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, name=name)
    user.name, user.is_staff, user.is_active = name or user.name, True, True
    user.save(update_fields=["name", "is_staff", "is_active"])
    record_user_event(actor=None, action=Action.ADMINISTRATOR_APPOINTED, user=user)
    return _password_link(user)


@transaction.atomic
def issue_password_link(*, user_id: int, by: User) -> PasswordLink:
    """Return a new link to set a password, for an invitation gone stale or where no mail is sent."""
    user = _locked_user(user_id)
    if not user.is_active:
        raise AccountInactive(email=user.email)
    record_user_event(actor=by, action=Action.PASSWORD_LINK_ISSUED, user=user)
    return _password_link(user)


def mail_is_delivered() -> bool:
    """Return whether this installation sends mail to people."""
    return not any(f".{name}." in settings.EMAIL_BACKEND for name in NO_DELIVERY)


def send_password_link(link: PasswordLink, *, origin: str) -> bool:
    """Mail the link and return whether that was possible; otherwise the inviter hands it over."""
    if not mail_is_delivered():
        return False
    text = render_to_string("accounts/mail/password_link.txt", {"link": link, "url": origin + link.path})
    send_mail(_("Ihr Zugang zu Allmende"), text, None, [link.email])
    return True


@transaction.atomic
def deactivate_user(*, user_id: int, by: User) -> None:
    """Close an account at once, with all its sign-ins; what it did stays."""
    user = _locked_user(user_id, not_self=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sign_ins(user)
    record_user_event(actor=by, action=Action.USER_DEACTIVATED, user=user)


@transaction.atomic
def reactivate_user(*, user_id: int, by: User) -> None:
    """Open a closed account again."""
    user = _locked_user(user_id, not_self=by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_user_event(actor=by, action=Action.USER_REACTIVATED, user=user)


@transaction.atomic
def reset_second_factor(*, user_id: int, by: User) -> None:
    """Remove all second factors of somebody who lost them, and end that person's sign-ins."""
    user = _locked_user(user_id, not_self=by)
    Authenticator.objects.filter(user=user).delete()
    _end_sign_ins(user)
    record_user_event(actor=by, action=Action.SECOND_FACTOR_RESET, user=user)


@transaction.atomic
def end_sign_in(*, session: UserSession, by: User) -> None:
    """End one of the own sign-ins elsewhere."""
    session.end()
    record_user_event(actor=by, action=Action.SIGN_IN_REVOKED, user=by, details={"Anzahl": "1"})


@transaction.atomic
def forget_expired_sign_ins(*, at: datetime) -> None:
    """Remove sessions that ended by themselves, with the address and browser kept of them."""
    Session.objects.filter(expire_date__lt=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@transaction.atomic
def change_profile(*, user: User, name: str, language: str) -> None:
    """Change one's own name and language."""
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    record_user_event(actor=user, action=Action.PROFILE_CHANGED, user=user)


@transaction.atomic
def create_demo_user(email: str, password: str, name: str, *, is_staff: bool = False) -> User:
    """Create or refresh a person of the demo; a second call changes nothing."""
    user = User.objects.filter(email=email).first() or User(email=email)
    user.name, user.is_staff, user.is_active = name, is_staff, True
    # a new person has no hash: comparing with nothing takes as long as making one
    if not user.password or not user.check_password(password):
        user.set_password(password)
    user.save()
    return user


def _password_link(user: User) -> PasswordLink:
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return PasswordLink(user.pk, user.name, user.email, path)


def _locked_user(user_id: int, *, not_self: User | None = None) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise UnknownUser(user_id=user_id)
    if not_self is not None and user.pk == not_self.pk:
        raise OwnAccount
    return user


def _end_sign_ins(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _clipped(label: str) -> str:
    """Return the label cut to what the column holds: a long name must not prevent the record."""
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"
