"""Files, feeds and calendar show what is public and nothing else; the head decides what that is."""

import csv
import json
from datetime import date
from importlib.resources import files
from io import StringIO
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from icalendar import Calendar
from jsonschema import Draft202012Validator

from allmende.oparl.models import LegislativeTerm, Location, Publication
from allmende.register.domain import BodyView, Role
from tests.oparl.serving.conftest import _own_files, bodies, town  # noqa: F401 - fixtures
from tests.oparl.serving.factories import a_public_paper
from tests.papers.factories import a_member

ATOM = "{http://www.w3.org/2005/Atom}"


def text_of(response: object) -> str:
    content = getattr(response, "streaming_content", None)
    return (b"".join(content) if content is not None else response.content).decode()  # type: ignore[attr-defined]


def test_decisions_as_json_fit_their_schema(town: BodyView, client: Client) -> None:  # noqa: F811
    a_public_paper(town, "geheim", is_published=False, name="GEHEIM")
    text = text_of(client.get("/offene-daten/beschluesse.json"))
    assert "GEHEIM" not in text
    data = json.loads(text)
    schema = json.loads(
        (files("allmende.oparl.open_data") / "decisions.schema.json").read_text(encoding="utf-8")
    )
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    (record,) = data["decisions"]
    assert (record["result"], record["decided_on"], record["yes"]) == ("beschlossen", "2026-03-17", 20)
    assert record["resolution"] == ["1 Die Brücke wird gebaut."]
    assert client.get(record["paper"].removeprefix("http://testserver")).status_code == 200


def test_decisions_as_csv_open_in_excel(town: BodyView, client: Client) -> None:  # noqa: F811
    text = client.get("/offene-daten/beschluesse.csv?koerperschaft=05999004").content.decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(text), delimiter=";")
    assert (row["ergebnis"], row["ja"], row["wortlaut"]) == ("beschlossen", "20", "1 Die Brücke wird gebaut.")


def test_the_catalog_names_files_that_exist(town: BodyView, client: Client) -> None:  # noqa: F811
    described = client.get("/offene-daten/katalog.jsonld").json()
    assert described["@type"] == "dcat:Dataset"
    for each in described["dcat:distribution"]:
        for link in (each["dcat:downloadURL"]["@id"], each["dct:conformsTo"]["@id"]):
            response = client.get(link.removeprefix("http://testserver"))
            assert text_of(response)
            assert response.status_code == 200


def test_the_feeds_name_new_papers(town: BodyView, client: Client) -> None:  # noqa: F811
    a_public_paper(town, "geheim", is_published=False, name="GEHEIM")
    feed: ElementTree.Element = fromstring(client.get("/offene-daten/vorlagen.atom").content)
    titles = {entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")}
    assert titles == {"2026/1 Gemeinsame Brücke", "2026/2 Zweite Vorlage"}
    rss: ElementTree.Element = fromstring(
        client.get("/offene-daten/vorlagen.rss?koerperschaft=05999004").content
    )
    assert len(list(rss.iter("item"))) == 2


def test_the_calendar_names_public_sittings(
    town: BodyView,  # noqa: F811
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("allmende.oparl.open_data.views.today", lambda: date(2026, 3, 1))
    calendar = Calendar.from_ical(client.get("/offene-daten/sitzungen.ics").content)
    names = [str(event["summary"]) for event in calendar.walk("VEVENT")]
    assert names == ["Finanzausschuss (Stadt Musterstadt)", "Rat (Stadt Musterstadt)"]


@pytest.mark.parametrize("name", ["beschluesse.json", "vorlagen.atom", "sitzungen.ics"])
def test_a_body_that_publishes_nothing_is_not_found(name: str, town: BodyView, client: Client) -> None:  # noqa: F811
    assert client.get(f"/offene-daten/{name}?koerperschaft=05999008").status_code == 404


def signed_in(body: BodyView, role: Role) -> Client:
    client = Client()
    client.force_login(a_member(body, role))
    return client


def test_the_head_switches_and_describes(bodies: dict[str, BodyView]) -> None:  # noqa: F811
    body = bodies["05999004"]
    a_public_paper(body)
    url = f"/offene-daten/koerperschaft/{body.key}/"
    head = signed_in(body, Role.HEAD)
    assert "(1)" in head.get(url).content.decode()
    assert Client().get(url).status_code == 404
    head.post(url, {"aktion": "public"})
    assert Publication.objects.get(body=body.id).state == "public"
    assert "öffentlich" in Client().get(url).content.decode()
    head.post(url, {"aktion": "place", "place-locality": "Musterstadt"})
    head.post(url, {"aktion": "term", "term-name": "2025-2030", "term-starts_on": "2025-11-01"})
    head.post(url, {"aktion": "details", "details-contact_name": "Ratsbüro"})
    assert Location.objects.get().locality == "Musterstadt"
    assert LegislativeTerm.objects.get().name == "2025-2030"
    assert Publication.objects.get().contact_name == "Ratsbüro"
    html = head.post(
        url,
        {"aktion": "term", "term-name": "x", "term-starts_on": "2025-11-01", "term-ends_on": "2020-01-01"},
    )
    assert "liegt vor dem Beginn" in html.content.decode()
    head.post(url, {"aktion": "paused"})
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.CLERK, Role.TREASURER])
def test_only_the_head_switches(role: Role, bodies: dict[str, BodyView]) -> None:  # noqa: F811
    body = bodies["05999004"]
    response = signed_in(body, role).post(f"/offene-daten/koerperschaft/{body.key}/", {"aktion": "public"})
    assert response.status_code in {403, 404}
    assert not Publication.objects.exists()


def test_the_overview_has_an_empty_state_and_names_who_publishes(town: BodyView, client: Client) -> None:  # noqa: F811
    assert "Stadt Musterstadt" in client.get("/offene-daten/").content.decode()
    Publication.objects.update(state="ended")
    assert "Noch veröffentlicht niemand" in client.get("/offene-daten/").content.decode()
