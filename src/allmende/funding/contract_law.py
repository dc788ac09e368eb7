"""Clauses of a forwarding agreement, in the form in which `allmende.rules` reads law."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from allmende.funding.models import ForwardingClause
from allmende.rules import Catalog, Parameter, Row
from allmende.rules.law_files import RowReader
from allmende.rules.parameters import SourceMark
from allmende.rules.spans import Span

CONTRACT_KEY = "own_share"
"""The choice of `forwarding_contract` under which the values of the contract at hand are read."""


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """The clauses of one agreement as a source of parameters; on their days they replace what law says."""

    law: Catalog
    rows: Sequence[ForwardingClause]

    @classmethod
    def of(cls, forwarding_id: int, law: Catalog) -> "ContractTerms":
        """Return all that was ever known of an agreement's clauses; one query."""
        rows = ForwardingClause.objects.filter(forwarding_id=forwarding_id).order_by("pk")
        return cls(law, list(rows))

    def parameter(self, name: str) -> Parameter | None:
        """Return a parameter of the law with the agreement's own rows; None if it has none."""
        own = [row for row in self.rows if row.parameter == name and _was_known(row)]
        found = self.law.parameter(name) if own else None
        if found is None:
            return None
        others = tuple(row for row in found.rows if found.key and row.key != CONTRACT_KEY)
        return replace(found, rows=(*others, *(_row(found, row) for row in own)))

    def names(self) -> Iterable[str]:
        return {row.parameter for row in self.rows}


def clause_value(parameter: Parameter, text: str, place: str) -> Any:
    """Return what a clause sets, in inner units; raise a RulesError that says what is wrong with it."""
    return RowReader(place, parameter.name, parameter.unit).exact(text, place)


def _row(parameter: Parameter, row: ForwardingClause) -> Row:
    place = f"Klausel {row.pk}"
    return Row(
        name=row.parameter,
        valid=Span(row.valid.lower, row.valid.upper),
        known=Span(_day(row.known.lower), _day(row.known.upper) if row.known.upper else None),
        value=clause_value(parameter, row.value, place),
        key=CONTRACT_KEY if parameter.key else None,
        section=row.section,
        source=row.source,
        mark=SourceMark.SEEN,
        place=place,
    )


def _was_known(row: ForwardingClause) -> bool:
    """Return whether it stood for a day at least; what is put right on the same day never counted."""
    return row.known.upper is None or _day(row.known.lower) < _day(row.known.upper)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
