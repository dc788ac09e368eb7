"""What the benchmarks of pages share: a database of their own, times, pages that must answer in time."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from allmende.postgres import lease, remove

REPEATS = 7
Result = TypeVar("Result")


def with_empty_database(measure: Callable[[], int]) -> int:
    """Measure against a new server of the product's own, with Django set up and all tables made."""
    directory = Path(tempfile.mkdtemp(prefix="allmende-bench-", dir="/tmp"))  # a socket needs a short path
    directory.chmod(0o711)
    try:
        with lease(directory / "server") as server:
            os.environ |= {
                "ALLMENDE_DATABASE_URL": server.url,
                "ALLMENDE_DATA_DIR": str(directory / "data"),
                "ALLMENDE_TESTING": "1",
                "DJANGO_SETTINGS_MODULE": "allmende.web.settings",
            }
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            return measure()
    finally:
        remove(directory / "server")
        shutil.rmtree(directory, ignore_errors=True)


def timed(what: str, work: Callable[[], Result]) -> tuple[Result, float]:
    """Do the work, print how long it took, and return its result with the seconds."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{seconds:6.2f} s {what}")
    return result, seconds


def measure_pages(paths: Sequence[str], *, limit: int, unlimited: Collection[str] = ()) -> int:
    """Print the server time of each page; return 1 if one fails or breaks the limit (milliseconds)."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, broken = Client(SERVER_NAME="localhost"), 0
    for path in paths:
        client.get(path)
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            response = client.get(path)
            times.append((time.perf_counter() - start) * 1000)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        best = min(times)  # others may use the machine at the same time
        is_slow = path not in unlimited and best >= limit
        broken |= int(is_slow or response.status_code != 200)
        size = len(response.content) // 1024
        print(f"{best:6.0f} ms {len(queries):3} queries {size:4} KB {path} {'TOO SLOW' if is_slow else ''}")
    return broken
