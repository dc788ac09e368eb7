"""What a body can publish and how far; the kinds of public objects. No Django."""

from enum import StrEnum


class PublicationState(StrEnum):
    """How far a body publishes. Before the first release there is no publication, and no address answers."""

    PUBLIC = "public"
    PAUSED = "paused"
    ARCHIVED = "archived"
    ENDED = "ended"

    @property
    def is_listed(self) -> bool:
        """Whether the body stands in the list of bodies; what a paused one shows nobody can fetch."""
        return self is not PublicationState.PAUSED


class ObjectKind(StrEnum):
    """The types of OParl objects that bodies publish."""

    BODY = "Body"
    ORGANIZATION = "Organization"
    PERSON = "Person"
    MEMBERSHIP = "Membership"
    MEETING = "Meeting"
    AGENDA_ITEM = "AgendaItem"
    PAPER = "Paper"
    CONSULTATION = "Consultation"
    FILE = "File"
    LOCATION = "Location"
    LEGISLATIVE_TERM = "LegislativeTerm"


SEGMENTS = {
    ObjectKind.BODY: ("body", "bodies"),
    ObjectKind.ORGANIZATION: ("organization", "organizations"),
    ObjectKind.PERSON: ("person", "people"),
    ObjectKind.MEMBERSHIP: ("membership", "memberships"),
    ObjectKind.MEETING: ("meeting", "meetings"),
    ObjectKind.AGENDA_ITEM: ("agenda-item", "agenda-items"),
    ObjectKind.PAPER: ("paper", "papers"),
    ObjectKind.CONSULTATION: ("consultation", "consultations"),
    ObjectKind.FILE: ("file", "files"),
    ObjectKind.LOCATION: ("location", "locations"),
    ObjectKind.LEGISLATIVE_TERM: ("legislative-term", "legislative-terms"),
}
"""What an address calls one object and a list of them."""

KIND_OF_SEGMENT = {one: kind for kind, (one, _many) in SEGMENTS.items()}
KIND_OF_LIST = {many: kind for kind, (_one, many) in SEGMENTS.items() if kind is not ObjectKind.BODY}
ORGANIZATION_LISTS = (ObjectKind.MEETING, ObjectKind.CONSULTATION)
