"""Addresses of the register of cooperations."""

from django.urls import path

from allmende.cooperations import edit_views, fact_views, views
from allmende.cooperations.exporting import views as export_views
from allmende.cooperations.importing import views as import_views

app_name = "cooperations"

urlpatterns = [
    path("", views.inventory, name="inventory"),
    path("einlesen/", import_views.upload, name="import"),
    path("einlesen/antworten/", import_views.answer, name="import-answer"),
    path("einlesen/uebernehmen/", import_views.confirm, name="import-confirm"),
    path("karte/", views.map_of_land, name="map"),
    path("netz/<slug:key>/", views.network, name="network"),
    path("daten.<str:file_format>", export_views.data, name="data"),
    path("schema.json", export_views.schema, name="schema"),
    path("katalog.jsonld", export_views.data_catalog, name="catalog"),
    path("zurueckgenommen/", views.withdrawn, name="withdrawn"),
    path("neu/", edit_views.new, name="new"),
    path("eintrag/<slug:key>/aendern/", edit_views.change, name="change"),
    path("eintrag/<slug:key>/beenden/", edit_views.end, name="end"),
    path("eintrag/<slug:key>/beteiligte/neu/", edit_views.add_party, name="add-party"),
    path("eintrag/<slug:key>/eigene-koerperschaft/", edit_views.own_body, name="own-body"),
    path("eintrag/<slug:key>/fortsetzen/", edit_views.reopen, name="reopen"),
    path("eintrag/<slug:key>/zuruecknehmen/", edit_views.withdraw, name="withdraw"),
    path("eintrag/<slug:key>/wieder-aufnehmen/", edit_views.reinstate, name="reinstate"),
    path("eintrag/<slug:key>/tage/", fact_views.notes, {"kind": "tage"}, name="events"),
    path("eintrag/<slug:key>/tage/neu/", fact_views.add_event, name="add-event"),
    path("eintrag/<slug:key>/unterlagen/", fact_views.notes, {"kind": "unterlagen"}, name="documents"),
    path("eintrag/<slug:key>/unterlagen/neu/", fact_views.add_document, name="add-document"),
    path(
        "eintrag/<slug:key>/<slug:kind>/<int:row>/zuruecknehmen/",
        fact_views.take_back_note,
        name="take-back-note",
    ),
    path("eintrag/<slug:key>/<slug:kind>/neu/", fact_views.add, name="add-fact"),
    path("eintrag/<slug:key>/<slug:kind>/<slug:thing>/", fact_views.fact, name="fact"),
    path("eintrag/<slug:key>/<slug:kind>/<slug:thing>/aendern/", fact_views.change, name="change-fact"),
    path(
        "eintrag/<slug:key>/<slug:kind>/<slug:thing>/<int:row>/letzter-tag/",
        fact_views.last_day,
        name="last-day",
    ),
    path(
        "eintrag/<slug:key>/<slug:kind>/<slug:thing>/<int:row>/zuruecknehmen/",
        fact_views.take_back,
        name="take-back",
    ),
    path("eintrag/<slug:key>/", views.cooperation, name="cooperation"),
]
