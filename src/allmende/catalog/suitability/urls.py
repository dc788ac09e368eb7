"""Addresses of suitability reviews."""

from django.urls import path

from allmende.catalog.suitability import edit_views, export_views, views

app_name = "suitability"

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("neu/", edit_views.new, name="new"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/grundlagen/", edit_views.basics, name="basics"),
    path("<int:pk>/kosten/", edit_views.cost, name="add-cost"),
    path("<int:pk>/kosten/<int:part>/", edit_views.cost, name="cost"),
    path("<int:pk>/stellen/", edit_views.post, name="add-post"),
    path("<int:pk>/stellen/<int:part>/", edit_views.post, name="post"),
    path("<int:pk>/kriterien/", edit_views.criteria, name="criteria"),
    path("<int:pk>/angebot/<slug:key>/", edit_views.points, name="points"),
    path("<int:pk>/angebot/<slug:key>/zahlung/", edit_views.payment, name="add-payment"),
    path("<int:pk>/angebot/<slug:key>/zahlung/<int:part>/", edit_views.payment, name="payment"),
    path("<int:pk>/entfernen/<slug:kind>/<int:part>/", edit_views.remove, name="remove"),
    path("<int:pk>/schritt/<slug:step>/", edit_views.step, name="step"),
    path("<int:pk>/ergebnis/", edit_views.result, name="result"),
    path("<int:pk>/vorlage/", edit_views.paper, name="paper"),
    path("<int:pk>/vorlage.<str:kind>", export_views.export, name="export"),
]
