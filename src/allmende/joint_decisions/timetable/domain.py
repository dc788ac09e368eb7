"""What the timetable is computed from, and what comes out. Pure: no Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from allmende.joint_decisions.effect import Course, EffectStep

USUAL_NOTICE = 7
NEXT_DAY = 1
MOST_DAYS = 60
"""A longer notice than this is a typing error."""


@dataclass(frozen=True, slots=True)
class Notice:
    """How many days before the sitting the papers must be out (Ladungsfrist), and who says so."""

    days: int
    source: str = ""

    @property
    def is_assumed(self) -> bool:
        """Return whether nobody has named the rules of procedure yet."""
        return not self.source


@dataclass(frozen=True, slots=True)
class Station:
    """A committee or council that has to deal with the paper; `days` are its sittings, in order."""

    name: str
    days: tuple[date, ...]
    notice: Notice = Notice(USUAL_NOTICE)
    after: int = NEXT_DAY
    """Days that lie at least between the station before and this one; 0 allows the same day."""


@dataclass(frozen=True, slots=True)
class PartnerCalendar:
    """A partner with its stations in order.

    `decided_on` once its council agreed; `obstacle` says in words why no sitting helps (it refused).
    """

    key: str
    name: str
    stations: tuple[Station, ...]
    decided_on: date | None = None
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for all: the papers are ready from `not_before`; `course` is what follows the councils."""

    not_before: date
    not_after: date | None = None
    course: Course = field(default_factory=Course)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One step of a chain: the day, by when the papers go out, and the last day that would still do."""

    station: str
    day: date
    papers_out: date
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The earliest dates of one partner; `gap` says in words why there are none."""

    key: str
    name: str
    sittings: tuple[Sitting, ...] = ()
    finish: date | None = None
    gap: str = ""
    was_decided: bool = False


@dataclass(frozen=True, slots=True)
class Gain:
    """What one special sitting of a partner brings: for itself, and for all if only this partner holds it."""

    key: str
    name: str
    station: str
    day: date
    finish: date
    days: int | None
    """Days that the partner is earlier; None where it has no date at all without the special sitting."""
    together: date | None
    """The day by which enough have decided then; None if it stays open."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: the dates of each partner, the day of the last one needed, who holds it up, what helps."""

    chains: tuple[Chain, ...]
    decided_on: date | None
    critical: tuple[str, ...]
    """Keys of the partners of whom each further day delays everybody."""
    gains: tuple[Gain, ...]
    with_all_gains: date | None
    """The day if every partner holds its best special sitting."""
    steps: tuple[EffectStep, ...]
    effective_on: date | None
    problems: tuple[str, ...]

    @property
    def chain_of(self) -> Mapping[str, Chain]:
        """Return the chains by key of the partner."""
        return {chain.key: chain for chain in self.chains}

    def slack(self, key: str) -> timedelta | None:
        """Return by how much the partner is ready before the others."""
        finish = self.chain_of[key].finish
        return self.decided_on - finish if self.decided_on and finish else None
