"""Which system account the server runs as: our own, or an unprivileged one when we are root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

NAMES = ("allmende", "postgres")
LAST_RESORT = "nobody"


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that make a child run as another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """A system account by number; `switched` when the server runs as someone else than we do."""

    uid: int
    gid: int
    switched: bool

    def identity(self) -> Identity:
        return Identity(user=self.uid, group=self.gid, extra_groups=[]) if self.switched else Identity()

    def own(self, path: Path) -> None:
        if self.switched:
            os.chown(path, self.uid, self.gid)

    def may(self, right: str, path: Path) -> bool:
        """Ask the kernel, as this account, for the right `r`, `w` or `x` on a path."""
        program = shutil.which("test", path="/usr/bin:/bin") or "test"
        command = [program, f"-{right}", str(path)]
        return subprocess.run(command, cwd="/", check=False, **self.identity()).returncode == 0  # noqa: S603


def account_for(cluster: Path) -> Account:
    """Return who runs the server: the owner of an existing cluster, else the best account there is."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switched=False)
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switched=True)
    entry = _find() or _create() or pwd.getpwnam(LAST_RESORT)
    return Account(entry.pw_uid, entry.pw_gid, switched=True)


def _find() -> pwd.struct_passwd | None:
    for name in NAMES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _create() -> pwd.struct_passwd | None:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if program is None:
        return None
    command = [
        program,
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        NAMES[0],
    ]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    return _find()
