"""Where everything of one data directory lies, and whether it may lie there."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from allmende.postgres.errors import DataDirectoryNotWritable, NetworkFileSystem, UnsupportedSystem

NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs"})
MOUNTS = Path("/proc/self/mountinfo")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103  # bytes; macOS allows 103, Linux 107


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one data directory. The cluster may be a link to a place its account can reach."""

    path: Path

    @property
    def cluster(self) -> Path:
        return self.path / "postgres"

    @property
    def log(self) -> Path:
        return self.path / "postgres.log"

    @property
    def state(self) -> Path:
        return self.path / "postgres.json"

    @property
    def leases(self) -> Path:
        """Locked (shared) by every client; free means that nobody needs the server any more."""
        return self.path / "postgres.leases"

    @property
    def supervisor(self) -> Path:
        """Locked (exclusive) by the supervisor; free means that there is none."""
        return self.path / "postgres.supervisor"

    def log_tail(self, lines: int = 12) -> str:
        """Return the last lines of the server's log."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def prepare(data_dir: Path) -> Layout:
    """Create the data directory if needed and return its layout; raise if a database must not lie there."""
    if sys.platform not in ("linux", "darwin"):
        raise UnsupportedSystem(system=sys.platform)
    path = data_dir.resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=_data_directory_mode())
    except OSError as error:
        raise DataDirectoryNotWritable(path=path, reason=error.strerror) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise DataDirectoryNotWritable(path=path, reason="keine Schreibrechte")
    kind = file_system(path, MOUNTS.read_text(encoding="utf-8")) if MOUNTS.exists() else ""
    if kind in NETWORK_FILE_SYSTEMS:
        raise NetworkFileSystem(path=path, kind=kind)
    return Layout(path)


def _data_directory_mode() -> int:
    # Started by root, the server runs as another account, which has to pass through but not to list.
    return 0o711 if os.geteuid() == 0 else 0o700


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system `path` lies on; `mounts` has the form of /proc/self/mountinfo."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(_unescape(before.split(" ")[4]))
        # A later line on the same mount point hides the earlier one, hence >=.
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind


def _unescape(field: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, character)
    return field


def fingerprint(path: Path) -> str:
    """Return a short name for a place, the same in every process."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def holds_socket(directory: Path) -> bool:
    """Tell whether a socket in this directory has an address that PostgreSQL and libpq can use."""
    name = str(directory)
    fits = len(os.fsencode(directory / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
    return fits and not set(name) & set(",\"'\\ ")
