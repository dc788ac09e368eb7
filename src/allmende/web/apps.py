from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "allmende.web"
    label = "web"
