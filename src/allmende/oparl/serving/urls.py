"""Addresses of the OParl server: exactly one for each thing, so digits without zeros before them."""

from django.urls import path, re_path

from allmende.oparl.serving import views

app_name = "oparl-server"
KEY = r"(?P<key>[1-9][0-9]{0,17})"
LIST = r"(?P<segment>[a-z-]{1,40})"

urlpatterns = [
    path("", views.start, name="start"),
    path("system", views.system, name="system"),
    path("bodies", views.bodies, name="bodies"),
    re_path(rf"^body/{KEY}/{LIST}$", views.list_of_body, name="list-of-body"),
    re_path(rf"^organization/{KEY}/{LIST}$", views.list_of_organization, name="list-of-organization"),
    re_path(rf"^file/{KEY}/(?P<form>inhalt|download)$", views.file_content, name="file-content"),
    path("joint-decision/schema.json", views.joint_decision_schema, name="joint-decision-schema"),
    re_path(rf"^joint-decision/{KEY}$", views.joint_decision, name="joint-decision"),
    re_path(rf"^(?P<segment>[a-z-]{{1,40}})/{KEY}$", views.one_object, name="object"),
    re_path(r"^[\s\S]*$", views.nothing_here, name="nothing"),
]
