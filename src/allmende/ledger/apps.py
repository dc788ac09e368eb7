from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "allmende.ledger"
    label = "ledger"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions
        from allmende.ledger.body_section import payments_section
        from allmende.register.body_sections import SECTIONS

        if payments_section not in SECTIONS:
            SECTIONS.append(payments_section)
        name_actions(
            {
                "calculation_posted": _("hat die Berechnung gebucht"),
                "calculation_corrected": _("hat die Berechnung neu gebucht"),
                "calculation_published": _("hat die Berechnung veröffentlicht"),
                "calculation_hidden": _("hat die Veröffentlichung der Berechnung zurückgenommen"),
                "posting_entered": _("hat die Buchung eingetragen"),
                "posting_cancelled": _("hat die Buchung zurückgenommen"),
                "local_value_set": _("hat den örtlichen Wert eingetragen"),
                "local_value_withdrawn": _("hat den örtlichen Wert zurückgezogen"),
                "scenario_saved": _("hat das Szenario gespeichert"),
                "scenario_renamed": _("hat das Szenario umbenannt"),
                "scenario_shared": _("hat den Link zum Szenario geöffnet"),
                "scenario_unshared": _("hat den Link zum Szenario geschlossen"),
                "scenario_hidden": _("hat das Szenario ausgeblendet"),
                "base_data_imported": _("hat die Grunddaten eingelesen"),
                "base_data_hidden": _("hat die Grunddaten ausgeblendet"),
            }
        )
