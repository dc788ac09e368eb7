"""What every reader returns, whatever the file: records of bodies, or every row that is wrong. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from allmende.common.errors import AllmendeError
from allmende.register.domain import FigureKind, Kind
from allmende.register.names import sort_key
from allmende.register.periods import is_plausible

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the file states it."""

    kind: FigureKind
    value: Decimal
    reference_date: date


@dataclass(frozen=True, slots=True)
class BodyRecord:
    """What the file says of one body. None means: the file does not say."""

    line: int
    key: str
    name: str
    kind: Kind
    official: str | None = None
    ars: str | None = None
    parent: str | None = None
    landschaftsverband: str | None = None
    associations: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    merged_into: str | None = None

    @property
    def ags(self) -> str | None:
        return self.key if re.fullmatch(r"[0-9]{8}", self.key) else None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong in one row: where, what, and what to do."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"Zeile {self.line}, {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class BodyList:
    """A list that was read without a problem: its records and the day they describe (Gebietsstand).

    `is_complete`: municipalities missing in it no longer exist. `notes` tell what the reader had to assume.
    """

    title: str
    stand: date
    records: tuple[BodyRecord, ...]
    is_complete: bool
    attribution: str = ""
    notes: tuple[str, ...] = field(default=())


class BrokenFile(AllmendeError):
    """The file cannot be taken over; nothing was changed."""

    status = 400
    message = "Die Datei wurde nicht übernommen, nichts wurde geändert. {summary}"

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(summary=f"Fehler: {len(problems)}.")

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems]
        return "\n".join([super().__str__(), *shown])


def whole_file(message: str) -> BrokenFile:
    """Return the error for a file that cannot be read at all."""
    return BrokenFile([RowProblem(0, "Datei", message)])


class Row:
    """One row under reading: takes fields, collects every problem instead of stopping at the first."""

    def __init__(self, line: int, values: dict[str, str], problems: list[RowProblem]) -> None:
        self.line = line
        self.values = values
        self._problems = problems
        self.is_good = True

    def problem(self, field_name: str, message: str) -> None:
        self.is_good = False
        self._problems.append(RowProblem(self.line, field_name, message))

    def text(self, field_name: str) -> str:
        return " ".join(self.values.get(field_name, "").split())

    def required(self, field_name: str, *, longest: int = 200) -> str:
        text = self.text(field_name)
        if not text:
            self.problem(field_name, "fehlt; tragen Sie den Wert ein.")
        if len(text) > longest:
            self.problem(field_name, f"ist länger als {longest} Zeichen; kürzen Sie den Wert.")
        return text

    def digits(self, field_name: str, *lengths: int) -> str | None:
        """Return a key of digits, None if empty."""
        text = self.text(field_name)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]+", text) or (lengths and len(text) not in lengths):
            wanted = " oder ".join(str(length) for length in lengths)
            self.problem(
                field_name,
                f"„{text}“ ist kein Schlüssel aus {wanted} Ziffern; prüfen Sie führende Nullen.",
            )
            return None
        return text

    def number(self, field_name: str, *, whole: bool) -> Decimal | None:
        """Return an exact number that is not negative, None if empty; `1234.5`, `1.234,5`, `1 234`."""
        text = self.text(field_name).replace("\u00a0", "").replace(" ", "")
        if not text:
            return None
        if whole and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text):
            text = text.replace(".", "")  # 8.000 inhabitants are never eight
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self.problem(field_name, f"„{self.text(field_name)}“ ist keine Zahl; tragen Sie Ziffern ein.")
            return None
        if value < 0:
            self.problem(field_name, f"{value} ist negativ; prüfen Sie den Wert.")
            return None
        if whole and value != value.to_integral_value():
            self.problem(field_name, f"{value} ist keine ganze Zahl; prüfen Sie den Wert.")
            return None
        if value >= Decimal(10) ** 12:
            self.problem(field_name, f"{value} ist zu groß; prüfen Sie den Wert.")
            return None
        return value

    def day(self, field_name: str) -> date | None:
        """Return a day written `2023-12-31` or `31.12.2023`, None if empty."""
        text = self.text(field_name)
        if not text:
            return None
        try:
            day = parse_day(text)
        except ValueError:
            self.problem(field_name, f"„{text}“ ist kein Datum; schreiben Sie 31.12.2023 oder 2023-12-31.")
            return None
        if not is_plausible(day):
            self.problem(field_name, f"{text} liegt nicht in den Jahren 1800 bis 2200; prüfen Sie das Datum.")
            return None
        return day


def parse_day(text: str) -> date:
    """Return a day written `2023-12-31`, `31.12.2023` or `20231231`."""
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{8}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def check_stand(day: date) -> date:
    """Return the day a list describes; raise BrokenFile if it cannot be meant."""
    if not is_plausible(day):
        raise whole_file(
            f"Der Gebietsstand oder Stichtag {day.isoformat()} liegt nicht in den Jahren 1800 bis 2200; "
            "prüfen Sie das Datum."
        )
    return day


def _check_form(record: BodyRecord) -> Iterator[RowProblem]:
    """Return what of one record the register could not store."""
    if not re.fullmatch(r"[0-9a-z][0-9a-z-]{0,39}", record.key):
        yield RowProblem(
            record.line,
            "Schlüssel",
            f"„{record.key}“ muss mit einem Buchstaben oder einer Ziffer beginnen und aus höchstens 40 "
            "Buchstaben, Ziffern und Bindestrichen bestehen.",
        )
    for column, name in (("name", record.name), ("name_official", record.official or "")):
        if max(len(name), len(sort_key(name))) > LONGEST_NAME:  # ß counts twice when sorted
            yield RowProblem(
                record.line, column, f"ist länger als {LONGEST_NAME} Zeichen; kürzen Sie den Wert."
            )


def check_records(records: Iterable[BodyRecord]) -> list[RowProblem]:
    """Return what is wrong between the rows: keys given twice, keys that contradict each other."""
    problems: list[RowProblem] = []
    lines: dict[str, int] = {}
    for record in records:
        problems += _check_form(record)
        if record.key in lines:
            problems.append(
                RowProblem(
                    record.line,
                    "Schlüssel",
                    f"„{record.key}“ steht schon in Zeile {lines[record.key]}; löschen Sie eine der beiden.",
                )
            )
        lines.setdefault(record.key, record.line)
        if record.ags and record.ars and record.ars[:5] + record.ars[9:] != record.ags:
            problems.append(
                RowProblem(
                    record.line,
                    "ars",
                    f"{record.ars} gehört nicht zum Gemeindeschlüssel {record.ags}; prüfen Sie beide.",
                )
            )
        if record.key in {record.parent, record.merged_into}:
            problems.append(
                RowProblem(
                    record.line, "Schlüssel", "Eine Körperschaft kann nicht sich selbst übergeordnet sein."
                )
            )
    return problems
