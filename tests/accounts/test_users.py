"""Users: one mailbox, one account."""

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from allmende.accounts import actions, queries
from allmende.accounts.models import User
from allmende.web import settings as product_settings
from tests.accounts.factories import PASSWORD, a_user

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case() -> None:
    assert a_user(" Anna@Musterstadt.EXAMPLE ").email == "anna@musterstadt.example"


def test_an_address_is_found_whatever_its_case() -> None:
    anna = a_user()
    assert queries.user_id_by_email("ANNA@musterstadt.example") == anna.pk


def test_an_unknown_address_has_no_account() -> None:
    assert queries.user_id_by_email("niemand@musterstadt.example") is None


def test_two_accounts_cannot_share_an_address() -> None:
    a_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_user("Anna@musterstadt.example")


def test_the_database_refuses_upper_case_past_the_model() -> None:
    a_user()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'Anna@musterstadt.example'")


def test_a_password_is_hashed_with_argon2(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = product_settings.PASSWORD_HASHERS
    assert a_user().password.startswith("argon2$argon2id$")


def test_a_person_is_shown_by_name_and_without_one_by_address() -> None:
    assert str(a_user()) == "Anna Muster"
    assert str(User(email="x@y.example")) == "x@y.example"


def test_a_superuser_runs_the_installation() -> None:
    admin = User.objects.create_superuser("vera@betrieb.example", PASSWORD)
    assert (admin.is_staff, admin.is_superuser) == (True, True)


def test_creating_a_demo_user_twice_changes_nothing() -> None:
    first = actions.create_demo_user("clerk@kreis.example", PASSWORD, "Carla Clerk")
    second = actions.create_demo_user("clerk@kreis.example", PASSWORD, "Carla Clerk")
    assert (second.pk, second.password) == (first.pk, User.objects.get().password)


def test_creating_a_demo_user_repairs_name_and_password() -> None:
    a_user("clerk@kreis.example", "Alter Name")
    user = actions.create_demo_user(
        "clerk@kreis.example", "ein-anderes-passwort", "Carla Clerk", is_staff=True
    )
    assert user.check_password("ein-anderes-passwort")
    assert (user.name, user.is_staff) == ("Carla Clerk", True)
