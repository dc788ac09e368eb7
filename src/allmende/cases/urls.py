"""Addresses of case work."""

from allmende.cases import control_urls

app_name = "cases"

urlpatterns = [*control_urls.urlpatterns]
