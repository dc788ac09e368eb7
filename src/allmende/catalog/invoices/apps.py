from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvoicesConfig(AppConfig):
    name = "allmende.catalog.invoices"
    label = "invoices"

    def ready(self) -> None:
        import_module("allmende.catalog.invoices.tasks")  # makes its jobs known to the workers
        from allmende.accounts.labels import name_actions

        name_actions(
            {
                "billing_profile_saved": _("hat Rechnungsangaben gespeichert"),
                "mandate_recorded": _("hat ein Lastschriftmandat eingetragen"),
                "mandate_revoked": _("hat ein Lastschriftmandat widerrufen"),
                "billing_started": _("hat eine Abrechnung gestartet"),
                "billing_issued": _("hat Rechnungen ausgestellt"),
                "billing_discarded": _("hat einen Abrechnungsentwurf verworfen"),
                "cost_recorded": _("hat einen Aufwand eingetragen"),
            }
        )
