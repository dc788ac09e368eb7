"""A published town with every type of object, made without the reader; a client that follows lists."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from allmende.oparl.models import Mandate, Person
from allmende.oparl.serving.actions import add_term, set_location, switch_publication
from allmende.oparl.serving.domain import PublicationState
from allmende.papers.models import (
    AgendaItem,
    Consultation,
    Decision,
    DecisionItem,
    File,
    Meeting,
    Organization,
    Paper,
    PaperReference,
)
from allmende.papers.storage import upload_path
from allmende.reading.facts import Relation, Treatment
from allmende.register.domain import BodyView
from tests.papers.factories import TODAY

ROOT = "http://testserver/oparl/1.1"


class OparlClient:
    """Asks by whole addresses, as they stand in the answers."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def response(self, url: str, **headers: str) -> Any:
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self.client.get(address, headers=headers)

    def fetch(self, url: str) -> Any:
        """Return the object or page at an address that must answer with it."""
        response = self.response(url)
        if response.status_code == 301:  # another order of the query
            response = self.response(response["Location"])
        assert response.status_code == 200, (url, response.status_code, response.content[:300])
        return response.json()

    def follow(self, url: str) -> Iterator[dict[str, Any]]:
        """Yield all objects of a list, page by page."""
        next_url: str | None = url
        while next_url:
            page = self.fetch(next_url)
            yield from page["data"]
            next_url = page["links"].get("next")


def publish(body: BodyView) -> BodyView:
    switch_publication(body=body, state=PublicationState.PUBLIC, by=None, on=TODAY)
    return body


def a_committee(body: BodyView, name: str = "Rat", kind: str = "council") -> Organization:
    return Organization.objects.create(body_id=body.id, name=name, name_key=name.lower(), kind=kind)


def a_public_paper(
    body: BodyView, number: str = "2026/1", *, is_published: bool = True, **fields: Any
) -> Paper:
    paper: Paper = Paper.objects.create(
        body_id=body.id,
        name=fields.pop("name", "Gemeinsame Brücke"),
        reference=number,
        reference_key=number,
        paper_type="Beschlussvorlage",
        date=date(2026, 2, 2),
        status=Treatment.PUBLIC.value,
        is_published=is_published,
        **fields,
    )
    return paper


def a_file(paper: Paper, data: bytes = b"%PDF-1.7 Probe", name: str = "Anlage zur Brücke.pdf") -> File:
    data = data + str(paper.pk).encode()
    path = default_storage.save(upload_path(), ContentFile(data))
    file: File = File.objects.create(
        body_id=paper.body_id,
        paper=paper,
        content=path,
        original_name=name,
        media_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        sha512=hashlib.sha512(data).hexdigest(),
        text="Text der Anlage",
    )
    return file


def a_station(
    paper: Paper, committee: Organization, day: date, order: int = 0, **fields: Any
) -> Consultation:
    meeting, _is_new = Meeting.objects.get_or_create(organization=committee, date=day)
    return Consultation.objects.create(
        paper=paper,
        organization=committee,
        organization_name=committee.name,
        meeting=meeting,
        date=day,
        role="entscheidung",
        order=order,
        **fields,
    )


def a_full_town(body: BodyView) -> BodyView:
    """Publish a body with at least one object of each type."""
    publish(body)
    council, board = a_committee(body), a_committee(body, "Finanzausschuss", "committee")
    first, second = a_public_paper(body, "2026/1"), a_public_paper(body, "2026/2", name="Zweite\nVorlage")
    PaperReference.objects.create(
        paper=second,
        reference="2026/1",
        reference_key="2026/1",
        relation=Relation.BEZUG.value,
        target=first,
        order=0,
    )
    a_file(first)
    a_file(first, b"Zweite Datei", "Karte.pdf")
    a_station(first, board, date(2026, 2, 24))
    station = a_station(first, council, date(2026, 3, 17), order=1, authoritative=True)
    a_station(second, council, date(2026, 3, 17))
    meeting_id = station.meeting_id or 0
    for order, name in enumerate(["Eröffnung", "Gemeinsame Brücke"]):
        AgendaItem.objects.create(
            meeting_id=meeting_id,
            order=order + 5,
            number=str(order + 1),
            name=name,
            is_public=True,
        )
    decision = Decision.objects.create(paper=first, state="taken", decided_on=date(2026, 3, 17), yes=20, no=2)
    DecisionItem.objects.create(
        decision=decision, order=0, number="1", resolution_text="Die Brücke wird gebaut."
    )
    person = Person.objects.create(body_id=body.id, family_name="Muster", given_name="Erika", title="Dr.")
    Mandate.objects.create(person=person, organization=council, role="Mitglied", starts_on=date(2025, 11, 1))
    add_term(
        body=body,
        name="2025-2030",
        starts_on=date(2025, 11, 1),
        ends_on=date(2030, 10, 31),
        by=None,
        on=TODAY,
    )
    place = {
        "description": "Rathaus",
        "street_address": "Markt 1",
        "postal_code": "59999",
        "locality": "Musterstadt",
    }
    set_location(body=body, values=place, by=None, on=TODAY)
    return body
