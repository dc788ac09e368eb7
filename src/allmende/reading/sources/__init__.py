"""Files -> documents: text, PDF, DOCX, ODT and HTML, whatever the file is called.

    document = load_document(data, name="vorlage.pdf")

Nothing in a file is ever executed or fetched. Plain text is decoded here; every other file is opened
in a process of its own with limits on memory and time (`sandbox`), so that a hostile file ends in an
`UnreadableDocument` and never in a crash or a hang.
"""

import re

from allmende.reading.document import Document
from allmende.reading.sources.detect import FileType, file_type, is_encrypted_office
from allmende.reading.sources.errors import EmptyFile, FileTooLarge, PasswordProtected, UnreadableDocument
from allmende.reading.sources.limits import MAX_BYTES, MAX_CHARACTERS, MEGABYTE, RECOGNITION_SECONDS
from allmende.reading.sources.plain_text import read_text

__all__ = ["MAX_BYTES", "UnreadableDocument", "load_document"]

HAS_CONTENT = re.compile(rb"[^\x00 \t\r\n]")


def load_document(data: bytes, *, name: str, recognition_seconds: float = RECOGNITION_SECONDS) -> Document:
    """Return the text of a file with its page starts and findings; raise UnreadableDocument if it has none.

    The type is decided by the content; `name` only serves the messages. Scanned pages are read where
    Tesseract is installed, as many as `recognition_seconds` allow.
    """
    if not HAS_CONTENT.search(data):
        raise EmptyFile(name=name)
    if len(data) > MAX_BYTES:
        raise FileTooLarge(name=name, limit=f"{MAX_BYTES // MEGABYTE} MB")
    if is_encrypted_office(data):
        raise PasswordProtected(name=name)
    kind = file_type(data, name=name)
    if kind is FileType.TEXT:
        return read_text(data, name=name)
    from allmende.reading.sources.sandbox import read_apart

    document = read_apart(kind, data, name=name, recognition_seconds=recognition_seconds)
    if len(document.text) > MAX_CHARACTERS:
        raise FileTooLarge(name=name, limit=f"{MAX_CHARACTERS // MEGABYTE} Mio. Zeichen")
    return document
