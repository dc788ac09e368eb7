from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "allmende.web"
    label = "web"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from allmende.common.errors import speak

        speak(gettext)
        from allmende.papers.paper_sections import SECTIONS
        from allmende.web.paper_money import money_section

        if money_section not in SECTIONS:
            SECTIONS.append(money_section)
