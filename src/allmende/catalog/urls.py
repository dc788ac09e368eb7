"""Addresses of the catalogue."""

from django.urls import path

from allmende.catalog import (
    edit_views,
    index_views,
    matrix_views,
    price_views,
    service_views,
    takeup_views,
    views,
    wave_views,
)
from allmende.catalog.portfolio import views as portfolio_views

app_name = "catalog"

urlpatterns = [
    path("", views.products, name="products"),
    path("vergleich/", views.compare, name="compare"),
    path("matrix/", matrix_views.matrix, name="matrix"),
    path("fahrplan/", wave_views.roadmap, name="roadmap"),
    path("fahrplan/neu/", wave_views.new, name="new-wave"),
    path("fahrplan/<int:pk>/", wave_views.change, name="change-wave"),
    path("fahrplan/voraussetzung/<int:pk>/", wave_views.fulfil, name="fulfil"),
    path("indexwerte/", index_views.indexes, name="indexes"),
    path("kommune/", takeup_views.mine, name="mine"),
    path("kommune/<slug:key>/", takeup_views.customer, name="customer"),
    path("kommune/<slug:key>/fristen.ics", takeup_views.deadlines, name="deadlines"),
    path("kommune/<slug:key>/erinnern/", takeup_views.reminders, name="reminders"),
    path("abnahme/<int:pk>/", takeup_views.subscription, name="subscription"),
    path("abnahme/<int:pk>/menge/", takeup_views.quantity, name="quantity"),
    path("abnahme/<int:pk>/stand/<slug:to>/", takeup_views.step, name="step"),
    path("anbieter/", views.providers, name="providers"),
    path("anbieter/neu/", edit_views.join, name="join"),
    path("daten.<str:file_format>", portfolio_views.data, name="data"),
    path("schema.json", portfolio_views.schema, name="schema"),
    path("portfolio.xlsx", portfolio_views.table, name="portfolio-table"),
    path("anbieter/<slug:key>/einlesen/", portfolio_views.upload, name="portfolio"),
    path("anbieter/<slug:key>/einlesen/uebernehmen/", portfolio_views.confirm, name="portfolio-confirm"),
    path("anbieter/<slug:key>/", views.provider, name="provider"),
    path("anbieter/<slug:key>/aendern/", edit_views.change_provider, name="change-provider"),
    path("anbieter/<slug:key>/uebergabe/", edit_views.hand_over, name="hand-over"),
    path("produkt/neu/", edit_views.new_product, name="new-product"),
    path("produkt/<slug:key>/", views.product, name="product"),
    path("produkt/<slug:key>/service/", service_views.service, name="service"),
    path("produkt/<slug:key>/service/messwert/", service_views.report, name="report"),
    path("produkt/<slug:key>/service/stoerung/", service_views.outage, name="new-outage"),
    path("produkt/<slug:key>/service/stoerung/<int:pk>/", service_views.outage, name="change-outage"),
    path("produkt/<slug:key>/interesse/", takeup_views.interest, name="interest"),
    path("produkt/<slug:key>/preisrechner/", price_views.one, name="estimate"),
    path("produkt/<slug:key>/preisrechner/alle/", price_views.everyone, name="estimates"),
    path("produkt/<slug:key>/verteilung/", price_views.distribution, name="distribution"),
    path("produkt/<slug:key>/lebenszyklus/", edit_views.stage, name="stage"),
    path("produkt/<slug:key>/neue-fassung/", edit_views.new_draft, name="new-draft"),
    path("produkt/<slug:key>/fassung/<int:number>/", views.version, name="version"),
    path("produkt/<slug:key>/fassung/<int:number>/aendern/", edit_views.change_draft, name="change-draft"),
    path("produkt/<slug:key>/fassung/<int:number>/preis/neu/", edit_views.price, name="add-price"),
    path("produkt/<slug:key>/fassung/<int:number>/preis/<int:pk>/", edit_views.price, name="change-price"),
    path(
        "produkt/<slug:key>/fassung/<int:number>/preis/<int:pk>/entfernen/",
        edit_views.remove_price,
        name="remove-price",
    ),
    path(
        "produkt/<slug:key>/fassung/<int:number>/unterlage/neu/", edit_views.add_document, name="add-document"
    ),
    path("produkt/<slug:key>/fassung/<int:number>/unterlage/<int:pk>/", views.document, name="document"),
    path(
        "produkt/<slug:key>/fassung/<int:number>/unterlage/<int:pk>/entfernen/",
        edit_views.remove_document,
        name="remove-document",
    ),
    path("produkt/<slug:key>/fassung/<int:number>/servicegrad/", edit_views.level, name="level"),
    path("produkt/<slug:key>/fassung/<int:number>/veroeffentlichen/", edit_views.publish, name="publish"),
]
