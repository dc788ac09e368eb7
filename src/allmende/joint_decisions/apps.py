from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JointDecisionsConfig(AppConfig):
    name = "allmende.joint_decisions"
    label = "joint_decisions"

    def ready(self) -> None:
        import_module("allmende.joint_decisions.tasks")  # makes its clock known to the workers
        import_module("allmende.joint_decisions.partner_papers.tasks")  # makes its job known to the workers
        from allmende.accounts.labels import name_actions
        from allmende.joint_decisions.calendar_days import days_of_person
        from allmende.papers.calendar_days import SOURCES

        if days_of_person not in SOURCES:
            SOURCES.append(days_of_person)

        name_actions(
            {
                "joint_decision_created": _("hat den gemeinsamen Beschluss angelegt"),
                "joint_decision_changed": _("hat die Angaben zum gemeinsamen Beschluss geändert"),
                "joint_decision_published": _("hat den gemeinsamen Beschluss veröffentlicht"),
                "joint_decision_hidden": _("hat die Veröffentlichung des gemeinsamen Beschlusses beendet"),
                "joint_core_saved": _("hat den gemeinsamen Text geändert"),
                "joint_core_offered": _("hat den gemeinsamen Text zur Mitzeichnung gegeben"),
                "joint_core_signed": _("hat den gemeinsamen Text mitgezeichnet"),
                "joint_core_refused": _("hat den gemeinsamen Text nicht mitgezeichnet"),
                "joint_core_waived": _("hat auf eine Mitzeichnung verzichtet"),
                "joint_core_released": _("hat den gemeinsamen Text freigegeben"),
                "joint_rules_set": _("hat die Schwelle festgelegt"),
                "joint_partner_joined": _("hat einen Partner aufgenommen"),
                "joint_partner_changed": _("hat die Bedingungen eines Partners geändert"),
                "joint_partner_left": _("hat einen Partner ausscheiden lassen"),
                "joint_paper_changed": _("hat die Vorlage des Partners geändert"),
                "joint_result_recorded": _("hat das Ergebnis eines Partners festgehalten"),
                "joint_result_corrected": _("hat das Ergebnis eines Partners berichtigt"),
                "joint_link_opened": _("hat den öffentlichen Link angelegt"),
                "joint_link_revoked": _("hat den öffentlichen Link widerrufen"),
                "joint_match_confirmed": _("hat eine Vorlage zugeordnet"),
                "joint_stations_saved": _("hat Gremien und Sitzungen eines Partners eingetragen"),
                "joint_papers_made": _("hat die Vorlagen der Partner erzeugt"),
                "joint_budget_saved": _("hat die Haushaltsstelle eines Partners eingetragen"),
                "joint_figures_changed": _("hat die gerechneten Angaben geändert"),
                "joint_calendars_imported": _("hat Sitzungskalender eingelesen"),
                "joint_match_refused": _("hat eine vorgeschlagene Zuordnung abgelehnt"),
            }
        )
