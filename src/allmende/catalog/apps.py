from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "allmende.catalog"
    label = "catalog"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions

        name_actions(
            {
                "provider_joined": _("hat den Anbieter aufgenommen"),
            }
        )
