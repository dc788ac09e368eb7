"""Addresses of the ledger."""

from django.urls import path

from allmende.ledger import views

app_name = "ledger"

urlpatterns = [
    path("", views.postings, name="postings"),
    path("<int:pk>/", views.posting, name="posting"),
    path("berechnungen/", views.calculations, name="calculations"),
    path("berechnungen/<int:pk>/", views.calculation, name="calculation"),
]
