"""Files and pasted text -> what a draft is made of. Nothing here touches the database."""

import hashlib
from dataclasses import dataclass
from typing import Any

from allmende.papers.domain.values import storable
from allmende.papers.errors import TextTooLong, UploadTooLarge
from allmende.papers.storage import clean_name
from allmende.reading import Document, read_paper, reading_as_json
from allmende.reading.separation import separate_papers
from allmende.reading.sources import load_document
from allmende.reading.sources.limits import RECOGNITION_SECONDS

MEGABYTE = 1_000_000
MAX_UPLOAD_BYTES = 25 * MEGABYTE
MAX_PASTED_CHARACTERS = 500_000
MAX_CHARACTERS = 1_500_000
"""About 500 printed pages: more than a person reviews on one page."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One document, read: its bytes, its text with page starts, and the reading as plain JSON values."""

    name: str
    data: bytes
    sha256: str
    media_type: str
    text: str
    page_starts: tuple[int, ...]
    reading: dict[str, Any]


def read_upload(name: str, data: bytes) -> Upload:
    """Return the document, as one paper, with everything the reader found.

    Raises UploadTooLarge, TextTooLong or the reader's UnreadableDocument; each says what to do.
    """
    name = clean_name(name)
    return _upload(name, data, _document(name, data))


def read_uploads(
    name: str, data: bytes, *, recognition_seconds: float = RECOGNITION_SECONDS
) -> tuple[Upload, ...]:
    """Return each paper of a file; where there are several, each is kept as its own text. Raises as above."""
    name = clean_name(name)
    document = _document(name, data, recognition_seconds)
    papers = separate_papers(document)
    if len(papers) == 1:
        return (_upload(name, data, document),)
    return tuple(
        _part(f"{name}, Vorlage {number} von {len(papers)}", paper)
        for number, paper in enumerate(papers, start=1)
    )


def _document(name: str, data: bytes, recognition_seconds: float = RECOGNITION_SECONDS) -> Document:
    if len(data) > MAX_UPLOAD_BYTES:
        raise UploadTooLarge(name=name, limit=MAX_UPLOAD_BYTES // MEGABYTE)
    return load_document(data, name=name, recognition_seconds=recognition_seconds)


def _part(name: str, paper: Document) -> Upload:
    """Return one of several papers; its places count from its own beginning, for its text is kept alone."""
    own = Document(
        paper.text,
        page_starts=paper.page_starts,
        name=name,
        findings=tuple(finding for finding in paper.findings if finding.place is None),
    )
    return _upload(name, storable(paper.text).encode(), own)


def _upload(name: str, data: bytes, document: Document) -> Upload:
    if len(document.text) > MAX_CHARACTERS:
        raise TextTooLong(name=name, limit=MAX_CHARACTERS)
    return Upload(
        name=name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=document.media_type,
        text=storable(document.text),
        page_starts=document.page_starts,
        reading=reading_as_json(read_paper(document)),
    )
