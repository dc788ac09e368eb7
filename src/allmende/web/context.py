"""What every page shows around its content: navigation, for whom one acts, language, display, help."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from allmende.web import handbook
from allmende.web.navigation import navigation

THEME_COOKIE = "allmende_theme"
THEMES = {"auto": _("Wie das Gerät"), "light": _("Hell"), "dark": _("Dunkel")}


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the shell's context; it costs no query, `ActingBodyMiddleware` has asked already."""
    theme = theme_of(request)
    match = request.resolver_match
    return {
        "navigation": navigation(request.path),
        "acting_body": getattr(request, "acting_body", None),
        "memberships": getattr(request, "memberships", []),
        "theme": theme,
        "forced_theme": theme if theme != "auto" else "",
        "themes": THEMES.items(),
        "help_page": handbook.page_for(match.view_name if match else ""),
    }
