"""Damaged files of every kind: always a document or an UnreadableDocument, never another exception."""

from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.reading.sources import UnreadableDocument, load_document
from allmende.reading.sources.errors import DamagedFile
from allmende.reading.sources.extract import OFFICE_TYPES, extract
from allmende.reading.sources.web_page import read_html
from tests.reading.sources.builders import odt, pdf, raw_docx

PAGE = b"<html><table><tr><td>Gremium<td>Rat</table><ol><li>eins</ol><dl><dt>Art<dd>x</dl>"
TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Rat</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


@cache
def samples() -> dict[str, bytes]:
    return {
        "pdf": pdf("#table(columns: 2, [Rat], [1.2.2024])\n#lorem(40)"),
        "docx": raw_docx(TABLE),
        "odt": odt("<text:list><text:list-item><text:p>Rat</text:p></text:list-item></text:list>"),
        "html": PAGE,
    }


@st.composite
def mutations(draw: st.DrawFn, kind: str) -> bytes:
    """Return a sample with some bytes changed, and perhaps cut or doubled."""
    data = bytearray(samples()[kind])
    for _ in range(draw(st.integers(1, 12))):
        where = draw(st.integers(0, len(data) - 1))
        data[where : where + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
        data = data or bytearray(b" ")
    return bytes(data[: draw(st.integers(len(data) // 2, len(data)))]) + draw(st.binary(max_size=5))


def outcome(data: bytes) -> str:
    """Return the text or the refusal; a zero character where the refusal does not name the file."""
    try:
        return load_document(data, name="Probe").text
    except UnreadableDocument as error:
        return str(error) if "Probe" in str(error) else "\x00"


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt", "html"])
def test_a_mutated_file_ends_in_text_or_refusal(kind: str) -> None:
    @settings(max_examples=12, deadline=None)
    @given(mutations(kind))
    def check(data: bytes) -> None:
        assert "\x00" not in outcome(data)

    check()


@settings(max_examples=300, deadline=None)
@given(st.one_of(mutations("docx"), mutations("odt")))
def test_a_mutated_office_file_raises_nothing_else_in_the_reading_process(data: bytes) -> None:
    with suppress(UnreadableDocument):
        assert extract("office", data).media_type in OFFICE_TYPES.values()


BODY_PARTS = st.sampled_from(
    [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:gridSpan",
        "w:footnote",
        "w:checkBox",
        "w:checked",
        "w:tab",
    ]
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 5) -> str:
    """Return WordprocessingML whose elements stand where they should not."""
    if depth == 0:
        return "Rat"
    children = "".join(draw(st.lists(trees(depth=depth - 1), max_size=2)))
    return f'<{(name := draw(BODY_PARTS))} w:val="{draw(st.integers(-2, 99))}">{children}</{name}>'


@settings(max_examples=200, deadline=None)
@given(trees())
def test_elements_in_wrong_places_are_no_reason_to_fail(body: str) -> None:
    try:
        assert extract("office", raw_docx(body)).media_type.endswith("document")
    except DamagedFile:
        pytest.fail("well-formed XML is not damaged")


HARMLESS = """
    <table> </table> <tr> </tr> <td> </td> <dl> </dl> <dt> <dd> </dd> <ol> </ol> <li> <ul> </ul>
    <div/class=row> <div/class=col> </div> <p> </p> <pre> </pre> <br> <input/type=radio>
"""
HARMFUL = "<script> </script> <svg/> <nav> </nav> <![x[ <! &#x110000;"


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from((HARMLESS + HARMFUL).split()), st.text("Rat<>&\n ", max_size=5)),
        max_size=40,
    )
)
def test_markup_in_any_order_is_read(parts: list[str]) -> None:
    assert read_html(("<html>" + "".join(parts)).encode()).endswith("\n")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(HARMLESS.split())))
def test_no_word_between_tags_is_lost(tags: list[str]) -> None:
    page = "<html>" + "".join(f"{tag}wort{number};" for number, tag in enumerate(tags))
    text = read_html(page.encode())
    assert all(text.count(f"wort{number};") == 1 for number in range(len(tags)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_text_or_refusal(data: bytes) -> None:
    if not data.startswith((b"PK", b"<")) and b"%PDF" not in data:
        assert "\x00" not in outcome(data)
