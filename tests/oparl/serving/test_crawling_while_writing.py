"""S4, and a transaction that commits late: a crawl and its next run lose nothing and double nothing."""

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from allmende.oparl.serving.json_values import at_second
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.oparl.serving.factories import ROOT, OparlClient, a_public_paper, publish
from tests.papers.factories import the_bodies

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy_town(transactional_db: None) -> BodyView:
    body = publish(the_bodies()["05999004"])
    for number in range(300):
        a_public_paper(body, f"n/{number}")
    return body


@pytest.fixture
def writer(busy_town: BodyView) -> Iterator[threading.Event]:
    """Change papers all the time, each in a transaction of its own, until the event is set."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        ids = list(Paper.objects.order_by("pk").values_list("pk", flat=True))
        while not stop.is_set():
            number += 1
            with transaction.atomic():
                Paper.objects.filter(pk=ids[number * 7 % len(ids)]).update(name=f"Stand {number}")
                if number % 10 == 0:
                    a_public_paper(busy_town, f"neu/{number}")
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    yield stop
    stop.set()
    thread.join()


@pytest.mark.parametrize("query", ["limit=20", "limit=20&modified_since=2020-01-01T00:00:00Z"])
def test_a_crawl_gives_everything_that_was_there_once(
    query: str, busy_town: BodyView, writer: threading.Event, oparl: OparlClient
) -> None:
    url = f"{ROOT}/body/{busy_town.id}/papers"
    there = set(Paper.objects.values_list("pk", flat=True))
    start = timezone.now()
    found = [each["id"] for each in oparl.follow(f"{url}?{query}")]
    assert len(found) == len(set(found))
    writer.set()
    changed = [each["id"] for each in oparl.follow(f"{url}?modified_since={quote(at_second(start))}")]
    got = {int(address.rpartition("/")[2]) for address in [*found, *changed]}
    assert there <= got
    if "modified" not in query:
        assert there <= {int(address.rpartition("/")[2]) for address in found}


def test_a_transaction_that_commits_late_is_in_the_next_run(busy_town: BodyView, oparl: OparlClient) -> None:
    url = f"{ROOT}/body/{busy_town.id}/papers"
    written, may_commit = threading.Event(), threading.Event()

    def write_and_wait() -> None:
        with transaction.atomic():
            Paper.objects.filter(reference="n/5").update(name="Spät bestätigt")
            written.set()
            assert may_commit.wait(30)
        connections.close_all()

    thread = threading.Thread(target=write_and_wait)
    thread.start()
    assert written.wait(30)
    start: datetime = timezone.now()
    crawled = list(oparl.follow(url))
    may_commit.set()
    thread.join()
    assert not any(each["name"] == "Spät bestätigt" for each in crawled)
    next_run = list(oparl.follow(f"{url}?modified_since={quote(at_second(start))}"))
    assert "Spät bestätigt" in [each["name"] for each in next_run]


def test_writers_of_several_bodies_do_not_wait_for_each_other(transactional_db: None) -> None:
    bodies = the_bodies()
    first, second = publish(bodies["05999004"]), publish(bodies["05999008"])
    paper = a_public_paper(second)
    is_done = threading.Event()

    def write() -> None:
        Paper.objects.filter(pk=paper.pk).update(name="Neu")
        is_done.set()
        connections.close_all()

    with transaction.atomic():
        a_public_paper(first)
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(20)
    assert is_done.is_set()


def test_two_readers_settle_one_after_the_other(busy_town: BodyView) -> None:
    answers: list[Any] = []

    def read() -> None:
        answers.append(OparlClient(Client()).fetch(f"{ROOT}/body/{busy_town.id}/papers?limit=5")["data"])
        connections.close_all()

    Paper.objects.update(name="Neuer Titel")
    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM oparl_touchedobject")
        assert cursor.fetchone() == (0,)
