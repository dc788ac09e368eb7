"""File of a known family -> text, page starts and findings; runs inside the limited process."""

from collections.abc import Iterator
from dataclasses import dataclass

from allmende.reading.sources.errors import UnreadableDocument

OFFICE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@dataclass(frozen=True)
class Remark:
    """A finding before the text is placed: code, German sentence, severity, and the page it concerns."""

    code: str
    message: str
    severity: str = "warning"
    page: int | None = None


@dataclass(frozen=True)
class Extract:
    """What one file says."""

    text: str
    media_type: str
    page_starts: tuple[int, ...] = (0,)
    remarks: tuple[Remark, ...] = ()
    recognized_pages: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return plain values for the parent process."""
        return {
            "text": self.text,
            "media_type": self.media_type,
            "page_starts": self.page_starts,
            "recognized_pages": self.recognized_pages,
            "remarks": [
                {"code": one.code, "message": one.message, "severity": one.severity, "page": one.page}
                for one in self.remarks
            ],
        }


@dataclass(frozen=True, slots=True)
class Recognition:
    """How text may be recognised in pictures of pages: by which program (none: not at all) and how long."""

    program: str = ""
    seconds: float = 0


def extracts(file_type: str, data: bytes, recognition: Recognition) -> Iterator[Extract]:
    """Yield what the file says, and then perhaps a better answer that cost more."""
    if file_type == "pdf":
        from allmende.reading.sources.pdf import read_pdf

        yield from read_pdf(data, recognition)
    else:
        yield extract(file_type, data)


def extract(file_type: str, data: bytes) -> Extract:
    """Return what an office file or web page says; raise an UnreadableDocument that says why not."""
    if file_type == "html":
        from allmende.reading.sources.web_page import read_html

        return Extract(read_html(data), "text/html")
    if file_type == "office":
        return _extract_office(data)
    raise UnreadableDocument(name="")


def _extract_office(data: bytes) -> Extract:
    from allmende.reading.sources.office import OfficeFile, office_kind
    from allmende.reading.sources.open_document import read_odt
    from allmende.reading.sources.word import read_docx

    office = OfficeFile(data)
    kind = office_kind(office)
    return Extract(read_docx(office) if kind == "docx" else read_odt(office), OFFICE_TYPES[kind])
