"""Addresses of the register."""

from django.urls import path, re_path

from allmende.register import import_views, member_views, views

app_name = "register"

KEY = r"(?P<key>[0-9a-z][0-9a-z-]*)"

urlpatterns = [
    path("", views.bodies, name="bodies"),
    path("karte/", views.map_of_land, name="map"),
    path("finden/", views.find, name="find"),
    path("handeln-fuer/", views.act_for, name="act-for"),
    path("einlesen/", import_views.upload, name="import"),
    path("einlesen/uebernehmen/", import_views.confirm, name="import-confirm"),
    re_path(rf"^{KEY}/$", views.body, name="body"),
    re_path(rf"^{KEY}/personen/$", member_views.members, name="members"),
    re_path(
        rf"^{KEY}/personen/(?P<membership_id>[0-9]{{1,18}})/$", member_views.membership, name="membership"
    ),
]
