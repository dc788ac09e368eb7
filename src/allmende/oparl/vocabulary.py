"""The words of OParl 1.0 and 1.1: object types, their properties, how a date is written. No Django.

The table holds facts of the specification (names, types, cardinality); nothing of its text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

SCHEMA: Final = "https://schema.oparl.org/"
DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
DATE_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}")
"""Neither `Z` nor fractions of a second are allowed."""

WEB_URL: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f\ud800-\udfff]+", re.IGNORECASE)
VENDOR_PROPERTY: Final = re.compile(r"[A-Za-z][\w.-]*:.+")


class Version(StrEnum):
    """The version of OParl in which a property came; NEXT stands on the main branch only."""

    V1_0 = "1.0"
    V1_1 = "1.1"
    NEXT = "next"


class Form(StrEnum):
    """What a value is: a literal, an address of another object, the object itself, an address of a list."""

    TEXT = "text"
    URL = "url"
    DATE = "date"
    DATE_TIME = "date-time"
    INTEGER = "integer"
    FLAG = "flag"
    FEATURE = "feature"
    LINK = "link"
    EMBEDDED = "embedded"
    LIST = "list"

    @property
    def names_an_object(self) -> bool:
        return self in (Form.LINK, Form.EMBEDDED, Form.LIST)


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an object type; `target` is the type it names, `many` says that it is a JSON list."""

    name: str
    form: Form
    target: str = ""
    many: bool = False
    required: bool = False
    since: Version = Version.V1_0


# One line per property: name with `!` where mandatory, form, and the version where it is not 1.0.
# >X = address of an X, {X} = the object itself, L(X) = address of a list page of X, […] = several.
_COMMON = """
    id! url
    type! url
    created! date-time
    modified! date-time
    license url
    keyword [text]
    web url
    deleted flag
"""

_OWN: Final[Mapping[str, str]] = {
    "System": """
        oparlVersion! url
        otherOparlVersions [>System]
        body! L(Body)
        name text
        contactEmail text
        contactName text
        website url
        vendor url
        product url
    """,
    "Body": """
        system >System
        shortName text
        name! text
        website url
        licenseValidSince date-time
        oparlSince date-time
        ags text
        rgs text
        equivalent [url]
        contactEmail text
        contactName text
        organization! L(Organization)
        person! L(Person)
        meeting! L(Meeting)
        paper! L(Paper)
        legislativeTerm! [{LegislativeTerm}]
        agendaItem L(AgendaItem) 1.1
        consultation L(Consultation) 1.1
        file L(File) 1.1
        locationList L(Location) 1.1
        legislativeTermList L(LegislativeTerm) 1.1
        membership L(Membership) 1.1
        classification text
        location {Location}
        mainOrganization >Organization next
    """,
    "LegislativeTerm": """
        body >Body
        name text
        startDate date
        endDate date
    """,
    "Organization": """
        body >Body
        name text
        membership [>Membership]
        meeting L(Meeting)
        consultation L(Consultation) 1.1
        shortName text
        post [text]
        subOrganizationOf >Organization
        organizationType text
        classification text
        startDate date
        endDate date
        website url
        location {Location}
        externalBody >Body
        memberCount integer next
        votingMemberCount integer next
    """,
    "Person": """
        body >Body
        name text
        familyName text
        givenName text
        formOfAddress text
        affix text
        title [text]
        gender text
        phone [text]
        email [text]
        location >Location
        locationObject {Location} 1.1
        status [text]
        membership [{Membership}]
        image {File} next
        life text
        lifeSource text
    """,
    "Membership": """
        person >Person
        organization >Organization
        role text
        votingRight flag
        startDate date
        endDate date
        onBehalfOf >Organization
    """,
    "Meeting": """
        name text
        meetingState text
        cancelled flag
        start date-time
        end date-time
        location {Location}
        organization [>Organization]
        participant [>Person]
        invitation {File}
        resultsProtocol {File}
        verbatimProtocol {File}
        auxiliaryFile [{File}]
        agendaItem [{AgendaItem}]
    """,
    "AgendaItem": """
        meeting >Meeting
        number text
        order! integer 1.1
        name text
        public flag
        consultation >Consultation
        result text
        resolutionText text
        resolutionFile {File}
        auxiliaryFile [{File}]
        start date-time
        end date-time
    """,
    "Paper": """
        body >Body
        name text
        reference text
        date date
        paperType text
        relatedPaper [>Paper]
        superordinatedPaper [>Paper]
        subordinatedPaper [>Paper]
        mainFile {File}
        auxiliaryFile [{File}]
        location [{Location}]
        originatorPerson [>Person]
        underDirectionOf [>Organization]
        originatorOrganization [>Organization]
        consultation [{Consultation}]
    """,
    "Consultation": """
        paper >Paper
        agendaItem >AgendaItem
        meeting >Meeting
        organization [>Organization]
        authoritative flag
        role text
    """,
    "File": """
        name text
        fileName text
        mimeType text
        date date
        size integer
        sha1Checksum text
        sha512Checksum text 1.1
        text text
        accessUrl! url
        downloadUrl url
        externalServiceUrl url
        masterFile >File
        derivativeFile [>File]
        fileLicense url
        meeting [>Meeting]
        agendaItem [>AgendaItem]
        person >Person next
        paper [>Paper]
    """,
    "Location": """
        description text
        geojson feature
        streetAddress text
        room text
        postalCode text
        subLocality text
        locality text
        bodies [>Body]
        organizations [>Organization] 1.1
        persons [>Person] 1.1
        meetings [>Meeting] 1.1
        papers [>Paper]
    """,
}

_LINE = re.compile(
    r"(?P<name>\w+)(?P<required>!?) (?P<open>\[?)"
    r"(?:>(?P<link>\w+)|\{(?P<embedded>\w+)\}|L\((?P<list>\w+)\)|(?P<literal>[a-z-]+))\]?"
    r"(?: (?P<since>\S+))?"
)


def _property(line: str) -> Property:
    found = _LINE.fullmatch(line)
    if not found:
        raise ValueError(line)
    literal = found["literal"]
    form = next((f for f in (Form.LINK, Form.EMBEDDED, Form.LIST) if found[f.value]), None) or Form(literal)
    return Property(
        name=found["name"],
        form=form,
        target="" if literal else found[form.value],
        many=bool(found["open"]),
        required=bool(found["required"]),
        since=Version(found["since"] or Version.V1_0),
    )


def _properties(object_type: str) -> Mapping[str, Property]:
    lines = (_COMMON + _OWN[object_type]).splitlines()
    return MappingProxyType({p.name: p for p in (_property(line.strip()) for line in lines if line.strip())})


PROPERTIES: Final[Mapping[str, Mapping[str, Property]]] = MappingProxyType(
    {object_type: _properties(object_type) for object_type in _OWN}
)
"""Properties of each type. The prose of 1.1 makes created and modified mandatory in all objects."""

TYPES: Final[tuple[str, ...]] = tuple(PROPERTIES)
BODY_LISTS: Final[tuple[Property, ...]] = tuple(p for p in PROPERTIES["Body"].values() if p.form is Form.LIST)
"""The lists of a body, those of 1.0 first."""

BACK_REFERENCES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("Body", "LegislativeTerm"): "body",
        ("Body", "Location"): "bodies",
        ("Organization", "Location"): "organizations",
        ("Person", "Location"): "persons",
        ("Person", "Membership"): "person",
        ("Person", "File"): "person",
        ("Meeting", "Location"): "meetings",
        ("Meeting", "File"): "meeting",
        ("Meeting", "AgendaItem"): "meeting",
        ("AgendaItem", "File"): "agendaItem",
        ("Paper", "File"): "paper",
        ("Paper", "Location"): "papers",
        ("Paper", "Consultation"): "paper",
    }
)
"""(outer type, embedded type) -> what an embedded object carries only when it is fetched on its own."""


def type_url(object_type: str, version: Version = Version.V1_1) -> str:
    """Return the type's address in OParl's schema, e.g. https://schema.oparl.org/1.1/Paper."""
    return f"{SCHEMA}{version.value}/{object_type}"
