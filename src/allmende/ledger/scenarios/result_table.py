"""Computed rows in the shape in which the product's tables take rows of the database."""

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.ledger.scenarios.domain import SYNTHETIC_LABEL, ResultRow
from allmende.ledger.scenarios.running import PLACES, Outcome
from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter
from allmende.register.names import fold, sort_key

CENT = Decimal("0.01")
SORTS: dict[str, Callable[[ResultRow], Any]] = {
    "name": lambda row: sort_key(row.municipality.name),
    "district": lambda row: sort_key(row.municipality.district),
    "population": lambda row: row.municipality.population or 0,
    "before": lambda row: row.before,
    "after": lambda row: row.after,
    "change": lambda row: row.change,
    "per_head": lambda row: row.per_head or 0,
}


class ComputedRows(Sequence[ResultRow]):
    """Rows that answer what a table asks of a query set: order, count, slice, iterate."""

    def __init__(self, rows: Sequence[ResultRow]) -> None:
        self.rows = rows
        self.ordered = True

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __iter__(self) -> Iterator[ResultRow]:
        return iter(self.rows)

    def iterator(self, chunk_size: int) -> Iterator[ResultRow]:
        return iter(self.rows)

    def order_by(self, first: Any, *_rest: Any) -> "ComputedRows":
        """Sort by an order expression over one of SORTS; rows that sort alike keep their order."""
        key = SORTS[first.expression.name]
        return ComputedRows(sorted(self.rows, key=key, reverse=first.descending))

    def only(self, fits: Callable[[ResultRow], bool]) -> "ComputedRows":
        return ComputedRows([row for row in self.rows if fits(row)])


def result_table(request: HttpRequest, outcome: Outcome, question: dict[str, str], heading: str) -> Table:
    """Return the table of a result; its exports carry the mark of synthetic data in every row."""
    mark = f" – {SYNTHETIC_LABEL}" if outcome.is_synthetic else ""
    return Table(
        request,
        id="ergebnis",
        caption=f"{heading}{mark}",
        rows=cast("QuerySet[Any]", ComputedRows(outcome.rows)),
        columns=_columns(outcome, question),
        filters=[
            TextFilter("q", _("Gemeinde"), _named),
            ChoiceFilter(
                "wirkung",
                _("Wirkung"),
                [("mehr", _("mehr")), ("weniger", _("weniger")), ("gleich", _("gleich"))],
                narrow=_with_effect,
            ),
        ],
        default_sort="name",
        empty_title=_("Keine Gemeinde"),
    )


def explanation_url(question: dict[str, str], key: str) -> str:
    """Return the address that explains the amount of one municipality."""
    return f"{reverse('scenarios:reason')}?{urlencode({**question, 'gemeinde': key})}"


def _columns(outcome: Outcome, question: dict[str, str]) -> list[Column]:
    money = outcome.is_money
    kind: Any = "money" if money else "number"
    unit = "" if money else f" ({outcome.unit})"
    places = None if money else PLACES

    def per_head(row: ResultRow) -> Decimal | None:
        value = row.per_head
        return None if value is None else value.quantize(CENT, ROUND_HALF_UP)

    columns = [
        Column(
            "name",
            _("Gemeinde"),
            "municipality.name",
            kind="link",
            url=lambda row: explanation_url(question, row.municipality.key),
            sort="name",
        ),
        Column("kreis", _("Kreis"), "municipality.district", sort="district"),
        Column(
            "einwohner", _("Einwohner"), "municipality.population", kind="number", sort="population", places=0
        ),
        Column("heute", _("nach Recht") + unit, "before", kind=kind, sort="before", places=places),
        Column("szenario", _("im Szenario") + unit, "after", kind=kind, sort="after", places=places),
        Column("unterschied", _("Unterschied") + unit, "change", kind=kind, sort="change", places=places),
    ]
    if money:
        columns.append(Column("kopf", _("je Kopf"), per_head, kind="money", sort="per_head"))
    if outcome.is_synthetic:
        columns.append(Column("daten", _("Daten"), lambda _row: SYNTHETIC_LABEL))
    return columns


def _named(rows: Any, text: str) -> Any:
    wanted = fold(text)
    return rows.only(
        lambda row: wanted in fold(row.municipality.name) or row.municipality.key.startswith(text)
    )


def _with_effect(rows: Any, code: str) -> Any:
    fits: dict[str, Callable[[ResultRow], bool]] = {
        "mehr": lambda row: row.change > 0,
        "weniger": lambda row: row.change < 0,
        "gleich": lambda row: row.change == 0,
    }
    return rows.only(fits[code])
