"""Hostile archives: each trick has its sentence, the honest members are still read, nothing is written."""

import io
import stat
import zipfile
from hashlib import shake_256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.papers.bulk import archive as module
from allmende.papers.bulk.archive import (
    Archive,
    ArchiveRefused,
    ArchiveTooLong,
    MemberEncrypted,
    MemberIsArchive,
    MemberIsBomb,
    MemberIsLink,
    MemberLeadsOut,
    MemberRefused,
    MemberTooLarge,
    UnusualPacking,
)

TEXT = b"Vorlage Nr. 1"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def opened(data: bytes) -> Archive:
    return Archive(io.BytesIO(data), name="vorlagen.zip")


def with_flag(data: bytes, flag: int) -> bytes:
    """Set a flag of every member, in its own header and in the table of contents."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            changed[at + offset] |= flag
            at = data.find(signature, at + 4)
    return bytes(changed)


def a_link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_members_are_listed_in_order_and_read_by_number() -> None:
    archive = opened(packed(("2026/a.txt", TEXT), ("2026/b.txt", b"zwei")))
    assert [(m.index, m.name, m.problem) for m in archive.members()] == [
        (0, "2026/a.txt", ""),
        (1, "2026/b.txt", ""),
    ]
    assert archive.read(1) == b"zwei"


def test_folders_and_what_systems_leave_behind_get_no_row() -> None:
    junk = ("ordner/", "__MACOSX/._a.txt", ".DS_Store", "x/Thumbs.db", "x/~$a.docx")
    members = opened(packed(*((name, b"") for name in junk), ("a.txt", TEXT))).members()
    assert [member.name for member in members] == ["a.txt"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b.txt", "C:\\x.txt", "..\\x.txt"]
)
def test_paths_that_lead_out_are_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    archive = opened(packed((name, TEXT), ("gut.txt", TEXT)))
    bad, good = archive.members()
    assert bad.problem == str(MemberLeadsOut())
    assert good.problem == ""
    with pytest.raises(MemberLeadsOut):
        archive.read(bad.index)
    assert list(tmp_path.iterdir()) == []


def test_links_are_refused() -> None:
    (member,) = opened(packed((a_link("vorlage.pdf"), b"/etc/passwd"))).members()
    assert member.problem == str(MemberIsLink())


def test_encrypted_members_are_refused() -> None:
    (member,) = opened(with_flag(packed(("geheim.pdf", TEXT)), 0x1)).members()
    assert member.problem == str(MemberEncrypted())


def test_archives_in_archives_are_not_opened() -> None:
    (member,) = opened(packed(("innen.ZIP", packed(("a.txt", TEXT))))).members()
    assert member.problem == str(MemberIsArchive())


def test_a_bomb_is_recognized_by_its_entry() -> None:
    archive = opened(packed(("bombe.txt", b"0" * 10_000_000)))
    (member,) = archive.members()
    assert member.problem == str(MemberIsBomb())
    with pytest.raises(MemberIsBomb):
        archive.read(0)


def test_members_that_are_too_large_are_refused_unread() -> None:
    (member,) = opened(packed(("gross.txt", bytes(26_000_000)), method=zipfile.ZIP_STORED)).members()
    assert member.problem == str(MemberTooLarge(limit=25))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_larger_than_any_table_of_contents_are_read(method: int) -> None:
    data = shake_256(b"scan").digest(3_000_000)  # cannot be packed any smaller
    assert opened(packed(("scan.pdf", data), method=method)).read(0) == data


def test_an_entry_that_lies_about_its_size_is_no_way_round() -> None:
    honest = packed(("bombe.txt", b"0" * 30_000_000))
    size = (30_000_000).to_bytes(4, "little")
    lying = honest.replace(size, (1000).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(MemberRefused):
        opened(lying).read(0)


def test_unusual_packing_is_refused() -> None:
    (member,) = opened(packed(("a.txt", TEXT), method=zipfile.ZIP_LZMA)).members()
    assert member.problem == str(UnusualPacking())


def test_beyond_the_size_of_all_members_the_rest_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_EXPANDED_BYTES", 20)
    first, second = opened(packed(("a.txt", TEXT), ("b.txt", TEXT))).members()
    assert first.problem == ""
    assert "teilen Sie das Archiv" in second.problem


def test_too_many_members_are_refused() -> None:
    many = packed(*((f"{number}.txt", b"") for number in range(2_001)))
    with pytest.raises(ArchiveTooLong, match=r"mehr als 2000 Dateien"):
        opened(many)


def test_a_huge_table_of_contents_is_never_read() -> None:
    """zipfile reads the table of contents in one piece, whatever number of members the archive states."""
    small = packed(("a.txt", TEXT))
    end = small.rindex(b"PK\x05\x06")
    start = small.index(b"PK\x01\x02")
    entry = small[start:end]
    table = entry * (3_000_000 // len(entry))
    trailer = bytearray(small[end:])
    trailer[12:16] = len(table).to_bytes(4, "little")
    with pytest.raises(ArchiveTooLong):
        opened(small[:start] + table + bytes(trailer))


def test_names_are_shown_as_their_writer_meant_them() -> None:
    utf8, cp437 = packed(("Beschlüsse.txt", TEXT)), packed(("Beschl_sse.txt", TEXT))
    unflagged = utf8.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    names = [
        opened(data).members()[0].name
        for data in (utf8, unflagged, cp437.replace(b"Beschl_sse", "Beschlüsse".encode("cp437")))
    ]
    assert names == ["Beschlüsse.txt"] * 3


def test_a_name_that_is_not_the_utf8_it_claims_to_be_is_damage() -> None:
    broken = packed(("ä.txt", TEXT)).replace("ä".encode(), b"\xff\xfe")
    with pytest.raises(ArchiveRefused):
        opened(broken)


def test_a_damaged_member_does_not_hide_the_others() -> None:
    data = packed(("a.txt", TEXT), ("b.txt", b"zwei"), method=zipfile.ZIP_STORED)
    archive = opened(data.replace(TEXT, TEXT.replace(b"1", b"2"), 1))
    with pytest.raises(MemberRefused, match="beschädigt"):
        archive.read(0)
    assert archive.read(1) == b"zwei"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06", b"kein Archiv" * 100])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveRefused):
        opened(data)


@given(data=st.data())
def test_a_mutated_archive_never_crashes_us(data: st.DataObject) -> None:
    changed = bytearray(packed(("a.txt", TEXT * 20), ("Ö/b.txt", b"zwei")))
    for _number in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        archive = opened(bytes(changed[: data.draw(st.integers(0, len(changed)))]))
    except ArchiveRefused:
        return
    for member in archive.members():
        if not member.problem:
            try:
                archive.read(member.index)
            except MemberRefused:
                continue
