"""Values that councils, contracts and notices set, in the form in which `allmende.rules` reads law."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from allmende.ledger.domain import Mark
from allmende.ledger.models import MunicipalParameter
from allmende.rules import Catalog, Parameter, Row
from allmende.rules.law_files import RowReader
from allmende.rules.parameters import SourceMark
from allmende.rules.spans import Span


@dataclass(frozen=True, slots=True)
class LocalValues:
    """The values of one body as a source of parameters; each adds its rows to those of the law."""

    law: Catalog
    rows: Sequence[MunicipalParameter]

    @classmethod
    def of(cls, body_id: int, law: Catalog) -> "LocalValues":
        """Return all that was ever known of a body's values; one query."""
        return cls(law, list(MunicipalParameter.objects.filter(body_id=body_id).order_by("pk")))

    def parameter(self, name: str) -> Parameter | None:
        """Return a parameter of the law with the body's own rows; None if the body has none."""
        own = [row for row in self.rows if row.name == name and _was_known(row)]
        found = settable_parameter(self.law, name) if own else None
        if found is None:
            return None
        return replace(found, rows=(*found.rows, *(_row(found, row) for row in own)))

    def names(self) -> Iterable[str]:
        return {row.name for row in self.rows}


def settable_parameter(law: Catalog, name: str) -> Parameter | None:
    """Return what a body may set: a parameter of the law, or an input that is set locally, as one.

    Classes, and what is no number, stay with the law.
    """
    parameter = law.parameter(name)
    if parameter is None:
        item = law.input(name)
        if item is None or not item.is_local:
            return None
        parameter = Parameter(name, item.label, item.unit, (), note=item.meaning)
    return None if parameter.steps_by or parameter.unit.is_special else parameter


def exact_value(parameter: Parameter, text: str, place: str) -> Any:
    """Return a typed value in inner units; raise a RulesError that says what is wrong with it."""
    return RowReader(place, parameter.name, parameter.unit).exact(text, place)


def _row(parameter: Parameter, row: MunicipalParameter) -> Row:
    place = f"örtlicher Wert {row.pk}"
    return Row(
        name=row.name,
        valid=Span(row.valid.lower, row.valid.upper),
        known=Span(_day(row.known.lower), _day(row.known.upper) if row.known.upper else None),
        value=exact_value(parameter, row.value, place),
        key=row.key or None,
        section=row.section,
        source=row.source,
        mark=SourceMark.SEEN if row.mark == Mark.SEEN.value else SourceMark.TO_VERIFY,
        place=place,
    )


def _was_known(row: MunicipalParameter) -> bool:
    """Return whether it stood for a day at least; what is put right on the same day never counted."""
    return row.known.upper is None or _day(row.known.lower) < _day(row.known.upper)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment.astimezone(UTC)).date()
