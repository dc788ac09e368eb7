"""What a price is made of. Amounts are exact euros (`Fraction`); what is charged are whole cents. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from allmende.catalog.prices.errors import WrongPrice
from allmende.common.money import Rounding
from allmende.sharing.keys import Driver


class PriceKind(StrEnum):
    """What an amount is counted by."""

    ONCE = "once"
    BASE = "base"
    WORKPLACE = "workplace"
    INHABITANT = "inhabitant"
    CASE = "case"
    HOUR = "hour"
    AT_COST = "at_cost"
    LEVY = "levy"

    @property
    def label(self) -> str:
        return {
            "once": "einmalig",
            "base": "Grundbetrag",
            "workplace": "je Arbeitsplatz",
            "inhabitant": "je Einwohnerin und Einwohner",
            "case": "je Fall",
            "hour": "je Stunde",
            "at_cost": "nach Aufwand",
            "levy": "Umlage",
        }[self.value]

    @property
    def counted(self) -> tuple[str, str]:
        """Return what one and several of the unit are called; empty where nothing is counted."""
        return {
            "workplace": ("Arbeitsplatz", "Arbeitsplätze"),
            "inhabitant": ("Einwohnerin oder Einwohner", "Einwohnerinnen und Einwohner"),
            "case": ("Fall", "Fälle"),
            "hour": ("Stunde", "Stunden"),
        }.get(self.value, ("", ""))


COUNTED_KINDS = frozenset({PriceKind.WORKPLACE, PriceKind.INHABITANT, PriceKind.CASE, PriceKind.HOUR})
OCCASIONAL_KINDS = frozenset({PriceKind.ONCE, PriceKind.CASE, PriceKind.HOUR})
"""Charged for what happened, not for time that passed."""


class Interval(StrEnum):
    """For which span of time an amount is meant."""

    OCCASION = "occasion"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"occasion": 0, "month": 1, "quarter": 3, "year": 12}[self.value]

    @property
    def label(self) -> str:
        return {
            "occasion": "je Vorgang",
            "month": "im Monat",
            "quarter": "im Quartal",
            "year": "im Jahr",
        }[self.value]


class PayerGroup(StrEnum):
    """Whom a price is meant for."""

    ALL = "all"
    MEMBER = "member"
    NON_MEMBER = "non_member"

    @property
    def label(self) -> str:
        return {"all": "alle", "member": "Mitglieder", "non_member": "Nichtmitglieder"}[self.value]


class StageMode(StrEnum):
    """Whether a stage prices only what lies within it, or the whole quantity."""

    BAND = "band"
    WHOLE = "whole"

    @property
    def label(self) -> str:
        return {"band": "je Stufe der Teil darin", "whole": "die ganze Menge zum Preis der Stufe"}[self.value]


class VatRule(StrEnum):
    """The VAT category of XRechnung, or that nobody has decided it yet."""

    OUTSIDE = "O"
    EXEMPT = "E"
    STANDARD = "S"
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        return {
            "O": "nicht steuerbar (§ 2b UStG)",
            "E": "steuerfrei (§ 4 Nr. 29 UStG)",
            "S": "19 % Umsatzsteuer",
            "undecided": "noch nicht entschieden",
        }[self.value]


class GroundKind(StrEnum):
    """What a charge rests on in law."""

    CONTRACT = "contract"
    AGREEMENT = "agreement"
    STATUTE = "statute"
    RESOLUTION = "resolution"

    @property
    def label(self) -> str:
        return {
            "contract": "Vertrag oder Bestellung",
            "agreement": "öffentlich-rechtliche Vereinbarung",
            "statute": "Satzung",
            "resolution": "Beschluss",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Stage:
    """From this quantity on another amount holds."""

    above: Fraction
    """The quantity already reached before the stage begins; 0 for the first."""
    amount: Fraction


@dataclass(frozen=True, slots=True)
class ReferenceDay:
    """Which day's figure counts: `ReferenceDay(6, 30, 1)` is 30 June of the year before."""

    month: int
    day: int
    years_back: int = 0

    def in_year(self, year: int) -> date:
        return date(year - self.years_back, self.month, self.day)


@dataclass(frozen=True, slots=True)
class AmountRounding:
    """To what (in cents), which way, and who says so."""

    step_cents: int = 1
    mode: Rounding = Rounding.KAUFMAENNISCH
    source: str = ""


@dataclass(frozen=True, slots=True)
class Discount:
    """So much less if ordered on that day at the latest."""

    percent: Fraction
    last_order_day: date


@dataclass(frozen=True, slots=True)
class IndexClause:
    """The amount follows an index once it has moved by the threshold since the base."""

    name: str
    base_value: Fraction
    threshold_percent: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One part of the key of a levy."""

    driver: Driver
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Price:
    """One component of a price. Raises WrongPrice if it says nothing, or contradicts itself."""

    code: str
    label: str
    kind: PriceKind
    amount: Fraction = Fraction(0)
    interval: Interval = Interval.YEAR
    stages: tuple[Stage, ...] = ()
    stage_mode: StageMode = StageMode.BAND
    payer_group: PayerGroup = PayerGroup.ALL
    reference_day: ReferenceDay | None = None
    included_quantity: Fraction = Fraction(0)
    quantity_step: Fraction = Fraction(0)
    """A quantity counts up to the next multiple of it: 1/4 for each started quarter hour; 0: as it is."""
    rounding: AmountRounding = AmountRounding()
    vat: VatRule = VatRule.UNDECIDED
    vat_ground: str = ""
    ground_kind: GroundKind = GroundKind.CONTRACT
    ground: str = ""
    discount: Discount | None = None
    index: IndexClause | None = None
    minimum_months: int = 0
    total_cents: int = 0
    """What a levy shares out, or what a cost is expected to be, in a year."""
    key: tuple[KeyPart, ...] = ()
    advance_cents: int = 0
    """Paid on account for each interval where the cost is settled later."""
    source: str = ""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise WrongPrice(label=self.label or self.code, problem=problem)

    @property
    def is_for_taking(self) -> bool:
        """Return whether the amount follows what is taken and used, not mere membership."""
        return self.kind in COUNTED_KINDS - {PriceKind.INHABITANT} or self.kind is PriceKind.AT_COST

    @property
    def stages_or_flat(self) -> tuple[Stage, ...]:
        return self.stages or (Stage(Fraction(0), self.amount),)


def _problems(price: Price) -> list[str]:
    """Return in German what is wrong with a component; empty if nothing is."""
    found = []
    if price.kind in OCCASIONAL_KINDS and price.interval is not Interval.OCCASION:
        found.append(f"„{price.kind.label}“ gilt je Vorgang; wählen Sie als Zeitraum „je Vorgang“.")
    if price.kind not in OCCASIONAL_KINDS and price.interval is Interval.OCCASION:
        found.append(f"„{price.kind.label}“ braucht einen Zeitraum: Monat, Quartal oder Jahr.")
    if price.kind is PriceKind.LEVY and not (price.key and price.total_cents > 0):
        found.append("Eine Umlage braucht den Betrag, der verteilt wird, und einen Schlüssel.")
    if price.stages and price.kind not in COUNTED_KINDS:
        found.append("Staffeln gibt es nur, wo gezählt wird: Arbeitsplätze, Einwohner, Fälle, Stunden.")
    if price.stages and price.stages[0].above != 0:
        found.append("Die erste Stufe beginnt bei 0.")
    if any(
        later.above <= former.above for former, later in zip(price.stages, price.stages[1:], strict=False)
    ):
        found.append("Jede Stufe beginnt über der vorigen.")
    if price.discount and not 0 < price.discount.percent <= 100:
        found.append("Ein Nachlass liegt über 0 und höchstens bei 100 Prozent.")
    if price.index and price.index.base_value <= 0:
        found.append("Der Ausgangswert eines Index ist größer als 0.")
    if price.quantity_step < 0 or price.included_quantity < 0 or price.rounding.step_cents < 1:
        found.append("Schritte und enthaltene Mengen sind nicht negativ.")
    return found
