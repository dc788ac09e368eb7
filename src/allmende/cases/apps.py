from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "allmende.cases"
    label = "cases"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate

        from allmende.accounts.labels import name_actions
        from allmende.cases.privileges import check_before_migrate, give_after_migrate

        pre_migrate.connect(check_before_migrate, sender=self, dispatch_uid="cases.may_make_roles")
        post_migrate.connect(give_after_migrate, sender=self, dispatch_uid="cases.privileges")
        name_actions(
            {
                "case_opened": _("hat den Fall eröffnet"),
                "case_identity_read": _("hat die Angaben zur Person gelesen"),
                "case_notes_read": _("hat die Notizen gelesen"),
                "case_note_written": _("hat eine Notiz geschrieben"),
                "case_access_denied": _("hat vergeblich auf einen Fall zugegriffen"),
                "case_access_log_read": _("hat gelesen, wer den Fall gesehen hat"),
                "case_emergency_opened": _("hat den Notzugang geöffnet"),
                "case_emergency_reviewed": _("hat den Notzugang geprüft"),
                "case_chain_verified": _("hat das Protokoll geprüft"),
                "case_seal_recorded": _("hat ein Siegel eingetragen"),
                "case_codes_read": _("hat die Angaben für die Statistik gelesen"),
                "case_codes_written": _("hat Angaben für die Statistik eingetragen"),
                "case_key_date_frozen": _("hat den Stichtag festgehalten"),
                "case_table_prepared": _("hat die Tabelle vorbereitet"),
                "case_table_released": _("hat die Tabelle freigegeben"),
                "case_table_rejected": _("hat die Tabelle zurückgegeben"),
                "case_identity_changed": _("hat die Angaben zur Person geändert"),
                "case_read": _("hat den Überblick des Falls gelesen"),
                "case_list_read": _("hat eine Liste von Fällen mit Initialen gelesen"),
                "case_names_read": _("hat eine Liste von Fällen mit Namen gelesen"),
                "case_double_checked": _("hat nach einer möglichen Doppelung gefragt"),
                "case_phase_changed": _("hat die Phase des Falls gewechselt"),
                "case_head_changed": _("hat die Aufnahme vorbereitet"),
                "case_reviewed": _("hat den Fall überprüft"),
                "case_plan_read": _("hat den Hilfeplan gelesen"),
                "case_plan_written": _("hat eine Fassung des Hilfeplans begonnen"),
                "case_plan_agreed": _("hat die Zielvereinbarung eingetragen"),
                "case_plan_printed": _("hat die Zielvereinbarung gedruckt"),
                "case_goal_written": _("hat ein Ziel eingetragen"),
                "case_goal_decided": _("hat über ein Ziel entschieden"),
                "case_action_written": _("hat einen Schritt eingetragen"),
                "case_action_done": _("hat einen Schritt erledigt"),
                "case_consents_read": _("hat die Einwilligungen gelesen"),
                "case_consent_entered": _("hat eine Einwilligung eingetragen"),
                "case_consent_revoked": _("hat den Widerruf einer Einwilligung eingetragen"),
                "case_shares_read": _("hat die Freigaben gelesen"),
                "case_shared": _("hat eine Kopie aus dem Fall freigegeben"),
                "case_share_ended": _("hat eine Freigabe beendet"),
                "case_share_read": _("hat eine freigegebene Kopie gelesen"),
                "case_team_read": _("hat das Team des Falls gelesen"),
                "case_deputy_added": _("hat eine Vertretung bestimmt"),
                "case_deputy_ended": _("hat eine Vertretung beendet"),
                "case_handed_over": _("hat den Fall zur Übergabe angeboten"),
                "case_transfer_accepted": _("hat den Fall übernommen"),
                "case_transfer_declined": _("hat die Übernahme des Falls abgelehnt"),
                "case_region_created": _("hat die KIM-Region angelegt"),
                "case_organisation_added": _("hat die Stelle in der Fallarbeit eingetragen"),
                "case_role_given": _("hat eine Aufgabe in der Fallarbeit vergeben"),
                "case_role_ended": _("hat eine Aufgabe in der Fallarbeit beendet"),
                "case_agreement_linked": _("hat den Vertrag mit der Fallarbeit verbunden"),
                "case_agreement_ended": _("hat den Vertrag von der Fallarbeit getrennt"),
            }
        )
