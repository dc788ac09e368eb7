from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "allmende.register"
    label = "register"
