import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from allmende.web import handbook

SOURCE = """---
title: Probe
order: 7
explains: web:home web:search
---

Ein Satz.

## Überschrift eins

<script>alert(1)</script> und **fett** und <b onclick="x">roh</b>.

## Überschrift eins
"""


def view_names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Return the full names of all views."""
    names: set[str] = set()
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            names.add(f"{namespace}{each.name}")
        else:
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            names |= view_names(each, inner)
    return names


def test_front_matter_gives_title_order_and_what_it_explains() -> None:
    page = handbook.parse("probe", SOURCE)
    assert (page.title, page.order, page.explains) == ("Probe", 7, ("web:home", "web:search"))


def test_raw_html_stays_text() -> None:
    html = handbook.parse("probe", SOURCE).html
    assert "<script" not in html
    assert "<b onclick" not in html
    assert "<strong>fett</strong>" in html


def test_headings_have_anchors_of_their_own() -> None:
    page = handbook.parse("probe", SOURCE)
    assert [heading.anchor for heading in page.headings] == ["überschrift-eins", "überschrift-eins_1"]
    assert all(f'id="{heading.anchor}"' in page.html for heading in page.headings)


@pytest.mark.parametrize("source", ["kein Kopf", "---\norder: 1\n---\nText"])
def test_a_page_without_title_is_refused(source: str) -> None:
    with pytest.raises(handbook.BrokenHandbookPage):
        handbook.parse("probe", source)


def test_links_and_explained_views_exist() -> None:
    known = view_names(get_resolver())
    for page in handbook.pages().values():
        assert set(page.explains) <= known, page.slug
        for slug in re.findall(r'href="/handbuch/([\w-]+)/', page.html):
            assert slug in handbook.pages(), (page.slug, slug)


def test_apps_within_apps_explain_their_pages() -> None:
    assert handbook.page_for("suitability:review") is not None
    assert handbook.page_for("invoices:invoices") is not None
    assert handbook.page_for("options:comparison") is not None


def test_each_page_is_shown_with_its_neighbors(client: Client, db: None) -> None:
    slugs = list(handbook.pages())
    for before, slug, after in zip(slugs, slugs[1:], slugs[2:], strict=False):
        html = client.get(f"/handbuch/{slug}/").content.decode()
        assert re.findall(r'rel="(?:prev|next)"\s+href="/handbuch/([^/]+)/"', html) == [before, after]


def test_the_search_finds_words_in_pages(client: Client, db: None) -> None:
    html = client.get("/handbuch/?q=sicherung").content.decode()
    assert "/handbuch/betrieb/" in html
    assert 'id="handbook-search"' in html
    assert "handbuch/tastatur/" not in html.split("handbook-index")[1]


def test_an_unknown_page_is_not_found(client: Client, db: None) -> None:
    assert client.get("/handbuch/gibtsnicht/").status_code == 404


def test_every_page_with_something_to_do_is_explained() -> None:
    """A view that shows a page of its own is named by a handbook page; the others are listed here."""
    explained = {name for page in handbook.pages().values() for name in page.explains}
    own = ("register:", "papers:", "jobs:", "accounts:")
    pages = {name for name in view_names(get_resolver()) if name.startswith(own)}
    assert pages - explained == {
        "accounts:change-user",
        "accounts:end-sign-in",
        "jobs:cancel",
        "jobs:resume",
        "papers:bulk-progress",
        "papers:download",
        "papers:feed",
        "papers:paper-calendar",
        "papers:paper-json",
        "papers:paper-pdf",
        "papers:publish",
        "papers:reopen",
        "papers:unpublish",
        "register:act-for",
    }
