"""The OParl server with 28 bodies and a million papers: pages, crawl, memory, statements, strange addresses.

python -m benchmarks.oparl_server [PAPERS]
"""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from benchmarks._measuring import timed, with_empty_database

PAPERS = 1_000_000
BODIES = 28
PAGES = 1000
CRAWLED = 40_000
PAGE_LIMIT_MS = 100.0
OBJECTS_PER_SECOND = 2000
STATEMENTS = 8
STRANGE = 10_000
CHANGES = 10_000
BASE = "/oparl/1.1"

FILL = """
INSERT INTO register_body (key) SELECT 'probe-' || b FROM generate_series(1, %(bodies)s) b;
INSERT INTO papers_organization (body_id, name, name_key, kind)
  SELECT id, 'Ausschuss ' || n, 'ausschuss ' || n, 'committee' FROM register_body, generate_series(1, 10) n;
INSERT INTO papers_meeting (organization_id, date, is_listed)
  SELECT id, date '2016-01-01' + 30 * n, false FROM papers_organization, generate_series(1, 120) n;
INSERT INTO papers_paper (body_id, name, source_name, reference, reference_key, paper_type, date,
    status, issuer, department, file_number, header_evidence, is_published, is_imported,
    created_at, modified_at)
  SELECT b.id, 'Vorlage über die gemeinsame Aufgabe Nummer ' || n, '', n || '/2026', n || '/2026',
    'Beschlussvorlage', date '2016-01-01' + n %% 3650, 'öffentlich', '', 'Fachbereich ' || n %% 9,
    '', '{}', true, false, now(), now()
  FROM generate_series(1, %(papers)s) n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM register_body) b
    ON b.place = n %% %(bodies)s;
INSERT INTO papers_consultation ("order", paper_id, organization_id, organization_name, meeting_id, date,
    role, treatment, authoritative)
  SELECT 0, p.id, m.organization_id, 'Ausschuss', m.id, m.date, 'beratung', '', false
  FROM papers_paper p JOIN (
    SELECT m.id, m.date, m.organization_id, o.body_id,
      row_number() OVER (PARTITION BY o.body_id ORDER BY m.id) - 1 AS place
    FROM papers_meeting m JOIN papers_organization o ON o.id = m.organization_id) m
    ON m.body_id = p.body_id AND m.place = p.id %% 1200;
INSERT INTO papers_file (body_id, paper_id, content, original_name, media_type, size, sha256, sha512, text,
    page_starts, uploaded_at)
  SELECT body_id, id, 'papers/x.bin', 'Vorlage.pdf', 'application/pdf', 1000,
    encode(sha256(id::text::bytea), 'hex'), encode(sha512(id::text::bytea), 'hex'), '', '{}', now()
  FROM papers_paper;
INSERT INTO oparl_publication (body_id, state, name, short_name, classification, ags, website, contact_name,
    contact_email, license, published_at, changed_at)
  SELECT id, 'public', 'Probe ' || key, key, 'Gemeinde', '', '', '', '', '', now(), now() FROM register_body;
"""


def main() -> int:
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS
    return with_empty_database(lambda: _measure(papers))


def _measure(papers: int) -> int:
    from django.db import connection

    from allmende.oparl.serving.store import settle_changes

    with connection.cursor() as cursor:
        timed(
            f"filling {papers:,} papers", lambda: cursor.execute(FILL % {"papers": papers, "bodies": BODIES})
        )
        timed("ANALYZE", lambda: cursor.execute("ANALYZE"))
        timed("making everything public (first settling)", settle_changes)
        cursor.execute("VACUUM ANALYZE")
    broken = _pages(papers) | _crawl() | _changes() | _strange()
    print("FAILED" if broken else "all limits kept")
    return broken


def _get(address: str) -> Any:
    from django.test import Client

    parts = urlsplit(address)
    return Client(SERVER_NAME="localhost").get(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _pages(papers: int) -> int:
    """Open pages anywhere in the lists: begin, middle, end, along all orders."""
    from django.db import connection

    from allmende.oparl.models import PublicObject
    from allmende.oparl.serving.asking import Cursor

    chance = random.Random(1)  # noqa: S311 - the same pages in every run
    bodies = list(PublicObject.objects.filter(kind="Body").values_list("key", flat=True))
    kinds = ("papers", "consultations", "files", "meetings", "organizations")
    times, statements = [], 0
    revision = 10**9
    connection.force_debug_cursor = True
    for _ in range(PAGES):
        body, kind = chance.choice(bodies), chance.choice(kinds)
        row = (
            PublicObject.objects.filter(body=body, pk__gte=chance.randrange(papers * 3))
            .order_by("pk")
            .first()
        )
        seconds = int(row.created.timestamp()) if row else 0
        key = row.pk if row else 0
        query = chance.choice(
            [
                "",
                f"cursor={Cursor(seconds, key)}",
                f"modified_since=2020-01-01T00:00:00Z&cursor={Cursor(seconds, key, revision)}",
                "modified_since=2199-01-01T00:00:00Z",
                "created_since=2020-01-01T00:00:00Z&created_until=2199-01-01T00:00:00Z",
                "created_until=2000-01-01T00:00:00Z",
                "omit_internal=true",
            ]
        )
        connection.queries_log.clear()
        start = time.perf_counter()
        response = _get(f"{BASE}/body/{body}/{kind}?{query}")
        times.append((time.perf_counter() - start) * 1000)
        statements = max(statements, len(connection.queries_log))
        assert response.status_code == 200, (query, response.status_code)
    connection.force_debug_cursor = False
    times.sort()
    p99 = times[int(len(times) * 0.99)]
    print(f"pages: median {times[len(times) // 2]:.0f} ms, p99 {p99:.0f} ms, longest {times[-1]:.0f} ms")
    print(f"pages: at most {statements} statements")
    return int(p99 > PAGE_LIMIT_MS or statements > STATEMENTS)


def _crawl() -> int:
    """Follow the list of papers of one body after the other; count embedded objects too."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, objects, listed = time.perf_counter(), 0, 0
    for page in _all_pages():
        listed += len(page["data"])
        objects += sum(1 + len(each.get("consultation", ())) + ("mainFile" in each) for each in page["data"])
        if listed >= CRAWLED:
            break
    seconds = time.perf_counter() - start
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"crawl: {listed / seconds:,.0f} papers/s, {objects / seconds:,.0f} objects/s with those inside them"
    )
    print(f"crawl: memory grew by {growth:.0f} MB")
    return int(listed / seconds < OBJECTS_PER_SECOND or growth > 50)


def _all_pages() -> Iterator[Any]:
    for body in json.loads(_get(f"{BASE}/bodies").content)["data"]:
        address = body["paper"]
        while address:
            page = json.loads(_get(address).content)
            yield page
            address = page["links"].get("next")


def _changes() -> int:
    """Change papers in many small transactions and once in one large one, then ask for the changes."""
    from allmende.oparl.serving.store import settle_changes
    from allmende.papers.models import Paper

    keys = list(Paper.objects.order_by("pk").values_list("pk", flat=True)[:CHANGES])

    def one_by_one() -> None:
        for number, key in enumerate(keys[:1000]):
            Paper.objects.filter(pk=key).update(name=f"Neu {number}")
            settle_changes()

    _result, seconds = timed("1,000 changes, each settled at once", one_by_one)
    timed(
        f"{CHANGES:,} changes in one statement", lambda: Paper.objects.filter(pk__in=keys).update(name="Neu")
    )
    timed("settling them", settle_changes)
    return int(seconds > 60)


def _strange() -> int:
    chance = random.Random(16)  # noqa: S311 - the same addresses in every run
    pieces = (
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
        *("1", "2", "0", "-1", "9" * 18, "9" * 30, "%00", "%2e%2e", "ä", "''", "<x>", "{}", "%", " ", ""),
    )
    queries = ("", "limit=1", "cursor=1-1", "cursor=9-9-9", "cursor=x", "modified_since=x", "%%%", "a[]=1")
    errors = 0
    for _ in range(STRANGE):
        path = "/".join(chance.choices(pieces, k=chance.randrange(1, 5)))
        errors += int(_get(f"{BASE}/{path}?{chance.choice(queries)}").status_code >= 500)
    print(f"{STRANGE:,} strange addresses: {errors} server errors")
    return int(errors > 0)


if __name__ == "__main__":
    sys.exit(main())
