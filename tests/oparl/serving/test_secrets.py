"""S3: not one byte of what is not public, wherever a client looks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from allmende.oparl.models import PublicObject
from allmende.papers.models import AgendaItem, Consultation, Decision, DecisionItem, File, Meeting, Paper
from allmende.register.domain import BodyView
from tests.oparl.serving.factories import (
    ROOT,
    OparlClient,
    a_committee,
    a_file,
    a_public_paper,
    a_station,
)
from tests.oparl.serving.test_shape import addresses_in

MARK = "GEHEIM"


def hide(body: BodyView, other: BodyView, *, papers: int = 5) -> int:
    """Store what nobody outside may see, all of it marked; return how many things."""
    public = Paper.objects.get(reference="2026/1")
    board = a_committee(body, f"{MARK}-Ausschuss", "committee")
    for number in range(papers):
        paper = a_public_paper(body, f"{MARK}/{number}", is_published=False, name=f"{MARK} {number}")
        a_file(paper, f"{MARK} Datei {number}".encode(), f"{MARK}.pdf")
        a_station(paper, board, date(2026, 5, 1) + timedelta(days=number))
        decision = Decision.objects.create(paper=paper)
        DecisionItem.objects.create(decision=decision, order=0, number="1", resolution_text=MARK)
    # a secret station of a public paper, a secret item beside public ones, a body that publishes nothing
    secret = a_station(
        public, a_committee(body, f"{MARK}-Rat"), date(2026, 6, 1), order=9, treatment="nichtöffentlich"
    )
    AgendaItem.objects.create(meeting_id=secret.meeting_id or 0, order=1, name=MARK, is_public=False)
    open_meeting = Consultation.objects.filter(paper=public, order=0).get().meeting_id or 0
    AgendaItem.objects.create(meeting_id=open_meeting, order=1, name=MARK, is_public=False)
    AgendaItem.objects.create(meeting_id=open_meeting, order=2, name=MARK, is_public=None)
    # what was read from the body's own council system is public there, and nothing that we publish
    AgendaItem.objects.create(meeting_id=open_meeting, order=3, name=MARK, is_public=True, is_imported=True)
    imported = a_public_paper(body, f"{MARK}/RIS", name=MARK, is_imported=True)
    a_file(imported, MARK.encode(), f"{MARK}.pdf")
    a_station(imported, board, date(2026, 7, 1))
    elsewhere = a_public_paper(other, "anderswo", name=MARK)
    a_file(elsewhere, MARK.encode(), f"{MARK}.pdf")
    return Meeting.objects.count()


def test_nothing_secret_is_anywhere(town: BodyView, bodies: Any, oparl: OparlClient) -> None:
    count = PublicObject.objects.count
    oparl.fetch(f"{ROOT}/bodies")
    before = count()
    hide(town, bodies["05999008"], papers=200)  # each with file, station, sitting, decision: 1,000 things
    waiting, seen = (
        [f"{ROOT}/system", f"{ROOT}/body/{town.id}/papers?modified_since=2020-01-01T00:00:00Z"],
        set(),
    )
    while waiting:
        url = waiting.pop()
        response = oparl.response(url)
        seen.add(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert MARK.encode() not in content, url
        assert MARK not in str(response.headers), url
        if response["Content-Type"].startswith("application/json"):
            found = {each for each in addresses_in(response.json()) if each.startswith(ROOT)}
            waiting += found - seen - set(waiting)
    assert count() == before


@pytest.mark.parametrize("kind", ["paper", "file", "consultation", "meeting", "organization", "agenda-item"])
def test_addresses_of_secret_things_are_not_found(
    kind: str, town: BodyView, bodies: Any, client: Client
) -> None:
    hide(town, bodies["05999008"])
    models = {
        "paper": Paper.objects.filter(name__contains=MARK),
        "file": File.objects.filter(original_name__contains=MARK),
        "consultation": Consultation.objects.filter(organization_name__contains=MARK),
        "meeting": Meeting.objects.filter(organization__name__contains=MARK),
        "organization": Consultation.objects.filter(organization_name__contains=MARK).values_list(
            "organization"
        ),
        "agenda-item": AgendaItem.objects.filter(name=MARK),
    }
    keys = list(models[kind].values_list("organization" if kind == "organization" else "pk", flat=True))
    assert keys
    endings = ("", "/inhalt", "/download") if kind == "file" else ("",)
    for key in keys:
        for ending in endings:
            response = client.get(f"/oparl/1.1/{kind}/{key}{ending}")
            assert response.status_code == 404
            assert MARK not in response.content.decode()
