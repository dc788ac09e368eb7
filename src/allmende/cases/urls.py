"""Addresses of case work: one module for each area."""

from allmende.cases import control_urls, file_urls

app_name = "cases"

urlpatterns = [*control_urls.urlpatterns, *file_urls.urlpatterns]
