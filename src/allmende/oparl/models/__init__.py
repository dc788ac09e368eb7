"""What OParl adds to the papers: what a body publishes, and its public persons, terms and places."""

from allmende.oparl.models.serving import (
    LegislativeTerm,
    Location,
    Mandate,
    Person,
    Publication,
    PublicObject,
    TouchedObject,
)

__all__ = [
    "LegislativeTerm",
    "Location",
    "Mandate",
    "Person",
    "PublicObject",
    "Publication",
    "TouchedObject",
]
