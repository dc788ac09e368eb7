"""Who may see which class of a case's data, and why: role × team × agreement × consent. Pure.

The database decides by the same facts (row-level security); a test compares both over all combinations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class DataClass(IntEnum):
    """How much a piece of data can hurt; a higher class is never easier to see."""

    HEADER = 0
    IDENTITY = 1
    PLAN = 2
    NOTE = 3
    SPECIAL = 4
    RESIDENCE_STRATEGY = 5

    @property
    def label(self) -> str:
        return (
            "Kopf des Falls",
            "Identität",
            "Plan und Ziele",
            "Notizen",
            "besondere Kategorien (Art. 9 DSGVO)",
            "aufenthaltsrechtliche Strategie",
        )[self.value]


class Role(StrEnum):
    """What a person does in case work; one person can have several roles in one region."""

    CASE_MANAGER = "case_manager"
    DEPUTY = "deputy"
    COORDINATION = "coordination"
    SUPERVISION = "supervision"
    FOREIGNERS_OFFICE = "foreigners_office"
    PARTNER = "partner"
    PROVIDER_MANAGEMENT = "provider_management"
    FINANCE = "finance"
    CONTROLLING = "controlling"
    LAND_CONTROLLING = "land_controlling"
    AUDIT = "audit"
    ADMINISTRATION = "administration"

    @property
    def label(self) -> str:
        return {
            "case_manager": "Case Management",
            "deputy": "Vertretung",
            "coordination": "KIM-Koordination",
            "supervision": "Fachaufsicht",
            "foreigners_office": "Ausländerbehörde",
            "partner": "beteiligte Stelle",
            "provider_management": "Leitung des Trägers",
            "finance": "Kämmerei",
            "controlling": "Controlling der Kommune",
            "land_controlling": "Controlling des Landes",
            "audit": "Prüfung und Datenschutz",
            "administration": "technische Verwaltung",
        }[self.value]


class Right(StrEnum):
    """What may be done with data of a class."""

    NONE = "none"
    SHARED = "shared"
    READ = "read"
    WRITE = "write"


TEAM_ROLES = frozenset({Role.CASE_MANAGER, Role.DEPUTY})
OUTSIDE = frozenset({Role.FOREIGNERS_OFFICE, Role.PARTNER})

OF_ROLE: Mapping[Role, Mapping[DataClass, Right]] = {
    Role.SUPERVISION: {
        DataClass.HEADER: Right.READ,
        DataClass.PLAN: Right.READ,
        DataClass.RESIDENCE_STRATEGY: Right.READ,
    },
    Role.COORDINATION: {DataClass.HEADER: Right.READ},
}
"""What a role sees of the cases of its region without belonging to the team of a case."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One person, one case, one day: all that decides."""

    roles: frozenset[Role]
    same_region: bool = True
    in_team: bool = False
    """A membership of the case's team holds today."""
    agreement_active: bool = True
    """The agreement under which the person's organisation works holds today; True for the municipality."""
    restricted: bool = False
    """The case is kept from the lists of the region (a colleague's relative, a threatened person)."""
    shared: frozenset[DataClass] = frozenset()
    """Classes of which a frozen copy was shared with the person's organisation, consented and not expired."""
    break_glass: bool = False
    """An emergency access with reason and second factor holds at this moment."""
    erased: bool = False


def right_to(asked: Asked, wanted: DataClass) -> Right:
    """Return what a person may do with one class of a case's data.

    Nothing across regions; nothing for an organisation whose agreement has ended; the team writes everything;
    the foreigners' office never sees the residence strategy, whatever was shared.
    """
    if not asked.same_region or not asked.agreement_active or asked.erased:
        return Right.NONE
    if asked.in_team and asked.roles & TEAM_ROLES:
        return Right.WRITE
    if (
        asked.break_glass
        and Role.SUPERVISION in asked.roles
        and wanted in {DataClass.HEADER, DataClass.IDENTITY, DataClass.PLAN}
    ):
        return Right.READ
    if not asked.restricted:
        of_role = [OF_ROLE.get(role, {}).get(wanted, Right.NONE) for role in asked.roles]
        if Right.READ in of_role:
            return Right.READ
    if asked.roles & OUTSIDE and wanted in asked.shared:
        is_office = Role.FOREIGNERS_OFFICE in asked.roles
        return Right.NONE if is_office and wanted is DataClass.RESIDENCE_STRATEGY else Right.SHARED
    return Right.NONE
