"""Addresses of papers, drafts and calendars."""

from django.urls import path

from allmende.papers import calendar_views, draft_views, list_views, views
from allmende.papers.bulk import views as bulk_views
from allmende.papers.decisions import views as decision_views
from allmende.papers.duties import views as duty_views

app_name = "papers"

urlpatterns = [
    path("", views.paper_list, name="papers"),
    path("neu/", draft_views.new_paper, name="new"),
    path("mehrere/", bulk_views.new_import, name="bulk"),
    path("mehrere/<int:pk>/", bulk_views.bulk_import, name="bulk-import"),
    path("mehrere/<int:pk>/stand/", bulk_views.progress, name="bulk-progress"),
    path("leser/", list_views.reader_quality, name="reader-quality"),
    path("entwuerfe/", list_views.draft_list, name="drafts"),
    path("entwuerfe/bestaetigen/", list_views.confirm_drafts, name="drafts-confirm"),
    path("entwurf/<int:pk>/", draft_views.draft, name="draft"),
    path("entwurf/<int:pk>/loeschen/", draft_views.delete, name="draft-delete"),
    path("beschluesse/", decision_views.in_force, name="in-force"),
    path("auftraege/", decision_views.follow_ups, name="follow-ups"),
    path("auftraege/oeffentlich/", duty_views.public_follow_ups, name="public-follow-ups"),
    path("auftraege/mail/", duty_views.digest, name="duty-digest"),
    path("auftrag/<int:pk>/", duty_views.follow_up, name="follow-up"),
    path("auftrag/<int:pk>/stand/", decision_views.settle, name="settle"),
    path("auftrag/<int:pk>/aendern/", duty_views.term, name="follow-up-term"),
    path("auftrag/<int:pk>/meldung/<int:report>/", duty_views.withdraw_report, name="report-withdraw"),
    path("auftrag/datei/<int:pk>/", duty_views.report_file, name="report-file"),
    path("bedingung/<int:pk>/auftrag/", duty_views.duty_from_condition, name="condition-duty"),
    path("<int:pk>/namentlich/", duty_views.roll_call, name="roll-call"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/geltung/", decision_views.matter, name="matter"),
    path("<int:pk>/ergebnis/", decision_views.outcome, name="outcome"),
    path("<int:pk>/ergebnis/zuruecknehmen/", decision_views.withdraw_outcome, name="outcome-withdraw"),
    path("<int:pk>/text/", views.paper_text, name="paper-text"),
    path("<int:pk>/vorlage.pdf", views.paper_pdf, name="paper-pdf"),
    path("<int:pk>/vorlage.json", views.paper_json, name="paper-json"),
    path("<int:pk>/termine.ics", calendar_views.paper_calendar, name="paper-calendar"),
    path("<int:pk>/veroeffentlichen/", views.publish, name="publish"),
    path("<int:pk>/zuruecknehmen/", views.unpublish, name="unpublish"),
    path("<int:pk>/entwurf/", views.reopen, name="reopen"),
    path("datei/<int:pk>/", views.download, name="download"),
    path("kalender/", calendar_views.calendar, name="calendar"),
    path("kalender/<str:secret>/allmende.ics", calendar_views.feed, name="feed"),
]
