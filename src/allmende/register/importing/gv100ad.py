"""The official list GV100AD (Destatis): fixed width, one record a line, UTF-8 (older years Latin-1). Pure."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import gv100ad

from allmende.register.domain import FigureKind
from allmende.register.importing.official import FigureDates, OfficialRow, official_list
from allmende.register.importing.records import BodyList, BrokenFile, RowProblem, whole_file

HECTARES_IN_SQUARE_KILOMETER = 100
RECORD_TYPES = {
    gv100ad.FederalState: "10",
    gv100ad.GovernmentRegion: "20",
    gv100ad.Region: "30",
    gv100ad.District: "40",
    gv100ad.MunicipalAssociation: "50",
    gv100ad.Municipality: "60",
}
MOST_LINES = 60_000


def read(data: bytes, *, stand: date | None, figures_on: date | None) -> BodyList:
    """Return the list; raise BrokenFile with every problem."""
    problems: list[RowProblem] = []
    rows, stands = [], set()
    for line, text in _lines(data):
        try:
            (record,) = gv100ad.GV100ADReader(io.StringIO(text)).read()
        except ValueError as error:
            problems.append(
                RowProblem(line, "Satz", f"ist nicht lesbar ({error}); prüfen Sie die Feldgrenzen.")
            )
            continue
        stands.add(record.timestamp)
        rows.append(_official_row(line, record))
        if not rows[-1].name:
            problems.append(RowProblem(line, "Name", "fehlt; tragen Sie den Wert ein."))
    if len(stands) > 1:
        days = ", ".join(f"{day:%d.%m.%Y}" for day in sorted(stands))
        problems.append(RowProblem(0, "Gebietsstand", f"ist nicht einheitlich: {days}."))
    if not rows:
        raise BrokenFile(problems) if problems else whole_file("Die Datei ist leer.")
    stand = stand or max(stands)
    dates = FigureDates.of(stand, figures_on, figures_on)
    return official_list("Gemeindeverzeichnis GV100AD", stand, rows, dates, problems)


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise whole_file(f"Die Datei hat mehr als {MOST_LINES} Zeilen.")
    for line, content in enumerate(lines, start=1):
        if content.strip():
            yield line, content.rstrip("\r")


def _official_row(line: int, record: gv100ad.entities.base_record.BaseRecord) -> OfficialRow:
    code = getattr(record, "regional_code", "")
    figures: tuple[tuple[FigureKind, Decimal], ...] = ()
    if isinstance(record, gv100ad.Municipality):
        men, all_ = Decimal(record.inhabitants_male), Decimal(record.inhabitants)
        figures = (
            (FigureKind.POPULATION, all_),
            (FigureKind.POPULATION_MALE, men),
            (FigureKind.POPULATION_FEMALE, all_ - men),
            (FigureKind.AREA, Decimal(record.area) / HECTARES_IN_SQUARE_KILOMETER),
        )
    kind = getattr(record, "type", None)
    return OfficialRow(
        line=line,
        record_type=RECORD_TYPES[type(record)],
        code=f"{kind.value:02d}" if kind else "",
        land=code[:2],
        rb=code[2:3].strip(),
        district=code[3:5].strip(),
        association=getattr(record, "association", "").strip(),
        municipality=code[5:8].strip(),
        name=record.name.strip(),
        figures=figures,
    )
