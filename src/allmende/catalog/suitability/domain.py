"""Why a review is made, how it ends, and what is usually asked. Pure."""

from enum import StrEnum

from allmende.catalog.suitability.assessment.criteria import PRICE

MOST_YEARS = 15


class ReviewOccasion(StrEnum):
    """Why a body reviews."""

    FIRST = "first"
    TERM_END = "term_end"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return {
            "first": "Erste Entscheidung über eine Leistung",
            "term_end": "Vertragsende rückt näher",
            "declined": "Nicht abgenommen: wiederkehrende Prüfung",
        }[self.value]


class ReviewOutcome(StrEnum):
    """What a body concludes."""

    ADOPT = "adopt"
    WATCH = "watch"
    UNSUITABLE = "unsuitable"

    @property
    def label(self) -> str:
        return {
            "adopt": "übernehmen",
            "watch": "weiter beobachten",
            "unsuitable": "nicht geeignet",
        }[self.value]


class WorkplaceKind(StrEnum):
    """Which share for overhead KGSt takes."""

    OFFICE = "office"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"office": "Büroarbeitsplatz", "other": "kein Büroarbeitsplatz"}[self.value]


class ReviewStep(StrEnum):
    """What has to be done next."""

    BASICS = "basics"
    COSTS = "costs"
    CRITERIA = "criteria"
    OFFERS = "offers"
    POINTS = "points"
    DECISION = "decision"
    DONE = "done"


USUAL_CRITERIA = (
    (PRICE, "Kosten (Barwert)"),
    ("exit", "Ausstieg und Datenmitnahme"),
    ("security", "Sicherheit und Schutzbedarf"),
    ("interface", "Offene Schnittstellen"),
    ("accessibility", "Barrierefreiheit"),
    ("maturity", "Reife des Anbieters"),
    ("law", "Gleiches Recht für alle Kommunen"),
    ("variance", "Abweichungen im eigenen Ablauf"),
    ("users", "Zahl der Nutzenden"),
    ("transparency", "Durchschaubare Preise"),
    ("consent", "Zustimmung im Rat und im Haus"),
)
"""What a standardisation is usually judged by; weights are nobody's but the body's."""
