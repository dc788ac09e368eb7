"""A real worker that stops in the middle of a billing run and waits to be killed there.

    python -m tests.catalog.invoices.dying_worker compute|issue

It stops inside the third transaction, after everything is written and before it is committed.
"""

import sys
from collections.abc import Callable
from typing import Any

from allmende.command.environment import set_up_django

LAST = 3
HERE = "here"


def stopping(work: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same work that says where it is the third time, and never comes back."""
    calls: list[None] = []

    def stopped(*values: Any, **options: Any) -> Any:
        found = work(*values, **options)
        calls.append(None)
        if len(calls) == LAST:
            sys.stdout.write(f"{HERE}\n")
            sys.stdout.flush()
            sys.stdin.read()
        return found

    return stopped


def main(step: str) -> None:
    set_up_django()
    from allmende.catalog.invoices import issuing, runs
    from allmende.catalog.invoices.drafting import Writer
    from allmende.command.worker import work

    runs.CUSTOMERS_AT_A_TIME = issuing.AT_A_TIME = 1
    if step == "compute":
        Writer.write = stopping(Writer.write)  # type: ignore[method-assign]
    else:
        issuing.post_bookings = stopping(issuing.post_bookings)  # type: ignore[attr-defined]
    work()


if __name__ == "__main__":
    main(sys.argv[1])
