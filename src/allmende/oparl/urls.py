"""Addresses of the pages about OParl."""

from django.urls import path

from allmende.oparl.importing import views

app_name = "oparl"

urlpatterns = [
    path("quellen/", views.sources, name="sources"),
    path("quellen/neu/", views.new_source, name="new-source"),
    path("quellen/<int:pk>/", views.source, name="source"),
    path("quellen/<int:pk>/lesen/", views.read, name="read"),
    path("quellen/<int:pk>/einstellungen/", views.settings, name="source-settings"),
    path("quellen/<int:pk>/ausblenden/", views.hide, name="hide-source"),
    path("quellen/<int:pk>/koerperschaft/", views.link_body, name="link-body"),
    path("quellen/<int:pk>/befunde/", views.findings, name="findings"),
    path("quellen/<int:pk>/offene-verweise/", views.gaps, name="gaps"),
    path("quellen/<int:pk>/objekte/", views.objects, name="objects"),
    path("objekte/<int:pk>/", views.imported_object, name="object"),
]
