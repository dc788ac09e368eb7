"""Words of the register: kinds, figures, roles, capabilities, and what other apps get to see. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from allmende.common.errors import AllmendeError


class Kind(StrEnum):
    """What a body is in law. German terms stay German: translation would blur them."""

    BUND = "bund"
    LAND = "land"
    REGIERUNGSBEZIRK = "regierungsbezirk"
    LANDSCHAFTSVERBAND = "landschaftsverband"
    REGION = "region"
    KREIS = "kreis"
    LANDKREIS = "landkreis"
    STAEDTEREGION = "staedteregion"
    REGIONALVERBAND = "regionalverband"
    KREISFREIE_STADT = "kreisfreie_stadt"
    STADTKREIS = "stadtkreis"
    GROSSE_KREISSTADT = "grosse_kreisstadt"
    KREISANGEHOERIGE_STADT = "kreisangehoerige_stadt"
    MARKT = "markt"
    GEMEINDE = "gemeinde"
    GEMEINDEFREIES_GEBIET = "gemeindefreies_gebiet"
    AMT = "amt"
    SAMTGEMEINDE = "samtgemeinde"
    VERBANDSGEMEINDE = "verbandsgemeinde"
    VERWALTUNGSGEMEINSCHAFT = "verwaltungsgemeinschaft"
    VERWALTUNGSVERBAND = "verwaltungsverband"
    ZWECKVERBAND = "zweckverband"
    AOER = "aoer"
    GMBH = "gmbh"
    VEREIN = "verein"
    KOMMUNALER_VERBAND = "kommunaler_verband"
    TRAEGER = "traeger"
    AUSLAENDISCH = "auslaendisch"
    SONSTIGE = "sonstige"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS: Mapping[Kind, str] = {
    Kind.BUND: "Bund",
    Kind.LAND: "Land",
    Kind.REGIERUNGSBEZIRK: "Regierungsbezirk",
    Kind.LANDSCHAFTSVERBAND: "Landschaftsverband",
    Kind.REGION: "Region",
    Kind.KREIS: "Kreis",
    Kind.LANDKREIS: "Landkreis",
    Kind.STAEDTEREGION: "Städteregion",
    Kind.REGIONALVERBAND: "Regionalverband",
    Kind.KREISFREIE_STADT: "kreisfreie Stadt",
    Kind.STADTKREIS: "Stadtkreis",
    Kind.GROSSE_KREISSTADT: "Große Kreisstadt",
    Kind.KREISANGEHOERIGE_STADT: "kreisangehörige Stadt",
    Kind.MARKT: "Markt",
    Kind.GEMEINDE: "Gemeinde",
    Kind.GEMEINDEFREIES_GEBIET: "gemeindefreies Gebiet",
    Kind.AMT: "Amt",
    Kind.SAMTGEMEINDE: "Samtgemeinde",
    Kind.VERBANDSGEMEINDE: "Verbandsgemeinde",
    Kind.VERWALTUNGSGEMEINSCHAFT: "Verwaltungsgemeinschaft",
    Kind.VERWALTUNGSVERBAND: "Verwaltungsverband",
    Kind.ZWECKVERBAND: "Zweckverband",
    Kind.AOER: "Anstalt des öffentlichen Rechts",
    Kind.GMBH: "GmbH",
    Kind.VEREIN: "Verein",
    Kind.KOMMUNALER_VERBAND: "kommunaler Verband",
    Kind.TRAEGER: "freier Träger",
    Kind.AUSLAENDISCH: "ausländische Körperschaft",
    Kind.SONSTIGE: "sonstige Körperschaft",
}

TOWN_KINDS = frozenset(
    {Kind.KREISFREIE_STADT, Kind.STADTKREIS, Kind.GROSSE_KREISSTADT, Kind.KREISANGEHOERIGE_STADT}
)
MUNICIPAL_KINDS = TOWN_KINDS | {Kind.MARKT, Kind.GEMEINDE, Kind.GEMEINDEFREIES_GEBIET}
DISTRICT_KINDS = frozenset({Kind.KREIS, Kind.LANDKREIS, Kind.STAEDTEREGION, Kind.REGIONALVERBAND})
TERRITORIAL_KINDS = (
    MUNICIPAL_KINDS
    | DISTRICT_KINDS
    | {Kind.LAND, Kind.REGIERUNGSBEZIRK, Kind.REGION, Kind.LANDSCHAFTSVERBAND}
)


class Relation(StrEnum):
    """In what sense one body is above another. A body has one parent per relation, but many associations."""

    ADMINISTRATIVE = "administrative"
    LANDSCHAFTSVERBAND = "landschaftsverband"
    ASSOCIATION = "association"

    @property
    def label(self) -> str:
        return {"administrative": "gehört zu", "landschaftsverband": "Landschaftsverband"}.get(
            self.value, "Mitglied in"
        )


class FigureKind(StrEnum):
    """Which figure of a body."""

    POPULATION = "population"
    POPULATION_MALE = "population_male"
    POPULATION_FEMALE = "population_female"
    AREA = "area"

    @property
    def label(self) -> str:
        return {
            "population": "Einwohnerinnen und Einwohner",
            "population_male": "davon männlich",
            "population_female": "davon weiblich",
            "area": "Fläche",
        }[self.value]

    @property
    def unit(self) -> str:
        return "km2" if self is FigureKind.AREA else "persons"


class Role(StrEnum):
    """What a person is for a body. Someone has one role per body at a time."""

    READER = "reader"
    CLERK = "clerk"
    TREASURER = "treasurer"
    HEAD = "head"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return {
            "reader": "liest mit",
            "clerk": "Sachbearbeitung",
            "treasurer": "Kämmerei",
            "head": "Leitung",
            "auditor": "Rechnungsprüfung",
        }[self.value]


class Capability(StrEnum):
    """What a role allows; views and actions ask for capabilities, never for roles."""

    READ_INTERNAL = "read_internal"
    EDIT_PAPERS = "edit_papers"
    CONFIRM_PAPERS = "confirm_papers"
    CALCULATE = "calculate"
    POST_MONEY = "post_money"
    EDIT_COOPERATIONS = "edit_cooperations"
    EDIT_CATALOG = "edit_catalog"
    MANAGE_MEMBERS = "manage_members"
    PUBLISH_BODY = "publish_body"


CAPABILITIES: Mapping[Role, frozenset[Capability]] = {
    Role.READER: frozenset({Capability.READ_INTERNAL}),
    Role.CLERK: frozenset(
        {
            Capability.READ_INTERNAL,
            Capability.EDIT_PAPERS,
            Capability.CONFIRM_PAPERS,
            Capability.CALCULATE,
            Capability.EDIT_COOPERATIONS,
            Capability.EDIT_CATALOG,
        }
    ),
    Role.TREASURER: frozenset({Capability.READ_INTERNAL, Capability.CALCULATE, Capability.POST_MONEY}),
    Role.HEAD: frozenset(Capability),
    Role.AUDITOR: frozenset({Capability.READ_INTERNAL}),
}


# A body that is no more gets no new papers; what it has stays readable, and its head still manages people.
NEEDS_A_LIVING_BODY = frozenset({Capability.EDIT_PAPERS, Capability.CONFIRM_PAPERS})


def roles_with(capability: Capability) -> frozenset[Role]:
    """Return the roles that allow `capability`."""
    return frozenset(role for role, allowed in CAPABILITIES.items() if capability in allowed)


def designation(kind: Kind, name: str) -> str:
    """Return the name as people say it in full: „Stadt Coesfeld“, „Gemeinde Nottuln“, „Kreis Coesfeld“."""
    if kind in TOWN_KINDS:
        return f"Stadt {name}"
    if kind in {Kind.GEMEINDE, Kind.MARKT, Kind.LAND}:
        return f"{kind.label} {name}"
    return name


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body as it was on a day."""

    id: int
    key: str
    ags: str | None
    name: str
    name_official: str
    kind: Kind
    url: str
    parent_key: str = ""
    parent_name: str = ""
    ended_on: date | None = None  # the first day on which it no longer existed, if that is past

    @property
    def kind_label(self) -> str:
        return self.kind.label

    @property
    def designation(self) -> str:
        return designation(self.kind, self.name)

    def __str__(self) -> str:
        return self.designation


@dataclass(frozen=True, slots=True)
class BodyOption(BodyView):
    """A body somebody may have meant, with how near the name is (1 = same)."""

    similarity: float = 1.0

    @property
    def label(self) -> str:
        """Return the name with what tells it from others of that name: „Stadt Coesfeld (Kreis Coesfeld)“."""
        return f"{self.designation} ({self.parent_name})" if self.parent_name else self.designation


@dataclass(frozen=True, slots=True)
class MembershipView:
    """Who acts for which body in which role, from when until when (last day; None: open)."""

    id: int
    body: BodyView
    role: Role
    user_id: int
    user_label: str
    user_email: str
    valid_from: date
    last_day: date | None

    @property
    def role_label(self) -> str:
        return self.role.label


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure with its reference date and source."""

    kind: FigureKind
    value: Decimal
    unit: str
    reference_date: date
    source: str


class UnknownBody(AllmendeError):
    """No body has this key, or it did not exist on that day."""

    status = 404
    message = "„{key}“ steht am {on:%d.%m.%Y} nicht im Register. Prüfen Sie Schlüssel und Stichtag."


class NotAllowed(AllmendeError):
    """The person's role in this body, if it is known which, does not allow it."""

    status = 403
    message = "Ihre Rolle{where} erlaubt das nicht. Wenden Sie sich an die Leitung."

    def __init__(self, *, body: object = None) -> None:
        super().__init__(body=body, where=f" („{body}“)" if body else "")


class BodyEnded(NotAllowed):
    """The body exists no longer, so nobody writes for it."""

    message = (
        "„{body}“ besteht seit dem {on:%d.%m.%Y} nicht mehr. Ihre Vorlagen können Sie weiter lesen und "
        "exportieren; Neues legen Sie für die Nachfolgerin an."
    )

    def __init__(self, *, body: object, on: date) -> None:
        super(NotAllowed, self).__init__(body=body, on=on)


class HeadDecides(NotAllowed):
    """The installation's staff is no head of the body."""

    message = "„{body}“ hat eine Leitung. Nur sie nimmt Personen auf und ändert Rollen."


class OnlyTheFirstHead(AllmendeError):
    """The installation's staff may name a head for today, and nothing else."""

    message = (
        "Solange „{body}“ keine Leitung hat, können Sie nur diese benennen, und zwar ab heute "
        "({day:%d.%m.%Y}). Über alle anderen Rollen entscheidet dann die Leitung."
    )


class OwnAppointment(AllmendeError):
    """Whoever runs the installation must not open a body's papers for themselves."""

    message = (
        "Sich selbst können Sie nicht zur Leitung von „{body}“ benennen. "
        "Nennen Sie eine Person, die dort arbeitet."
    )


class MembershipOverlap(AllmendeError):
    """The person already has a role in this body at that time."""

    message: ClassVar[str] = (
        "{user} hat bei „{body}“ in diesem Zeitraum bereits eine Rolle. "
        "Ändern Sie die Rolle, statt sie neu zu vergeben."
    )


class WrongPeriod(AllmendeError):
    """A period ends before it begins."""

    message = "Der letzte Tag ({last:%d.%m.%Y}) liegt vor dem ersten ({first:%d.%m.%Y})."


class LastHead(AllmendeError):
    """A body with members must keep somebody who can manage them."""

    message = (
        "„{body}“ hätte dann niemanden mehr in der Leitung. "
        "Vergeben Sie die Rolle zuerst an eine andere Person."
    )


class RetroactiveChange(AllmendeError):
    """Rights change from today on; what was, stays."""

    message = "Rechte lassen sich nicht rückwirkend ändern ({day:%d.%m.%Y}). Wählen Sie heute oder später."


class UnknownMembership(AllmendeError):
    """Somebody removed the membership meanwhile."""

    status = 404
    message = "Diese Zuständigkeit gibt es nicht mehr. Laden Sie die Seite neu."


class NotAllowedToImport(AllmendeError):
    """Only administrators of the installation take over lists."""

    status = 403
    message = "Listen darf nur die Verwaltung der Installation einlesen."


class PlanChanged(AllmendeError):
    """The register or the file is no longer what a person saw in the preview."""

    status = 409
    message = (
        "Seit der Vorschau haben sich das Register oder die Datei geändert; es wurde nichts übernommen. "
        "Prüfen Sie die neue Vorschau und bestätigen Sie noch einmal."
    )
