"""Files for tests, made on the spot: PDF with typst or by hand, DOCX, ODT, zip archives."""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import typst

PAGE = """
#set page(width: 210mm, height: 297mm, margin: 2cm)
#set text(font: "Liberation Sans", size: 11pt, lang: "de", hyphenate: false)
"""
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_SPACES = " ".join(
    f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table", "style", "manifest")
)
WORD_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def pdf(markup: str) -> bytes:
    """Return a PDF set by typst."""
    return bytes(typst.compile((PAGE + markup).encode()))


def scan(*pages: str, angle: float = 0, resolution: int = 200) -> bytes:
    """Return a PDF of pictures of these pages, laid on the glass a little askew by `angle` degrees."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder, "scan.typ")
        sheets = []
        for number, markup in enumerate(pages):
            picture = typst.compile((PAGE + markup).encode(), format="png", ppi=resolution)
            Path(folder, f"{number}.png").write_bytes(bytes(picture))
            sheets.append(f'#place(rotate({angle}deg, image("{number}.png", width: 100%)))')
        size = "#set page(width: 210mm, height: 297mm, margin: 0pt)\n"
        paper.write_text(size + "\n#pagebreak()\n".join(sheets), encoding="utf-8")
        return bytes(typst.compile(str(paper)))


def form_pdf(*fields: bytes, content: bytes = b"") -> bytes:
    """Return a PDF whose page runs `content` and holds these fields, each the inside of its dictionary."""
    first = 6
    numbers = b" ".join(b"%d 0 R" % number for number in range(first, first + len(fields)))
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%s] /DA (/F 0 Tf) >> >>" % numbers,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [%s] "
            b"/Resources << /Font << /F 5 0 R >> >> >>" % numbers,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            *(b"<< /Type /Annot /Subtype /Widget /P 3 0 R %s >>" % field for field in fields),
        ]
    )


def raw_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF with these objects, numbered from 1; the first is the catalog."""
    parts = [b"%PDF-1.4\n"]
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return b"".join(parts)


def page_pdf(content: bytes, filters: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF with one page that runs `content`."""
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ],
        trailer,
    )


def encrypted_pdf() -> bytes:
    """Return a PDF that opens only with a password nobody knows."""
    key = b"<" + b"5a" * 32 + b">"
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (key, key)
    return page_pdf(b"", trailer=encrypt)


def deflated(size: int) -> bytes:
    """Return `size` blanks, deflated."""
    packer = zlib.compressobj(9)
    block = b" " * 1_000_000
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def word_file(write: Callable[[Any], object]) -> bytes:
    """Return a DOCX written with python-docx."""
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def raw_docx(body: str, prolog: str = "", **parts: str) -> bytes:
    """Return a DOCX whose body is this XML; further parts by name without folder and ending."""
    document = f"{prolog}<w:document {WORD_SPACE}><w:body>{body}</w:body></w:document>"
    others = {f"word/{name}.xml": content for name, content in parts.items()}
    return archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **others})


def odt(body: str, automatic: str = "", styles: str = "", manifest: str = "") -> bytes:
    """Return an ODT whose text is this XML."""
    content = (
        f"<office:document-content {ODF_SPACES}>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if styles:
        parts["styles.xml"] = f"<office:document-styles {ODF_SPACES}>{styles}</office:document-styles>"
    if manifest:
        parts["META-INF/manifest.xml"] = f"<manifest:manifest {ODF_SPACES}>{manifest}</manifest:manifest>"
    return archive(parts)
