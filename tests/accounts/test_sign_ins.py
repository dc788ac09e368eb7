"""The list of sign-ins: seeing and ending them."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from allmende.accounts import actions, queries, tasks
from allmende.accounts.browsers import browser_and_system
from allmende.accounts.domain import Action
from tests.accounts.factories import a_user
from tests.accounts.journeys import is_signed_in, sign_in
from tests.jobs.worker import work_off_the_queue

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in_twice() -> tuple[Client, Client]:
    here, there = Client(), Client(headers={"user-agent": FIREFOX})
    sign_in(there, "anna@musterstadt.example")
    sign_in(here, "anna@musterstadt.example")
    return here, there


@pytest.mark.django_db
def test_the_list_names_browser_and_system() -> None:
    a_user()
    here, _there = signed_in_twice()
    page = here.get("/konto/anmeldungen/").content.decode()
    assert "Firefox unter Windows" in page
    assert page.count("dieses Gerät") == 1


@pytest.mark.django_db
def test_ending_one_sign_in_ends_only_that_one() -> None:
    anna = a_user()
    here, there = signed_in_twice()
    other = next(
        each for each in here.get("/konto/anmeldungen/").context["sessions"] if each.user_agent == FIREFOX
    )
    here.post(f"/konto/anmeldungen/{other.pk}/beenden/")
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert queries.history_of("user", str(anna.pk))[0].action == Action.SIGN_IN_REVOKED


@pytest.mark.django_db
def test_ending_all_others_is_recorded_with_their_number() -> None:
    anna = a_user()
    here, there = signed_in_twice()
    here.post("/konto/anmeldungen/")
    assert not is_signed_in(there)
    assert queries.history_of("user", str(anna.pk))[0].details == {"Anzahl": "1"}


@pytest.mark.django_db
def test_nobody_ends_the_sign_in_of_somebody_else() -> None:
    a_user()
    a_user("fritz@fremdstadt.example", "Fritz Fremd")
    here, _there = signed_in_twice()
    session = here.get("/konto/anmeldungen/").context["sessions"][0]
    stranger = sign_in(Client(), "fritz@fremdstadt.example")
    assert stranger.post(f"/konto/anmeldungen/{session.pk}/beenden/").status_code == 404
    assert is_signed_in(here)


@pytest.mark.parametrize(
    ("user_agent", "names"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36", ("Chrome", "Linux")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", ("Edge", "Windows")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            ("Safari", "iOS"),
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("curl/8.0", ("", "")),
    ],
)
def test_a_user_agent_is_told_in_words(user_agent: str, names: tuple[str, str]) -> None:
    assert browser_and_system(user_agent) == names


@pytest.mark.django_db
def test_expired_sign_ins_are_forgotten_with_address_and_browser() -> None:
    a_user()
    here, there = signed_in_twice()
    Session.objects.filter(pk=there.session.session_key).update(expire_date=timezone.now())
    actions.forget_expired_sign_ins(at=timezone.now())
    assert [each.session_key for each in UserSession.objects.all()] == [here.session.session_key]
    assert is_signed_in(here)


@pytest.mark.django_db(transaction=True)
def test_the_clock_forgets_expired_sign_ins() -> None:
    Session.objects.create(
        session_key="ended", session_data="", expire_date=timezone.now() - timedelta(days=1)
    )
    app.configure_task(tasks.forget_expired_sign_ins.name).defer(timestamp=0)
    work_off_the_queue()
    assert not Session.objects.exists()
