"""S16: whatever is asked, in whatever words, by whatever method: an answer in OParl, no error of ours."""

from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from allmende.oparl.models import PublicObject
from allmende.oparl.serving.store import settle_changes
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.oparl.dirt import ADDRESSES, DAYS, TEXTS

WORDS = (
    "modified_since",
    "modified_until",
    "created_since",
    "created_until",
    "limit",
    "cursor",
    "omit_internal",
)
ODD_WORDS = (
    *WORDS,
    "x",
    "",
    "page",
    "offset",
    "LIMIT",
    "limit[]",
    "cursor ",
    "ä",
    "\0",
    "__class__",
    "format",
)
GOOD = ("2026-01-01T00:00:00Z", "2020-01-01T00:00:00+01:00", "2199-01-01T00:00:00Z", "1", "250", "true")
CURSORS = (
    "1-1",
    "0-0",
    "250000000000-1",
    "1-1-1",
    "1--1",
    "-1-1",
    "1-999999999999999999",
    "9-9-999999999999999999",
)
VALUES = (
    *GOOD,
    *CURSORS,
    *DAYS,
    *(text[:2000] for text in (*TEXTS, *ADDRESSES)),
    "0",
    "-1",
    "1e9",
    "%",
    "%zz",
)
HEADERS = {
    "Accept": ("text/html", "*/*;q=0", "\xff"),
    "Accept-Encoding": ("gzip;q=0", "br", "gzip, \xff", "identity;q=0"),
    "If-None-Match": ("*", 'W/"', '"\xff"', "x" * 5000),
    "If-Modified-Since": ("gestern", "Thu, 01 Jan 1970 00:00:00 GMT", "\xff"),
    "Range": (
        "bytes=0-0",
        "bytes=-",
        "bytes=9-1",
        "bytes=a-b",
        f"bytes={'9' * 30}-",
        "items=1",
        "bytes=0-1,2-3",
    ),
    "If-Range": ('"x"', "gestern"),
    "X-Forwarded-Host": ("evil.example",),
    "Cookie": ("sessionid=x; csrftoken=\xff",),
    "Content-Type": ("application/json; charset=x",),
}


def _query(chance: Random) -> str:
    pairs = []
    for _ in range(chance.randrange(4)):
        name, value = chance.choice(ODD_WORDS), chance.choice(VALUES)
        raw = value.encode("utf-8", "surrogatepass")
        written = chance.choice([quote(raw), quote(raw, safe="+:"), quote(raw + chance.randbytes(1))])
        pairs.append(f"{quote(name)}={written}" if chance.random() < 0.95 else quote(name))
    return chance.choice(["&", "&", ";"]).join(pairs)


def _paths(town: BodyView) -> list[str]:
    settle_changes()
    one = {row.kind: row.key for row in PublicObject.objects.all()}
    lists = (
        "papers",
        "people",
        "files",
        "meetings",
        "agenda-items",
        "locations",
        "legislative-terms",
        "nothing",
    )
    return [
        *("/oparl/1.1/system", "/oparl/1.1/bodies", "/oparl/1.1/joint-decision/1"),
        *(f"/oparl/1.1/body/{town.id}/{name}" for name in lists),
        *(f"/oparl/1.1/organization/{one['Organization']}/{name}" for name in ("meetings", "consultations")),
        *(f"/oparl/1.1/file/{one['File']}{end}" for end in ("", "/inhalt", "/download")),
        f"/oparl/1.1/paper/{one['Paper']}",
    ]


def _read(response: Any) -> Any:
    """Read an answer to its end, so that its file is closed."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.fixture
def strict(client: Client) -> Client:
    client.raise_request_exception = True
    return client


@pytest.mark.parametrize("seed", range(4))
def test_every_question_has_an_answer(seed: int, town: BodyView, strict: Client) -> None:
    chance = Random(seed)  # noqa: S311 - the same questions in every run
    paths = _paths(town)
    for _ in range(150):
        asked: dict[str, Any] = {"QUERY_STRING": _query(chance)}
        names = chance.sample(sorted(HEADERS), chance.randrange(3))
        headers = {name: chance.choice(HEADERS[name]) for name in names}
        path = chance.choice(paths)
        response = _read(strict.get(path, headers=headers, **asked))
        told = (path, asked, headers, response.status_code)
        assert response.status_code in {200, 206, 301, 304, 400, 404, 416}, told
        assert response["Access-Control-Allow-Origin"] == "*", told
        if response.status_code >= 400:
            assert response.json()["type"].endswith("/Error"), told
        if response.status_code == 301:
            assert "evil" not in response["Location"]
            parts = urlsplit(response["Location"])
            again = _read(strict.get(parts.path, QUERY_STRING=parts.query))
            assert again.status_code in {200, 400, 404}, (told, response["Location"])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "\N{SNOWMAN}"])
def test_no_method_writes(method: str, town: BodyView, client: Client) -> None:
    before = list(Paper.objects.values_list())
    for path in _paths(town):
        response = client.generic(method, path, b'{"id": 1}', content_type="application/json")
        assert response.status_code == 405, path
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response.json()["type"].endswith("/Error")
    assert list(Paper.objects.values_list()) == before
