"""Signing in and out, and what of it is recorded."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from allmende.accounts import queries
from allmende.accounts.domain import Action
from allmende.accounts.models import AuditEvent
from tests.accounts.factories import PASSWORD, a_user
from tests.accounts.journeys import is_signed_in, sign_in

pytestmark = pytest.mark.django_db


def recorded() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_the_right_password_opens_the_account_whatever_the_case_of_the_address(client: Client) -> None:
    a_user()
    assert is_signed_in(sign_in(client, "Anna@Musterstadt.example"))


def test_a_wrong_password_does_not_and_says_so(client: Client) -> None:
    a_user()
    response = client.post("/konto/anmelden/", {"login": "anna@musterstadt.example", "password": "falsch"})
    assert "E-Mail-Adresse oder Passwort stimmen nicht" in response.content.decode()
    assert not is_signed_in(client)


def test_a_visitor_is_led_to_the_sign_in_and_back(client: Client) -> None:
    a_user()
    assert client.get("/konto/").headers["Location"] == "/konto/anmelden/?next=/konto/"
    response = client.post(
        "/konto/anmelden/?next=/konto/",
        {"login": "anna@musterstadt.example", "password": PASSWORD, "next": "/konto/"},
    )
    assert response.headers["Location"] == "/konto/"


def test_a_deactivated_account_stays_closed(client: Client) -> None:
    a_user(is_active=False)
    response = client.post("/konto/anmelden/", {"login": "anna@musterstadt.example", "password": PASSWORD})
    assert response.headers["Location"] == "/konto/deaktiviert/"
    assert not is_signed_in(client)


def test_five_wrong_passwords_close_the_address_for_a_while(client: Client) -> None:
    a_user()
    for _attempt in range(5):
        sign_in(client, "anna@musterstadt.example", "falsch")
    response = client.post("/konto/anmelden/", {"login": "anna@musterstadt.example", "password": PASSWORD})
    assert "Zu viele Fehlversuche. Warten Sie fünf Minuten" in response.content.decode()
    assert not is_signed_in(client)


def test_too_many_attempts_from_one_place_get_a_designed_page(client: Client) -> None:
    for number in range(30):
        sign_in(client, f"niemand{number}@musterstadt.example", "falsch")
    response = client.post("/konto/anmelden/", {"login": "x@y.example", "password": "falsch"})
    assert response.status_code == 429
    assert "Zu viele Versuche" in response.content.decode()


def test_nobody_can_register(client: Client) -> None:
    response = client.post(
        "/konto/registrieren/",
        {"email": "neu@musterstadt.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert "Konten entstehen nur auf Einladung" in response.content.decode()
    assert queries.user_id_by_email("neu@musterstadt.example") is None


def test_a_sign_in_ends_after_ten_hours_even_when_the_pages_are_used(client: Client) -> None:
    a_user()
    sign_in(client, "anna@musterstadt.example")
    end = client.session.get_expiry_date()
    client.post("/konto/", {"name": "Anna Neu", "language": "de"})
    assert client.session.get_expiry_date() == end
    assert timedelta(hours=9, minutes=59) < end - timezone.now() <= timedelta(hours=10)


def test_signing_out_ends_the_sign_in(client: Client) -> None:
    a_user()
    sign_in(client, "anna@musterstadt.example")
    client.post("/konto/abmelden/")
    assert not is_signed_in(client)


def test_a_link_does_not_sign_out(client: Client) -> None:
    a_user()
    sign_in(client, "anna@musterstadt.example")
    client.get("/konto/abmelden/")
    assert is_signed_in(client)


def test_sign_in_and_sign_out_are_recorded(client: Client) -> None:
    anna = a_user()
    sign_in(client, "anna@musterstadt.example")
    client.post("/konto/abmelden/")
    out, into = queries.history_of("user", str(anna.pk))
    assert (into.action, into.actor_label, into.details) == (
        Action.SIGNED_IN,
        "Anna Muster",
        {"mit": "Passwort"},
    )
    assert (out.action, out.chain) == (Action.SIGNED_OUT, "system")


def test_a_failed_sign_in_is_recorded_without_an_actor(client: Client) -> None:
    anna = a_user()
    sign_in(client, "anna@musterstadt.example", "falsch")
    (event,) = queries.history_of("user", str(anna.pk))
    assert (event.action, event.actor_id) == (Action.SIGN_IN_FAILED, None)


def test_a_failed_sign_in_with_an_unknown_address_hides_the_address(client: Client) -> None:
    sign_in(client, "niemand@musterstadt.example", "geheim-geheim")
    event = AuditEvent.objects.get()
    assert event.object_type == "unknown_address"
    assert len(event.object_id) == 16
    everything = " ".join(str(value) for value in AuditEvent.objects.values_list()[0])
    assert "niemand" not in everything
    assert "geheim" not in everything


def test_the_same_unknown_address_gets_the_same_hash(client: Client) -> None:
    sign_in(client, "niemand@musterstadt.example", "falsch")
    sign_in(client, "Niemand@musterstadt.example", "falsch")
    first, second = AuditEvent.objects.values_list("object_id", flat=True)
    assert first == second


def test_a_changed_password_is_recorded_and_works(client: Client) -> None:
    a_user()
    sign_in(client, "anna@musterstadt.example")
    new = "ein-viel-besseres-passwort"
    client.post("/konto/passwort/aendern/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert recorded()[-1] == Action.PASSWORD_CHANGED
    assert is_signed_in(sign_in(Client(), "anna@musterstadt.example", new))


def test_a_short_password_is_refused(client: Client) -> None:
    a_user()
    sign_in(client, "anna@musterstadt.example")
    client.post(
        "/konto/passwort/aendern/", {"oldpassword": PASSWORD, "password1": "kurz!", "password2": "kurz!"}
    )
    assert Action.PASSWORD_CHANGED not in recorded()


def test_a_forgotten_password_is_reset_by_mail(client: Client, mailoutbox: list[object]) -> None:
    a_user()
    client.post("/konto/passwort/vergessen/", {"email": "anna@musterstadt.example"})
    assert len(mailoutbox) == 1
    assert "/konto/passwort/neu/" in mailoutbox[0].body  # type: ignore[attr-defined]


def test_a_stranger_asking_for_a_reset_learns_nothing_and_gets_no_mail(
    client: Client, mailoutbox: list[object]
) -> None:
    response = client.post("/konto/passwort/vergessen/", {"email": "niemand@musterstadt.example"})
    assert response.headers["Location"] == "/konto/passwort/vergessen/gesendet/"
    assert mailoutbox == []
