"""Addresses of supervision, statistics, rights and audit."""

from django.urls import path

from allmende.cases.control import audit, costs, public_tables, statistics, supervision

urlpatterns = [
    path("statistik/", statistics.key_dates, name="key-dates"),
    path("statistik/<int:pk>/", statistics.key_date, name="key-date"),
    path("statistik/tabelle/<int:pk>/", statistics.prepared_table, name="prepared-table"),
    path("statistik/tabelle/<int:pk>/freigeben/", statistics.release_table, name="release-table"),
    path("statistik/tabelle/<int:pk>/ablehnen/", statistics.reject_table, name="reject-table"),
    path("tabellen/", public_tables.tables, name="public-tables"),
    path("tabellen/<str:cited>/", public_tables.table, name="public-table"),
    path("tabellen/<str:cited>/tabelle.json", public_tables.table_json, name="public-table-json"),
    path("tabellen/<str:cited>/tabelle.xlsx", public_tables.table_xlsx, name="public-table-xlsx"),
    path("kosten/", costs.costs, name="costs"),
    path("aufsicht/", supervision.supervision, name="supervision"),
    path("aufsicht/notzugang/", supervision.break_glass, name="break-glass"),
    path("aufsicht/notzugang/<int:pk>/", supervision.emergency, name="emergency"),
    path("aufsicht/notzugang/<int:pk>/pruefen/", supervision.review_emergency, name="review-emergency"),
    path("pruefung/", audit.regions, name="audit-regions"),
    path("pruefung/<str:key>/", audit.audit, name="audit"),
    path("pruefung/<str:key>/pruefen/", audit.verify, name="verify-audit"),
    path("pruefung/<str:key>/siegel/", audit.seal, name="seal-audit"),
    path("<uuid:case_id>/zugriffe/", audit.case_accesses, name="case-accesses"),
]
