"""Inviting people: an account without a password, and a link that works once."""

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from allmende.accounts import actions, queries
from allmende.accounts.domain import Action
from allmende.accounts.errors import AccountExists, AccountInactive, UnknownUser
from allmende.accounts.models import User
from tests.accounts.factories import a_user, an_administrator
from tests.accounts.journeys import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "ein-viel-besseres-passwort"


@pytest.fixture
def vera() -> User:
    return an_administrator()


def set_password(path: str, password: str = NEW_PASSWORD) -> Client:
    """Open the link as the invited person and set a password."""
    visitor = Client()
    form_path = visitor.get(path).headers.get("Location", path)
    visitor.post(form_path, {"password1": password, "password2": password})
    return visitor


def test_the_link_lets_the_invited_person_in(client: Client, vera: User) -> None:
    link = actions.invite_user(email="neu@musterstadt.example", name="Nina Neu", by=vera)
    set_password(link.path)
    assert is_signed_in(sign_in(client, "neu@musterstadt.example", NEW_PASSWORD))


def test_an_invited_person_has_no_rights_and_no_password(vera: User) -> None:
    link = actions.invite_user(email="Neu@Musterstadt.example", name="Nina Neu", by=vera)
    user = User.objects.get(pk=link.user_id)
    assert (user.email, user.is_staff, user.has_usable_password()) == (
        "neu@musterstadt.example",
        False,
        False,
    )


def test_the_link_works_once(client: Client, vera: User) -> None:
    link = actions.invite_user(email="neu@musterstadt.example", name="Nina Neu", by=vera)
    set_password(link.path)
    assert "Der Link gilt nicht mehr" in Client().get(link.path).content.decode()


def test_an_invitation_is_recorded_without_the_link(vera: User) -> None:
    link = actions.invite_user(email="neu@musterstadt.example", name="Nina Neu", by=vera)
    (event,) = queries.history_of("user", str(link.user_id))
    assert (event.action, event.actor_label, event.details) == (Action.USER_INVITED, "Vera Betrieb", {})


def test_an_address_with_an_account_cannot_be_invited(vera: User) -> None:
    a_user()
    with pytest.raises(AccountExists, match="gibt es schon ein Konto"):
        actions.invite_user(email="ANNA@musterstadt.example", name="Anna", by=vera)


def test_a_stale_link_can_be_replaced(client: Client, vera: User) -> None:
    invited = actions.invite_user(email="neu@musterstadt.example", name="Nina Neu", by=vera)
    link = actions.issue_password_link(user_id=invited.user_id, by=vera)
    set_password(link.path)
    assert is_signed_in(sign_in(client, "neu@musterstadt.example", NEW_PASSWORD))
    assert Action.PASSWORD_LINK_ISSUED in {
        event.action for event in queries.history_of("user", str(invited.user_id))
    }


def test_a_deactivated_account_gets_no_link(vera: User) -> None:
    anna = a_user(is_active=False)
    with pytest.raises(AccountInactive):
        actions.issue_password_link(user_id=anna.pk, by=vera)


def test_an_unknown_account_gets_no_link(vera: User) -> None:
    with pytest.raises(UnknownUser):
        actions.issue_password_link(user_id=0, by=vera)


def test_without_a_mail_server_the_link_is_handed_over(vera: User, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    link = actions.invite_user(email="neu@musterstadt.example", name="Nina Neu", by=vera)
    assert actions.send_password_link(link, origin="https://allmende.example") is False


def test_with_a_mail_server_the_link_is_mailed(
    vera: User, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "NO_DELIVERY", ())  # the tests' own mailbox counts as delivery here
    link = actions.invite_user(email="neu@musterstadt.example", name="Nina Neu", by=vera)
    assert actions.send_password_link(link, origin="https://allmende.example") is True
    (message,) = mail.outbox
    assert message.to == ["neu@musterstadt.example"]
    assert "https://allmende.example" + link.path in message.body


def test_a_second_click_on_invite_is_refused_like_a_known_address(
    vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_user("neu@musterstadt.example")
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda rows: False)  # both looked before
    with pytest.raises(AccountExists):
        actions.invite_user(email="neu@musterstadt.example", name="Nina Neu", by=vera)
    assert User.objects.filter(email="neu@musterstadt.example").count() == 1
