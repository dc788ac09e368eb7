"""One search over everything: bodies, papers, handbook."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.catalog import queries as catalog
from allmende.cooperations import queries as cooperations
from allmende.joint_decisions import queries as joint_decisions
from allmende.pages import texts
from allmende.pages.search import SearchHit
from allmende.papers import queries as papers
from allmende.register import queries as register
from allmende.web import handbook

HITS_PER_GROUP = 20
LONGEST_QUERY = 200
HANDBOOK_RANK = 0.1
EXCERPT_BEFORE, EXCERPT_LENGTH = 60, 220
SUGGESTIONS = ("Coesfeld", "Leverkusen", "Rechenzentrum", "Integration", "Rhein-Sieg")


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one app under one heading."""

    id: str
    label: str | Promise
    hits: list[SearchHit]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show the hits of all apps; htmx asks for the hits alone while the person types."""
    text = texts.asked(request.GET, "q", longest=LONGEST_QUERY)
    groups = find(request, text) if text else []
    context = {
        "text": text,
        "groups": groups,
        "total": sum(len(group.hits) for group in groups),
        "suggestions": SUGGESTIONS,
    }
    htmx = getattr(request, "htmx", None)
    is_fragment = htmx and htmx.request_type == "partial"
    response = render(request, "web/search_hits.html" if is_fragment else "web/search.html", context)
    response.headers["Vary"] = "Cookie, HX-Request"
    return response


def find(request: HttpRequest, text: str) -> list[HitGroup]:
    """Return the groups that have hits, in a fixed order."""
    on = timezone.localdate()
    groups = [
        HitGroup("bodies", _("Körperschaften"), register.search(text, on=on, limit=HITS_PER_GROUP)),
        HitGroup("cooperations", _("Zusammenarbeit"), cooperations.search(text, on=on, limit=HITS_PER_GROUP)),
        HitGroup("products", _("Leistungen"), catalog.search(text, on=on, limit=HITS_PER_GROUP)),
        HitGroup(
            "papers",
            _("Vorlagen"),
            papers.search(text, user=request.user, on=on, limit=HITS_PER_GROUP),
        ),
        HitGroup(
            "joint-decisions",
            _("Gemeinsame Beschlüsse"),
            joint_decisions.search(text, user=request.user, on=on, limit=HITS_PER_GROUP),
        ),
        HitGroup("handbook", _("Handbuch"), handbook_hits(text)),
    ]
    return [group for group in groups if group.hits]


def handbook_hits(text: str) -> list[SearchHit]:
    """Return the handbook pages that hold all words of the text."""
    return [
        SearchHit(
            kind=_("Handbuch"),
            title=page.title,
            text=excerpt(page.text, text),
            url=reverse("web:handbook-page", args=[page.slug]),
            rank=HANDBOOK_RANK,
        )
        for page in handbook.matching(text)
    ]


def excerpt(text: str, wanted: str) -> str:
    """Return the part of the text around the first wanted word."""
    plain = " ".join(text.split())
    found = _words_pattern(wanted).search(plain) if wanted.strip() else None
    start = max(0, found.start() - EXCERPT_BEFORE) if found else 0
    start = plain.rfind(" ", 0, start) + 1
    cut = plain[start : start + EXCERPT_LENGTH]
    if start + EXCERPT_LENGTH < len(plain):
        cut = cut.rpartition(" ")[0] + " …"
    return f"… {cut}" if start else cut


def highlighted(text: str, wanted: str) -> SafeString:
    """Return the text with each wanted word in `<mark>`."""
    if not wanted.strip():
        return conditional_escape(text)
    parts, position = [], 0
    for found in _words_pattern(wanted).finditer(text):
        parts += [conditional_escape(text[position : found.start()]), "<mark>"]
        parts += [conditional_escape(found.group()), "</mark>"]
        position = found.end()
    return mark_safe("".join([*parts, conditional_escape(text[position:])]))


def _words_pattern(wanted: str) -> re.Pattern[str]:
    words = sorted(map(re.escape, wanted.split()), key=len, reverse=True)
    return re.compile("|".join(words), re.IGNORECASE)
