"""Who does a task how, and what is known of it. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TaskState(StrEnum):
    """How a municipality does a task; unknown is not alone."""

    ALONE = "alone"
    COOPERATION = "cooperation"
    DISTRICT = "district"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "alone": "allein",
            "cooperation": "in Zusammenarbeit",
            "district": "beim Kreis",
            "unknown": "unbekannt",
        }[self.value]


ENTERED_STATES = (TaskState.ALONE, TaskState.DISTRICT)  # cooperations come from their own register
SMALL_TEAM_POSTS = 1.5
YEARS_TO_RETIREMENT = 5
LONG_VACANCY_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Staffing:
    """What is known about the posts of a task; None is not known."""

    posts: float | None = None
    retirements: int | None = None
    """People who retire within five years."""
    vacancy_months: int | None = None

    def risks(self) -> tuple[str, ...]:
        """Return why the task may stand still, one German reason each; cost plays no part."""
        found = []
        if self.posts is not None and self.posts < SMALL_TEAM_POSTS:
            shown = f"{self.posts:g}".replace(".", ",")
            posts = "Stelle" if self.posts == 1 else "Stellen"
            found.append(f"nur {shown} {posts}; bei Krankheit oder Urlaub fehlt die Vertretung")
        if self.retirements:
            leave = "geht eine Person" if self.retirements == 1 else f"gehen {self.retirements} Personen"
            found.append(f"in den nächsten {YEARS_TO_RETIREMENT} Jahren {leave} in den Ruhestand")
        if self.vacancy_months is not None and self.vacancy_months > LONG_VACANCY_MONTHS:
            found.append(f"eine Stelle ist seit {self.vacancy_months} Monaten frei")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class TaskSituation:
    """One cell of the matrix municipality × task, with all that was entered about it."""

    key: str
    name: str
    state: TaskState
    cooperations: tuple[str, ...] = ()
    """Keys of the cooperations that do the task for it."""
    year: int | None = None
    cost: float | None = None
    """Euros in the year; only what a budget says, never a guess."""
    quantity: float | None = None
    """How much of the driver: inhabitants or cases."""
    is_counted_in_cases: bool = False
    staffing: Staffing = Staffing()
    software: str = ""
    contract_end: date | None = None
    source: str = ""

    @property
    def is_comparable(self) -> bool:
        """Whether it runs the task alone and its cost and driver are known."""
        return self.state is TaskState.ALONE and bool(self.cost) and bool(self.quantity)

    def missing(self) -> tuple[str, ...]:
        """Return what would have to be entered before euros can be compared."""
        if self.state is TaskState.UNKNOWN:
            return ("wie die Aufgabe erledigt wird",)
        if self.state is not TaskState.ALONE:
            return ()
        gaps = []
        if not self.cost:
            gaps.append("Aufwand des Produkts")
        if not self.quantity:
            gaps.append("Bezugsgröße")
        return tuple(gaps)


def state_of(entered: TaskState | None, cooperations: tuple[str, ...]) -> TaskState:
    """A cooperation of the register counts more than what somebody entered; nothing known stays unknown."""
    if cooperations:
        return TaskState.COOPERATION
    return entered or TaskState.UNKNOWN


class RunKind(StrEnum):
    """What a long computation looks for."""

    CHOICE = "choice"
    GROUPS = "groups"
    BACK_TEST = "back_test"

    @property
    def label(self) -> str:
        return {
            "choice": "Auswahl von Gruppen",
            "groups": "Alle Gruppen um eine Gemeinde",
            "back_test": "Rückblick",
        }[self.value]
