"""What both official formats share: from rows with a Satzart to records of bodies. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from allmende.register.domain import FigureKind, Kind
from allmende.register.importing.kinds import (
    ASSOCIATION_CODES,
    DISTRICT_CODES,
    MUNICIPALITY_CODES,
    SINGLE_ASSOCIATION_CODES,
    TOWN_DISTRICT_CODES,
    district_kind,
    district_name,
    municipality_name,
    region_name,
)
from allmende.register.importing.records import (
    BodyList,
    BodyRecord,
    BrokenFile,
    Figure,
    RowProblem,
    check_records,
    check_stand,
)

ATTRIBUTION = (
    "Quelle: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem GV-ISys, {year}; "
    "im Auftrag der Herausgebergemeinschaft Statistische Ämter des Bundes und der Länder. "
    "Vervielfältigung und Verbreitung, auch auszugsweise, mit Quellenangabe gestattet."
)


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One row as the official list has it."""

    line: int
    record_type: str
    code: str
    land: str
    rb: str
    district: str
    association: str
    municipality: str
    name: str
    figures: tuple[tuple[FigureKind, Decimal], ...] = ()

    @property
    def district_key(self) -> str:
        return f"{self.land}{self.rb}{self.district}"

    @property
    def ars(self) -> str:
        return f"{self.district_key:0<5}{self.association or '0000'}{self.municipality or '000'}"


@dataclass(frozen=True, slots=True)
class FigureDates:
    """The reference dates of population and area, and what had to be assumed."""

    population: date
    area: date
    notes: tuple[str, ...]

    @classmethod
    def of(cls, stand: date, population: date | None, area: date | None) -> "FigureDates":
        """Take what the file says; else assume the last 31 December, and say so."""
        for day in filter(None, (stand, population, area)):
            check_stand(day)
        if population is not None:
            return cls(population, area or population, ())
        assumed = (
            stand if (stand.month, stand.day) == (12, 31) else date(stand.year, 1, 1) - timedelta(days=1)
        )
        note = (
            "Der Stichtag der Einwohnerzahlen steht nicht in der Datei; "
            f"angenommen wird der {assumed:%d.%m.%Y}."
        )
        return cls(assumed, area or assumed, (note,))


def official_list(
    title: str,
    stand: date,
    rows: Sequence[OfficialRow],
    dates: FigureDates,
    problems: list[RowProblem],
) -> BodyList:
    """Return the list with all bodies of the rows; raise BrokenFile with every problem."""
    skipped = {f"{row.land}{row.rb}" for row in rows if row.record_type == "20" and not region_name(row.name)}
    records = [record for row in rows if (record := _record(row, dates, skipped, problems))]
    problems += check_records(records)
    if problems:
        raise BrokenFile(problems)
    attribution = ATTRIBUTION.format(year=(stand + timedelta(days=31)).year)
    return BodyList(
        f"{title}, Gebietsstand {stand:%d.%m.%Y}", stand, tuple(records), True, attribution, dates.notes
    )


def _record(
    row: OfficialRow, dates: FigureDates, skipped: set[str], problems: list[RowProblem]
) -> BodyRecord | None:
    """Return the body of a row, None where the row is no body of its own or is wrong."""
    if row.record_type == "60":
        return _municipality(row, dates, skipped, problems)
    official = " ".join(row.name.split())
    if row.record_type == "10":
        return BodyRecord(row.line, row.land, official, Kind.LAND, official, row.ars)
    above = _above(row, skipped)
    if row.record_type == "20":
        name = region_name(row.name)
        key = f"{row.land}{row.rb}"
        return (
            BodyRecord(row.line, key, name, Kind.REGIERUNGSBEZIRK, official, row.ars, row.land)
            if name
            else None
        )
    if row.record_type == "30":
        key = f"{row.land}{row.rb}-{row.district.strip()}"
        return BodyRecord(row.line, key, official, Kind.REGION, official, parent=above)
    if row.record_type == "40":
        if row.code in TOWN_DISTRICT_CODES:
            return None
        kind = _kind(row, DISTRICT_CODES, problems)
        if kind is None:
            return None
        kind = district_kind(official, kind)
        name = district_name(official, kind)
        return BodyRecord(row.line, row.district_key, name, kind, official, row.ars, above)
    if row.code in SINGLE_ASSOCIATION_CODES:
        return None
    kind = _kind(row, ASSOCIATION_CODES, problems)
    if kind is None:
        return None
    key = f"{row.district_key}{row.association}"
    return BodyRecord(row.line, key, official, kind, official, row.ars, row.district_key)


def _municipality(
    row: OfficialRow, dates: FigureDates, skipped: set[str], problems: list[RowProblem]
) -> BodyRecord | None:
    kind = _kind(row, MUNICIPALITY_CODES, problems)
    ags = f"{row.district_key}{row.municipality}"
    if len(ags) != 8 or not ags.isdigit():
        problems.append(
            RowProblem(
                row.line, "Schlüssel", f"„{ags}“ hat keine acht Ziffern; prüfen Sie Land bis Gemeinde."
            )
        )
        return None
    if kind is None:
        return None
    is_alone = kind in {Kind.KREISFREIE_STADT, Kind.STADTKREIS} or row.district == "00"
    figures = tuple(
        Figure(figure, value, dates.area if figure is FigureKind.AREA else dates.population)
        for figure, value in row.figures
    )
    shared = row.association[:1] in {"5", "9"} and row.association != "0000"
    return BodyRecord(
        line=row.line,
        key=ags,
        name=municipality_name(row.name),
        kind=kind,
        official=" ".join(row.name.split()),
        ars=row.ars,
        parent=_above(row, skipped) if is_alone else row.district_key,
        associations=(f"{row.district_key}{row.association}",) if shared else (),
        figures=figures,
    )


def _above(row: OfficialRow, skipped: set[str]) -> str:
    """Return the Regierungsbezirk, or the Land where there is none or only a statistical or former one."""
    key = f"{row.land}{row.rb}"
    return row.land if row.rb in {"", "0"} or key in skipped else key


def _kind(row: OfficialRow, codes: Mapping[str, Kind], problems: list[RowProblem]) -> Kind | None:
    kind = codes.get(row.code)
    if kind is None:
        problems.append(
            RowProblem(
                row.line, "Textkennzeichen", f"„{row.code}“ ist bei Satzart {row.record_type} unbekannt."
            )
        )
    return kind
