"""Addresses of the whole product; the web app's own pages come first."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from allmende.web import home, search, views

handler400 = "allmende.web.errors.bad_request"
handler403 = "allmende.web.errors.permission_denied"
handler404 = "allmende.web.errors.not_found"
handler500 = "allmende.web.errors.server_error"

web_patterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("suche/", search.search_page, name="search"),
    path("bausteine/", views.component_gallery, name="gallery"),
    path("handbuch/", views.handbook_index, name="handbook"),
    path("handbuch/<slug:slug>/", views.handbook_page, name="handbook-page"),
    path("barrierefreiheit/", views.accessibility_statement, name="accessibility"),
    path("quellen/", views.sources, name="sources"),
    path("sprache/", views.choose_language, name="language"),
    path("darstellung/", views.choose_theme, name="theme"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((web_patterns, "web"))),
    path("konto/", include("allmende.accounts.urls")),
    path("oparl/", include("allmende.oparl.urls")),
    path("oparl/1.1/", include("allmende.oparl.serving.urls")),
    path("offene-daten/", include("allmende.oparl.open_data.urls")),
    path("koerperschaften/", include("allmende.register.urls")),
    path("auftraege/", include("allmende.jobs.urls")),
    path("vorlagen/", include("allmende.papers.urls")),
    path("buchungen/", include("allmende.ledger.urls")),
    path("foerderung/", include("allmende.funding.urls")),
    path("regeln/", include("allmende.ledger.law_urls")),
    path("zusammenarbeit/", include("allmende.cooperations.options.urls")),
    path("szenarien/", include("allmende.ledger.scenarios.urls")),
    path("zusammenarbeit/potenziale/", include("allmende.cooperations.potentials.urls")),
    path("zusammenarbeit/", include("allmende.cooperations.urls")),
    path("leistungen/eignung/", include("allmende.catalog.suitability.urls")),
    path("leistungen/rechnungen/", include("allmende.catalog.invoices.urls")),
    path("leistungen/", include("allmende.catalog.urls")),
    path("gemeinsame-beschluesse/", include("allmende.joint_decisions.urls")),
    path("faelle/", include("allmende.cases.urls")),
]
