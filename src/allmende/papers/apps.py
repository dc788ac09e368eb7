from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "allmende.papers"
    label = "papers"
