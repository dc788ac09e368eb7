"""Words of cooperations: legal forms, what moves, who takes part and how, what a vote decides. No Django.

Source of the terms: GkG NRW, GO NRW, GmbHG (see `legal_forms`); German terms stay where translation blurs.
"""

from enum import StrEnum


class LegalForm(StrEnum):
    """In which form bodies work together."""

    ARBEITSGEMEINSCHAFT = "arbeitsgemeinschaft"
    OERV_MANDATIEREND = "oerv_mandatierend"
    OERV_DELEGIEREND = "oerv_delegierend"
    OERV = "oerv"  # which of both is not known
    ZWECKVERBAND = "zweckverband"
    GKU = "gku"
    AOER = "aoer"
    GMBH = "gmbh"
    GENOSSENSCHAFT = "genossenschaft"
    VEREIN = "verein"
    VERTRAG = "vertrag"
    SONSTIGE = "sonstige"
    UNBEKANNT = "unbekannt"

    @property
    def label(self) -> str:
        return {
            "arbeitsgemeinschaft": "kommunale Arbeitsgemeinschaft",
            "oerv_mandatierend": "öffentlich-rechtliche Vereinbarung (mandatierend)",
            "oerv_delegierend": "öffentlich-rechtliche Vereinbarung (delegierend)",
            "oerv": "öffentlich-rechtliche Vereinbarung",
            "zweckverband": "Zweckverband",
            "gku": "gemeinsames Kommunalunternehmen",
            "aoer": "Anstalt des öffentlichen Rechts",
            "gmbh": "GmbH",
            "genossenschaft": "Genossenschaft",
            "verein": "Verein",
            "vertrag": "privatrechtlicher Vertrag",
            "sonstige": "andere Form",
            "unbekannt": "Rechtsform unbekannt",
        }[self.value]


class TaskExtent(StrEnum):
    """Whether a task is done together as a whole or in part."""

    FULL = "full"
    PART = "part"

    @property
    def label(self) -> str:
        return {"full": "ganz", "part": "teilweise"}[self.value]


class TaskMode(StrEnum):
    """Whether right and duty move with the task, or only its execution."""

    TRANSFER = "transfer"
    EXECUTION = "execution"
    ADVICE = "advice"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "transfer": "Aufgabe geht über",
            "execution": "nur Durchführung",
            "advice": "Abstimmung und Beratung",
            "unknown": "nicht bekannt",
        }[self.value]


class PartyRole(StrEnum):
    """What a body is in a cooperation."""

    LEAD = "lead"
    MEMBER = "member"
    CUSTOMER = "customer"
    GUEST = "guest"
    OBSERVER = "observer"

    @property
    def label(self) -> str:
        return {
            "lead": "federführend",
            "member": "Mitglied",
            "customer": "nutzt die Leistung",
            "guest": "Gast",
            "observer": "beobachtet",
        }[self.value]


class Matter(StrEnum):
    """What a vote in a cooperation decides; each matter can have its own rule."""

    SIMPLE = "simple"
    BUDGET = "budget"
    STATUTE = "statute"
    TASKS = "tasks"
    ENTRY = "entry"
    EXIT = "exit"
    DISSOLUTION = "dissolution"

    @property
    def label(self) -> str:
        return {
            "simple": "laufende Beschlüsse",
            "budget": "Haushalt und Umlage",
            "statute": "Änderung der Satzung",
            "tasks": "Änderung der Aufgaben",
            "entry": "Beitritt",
            "exit": "Austritt",
            "dissolution": "Auflösung",
        }[self.value]


class EventKind(StrEnum):
    """Which day in the life of a cooperation."""

    SIGNED = "signed"
    APPROVED = "approved"
    DEEMED_APPROVED = "deemed_approved"
    ANNOUNCED = "announced"
    EFFECTIVE = "effective"
    AMENDED = "amended"
    NOTICE_UNTIL = "notice_until"
    REVIEW = "review"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            "signed": "unterzeichnet",
            "approved": "genehmigt",
            "deemed_approved": "gilt als genehmigt",
            "announced": "bekannt gemacht",
            "effective": "in Kraft",
            "amended": "geändert",
            "notice_until": "kündbar bis",
            "review": "Überprüfung",
            "ended": "beendet",
        }[self.value]


class VatTreatment(StrEnum):
    """How the cooperation's services are treated under VAT law."""

    NO_SUPPLY = "no_supply"
    SECTION_2B = "section_2b"
    SECTION_4_29 = "section_4_29"
    TAXABLE = "taxable"
    OPTION = "option"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "no_supply": "kein Leistungsaustausch",
            "section_2b": "nicht unternehmerisch (§ 2b UStG)",
            "section_4_29": "steuerfrei (§ 4 Nr. 29 UStG)",
            "taxable": "steuerpflichtig",
            "option": "altes Recht (Option bis 31.12.2026)",
            "unknown": "nicht bekannt",
        }[self.value]


class DataProtectionRole(StrEnum):
    """Who answers for personal data."""

    CONTROLLER = "controller"
    JOINT = "joint"
    PROCESSOR = "processor"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "controller": "Verantwortlicher (Art. 4 Nr. 7 DSGVO)",
            "joint": "gemeinsam Verantwortliche (Art. 26 DSGVO)",
            "processor": "Auftragsverarbeiter (Art. 28 DSGVO)",
            "unknown": "nicht bekannt",
        }[self.value]


class Confidence(StrEnum):
    """How sure an entry is: the source names the body, an area it lies in, or somebody inferred it."""

    NAMED = "named"
    AREA = "area"
    INFERRED = "inferred"

    @property
    def label(self) -> str:
        return {
            "named": "in der Quelle genannt",
            "area": "über das Gebiet genannt",
            "inferred": "erschlossen",
        }[self.value]
