"""Made-up bodies and people for tests of the register and of what stands on it."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from allmende.accounts.actions import create_demo_user
from allmende.accounts.models import User
from allmende.register.actions import grant_membership
from allmende.register.domain import BodyView, FigureKind, Kind, Role
from allmende.register.importing.actions import take_over
from allmende.register.importing.plan import Plan
from allmende.register.importing.records import BodyList, BodyRecord, Figure
from allmende.register.models import Source

TODAY = date(2026, 3, 2)
SAMPLE_STAND = date(2020, 12, 31)
SAMPLE_KNOWN = datetime(2021, 2, 1, 9, tzinfo=UTC)


def record(
    key: str, name: str, kind: Kind = Kind.GEMEINDE, population: int | None = None, **fields: Any
) -> BodyRecord:
    """Return a record with a plausible parent; figures count on the day of the sample."""
    parent = fields.pop("parent", "05" if len(key) == 5 or kind is Kind.KREISFREIE_STADT else key[:5])
    on = fields.pop("on", SAMPLE_STAND)
    figures = (Figure(FigureKind.POPULATION, Decimal(population), on),) if population is not None else ()
    return BodyRecord(line=1, key=key, name=name, kind=kind, parent=parent, figures=figures, **fields)


SAMPLE = (
    record("05", "Probeland", Kind.LAND, parent=None),
    record("05999", "Kreis Probe", Kind.KREIS),
    record("05999004", "Musterstadt", Kind.KREISANGEHOERIGE_STADT, 21_000, official="Musterstadt, Stadt"),
    record("05999008", "Beispieldorf", Kind.GEMEINDE, 8_000),
    record("05998000", "Fremdstadt", Kind.KREISFREIE_STADT, 250_000),
)


def listed(
    records: Iterable[BodyRecord], *, stand: date = SAMPLE_STAND, is_complete: bool = False
) -> BodyList:
    return BodyList("Probe", stand, tuple(records), is_complete)


def take_over_sample() -> Plan:
    return take_over_list(listed(SAMPLE), at=SAMPLE_KNOWN)


def take_over_list(body_list: BodyList, *, at: datetime) -> Plan:
    source = Source(key=f"probe-{at:%Y%m%d%H%M%S}", title="Probe", attribution="Eigene Probe")
    return take_over(body_list, source=source, at=at)


def member(body: BodyView, role: Role, email: str = "") -> User:
    """Return a person who acts for the body."""
    address = email or f"{role.value}@{body.key}.example"
    user = create_demo_user(address, "nur-fuer-tests-2026", address.partition("@")[0])
    grant_membership(user=user, body=body, role=role, valid_from=date(2025, 1, 1), by=None, on=TODAY)
    return user


HEAD_ROWS = (
    ["Alle Gemeinden mit ausgewählten Merkmalen am 31.12.2024 (4. Quartal)"],
    [
        "Satzart",
        "Textkennzeichen",
        "Land",
        "RB",
        "Kreis",
        "VB",
        "Gem",
        "Gemeindename",
        "Fläche km²",
        "insgesamt",
    ],
)
FOOT_ROWS = (["1) Fläche am 31.12.2023"], ["2) Bevölkerung am 31.12.2023"])


def workbook(rows: Iterable[Sequence[Any]], *, foot: Iterable[Sequence[str]] = FOOT_ROWS) -> bytes:
    """Return an Excel file laid out as the official extract."""
    book = Workbook()
    assert book.active is not None
    book.active.title = "Deckblatt"
    sheet = book.create_sheet("Onlineprodukt_Gemeinden31122024")
    for row in (*HEAD_ROWS, *rows, *foot):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


OFFICIAL_ROWS: list[list[Any]] = [
    ["10", None, "05", None, None, None, None, "Nordrhein-Westfalen"],
    ["20", None, "05", "5", None, None, None, "Reg.-Bez. Münster"],
    ["40", "43", "05", "5", "58", None, None, "Coesfeld"],
    ["50", "50", "05", "5", "58", "0012", None, "Coesfeld, Stadt"],
    ["60", "63", "05", "5", "58", "0012", "012", "Coesfeld, Stadt", 141.36, 37259, 18500, 18759],
    ["40", "41", "05", "5", "15", None, None, "Münster, Stadt"],
    ["50", "50", "05", "5", "15", "0000", None, "Münster, Stadt"],
    ["60", "61", "05", "5", "15", "0000", "000", "Münster, Stadt", 303.28, "322 904", "155 000", "167 904"],
    ["10", None, "01", None, None, None, None, "Schleswig-Holstein"],
    ["40", "43", "01", "0", "51", None, None, "Dithmarschen"],
    ["50", "51", "01", "0", "51", "5163", None, "Burg-St. Michaelisdonn"],
    ["60", "64", "01", "0", "51", "5163", "003", "Averlak", "9.06", 554, 288, 266],
]


def gv100ad_line(
    record_type: str,
    regional: str,
    name: str,
    *,
    association: str = "",
    code: str = "",
    stand: str = "20241231",
    numbers: tuple[int, int, int] | None = None,
) -> str:
    """Return one line of the official fixed-width list; numbers: hectares, inhabitants, men."""
    line = f"{record_type}{stand}{regional:<8}{association:<4}{name:<50}{'':50}{code:<2}{'':4}"
    if numbers:
        line += "".join(f"{number:011d}" for number in numbers) + " " * 4 + "48653" + " " * 50
    return line
