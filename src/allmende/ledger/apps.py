from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "allmende.ledger"
    label = "ledger"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions

        name_actions(
            {
                "calculation_posted": _("hat die Berechnung gebucht"),
                "calculation_corrected": _("hat die Berechnung neu gebucht"),
                "posting_entered": _("hat die Buchung eingetragen"),
                "posting_cancelled": _("hat die Buchung zurückgenommen"),
                "local_value_set": _("hat den örtlichen Wert eingetragen"),
            }
        )
