"""The cluster on disk: where it lies, how it is made (all or nothing), which command serves it."""

import locale
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from allmende.postgres.account import Account, account_for
from allmende.postgres.binaries import Binaries, installed, reachable_by
from allmende.postgres.errors import (
    ClusterMissing,
    ClusterUnreachable,
    InitializationFailed,
    SocketDirectoryTaken,
    WrongMajorVersion,
)
from allmende.postgres.layout import Layout, fingerprint, holds_socket

ROLE = "allmende"
DATABASE = "allmende"
SUPERUSER = "postgres"
ELSEWHERE = Path("/var/lib/allmende")
STAGING = ".postgres-init-"
# The server reads nothing from our environment: PGPORT, LC_ALL or TZ of a shell must not change it.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C", "TZ": "UTC"}
# Our role makes the roles of case work and must read what row-level security hides in order to back it up.
SET_UP = f"""\
CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE BYPASSRLS;
CREATE DATABASE {DATABASE} OWNER {ROLE};
"""
# Only the socket exists, and only the account that runs the server (and root) can open its directory.
ACCESS = "local all all trust\n"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster ready to be served: its directory, its programs, the account that owns it."""

    path: Path
    sockets: Path
    account: Account
    binaries: Binaries

    @property
    def name(self) -> str:
        """The name in the titles of all its processes, by which orphans are found."""
        return f"allmende-{fingerprint(self.path)}"

    @property
    def postmaster_file(self) -> Path:
        return self.path / "postmaster.pid"

    def command(self, settings: Mapping[str, str]) -> list[str]:
        """Return the command that serves this cluster; settings on it win over those in files."""
        fixed = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "cluster_name": self.name,
            "log_line_prefix": "%m [%p] ",
            "log_timezone": "UTC",
        }
        options = [f"{key}={value}" for key, value in {**settings, **fixed}.items()]
        program = str(self.binaries.program("postgres"))
        return [program, "-D", str(self.path), *(word for option in options for word in ("-c", option))]


def open_cluster(layout: Layout, *, durable: bool = True) -> Cluster:
    """Return the cluster of a data directory, made first if there is none.

    The caller holds the supervisor's lock. `durable=False` skips flushing to disk (throw-away servers).
    """
    if layout.cluster.is_symlink() and not layout.cluster.exists():
        raise ClusterMissing(link=layout.cluster, path=layout.cluster.readlink())
    account = account_for(layout.cluster)
    binaries = reachable_by(account, installed())
    if layout.cluster.exists():
        path = layout.cluster.resolve()
        if not account.may("x", path):
            raise ClusterUnreachable(uid=account.uid, path=path)
        _check_version(path, binaries)
    else:
        path = _create(layout, account, binaries, durable=durable)
    return Cluster(path, _socket_directory(path, account), account, binaries)


def _check_version(path: Path, binaries: Binaries) -> None:
    file = path / "PG_VERSION"
    found = file.read_text(encoding="ascii").strip() if file.exists() else "?"
    if found != binaries.major:
        raise WrongMajorVersion(path=path, found=found, wanted=binaries.major)


def _create(layout: Layout, account: Account, binaries: Binaries, *, durable: bool) -> Path:
    if account.may("x", layout.path):
        _initialize(layout.cluster, account, binaries, durable=durable)
        return layout.cluster
    # Started by root below a closed directory: we never open what others closed, we move the cluster out.
    path = _place_elsewhere(layout) / "postgres"
    _initialize(path, account, binaries, durable=durable)
    layout.cluster.symlink_to(path)
    return path


def _place_elsewhere(layout: Layout) -> Path:
    # A place left by a deleted data directory of the same name is never taken over, hence the number.
    ELSEWHERE.mkdir(parents=True, exist_ok=True, mode=0o755)
    for number in count(1):
        place = ELSEWHERE / f"{fingerprint(layout.path)}-{number}"
        try:
            place.mkdir(mode=0o711)
        except FileExistsError:
            continue
        (place / "origin").write_text(f"{layout.path}\n", encoding="utf-8")
        return place
    raise AssertionError("count() never ends")


def _initialize(path: Path, account: Account, binaries: Binaries, *, durable: bool) -> None:
    """Make the cluster beside its place and move it there when it is complete."""
    for rest in path.parent.glob(f"{STAGING}*"):
        shutil.rmtree(rest)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=path.parent))
    try:
        account.own(staging)
        _run(path, account, *_initdb(staging, binaries, durable=durable))
        (staging / "pg_hba.conf").write_text(ACCESS, encoding="ascii")
        single = [str(binaries.program("postgres")), "--single", "-D", str(staging)]
        _run(path, account, *single, *([] if durable else ["-F"]), SUPERUSER, text=SET_UP)
        staging.rename(path)
        _flush(path.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _initdb(staging: Path, binaries: Binaries, *, durable: bool) -> list[str]:
    return [
        str(binaries.program("initdb")),
        f"--pgdata={staging}",
        f"--username={SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={_character_types()}",
        "--data-checksums",
        *([] if durable else ["--no-sync"]),
    ]


def _character_types() -> str:
    """Return a locale in which the full-text parser tells letters from quotation marks and dashes."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8"):
            try:
                return locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _run(path: Path, account: Account, *command: str, text: str = "") -> None:
    result = subprocess.run(  # noqa: S603
        command,
        input=text,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        env=ENVIRONMENT,
        umask=0o077,
        check=False,
        **account.identity(),
    )
    # The single-user server reports a failed statement only in its output.
    if result.returncode or "ERROR:" in result.stdout or "FATAL:" in result.stdout:
        raise InitializationFailed(path=path, output=result.stdout[-2000:])


def _flush(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _socket_directory(path: Path, account: Account) -> Path:
    """Return a closed directory for the socket: beside the cluster, or in /tmp if that path is too long."""
    directory = path.parent / "socket"
    if not holds_socket(directory):
        directory = Path("/tmp") / f"allmende-{account.uid}-{fingerprint(path)}"  # noqa: S108
    try:
        directory.mkdir(mode=0o700)
        account.own(directory)
    except FileExistsError:
        found = directory.lstat()
        if directory.is_symlink() or found.st_uid != account.uid:
            raise SocketDirectoryTaken(path=directory) from None
    directory.chmod(0o700)
    return directory
