"""Answers as OParl wants them: JSON for everyone, errors included, and nothing sent twice.

No page of the server knows who asks: no session, no cookie, no language.
"""

import gzip
import hashlib
import json
import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from allmende.oparl.serving.addresses import Addresses, with_query
from allmende.oparl.serving.asking import BadQuery
from allmende.oparl.serving.json_values import Json
from allmende.oparl.vocabulary import type_url

logger = logging.getLogger(__name__)
METHODS = "GET, HEAD, OPTIONS"
GZIP_FROM = 500
RETRY_AFTER_SECONDS = 3600
MESSAGES = {
    404: "Diese Adresse gibt es nicht, oder was hier stand, war nie öffentlich. Beginnen Sie bei „{system}“.",
    405: "Dieser Server gibt nur Auskunft: erlaubt sind GET, HEAD und OPTIONS.",
    410: "Diese Datei war veröffentlicht und ist es nicht mehr.",
    416: "Diesen Teil der Datei gibt es nicht.",
    500: "Hier ist uns ein Fehler unterlaufen. Versuchen Sie es später noch einmal.",
    503: "Die Veröffentlichung ist vorübergehend unterbrochen. Fragen Sie später noch einmal.",
}


class NoAnswer(Exception):
    """The request cannot be answered with an object; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class PermanentRedirect(HttpResponseRedirectBase):
    """The one address under which the same stands."""

    status_code = 301


def addresses_for(request: HttpRequest) -> Addresses:
    """Return the addresses of this installation: the configured ones, else those the client used."""
    return Addresses(settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}")


def oparl_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view speak OParl: one host, only reading methods, errors as OParl objects, CORS."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, request, args, kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Content-Range, Retry-After"
        return response

    return csrf_exempt(answered)  # a form of another page gets 405, like every write


def _answer(
    view: Callable[..., HttpResponseBase], request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in {"GET", "HEAD"}:
        return error(request, 405)
    origin = settings.PUBLIC_URL
    if origin and f"{request.scheme}://{request.get_host()}" != origin:
        return PermanentRedirect(origin + request.get_full_path())
    try:
        return view(request, *args, **kwargs)
    except BadQuery as problem:
        return error(request, 400, str(problem))
    except Http404:
        return error(request, 404)
    except NoAnswer as refusal:
        return error(request, refusal.status)
    except (OperationalError, InterfaceError):  # the database restarts
        return error(request, 503)
    except Exception:
        logger.exception("OParl: %s", request.path)
        return error(request, 500)


def error(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """Return an error as an OParl object, for people in German."""
    text = message or MESSAGES[status].format(system=addresses_for(request).system())
    said = {
        "type": type_url("Error"),
        "message": text,
        "debug": f"{status} {request.method} {request.path[:200]}",
    }
    response = json_answer(request, said, status=status)
    if status == 405:
        response["Allow"] = METHODS
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def json_answer(
    request: HttpRequest, content: Json, *, status: int = 200, modified: datetime | None = None
) -> HttpResponse:
    """Return JSON, packed if the client can unpack it; 304 if it has the same already."""
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, no-cache" if status == 200 else "no-store",
    }
    if status == 200:
        headers["ETag"] = f'W/"{hashlib.sha256(data).hexdigest()[:32]}"'
        if modified is not None:
            headers["Last-Modified"] = http_date(modified.timestamp())
        unchanged = get_conditional_response(request, etag=headers["ETag"], last_modified=None)
        if unchanged is not None and unchanged.status_code == 304:
            return HttpResponse(status=304, headers={n: v for n, v in headers.items() if n != "Content-Type"})
    if len(data) >= GZIP_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        data = gzip.compress(data, compresslevel=4, mtime=0)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(data))
    return HttpResponse(b"" if request.method == "HEAD" else data, status=status, headers=headers)


def asked(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the pairs of the query in their order."""
    return parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)


def other_than(request: HttpRequest, address: str, canonical: list[tuple[str, str]]) -> HttpResponse | None:
    """Return the redirect to the one form of the address, None if the client used it."""
    if asked(request) == canonical and request.path == urlsplit(address).path:
        return None
    return PermanentRedirect(with_query(address, canonical))
