import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/suche/",
    "/bausteine/",
    "/handbuch/",
    "/handbuch/tastatur/",
    "/barrierefreiheit/",
    "/quellen/",
]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_pages_speak_german_and_have_one_heading_and_a_title(client: Client, path: str) -> None:
    html = page(client, path)
    assert '<html lang="de"' in html
    assert len(re.findall(r"<h1\b", html)) == 1
    assert re.search(r"<title>\s*\S[^<]* – Allmende\s*</title>", html)


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_style_or_script_and_no_outside_host(client: Client, path: str) -> None:
    html = page(client, path)
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r'\b(?:src|href|action)="(?:https?:)?//', html)


@pytest.mark.parametrize("path", PAGES)
def test_pages_read_only_static_files_that_exist(client: Client, path: str) -> None:
    files = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page(client, path)))
    assert len(files) > 5
    assert [file for file in files if finders.find(file) is None] == []


def test_the_skip_link_comes_first(client: Client) -> None:
    html = page(client, "/handbuch/")
    assert re.search(r"<body[^>]*>\s*<a class=\"skip-link\" href=\"#content\"", html)
    assert 'id="content"' in html


def marked(html: str) -> list[str]:
    return re.findall(r'<a class="navigation__link"\s+href="([^"]+)" aria-current="true">', html)


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/handbuch/tastatur/", ["/handbuch/"]),
        ("/zusammenarbeit/vergleiche/", ["/zusammenarbeit/", "/zusammenarbeit/vergleiche/"]),
        ("/zusammenarbeit/", ["/zusammenarbeit/", "/zusammenarbeit/"]),
        ("/suche/", []),
        ("/", ["/"]),
    ],
)
def test_the_navigation_marks_section_and_page(client: Client, path: str, here: list[str]) -> None:
    assert marked(page(client, path)) == here


def test_only_the_section_where_one_is_shows_its_pages(client: Client) -> None:
    assert 'href="/zusammenarbeit/rechtsformen/"' in page(client, "/zusammenarbeit/")
    assert "navigation__list--pages" not in page(client, "/handbuch/")


def test_htmx_sends_the_csrf_token_with_every_request(client: Client) -> None:
    html = page(client, "/")
    assert re.search(r"""<body[^>]* hx-headers:inherited='\{"X-CSRFToken": "\w{64}"\}'""", html)


def test_each_page_offers_the_handbook_page_that_explains_it(client: Client) -> None:
    assert 'href="/handbuch/suche/"' in page(client, "/suche/")


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    html = page(client, "/")
    assert "Anmelden" in html
    assert "Ich handle für" not in html


@pytest.mark.parametrize("path", ["/", "/vorlagen/", "/suche/"])
def test_a_page_on_paper_has_one_head(client: Client, path: str) -> None:
    assert client.get(path).content.decode().count('class="print-header"') == 1
