"""Names that uploaders choose are harmless; stored files lie where nobody can guess them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.papers.storage import MAX_NAME_LENGTH, clean_name, upload_path


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Vorlage 2026/17.pdf", "17.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Vorlage.docx", "Vorlage.docx"),
        ("Brücke (Entwurf).pdf", "Brücke (Entwurf).pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe"),
        ("...", "Dokument"),
        ("", "Dokument"),
        ('<img src="x">.txt', "_img src=_x_.txt"),
    ],
)
def test_names_lose_folders_and_tricks(name: str, kept: str) -> None:
    assert clean_name(name) == kept


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_every_name_becomes_a_usable_one(name: str) -> None:
    kept = clean_name(name)
    assert kept
    assert len(kept) <= MAX_NAME_LENGTH
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>"|?*\x00\r\n')
    assert clean_name(kept) == kept


def test_two_files_of_one_name_lie_apart() -> None:
    first, second = upload_path(None, "Vorlage.html"), upload_path(None, "Vorlage.html")
    assert first != second
    assert first.endswith(".bin")
