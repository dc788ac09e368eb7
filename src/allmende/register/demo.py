"""Demo data of the register: the facts the product brings, a few other bodies, and who acts for whom."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.register import queries
from allmende.register.actions import grant_membership
from allmende.register.domain import Kind, Role
from allmende.register.facts import load_facts
from allmende.register.importing.actions import take_over
from allmende.register.importing.records import BodyList, BodyRecord
from allmende.register.models import Source

if TYPE_CHECKING:
    from allmende.accounts.models import User

SINCE = date(2016, 1, 1)
OTHER_BODIES = (
    BodyRecord(0, "stgb-nrw", "Städte- und Gemeindebund Nordrhein-Westfalen", Kind.KOMMUNALER_VERBAND),
    BodyRecord(0, "staedtetag-nrw", "Städtetag Nordrhein-Westfalen", Kind.KOMMUNALER_VERBAND),
    BodyRecord(0, "landkreistag-nrw", "Landkreistag Nordrhein-Westfalen", Kind.KOMMUNALER_VERBAND),
    BodyRecord(0, "awo-leverkusen", "AWO Leverkusen", Kind.TRAEGER),
    BodyRecord(0, "caritas-leverkusen", "Caritasverband Leverkusen", Kind.TRAEGER),
    BodyRecord(0, "diakonie-leverkusen", "Diakonie Leverkusen", Kind.TRAEGER),
    BodyRecord(0, "ki-rhein-sieg", "Integrationszentrum Rhein-Sieg", Kind.SONSTIGE),
)
SOURCE = Source(
    key="demo-bodies-1",
    title="Beispieldaten",
    attribution="Kommunale Spitzenverbände in Nordrhein-Westfalen (Eigenbezeichnung)",
)
ROLES = (
    ("clerk@kreis-coesfeld.example", "05558", Role.CLERK),
    ("clerk@kreis-coesfeld.example", "05558012", Role.READER),
    ("head@kreis-coesfeld.example", "05558", Role.HEAD),
    ("auditor@kreis-coesfeld.example", "05558", Role.AUDITOR),
    ("clerk@leverkusen.example", "05316000", Role.CLERK),
    ("treasurer@leverkusen.example", "05316000", Role.TREASURER),
    ("clerk@rhein-sieg.example", "05382", Role.CLERK),
)


@transaction.atomic
def load(users: Mapping[str, "User"], *, on: date, at: datetime) -> None:
    """Bring the demo's bodies and the roles of its users (by e-mail address); what is there stays."""
    load_facts(at=at)
    if not Source.objects.filter(key=SOURCE.key).exists():
        take_over(BodyList("Beispieldaten", SINCE, OTHER_BODIES, is_complete=False), source=SOURCE, at=at)
    for email, key, role in ROLES:
        user = users.get(email)
        if user is None:
            continue
        body = queries.body_by_key(key, on=on)
        if not any(held.body.id == body.id for held in queries.memberships_of(user, on=on)):
            grant_membership(user=user, body=body, role=role, valid_from=on, by=None, on=on)
