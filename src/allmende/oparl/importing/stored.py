"""What is kept of the objects of a source, as mapping needs it: rows instead of model instances."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from allmende.oparl.importing.domain import FULL_CRAWLS_UNTIL_MISSING
from allmende.oparl.importing.repair import Dialect, Reading
from allmende.oparl.models import ImportedObject, OparlSource

MAPPED_PROPERTIES: Final[Mapping[str, frozenset[str]]] = {
    "Organization": frozenset({"name"}),
    "Meeting": frozenset({"name", "start", "cancelled", "organization", "agendaItem"}),
    "AgendaItem": frozenset({"meeting", "number", "order", "name", "public", "result", "resolutionText"}),
    "Paper": frozenset({"name", "reference", "date", "paperType", "consultation"}),
    "Consultation": frozenset({"agendaItem", "meeting", "organization", "authoritative", "role"}),
}
"""Only these are repaired when objects become papers: most of what a server says is never looked at there."""


class StoredObject(NamedTuple):
    """One object: its address, what it became, its raw JSON."""

    pk: int
    url: str
    object_type: str
    body_url: str
    parent_url: str
    target_id: int | None
    is_deleted: bool
    missed_crawls: int
    inner_raw: dict[str, Any] | None
    own_raw: dict[str, Any] | None

    @property
    def raw(self) -> dict[str, Any]:
        """Return what is known, as ImportedObject puts it together."""
        return {**(self.inner_raw or {}), **(self.own_raw or {})}

    @property
    def is_gone(self) -> bool:
        return self.is_deleted or self.missed_crawls >= FULL_CRAWLS_UNTIL_MISSING


def stored(rows: QuerySet[ImportedObject]) -> list[StoredObject]:
    """Return the objects of a query."""
    return [StoredObject(*row) for row in rows.values_list(*StoredObject._fields)]


class Shelf:
    """The stored objects of one source, with their repaired values."""

    def __init__(self, source: OparlSource) -> None:
        self.source = source
        self.objects = ImportedObject.objects.filter(source=source)
        self._reading = Reading(Dialect(base=source.url, version=source.version, keeps_contact_data=True))

    def values(self, row: StoredObject) -> dict[str, Any]:
        """Return the repaired values of an object that become part of papers."""
        return self._reading.values_of(row.raw, row.object_type, row.url, MAPPED_PROPERTIES[row.object_type])

    def by_url(self, urls: Iterable[str]) -> dict[str, StoredObject]:
        """Return the objects at these addresses, as far as they are known and of a type that is mapped."""
        wanted = {url for url in urls if url}
        known = self.objects.filter(url__in=wanted, object_type__in=MAPPED_PROPERTIES)
        return {row.url: row for row in stored(known)}
