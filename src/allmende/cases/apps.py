from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "allmende.cases"
    label = "cases"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from allmende.cases.privileges import give_after_migrate

        post_migrate.connect(give_after_migrate, sender=self, dispatch_uid="cases.privileges")
