"""The words of the case file: how somebody was met, what was consented to, how a case changes hands."""

from enum import StrEnum


class Channel(StrEnum):
    """How the contact was that a note is about."""

    NONE = "none"
    VISIT = "visit"
    OFFICE = "office"
    PHONE = "phone"
    WRITING = "writing"
    COMPANY = "company"

    @property
    def label(self) -> str:
        return {
            "none": "kein Kontakt, nur Notiz",
            "visit": "Hausbesuch",
            "office": "Gespräch in der Beratungsstelle",
            "phone": "Telefon oder Video",
            "writing": "Brief, Mail oder Nachricht",
            "company": "Begleitung zu einer Stelle",
        }[self.value]


class Responsible(StrEnum):
    """Who takes a step of the plan."""

    SELF = "self"
    MANAGER = "manager"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        return {
            "self": "die Person selbst",
            "manager": "Case Management",
            "organisation": "andere Stelle",
        }[self.value]


class ConsentKind(StrEnum):
    """What the person consented to."""

    CASE_WORK = "case_work"
    SHARE = "share"
    INTERPRETER = "interpreter"
    SECRECY = "secrecy"

    @property
    def label(self) -> str:
        return {
            "case_work": "Arbeit am Fall",
            "share": "Weitergabe an eine Stelle",
            "interpreter": "Sprachmittlung",
            "secrecy": "Entbindung von der Schweigepflicht",
        }[self.value]


class LegalBasis(StrEnum):
    """What allows the work on a case."""

    PUBLIC_TASK = "public_task"
    CONSENT = "consent"
    CHURCH_TASK = "church_task"

    @property
    def label(self) -> str:
        return {
            "public_task": "öffentliche Aufgabe (Art. 6 Abs. 1 Buchst. e DSGVO, § 3 DSG NRW)",
            "consent": "Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO)",
            "church_task": "kirchlicher Auftrag (§ 6 KDG, § 6 DSG-EKD)",
        }[self.value]


class TransferReason(StrEnum):
    """Why a case changes hands."""

    CONTRACT_END = "contract_end"
    MOVE = "move"
    CAPACITY = "capacity"

    @property
    def label(self) -> str:
        return {
            "contract_end": "Vertrag oder Aufgabe beendet",
            "move": "Umzug innerhalb der Region",
            "capacity": "Auslastung",
        }[self.value]


class TransferState(StrEnum):
    """How far a hand-over is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return {"open": "offen", "accepted": "angenommen", "declined": "abgelehnt"}[self.value]


class Light(StrEnum):
    """How a consent stands, as a colour that is always also a word."""

    VALID = "valid"
    ENDING = "ending"
    ENDED = "ended"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return {
            "valid": "gilt",
            "ending": "läuft bald ab",
            "ended": "abgelaufen",
            "revoked": "widerrufen",
        }[self.value]

    @property
    def badge(self) -> str:
        """Return the kind of badge that shows it."""
        return {"valid": "success", "ending": "warning", "ended": "danger", "revoked": "danger"}[self.value]

    @property
    def has_ended(self) -> bool:
        return self in {Light.ENDED, Light.REVOKED}
