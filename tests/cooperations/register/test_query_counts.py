"""Pages and files cost as many queries for many entries as for one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmende.accounts.models import User
from allmende.cooperations import actions, facts
from allmende.cooperations.domain import EventKind, Matter
from allmende.cooperations.entries import TaskEntry
from allmende.cooperations.facts import Saying
from allmende.cooperations.models import Cooperation
from allmende.register.domain import BodyView
from tests.cooperations.register.factories import LATER, SINCE, SOURCE, STATE, entry, party
from tests.register.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PAGE = "/zusammenarbeit/eintrag/rechenzentrum-probe/"
WHO: dict[str, Any] = {"by": None, "on": TODAY, "at": LATER}
PATHS = [
    "/zusammenarbeit/",
    "/zusammenarbeit/?aufgabe=it-betrieb&gebiet=05999&anbieter=05999&jahr=2020&rechtsform=oerv_delegierend",
    "/zusammenarbeit/daten.json",
    "/zusammenarbeit/daten.csv",
    "/zusammenarbeit/karte/",
    "/zusammenarbeit/netz/05999/",
    "/koerperschaften/05999/",
    PAGE,
    f"{PAGE}beteiligte/05999/",
    f"{PAGE}abstimmungen/simple/",
    f"{PAGE}kosten/betrieb/",
    f"{PAGE}kosten/betrieb/aendern/",
    f"{PAGE}tage/",
    f"{PAGE}unterlagen/",
]

SAYING = Saying("rechenzentrum-probe", SINCE, SOURCE, **WHO)


def keep_more(bodies: dict[str, BodyView], start: int, count: int) -> None:
    """Add entries, and facts of every kind to the first one."""
    common: dict[str, Any] = {"key": "rechenzentrum-probe", "source": SOURCE, **WHO}
    for number in range(start, start + count):
        state = replace(STATE, name=f"Verband {number}", short_name=f"V{number}")
        actions.create_cooperation(entry=entry(bodies, key=f"verband-{number}", state=state), **WHO)
        facts.set_organ(SAYING, name=f"Organ {number}", composition="")
        facts.add_event(kind=EventKind.REVIEW, day=date(2030, 1, 1 + number), note="", **common)
        facts.add_document(title=f"Satzung {number}", url="https://satzung.example/", **common)


@pytest.fixture
def grown(cooperation: Cooperation, sample: dict[str, BodyView]) -> Callable[[], None]:
    """Keep a little of everything; a call adds much more."""
    rule = {"weighting": "equal", "share": "1/2", "more_than": True}
    facts.set_voting_rule(SAYING, matter=Matter.SIMPLE, rule=rule, words="gleiche Stimmen")
    pool = {"parts": [{"driver": "sockel", "percent": "100"}]}
    facts.set_cost_pool(SAYING, name="Betrieb", allocation=pool, words="zu gleichen Teilen")
    keep_more(sample, 1, 1)

    def grow() -> None:
        keep_more(sample, 2, 3)
        joined = party(sample["05998000"])
        actions.add_party(party=joined, first_day=SINCE, key="rechenzentrum-probe", source=SOURCE, **WHO)
        facts.set_task(SAYING, task=TaskEntry("sport"))

    return grow


def test_more_entries_cost_no_more_queries(client: Client, clerk: User, grown: Callable[[], None]) -> None:
    client.force_login(clerk)
    before = {path: queries_of(client, path) for path in PATHS}
    grown()
    after = {path: queries_of(client, path) for path in PATHS}
    assert after == before


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
