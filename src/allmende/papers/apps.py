from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "allmende.papers"
    label = "papers"

    def ready(self) -> None:
        import_module("allmende.papers.bulk.handler")  # makes its job known to the workers
        import_module("allmende.papers.duties.tasks")  # and what they do by the clock
        from allmende.accounts.labels import name_actions
        from allmende.papers.body_section import papers_section
        from allmende.register.body_sections import SECTIONS

        name_actions(
            {
                "sittings_added": _("hat Sitzungen eines Gremiums eingetragen"),
                "sittings_removed": _("hat Sitzungen eines Gremiums entfernt"),
            }
        )
        if papers_section not in SECTIONS:
            SECTIONS.append(papers_section)
