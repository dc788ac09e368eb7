"""What takes too long for a test: 28 bodies against the schema (S1, S2), a mirror of 10,000 changes (S7).

Usage: python -m benchmarks.oparl_conformance [CHANGES]; needs the shared OParl data beside the checkout.
"""

import random
import sys
import time
from datetime import UTC, date, datetime

from benchmarks._measuring import timed, with_empty_database

BODIES = 28
CHANGES = 10_000
BETWEEN_UPDATES = 100


def main() -> int:
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES
    return with_empty_database(lambda: _conform() | _mirror(changes))


def _conform() -> int:
    """Publish 28 bodies with every type of object; validate every list and every object by itself."""
    from django.test import Client
    from tests.oparl.serving.factories import ROOT, OparlClient, a_full_town
    from tests.oparl.serving.test_shape import all_lists, problems

    from allmende.register import queries as register
    from allmende.register.importing import own_csv
    from allmende.register.importing.actions import import_list

    keys = [f"05998{number:03}" for number in range(1, BODIES + 1)]
    lines = [f"{key},Probe {key},Gemeinde" for key in keys]
    table = "\n".join(["key,name,kind", *lines])
    listed = own_csv.read(table.encode(), stand=date(2020, 1, 1), is_complete=False)
    import_list(listed, digest="0" * 64, file_name="b.csv", by=None, at=datetime(2026, 1, 1, tzinfo=UTC))
    for key in keys:
        a_full_town(register.body_by_key(key, on=date(2026, 3, 1)))
    oparl = OparlClient(Client())
    seen: dict[str, set[str]] = {}
    faults: list[str] = problems("System", oparl.fetch(f"{ROOT}/system"))
    start = time.perf_counter()
    for url, kind in all_lists(oparl):
        faults += problems("ListPage", oparl.fetch(url))
        for thing in oparl.follow(url):
            if thing["id"] not in seen.setdefault(kind, set()):
                seen[kind].add(thing["id"])
                faults += problems(kind, thing)
                faults += [] if oparl.fetch(thing["id"]) == thing else [f"{thing['id']} differs alone"]
    counts = {kind: len(each) for kind, each in sorted(seen.items())}
    print(f"{time.perf_counter() - start:6.2f} s S1: {counts}, {len(faults)} faults {faults[:3]}")
    return int(bool(faults) or counts["Body"] != BODIES or len(counts) != 11)


def _mirror(changes: int) -> int:
    """Change at random; a client that asks for changes only must end with what a fresh crawl shows."""
    from django.test import Client
    from tests.oparl.serving.factories import OparlClient
    from tests.oparl.serving.test_changes import Mirror, everything, random_change, without_time

    from allmende.register import queries as register

    town = register.body_by_key("05998001", on=date(2026, 3, 1))
    chance = random.Random(7)  # noqa: S311 - the same changes in every run
    oparl = OparlClient(Client())
    mirror = Mirror(oparl, town)

    def change() -> None:
        for number in range(1, changes + 1):
            random_change(chance, town)
            if number % BETWEEN_UPDATES == 0:
                mirror.update()
        mirror.update()

    timed(f"S7: {changes:,} changes, read every {BETWEEN_UPDATES}", change)
    fresh = everything(oparl, town)
    is_same = {key: without_time(value) for key, value in mirror.objects.items()} == {
        key: without_time(value) for key, value in fresh.items()
    }
    print(f"{len(fresh):,} objects, {'the same' if is_same else 'DIFFERENT'}")
    return int(not is_same)


if __name__ == "__main__":
    sys.exit(main())
