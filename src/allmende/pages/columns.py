"""Columns of a table: what a cell shows on the page, and what it is in an export."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any, Literal

from django.db.models import Expression
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from allmende.common import formats
from allmende.pages import exports

Label = str | Promise
Kind = Literal["text", "number", "date", "money", "link"]
NUMERIC: frozenset[str] = frozenset({"number", "money"})
ABSENT = "–"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Cell:
    """A cell as the template shows it."""

    text: str
    url: str
    is_numeric: bool
    badge: str


@dataclass(frozen=True)
class Column:
    """One column. `value` is an attribute path or a function of the row; `sort` an order expression or None.

    Kinds: text; number and money (int = cents, Decimal = euros) are aligned right; date; link needs `url`.
    `badge` names a badge kind (info, success, warning, danger) per row; `places` fixes the decimal places.
    """

    name: str
    label: Label
    value: str | Callable[[Any], object]
    kind: Kind = "text"
    sort: str | Expression | None = None
    url: Callable[[Any], str | None] | None = None
    badge: Callable[[Any], str] | None = None
    places: int | None = None

    def __post_init__(self) -> None:
        if self.kind == "link" and self.url is None:
            raise ValueError(f"column {self.name}: kind link needs url")

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC

    def cell(self, row: Any, language: str) -> Cell:
        """Return what the page shows of this row."""
        url = self.url(row) if self.url is not None else None
        badge = self.badge(row) if self.badge is not None else ""
        return Cell(self._text(self._raw(row), language), url or "", self.is_numeric, badge)

    def exported(self, row: Any) -> exports.Cell:
        """Return the value for a file: real numbers and days, everything else as text."""
        value = self._raw(row)
        if isinstance(value, bool):
            return _yes_or_no(value)
        if isinstance(value, int | Decimal):
            return self._exact(value)
        if isinstance(value, datetime):
            return timezone.localtime(value).date()
        if value is None or isinstance(value, date):
            return value
        return str(value)

    def _raw(self, row: Any) -> object:
        return self.value(row) if callable(self.value) else attrgetter(self.value)(row)

    def _text(self, value: object, language: str) -> str:
        if value is None or value == "":
            return ABSENT
        if isinstance(value, bool):
            return _yes_or_no(value)
        if self.kind == "money" and isinstance(value, int | Decimal):
            return formats.euro(value, language=language)
        if self.kind == "number" and isinstance(value, int | Decimal):
            return formats.number(value, self.places, language=language)
        if isinstance(value, datetime):
            return formats.moment(timezone.localtime(value), language=language)
        if isinstance(value, date):
            return formats.day(value, language=language)
        return str(value)

    def _exact(self, value: int | Decimal) -> int | Decimal:
        """Return the number as the page shows it; a column of the database may carry more places."""
        if self.kind == "money":
            return (Decimal(value) / 100 if isinstance(value, int) else value).quantize(CENT, ROUND_HALF_UP)
        if isinstance(value, int) or self.places is None:
            return value
        return value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


def _yes_or_no(value: bool) -> str:
    return _("ja") if value else _("nein")
