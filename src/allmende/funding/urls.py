"""Addresses of funding."""

from django.urls import path

from allmende.funding.views import consequences, forwarding, grants, overview, posts, reports

app_name = "funding"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("fristen/", overview.deadlines, name="deadlines"),
    path("fristen.ics", overview.deadline_calendar, name="deadline-calendar"),
    path("neu/", grants.new_grant, name="new-grant"),
    path("<int:pk>/", grants.grant, name="grant"),
    path("<int:pk>/zuwendung.xlsx", grants.grant_file, name="grant-xlsx"),
    path("<int:pk>/schritt/", grants.new_step, name="new-step"),
    path("<int:pk>/frist/", grants.new_deadline, name="new-deadline"),
    path("schritt/<int:pk>/freigeben/", grants.release_step, name="release-step"),
    path("schritt/<int:pk>/zuruecknehmen/", grants.withdraw_step, name="withdraw-step"),
    path("<int:pk>/stellen/", posts.posts, name="posts"),
    path("<int:pk>/stellen/neu/", posts.new_post, name="new-post"),
    path("stelle/<int:pk>/", posts.change_post, name="change-post"),
    path("<int:pk>/vertrag/", forwarding.new_agreement, name="new-agreement"),
    path("<int:pk>/klausel/", forwarding.change_clause, name="change-clause"),
    path("<int:pk>/folgen/", consequences.consequences, name="consequences"),
    path("<int:pk>/vergleich/", consequences.comparison, name="comparison"),
    path("vertrag/<int:pk>/", forwarding.agreement, name="forwarding"),
    path("vertrag/<int:pk>/neu-rechnen/", forwarding.recalculate, name="recalculate"),
    path("vertrag/<int:pk>/beenden/", forwarding.end_agreement, name="end-agreement"),
    path("vertrag/<int:pk>/meldung/", reports.new_report, name="new-report"),
    path("vertrag/<int:pk>/meldung/datei/", reports.import_report, name="import-report"),
    path("vertrag/<int:pk>/meldung/datei/uebernehmen/", reports.confirm_report, name="confirm-report"),
    path("vertrag/<int:pk>/meldung/vorlage.xlsx", reports.report_template, name="report-template"),
    path("meldung/<int:pk>/", reports.report, name="report"),
    path("meldung/<int:pk>/freigeben/", reports.release_report, name="release-report"),
]
