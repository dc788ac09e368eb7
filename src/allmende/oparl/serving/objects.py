"""Stamps -> OParl objects, whatever their kind."""

from collections.abc import Sequence

from allmende.oparl.serving import papers, people, sittings
from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.domain import ObjectKind
from allmende.oparl.serving.frames import Describe, tombstone
from allmende.oparl.serving.json_values import Json
from allmende.oparl.serving.store import Stamp
from allmende.oparl.vocabulary import SCHEMA, Version, type_url

DESCRIBE: dict[ObjectKind, Describe] = {
    ObjectKind.BODY: people.bodies,
    ObjectKind.ORGANIZATION: sittings.organizations,
    ObjectKind.PERSON: people.persons,
    ObjectKind.MEMBERSHIP: people.memberships,
    ObjectKind.MEETING: sittings.meetings,
    ObjectKind.AGENDA_ITEM: sittings.agenda_items,
    ObjectKind.PAPER: papers.papers,
    ObjectKind.CONSULTATION: papers.consultations,
    ObjectKind.FILE: papers.files,
    ObjectKind.LOCATION: people.locations,
    ObjectKind.LEGISLATIVE_TERM: people.terms,
}


def described(stamps: Sequence[Stamp], see: Addresses, *, short: bool = False) -> list[Json]:
    """Return the objects of stamps of one kind in their order; one that vanished this moment is left out."""
    live = [stamp for stamp in stamps if not stamp.is_deleted]
    shown = {}
    if live:
        shown = {each["id"]: each for each in DESCRIBE[live[0].kind](live, see, short)}
    found = (
        tombstone(stamp, see) if stamp.is_deleted else shown.get(see.one(stamp.kind, stamp.key))
        for stamp in stamps
    )
    return [each for each in found if each is not None]


def system_object(see: Addresses) -> Json:
    """Return the entry point of the server."""
    return {
        "id": see.system(),
        "type": type_url("System"),
        "oparlVersion": f"{SCHEMA}{Version.V1_1.value}/",
        "body": see.bodies(),
        "name": "Allmende",
        "product": see.at("/"),
    }
