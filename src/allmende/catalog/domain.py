"""Words of the catalogue: life cycle, ways to get a service, protection need. No Django."""

from enum import StrEnum


class LifeCycle(StrEnum):
    """Where a product stands in its life."""

    PLANNED = "planned"
    PILOT = "pilot"
    AVAILABLE = "available"
    PHASING_OUT = "phasing_out"
    DISCONTINUED = "discontinued"

    @property
    def label(self) -> str:
        return {
            "planned": "geplant",
            "pilot": "Pilot",
            "available": "verfügbar",
            "phasing_out": "auslaufend",
            "discontinued": "abgekündigt",
        }[self.value]

    @property
    def badge(self) -> str:
        return {"available": "success", "pilot": "info", "planned": "info", "phasing_out": "warning"}.get(
            self.value, "danger"
        )

    @property
    def can_be_ordered(self) -> bool:
        return self in {LifeCycle.PILOT, LifeCycle.AVAILABLE}


class Sourcing(StrEnum):
    """How a municipality gets the service in law."""

    OWN = "own"
    AGREEMENT = "agreement"
    ZWECKVERBAND = "zweckverband"
    INHOUSE = "inhouse"
    MARKETPLACE = "marketplace"
    CONTRACT = "contract"

    @property
    def label(self) -> str:
        return {
            "own": "eigener Betrieb",
            "agreement": "öffentlich-rechtliche Vereinbarung",
            "zweckverband": "Mitgliedschaft im Zweckverband",
            "inhouse": "Inhouse-Vergabe (auch in Kette)",
            "marketplace": "Marktplatz (EfA, DVC)",
            "contract": "privatrechtlicher Vertrag",
        }[self.value]


class ProtectionNeed(StrEnum):
    """The need for protection of the data, as BSI calls it."""

    NORMAL = "normal"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def label(self) -> str:
        return {"normal": "normal", "high": "hoch", "very_high": "sehr hoch"}[self.value]


class Accessibility(StrEnum):
    """How far the product can be used by everyone (BITV)."""

    CONFORMING = "conforming"
    PARTLY = "partly"
    NOT = "not"
    UNTESTED = "untested"

    @property
    def label(self) -> str:
        return {
            "conforming": "barrierefrei, geprüft",
            "partly": "teilweise barrierefrei",
            "not": "nicht barrierefrei",
            "untested": "nicht geprüft",
        }[self.value]


class MeasurePeriod(StrEnum):
    """Over which span availability is measured: 98 % a year allows a week at a stretch, a month 14 hours."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"month": "je Monat", "quarter": "je Quartal", "year": "je Jahr"}[self.value]

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


class ConditionKind(StrEnum):
    """What a wave waits for."""

    QUORUM = "quorum"
    RESOLUTION = "resolution"
    MIGRATION_SLOT = "migration_slot"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "quorum": "Mindestzahl",
            "resolution": "Beschluss",
            "migration_slot": "Umstellungstermin",
            "other": "Voraussetzung",
        }[self.value]
