"""Office files are zip archives of XML: opened without trusting a single number in them."""

import io
import zipfile
import zlib
from typing import IO, Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from allmende.reading.sources.detect import CHOOSE_OTHER, SAVE_AS
from allmende.reading.sources.errors import DamagedFile, PasswordProtected, TooCostly, UnsupportedFileType
from allmende.reading.sources.limits import (
    MAX_PART_BYTES,
    MAX_PART_RATIO,
    MAX_XML_DEPTH,
    MAX_ZIP_MEMBERS,
    RATIO_FREE_BYTES,
)

WORDPROCESSING = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PREFIXES = {
    WORDPROCESSING: "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
}
"""Namespaces by the short names used in the standards; other namespaces have no short name."""

Attributes = dict[str, str]


class ElementHandler(ContentHandler):
    """Turns SAX events into `start`, `characters` and `end` with names such as `w:p`.

    `path` holds the names of the open elements; children of the elements in `skipped` are not reported.
    """

    skipped: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self._skip_from: int | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Handle the beginning of an element."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def startElementNS(self, name: Any, qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802
        short = short_name(name)
        if len(self.path) >= MAX_XML_DEPTH:
            raise TooCostly(name="")
        if self._skip_from is None:
            if short in self.skipped:
                self._skip_from = len(self.path)
            else:
                self.start(short, {short_name(key): value for key, value in attrs.items()})
        self.path.append(short)

    def endElementNS(self, name: Any, qname: str | None) -> None:  # noqa: N802
        short = self.path.pop()
        if self._skip_from is None:
            self.end(short)
        elif len(self.path) == self._skip_from:
            self._skip_from = None

    def characters(self, content: str) -> None:
        if self._skip_from is None:
            self.text(content)

    def text(self, content: str) -> None:
        """Handle characters of the innermost open element."""


def short_name(name: Any) -> str:
    """Return `w:p` for the expanded name `(namespace, "p")`."""
    namespace, local = name
    return f"{PREFIXES[namespace]}:{local}" if namespace in PREFIXES else str(local)


class OfficeFile:
    """The parts of an office file, read under limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise DamagedFile(name="", kind="Office-Datei") from error
        if len(self._zip.infolist()) > MAX_ZIP_MEMBERS:
            raise TooCostly(name="")
        self.names = frozenset(self._zip.namelist())

    def part(self, name: str) -> bytes:
        """Return one part expanded; raise for bombs, passwords and damage."""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise PasswordProtected(name="")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DamagedFile(name="", kind="unbekannte Kompression")
        limit = min(MAX_PART_BYTES, max(RATIO_FREE_BYTES, MAX_PART_RATIO * info.compress_size))
        try:
            with self._zip.open(info) as stream:
                content = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise DamagedFile(name="", kind="Office-Datei") from error
        if len(content) > limit:
            raise TooCostly(name="")
        return content

    def parse(self, name: str, handler: ElementHandler) -> None:
        """Send the elements of one XML part to `handler`."""
        parse_xml(io.BytesIO(self.part(name)), handler)


def parse_xml(stream: IO[bytes], handler: ElementHandler) -> None:
    """Send the elements of `stream` to `handler`; document type declarations and entities are refused."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        parser.parse(stream)
    except (SAXException, DefusedXmlException, UnicodeError, LookupError, ValueError) as error:
        raise DamagedFile(name="", kind="Office-Datei") from error


def office_kind(office: OfficeFile) -> str:
    """Return `docx` or `odt`; raise UnsupportedFileType for every other archive."""
    if "[Content_Types].xml" in office.names:
        if any(name.startswith("word/") for name in office.names):
            return "docx"
        table = any(name.startswith("xl/") for name in office.names)
        kind = "eine Excel-Tabelle" if table else "eine Präsentation oder eine andere Office-Datei"
        raise UnsupportedFileType(name="", kind=kind, advice=SAVE_AS)
    if "content.xml" in office.names and "mimetype" in office.names:
        media_type = office.part("mimetype").strip()
        if media_type.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
        raise UnsupportedFileType(name="", kind="eine OpenDocument-Datei ohne Text", advice=SAVE_AS)
    raise UnsupportedFileType(
        name="", kind="ein Archiv (zip)", advice=f"Entpacken Sie das Archiv. {CHOOSE_OTHER}"
    )
