from typing import Any

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls_with_errors")]

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/fehler/400/", 400, "Diese Anfrage ist unvollständig"),
        ("/fehler/403/", 403, "Dafür fehlt Ihnen die Berechtigung"),
        ("/gibt/es/nicht/", 404, "Diese Seite gibt es nicht"),
        ("/fehler/409/", 409, "Das geht so nicht"),
        ("/fehler/500/", 500, "Bei uns ist ein Fehler aufgetreten"),
        ("/fehler/503/", 503, "Die Datenbank startet gerade neu"),
    ],
)
def test_every_error_is_a_designed_page_with_a_way_onward(
    visitor: Client, path: str, status: int, title: str
) -> None:
    response = visitor.get(path)
    page = response.content.decode()
    assert response.status_code == status
    assert f"{title}</h1>" in page
    assert 'href="/"' in page


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
def test_htmx_gets_a_fragment(visitor: Client, status: int) -> None:
    response = visitor.get(f"/fehler/{status}/", headers=HTMX)
    page = response.content.decode()
    assert response.status_code == status
    assert "kern-alert--danger" in page
    assert "<html" not in page


def test_an_expected_error_says_its_message_and_escapes_it(visitor: Client) -> None:
    page = visitor.get("/fehler/409/").content.decode()
    assert "Es fehlt die Zustimmung von &lt;Musterstadt&gt;." in page


@pytest.mark.parametrize(
    ("path", "status", "title", "text"),
    [
        ("/fehler/404/", 404, "Diese Seite gibt es nicht", "„Musterstdt“ steht nicht im Register."),
        (
            "/fehler/403/fremd/",
            403,
            "Dafür fehlt Ihnen die Berechtigung",
            "Für Fremdstadt handeln Sie nicht.",
        ),
    ],
)
def test_an_expected_error_may_name_its_status(
    visitor: Client, path: str, status: int, title: str, text: str
) -> None:
    response = visitor.get(path)
    assert response.status_code == status
    assert f"{title}</h1>" in response.content.decode()
    assert text in response.content.decode()


def test_a_bug_is_not_an_expected_error() -> None:
    with pytest.raises(RuntimeError, match="a bug"):
        Client().get("/fehler/500/")


def test_the_page_for_a_bug_needs_no_database(visitor: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        visitor.get("/fehler/500/")


def test_while_the_database_is_away_a_browser_hears_when_to_ask_again(visitor: Client) -> None:
    assert visitor.get("/fehler/503/").headers["Retry-After"] == "5"
    assert "Retry-After" not in visitor.get("/fehler/500/").headers


def test_an_expired_form_says_that_nothing_was_saved() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/darstellung/", {"theme": "dark"})
    assert response.status_code == 403
    assert "Es wurde nichts gespeichert" in response.content.decode()
