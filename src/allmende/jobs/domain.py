"""States of a job, and what a running job offers to the code that does the work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from allmende.common.errors import AllmendeError


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobCancelled(AllmendeError):
    """The person who asked for the work has cancelled it."""

    message = "Der Auftrag wurde abgebrochen."


class UnknownJobKind(AllmendeError):
    """No app has registered a handler for this kind."""

    message = "Die Auftragsart „{kind}“ ist nicht bekannt."


class JobStillRunning(AllmendeError):
    """Only a job that has ended can be resumed."""

    message = "Der Auftrag „{title}“ läuft noch. Brechen Sie ihn zuerst ab."


class JobAlreadyEnded(AllmendeError):
    """A job that has ended cannot be cancelled."""

    message = "Der Auftrag „{title}“ ist bereits beendet."


class RunningJob(Protocol):
    """What a handler may ask and tell while it works."""

    @property
    def job_id(self) -> int: ...
    @property
    def payload(self) -> Mapping[str, object]: ...
    @property
    def requested_by_id(self) -> int | None: ...

    def report(self, done: int, total: int, message: str = "") -> None:
        """Store the progress; raise JobCancelled when somebody asked to cancel."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a finished job shows: a sentence, and the page where its result stands."""

    message: str
    url: str = ""


Handler = Callable[[RunningJob], JobResult]
_HANDLERS: dict[str, Handler] = {}


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the work of one kind of job.

    A handler may be started again after a crash or by "Fortsetzen": it must skip what it has already done.
    """

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


def handler_for(kind: str) -> Handler:
    """Return the handler of a kind; raise UnknownJobKind."""
    try:
        return _HANDLERS[kind]
    except KeyError:
        raise UnknownJobKind(kind=kind) from None
