"""Parameters and inputs as the law folders state them: parsed, with the place of each row."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from allmende.common.money import Rounding
from allmende.rules.choosing import ExactSteps
from allmende.rules.spans import Span
from allmende.rules.texts import german_step
from allmende.rules.units import Unit


class RowStatus(StrEnum):
    """How far a value has come on its way to being law. A draft does not hold; it can be a scenario."""

    DRAFT = "draft"
    DECIDED = "decided"
    PROMULGATED = "promulgated"


class SourceMark(StrEnum):
    """Whether somebody has seen the value in its source."""

    SEEN = "seen"
    TO_VERIFY = "to_verify"


@dataclass(frozen=True, slots=True)
class RoundedTo:
    """A rounding step: to what (`0.01 EUR`, `1 EUR`, `1`), which way, and which section says so."""

    to: str
    mode: Rounding
    section: str
    step: Fraction

    @property
    def german(self) -> str:
        """Return to what, as people write it: `0,01 EUR`."""
        return german_step(self.to)


@dataclass(frozen=True, slots=True)
class Growth:
    """The value grows each year on one day by the rate of another parameter, on the rounded value before."""

    rate: str
    month: int
    day: int
    rounding: RoundedTo | None


RowValue = Fraction | ExactSteps | Growth | None
"""An exact number, classes, yearly growth, or None: unknown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One dated value with its origin, in inner units; `key` is the word of a choice it holds for."""

    name: str
    valid: Span
    known: Span
    value: RowValue
    key: str | None = None
    status: RowStatus = RowStatus.PROMULGATED
    section: str = ""
    source: str = ""
    last_checked_on: date | None = None
    mark: SourceMark = SourceMark.SEEN
    note: str = ""
    place: str = ""
    layer: str | None = None

    @property
    def version(self) -> str:
        """Return what tells this row from the others of its parameter."""
        return f"{self.valid.start.isoformat()}/{self.known.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the law, a contract or a council sets, over time."""

    name: str
    label: str
    unit: Unit
    rows: tuple[Row, ...]
    key: str | None = None
    steps_by: Unit | None = None
    note: str = ""
    place: str = ""

    @property
    def grown_by(self) -> frozenset[str]:
        """Return the parameters whose rates this one grows by."""
        return frozenset(row.value.rate for row in self.rows if isinstance(row.value, Growth))


@dataclass(frozen=True, slots=True)
class InputField:
    """What the caller enters: its unit, its meaning, and where one usually finds it."""

    name: str
    label: str
    unit: Unit
    meaning: str = ""
    usually_from: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    negative: bool = False
    is_list: bool = False
    for_all: bool = False
    is_local: bool = False
    """A council, a contract or a notice sets it for a body, for some days: a tax rate, a clause."""
    default: str | None = None
    place: str = ""
