"""Addresses of the timetable; they belong to the app's own."""

from django.urls import path

from allmende.joint_decisions.timetable import views

urlpatterns = [
    path("<int:pk>/zeitplan/", views.timetable, name="timetable"),
    path("<int:pk>/zeitplan/zeitplan.<str:kind>", views.export, name="timetable-export"),
    path("<int:pk>/zeitplan/sondersitzung/", views.special, name="special-sitting"),
    path("<int:pk>/zeitplan/partner/<int:partner>/", views.stations, name="stations"),
    path("<int:pk>/zeitplan/einlesen/", views.import_file, name="calendar-import"),
    path("<int:pk>/zeitplan/einlesen/uebernehmen/", views.import_confirm, name="calendar-confirm"),
]
