"""Addresses of the scenario workshop."""

from django.urls import path

from allmende.ledger.scenarios import base_data_views, views

app_name = "scenarios"

urlpatterns = [
    path("", views.home, name="home"),
    path("werkstatt/", views.workshop, name="workshop"),
    path("werkstatt/begruendung/", views.reason, name="reason"),
    path("reformen/", views.reforms, name="reforms"),
    path("reformen/<slug:slug>/", views.reform_page, name="reform"),
    path("speichern/", views.save, name="save"),
    path("<int:pk>/", views.scenario, name="scenario"),
    path("<int:pk>/umbenennen/", views.rename, name="rename"),
    path("<int:pk>/kopieren/", views.copy, name="copy"),
    path("<int:pk>/teilen/", views.share, name="share"),
    path("<int:pk>/ausblenden/", views.hide, name="hide"),
    path("geteilt/<str:token>/", views.shared, name="shared"),
    path("daten/", base_data_views.all_base_data, name="all-base-data"),
    path("daten/<int:pk>/", base_data_views.one_set, name="base-data"),
    path("daten/<int:pk>/ausblenden/", base_data_views.hide, name="hide-base-data"),
    path("daten/vorlage/<slug:name>/", base_data_views.template, name="template"),
    path("daten/einlesen/", base_data_views.new, name="import"),
    path("daten/einlesen/bestaetigen/", base_data_views.confirm, name="confirm-import"),
]
