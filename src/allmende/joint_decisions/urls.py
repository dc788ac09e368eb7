"""Addresses of joint decisions; pages to read come twice: for people with rights, and over the link."""

from django.urls import URLPattern, path

from allmende.joint_decisions import (
    core_views,
    duty_views,
    edit_views,
    files,
    matching_views,
    partner_views,
    views,
)
from allmende.joint_decisions.partner_papers import urls as partner_papers
from allmende.joint_decisions.timetable import urls as timetable

app_name = "joint_decisions"


def read_patterns(prefix: str, name: str) -> list[URLPattern]:
    """Return the pages that everybody may read who has come in this way."""
    return [
        path(prefix, views.board, name=f"{name}board"),
        path(f"{prefix}partner/<int:partner_id>/", views.partner, name=f"{name}partner"),
        path(f"{prefix}text/", views.text, name=f"{name}text"),
        path(f"{prefix}karte/", views.map_of_partners, name=f"{name}map"),
        path(f"{prefix}zeit/", views.time, name=f"{name}time"),
        path(f"{prefix}blatt.pdf", files.sheet, name=f"{name}sheet"),
        path(f"{prefix}termine.ics", files.calendar, name=f"{name}calendar"),
    ]


urlpatterns = [
    path("", views.matters, name="matters"),
    path("neu/", edit_views.new, name="new"),
    *read_patterns("link/<str:secret>/", "link-"),
    *read_patterns("<int:pk>/", ""),
    path("<int:pk>/angaben/", edit_views.change, name="change"),
    path("<int:pk>/schwelle/", edit_views.rules, name="rules"),
    path("<int:pk>/veroeffentlichung/", edit_views.publication, name="publication"),
    path("<int:pk>/link/", edit_views.public_link, name="public-link"),
    path("<int:pk>/bericht/", edit_views.digest, name="digest"),
    path("<int:pk>/partner/neu/", edit_views.join, name="join"),
    path("<int:pk>/partner/uebernehmen/", edit_views.take_over, name="take-over"),
    path("<int:pk>/partner/<int:partner_id>/bedingungen/", edit_views.terms, name="terms"),
    path("<int:pk>/partner/<int:partner_id>/ausscheiden/", edit_views.leave, name="leave"),
    path("<int:pk>/text/neu/", core_views.new_version, name="core-new"),
    path("<int:pk>/text/bearbeiten/", core_views.edit, name="core-edit"),
    path("<int:pk>/text/mitzeichnung/", core_views.offer, name="core-offer"),
    path("<int:pk>/text/ohne-mitzeichnung/", core_views.waive_open, name="core-waive"),
    path("<int:pk>/text/freigabe/", core_views.release, name="core-release"),
    path("<int:pk>/mitzeichnung/<int:signature_id>/", core_views.signature, name="signature"),
    path("<int:pk>/partner/<int:partner_id>/vorlage/neu/", partner_views.begin, name="begin"),
    path("<int:pk>/vorlage/<int:decision_id>/", partner_views.edit, name="decision"),
    path("<int:pk>/vorlage/<int:decision_id>/ergebnis/", partner_views.result, name="result"),
    path("<int:pk>/zuordnen/", matching_views.proposals, name="matching"),
    path("<int:pk>/zuordnen/<int:proposal_id>/", matching_views.decide, name="match"),
    path("<int:pk>/auftraege/", duty_views.duties, name="duties"),
    path("<int:pk>/auftraege/auftraege.<str:kind>", duty_views.export, name="duties-export"),
    *timetable.urlpatterns,
    *partner_papers.urlpatterns,
]
