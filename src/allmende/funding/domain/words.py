"""Codes of funding and what people call them. German terms of grant law stay German in the labels."""

from enum import StrEnum


class CostClass(StrEnum):
    """What a cost is spent on; a building block says which of them can be funded."""

    EMPLOYER_GROSS = "employer_gross"
    MATERIAL = "material"
    OVERHEAD = "overhead"
    SETUP = "setup"
    MEASURES = "measures"
    INVESTMENT = "investment"

    @property
    def label(self) -> str:
        return {
            "employer_gross": "Arbeitgeberbrutto",
            "material": "Sachkosten",
            "overhead": "Gemeinkosten",
            "setup": "Einrichtung von Arbeitsplätzen",
            "measures": "Maßnahmen und Honorare",
            "investment": "Investitionen",
        }[self.value]


class Financing(StrEnum):
    """How a programme of one's own pays, in the words of the budget law (VV zu § 44 LHO)."""

    PER_POST = "per_post"
    FIXED = "fixed"
    SHARE = "share"
    GAP = "gap"

    @property
    def label(self) -> str:
        return {
            "per_post": "Festbetrag je Stelle",
            "fixed": "Festbetrag",
            "share": "Anteilfinanzierung",
            "gap": "Fehlbedarfsfinanzierung",
        }[self.value]


class StepKind(StrEnum):
    """What happens to a grant between application and settlement, in that order."""

    APPLICATION = "application"
    NOTICE = "notice"
    REJECTION = "rejection"
    CALL = "call"
    RECEIPT = "receipt"
    FORWARDING = "forwarding"
    PROOF = "proof"
    SETTLEMENT = "settlement"
    REPAYMENT = "repayment"

    @property
    def label(self) -> str:
        return {
            "application": "Antrag",
            "notice": "Zuwendungsbescheid",
            "rejection": "Ablehnung",
            "call": "Mittelabruf",
            "receipt": "Zahlungseingang",
            "forwarding": "Weiterleitung",
            "proof": "Verwendungsnachweis",
            "settlement": "Abrechnung",
            "repayment": "Rückzahlung",
        }[self.value]


class StepState(StrEnum):
    """A step counts once somebody else than who entered it has released it."""

    ENTERED = "entered"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"entered": "zur Freigabe", "released": "freigegeben", "withdrawn": "zurückgenommen"}[
            self.value
        ]


class Stage(StrEnum):
    """Where a grant stands, by the steps that were released."""

    PLANNED = "planned"
    APPLIED = "applied"
    GRANTED = "granted"
    REJECTED = "rejected"
    PAID_OUT = "paid_out"
    PROVED = "proved"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        return {
            "planned": "in Vorbereitung",
            "applied": "beantragt",
            "granted": "bewilligt",
            "rejected": "abgelehnt",
            "paid_out": "in Auszahlung",
            "proved": "nachgewiesen",
            "settled": "abgerechnet",
        }[self.value]


class ReportKind(StrEnum):
    """A forecast says what a provider needs at most, an actual what it spent. Never the same record."""

    FORECAST = "forecast"
    ACTUAL = "actual"

    @property
    def label(self) -> str:
        return {"forecast": "Kostenprognose", "actual": "Ist-Kosten"}[self.value]


class SavingState(StrEnum):
    """How far a measure of consolidation has come."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    REALISED = "realised"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "proposed": "vorgeschlagen",
            "decided": "beschlossen",
            "realised": "umgesetzt",
            "dropped": "aufgegeben",
        }[self.value]


class Severity(StrEnum):
    """How urgent a warning is."""

    NOTE = "note"
    WARNING = "warning"
    ALARM = "alarm"

    @property
    def label(self) -> str:
        return {"note": "Hinweis", "warning": "Warnung", "alarm": "dringend"}[self.value]


class SavingKind(StrEnum):
    """Whether an amount is meant to be saved or was saved."""

    PLANNED = "planned"
    REALISED = "realised"

    @property
    def label(self) -> str:
        return {"planned": "geplant", "realised": "umgesetzt"}[self.value]


class NoticeTo(StrEnum):
    """To the end of what a contract can be ended."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {
            "month": "Monatsende",
            "quarter": "Quartalsende",
            "half_year": "Halbjahresende",
            "year": "Jahresende",
        }[self.value]


class DataProtection(StrEnum):
    """Which agreement on data protection goes with a contract."""

    MISSING = "missing"
    JOINT = "joint"
    PROCESSOR = "processor"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        return {
            "missing": "fehlt noch",
            "joint": "gemeinsam verantwortlich (Art. 26 DSGVO)",
            "processor": "Auftragsverarbeitung (Art. 28 DSGVO)",
            "not_needed": "nicht nötig, keine Personendaten",
        }[self.value]
