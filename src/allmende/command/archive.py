"""The format of a backup: one tar file with the dump, the uploaded files and, at its end, the manifest.

The manifest names every part with size and SHA-256. It comes last, so an archive that was cut off has none.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from allmende.common.errors import AllmendeError

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"
CHUNK = 1 << 20


class NotABackup(AllmendeError):
    """The file is no backup of ours, or not all of it."""

    message = "{file} ist keine vollständige Sicherung von Allmende: {reason}."


class BackupDamaged(AllmendeError):
    """A part is not what it was when the backup was made."""

    message = "Die Sicherung {file} ist beschädigt: „{part}“ {reason}. Es wurde nichts eingespielt."


class BackupTooNew(AllmendeError):
    """The backup was made by a newer format than this program knows."""

    message = "Die Sicherung {file} stammt von einer neueren Version ({version}). Aktualisieren Sie Allmende."


@dataclass(frozen=True, slots=True)
class Part:
    """Size and checksum of one member."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup contains and where it comes from."""

    version: str
    created_at: datetime
    parts: dict[str, Part]
    format: int = FORMAT

    def as_json(self) -> str:
        values = {**asdict(self), "created_at": self.created_at.isoformat()}
        return json.dumps(values, indent=2, sort_keys=True)

    @property
    def files(self) -> list[str]:
        """The uploaded files, relative to their directory."""
        return [name.removeprefix(f"{FILES}/") for name in self.parts if name != DUMP]


def write_archive(target: Path, *, dump: Path, files: Path, version: str, created_at: datetime) -> Manifest:
    """Write dump and files into a new archive; the file appears under its name when it is complete."""
    staging = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as tar:
            parts = {name: _add(tar, name, path) for name, path in _members(dump, files)}
            manifest = Manifest(version, created_at, parts)
            _add_text(tar, MANIFEST, manifest.as_json())
            tar.close()
            stream.flush()
            os.fsync(stream.fileno())
        staging.rename(target)
    finally:
        staging.unlink(missing_ok=True)
    return manifest


def _members(dump: Path, files: Path) -> Iterator[tuple[str, Path]]:
    yield DUMP, dump
    for path in sorted(files.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{FILES}/{path.relative_to(files).as_posix()}", path


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Part:
    with path.open("rb") as stream:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(stream.fileno()).st_size, 0o600
        counted = _Counted(stream)
        tar.addfile(info, counted)
    return counted.part()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


class _Counted:
    """A stream that is weighed while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._digest.update(data)
        self._size += len(data)
        return data

    def part(self) -> Part:
        return Part(self._size, self._digest.hexdigest())


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack an archive into an empty folder and return its manifest; raise unless every part is intact."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            found = {member.name: _extract(source, tar, member, folder) for member in tar}
    except (OSError, tarfile.TarError) as error:
        raise NotABackup(file=source, reason=error) from None
    if MANIFEST not in found:
        raise NotABackup(
            file=source, reason="das Verzeichnis am Ende fehlt, die Datei ist wohl abgeschnitten"
        )
    manifest = _read_manifest(source, (folder / MANIFEST).read_text(encoding="utf-8"))
    del found[MANIFEST]
    for name in sorted(manifest.parts.keys() | found.keys()):
        if name not in found:
            raise BackupDamaged(file=source, part=name, reason="fehlt")
        if name not in manifest.parts:
            raise BackupDamaged(file=source, part=name, reason="gehört nicht dazu")
        if manifest.parts[name] != found[name]:
            raise BackupDamaged(file=source, part=name, reason="hat eine falsche Prüfsumme")
    return manifest


def _extract(source: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Part:
    path = PurePosixPath(member.name)
    ours = member.name in (MANIFEST, DUMP) or path.parts[:1] == (FILES,)
    if not member.isreg() or not ours or path.is_absolute() or ".." in path.parts:
        raise BackupDamaged(file=source, part=member.name, reason="gehört nicht in eine Sicherung")
    stream = tar.extractfile(member)
    assert stream is not None  # noqa: S101 - a regular member has a stream
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    counted = _Counted(stream)
    with target.open("xb") as output:
        os.chmod(output.fileno(), 0o600)
        while data := counted.read(CHUNK):
            output.write(data)
    return counted.part()


def _read_manifest(source: Path, text: str) -> Manifest:
    try:
        values = json.loads(text)
        if values["format"] > FORMAT:
            raise BackupTooNew(file=source, version=values["version"])
        parts = {name: Part(**part) for name, part in values["parts"].items()}
        return Manifest(values["version"], datetime.fromisoformat(values["created_at"]), parts)
    except (ValueError, KeyError, TypeError) as error:
        raise NotABackup(file=source, reason=f"das Verzeichnis am Ende ist unlesbar ({error})") from None
