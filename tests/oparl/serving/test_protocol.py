"""S5, S9-S12, S16: lists, headers, files, addresses, times, and what nobody should ask."""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from allmende.oparl.models import PublicObject
from allmende.oparl.serving.asking import FILTERS, ListQuery, read_query
from allmende.oparl.serving.domain import ObjectKind
from allmende.oparl.serving.json_values import at_second
from allmende.oparl.serving.store import page_of, settle_changes
from allmende.papers.models import File, Paper
from allmende.register.domain import BodyView
from tests.oparl.serving.factories import ROOT, OparlClient, a_public_paper

PATH = "/oparl/1.1"


@pytest.fixture
def many(town: BodyView) -> BodyView:
    """Give 60 papers times of creation and change of their own, five of them deleted."""
    for number in range(58):
        a_public_paper(town, f"viele/{number}")
    settle_changes()
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for number, row in enumerate(PublicObject.objects.filter(kind="Paper").order_by("key")):
        created = start + timedelta(seconds=7 * number)
        modified = created + timedelta(seconds=number * 37 % 101)
        is_deleted = number % 12 == 5
        PublicObject.objects.filter(pk=row.pk).update(
            created=created, modified=modified, is_deleted=is_deleted
        )
    return town


def test_random_windows_equal_a_filter_by_hand(many: BodyView) -> None:
    chance = random.Random(5)  # noqa: S311 - the same windows in every run
    rows = list(PublicObject.objects.filter(kind="Paper"))
    for _ in range(200):
        bounds = {
            name: chance.choice(rows).created + timedelta(seconds=chance.choice([-1, 0, 0, 1]))
            for name in chance.sample(FILTERS, chance.randrange(5))
        }
        pairs = [(name, at_second(bound)) for name, bound in bounds.items()]
        found = list(keys_along(many, read_query([*pairs, ("limit", chance.choice(["7", "40", "250"]))])))
        assert len(found) == len(set(found))
        assert set(found) == {row.key for row in rows if fits(row, bounds)}, pairs


def keys_along(body: BodyView, query: ListQuery) -> Iterator[int]:
    """Yield the keys on all pages of a list of papers."""
    revision = settle_changes()
    while True:
        page = page_of(ObjectKind.PAPER, query, revision=revision, body_id=body.id)
        yield from (stamp.key for stamp in page.stamps)
        if page.next_cursor is None:
            return
        query = query.at(page.next_cursor)


def fits(row: PublicObject, bounds: dict[str, datetime]) -> bool:
    low, high = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    return (
        bounds.get("created_since", low) <= row.created <= bounds.get("created_until", high)
        and bounds.get("modified_since", low) <= row.modified <= bounds.get("modified_until", high)
        and (not row.is_deleted or "modified_since" in bounds)
    )


def test_links_keep_filters_and_size(many: BodyView, oparl: OparlClient) -> None:
    page = oparl.fetch(f"{ROOT}/body/{many.id}/papers?modified_since=2026-01-01T00%3A00%3A00Z&limit=5")
    assert len(page["data"]) == 5
    assert all("modified_since=2026-01-01" in link and "limit=5" in link for link in page["links"].values())
    assert page["links"].keys() == {"first", "self", "next"}
    assert oparl.fetch(page["links"]["self"]) == page


@pytest.mark.parametrize("limit", ["0", "x", "-1", str(10**9), str(10**30), "1.5", ""])
def test_a_strange_limit_leads_to_a_page(many: BodyView, oparl: OparlClient, limit: str) -> None:
    response = oparl.client.get(f"{PATH}/body/{many.id}/papers?limit={limit}", follow=True)
    assert response.status_code == 200
    assert response.json()["data"]


@pytest.mark.parametrize("value", ["2026-01-01", "2026-01-01T00:00:00", "gestern", "%FF", "%00"])
@pytest.mark.parametrize("name", ["created_since", "modified_until"])
def test_a_time_without_zone_is_a_german_error(
    town: BodyView, oparl: OparlClient, name: str, value: str
) -> None:
    response = oparl.response(f"{ROOT}/body/{town.id}/papers?{name}={value}")
    error = response.json()
    assert response.status_code == 400
    assert error["type"] == "https://schema.oparl.org/1.1/Error"
    assert "Zeitzone" in error["message"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_page_costs_the_same_few_statements_whatever_its_size(
    many: BodyView, oparl: OparlClient, django_assert_max_num_queries: Any
) -> None:
    oparl.fetch(f"{ROOT}/body/{many.id}/papers")
    for kind in ("papers", "meetings", "organizations", "people", "consultations", "agenda-items", "files"):
        with django_assert_max_num_queries(8):
            oparl.fetch(f"{ROOT}/body/{many.id}/{kind}?limit=3")
        with django_assert_max_num_queries(8):
            oparl.fetch(f"{ROOT}/body/{many.id}/{kind}?limit=200")


def test_headers_of_an_answer(town: BodyView, client: Client) -> None:
    url = f"{PATH}/body/{town.id}/papers"
    plain = client.get(url)
    assert plain["Content-Type"] == "application/json; charset=utf-8"
    assert plain["Access-Control-Allow-Origin"] == "*"
    assert not plain.cookies
    assert client.get(url, headers={"If-None-Match": plain["ETag"]}).status_code == 304
    head = client.head(url)
    assert (head.content, head["Content-Length"]) == (b"", str(len(plain.content)))
    assert head["ETag"] == plain["ETag"]
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"


def test_an_object_says_when_it_changed(town: BodyView, client: Client) -> None:
    response = client.get(f"{PATH}/body/{town.id}")
    assert response["Last-Modified"].endswith("GMT")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_can_write(method: str, town: BodyView) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{PATH}/body/{town.id}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["type"].endswith("/Error")


def test_browsers_may_ask_first(town: BodyView, client: Client) -> None:
    response = client.options(f"{PATH}/system")
    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "address",
    [
        "/body/{body}/",
        "//body/{body}",
        "/body//{body}",
        "/Body/{body}",
        "/body/0{body}",
        "/body/{body}?x=1",
        "/body/+{body}",
        "/body/{body}/papers/",
        "/body/{body}/papers?x=1",
        "/body/{body}/Papers",
        "/body/{body}/papers?limit=5&created_since=2026-01-01T00:00:00Z",
        "/body/{body}/papers?limit=05",
        "/system/",
        "/system?x",
        "/",
    ],
)
def test_each_thing_has_one_address(address: str, town: BodyView, client: Client) -> None:
    response = client.get(f"{PATH}{address.format(body=town.id)}")
    assert response.status_code in {301, 404}
    if response.status_code == 301:
        assert client.get(response["Location"].removeprefix("http://testserver")).status_code == 200


def test_another_host_leads_to_the_public_one(town: BodyView, client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://allmende.example"
    response = client.get(f"{PATH}/system?x=1")
    assert (response.status_code, response["Location"]) == (
        301,
        "https://allmende.example/oparl/1.1/system?x=1",
    )
    settings.ALLOWED_HOSTS = ["allmende.example"]
    system = client.get(f"{PATH}/system", headers={"Host": "allmende.example"}, secure=True).json()
    assert system["id"] == "https://allmende.example/oparl/1.1/system"


def test_files_are_shown_handed_out_and_cut(town: BodyView, oparl: OparlClient) -> None:
    thing = next(each for each in oparl.follow(f"{ROOT}/body/{town.id}/files") if "Brücke" in each["name"])
    shown, handed = oparl.response(thing["accessUrl"]), oparl.response(thing["downloadUrl"])
    data = b"".join(shown.streaming_content)
    assert b"".join(handed.streaming_content) == data
    assert thing["size"] == len(data) == int(shown["Content-Length"])
    assert thing["sha512Checksum"] == hashlib.sha512(data).hexdigest()
    assert shown["Content-Disposition"].startswith("inline")
    assert handed["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote('Anlage zur Brücke.pdf')}" in handed["Content-Disposition"]
    assert oparl.response(thing["accessUrl"], **{"If-None-Match": shown["ETag"]}).status_code == 304
    for asked, part, status in (
        ("2-4", data[2:5], 206),
        ("-3", data[-3:], 206),
        ("5-", data[5:], 206),
        ("0-", data, 200),
    ):
        answer = oparl.response(thing["accessUrl"], Range=f"bytes={asked}")
        assert (answer.status_code, b"".join(answer.streaming_content)) == (status, part)
    assert oparl.response(thing["accessUrl"], Range="bytes=999999-").status_code == 416


def test_no_file_acts_as_a_page_of_ours(town: BodyView, oparl: OparlClient) -> None:
    File.objects.update(media_type="text/html")
    thing = next(iter(oparl.follow(f"{ROOT}/body/{town.id}/files")))
    response = oparl.response(thing["accessUrl"])
    b"".join(response.streaming_content)
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_deleted_file_is_gone(town: BodyView, oparl: OparlClient) -> None:
    thing = next(iter(oparl.follow(f"{ROOT}/body/{town.id}/files")))
    Paper.objects.update(is_published=False)
    assert oparl.response(thing["accessUrl"]).status_code == 410
    assert oparl.fetch(thing["id"])["deleted"] is True


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 29, 0, 59, 59, 999_999, UTC), "2026-03-29T01:59:59+01:00"),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), "2026-03-29T03:00:00+02:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_times_carry_the_zone_of_their_day(moment: datetime, text: str) -> None:
    assert at_second(moment) == text


PIECES = (
    *(
        "system",
        "bodies",
        "body",
        "paper",
        "papers",
        "file",
        "organization",
        "meetings",
        "inhalt",
        "download",
    ),
    *(
        "1",
        "2",
        "0",
        "-1",
        "999999999999999999",
        "9" * 30,
        "%00",
        "%2e%2e",
        "ä",
        "''",
        "<x>",
        "{}",
        "%",
        " ",
        "",
    ),
)
QUERIES = (
    "",
    "limit=1",
    "cursor=1-1",
    "cursor=9-9-9",
    "cursor=x",
    "modified_since=x",
    "%%%",
    "a[]=1",
    "limit=%FF",
)


def test_no_address_breaks_the_server(town: BodyView, client: Client) -> None:
    chance = random.Random(16)  # noqa: S311 - the same addresses in every run
    for _ in range(500):
        path = "/".join(chance.choices(PIECES, k=chance.randrange(1, 5)))
        response = client.get(f"{PATH}/{path}?{chance.choice(QUERIES)}")
        assert response.status_code in {200, 301, 400, 404, 410}, path
        assert response["Access-Control-Allow-Origin"] == "*"
