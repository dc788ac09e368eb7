"""Measure the register of cooperations with the French set: 1,255 groups with 34,871 memberships.

    python -m benchmarks.cooperations

Limits: 60 seconds to take over the list, 50 milliseconds for the query, 100 for pages of the inventory.
The set lies beside the checkout in `../shared/data/register/scale`; without it as many are made up.
"""

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks._measuring import measure_pages, timed, with_empty_database

ROOT = Path(__file__).resolve().parents[1]
SCALE = ROOT.parent / "shared" / "data" / "register" / "scale"
GROUPS, MEMBERS_EACH = 1255, 28
LIMIT_IMPORT_SECONDS = 60
LIMIT_QUERY_MILLISECONDS = 50
LIMIT_PAGE_MILLISECONDS = 100
REPEATS = 20
PAGES = ("/zusammenarbeit/", "/zusammenarbeit/?q=pays", "/zusammenarbeit/?rechtsform=sonstige&seite=10")

Row = tuple[str, str, str, str]  # key of the group, its name, key of the member, its name


def main() -> int:
    """Print the measurements; return 1 if a limit is broken."""
    return with_empty_database(measure)


def measure() -> int:
    from django.utils import timezone

    from allmende.cooperations.actions import load_tasks
    from allmende.cooperations.importing.actions import import_list, preview_list

    load_tasks()
    rows = list(memberships())
    bodies = {key: name for _group, _name, key, name in rows}
    timed(f"{len(bodies)} bodies", lambda: add_bodies(bodies))
    data = list_of(rows)
    now = timezone.now()
    options = {"name": "scale.csv", "answers": {}, "steward_id": None, "on": timezone.localdate(now)}
    found, _seconds = timed("preview", lambda: preview_list(data, **options))  # type: ignore[arg-type]
    count, seconds = timed("take over", lambda: import_list(data, **options, by=None, at=now))  # type: ignore[arg-type]
    is_slow = seconds >= LIMIT_IMPORT_SECONDS
    print(f"{count} cooperations, {found.party_count} memberships {'TOO SLOW' if is_slow else 'ok'}")
    slow_query = measure_query(next(iter(bodies)))
    return max(int(is_slow), slow_query, measure_pages(PAGES, limit=LIMIT_PAGE_MILLISECONDS))


def measure_query(key: str) -> int:
    from django.utils import timezone

    from allmende.cooperations.queries import cooperations_of
    from allmende.register.queries import body_by_key

    on = timezone.localdate()
    body = body_by_key(key, on=on)
    times = []
    for _time in range(REPEATS):
        start = time.perf_counter()
        ties = cooperations_of(body.id, on=on)
        times.append((time.perf_counter() - start) * 1000)
    assert ties
    best = min(times)
    print(f"{best:6.1f} ms all cooperations of a body on a day")
    return int(best >= LIMIT_QUERY_MILLISECONDS)


def memberships() -> Iterator[Row]:
    """Yield group and member of each membership, named so that no two bodies bear one key."""
    file = SCALE / "fr_epci_members.csv"
    if not file.exists():
        for number in range(GROUPS * MEMBERS_EACH):
            group = number // MEMBERS_EACH
            yield f"g{group}", f"Verband {group}", f"fr-{number}", f"Ort {number}"
        return
    with (SCALE / "fr_epci.csv").open(encoding="utf-8") as groups:
        names = {row["siren"]: row["name"] for row in csv.DictReader(groups)}
    with file.open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            group = row["epci_siren"]
            yield f"fr-{group}", names[group], f"fr-{row['commune_code'].lower()}", row["commune_name"]


def add_bodies(bodies: dict[str, str]) -> None:
    from datetime import date

    from django.utils import timezone

    from allmende.register.domain import Kind
    from allmende.register.importing.actions import import_list
    from allmende.register.importing.records import BodyList, BodyRecord

    records = tuple(BodyRecord(0, key, name, Kind.AUSLAENDISCH) for key, name in bodies.items())
    listed = BodyList("Communes", date(2026, 1, 1), records, is_complete=False)
    import_list(listed, digest="0" * 64, file_name="communes", by=None, at=timezone.now())


def list_of(rows: list[Row]) -> bytes:
    """Return the list in the columns of the handbook."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(["schluessel", "name", "rechtsform", "seit", "koerperschaft"])
    table.writerows([key, name, "sonstige", "01.01.2026", member] for key, name, member, _name in rows)
    return text.getvalue().encode()


if __name__ == "__main__":
    raise SystemExit(main())
