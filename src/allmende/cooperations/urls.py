"""Addresses of the register of cooperations."""

from django.urls import path

from allmende.cooperations import views
from allmende.cooperations.importing import views as import_views

app_name = "cooperations"

urlpatterns = [
    path("", views.inventory, name="inventory"),
    path("einlesen/", import_views.upload, name="import"),
    path("einlesen/antworten/", import_views.answer, name="import-answer"),
    path("einlesen/uebernehmen/", import_views.confirm, name="import-confirm"),
    path("eintrag/<slug:key>/", views.cooperation, name="cooperation"),
]
