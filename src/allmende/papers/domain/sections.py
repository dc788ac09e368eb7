"""The header and the lists of a paper as tables: how each value is typed, and what a row becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from allmende.papers.domain import content as c
from allmende.papers.domain.follow_ups import Recurrence
from allmende.papers.domain.values import name_key, reference_key
from allmende.reading.facts import (
    AmountLabel,
    ConsultationRole,
    FinanceField,
    ImpactTopic,
    PaperKind,
    Relation,
    Treatment,
)


class Shape(StrEnum):
    """How a value is typed and kept."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    AMOUNT = "amount"
    YEAR = "year"
    COUNT = "count"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One value of the header or of a row."""

    name: str
    shape: Shape = Shape.TEXT
    choices: type[StrEnum] | None = None
    required: bool = False
    max_length: int = 500
    default: str = ""
    key: Callable[[str], str] = str
    """What the value is looked up by: it is kept as well and can be longer, for "ß" becomes "ss"."""


@dataclass(frozen=True, slots=True)
class Section:
    """One list of a paper: its columns, and what a row becomes when it is confirmed."""

    name: str
    columns: tuple[Column, ...]
    content: type[c.Evidenced]


HEADER = (
    Column("subject", Shape.LONG, max_length=2000),
    Column("kind", Shape.CHOICE, PaperKind),
    Column("reference", max_length=100, key=reference_key),
    Column("date", Shape.DAY),
    Column("status", Shape.CHOICE, Treatment),
    Column("issuer"),
    Column("department"),
    Column("file_number", max_length=200),
)
SECTIONS = (
    Section(
        "consultations",
        (
            Column("date", Shape.DAY),
            Column("body", required=True, key=name_key),
            Column("role", Shape.CHOICE, ConsultationRole),
            Column("treatment", Shape.CHOICE, Treatment),
        ),
        c.ConsultationContent,
    ),
    Section(
        "resolution",
        (Column("number", max_length=20), Column("text", Shape.LONG, required=True, max_length=20_000)),
        c.ResolutionContent,
    ),
    Section("conditions", (Column("text", Shape.LONG, required=True, max_length=5000),), c.ConditionContent),
    Section(
        "duties",
        (
            Column("addressee", required=True),
            Column("text", Shape.LONG, required=True, max_length=5000),
            Column("due", Shape.DAY),
            Column("recurrence", Shape.CHOICE, Recurrence),
        ),
        c.DutyContent,
    ),
    Section(
        "votes",
        (
            Column("outcome", max_length=200),
            Column("yes", Shape.COUNT),
            Column("no", Shape.COUNT),
            Column("abstentions", Shape.COUNT),
        ),
        c.VoteContent,
    ),
    Section(
        "amounts",
        (
            Column("value", Shape.AMOUNT, required=True),
            Column("currency", max_length=3, default="EUR"),
            Column("label", Shape.CHOICE, AmountLabel),
            Column("unit", max_length=100),
            Column("year", Shape.YEAR),
        ),
        c.AmountContent,
    ),
    Section(
        "finance",
        (
            Column("field", Shape.CHOICE, FinanceField, required=True, default=FinanceField.PRODUKT),
            Column("value", required=True),
        ),
        c.FinanceContent,
    ),
    Section(
        "impacts",
        (
            Column("topic", Shape.CHOICE, ImpactTopic, required=True, default=ImpactTopic.KLIMA),
            Column("text", Shape.LONG, required=True, max_length=2000),
        ),
        c.ImpactContent,
    ),
    Section(
        "references",
        (
            Column("relation", Shape.CHOICE, Relation, required=True, default=Relation.BEZUG),
            Column("reference", max_length=100, key=reference_key),
            Column("date", Shape.DAY),
        ),
        c.ReferenceContent,
    ),
    Section("legal", (Column("citation", required=True),), c.CitationContent),
    Section("dates", (Column("date", Shape.DAY, required=True), Column("meaning")), c.DateContent),
    Section(
        "organisations", (Column("name", required=True), Column("key", max_length=40)), c.OrganisationContent
    ),
)
MAX_ROWS = 10_000
"""All lists together. Each row sends up to seven fields, and Django takes no more than 100,000 of a form
(settings: DATA_UPLOAD_MAX_NUMBER_FIELDS)."""

SIDE_SECTIONS = frozenset({"dates", "organisations", "impacts"})
"""Helpful, but no part of the matter itself: here an unsure value is shown and not counted as work to do."""

HEADER_NAMES = tuple(column.name for column in HEADER)
SECTION_BY_NAME = {section.name: section for section in SECTIONS}
