"""Every malformed answer of the table has the stated outcome, findings and number of requests."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from allmende.oparl.fetching import Fetcher, Manners
from allmende.oparl.importing.crawl import Crawl
from allmende.oparl.importing.lists import ListTask
from allmende.oparl.models import ImportedObject, ImportRun, OparlSource, SourceFinding
from tests.oparl.case_server import Served, serving
from tests.oparl.cases import Case, cases
from tests.oparl.shared_data import has_oparl_data

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MANNERS = Manners(
    contact="https://allmende.example", seconds_between=0, max_bytes=20_000_000, allow_loopback=True
)


def crawl_of(served: Served, case: Case) -> Crawl:
    source = OparlSource.objects.create(name="Test", url=served.base)
    for known in case.known:
        _know(source, served.base, known)
    run = ImportRun.objects.create(source=source, started_at=NOW, is_full=not case.since)
    is_slow = any("drip_seconds" in str(answer) for answer in case.responses.values())
    manners = replace(MANNERS, max_seconds=0.5) if is_slow else MANNERS
    fetcher = Fetcher(served.base, manners, sleep=lambda _seconds: None)
    return Crawl(run, fetcher, lambda: NOW, lambda _count, _url: None)


def _know(source: OparlSource, base: str, text: str) -> None:
    """Store an object as an earlier run has left it: "/consultation/1 with meeting /meeting/1"."""
    path, _with, rest = text.partition(" with ")
    kind, number = path.strip("/").split("/")
    raw: dict[str, Any] = {
        "id": base + path,
        "type": f"https://schema.oparl.org/1.1/{kind.capitalize()}",
        "created": "2026-01-01T08:00:00+01:00",
        "modified": "2026-01-02T08:00:00+01:00",
    }
    if rest:
        name, value = rest.split()
        raw[name] = base + value
    else:
        raw |= {"body": f"{base}/body/1", "name": f"Vorlage {number}", "reference": f"2026/{number}"}
    ImportedObject.objects.create(
        source=source,
        url=base + path,
        object_type=kind.capitalize(),
        own_raw=raw,
        modified=datetime(2026, 1, 2, 7, tzinfo=UTC),
    )


def run_case(case: Case) -> tuple[Crawl, Served]:
    text_now = NOW.isoformat()
    responses = {
        key: value if key in ("sequence", "retry_after") else _with_now(value, text_now)
        for key, value in case.responses.items()
    }
    with serving(responses) as served:
        crawl = crawl_of(served, case)
        crawl.read_lists(
            [ListTask(url=served.base + case.start, object_type=case.object_type, since=case.since)]
        )
        crawl.compare()
        crawl.follow_up()
        crawl.fetcher.close()
        return crawl, served


def _with_now(value: Any, now: str) -> Any:
    if isinstance(value, dict):
        return {key: _with_now(each, now) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_now(each, now) for each in value]
    return value.replace("{NOW}", now) if isinstance(value, str) else value


def case_named(name: str) -> Case:
    return next(case for case in cases() if case.id == name)


@pytest.mark.django_db
@pytest.mark.skipif(not has_oparl_data(), reason="the shared OParl data is not beside this checkout")
@pytest.mark.parametrize("case", cases() if has_oparl_data() else [], ids=lambda case: case.id)
def test_broken_answer(case: Case) -> None:
    crawl, served = run_case(case)
    [outcome] = crawl.outcomes
    assert outcome == case.outcome
    assert crawl.distinct_objects == case.objects
    assert set(SourceFinding.objects.values_list("code", flat=True)) == case.issues
    assert len(served.requests) <= case.max_requests
