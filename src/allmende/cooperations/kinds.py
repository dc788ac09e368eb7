"""The kinds of dated facts of a cooperation: what names one, what is said of it, its word in addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from allmende.cooperations.importing.reader import key_of
from allmende.cooperations.models import (
    Cooperation,
    CooperationDocument,
    CooperationEvent,
    CooperationTask,
    CostPool,
    Note,
    Organ,
    Party,
    VotingRule,
)
from allmende.cooperations.store import PARTY_FIELDS
from allmende.register.bitemporal import DatedFact


class FactKind(StrEnum):
    """What a dated fact is about; the value stands in addresses."""

    PARTY = "beteiligte"
    TASK = "aufgaben"
    ORGAN = "organe"
    RULE = "abstimmungen"
    POOL = "kosten"

    @property
    def label(self) -> str:
        return {
            "beteiligte": "Beteiligte",
            "aufgaben": "Aufgabe",
            "organe": "Organ",
            "abstimmungen": "Abstimmungsregel",
            "kosten": "Kostentopf",
        }[self.value]


class NoteKind(StrEnum):
    """What stands beside the dated facts; the value stands in addresses."""

    EVENT = "tage"
    DOCUMENT = "unterlagen"

    @property
    def label(self) -> str:
        return {"tage": "Tag", "unterlagen": "Unterlage"}[self.value]


@dataclass(frozen=True, slots=True)
class Shape:
    """The table of a kind, the columns that name one thing, and those that say something of it."""

    model: type[DatedFact]
    identity: str
    fields: tuple[str, ...]
    slug_field: str

    def slug_of(self, row: Any) -> str:
        """Return the word for the thing in addresses; it stays when what is said of it changes."""
        value = row
        for name in self.slug_field.split("__"):
            value = getattr(value, name)
        return key_of(str(value)) if self.slug_field == "name" else str(value)


SHAPES: Mapping[FactKind, Shape] = {
    FactKind.PARTY: Shape(Party, "body_id", PARTY_FIELDS, "body__key"),
    FactKind.TASK: Shape(CooperationTask, "task_id", ("extent", "mode", "area", "source_id"), "task__code"),
    FactKind.ORGAN: Shape(Organ, "name", ("composition", "source_id"), "name"),
    FactKind.RULE: Shape(VotingRule, "matter", ("rule", "words", "source_id"), "matter"),
    FactKind.POOL: Shape(CostPool, "name", ("key", "words", "source_id"), "name"),
}
NOTES: Mapping[NoteKind, type[Note]] = {
    NoteKind.EVENT: CooperationEvent,
    NoteKind.DOCUMENT: CooperationDocument,
}


def fact_url(key: str, kind: FactKind, slug: str) -> str:
    """Return the address of the page of one thing."""
    return reverse("cooperations:fact", args=[key, kind.value, slug])


def believed(model: Any, cooperation: Cooperation) -> QuerySet[Any]:
    """Return the rows of a model that one believes today of a cooperation, or did until it was withdrawn."""
    rows: QuerySet[Any] = model._default_manager.filter(cooperation.last_said, cooperation=cooperation)
    return rows


def stated(kind: FactKind, cooperation: Cooperation) -> QuerySet[Any]:
    """Return all that one believes today of this kind, earliest first."""
    shape = SHAPES[kind]
    related = [shape.slug_field.split("__")[0]] if "__" in shape.slug_field else []
    rows = believed(shape.model, cooperation)
    return rows.select_related("source", *related).order_by("valid")


def timeline_of(kind: FactKind, cooperation: Cooperation, slug: str) -> list[Any]:
    """Return what is said of one thing, earliest first; nothing if there is no such thing."""
    rows: Iterable[Any] = stated(kind, cooperation)
    if kind in (FactKind.PARTY, FactKind.TASK, FactKind.RULE):
        rows = stated(kind, cooperation).filter(**{SHAPES[kind].slug_field: slug})
    return [row for row in rows if SHAPES[kind].slug_of(row) == slug]
