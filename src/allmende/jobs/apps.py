from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "allmende.jobs"
    label = "jobs"
