"""Files made to hurt: each ends in a document or a refusal, soon and within the limits."""

import io
import zipfile

import pytest

from allmende.reading.sources import MAX_BYTES, UnreadableDocument, load_document, sandbox
from tests.reading.sources.builders import (
    CONTENT_TYPES,
    WORD_SPACE,
    archive,
    deflated,
    odt,
    page_pdf,
    raw_docx,
    raw_pdf,
)

COSTLY = "zu viel Speicher oder Zeit"
PARAGRAPH = "<w:p><w:r><w:t>Rat</w:t></w:r></w:p>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def refuse(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message):
        load_document(data, name="vorlage")


def test_a_file_beyond_the_limit_is_refused_unopened() -> None:
    refuse(b"a" * (MAX_BYTES + 1), "zu groß .höchstens 60 MB.")


def test_fifty_megabytes_of_text_are_read() -> None:
    assert len(load_document(b"Vorlage 1\n" * 5_000_000, name="lang.txt").text) == 50_000_000


def test_a_pdf_stream_that_expands_without_end_is_refused() -> None:
    refuse(page_pdf(deflated(200_000_000), b"/Filter /FlateDecode"), COSTLY)


def test_a_pdf_of_forms_within_forms_is_refused() -> None:
    def form(number: int) -> bytes:
        content = b"/X Do " * 10 if number < 20 else b"BT /F 12 Tf (a) Tj ET"
        return (
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> "
            b"/Font << /F 5 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
            % (number + 1, len(content), content)
        )

    pages = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        b"/Resources << /XObject << /X 6 0 R >> >> >>",
        b"<< /Length 5 >>\nstream\n/X Do\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    refuse(raw_pdf([*pages, *(form(number) for number in range(6, 21))]), COSTLY)


def test_a_pdf_of_arrays_within_arrays_ends() -> None:
    deep = b"[" * 1_000_000 + b"]" * 1_000_000
    catalog = b"<< /Type /Catalog /Pages 2 0 R /X " + deep + b" >>"
    refuse(raw_pdf([catalog, b"<< /Type /Pages /Kids [] /Count 0 >>"]), "beschädigt")


def test_a_pdf_that_claims_endless_pages_ends() -> None:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    document = load_document(raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page]), name="vorlage.pdf")
    assert [finding.code for finding in document.findings] == ["kein_textlayer"]


def test_a_page_with_endless_characters_ends() -> None:
    refuse(page_pdf(b"BT /F 12 Tf 50 700 Td " + b"(Rat der Stadt) Tj " * 500_000 + b"ET"), COSTLY)


@pytest.mark.parametrize(
    ("side", "box"), [(60_000, b"0 0 595 842"), (100, b"0 0 14400 14400"), (100, b"0 0 200000 0.01")]
)
def test_a_picture_made_to_hurt_does_not_cost_the_text_before_it(side: int, box: bytes) -> None:
    packed = deflated(side * side // 8 // 1_000_000 * 1_000_000 + 1_000_000)
    text, show = b"BT /F 12 Tf 50 700 Td (Vorlage) Tj ET", b"q 595 0 0 842 0 0 cm /I Do Q"
    first, second = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R "
        b"/Resources << /Font << /F 5 0 R >> /XObject << /I 8 0 R >> >> >>" % page
        for page in ((b"0 0 595 842", 4), (box, 7))
    )
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 1 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (side, side, len(packed), packed)
    )
    data = raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            first,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            second,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(show), show),
            image,
        ]
    )
    assert load_document(data, name="vorlage.pdf").text.strip().startswith("Vorlage")


def test_a_zip_bomb_is_refused() -> None:
    refuse(archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b" " * 100_000_000}), COSTLY)


def test_an_archive_of_countless_members_is_refused() -> None:
    refuse(archive({f"word/{number}.xml": "" for number in range(6_000)}), COSTLY)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(raw_docx(PARAGRAPH * 1_000))
    where = data.rindex(b"PK\x01\x02")
    data[where + 24 : where + 28] = (7).to_bytes(4, "little")
    refuse(bytes(data), "beschädigt")


def test_an_encrypted_part_is_named_as_password() -> None:
    data = bytearray(raw_docx(PARAGRAPH))
    where = data.rindex(b"PK\x01\x02")
    data[where + 8] |= 1
    refuse(bytes(data), "Kennwort")


def test_an_unusual_compression_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("[Content_Types].xml", CONTENT_TYPES)
        target.writestr("word/document.xml", f"<w:document {WORD_SPACE}/>")
    refuse(stream.getvalue(), "Kompression")


@pytest.mark.parametrize("prolog", [LAUGHS, '<!DOCTYPE x SYSTEM "file:///etc/hostname">', "<!DOCTYPE x>"])
def test_declarations_in_xml_are_refused(prolog: str) -> None:
    refuse(raw_docx(PARAGRAPH, prolog=prolog), "beschädigt")


def test_elements_nested_without_end_are_refused() -> None:
    refuse(raw_docx("<w:p>" * 100_000 + "</w:p>" * 100_000), COSTLY)


def test_tables_nested_deeply_lose_their_columns_and_not_their_text() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 60 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 60
    assert load_document(raw_docx(deep), name="tief.docx").text.split() == ["Rat"]


@pytest.mark.parametrize("cut", [30, 200, -30])
def test_a_truncated_office_file_is_refused(cut: int) -> None:
    refuse(raw_docx(PARAGRAPH)[:cut], "beschädigt")


def test_xml_that_breaks_off_is_refused() -> None:
    refuse(odt("<text:p>"), "beschädigt")


@pytest.mark.parametrize("mark", [b"<!--", b"<![x[", b"<a ", b"</", b"<?", b"&#", b"<p class='"])
def test_a_web_page_of_open_marks_ends_soon(mark: bytes) -> None:
    assert "Rat" in load_document(b"<html>Rat " + mark * 1_000_000, name="seite.html").text


def test_a_web_page_of_open_tags_keeps_its_text() -> None:
    data = b"<html>" + b"<div><table><tr><td>" * 20_000 + b"Rat"
    assert load_document(data, name="seite.html").text.split() == ["Rat"]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "beschädigt"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", COSTLY),
        ("print('{')", "beschädigt"),
        ("raise SystemExit(3)", "beschädigt"),
        (
            "import sys; sys.path.append(sys.argv[1])\n"
            "from allmende.reading.sources.child import limit_resources\n"
            "limit_resources(); b'x' * 400_000_000",
            "beschädigt",
        ),
    ],
)
def test_a_reading_process_that_dies_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, program: str, message: str
) -> None:
    monkeypatch.setattr(sandbox, "PROGRAM", program)
    refuse(b"%PDF-1.7\n", message)


def test_a_reading_process_that_hangs_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PROGRAM", "import signal; signal.pause()")
    monkeypatch.setattr(sandbox, "MAX_WALL_SECONDS", 0)
    refuse(b"%PDF-1.7\n", COSTLY)


def test_computing_without_end_is_stopped_by_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from allmende.reading.sources import child\n"
        "child.MAX_CPU_SECONDS = 1; child.limit_resources()\n"
        "while True: pass"
    )
    monkeypatch.setattr(sandbox, "PROGRAM", program)
    refuse(b"%PDF-1.7\n", COSTLY)
