import errno
import os
from pathlib import Path

import pytest

from allmende.command.snapshot import hold


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "1.bin").write_bytes(b"eins")
    (folder / "papers" / "2.bin").write_bytes(b"zwei")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.bin")}


def test_a_held_file_outlives_its_deletion_and_takes_no_room(files: Path, tmp_path: Path) -> None:
    hold(files, tmp_path / "held")
    (files / "papers" / "1.bin").unlink()
    (files / "papers" / "3.bin").write_bytes(b"drei")
    hold(files, tmp_path / "held")
    assert contents(tmp_path / "held") == {"1.bin": b"eins", "2.bin": b"zwei", "3.bin": b"drei"}
    assert (tmp_path / "held" / "papers" / "2.bin").samefile(files / "papers" / "2.bin")


def test_a_file_that_vanishes_while_we_look_is_left_out(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.link

    def vanish(path: Path, target: Path) -> None:
        if path.name == "1.bin":
            path.unlink()
        original(path, target)

    monkeypatch.setattr(os, "link", vanish)
    hold(files, tmp_path / "held")
    assert contents(tmp_path / "held") == {"2.bin": b"zwei"}


def test_where_a_file_can_have_one_name_only_it_is_copied(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, "another file system")

    monkeypatch.setattr(os, "link", refuse)
    hold(files, tmp_path / "held")
    (files / "papers" / "1.bin").unlink()
    assert contents(tmp_path / "held") == {"1.bin": b"eins", "2.bin": b"zwei"}


def test_no_files_at_all_are_nothing_to_hold(tmp_path: Path) -> None:
    hold(tmp_path / "none", tmp_path)
    assert list(tmp_path.iterdir()) == []
