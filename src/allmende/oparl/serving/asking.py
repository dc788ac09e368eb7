"""What a client asks of a list: filters, page size, the place to go on from. No Django.

A query has one canonical form: known words only, in a fixed order, a limit only where it is a number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from allmende.common.errors import AllmendeError

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 250
FILTERS: Final = ("created_since", "created_until", "modified_since", "modified_until")
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?P<fraction>\.\d{1,9})?(?P<zone>[Zz]|[+ -]\d{2}:?\d{2})"
)
_CURSOR = re.compile(r"(\d{1,12})-(\d{1,18})(?:-(\d{1,18}))?")


class BadQuery(AllmendeError):
    """The client asks for something that we cannot understand."""

    message = "Die Anfrage ist nicht lesbar."


class BadTime(BadQuery):
    message = (
        "„{name}={value}“ ist kein Zeitpunkt mit Zeitzone. Erwartet wird die Form 2026-03-29T10:00:00+02:00; "
        "in einer Adresse steht für das Plus „%2B“."
    )


class BadCursor(BadQuery):
    message = "„cursor={value}“ ist keine Stelle dieser Liste. Beginnen Sie die Liste ohne „cursor“ von vorn."


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last object of a page; `revision` is the newest change when the list was begun."""

    seconds: int
    object_id: int
    revision: int | None = None

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def __str__(self) -> str:
        parts = [self.seconds, self.object_id, self.revision]
        return "-".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A query as understood; times keep the form in which the client wrote them."""

    created_since: datetime | None = None
    created_until: datetime | None = None
    modified_since: datetime | None = None
    modified_until: datetime | None = None
    limit: int | None = None
    omit_internal: bool = False
    cursor: Cursor | None = None
    written: tuple[tuple[str, str], ...] = ()

    @property
    def page_size(self) -> int:
        return min(self.limit or DEFAULT_LIMIT, MAX_LIMIT)

    @property
    def shows_deleted(self) -> bool:
        return self.modified_since is not None

    @property
    def is_by_change(self) -> bool:
        """Whether the list goes along the times of change, not of creation."""
        return self.modified_since is not None or self.modified_until is not None

    def canonical(self) -> list[tuple[str, str]]:
        """Return the pairs of the one form of this query."""
        pairs = list(self.written)
        if self.limit is not None:
            pairs.append(("limit", str(self.limit)))
        if self.omit_internal:
            pairs.append(("omit_internal", "true"))
        if self.cursor is not None:
            pairs.append(("cursor", str(self.cursor)))
        return pairs

    def at(self, cursor: Cursor | None) -> "ListQuery":
        """Return the same query at another place of the list."""
        return replace(self, cursor=cursor)


def read_query(pairs: Sequence[tuple[str, str]]) -> ListQuery:
    """Return the query; raise BadQuery for times without zone and unknown places.

    A limit is a hint: one that is no number above zero is passed over. So is every unknown word.
    """
    said = dict(reversed(pairs))  # the first of two counts
    times = {name: read_time(name, said[name]) for name in FILTERS if name in said}
    limit = said.get("limit", "")
    number = int(limit) if re.fullmatch(r"[0-9]{1,9}", limit) else 0
    return ListQuery(
        created_since=times.get("created_since"),
        created_until=times.get("created_until"),
        modified_since=times.get("modified_since"),
        modified_until=times.get("modified_until"),
        limit=min(number, MAX_LIMIT) if number else None,
        omit_internal=said.get("omit_internal", "").lower() in {"true", "1"},
        cursor=_cursor(said["cursor"]) if said.get("cursor") else None,
        written=tuple((name, _with_plus(said[name])) for name in FILTERS if name in said),
    )


def read_time(name: str, text: str) -> datetime:
    """Return a point in time; raise BadTime unless it has a zone."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise BadTime(name=name, value=text[:60])
    try:
        return datetime.fromisoformat(_with_plus(text).upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadTime(name=name, value=text[:60]) from None


def _with_plus(text: str) -> str:
    return text.replace(" ", "+")  # a plus that was not encoded arrives as a space


def _cursor(text: str) -> Cursor:
    match = _CURSOR.fullmatch(text)
    if match is None or int(match[1]) > 250_000_000_000:
        raise BadCursor(value=text[:60])
    return Cursor(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
