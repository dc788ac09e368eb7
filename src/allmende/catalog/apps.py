from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "allmende.catalog"
    label = "catalog"

    def ready(self) -> None:
        import_module("allmende.catalog.tasks")  # makes them known to the workers
        from allmende.accounts.labels import name_actions

        name_actions(
            {
                "provider_joined": _("hat den Anbieter aufgenommen"),
                "provider_changed": _("hat die Angaben des Anbieters geändert"),
                "provider_handed_over": _("hat das Portfolio übergeben"),
                "portfolio_imported": _("hat ein Portfolio eingelesen"),
                "product_created": _("hat die Leistung angelegt"),
                "version_published": _("hat die Fassung veröffentlicht"),
                "product_stage_set": _("hat den Lebenszyklus eingetragen"),
                "subscription_step": _("hat den Stand der Abnahme eingetragen"),
                "quantity_reported": _("hat eine Menge gemeldet"),
                "wave_set": _("hat die Welle eingetragen"),
                "index_value_recorded": _("hat einen Indexwert eingetragen"),
                "service_reported": _("hat einen Messwert oder eine Störung gemeldet"),
            }
        )
