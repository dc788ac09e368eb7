"""Addresses of potentials."""

from django.urls import path

from allmende.cooperations.potentials import views

app_name = "potentials"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("aufgaben/", views.matrix, name="matrix"),
    path("einlesen/", views.upload, name="import"),
    path("einlesen/uebernehmen/", views.confirm, name="import-confirm"),
    path("einlesen/tabelle.xlsx", views.empty_table, name="import-table"),
    path("suchen/", views.start, name="start"),
    path("ergebnisse/<int:pk>/", views.run, name="run"),
]
