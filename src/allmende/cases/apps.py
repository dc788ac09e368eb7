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
            }
        )
