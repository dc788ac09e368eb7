from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuitabilityConfig(AppConfig):
    name = "allmende.catalog.suitability"
    label = "suitability"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions
        from allmende.catalog.suitability.paper_section import reviews_section
        from allmende.papers.paper_sections import SECTIONS

        if reviews_section not in SECTIONS:
            SECTIONS.append(reviews_section)
        name_actions(
            {
                "review_started": _("hat eine Eignungsprüfung begonnen"),
                "review_criteria_locked": _("hat die Kriterien festgelegt"),
                "review_criteria_unlocked": _("hat die Festlegung der Kriterien aufgehoben"),
                "review_offers_opened": _("hat die Angebote geöffnet"),
                "review_decided": _("hat das Ergebnis der Eignungsprüfung festgehalten"),
                "review_deleted": _("hat die Eignungsprüfung gelöscht"),
                "review_published": _("hat die Eignungsprüfung veröffentlicht"),
                "review_unpublished": _("hat die Veröffentlichung der Eignungsprüfung zurückgenommen"),
            }
        )
