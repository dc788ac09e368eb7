"""Reads product budgets and staffing from CSV or Excel; wrong cells are named, nothing is guessed. Pure.

Columns (any order; * must be there): gemeinde* (key or name), aufgabe* (code), jahr*, stand* (allein, kreis),
produkt, aufwand (euros), faelle, stellen, ruhestand, vakanz_monate, software, vertragsende. An empty cell
says nothing. Without `faelle` the inhabitants of the register are the measure of size.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from allmende.common.errors import AllmendeError, Phrase
from allmende.common.money import cents
from allmende.cooperations.importing.tables import ZIP_START, read_table
from allmende.cooperations.potentials.domain import TaskState
from allmende.register.importing.records import BrokenFile

LARGEST_FILE = 2 * 1024 * 1024
MOST_ROWS = 5_000
REQUIRED = ("gemeinde", "aufgabe", "jahr", "stand")
COLUMNS = (
    *REQUIRED,
    "produkt",
    "aufwand",
    "faelle",
    "stellen",
    "ruhestand",
    "vakanz_monate",
    "software",
    "vertragsende",
)
ALIASES = {"fälle": "faelle", "schlüssel": "gemeinde", "schluessel": "gemeinde", "kommune": "gemeinde"}
IDENTITY = ("gemeinde", "aufgabe", "jahr")
STATES = {"allein": TaskState.ALONE, "kreis": TaskState.DISTRICT}
FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST_COST = Decimal(10) ** 10
LARGEST_COUNT = 10**7
LONGEST = 200
GERMAN_NUMBER = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+(,\d+)?|\d+\.\d+")
SEVERAL_MEANINGS = re.compile(r"\d{1,3}\.\d{3}")  # Excel keeps 1.125 posts and a typed 1.125 alike
PROBLEMS_SHOWN = 50


class BudgetFileBroken(AllmendeError):
    """The file cannot be read as a whole."""

    status = 400
    message = "Die Datei wurde nicht übernommen. {problem}"


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One line of the file; body and task are found later in the register."""

    line: int
    body: str
    task: str
    year: int
    state: TaskState
    product: str = ""
    cost_cents: int | None = None
    cases: int | None = None
    posts: Decimal | None = None
    retirements: int | None = None
    vacancy_months: int | None = None
    software: str = ""
    contract_end: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"Zeile {self.line}, Spalte „{self.column}“: {self.message}"


def read_budgets(data: bytes) -> tuple[list[BudgetRow], list[Problem]]:
    """Return the rows that are right and every problem of the others."""
    header, lines = _table(data)
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise BudgetFileBroken(problem=Phrase("Es fehlen die Spalten: {names}.", names=", ".join(missing)))
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        raise BudgetFileBroken(
            problem=Phrase("Unbekannte Spalten: {names}. Siehe Handbuch.", names=", ".join(unknown))
        )
    rows: list[BudgetRow] = []
    problems: list[Problem] = []
    is_excel = data.startswith(ZIP_START)
    for number, cells in lines:
        if not any(cells.get(name, "").strip() for name in COLUMNS if name not in IDENTITY):
            continue  # a row of the empty table that nobody filled in
        before = len(problems)
        found = _row(_Cells(number, cells, problems, is_excel))
        if len(problems) == before:
            rows.append(found)
    if not rows and not problems:
        raise BudgetFileBroken(problem=Phrase("Sie enthält keine Zeilen mit Angaben."))
    return rows, problems


def _table(data: bytes) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    if len(data) > LARGEST_FILE:
        raise BudgetFileBroken(problem=Phrase("Sie ist größer als 2 MB. Teilen Sie sie auf."))
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise BudgetFileBroken(
            problem=Phrase("Gelesen wird Excel (.xlsx) oder CSV. Speichern Sie die Tabelle so.")
        )
    try:
        header, lines = read_table(data, ALIASES)
    except BrokenFile as error:
        told = [str(each) if each.line else each.message for each in error.problems[:PROBLEMS_SHOWN]]
        raise BudgetFileBroken(problem=" ".join(told)) from None
    if len(lines) > MOST_ROWS:
        raise BudgetFileBroken(
            problem=Phrase("Sie hat mehr als {count} Zeilen. Teilen Sie sie auf.", count=MOST_ROWS)
        )
    return header, lines


@dataclass(frozen=True, slots=True)
class _Cells:
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]
    is_excel: bool = False

    def text(self, name: str) -> str:
        value = self.cells.get(name, "").strip()
        if len(value) > LONGEST:
            self.wrong(name, f"ist länger als {LONGEST} Zeichen.")
        return value

    def wrong(self, name: str, message: str) -> None:
        self.problems.append(Problem(self.line, name, message))

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            self.wrong(name, "fehlt.")
        return value

    def amount(self, name: str, largest: Decimal, *, places: int = 2) -> Decimal | None:
        """Return a number from zero up, written the German way or with a decimal point."""
        value = self.text(name).removesuffix("€").strip()
        if not value:
            return None
        if not GERMAN_NUMBER.fullmatch(value):
            self.wrong(name, f"„{value}“ ist keine Zahl ab null, zum Beispiel 1.234,50.")
            return None
        if self.is_excel and SEVERAL_MEANINGS.fullmatch(value):
            self.wrong(name, f"„{value}“ kann Tausender oder Nachkommastellen meinen. Schreiben Sie es aus.")
            return None
        is_german = "," in value or bool(re.fullmatch(r"\d{1,3}(\.\d{3})+", value))
        plain = value.replace(".", "").replace(",", ".") if is_german else value
        try:
            found = Decimal(plain)
        except InvalidOperation:
            found = largest + 1
        if found > largest or found != found.quantize(Decimal(1).scaleb(-places)):
            self.wrong(name, f"„{value}“ ist zu groß oder hat zu viele Nachkommastellen.")
            return None
        return found

    def whole(self, name: str) -> int | None:
        value = self.amount(name, Decimal(LARGEST_COUNT), places=0)
        return None if value is None else int(value)

    def day(self, name: str) -> date | None:
        value = self.text(name)
        if not value:
            return None
        german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", value)
        try:
            parts = tuple(map(int, reversed(german.groups()))) if german else None
            return date(*parts) if parts else date.fromisoformat(value)
        except ValueError:
            self.wrong(name, f"„{value}“ ist kein Tag, zum Beispiel 31.12.2027.")
            return None


def _row(row: _Cells) -> BudgetRow:
    year = row.whole("jahr") if row.required("jahr") else None
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        row.wrong("jahr", f"liegt nicht zwischen {FIRST_YEAR} und {LAST_YEAR}.")
    said = row.required("stand").casefold()
    if said and said not in STATES:
        row.wrong("stand", "muss „allein“ oder „kreis“ sein; eine Zusammenarbeit steht im Register.")
    cost = row.amount("aufwand", LARGEST_COST)
    if cost is not None and not cost:
        row.wrong("aufwand", "ist null. Lassen Sie die Zelle leer, wenn der Betrag nicht bekannt ist.")
    cases = row.whole("faelle")
    if cases is not None and not cases:
        row.wrong("faelle", "ist null. Lassen Sie die Zelle leer, wenn die Zahl nicht bekannt ist.")
    return BudgetRow(
        line=row.line,
        body=row.required("gemeinde"),
        task=row.required("aufgabe"),
        year=year or 0,
        state=STATES.get(said, TaskState.ALONE),
        product=row.text("produkt")[:40],
        cost_cents=None if cost is None else cents(cost),
        cases=cases,
        posts=row.amount("stellen", Decimal(99_999)),
        retirements=row.whole("ruhestand"),
        vacancy_months=row.whole("vakanz_monate"),
        software=row.text("software"),
        contract_end=row.day("vertragsende"),
    )


def duplicates(rows: Sequence[BudgetRow], identity: Callable[[BudgetRow], object]) -> list[Problem]:
    """Return a problem for each row that speaks of the same body, task and year as an earlier one."""
    seen: dict[object, int] = {}
    found = []
    for row in rows:
        same = (identity(row), row.task, row.year)
        if same in seen:
            found.append(Problem(row.line, "gemeinde", f"steht schon in Zeile {seen[same]}."))
        seen.setdefault(same, row.line)
    return found
