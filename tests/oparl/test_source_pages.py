"""Pages of sources: look at a server, keep it, read it, see what is wrong; for its own people only."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmende.oparl.importing import actions
from allmende.oparl.models import ImportedObject, ObjectVersion, OparlSource, SourceBody
from allmende.papers.models import Paper
from allmende.register.domain import BodyView, Role
from tests.oparl.case_server import serving
from tests.oparl.test_import import BASE, read, world_answers
from tests.oparl.world import World
from tests.papers.factories import a_member, the_bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies() -> dict[str, BodyView]:
    return the_bodies()


@pytest.fixture
def clerk(bodies: dict[str, BodyView], client: Client) -> Client:
    client.force_login(a_member(bodies["05999004"], Role.CLERK))
    return client


@pytest.fixture
def source(bodies: dict[str, BodyView]) -> OparlSource:
    body = bodies["05999004"]
    found = OparlSource.objects.create(name="RIS Musterstadt", url=f"{BASE}/system", body_id=body.id)
    SourceBody.objects.create(source=found, url=f"{BASE}/body/1", body_id=body.id)
    read(found, world_answers(World(papers=8, dangling_every=4)))
    return found


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"oparl:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_list_says_what_to_do(clerk: Client) -> None:
    assert "Noch keine Quelle" in page(clerk, "sources")


def test_a_server_is_looked_at_and_kept(clerk: Client, settings: Any) -> None:
    settings.OPARL_ALLOW_LOOPBACK = True
    world = World(papers=8)
    with serving({}) as served:
        served.responses |= {path: {"json": world.answer(served.base, path)} for path in ("/system", "/body")}
        url = f"{served.base}/system"
        response = clerk.post(reverse("oparl:new-source"), {"url": url})
        shown = response.content.decode()
        assert "Stadt Musterstadt" in shown
        assert "SD.NET RIM" in shown
        assert "acht Stellen" in shown
        assert not OparlSource.objects.exists()
        clerk.post(reverse("oparl:new-source"), {"url": url, "keep": "1"})
        kept = OparlSource.objects.get()
        assert kept.name == "Stadt Musterstadt"
        again = clerk.post(reverse("oparl:new-source"), {"url": url, "keep": "1"})
        assert again.status_code == 400
    assert "läuft" in page(clerk, "source", kept.pk) or "wartet" in page(clerk, "source", kept.pk)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://127.0.0.1:1/", "http://10.0.0.1/", ""])
def test_an_address_that_is_none_is_refused(clerk: Client, url: str) -> None:
    response = clerk.post(reverse("oparl:new-source"), {"url": url})
    assert response.status_code == 400
    assert not OparlSource.objects.exists()


def test_the_page_of_a_source(clerk: Client, source: OparlSource) -> None:
    shown = page(clerk, "source", source.pk)
    assert "Der amtliche Gemeindeschlüssel hatte nicht acht Stellen." in shown
    assert "2 Verweise führen ins Leere" in shown
    assert "ags-repaired" in page(clerk, "findings", source.pk)
    assert f"{BASE}/paper/1000000004" in page(clerk, "gaps", source.pk)
    assert f"{BASE}/agendaitem/0" in page(clerk, "objects", source.pk)


def test_raw_json_is_shown_but_not_believed(clerk: Client, source: OparlSource) -> None:
    row = ImportedObject.objects.get(url=f"{BASE}/paper/1")
    row.own_raw = {**(row.own_raw or {}), "name": "<script>alert(1)</script>"}
    row.save()
    ObjectVersion.objects.create(
        imported_object=row, raw={"name": "früher"}, replaced_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    shown = page(clerk, "object", row.pk)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
    assert "früher" in shown


def test_a_paper_tells_where_it_was_read(clerk: Client, source: OparlSource) -> None:
    paper = Paper.objects.get(reference="V/2021/00007")
    shown = clerk.get(paper.get_absolute_url()).content.decode()
    assert "Aus dem Ratsinformationssystem" in shown
    assert f"{BASE}/files/paper-7.pdf" in shown


def test_settings(clerk: Client, source: OparlSource) -> None:
    values = {
        "name": "RIS",
        "seconds_between": "2",
        "is_nightly": "on",
        "allowed_hosts": "a.example,b.example",
    }
    clerk.post(reverse("oparl:source-settings", args=[source.pk]), values)
    source.refresh_from_db()
    assert source.is_nightly
    assert not source.heeds_robots
    assert source.allowed_hosts == ["a.example", "b.example"]
    refused = clerk.post(
        reverse("oparl:source-settings", args=[source.pk]), {**values, "seconds_between": "-1"}
    )
    assert refused.status_code == 400


def test_hide_and_read(clerk: Client, source: OparlSource) -> None:
    clerk.post(reverse("oparl:read", args=[source.pk]))
    assert "Stand des Auftrags" in page(clerk, "source", source.pk)
    clerk.post(reverse("oparl:hide-source", args=[source.pk]))
    assert clerk.get(reverse("oparl:source", args=[source.pk])).status_code == 404
    assert Paper.objects.count() == 8


@pytest.mark.parametrize("name", ["source", "findings", "gaps", "objects", "source-settings"])
def test_strangers_see_nothing(
    client: Client, bodies: dict[str, BodyView], source: OparlSource, name: str
) -> None:
    address = reverse(f"oparl:{name}", args=[source.pk])
    assert client.get(address).status_code == 302
    client.force_login(a_member(bodies["05998000"], Role.HEAD))
    assert client.get(address).status_code == 404
    row = ImportedObject.objects.first()
    assert row is not None
    assert client.get(reverse("oparl:object", args=[row.pk])).status_code == 404
    assert client.post(reverse("oparl:read", args=[source.pk])).status_code == 404


def test_nobody_links_a_body_to_somebody_else(
    client: Client, bodies: dict[str, BodyView], source: OparlSource
) -> None:
    row = source.bodies.get()
    stranger = a_member(bodies["05998000"], Role.HEAD)
    with pytest.raises(Exception, match=r"Musterstadt|05999004|darf|Rechte|nicht"):
        actions.link_body(
            source_body_id=row.pk,
            body=bodies["05998000"],
            by=stranger,
            on=datetime(2026, 3, 1, tzinfo=UTC).date(),
        )
    row.refresh_from_db()
    assert row.body_id == bodies["05999004"].id
