from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "allmende.pages"
    label = "pages"
