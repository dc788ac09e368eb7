from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PotentialsConfig(AppConfig):
    name = "allmende.cooperations.potentials"
    label = "potentials"

    def ready(self) -> None:
        import_module("allmende.cooperations.potentials.tasks")  # makes its jobs known to the workers
        from allmende.accounts.labels import name_actions
        from allmende.cooperations.potentials.body_section import potentials_section
        from allmende.register.body_sections import SECTIONS

        if potentials_section not in SECTIONS:
            SECTIONS.append(potentials_section)
        name_actions({"task_records_imported": _("hat Angaben zu Aufgaben eingelesen")})
