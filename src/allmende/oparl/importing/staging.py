"""Keep what pages gave until the run compares it; the place of each list goes along in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection, transaction

from allmende.oparl.addresses import MAX_LENGTH as MAX_URL
from allmende.oparl.importing.decoding import encoded
from allmende.oparl.importing.issues import Issue
from allmende.oparl.importing.lists import Batch, ListReader
from allmende.oparl.importing.repair import Taken
from allmende.oparl.importing.values import UNSTORABLE, instant
from allmende.oparl.models import ImportRun, SourceFinding, SourceList

COPY = (
    "COPY oparl_stagedobject (run_id, url, object_type, body_url, is_own, is_listed, is_deleted, modified,"
    " parent_url, raw, links, issues) FROM STDIN"
)
SEPARATOR = "\t"
PARENTS = {"Consultation": "paper", "AgendaItem": "meeting"}
"""What a station and an item belong to: mapping looks for them by that."""

MAX_DETAIL = 200
MAX_CODE = 40


@transaction.atomic
def stage(
    run: ImportRun,
    batches: Iterable[Batch],
    *,
    body_url: str,
    at: datetime,
    place: SourceList | None = None,
    reader: ListReader | None = None,
) -> None:
    """Store what pages gave; `place` and `reader` say how far their list is read then."""
    of_objects: dict[str, list[str]] = defaultdict(list)
    taken: list[Taken] = []
    others: list[Issue] = []
    next_url = ""
    for batch in batches:
        taken.extend(batch.taken)
        urls = {each.url for each in batch.taken}
        for issue in batch.issues:
            if issue.url in urls:
                of_objects[issue.url].append(f"{issue.code}{SEPARATOR}{_detail(issue)}")
            else:
                others.append(issue)
        next_url = batch.next_url
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in _rows(run.pk, taken, of_objects, body_url, is_listed=place is not None):
            copy.write_row(row)
    add_findings(run, others, at)
    if place is not None and reader is not None:
        place.resume_url, place.resume_run = next_url, run
        place.latest = max(filter(None, (place.latest, reader.latest)), default=None)
        place.save(update_fields=["resume_url", "resume_run", "latest"])


def _rows(
    run_id: int, taken: list[Taken], issues: dict[str, list[str]], body_url: str, *, is_listed: bool
) -> Iterator[tuple[object, ...]]:
    for each in taken:
        modified = each.values.get("modified")
        yield (
            run_id,
            each.url,
            each.object_type,
            body_url,
            each.is_own,
            is_listed or not each.is_own,
            each.is_deleted,
            instant(modified) if modified else None,
            str(each.values.get(PARENTS.get(each.object_type, ""), "")),
            encoded(each.raw),
            _array(SEPARATOR.join(link) for link in each.links),
            _array(map(_clean, issues.get(each.url, ()))),
        )


def _array(texts: Iterable[str]) -> str:
    """Return texts as PostgreSQL writes an array: the driver's own way is many times slower."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


def _clean(text: str) -> str:
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _detail(issue: Issue) -> str:
    return issue.detail[:MAX_DETAIL].replace(SEPARATOR, " ")


def add_findings(run: ImportRun, issues: Iterable[Issue], at: datetime) -> None:
    """Note faults that are not about a stored object; one that is known already is not noted again."""
    SourceFinding.objects.bulk_create(
        (
            SourceFinding(
                source_id=run.source_id,
                run=run,
                code=issue.code[:MAX_CODE],
                url=_clean(issue.url).encode()[:MAX_URL].decode(errors="ignore"),
                detail=_clean(_detail(issue)),
                found_at=at,
            )
            for issue in dict.fromkeys(issues)
        ),
        ignore_conflicts=True,
    )
