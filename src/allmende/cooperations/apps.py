from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationsConfig(AppConfig):
    name = "allmende.cooperations"
    label = "cooperations"

    def ready(self) -> None:
        import_module("allmende.cooperations.importing.handler")  # makes its job known to the workers
        from allmende.accounts.labels import name_actions
        from allmende.cooperations.body_section import cooperations_section
        from allmende.register.body_sections import SECTIONS

        if cooperations_section not in SECTIONS:
            SECTIONS.append(cooperations_section)
        name_actions(
            {
                "cooperation_created": _("hat die Zusammenarbeit eingetragen"),
                "cooperation_changed": _("hat die Angaben zur Zusammenarbeit geändert"),
                "cooperation_ended": _("hat die Zusammenarbeit beendet"),
                "cooperation_party_added": _("hat eine Beteiligte eingetragen"),
                "cooperation_party_changed": _("hat eine Beteiligung geändert"),
                "cooperation_reopened": _("hat das Ende der Zusammenarbeit zurückgenommen"),
                "cooperation_withdrawn": _("hat den ganzen Eintrag als Irrtum zurückgenommen"),
                "cooperation_reinstated": _("hat den zurückgenommenen Eintrag wieder aufgenommen"),
                "cooperation_own_body_set": _("hat die eigene Körperschaft eingetragen"),
                "cooperation_fact_set": _("hat eine Angabe eingetragen"),
                "cooperation_fact_ended": _("hat einen letzten Tag eingetragen"),
                "cooperation_fact_withdrawn": _("hat eine Angabe als Irrtum zurückgenommen"),
                "cooperations_imported": _("hat eine Liste von Zusammenarbeiten eingelesen"),
            }
        )
