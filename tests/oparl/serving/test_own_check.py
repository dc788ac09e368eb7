"""Our own check finds nothing at our own server."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from allmende.oparl.checking.crawler import Check, Limits
from allmende.oparl.fetching import Answer
from allmende.oparl.serving.store import settle_changes
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.oparl.serving.factories import ROOT, a_public_paper, publish


class AskOurselves:
    """Sends requests to the views, as a fetcher does over the network."""

    def __init__(self) -> None:
        self.client: Any = Client()

    def request(
        self, method: str, url: str, headers: Mapping[str, str] = MappingProxyType({}), *, follow: bool = True
    ) -> Answer:
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        response = self.client.generic(method, address, headers=dict(headers))
        if follow and response.status_code == 301:
            return self.request(method, response["Location"], headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(url, response.status_code, found, body, 0.0)


def test_nothing_is_found_here(town: BodyView, bodies: Any) -> None:
    gone = a_public_paper(town, "2026/3")
    settle_changes()
    Paper.objects.filter(pk=gone.pk).update(is_published=False)
    publish(bodies["05999"])
    report = Check(AskOurselves(), Limits(requests=2000, samples=2)).run(f"{ROOT}/system")
    assert [(each.rule.code, each.place, each.examples) for each in report.findings] == []
    assert (report.counts["Body"], report.counts["Paper"]) == (2, 2)
    assert report.notes == []
