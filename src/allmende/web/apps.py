from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "allmende.web"
    label = "web"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from allmende.common.errors import speak

        speak(gettext)
