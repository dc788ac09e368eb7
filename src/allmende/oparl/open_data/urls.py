"""Addresses of open data."""

from django.urls import path, re_path

from allmende.oparl.open_data import pages, views

app_name = "open-data"

urlpatterns = [
    path("", pages.overview, name="overview"),
    re_path(r"^beschluesse\.(?P<file_format>json|csv)$", views.decisions, name="decisions"),
    path("schema.json", views.schema, name="schema"),
    path("katalog.jsonld", views.catalog, name="catalog"),
    re_path(r"^vorlagen\.(?P<file_format>atom|rss)$", views.papers, name="papers"),
    path("sitzungen.ics", views.sittings, name="sittings"),
    re_path(r"^koerperschaft/(?P<key>[0-9a-z][0-9a-z-]*)/$", pages.publication, name="publication"),
]
