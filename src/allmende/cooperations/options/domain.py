"""What a comparison consists of: partners once, options, and for each figure where it comes from. No Django.

Everything but names is optional: what nobody knows is None and appears as „fehlt: …“, never as a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from allmende.cooperations.domain import Matter
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.ledger.domain import Mark
from allmende.register.domain import Kind
from allmende.sharing.keys import Driver

MAX_PARTNERS = 1_000
MAX_OPTIONS = 12
MAX_YEARS = 15


class CostKind(StrEnum):
    """How an amount of the cost table counts."""

    FIXED = "fixed"
    PER_UNIT = "per_unit"
    STEPS = "steps"
    ONE_OFF = "one_off"
    FUNDING = "funding"

    @property
    def label(self) -> str:
        return {
            "fixed": "fest im Jahr",
            "per_unit": "je Einheit und Jahr",
            "steps": "je angefangene Stufe und Jahr",
            "one_off": "einmalig",
            "funding": "Förderung im Jahr",
        }[self.value]


class Weighting(StrEnum):
    """How votes are handed out."""

    EQUAL = "equal"
    PER_STARTED = "per_started"
    SEATS = "seats"
    CAPITAL = "capital"
    GIVEN = "given"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "equal": "jedes Mitglied eine Stimme",
            "per_started": "eine Stimme je angefangene Einwohnerzahl",
            "seats": "Sitze nach Größe",
            "capital": "nach Kapitalanteil",
            "given": "einzeln festgelegt",
            "unknown": "nicht bekannt",
        }[self.value]


class ConsentEffect(StrEnum):
    """What the consent of somebody means for a decision."""

    REQUIRED = "required"
    HEARD = "heard"
    POLITICAL = "political"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {
            "required": "erforderlich",
            "heard": "anzuhören",
            "political": "politisch gewollt, rechtlich nicht nötig",
            "unclear": "rechtliche Wirkung nicht geklärt",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its day and source."""

    value: Decimal
    as_of: date | None = None
    source: str = ""
    mark: Mark = Mark.SEEN


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount in cents: probable value, and between which bounds it may lie."""

    base: int | None
    low: int | None = None
    high: int | None = None

    def at(self, level: str) -> int | None:
        """Return the amount at a level; without a bound the probable value."""
        bound = {"low": self.low, "high": self.high}.get(level)
        return self.base if bound is None else bound

    @property
    def is_open(self) -> bool:
        """Whether a bound is given."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Partner:
    """A body that takes part, with its figures."""

    key: str
    name: str
    kind: Kind
    district: str = ""
    drivers: Mapping[Driver, Figure] = field(default_factory=dict)
    pays_today: Figure | None = None
    """In cents a year."""
    contract: str = ""
    """Present contract: until when, notice."""


@dataclass(frozen=True, slots=True)
class CostPosition:
    """A line of the cost table of an option."""

    name: str
    kind: CostKind
    amount: Spread
    driver: Driver | None = None
    step: Decimal | None = None
    key: tuple[tuple[Driver, Fraction], ...] = ()
    payer: str = ""
    """The key of the partner that bears all of it; else the allocation key holds."""
    first_year: int | None = None
    last_year: int | None = None
    is_open_after: bool = False
    """After the last year nobody knows it; otherwise it is gone."""
    growth: Decimal = Decimal(0)
    """Percent a year."""
    source: str = ""
    mark: Mark = Mark.SEEN


@dataclass(frozen=True, slots=True)
class VoteRule:
    """How an option decides one matter."""

    matter: Matter
    weighting: Weighting
    share: Fraction
    more_than: bool
    unit: int = 0
    thresholds: tuple[int, ...] = ()
    given: Mapping[str, Decimal] = field(default_factory=dict)
    """Votes, or percent of the capital, by key of the partner; capital that is left goes by inhabitants."""
    total: Decimal | None = None
    """The sum of votes that the source names; it must be met."""
    needed: int | None = None
    """Votes in favor as a number; it stands in place of the share."""
    needs_heads: bool = False
    """The same share of the members, counted by heads, is needed as well."""
    vetoes: tuple[str, ...] = ()
    """Keys of partners without whose consent nothing is carried."""
    words: str = ""
    source: str = ""
    mark: Mark = Mark.ASSUMED


@dataclass(frozen=True, slots=True)
class GroupCost:
    """What a group of partners would pay on its own."""

    members: frozenset[str]
    cents: int


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go."""

    key: str
    title: str
    form: ComparedForm
    variant: str = ""
    costs: tuple[CostPosition, ...] = ()
    cost_note: str = ""
    group_costs: tuple[GroupCost, ...] = ()
    votes: tuple[VoteRule, ...] = ()
    exit: str = ""
    starts_on: date | None = None
    applied_on: date | None = None
    own_share: Decimal | None = None
    has_private_capital: bool | None = None
    all_represented: bool | None = None
    vat_conditions: tuple[bool | None, ...] = (None, None, None, None)
    staff: str = ""
    officials: int | None = None
    data_protection: str = ""
    open_points: tuple[str, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Station:
    """A step of the consultation."""

    committee: str
    on: date | None
    role: str = ""


@dataclass(frozen=True, slots=True)
class ConsentNeed:
    """Whose consent matters beside the founding resolutions: legal basis, effect, state."""

    who: str
    basis: str
    effect: ConsentEffect
    state: str
    source: str = ""
    options: tuple[str, ...] = ()
    """Keys of the options that need it; empty: all of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """A whole comparison: what is asked, who takes part, which options there are."""

    title: str
    text: str
    on: date
    first_year: int
    years: int
    owner: str
    """The key of the partner whose view the comparison takes."""
    partners: tuple[Partner, ...]
    options: tuple[Option, ...]
    stations: tuple[Station, ...] = ()
    consents: tuple[ConsentNeed, ...] = ()
    criteria: tuple[tuple[str, int], ...] = ()
    climate: str = ""
    """What is said of the climate; council papers ask for it."""
    sources: tuple[str, ...] = ()
