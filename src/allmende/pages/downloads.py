"""Files that leave the product: safe names, the right headers."""

import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
}


def safe_filename(title: str, extension: str) -> str:
    """Return a file name every system accepts: `Sitzungsvorlage-SV-11-0042.pdf`."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", _ascii(title)).strip("-")[:80].rstrip("-")
    return f"{stem or 'datei'}.{extension}"


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text.translate(UMLAUTS)).encode("ascii", "ignore").decode()


def content_disposition(filename: str, *, inline: bool = False) -> str:
    """Return the header for a file name that may hold umlauts (RFC 6266)."""
    extension = re.sub(r"[^A-Za-z0-9]", "", _ascii(Path(filename).suffix))
    plain = safe_filename(Path(filename).stem, extension or "bin")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def file_response(content: bytes, filename: str, *, inline: bool = False) -> HttpResponse:
    """Return the file as a download; `inline` lets the browser show it."""
    extension = Path(filename).suffix.lstrip(".").lower()
    response = HttpResponse(content, content_type=CONTENT_TYPES.get(extension, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition(filename, inline=inline)
    response["Cache-Control"] = "private, no-store"
    return response
