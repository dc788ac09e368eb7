"""What is read from other servers; what a body publishes, with its public persons, terms and places."""

from allmende.oparl.models.importing import (
    Gap,
    ImportedObject,
    ImportRun,
    ObjectVersion,
    OparlSource,
    SameObject,
    SourceBody,
    SourceFinding,
    SourceList,
    StagedObject,
)
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
    "Gap",
    "ImportRun",
    "ImportedObject",
    "LegislativeTerm",
    "Location",
    "Mandate",
    "ObjectVersion",
    "OparlSource",
    "Person",
    "PublicObject",
    "Publication",
    "SameObject",
    "SourceBody",
    "SourceFinding",
    "SourceList",
    "StagedObject",
    "TouchedObject",
]
