"""ZIP archives from strangers: listed and read member by member, and no number in them is believed.

Nothing is ever written to a path that an archive names; names only label the rows of the report. Pure Python.
"""

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING

from allmende.common.errors import AllmendeError
from allmende.papers.bulk.domain import is_archive_name, is_junk, shown_name
from allmende.papers.uploads import MAX_UPLOAD_BYTES, MEGABYTE

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_MEMBERS = 2_000
MAX_EXPANDED_BYTES = 2_000 * MEGABYTE
"""All members together, expanded."""

MAX_RATIO = 200
"""Expanded to stored size; text of real papers stays below 50."""

RATIO_FREE_BYTES = 2 * MEGABYTE
"""A member below this expanded size may compress as well as it likes."""

MAX_DIRECTORY_BYTES = 2 * MEGABYTE
"""A table of contents with MAX_MEMBERS long names stays below this; zipfile would read one of any size."""

_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # also of a name that is not the UTF-8 it claims to be
    NotImplementedError,
    RuntimeError,
)


class ArchiveRefused(AllmendeError):
    """The archive as a whole cannot be read."""

    message = (
        "„{name}“ ist kein lesbares ZIP-Archiv. Packen Sie die Dateien neu und laden Sie das Archiv "
        "noch einmal hoch."
    )


class ArchiveTooLong(ArchiveRefused):
    """More members than we take."""

    message = "„{name}“ enthält mehr als {limit} Dateien. Teilen Sie das Archiv."


class MemberRefused(AllmendeError):
    """One member is not read; the others are."""

    message = "Die Datei ist im Archiv beschädigt. Packen Sie sie neu."


class MemberEncrypted(MemberRefused):
    message = "Die Datei ist im Archiv mit einem Kennwort geschützt. Packen Sie sie ohne Kennwort."


class MemberTooLarge(MemberRefused):
    message = (
        "Die Datei ist entpackt größer als {limit} MB. "
        "Laden Sie die Vorlage ohne Anlagen oder in Teilen hoch."
    )


class MemberIsBomb(MemberRefused):
    message = "Die Datei ist so stark gepackt, wie es bei Vorlagen nicht vorkommt. Sie wurde nicht entpackt."


class ArchiveExpandsTooFar(MemberRefused):
    message = (
        "Das Archiv ist entpackt größer als {limit} MB. Diese Datei wurde deshalb nicht gelesen; "
        "teilen Sie das Archiv."
    )


class MemberLeadsOut(MemberRefused):
    message = "Der Pfad der Datei führt aus dem Archiv hinaus. Packen Sie das Archiv neu."


class MemberIsLink(MemberRefused):
    message = "Das ist keine Datei, sondern eine Verknüpfung. Packen Sie die Datei selbst in das Archiv."


class MemberIsArchive(MemberRefused):
    message = "Das ist ein Archiv im Archiv. Laden Sie es für sich hoch."


class UnusualPacking(MemberRefused):
    message = "Die Datei ist mit einem unüblichen Verfahren gepackt. Packen Sie sie als gewöhnliches ZIP."


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: its number, its name for people, and why it is not read, if so."""

    index: int
    name: str
    size: int
    problem: str = ""


class _BoundedStream(io.RawIOBase):
    """Passes reads on; while `limit` is set, nobody gets more at once: no huge table of contents."""

    def __init__(self, stream: IO[bytes], *, limit: int) -> None:
        self._stream = stream
        self.limit: int | None = limit

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        if self.limit is None:
            return self._stream.read(size)
        if size > self.limit:
            raise ArchiveTooLong(name="", limit=MAX_MEMBERS)
        return self._stream.read(size if size >= 0 else self.limit)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


class Archive:
    """An opened archive; its stream stays the caller's."""

    def __init__(self, stream: IO[bytes], *, name: str) -> None:
        bounded = _BoundedStream(stream, limit=MAX_DIRECTORY_BYTES)
        try:
            self._zip = zipfile.ZipFile(bounded)
        except ArchiveTooLong:
            raise ArchiveTooLong(name=name, limit=MAX_MEMBERS) from None
        except _DAMAGE:
            raise ArchiveRefused(name=name) from None
        bounded.limit = None  # from here on zipfile reads members, in pieces as large as they are packed
        self._infos = self._zip.infolist()
        if len(self._infos) > MAX_MEMBERS:
            raise ArchiveTooLong(name=name, limit=MAX_MEMBERS)

    def members(self) -> list[Member]:
        """Return the files in their order; folders and what systems leave behind are left out."""
        found = []
        expanded = 0
        for index, info in enumerate(self._infos):
            path = _path(info)
            if info.is_dir() or is_junk(path):
                continue
            problem = _problem(info, path)
            if problem is None and expanded + info.file_size > MAX_EXPANDED_BYTES:
                problem = ArchiveExpandsTooFar(limit=MAX_EXPANDED_BYTES // MEGABYTE)
            if problem is None:
                expanded += info.file_size
            found.append(Member(index, shown_name(path), info.file_size, str(problem or "")))
        return found

    def read(self, index: int) -> bytes:
        """Return one member expanded; raise MemberRefused for bombs, passwords and damage."""
        info = self._infos[index]
        problem = _problem(info, _path(info))
        if problem is not None:
            raise problem
        try:
            with self._zip.open(info) as member:
                data = member.read(MAX_UPLOAD_BYTES + 1)
        except _DAMAGE:
            raise MemberRefused from None
        if len(data) > MAX_UPLOAD_BYTES:
            raise MemberTooLarge(limit=MAX_UPLOAD_BYTES // MEGABYTE)
        return data


def _path(info: zipfile.ZipInfo) -> str:
    """Return the name as its writer meant it: many programs write UTF-8 and forget to say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _problem(info: zipfile.ZipInfo, path: str) -> MemberRefused | None:
    """Return why a member is not read, judged by its entry alone."""
    if _leads_out(path) or _leads_out(info.orig_filename):
        return MemberLeadsOut()
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return MemberIsLink()
    if info.flag_bits & _ENCRYPTED:
        return MemberEncrypted()
    if is_archive_name(path):
        return MemberIsArchive()
    if info.compress_type not in _METHODS:
        return UnusualPacking()
    if info.file_size > MAX_UPLOAD_BYTES:
        return MemberTooLarge(limit=MAX_UPLOAD_BYTES // MEGABYTE)
    if info.file_size > max(RATIO_FREE_BYTES, MAX_RATIO * info.compress_size):
        return MemberIsBomb()
    return None


def _leads_out(path: str) -> bool:
    windows, posix = PureWindowsPath(path), PurePosixPath(path)
    return posix.is_absolute() or bool(windows.anchor) or ".." in windows.parts or "\x00" in path
