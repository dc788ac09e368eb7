"""What a file is, judged by its content; names and declared types are not asked."""

import re
from enum import StrEnum

from allmende.reading.sources.errors import UnsupportedFileType


class FileType(StrEnum):
    """The families of files we read."""

    TEXT = "text"
    PDF = "pdf"
    OFFICE = "office"
    HTML = "html"


SAVE_AS = "Speichern Sie das Dokument als PDF oder DOCX und lesen Sie es erneut ein."
SCAN = "Lesen Sie das Bild mit Texterkennung (OCR) in eine PDF-Datei ein."
CHOOSE_OTHER = "Wählen Sie die Vorlage als Text, PDF, DOCX, ODT oder HTML."

REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "eine Datei im alten Office-Format", SAVE_AS),
    (b"{\\rtf", "eine RTF-Datei", SAVE_AS),
    (b"\x89PNG", "ein Bild (PNG)", SCAN),
    (b"\xff\xd8\xff", "ein Bild (JPEG)", SCAN),
    (b"GIF8", "ein Bild (GIF)", SCAN),
    (b"II*\x00", "ein Bild (TIFF)", SCAN),
    (b"MM\x00*", "ein Bild (TIFF)", SCAN),
    (b"MZ", "ein Programm", CHOOSE_OTHER),
    (b"\x7fELF", "ein Programm", CHOOSE_OTHER),
    (b"\x1f\x8b", "ein Archiv (gzip)", "Entpacken Sie das Archiv und wählen Sie die Vorlage darin."),
    (b"7z\xbc\xaf", "ein Archiv (7z)", "Entpacken Sie das Archiv und wählen Sie die Vorlage darin."),
    (b"Rar!", "ein Archiv (RAR)", "Entpacken Sie das Archiv und wählen Sie die Vorlage darin."),
)
"""First bytes, what the file is, and what to do."""

ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
HEAD = 4096
HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|table|main|section|article|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b")


def is_encrypted_office(data: bytes) -> bool:
    """Return whether an old-format container holds an encrypted new-format office file."""
    return data.startswith(REFUSED[0][0]) and ENCRYPTED_OFFICE in data


def file_type(data: bytes, *, name: str) -> FileType:
    """Return the family of a non-empty file; raise UnsupportedFileType for what is no paper."""
    head = data[:HEAD]
    if head.startswith(UTF16_MARKS):
        return FileType.TEXT
    if _is_pdf(data):
        return FileType.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileType.OFFICE
    for magic, kind, advice in REFUSED:
        # Two letters alone may begin a sentence („MZ …“); a program also has zero bytes.
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head):
            raise UnsupportedFileType(name=name, kind=kind, advice=advice)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise UnsupportedFileType(name=name, kind="ein Bild (WebP)", advice=SCAN)
    if HTML_START.match(head):
        return FileType.HTML
    if XML_START.match(head):
        raise UnsupportedFileType(name=name, kind="eine XML-Datei", advice=CHOOSE_OTHER)
    return FileType.TEXT


def _is_pdf(data: bytes) -> bool:
    """Return whether this is a PDF; the mark may follow up to a kilobyte of foreign bytes."""
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return True
    return bool(re.search(rb"%PDF-[12]\.\d", data[:1024])) and (b"%%EOF" in data or b" obj" in data[:HEAD])
