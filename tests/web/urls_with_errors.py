"""The product's addresses and some views that fail, each in its own way."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from allmende.common.errors import AllmendeError
from allmende.web.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class MissingConsent(AllmendeError):
    """Somebody has not agreed yet."""

    message = "Es fehlt die Zustimmung von {body}."


class UnknownPlace(AllmendeError):
    """Nobody knows this place."""

    message = "„{name}“ steht nicht im Register."
    status = 404


class NotYourBody(AllmendeError):
    """Somebody acts for another body."""

    message = "Für {body} handeln Sie nicht."
    status = 403


def conflict(request: HttpRequest) -> HttpResponse:
    raise MissingConsent(body="<Musterstadt>")


def unknown(request: HttpRequest) -> HttpResponse:
    raise UnknownPlace(name="Musterstdt")


def foreign(request: HttpRequest) -> HttpResponse:
    raise NotYourBody(body="Fremdstadt")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def malformed(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def bug(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database system is starting up")


urlpatterns = [
    *urlpatterns,
    path("fehler/409/", conflict),
    path("fehler/404/", unknown),
    path("fehler/403/", forbidden),
    path("fehler/403/fremd/", foreign),
    path("fehler/400/", malformed),
    path("fehler/500/", bug),
    path("fehler/503/", away),
]
