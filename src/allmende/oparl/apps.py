from django.apps import AppConfig


class OparlConfig(AppConfig):
    name = "allmende.oparl"
    label = "oparl"
