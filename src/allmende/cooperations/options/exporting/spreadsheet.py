"""The figures of a comparison as an Excel file: one row per option, partner and year, ready to filter."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from allmende.pages import exports

HEADERS = (
    "Alternative",
    "Rechtsform",
    "Beteiligte",
    "Einwohner",
    "Jahr",
    "unterer Wert",
    "Betrag",
    "oberer Wert",
    "Hinweis",
)
MONEY = frozenset({5, 6, 7})


def comparison_xlsx(sheet: Mapping[str, Any]) -> bytes:
    """Return the file; a year without a figure says what is missing."""
    return exports.xlsx_file(sheet["title"], HEADERS, _rows(sheet), MONEY)


def _rows(sheet: Mapping[str, Any]) -> Iterator[list[exports.Cell]]:
    people = {partner["key"]: partner for partner in sheet["partners"]}
    for option, money in zip(sheet["options"], sheet["money"], strict=True):
        for paid in money["partners"]:
            partner = people[paid["key"]]
            for year in sheet["years"]:
                head = [f"{option['letter']}. {option['title']}", option["form_label"], partner["name"]]
                amounts = paid["years"].get(str(year))
                gaps = money["missing_years"].get(str(year), [])
                values = [_euros(amounts, level) for level in ("low", "base", "high")]
                note = f"Es fehlt: {'; '.join(gaps)}" if gaps else ""
                yield [*head, partner["population"], year, *values, note]


def _euros(amounts: Mapping[str, int] | None, level: str) -> Decimal | None:
    return None if amounts is None else Decimal(amounts[level]) / 100
