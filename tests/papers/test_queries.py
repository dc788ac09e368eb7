"""What other apps ask: the right rows, for the right person, with a fixed number of queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from allmende.accounts.models import User
from allmende.papers import actions, queries
from allmende.papers.searching import excerpts
from allmende.register.domain import BodyView
from tests.papers.factories import TODAY, a_draft, a_paper

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def found(text: str, user: Any) -> list[str]:
    return [hit.title for hit in queries.search(text, user=user, on=TODAY)]


@pytest.mark.parametrize(
    "text", ["Brücken", "gemeinsam brücke", "2026/17", "Finanzausschuss", '"Bau der Brücke"']
)
def test_search_finds_words_stems_numbers_and_text(town: BodyView, clerk: User, text: str) -> None:
    a_paper(town, clerk)
    assert found(text, clerk) == ["2026/17 Gemeinsame Brücke mit Beispieldorf"]


@pytest.mark.parametrize("text", ["Brüke", "Gemeinsamme Brücke", "Beispeildorf"])
def test_search_forgives_typing_errors(town: BodyView, clerk: User, text: str) -> None:
    a_paper(town, clerk)
    assert found(text, clerk) == ["2026/17 Gemeinsame Brücke mit Beispieldorf"]


@pytest.mark.parametrize(
    "text", ["Schwimmbad", "", "   ", "' OR 1=1 --", "%", "\\", "<script>", "-", "&|!:*", "\x00"]
)
def test_search_finds_nothing_for_nonsense_and_never_fails(town: BodyView, clerk: User, text: str) -> None:
    a_paper(town, clerk)
    assert found(text, clerk) == []


def test_search_shows_strangers_only_what_is_published(town: BodyView, clerk: User, stranger: User) -> None:
    paper = a_paper(town, clerk)
    assert found("Brücke", VISITOR) == found("Brücke", stranger) == []
    actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    assert len(found("Brücke", VISITOR)) == len(found("Brücke", stranger)) == 1


def test_the_number_asked_for_comes_first(town: BodyView, clerk: User) -> None:
    a_paper(town, clerk, "2026/17", "2025/3")
    a_paper(town, clerk, "2025/3", "2024/1")
    assert found("2025/3", clerk)[0].startswith("2025/3")


def test_the_excerpt_is_plain_text_around_the_words(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    assert "Stichtag" in excerpts([paper.pk], "Stichtag")[paper.pk]


def test_next_consultations_come_in_their_order(town: BodyView, clerk: User) -> None:
    a_paper(town, clerk)
    rows = queries.next_consultations([town.id], on=date(2026, 2, 1))
    assert [(row.on.day, row.organization) for row in rows] == [(24, "Finanzausschuss"), (17, "Rat")]
    assert [row.organization for row in queries.next_consultations([town.id], on=TODAY)] == ["Rat"]
    assert queries.next_consultations([], on=TODAY) == []


def test_open_drafts_are_those_of_my_bodies(town: BodyView, clerk: User, stranger: User) -> None:
    draft = a_draft(town, clerk)
    rows = queries.open_drafts(clerk, on=TODAY)
    assert [(row.title, row.body_name) for row in rows] == [
        ("Gemeinsame Brücke mit Beispieldorf", "Stadt Musterstadt")
    ]
    assert queries.open_drafts(stranger, on=TODAY) == queries.open_drafts(VISITOR, on=TODAY) == []
    actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    assert queries.open_drafts(clerk, on=TODAY) == []


def test_public_papers_and_papers_of_a_body(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    assert queries.public_papers(on=TODAY) == queries.papers_of_body(town.id, user=VISITOR, on=TODAY) == []
    assert len(queries.papers_of_body(town.id, user=clerk, on=TODAY)) == 1
    actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    assert queries.public_papers(on=TODAY) == queries.papers_of_body(town.id, user=VISITOR, on=TODAY)
    assert queries.public_papers(on=TODAY)[0].body_name == "Stadt Musterstadt"


@pytest.mark.parametrize("count", [1, 5])
def test_each_takes_a_fixed_number_of_queries(
    town: BodyView, clerk: User, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        paper = a_paper(town, clerk, f"2026/{number}")
        actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
        a_draft(town, clerk, f"2027/{number}")
    asked: list[tuple[int, Callable[[], object]]] = [
        (5, lambda: queries.search("Brücke", user=clerk, on=TODAY)),
        (1, lambda: queries.next_consultations([town.id], on=TODAY)),
        (2, lambda: queries.open_drafts(clerk, on=TODAY)),
        (2, lambda: queries.public_papers(on=TODAY)),
        (3, lambda: queries.papers_of_body(town.id, user=clerk, on=TODAY)),
    ]
    for limit, query in asked:
        with django_assert_num_queries(limit):
            query()


@pytest.mark.usefixtures("at_today")
def test_the_page_of_a_body_shows_its_papers(town: BodyView, clerk: User, client: Client) -> None:
    paper = a_paper(town, clerk)
    assert paper.name not in client.get(town.url).content.decode()
    actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    page = client.get(town.url).content.decode()
    assert f'href="{paper.get_absolute_url()}"' in page


def test_every_stored_source_document_is_named(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    assert queries.stored_paths() == {draft.file.content.name}
