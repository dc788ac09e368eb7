"""The bytes of a published file: whole, in part, or not at all because the client has them."""

import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from allmende.oparl.serving.answering import NoAnswer
from allmende.pages.downloads import content_disposition
from allmende.papers.public_rows import open_content

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
SHOWN_BY_BROWSERS = frozenset({"application/pdf"})
"""Their viewers do not run in a sandbox; everything else does, so that no file can act as a page of ours."""


def file_answer(request: HttpRequest, row: Mapping[str, Any], *, as_download: bool) -> HttpResponseBase:
    """Return the file; raise NoAnswer(410) if it is gone from the disk, 416 for a part that it has not."""
    headers = _headers(row, as_download)
    etag = headers["ETag"]
    known = get_conditional_response(request, etag=etag)
    if known is not None and known.status_code == 304:
        return HttpResponse(status=304, headers={"ETag": etag})
    first, last = _part(request, row["size"], etag)
    try:
        content = open_content(row["content"])
    except FileNotFoundError:
        raise NoAnswer(410) from None
    is_part = (first, last) != (0, row["size"] - 1)
    if is_part:
        headers["Content-Range"] = f"bytes {first}-{last}/{row['size']}"
    headers["Content-Length"] = str(last - first + 1)
    if request.method == "HEAD":
        content.close()
        return HttpResponse(status=206 if is_part else 200, headers=headers)
    part = FilePart(content, first, last - first + 1)
    return StreamingHttpResponse(part, status=206 if is_part else 200, headers=headers)


def _headers(row: Mapping[str, Any], as_download: bool) -> dict[str, str]:
    media_type = row["media_type"].lower()
    headers = {
        "Content-Type": media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream",
        "ETag": f'"{row["sha512"][:32] or row["pk"]}-{row["size"]}"',
        "Last-Modified": http_date(row["uploaded_at"].timestamp()),
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if media_type not in SHOWN_BY_BROWSERS:
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    headers["Content-Disposition"] = content_disposition(row["original_name"], inline=not as_download)
    return headers


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int]:
    """Return first and last byte of what is asked for; several parts at once get the whole file."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    is_other_version = request.headers.get("If-Range", etag) != etag
    if match is None or is_other_version or not (match[1] or match[2]):
        return 0, size - 1
    if not match[1]:
        first, last = max(size - int(match[2]), 0), size - 1
    else:
        first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    if first > last:
        raise NoAnswer(416)
    return first, last


class FilePart:
    """The bytes of a part, piece by piece; closes the file also when nobody reads them."""

    def __init__(self, content: IO[bytes], first: int, length: int) -> None:
        self._content, self._first, self._length = content, first, length

    def __iter__(self) -> Iterator[bytes]:
        self._content.seek(self._first)
        left = self._length
        while left > 0 and (chunk := self._content.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._content.close()
