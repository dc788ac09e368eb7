"""What the benchmarks of pages share: times, and pages that must answer within a limit."""

import time
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

REPEATS = 7
Result = TypeVar("Result")


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
