"""What every object carries, and what is left of a deleted one."""

from collections.abc import Callable, Sequence

from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.json_values import Json, at_second
from allmende.oparl.serving.store import Stamp
from allmende.oparl.vocabulary import type_url

Describe = Callable[[Sequence[Stamp], Addresses, bool], list[Json]]
"""Stamps of one kind -> their objects in the same order; the flag asks for the short form (omit_internal)."""


def framed(stamp: Stamp, see: Addresses) -> Json:
    """Return id, type and times of an object."""
    return {
        "id": see.one(stamp.kind, stamp.key),
        "type": type_url(stamp.kind.value),
        "created": at_second(stamp.created),
        "modified": at_second(stamp.modified),
    }


def tombstone(stamp: Stamp, see: Addresses) -> Json:
    """Return what is left of a deleted object."""
    return framed(stamp, see) | {"deleted": True}
