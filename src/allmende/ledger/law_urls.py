"""Addresses of the law: rules and the values they use."""

from django.urls import path

from allmende.ledger import law_views

app_name = "law"

urlpatterns = [
    path("", law_views.rules, name="rules"),
    path("<slug:name>/", law_views.entry, name="entry"),
]
