"""Addresses of the law: rules and the values they use."""

from django.urls import path

from allmende.ledger import law_views
from allmende.ledger.local_values import import_views, views

app_name = "law"

urlpatterns = [
    path("", law_views.rules, name="rules"),
    path("oertlich/", views.local_values, name="local-values"),
    path("oertlich/neu/", views.new_local_value, name="new-local-value"),
    path("oertlich/einlesen/", import_views.new, name="import-local-values"),
    path("oertlich/einlesen/bestaetigen/", import_views.confirm, name="confirm-local-values"),
    path("oertlich/vorlage/", import_views.template, name="local-values-template"),
    path("oertlich/<int:pk>/zurueckziehen/", views.withdraw, name="withdraw-local-value"),
    path("oertlich/<slug:key>/<slug:name>/", views.local_value, name="local-value"),
    path("<slug:name>/", law_views.entry, name="entry"),
]
