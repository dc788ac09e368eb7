"""Our own list: a CSV file with a header row, comma or semicolon, UTF-8. Pure.

Columns (any order; * must be there): key* (or ags), name*, kind*, ars, name_official, parent (or
parent_ags), landschaftsverband, association_ars, population, population_male, population_female,
population_date, area_km2, area_date, merged_into. Other columns are ignored. An empty cell says nothing.
`merged_into` names the body into which this one was merged on the day the list describes.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from allmende.register.domain import DISTRICT_KINDS, FigureKind, Kind
from allmende.register.importing.kinds import (
    NOT_A_BODY_OF_ITS_OWN,
    SHARED_ASSOCIATION,
    district_kind,
    district_name,
    kind_of,
    region_name,
)
from allmende.register.importing.records import (
    BodyList,
    BodyRecord,
    BrokenFile,
    Figure,
    Row,
    RowProblem,
    check_records,
    whole_file,
)

ALIASES = {
    "schlüssel": "key",
    "ags": "key",
    "parent": "parent_ags",
    "art": "kind",
    "einwohner": "population",
    "fläche_km2": "area_km2",
    "stichtag": "population_date",
    "aufgegangen_in": "merged_into",
}
REQUIRED = ("key", "name", "kind")
MOST_ROWS = 100_000
# members of a Landschaftsverband; lists often name it for everything in its territory
MEMBER_KINDS = DISTRICT_KINDS | {Kind.KREISFREIE_STADT}
FIGURES = (
    ("population", FigureKind.POPULATION, "population_date"),
    ("population_male", FigureKind.POPULATION_MALE, "population_date"),
    ("population_female", FigureKind.POPULATION_FEMALE, "population_date"),
    ("area_km2", FigureKind.AREA, "area_date"),
)


def read(data: bytes, *, stand: date | None, is_complete: bool) -> BodyList:
    """Return the list; raise BrokenFile with every problem. Without `stand` the last figure tells."""
    header, rows = _table(data)
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise whole_file(f"Die Spalten {', '.join(missing)} fehlen; ergänzen Sie die Kopfzeile.")
    problems: list[RowProblem] = []
    records = []
    for line, cells in rows:
        if len(cells) != len(header):
            problems.append(
                RowProblem(
                    line, "Zeile", f"hat {len(cells)} statt {len(header)} Felder; prüfen Sie die Kommas."
                )
            )
            continue
        row = Row(line, dict(zip(header, cells, strict=True)), problems)
        if row.text("kind").lower() in NOT_A_BODY_OF_ITS_OWN or _is_second_row_of_a_town(row):
            continue
        if record := _record(row):
            records.append(record)
    problems += check_records(records)
    stand = stand or max((figure.reference_date for each in records for figure in each.figures), default=None)
    if stand is None and not problems:
        raise whole_file("Der Gebietsstand fehlt: weder ein Stichtag in der Datei noch eine Angabe dazu.")
    if problems or stand is None:
        raise BrokenFile(problems)
    if not records:
        raise whole_file("Die Datei enthält keine Zeile mit einer Körperschaft.")
    return BodyList("Eigene Liste", stand, tuple(records), is_complete)


def _table(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the column names and the rows with their line numbers."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenFile(
            [RowProblem(line, "Zeichensatz", "ist nicht UTF-8; speichern Sie die Datei als „CSV UTF-8“.")]
        ) from error
    if "\x00" in text:
        raise whole_file("Die Datei enthält Nullzeichen und ist kein Text.")
    first_line = text.split("\n", 1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        header = next(reader, [])
        for cells in reader:
            if cells:
                rows.append((reader.line_num, cells))
            if len(rows) > MOST_ROWS:
                raise whole_file(f"Die Datei hat mehr als {MOST_ROWS} Zeilen; teilen Sie sie auf.")
    except csv.Error as error:
        raise BrokenFile(
            [RowProblem(reader.line_num, "Zeile", "ist kein gültiges CSV; prüfen Sie die Anführungszeichen.")]
        ) from error
    return [_column(name) for name in header], rows


def _column(name: str) -> str:
    plain = name.strip().lower()
    return ALIASES.get(plain, plain)


def _is_second_row_of_a_town(row: Row) -> bool:
    """Lists of districts name kreisfreie Städte too; the town itself has a key of eight digits."""
    kind = kind_of(row.text("kind"))
    return kind in {Kind.KREISFREIE_STADT, Kind.STADTKREIS} and len(row.text("key")) == 5


def _record(row: Row) -> BodyRecord | None:
    key = row.required("key").lower()
    written = row.required("name")
    kind = kind_of(row.required("kind"))
    if row.text("kind") and kind is None:
        row.problem(
            "kind", f"„{row.text('kind')}“ ist keine bekannte Art; siehe Handbuch, „Register einlesen“."
        )
    figures = _figures(row)
    ars = row.digits("ars", 12)
    association = row.digits("association_ars", 9)
    if not row.is_good or kind is None:
        return None
    kind = district_kind(written, kind)
    name = _name(written, kind)
    if name is None:
        return None
    parent = row.text("parent_ags").lower() or None
    return BodyRecord(
        line=row.line,
        key=key,
        name=name,
        kind=kind,
        official=row.text("name_official") or (written if written != name else None),
        ars=ars,
        parent=parent,
        landschaftsverband=(row.text("landschaftsverband").lower() or None) if kind in MEMBER_KINDS else None,
        associations=_associations(association),
        figures=tuple(figures),
        merged_into=row.text("merged_into").lower() or None,
    )


def _name(written: str, kind: Kind) -> str | None:
    """Return the name as people say it; None for statistical and former regions, which are no bodies."""
    if kind in DISTRICT_KINDS:
        return district_name(written, kind)
    return region_name(written) if kind is Kind.REGIERUNGSBEZIRK else written


def _associations(association: str | None) -> tuple[str, ...]:
    """Return the association of a municipality, nothing if it administers itself."""
    return (association,) if association and association[5] == SHARED_ASSOCIATION else ()


def _figures(row: Row) -> Sequence[Figure]:
    figures = []
    population_date = row.day("population_date")
    area_date = row.day("area_date") or population_date
    dates = {"population_date": population_date, "area_date": area_date}
    for column, kind, date_column in FIGURES:
        value: Decimal | None = row.number(column, whole=kind is not FigureKind.AREA)
        if value is None:
            continue
        on = dates[date_column]
        if on is None:
            if row.is_good:
                row.problem(date_column, f"fehlt; zu {column} gehört ein Stichtag.")
            continue
        figures.append(Figure(kind, value, on))
    return figures
