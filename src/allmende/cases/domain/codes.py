"""What a case is coded with for statistics: few codes for each attribute, no free text. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from allmende.cases.statistics.rows import NOT_STATED


class Attribute(StrEnum):
    """What the team codes of a case; each code holds from a day."""

    ACCESS = "access"
    BORN = "born"
    SEX = "sex"
    NATIONALITY = "nationality"
    RESIDENCE = "residence"
    LANGUAGE = "language"
    LABOUR = "labour"
    BENEFIT = "benefit"
    HOUSEHOLD = "household"
    STATISTICS = "statistics"

    @property
    def label(self) -> str:
        return {
            "access": "Zugang",
            "born": "Geburtsjahr",
            "sex": "Geschlecht",
            "nationality": "Staatsangehörigkeit (Gruppe)",
            "residence": "Aufenthalt",
            "language": "Deutschkenntnisse",
            "labour": "Arbeit und Ausbildung",
            "benefit": "Leistungsbezug",
            "household": "Haushaltsgröße",
            "statistics": "Teilnahme an der Statistik",
        }[self.value]


class Evidence(StrEnum):
    """How the team knows a code."""

    TOLD = "told"
    SEEN = "seen"
    CERTIFICATE = "certificate"

    @property
    def label(self) -> str:
        return {"told": "eigene Angabe", "seen": "Unterlage gesehen", "certificate": "Zertifikat"}[self.value]


OBJECTED = "nein"
AGES: tuple[tuple[int, str], ...] = (
    (18, "unter 18"),
    (25, "18–24"),
    (35, "25–34"),
    (45, "35–44"),
    (60, "45–59"),
    (200, "60 und älter"),
)
CODES: Mapping[str, Mapping[str, str]] = {
    "access": {
        "abh": "Ausländerbehörde",
        "jobcenter": "Jobcenter",
        "sozialamt": "Sozialamt",
        "schule": "Schule",
        "traeger": "Träger",
        "selbst": "von selbst",
        "andere": "andere",
    },
    "sex": {"w": "weiblich", "m": "männlich", "d": "divers", "ohne": "ohne Angabe"},
    "nationality": {"eu": "EU, EWR, Schweiz", "dritt": "Drittstaat", "ohne": "staatenlos oder ungeklärt"},
    "residence": {
        "eu": "EU, EWR, Schweiz",
        "ne": "Niederlassungserlaubnis, Daueraufenthalt-EU",
        "25-1": "§ 25 Abs. 1, Abs. 2 Satz 1 1. Alt.",
        "25-3": "§ 25 Abs. 2 Satz 1 2. Alt., Abs. 3",
        "24": "§ 24",
        "23": "§ 23",
        "25ab": "§§ 25a, 25b",
        "104c": "§ 104c",
        "gestattung": "Gestattung",
        "duldung": "Duldung",
        "andere": "andere Titel",
        "deutsch": "eingebürgert",
    },
    "language": {
        "keine": "keine",
        "alpha": "Alphabetisierung",
        "a1": "A1",
        "a2": "A2",
        "b1": "B1",
        "b2": "B2",
        "c1": "C1 und höher",
    },
    "labour": {
        "nicht": "nicht verfügbar",
        "sucht": "sucht Arbeit",
        "massnahme": "Maßnahme (SGB II, III)",
        "kurs": "Sprachkurs",
        "schule": "Schule",
        "ausbildung": "Ausbildung",
        "minijob": "Minijob",
        "arbeit": "beschäftigt",
        "selbst": "selbstständig",
    },
    "benefit": {
        "asylblg": "AsylbLG",
        "sgb2": "SGB II",
        "sgb3": "SGB III",
        "sgb12": "SGB XII",
        "keine": "keine",
    },
    "household": {"1": "1", "2": "2", "3": "3", "4": "4", "5": "5 und mehr"},
    "age": {label: label for _upper, label in AGES},
    "statistics": {"ja": "zählt mit", OBJECTED: "widersprochen"},
}
FIRST_YEAR = 1910


def is_code(attribute: Attribute, code: str) -> bool:
    """Return whether a code may be given for an attribute; the year of birth is its own code."""
    if attribute is Attribute.BORN:
        return code.isdecimal() and len(code) == 4 and int(code) >= FIRST_YEAR
    return code in CODES[attribute]


def age_group(born: str, on: date) -> str:
    """Return the age group that somebody born in a year reaches in the year of the day."""
    if not born.isdecimal():
        return NOT_STATED
    age = on.year - int(born)
    return next(label for upper, label in AGES if age < upper)


def label_of(dimension: str, code: str) -> str:
    """Return what people read for a code of a table; names of providers are their own labels."""
    return CODES.get(dimension, {}).get(code, code)
