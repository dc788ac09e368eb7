"""A register without a single body: the pages are there and say what to do."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_list_says_that_it_is_empty(client: Client) -> None:
    assert "Das Register ist noch leer" in client.get("/koerperschaften/").content.decode()


@pytest.mark.parametrize("query", ["", "?kreis=05558&kennzahl=dichte&gemeinde=05558012"])
def test_the_map_is_there(client: Client, query: str) -> None:
    page = client.get(f"/koerperschaften/karte/{query}")
    assert page.status_code == 200
    assert "0 Eintr" in page.content.decode()


def test_a_page_of_a_body_is_not_found(client: Client) -> None:
    assert client.get("/koerperschaften/05558012/").status_code == 404
