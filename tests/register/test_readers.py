"""Readers of lists: what they take, what they refuse, and that they name every bad row."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.register.domain import FigureKind, Kind
from allmende.register.importing.reader import read_list
from allmende.register.importing.records import BodyList, BodyRecord, BrokenFile
from tests.register.factories import OFFICIAL_ROWS, gv100ad_line, workbook

CSV = """key,name,kind,parent_ags,population,population_date,area_km2,ars
05999004,Musterstadt,Stadt,05999,21000,2023-12-31,88.10,059990004004
05999008,Beispieldorf,Gemeinde,05999,"8.000",31.12.2023,"12,5",
"""


def by_key(body_list: BodyList) -> dict[str, BodyRecord]:
    return {record.key: record for record in body_list.records}


def problems_of(data: bytes | str) -> list[tuple[int, str]]:
    with pytest.raises(BrokenFile) as caught:
        read_list(data.encode() if isinstance(data, str) else data)
    return [(problem.line, problem.field) for problem in caught.value.problems]


class TestOwnList:
    def test_reads_numbers_and_days_in_german_and_in_iso(self) -> None:
        village = by_key(read_list(CSV.encode()))["05999008"]
        assert village.kind is Kind.GEMEINDE
        assert [(f.kind, f.value, f.reference_date) for f in village.figures] == [
            (FigureKind.POPULATION, Decimal(8000), date(2023, 12, 31)),
            (FigureKind.AREA, Decimal("12.5"), date(2023, 12, 31)),
        ]

    def test_the_last_figure_tells_the_day_of_the_list_unless_somebody_says_it(self) -> None:
        assert read_list(CSV.encode()).stand == date(2023, 12, 31)
        assert read_list(CSV.encode(), stand=date(2025, 1, 1)).stand == date(2025, 1, 1)

    def test_every_bad_row_is_named_with_its_line_and_field(self) -> None:
        rows = (
            CSV + "05999012,,Gemeinde,05999,1,2023-12-31,1,\n"
            "05999013,Dorf,Burg,05999,1,2023-12-31,1,\n"
            "05999014,Dorf,Gemeinde,05999,-3,2023-13-31,viel,\n"
            "05999015,Dorf,Gemeinde\n"
        )
        assert problems_of(rows) == [
            (4, "name"),
            (5, "kind"),
            (6, "population_date"),
            (6, "population"),
            (6, "area_km2"),
            (7, "Zeile"),
        ]

    def test_a_key_given_twice_names_the_first_line(self) -> None:
        with pytest.raises(BrokenFile, match="Zeile 2"):
            read_list((CSV + CSV.splitlines()[1]).encode())

    def test_keys_that_contradict_each_other_are_refused(self) -> None:
        assert problems_of(CSV.replace("059990004004", "059990004009")) == [(2, "ars")]

    def test_a_file_in_an_old_encoding_is_refused_with_its_line(self) -> None:
        assert problems_of(CSV.replace("Beispieldorf", "Höhe").encode("latin-1")) == [
            (3, "Zeichensatz"),
        ]

    def test_a_missing_column_is_named(self) -> None:
        with pytest.raises(BrokenFile, match="kind"):
            read_list(b"key,name\n05,Land\n")

    @pytest.mark.parametrize("data", [b"", b"  \n", b"%PDF-1.7", b"\xd0\xcf\x11\xe0rest", b"key,name,kind\n"])
    def test_what_is_no_list_is_refused(self, data: bytes) -> None:
        assert problems_of(data) == [(0, "Datei")]

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, data: bytes) -> None:
        problems: object = None
        records: object = None
        try:
            records = read_list(data).records
        except BrokenFile as error:
            problems = error.problems
        assert records or problems


class TestWorkbook:
    def test_reads_every_record_type(self) -> None:
        bodies = by_key(read_list(workbook(OFFICIAL_ROWS)))
        assert {key: (body.kind, body.name, body.parent) for key, body in bodies.items()} == {
            "05": (Kind.LAND, "Nordrhein-Westfalen", None),
            "055": (Kind.REGIERUNGSBEZIRK, "Regierungsbezirk Münster", "05"),
            "05558": (Kind.KREIS, "Kreis Coesfeld", "055"),
            "05558012": (Kind.KREISANGEHOERIGE_STADT, "Coesfeld", "05558"),
            "05515000": (Kind.KREISFREIE_STADT, "Münster", "055"),
            "01": (Kind.LAND, "Schleswig-Holstein", None),
            "01051": (Kind.KREIS, "Kreis Dithmarschen", "01"),
            "010515163": (Kind.AMT, "Burg-St. Michaelisdonn", "01051"),
            "01051003": (Kind.GEMEINDE, "Averlak", "01051"),
        }
        assert bodies["01051003"].associations == ("010515163",)

    def test_figures_are_exact_and_dated_by_the_footnotes(self) -> None:
        town = by_key(read_list(workbook(OFFICIAL_ROWS)))["05515000"]
        figures = {figure.kind: figure for figure in town.figures}
        assert figures[FigureKind.POPULATION].value == 322904
        assert figures[FigureKind.AREA].value == Decimal("303.28")
        assert {figure.reference_date for figure in town.figures} == {date(2023, 12, 31)}

    def test_the_list_is_complete_and_says_its_day(self) -> None:
        read = read_list(workbook(OFFICIAL_ROWS))
        assert (read.stand, read.is_complete, read.notes) == (date(2024, 12, 31), True, ())

    def test_an_assumed_reference_date_is_told(self) -> None:
        read = read_list(workbook(OFFICIAL_ROWS, foot=()))
        assert "31.12.2024" in read.notes[0]

    def test_keys_that_excel_turned_into_numbers_get_their_zeros_back(self) -> None:
        row: list[object] = [60, 63, 5, 5, 58, 12, 12, "Coesfeld, Stadt", 141.36, 37259, 18500, 18759]
        assert by_key(read_list(workbook([row]))).keys() == {"05558012"}

    def test_bad_rows_are_all_named(self) -> None:
        rows: list[list[object]] = [
            ["60", "99", "05", "5", "58", "0012", "012", "Coesfeld, Stadt", 1, 1, 1, 0],
            ["60", "63", "05", "5", "58", "0016", "016", "Dülmen, Stadt", "x", None, 1, 0],
            ["60", "63", "05", "5", "58", "0020", None, "Havixbeck", 1, 1, 1, 0],
        ]
        assert problems_of(workbook(rows)) == [
            (3, "Textkennzeichen"),
            (4, "Bevölkerung insgesamt"),
            (4, "Fläche"),
            (5, "Schlüssel"),
        ]

    def test_an_archive_that_unpacks_to_too_much_is_refused_unread(self) -> None:
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("xl/worksheets/sheet1.xml", "w") as part,
        ):
            for _ in range(201):
                part.write(bytes(1024 * 1024))
        with pytest.raises(BrokenFile, match="zu groß"):
            read_list(buffer.getvalue())

    @pytest.mark.parametrize("damage", [b"PK\x03\x04 not a zip", b"PK"])
    def test_a_damaged_workbook_is_refused(self, damage: bytes) -> None:
        assert problems_of(damage) == [(0, "Datei")]

    def test_an_archive_that_is_no_workbook_is_refused(self) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("hello.txt", "no workbook")
        assert problems_of(buffer.getvalue()) == [(0, "Datei")]


FIXED_WIDTH = (
    gv100ad_line("10", "05", "Nordrhein-Westfalen"),
    gv100ad_line("20", "055", "Reg.-Bez. Münster"),
    gv100ad_line("40", "05558", "Coesfeld", code="43"),
    gv100ad_line("50", "05558", "Coesfeld, Stadt", association="0012", code="50"),
    gv100ad_line(
        "60", "05558012", "Coesfeld, Stadt", association="0012", code="63", numbers=(14136, 37259, 18500)
    ),
)


class TestFixedWidth:
    def test_reads_bodies_with_area_from_hectares(self) -> None:
        bodies = by_key(read_list("\r\n".join(FIXED_WIDTH).encode()))
        assert bodies.keys() == {"05", "055", "05558", "05558012"}
        figures = {figure.kind: figure.value for figure in bodies["05558012"].figures}
        assert figures[FigureKind.AREA] == Decimal("141.36")
        assert figures[FigureKind.POPULATION_FEMALE] == 37259 - 18500

    def test_both_official_formats_say_the_same(self) -> None:
        fixed = by_key(read_list("\n".join(FIXED_WIDTH).encode(), figures_on=date(2023, 12, 31)))
        excel = by_key(read_list(workbook(OFFICIAL_ROWS)))
        for key in ("05", "055", "05558", "05558012"):
            one, other = fixed[key], excel[key]
            assert (one.name, one.kind, one.parent, one.ars) == (
                other.name,
                other.kind,
                other.parent,
                other.ars,
            )
            assert set(one.figures) == set(other.figures)

    def test_older_files_in_latin_1_are_read(self) -> None:
        bodies = by_key(read_list("\n".join(FIXED_WIDTH).encode("latin-1")))
        assert bodies["055"].name == "Regierungsbezirk Münster"

    def test_bad_lines_are_all_named(self) -> None:
        bad = "6020241231kaputt"
        late = gv100ad_line("10", "01", "Schleswig-Holstein", stand="20231231")
        assert problems_of("\n".join([*FIXED_WIDTH, bad, late])) == [(0, "Gebietsstand"), (6, "Satz")]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("Schlüssel", {"key": "-dorf"}),
        ("name", {"name": "ß" * 180}),
        ("name_official", {"name_official": "x" * 201}),
        ("population_date", {"population_date": "9999-12-31"}),
    ],
)
def test_what_the_register_cannot_store_is_told_with_its_row(column: str, cells: dict[str, str]) -> None:
    row = {
        "key": "05999012",
        "name": "Neudorf",
        "kind": "Gemeinde",
        "name_official": "Neudorf",
        "population": "900",
        "population_date": "2021-12-31",
    } | cells
    data = f"{','.join(row)}\n{','.join(row.values())}\n"
    with pytest.raises(BrokenFile) as caught:
        read_list(data.encode(), stand=date(2021, 12, 31))
    assert [(problem.line, problem.field) for problem in caught.value.problems] == [(2, column)]


def test_a_list_does_not_describe_the_end_of_time() -> None:
    with pytest.raises(BrokenFile, match="1800 bis 2200"):
        read_list(CSV.encode(), stand=date(9999, 12, 31))
