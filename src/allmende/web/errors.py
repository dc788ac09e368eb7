"""Designed error pages, each with a way onward; htmx gets a small fragment instead of a whole page."""

import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allmende.common.errors import AllmendeError


@dataclass(frozen=True)
class ErrorPage:
    """What an error page says: what happened, and what the reader can do now."""

    status: int
    title: str | Promise
    text: str | Promise


BAD_REQUEST = ErrorPage(
    400,
    _("Diese Anfrage ist unvollständig"),
    _(
        "Der Browser hat etwas geschickt, das wir nicht lesen können. Gehen Sie zurück und versuchen "
        "Sie es erneut."
    ),
)
EXPIRED_FORM = ErrorPage(
    403,
    _("Das Formular ist abgelaufen"),
    _(
        "Die Seite war zu lange offen, oder Sie haben sich zwischendurch neu angemeldet. Es wurde nichts "
        "gespeichert. Laden Sie die vorherige Seite neu und senden Sie das Formular noch einmal ab."
    ),
)
FORBIDDEN = ErrorPage(
    403,
    _("Dafür fehlt Ihnen die Berechtigung"),
    _(
        "Ihre Rolle in dieser Körperschaft erlaubt das nicht. Wenn Sie es brauchen, wenden Sie sich an die "
        "Leitung Ihrer Körperschaft; sie verwaltet die Rollen."
    ),
)
NOT_FOUND = ErrorPage(
    404,
    _("Diese Seite gibt es nicht"),
    _(
        "Die Adresse ist falsch geschrieben, der Inhalt wurde verschoben, oder er ist nicht öffentlich. "
        "Wenn Sie zu der Körperschaft gehören, melden Sie sich an."
    ),
)
BUG = ErrorPage(
    500,
    _("Bei uns ist ein Fehler aufgetreten"),
    _(
        "Das liegt nicht an Ihnen. Was Sie zuletzt gespeichert haben, ist sicher. Versuchen Sie es in einer "
        "Minute noch einmal; bleibt der Fehler, sagen Sie bitte Ihrer Administration Bescheid."
    ),
)
DATABASE_AWAY = ErrorPage(
    503,
    _("Die Datenbank startet gerade neu"),
    _(
        "Das dauert meist nur wenige Sekunden. Laden Sie die Seite dann neu. Haben Sie eben etwas "
        "abgeschickt, sehen Sie danach bitte nach, ob es gespeichert ist."
    ),
)
CONFLICT = ErrorPage(409, _("Das geht so nicht"), "")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _shown(request, BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _shown(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _shown(request, NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _shown(request, EXPIRED_FORM)


def expected_error(request: HttpRequest, error: AllmendeError) -> HttpResponse:
    """Return the page for an expected problem: its own message, status 409 or what the class says."""
    status = getattr(error, "status", CONFLICT.status)
    title = {page.status: page.title for page in (FORBIDDEN, NOT_FOUND)}.get(status, CONFLICT.title)
    return _shown(request, ErrorPage(status, title, str(error)))


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a bug, or 503 while the database is away, as during its restart after a crash.

    It needs neither a database nor a session, since these may be the cause.
    """
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    template = "errors/fragment.html" if _wants_fragment(request) else "errors/server_error.html"
    page = render_to_string(template, {"error": DATABASE_AWAY if away else BUG})
    response = HttpResponse(page, status=DATABASE_AWAY.status if away else BUG.status)
    if away:
        response.headers["Retry-After"] = "5"
    return response


def _shown(request: HttpRequest, page: ErrorPage) -> HttpResponse:
    template = "errors/fragment.html" if _wants_fragment(request) else "errors/page.html"
    return render(request, template, {"error": page}, status=page.status)


def _wants_fragment(request: HttpRequest) -> bool:
    is_partial = request.headers.get("HX-Request-Type", "partial") == "partial"
    return request.headers.get("HX-Request") == "true" and is_partial
