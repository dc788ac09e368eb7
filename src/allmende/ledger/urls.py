"""Addresses of the ledger."""

from django.urls import path

from allmende.ledger import calculation_views, comparison_views, posting_views, views

app_name = "ledger"

urlpatterns = [
    path("", views.postings, name="postings"),
    path("neu/", posting_views.new_posting, name="new-posting"),
    path("vergleich/", comparison_views.comparison, name="comparison"),
    path("<int:pk>/", views.posting, name="posting"),
    path("<int:pk>/begruendung.pdf", views.posting_pdf, name="posting-pdf"),
    path("<int:pk>/zuruecknehmen/", posting_views.cancel_posting, name="cancel-posting"),
    path("berechnungen/", views.calculations, name="calculations"),
    path("berechnungen/neu/", calculation_views.new_calculation, name="new-calculation"),
    path("berechnungen/<int:pk>/", views.calculation, name="calculation"),
    path(
        "berechnungen/<int:pk>/berechnung.xlsx",
        views.calculation_file,
        {"extension": "xlsx"},
        name="calculation-xlsx",
    ),
    path(
        "berechnungen/<int:pk>/berechnung.pdf",
        views.calculation_file,
        {"extension": "pdf"},
        name="calculation-pdf",
    ),
    path("berechnungen/<int:pk>/neu-rechnen/", calculation_views.recalculate, name="recalculate"),
    path("berechnungen/<int:pk>/sichtbarkeit/", calculation_views.publish, name="publish"),
]
