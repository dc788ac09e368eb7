"""Drafts in which nothing is open are confirmed together; all others only after a look."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.papers import actions
from allmende.papers.domain import review
from allmende.papers.domain.entries import Entries, entries_from_reading
from allmende.papers.models import Paper, ReadingCorrection
from allmende.register.domain import BodyView, Role
from tests.papers.factories import TODAY, a_certain_draft, a_draft, a_member, an_upload, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignIn = Callable[[User], Client]


def test_open_points_count_gaps_unsure_values_problems_and_errors() -> None:
    reading = an_upload().reading
    entries = entries_from_reading(reading)
    assert review.open_points(entries, reading) == 1  # the subject, read with 0.6
    worse = {**reading, "findings": [{"code": "x", "message": "x", "severity": "error", "place": None}]}
    assert review.open_points(entries, worse) == 2
    header = {**entries.header, "date": "gestern", "issuer": ""}
    assert review.open_points(Entries(header, entries.rows), reading) == 3


def test_a_draft_knows_its_open_points_after_each_change(town: BodyView, clerk: User) -> None:
    draft = a_draft(town, clerk)
    assert draft.open_points == 1
    assert actions.mark_all_checked(draft_id=draft.pk, by=clerk, on=TODAY).open_points == 0
    assert actions.undo_entries(draft_id=draft.pk, by=clerk, on=TODAY).open_points == 1


def test_the_certain_ones_can_be_selected_and_confirmed(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    first, second = a_certain_draft(town, clerk, "2026/1"), a_certain_draft(town, clerk, "2026/2")
    unsure = a_draft(town, clerk, "2026/3")
    client = browser_of(clerk)
    page = client.get(reverse("papers:drafts")).content.decode()
    assert f'value="{first.pk}"' in page
    assert f'value="{unsure.pk}"' not in page
    assert " checked" not in page
    assert client.get(f"{reverse('papers:drafts')}?auswahl=alle").content.decode().count(" checked") == 2
    response = client.post(reverse("papers:drafts-confirm"), {"draft": [first.pk, second.pk]})
    assert [paper.reference for paper in Paper.objects.order_by("pk")] == ["2026/1", "2026/2"]
    assert response.content.decode().count("Zurück in den Entwurf") == 2


def test_each_confirmation_can_be_taken_back(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_certain_draft(town, clerk, "2026/1")
    client = browser_of(clerk)
    client.post(reverse("papers:drafts-confirm"), {"draft": draft.pk})
    client.post(reverse("papers:reopen", args=[Paper.objects.get().pk]))
    assert not Paper.objects.exists()
    draft.refresh_from_db()
    assert draft.state == "open"


def test_one_that_is_refused_does_not_stop_the_others(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    unsure = a_draft(town, clerk, "2026/3")
    first = a_certain_draft(town, clerk, "2026/1")
    again = actions.store_draft(
        upload=replace(an_upload(text=text_of("2026/1") + "zweite Fassung"), reading=first.reading),
        body=town,
        by=clerk,
        on=TODAY,
    )
    response = browser_of(clerk).post(
        reverse("papers:drafts-confirm"), {"draft": [unsure.pk, first.pk, again.pk]}
    )
    problems = [report.problem for report in response.context["reports"]]
    assert "Offene Stellen: 1" in problems[0]
    assert problems[1] == ""
    assert "hat schon die Vorlage" in problems[2]
    assert Paper.objects.count() == 1


def test_one_deleted_meanwhile_does_not_stop_the_others(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    first, gone = a_certain_draft(town, clerk, "2026/1"), a_certain_draft(town, clerk, "2026/2")
    actions.delete_draft(draft_id=gone.pk, by=clerk, on=TODAY)
    response = browser_of(clerk).post(
        reverse("papers:drafts-confirm"), {"draft": [gone.pk, first.pk, "9" * 5000, "²"]}
    )
    done, missing = response.context["reports"]
    assert Paper.objects.get().pk == done.paper_id
    assert "gibt es nicht mehr" in missing.problem


def test_what_nobody_looked_at_says_nothing_about_the_reader(
    town: BodyView, clerk: User, browser_of: SignIn
) -> None:
    draft = a_certain_draft(town, clerk, "2026/1")
    browser_of(clerk).post(reverse("papers:drafts-confirm"), {"draft": draft.pk})
    assert not ReadingCorrection.objects.exists()


def test_strangers_confirm_nothing_and_learn_nothing(
    town: BodyView, clerk: User, stranger: User, browser_of: SignIn
) -> None:
    draft = a_certain_draft(town, clerk, "2026/1")
    assert browser_of(stranger).post(reverse("papers:drafts-confirm"), {"draft": draft.pk}).status_code == 404
    assert Client().post(reverse("papers:drafts-confirm"), {"draft": draft.pk}).status_code == 302
    assert not Paper.objects.exists()


def test_who_only_reads_has_nothing_to_tick(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    draft = a_certain_draft(town, clerk, "2026/1")
    auditor = a_member(town, Role.AUDITOR)
    client = browser_of(auditor)
    assert f'value="{draft.pk}"' not in client.get(reverse("papers:drafts")).content.decode()
    response = client.post(reverse("papers:drafts-confirm"), {"draft": draft.pk})
    assert "erlaubt das nicht" in response.context["reports"][0].problem


def test_nothing_ticked_is_explained(clerk: User, browser_of: SignIn) -> None:
    page = browser_of(clerk).post(reverse("papers:drafts-confirm"), {"draft": "x"}).content.decode()
    assert "Nichts ausgewählt" in page


def test_the_list_is_filtered_searched_and_exported(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    a_certain_draft(town, clerk, "2026/1")
    a_draft(town, clerk, "2026/3")
    client, address = browser_of(clerk), reverse("papers:drafts")
    assert "1 Entwurf" in client.get(f"{address}?stand=sicher").content.decode()
    assert "1 Entwurf" in client.get(f"{address}?stand=offen").content.decode()
    assert "2 Entwürfe" in client.get(f"{address}?q=brücke").content.decode()
    assert "Nichts gefunden" in client.get(f"{address}?q=tunnel").content.decode()
    exported = b"".join(client.get(f"{address}?stand=sicher&format=csv"))
    assert exported.decode("utf-8-sig").count("Gemeinsame Brücke") == 1


def test_htmx_gets_the_list_only(town: BodyView, clerk: User, browser_of: SignIn) -> None:
    a_draft(town, clerk)
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#table-drafts"}
    page = browser_of(clerk).get(reverse("papers:drafts"), headers=headers).content.decode()
    assert page.strip().startswith("<div")
    assert "<html" not in page


def test_a_long_list_takes_no_more_queries(
    town: BodyView, clerk: User, browser_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        a_draft(town, clerk, f"2026/{number}")
    client = browser_of(clerk)
    client.get(reverse("papers:drafts"))
    with django_assert_max_num_queries(7):
        client.get(reverse("papers:drafts"))
