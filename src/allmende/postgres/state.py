"""What the supervisor tells the clients, through one small file."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Phase(StrEnum):
    """How far the server is. Clients wait through `STARTING`; `FAILED` carries a message for them."""

    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """The server as its supervisor last saw it."""

    phase: Phase
    supervisor: int
    postmaster: int = 0
    sockets: str = ""
    programs: str = ""
    message: str = ""


def write(file: Path, state: State) -> None:
    """Replace the state; a reader sees the old or the new one, never a part."""
    staging = file.with_suffix(".new")
    staging.write_text(json.dumps(asdict(state)), encoding="utf-8")
    staging.replace(file)


def read(file: Path) -> State | None:
    """Return the last written state, or None when there is none."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return State(**{**values, "phase": Phase(values["phase"])})
