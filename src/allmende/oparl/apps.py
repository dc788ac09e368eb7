from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OparlConfig(AppConfig):
    name = "allmende.oparl"
    label = "oparl"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions
        from allmende.oparl.importing.paper_section import imported_section
        from allmende.papers.paper_sections import SECTIONS

        if imported_section not in SECTIONS:
            SECTIONS.append(imported_section)
        name_actions(
            {
                "publication_public": _("hat die Veröffentlichung eingeschaltet"),
                "publication_paused": _("hat die Veröffentlichung unterbrochen"),
                "publication_archived": _("hat die Veröffentlichung zum Archiv gemacht"),
                "publication_ended": _("hat die Veröffentlichung beendet"),
                "publication_described": _("hat die Angaben zur Veröffentlichung geändert"),
                "publication_term_set": _("hat eine Wahlperiode eingetragen"),
                "publication_location_set": _("hat den Ort eingetragen"),
                "oparl_source_added": _("hat die OParl-Quelle eingetragen"),
                "oparl_source_changed": _("hat die OParl-Quelle geändert"),
                "oparl_body_linked": _("hat die Körperschaft der OParl-Quelle zugeordnet"),
                "oparl_objects_linked": _("hat zwei Objekte verbunden"),
            }
        )
