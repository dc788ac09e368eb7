"""Our own check finds nothing at our own server."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from allmende.oparl.checking.crawler import Check, Limits
from allmende.oparl.fetching import Answer
from allmende.oparl.serving.actions import switch_publication
from allmende.oparl.serving.domain import PublicationState
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.oparl.serving.factories import ROOT, a_full_town
from tests.papers.factories import TODAY


class AskOurselves:
    """Sends requests to the views, as a fetcher does over the network."""

    def request(
        self, method: str, url: str, headers: Mapping[str, str] = MappingProxyType({}), *, follow: bool = True
    ) -> Answer:
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        response: Any = Client().generic(method, address, headers=dict(headers))
        if follow and response.status_code == 301:
            return self.request(method, response["Location"], headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(url, response.status_code, found, body, 0.0)


def test_nothing_is_found_here(town: BodyView, bodies: Any) -> None:
    a_full_town(bodies["05999008"])
    Paper.objects.filter(body_id=bodies["05999008"].id, reference="2026/2").update(is_published=False)
    switch_publication(body=bodies["05999"], state=PublicationState.PUBLIC, by=None, on=TODAY)
    report = Check(AskOurselves(), Limits(requests=2000)).run(f"{ROOT}/system")
    assert [(each.rule.code, each.place, each.examples) for each in report.findings] == []
    assert report.counts["Paper"] == 3
    assert report.counts["Body"] == 3
    assert report.notes == []
