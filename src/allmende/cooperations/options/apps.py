from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OptionsConfig(AppConfig):
    name = "allmende.cooperations.options"
    label = "options"

    def ready(self) -> None:
        import_module("allmende.cooperations.options.tasks")  # makes its job known to the workers
        from allmende.accounts.labels import name_actions
        from allmende.cooperations.options.paper_section import comparisons_section
        from allmende.papers.paper_sections import SECTIONS

        if comparisons_section not in SECTIONS:
            SECTIONS.append(comparisons_section)
        name_actions(
            {
                "comparison_created": _("hat einen Vergleich angelegt"),
                "comparison_changed": _("hat einen Vergleich geändert"),
                "comparison_published": _("hat einen Vergleich veröffentlicht"),
                "comparison_unpublished": _("hat eine Veröffentlichung zurückgenommen"),
                "comparison_attached": _("hat den Vergleich einer Vorlage zugeordnet"),
                "comparison_frozen": _("hat einen Stand festgehalten"),
                "comparison_deleted": _("hat einen Vergleich gelöscht"),
                "word_template_stored": _("hat eine Word-Vorlage hinterlegt"),
                "word_template_removed": _("hat eine Word-Vorlage entfernt"),
            }
        )
