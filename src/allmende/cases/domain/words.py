"""The words of case work: planes of data, spans of keeping, kinds of organisations, places in a team."""

from enum import StrEnum


class Plane(StrEnum):
    """A schema of the database that only some roles reach."""

    IDENT = "ident"
    FALL = "fall"
    STAT = "stat"

    @property
    def label(self) -> str:
        return {"ident": "Identität", "fall": "Fallinhalt", "stat": "Statistik"}[self.value]


PERSON_PLANES = (Plane.IDENT, Plane.FALL)
"""The planes that hold data of people in case work; every table there is protected row by row."""


class RetentionClass(StrEnum):
    """What decides how long rows of a table are kept; each organisation sets the span of a class."""

    IDENTITY = "identity"
    CASE_CONTENT = "case_content"
    TEAM = "team"
    KEY = "key"
    ACCESS = "access"

    @property
    def label(self) -> str:
        return {
            "identity": "Angaben zur Person",
            "case_content": "Inhalt des Falls",
            "team": "wer am Fall arbeitete",
            "key": "Schlüssel des Falls",
            "access": "wer im Notfall zugriff",
        }[self.value]

    @property
    def comment(self) -> str:
        """Return what the database keeps with a table, so that the gate can ask it."""
        return f"retention: {self.value}"


class OrganisationKind(StrEnum):
    """What an organisation in case work is."""

    KOMMUNE = "kommune"
    GEMEINDE = "gemeinde"
    TRAEGER = "traeger"
    ABH = "abh"
    JOBCENTER = "jobcenter"
    LAND = "land"
    SCHULE = "schule"

    @property
    def label(self) -> str:
        return {
            "kommune": "Kommune mit Kommunalem Integrationszentrum",
            "gemeinde": "kreisangehörige Gemeinde",
            "traeger": "freier Träger",
            "abh": "Ausländer- oder Einbürgerungsbehörde",
            "jobcenter": "Jobcenter",
            "land": "Land",
            "schule": "Schule",
        }[self.value]


class LegalRegime(StrEnum):
    """Which data protection law an organisation follows."""

    DSGVO_NRW = "dsgvo_nrw"
    KDG = "kdg"
    DSG_EKD = "dsg_ekd"
    DSGVO = "dsgvo"

    @property
    def label(self) -> str:
        return {
            "dsgvo_nrw": "DSGVO und DSG NRW",
            "kdg": "Gesetz über den Kirchlichen Datenschutz (KDG)",
            "dsg_ekd": "EKD-Datenschutzgesetz (DSG-EKD)",
            "dsgvo": "DSGVO",
        }[self.value]


class TeamPosition(StrEnum):
    """What somebody does in the team of one case."""

    LEAD = "lead"
    DEPUTY = "deputy"

    @property
    def label(self) -> str:
        return {"lead": "Fallverantwortung", "deputy": "Vertretung"}[self.value]


class GoalState(StrEnum):
    """How far a goal is; a decided goal is not open."""

    OPEN = "open"
    PARTLY = "partly"
    REACHED = "reached"
    DROPPED = "dropped"
    CHANGED = "changed"

    @property
    def label(self) -> str:
        return {
            "open": "offen",
            "partly": "teilweise erreicht",
            "reached": "erreicht",
            "dropped": "aufgegeben",
            "changed": "geändert",
        }[self.value]


class ActionField(StrEnum):
    """The field of life that a goal is about."""

    LANGUAGE = "language"
    LABOUR = "labour"
    RESIDENCE = "residence"
    HOUSING = "housing"
    HEALTH = "health"
    EDUCATION = "education"
    SOCIAL = "social"

    @property
    def label(self) -> str:
        return {
            "language": "Sprache",
            "labour": "Arbeit und Ausbildung",
            "residence": "Aufenthalt",
            "housing": "Wohnen",
            "health": "Gesundheit",
            "education": "Bildung und Kita",
            "social": "Soziales und Teilhabe",
        }[self.value]


class ClosureReason(StrEnum):
    """Why a case was closed."""

    GOALS_REACHED = "goals_reached"
    REGULAR_SERVICE = "regular_service"
    MOVED = "moved"
    CONTACT_LOST = "contact_lost"
    REFUSED = "refused"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "goals_reached": "Ziele erreicht",
            "regular_service": "an den Regeldienst übergeben",
            "moved": "verzogen",
            "contact_lost": "Kontakt verloren",
            "refused": "Hilfe abgelehnt",
            "other": "anderer Grund",
        }[self.value]


class ReleaseState(StrEnum):
    """How far the release of a table is."""

    PROPOSED = "proposed"
    RELEASED = "released"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        return {"proposed": "vorbereitet", "released": "freigegeben", "rejected": "abgelehnt"}[self.value]


class EmergencyReason(StrEnum):
    """Why supervision had to look into a case at once."""

    DANGER = "danger"
    DEADLINE = "deadline"
    ABSENCE = "absence"
    COMPLAINT = "complaint"

    @property
    def label(self) -> str:
        return {
            "danger": "Gefahr für einen Menschen",
            "deadline": "Frist läuft ab, niemand im Team ist erreichbar",
            "absence": "Fallverantwortung fällt unerwartet aus",
            "complaint": "dringende Beschwerde",
        }[self.value]


class ReviewResult(StrEnum):
    """What the review of an emergency access found."""

    JUSTIFIED = "justified"
    OBJECTED = "objected"

    @property
    def label(self) -> str:
        return {"justified": "berechtigt", "objected": "nicht berechtigt"}[self.value]
