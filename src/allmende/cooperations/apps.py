from django.apps import AppConfig


class CooperationsConfig(AppConfig):
    name = "allmende.cooperations"
    label = "cooperations"
