"""The process that opens foreign files: reads one file from standard input, prints its text as JSON.

Each line is one answer; the last one counts, so that a costly better answer never loses the cheap first.
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


def main(file_type: str, program: str, seconds: str) -> None:
    """Read standard input as `file_type` and print what it says, or why it cannot be read.

    `program` recognises text in pictures (may be empty); it may take `seconds`.
    """
    limit_resources()
    # Imports need no more than the limits leave; so they come after them.
    from allmende.reading.sources.errors import TooCostly, UnreadableDocument
    from allmende.reading.sources.extract import Recognition, extracts

    answered = False
    try:
        data = sys.stdin.buffer.read(MAX_BYTES)
        for answer in extracts(file_type, data, Recognition(program, float(seconds))):
            say(answer.as_json())
            answered = True
    except UnreadableDocument as error:
        trouble: dict[str, object] = {"error": type(error).__name__, "values": error.values}
    except (MemoryError, RecursionError):
        trouble = {"error": TooCostly.__name__, "values": {}}
    else:
        return
    if not answered:
        say(trouble)


def say(answer: dict[str, object]) -> None:
    """Print one answer at once."""
    json.dump(answer, sys.stdout)
    sys.stdout.write("\n")
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
