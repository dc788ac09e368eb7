"""The process that opens foreign files: reads one file from standard input, prints its text as JSON.

It limits itself before it looks at the first byte, and it may die: the parent makes an answer of that.
"""

import json
import resource
import sys

from allmende.reading.sources.limits import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_CPU_SECONDS,
    MAX_MEMORY,
)


def main(file_type: str) -> None:
    """Read standard input as `file_type` and print what it says, or why it cannot be read."""
    limit_resources()
    # Imports need no more than the limits leave; so they come after them.
    from allmende.reading.sources.errors import TooCostly, UnreadableDocument
    from allmende.reading.sources.extract import extract

    try:
        answer = extract(file_type, sys.stdin.buffer.read(MAX_BYTES)).as_json()
    except UnreadableDocument as error:
        answer = {"error": type(error).__name__, "values": error.values}
    except (MemoryError, RecursionError):
        answer = {"error": TooCostly.__name__, "values": {}}
    json.dump(answer, sys.stdout)
    sys.stdout.flush()


def limit_resources() -> None:
    """Let the kernel end this process when it takes too much; it may write its answer and no more."""
    for kind, limit in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 6 * MAX_CHARACTERS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
