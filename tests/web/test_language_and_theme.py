import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_browsers_wish_does_not_change_the_language(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="de"' in response.content.decode()
    assert response["Content-Language"] == "de"


def test_a_person_can_choose_english_and_comes_back_to_the_page(client: Client) -> None:
    response = client.post("/sprache/", {"language": "en", "next": "/suche/?q=x"})
    assert (response.status_code, response["Location"]) == (302, "/suche/?q=x")
    html = client.get("/suche/").content.decode()
    assert '<html lang="en"' in html
    assert "Skip to content" in html


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/sprache/", {"language": "xx"})
    assert '<html lang="de"' in client.get("/").content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_forced_theme_is_remembered(client: Client, theme: str) -> None:
    client.post("/darstellung/", {"theme": theme})
    assert f'data-kern-theme="{theme}"' in client.get("/").content.decode()


@pytest.mark.parametrize("theme", ["auto", "neon"])
def test_without_a_choice_the_device_decides(client: Client, theme: str) -> None:
    client.post("/darstellung/", {"theme": theme})
    assert "data-kern-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_host(client: Client, address: str) -> None:
    response = client.post("/darstellung/", {"theme": "dark", "next": address})
    assert response["Location"] == "/"


@pytest.mark.parametrize("path", ["/sprache/", "/darstellung/"])
def test_a_link_cannot_change_settings(client: Client, path: str) -> None:
    assert client.get(path).status_code == 405
