"""When something is known: a row that is corrected stays known for at least an instant."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

INSTANT = timedelta(microseconds=1)


def moment_after(rows: Iterable[Any], at: datetime) -> datetime:
    """Return the moment, or the instant after the latest of the rows that it would close.

    Two entries of one transaction bear one time; an empty period would lose when the first was known.
    """
    moments: list[datetime] = [row.known.lower + INSTANT for row in rows]
    return max([at, *moments])
