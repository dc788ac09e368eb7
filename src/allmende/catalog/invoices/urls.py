from django.urls import path, re_path

from allmende.catalog.invoices import base_views, run_views, views

app_name = "invoices"
urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("<int:pk>/", views.invoice, name="invoice"),
    path("<int:pk>/positionen/<int:position>/", views.line, name="line"),
    path("<int:pk>/xrechnung.xml", views.xrechnung, name="xrechnung"),
    path("<int:pk>/rechnung.pdf", views.as_pdf, name="pdf"),
    path("laeufe/", run_views.run_list, name="runs"),
    path("laeufe/<int:pk>/", run_views.run, name="run"),
    path("laeufe/<int:pk>/ausstellen/", run_views.issue, name="issue"),
    path("laeufe/<int:pk>/verwerfen/", run_views.discard, name="discard"),
    re_path(r"^laeufe/(?P<pk>\d+)/buchungen\.(?P<extension>csv|xlsx)$", run_views.postings, name="postings"),
    re_path(r"^laeufe/(?P<pk>\d+)/lastschrift-(?P<scheme>CORE|B2B)\.xml$", run_views.debits, name="debits"),
    path("angaben/", run_views.profile, name="profile"),
    path("aufwand/", base_views.costs, name="costs"),
    path("mandate/", run_views.mandates, name="mandates"),
    path("mandate/<int:pk>/widerrufen/", run_views.revoke, name="revoke"),
]
