"""Rows as CSV and XLSX files that German Excel opens without a dialog."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from allmende.common import formats
from allmende.pages import texts

Cell = str | int | Decimal | date | None

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads umlauts as Latin-1
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MONEY_FORMAT = "#,##0.00\\ [$€-407]"
DAY_FORMAT = "DD.MM.YYYY"
NUMBER_FORMAT = "#,##0.##"
INTEGER_FORMAT = "#,##0"


def guarded(text: str) -> str:
    """Return the text so that a spreadsheet never runs it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_file(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file: semicolons, decimal commas, German days, UTF-8 with byte order mark."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(header) for header in headers])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an Excel file; `money` names the columns shown in euros."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    money: frozenset[int] = frozenset()


def xlsx_file(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]], money: frozenset[int] = frozenset()
) -> bytes:
    """Return an Excel file of one sheet with real numbers and days."""
    return xlsx_book([Sheet(title, headers, rows, money)])


def xlsx_book(sheets: Iterable[Sheet]) -> bytes:
    """Return an Excel file of several sheets."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(_sheet_title(sheet.title)), sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(target: Any, sheet: Sheet) -> None:
    target.freeze_panes = "A2"
    for position, header in enumerate(sheet.headers, start=1):
        target.column_dimensions[get_column_letter(position)].width = max(12, min(48, len(header) + 6))
    head = [WriteOnlyCell(target, value=header) for header in sheet.headers]
    for cell in head:
        cell.font = Font(bold=True)
        cell.data_type = "s"
    target.append(head)
    for row in sheet.rows:
        target.append([_xlsx_cell(target, value, index in sheet.money) for index, value in enumerate(row)])


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, int | Decimal):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    return guarded(value)


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: Cell, is_money: bool) -> XlsxCell:
    if isinstance(value, str):
        value = texts.visible(value)  # XML holds no control characters
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # openpyxl takes Decimal and date
    if isinstance(value, str):
        cell.data_type = "s"  # a text that starts with "=" stays a text
    elif isinstance(value, date):
        cell.number_format = DAY_FORMAT
    elif isinstance(value, int | Decimal):
        cell.number_format = MONEY_FORMAT if is_money else _number_format(value)
    return cell


def _number_format(value: int | Decimal) -> str:
    if isinstance(value, int) or value == value.to_integral_value():
        return INTEGER_FORMAT
    return NUMBER_FORMAT


def _sheet_title(title: str) -> str:
    """Return a title Excel accepts: no `[]:*?/\\`, at most 31 characters."""
    return "".join("-" if sign in "[]:*?/\\" else sign for sign in title)[:31] or "Tabelle"
