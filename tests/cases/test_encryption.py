"""Encryption per field: bound to its place and case, readable after a new generation, gone with its key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.cases.encryption import CaseKey, KeyFile, NoKey, NotReadable, UnsafeKeyFile, blind_index

REGION, OTHER = "05316", "05382"
KEYS = KeyFile({}).with_new_key(REGION).with_new_key(OTHER)
NAME = "ident.identity.name"


@given(st.text(max_size=300))
def test_what_goes_in_comes_out_and_never_looks_the_same_twice(text: str) -> None:
    key = CaseKey.new("case-1")
    stored = key.encrypt(NAME, text)
    assert key.decrypt(NAME, stored) == text
    assert key.encrypt(NAME, text) != stored
    assert text.encode() not in stored or len(text) < 3


@given(st.integers(0, 40), st.integers(1, 255))
def test_a_changed_byte_is_noticed(position: int, flip: int) -> None:
    key = CaseKey.new("case-1")
    stored = bytearray(key.encrypt(NAME, "Beispiel"))
    stored[position % len(stored)] ^= flip
    with pytest.raises(NotReadable):
        key.decrypt(NAME, bytes(stored))


def test_a_field_cannot_stand_in_another_column_or_case() -> None:
    key = CaseKey.new("case-1")
    stored = key.encrypt(NAME, "Beispiel")
    with pytest.raises(NotReadable):
        key.decrypt("ident.identity.birth", stored)
    with pytest.raises(NotReadable):
        CaseKey("case-2", key.key).decrypt(NAME, stored)
    with pytest.raises(NotReadable):
        key.decrypt(NAME, b"")


def test_a_case_key_opens_in_its_region_only_and_after_a_new_generation() -> None:
    key = CaseKey.new("case-1")
    wrapped = KEYS.wrap(REGION, key.key)
    assert KEYS.with_new_key(REGION).unwrap(REGION, wrapped) == key.key
    assert KEYS.with_new_key(REGION).wrap(REGION, key.key)[0] == 1
    for region, broken in (
        (OTHER, wrapped),
        (REGION, wrapped[:-1]),
        (REGION, b"\x09" + wrapped[1:]),
        (REGION, b""),
    ):
        with pytest.raises(NotReadable):
            KEYS.unwrap(region, broken)
    with pytest.raises(NoKey, match="05999"):
        KEYS.wrap("05999", key.key)


def test_the_index_finds_a_name_in_its_region_and_tells_nothing_elsewhere() -> None:
    index = blind_index(KEYS, REGION, "Müller", "1990-01-02")
    assert blind_index(KEYS, REGION, "MÜLLER", "1990-01-02") == index
    assert blind_index(KEYS.with_new_key(REGION), REGION, "müller", "1990-01-02") == index
    assert blind_index(KEYS, OTHER, "Müller", "1990-01-02") != index
    assert blind_index(KEYS, REGION, "Müller1990", "-01-02") != index


def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KEYS.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert KeyFile.read(path) == KEYS
    path.chmod(0o640)
    with pytest.raises(UnsafeKeyFile, match="0600"):
        KeyFile.read(path)
