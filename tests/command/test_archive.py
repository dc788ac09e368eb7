"""The format of a backup, without a database."""

import io
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allmende.command.archive import (
    BackupDamaged,
    BackupTooNew,
    Manifest,
    NotABackup,
    unpack,
    write_archive,
)

MADE_AT = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a dump and two files."""
    (tmp_path / "dump").write_bytes(b"tables" * 1000)
    (tmp_path / "uploaded" / "papers").mkdir(parents=True)
    (tmp_path / "uploaded" / "papers" / "1.bin").write_bytes(b"eins")
    (tmp_path / "uploaded" / "zwei ü.bin").write_bytes(b"")
    target = tmp_path / "backup.tar"
    write(tmp_path, target)
    return target


def write(folder: Path, target: Path) -> Manifest:
    return write_archive(
        target, dump=folder / "dump", files=folder / "uploaded", version="1.2", created_at=MADE_AT
    )


def target_folder(archive: Path) -> Path:
    folder = archive.parent / "unpacked"
    folder.mkdir()
    return folder


def rewritten(archive: Path, changes: dict[str, bytes | None]) -> Path:
    """Return a copy with other bytes in some members; None leaves a member out, new names are added."""
    copy = archive.with_name("changed.tar")
    with tarfile.open(archive) as old, tarfile.open(copy, "w") as new:
        members = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]
        for name, data in {**members, **changes}.items():
            if data is not None:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                new.addfile(info, io.BytesIO(data))
    return copy


def test_what_was_written_comes_back(archive: Path) -> None:
    folder = target_folder(archive)
    manifest = unpack(archive, folder)
    assert (manifest.version, manifest.created_at) == ("1.2", MADE_AT)
    assert manifest.files == ["papers/1.bin", "zwei ü.bin"]
    assert (folder / "database.dump").read_bytes() == b"tables" * 1000
    assert (folder / "files" / "papers" / "1.bin").read_bytes() == b"eins"


def test_only_the_owner_may_read_a_backup(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600


def test_an_archive_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path, tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [100, 3000, 6656, 7300])
def test_an_archive_that_was_cut_off_is_refused(archive: Path, kept: int) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[:kept])
    with pytest.raises((NotABackup, BackupDamaged)):
        unpack(archive, target_folder(archive))


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    with pytest.raises(NotABackup, match=r"letter\.txt"):
        unpack(file, tmp_path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"files/papers/1.bin": b"zwei"}, "„files/papers/1.bin“ hat eine falsche Prüfsumme"),
        ({"files/papers/1.bin": None}, "„files/papers/1.bin“ fehlt"),
        ({"files/more.bin": b""}, "„files/more.bin“ gehört nicht dazu"),
        ({"../outside": b"x"}, "gehört nicht in eine Sicherung"),
        ({"files/../../outside": b"x"}, "gehört nicht in eine Sicherung"),
        ({"/etc/outside": b"x"}, "gehört nicht in eine Sicherung"),
    ],
)
def test_a_changed_part_is_named(archive: Path, changes: dict[str, bytes | None], message: str) -> None:
    folder = target_folder(archive)
    with pytest.raises(BackupDamaged, match=message):
        unpack(rewritten(archive, changes), folder)
    assert not (folder.parent / "outside").exists()


def test_a_newer_format_asks_for_an_update(archive: Path) -> None:
    newer = rewritten(archive, {"manifest.json": b'{"format": 2, "version": "9.0"}'})
    with pytest.raises(BackupTooNew, match=r"9\.0"):
        unpack(newer, target_folder(archive))
