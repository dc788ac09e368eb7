"""Files that leave the product: safe names, the right headers, PDF/UA through Typst."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import typst
from django.http import HttpResponse

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
}


def safe_filename(title: str, extension: str) -> str:
    """Return a file name every system accepts: `Sitzungsvorlage-SV-11-0042.pdf`."""
    ascii_title = unicodedata.normalize("NFKD", title.translate(UMLAUTS)).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9]+", "-", ascii_title).strip("-")[:80].rstrip("-")
    return f"{stem or 'datei'}.{extension}"


def content_disposition(filename: str, *, inline: bool = False) -> str:
    """Return the header for a file name that may hold umlauts (RFC 6266)."""
    plain = safe_filename(Path(filename).stem, Path(filename).suffix.lstrip(".") or "bin")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def file_response(content: bytes, filename: str, *, inline: bool = False) -> HttpResponse:
    """Return the file as a download; `inline` lets the browser show it."""
    extension = Path(filename).suffix.lstrip(".").lower()
    response = HttpResponse(content, content_type=CONTENT_TYPES.get(extension, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition(filename, inline=inline)
    response["Cache-Control"] = "private, no-store"
    return response


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return a PDF/UA-1 file. The Typst file reads `json(bytes(sys.inputs.data))`; text is never markup.

    Example (in the Typst file):
        #let data = json(bytes(sys.inputs.data))
        #set document(title: data.title)
    """
    return typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
