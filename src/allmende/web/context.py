"""What every page shows around its content: navigation, for whom one acts, language, display, help."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from allmende.web import handbook
from allmende.web.navigation import navigation

THEME_COOKIE = "allmende_theme"
THEMES = {"auto": _("Wie das Gerät"), "light": _("Hell"), "dark": _("Dunkel")}


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the main navigation."""

    label: str | Promise
    url: str
    is_current: bool


NAVIGATION = (
    ("web:home", _("Start")),
    ("register:bodies", _("Körperschaften")),
    ("cooperations:inventory", _("Zusammenarbeit")),
    ("papers:papers", _("Vorlagen")),
    ("joint_decisions:matters", _("Gemeinsame Beschlüsse")),
    ("ledger:postings", _("Geld")),
    ("law:rules", _("Regeln")),
    ("options:comparisons", _("Vergleiche")),
    ("scenarios:home", _("Szenarien")),
    ("web:search", _("Suche")),
    ("web:handbook", _("Handbuch")),
)


def navigation(path: str) -> list[NavigationEntry]:
    """Return the main navigation; the current entry's address begins the path, of several the longest."""
    urls = [(reverse(name), label) for name, label in NAVIGATION]
    home = reverse("web:home")
    within = [url for url, _label in urls if path == url or (url != home and path.startswith(url))]
    current = max(within, key=len, default="")
    return [NavigationEntry(label, url, url == current) for url, label in urls]


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
