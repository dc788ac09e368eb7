"""Pages that belong to no single app: gallery, handbook, accessibility, language and display."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from allmende.pages.cookies import remember
from allmende.web import accessibility, context, gallery, handbook


@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery.html", gallery.context(request))


@require_safe
def handbook_index(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    shown = handbook.matching(text) if text else list(handbook.pages().values())
    return render(request, "web/handbook.html", {"pages": shown, "text": text})


@require_safe
def handbook_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = handbook.pages().get(slug)
    if page is None:
        raise Http404(slug)
    before, after = handbook.neighbors(slug)
    chapters = handbook.pages().values()
    return render(
        request,
        "web/handbook_page.html",
        {"page": page, "before": before, "after": after, "chapters": chapters},
    )


@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html", {"statement": accessibility.statement()})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "web/sources.html")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or automatic display in a cookie, and go back."""
    response = _back(request)
    theme = request.POST.get("theme", "")
    if theme in context.THEMES:
        remember(response, context.THEME_COOKIE, theme)
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and go back."""
    response = _back(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page the form was on, never to another host."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if is_ours else reverse("web:home"))
