"""Import a made-up council system from this machine: time, rate, memory, a run with nothing new.

Usage: python -m benchmarks.oparl_import [17000 100000 …] (objects, embedded ones included)
       python -m benchmarks.oparl_import bare 1000000 (papers with nothing beside them: memory at a million)
"""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.oparl.world import World

from benchmarks._measuring import timed, with_empty_database

LIMITS = {17_000: 10.0, 100_000: 60.0}
LIMIT_NOTHING_NEW = 2.0
LEAST_RATE = 1_500
MOST_MEGABYTES = 500


def main() -> int:
    """Measure each size; return 1 where a limit is broken."""
    is_bare = "bare" in sys.argv
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [17_000, 100_000]
    return with_empty_database(lambda: max(_measure(size, is_bare) for size in sizes))


def _papers_for(objects: int) -> int:
    papers = objects // 6
    while World(papers=papers).objects < objects:
        papers += max(1, objects // 500)
    return papers


@contextmanager
def _fake_server(world: World) -> Iterator[str]:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "benchmarks._oparl_fake_server", str(world.papers)),
            *(["bare"] if world.is_bare else []),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()


def _measure(objects: int, is_bare: bool) -> int:
    from django.conf import settings

    from allmende.oparl.importing.runs import run_source
    from allmende.oparl.models import ImportedObject, OparlSource, SourceBody

    settings.OPARL_ALLOW_LOOPBACK = True
    world = World(papers=objects, is_bare=True) if is_bare else World(papers=_papers_for(objects))
    with _fake_server(world) as base:
        source = OparlSource.objects.create(name=f"RIS {objects}", url=f"{base}/system", seconds_between=0)
        SourceBody.objects.create(source=source, url=f"{base}/body/1", body_id=_body())
        run, seconds = timed(
            f"first import of {world.objects:,} objects",
            lambda: run_source(source, is_full=True),
        )
        count = ImportedObject.objects.filter(source=source).count()
        again, seconds_again = timed("run with nothing new", lambda: run_source(source, is_full=False))
        if not is_bare:
            timed("full run with nothing new", lambda: run_source(source, is_full=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = count / seconds
    print(f"{count:,} objects, {rate:,.0f} a second, {memory} MB, {run.state}; {again.objects_new} new again")
    is_slow = seconds > LIMITS.get(objects, count / LEAST_RATE) or seconds_again > LIMIT_NOTHING_NEW
    return int(is_slow or memory > MOST_MEGABYTES or run.state != "complete" or count < objects)


def _body() -> int:
    from tests.papers.factories import the_bodies

    return the_bodies()["05999004"].id


if __name__ == "__main__":
    sys.exit(main())
