"""Cookies that remember how somebody wants to see the pages."""

from django.conf import settings
from django.http import HttpResponse

YEAR = 365 * 24 * 60 * 60


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Let this browser keep a choice for a year; no script reads it, no other site sends it."""
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
