from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OparlConfig(AppConfig):
    name = "allmende.oparl"
    label = "oparl"

    def ready(self) -> None:
        import_module("allmende.oparl.serving.tasks")  # makes its clockwork known to the workers
        from allmende.accounts.labels import name_actions

        name_actions(
            {
                "publication_public": _("hat die Veröffentlichung eingeschaltet"),
                "publication_paused": _("hat die Veröffentlichung unterbrochen"),
                "publication_archived": _("hat die Veröffentlichung zum Archiv gemacht"),
                "publication_ended": _("hat die Veröffentlichung beendet"),
                "publication_described": _("hat die Angaben zur Veröffentlichung geändert"),
                "publication_term_set": _("hat eine Wahlperiode eingetragen"),
                "publication_location_set": _("hat den Ort eingetragen"),
            }
        )
