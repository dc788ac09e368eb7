"""States and errors of reading a source. No Django."""

from enum import StrEnum
from typing import Final

from allmende.common.errors import AllmendeError

JOB_KIND: Final = "oparl-import"
SOURCE_OBJECT: Final = "oparl-source"
MAPPED_TYPES: Final = ("Organization", "Meeting", "AgendaItem", "Paper", "Consultation")
"""What becomes part of papers. Everything else is kept, and shown from there."""

FULL_CRAWLS_UNTIL_MISSING: Final = 3
"""An object that so many full crawls in a row did not find counts as gone, though nobody said so."""


class RunState(StrEnum):
    """How a run over a source went."""

    RUNNING = "running"
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RunInProgress(AllmendeError):
    """A source is read by one run at a time."""

    message = "Die Quelle „{name}“ wird gerade gelesen. Warten Sie, bis der Lauf beendet ist."


class NotOparl(AllmendeError):
    """The address does not answer with an object of OParl."""

    message = "Unter „{url}“ antwortet kein OParl-Server: {reason}"


class SourceKnown(AllmendeError):
    """Each address is read once."""

    message = "Diese Adresse ist schon als Quelle „{name}“ eingetragen."


class SourceGone(AllmendeError):
    """Somebody has removed it meanwhile."""

    message = "Diese Quelle gibt es nicht mehr."
