from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "allmende.register"
    label = "register"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions

        name_actions(
            {
                "head_appointed": _("hat für die Installation die Leitung benannt"),
                "membership_granted": _("hat eine Rolle vergeben"),
                "membership_role_changed": _("hat eine Rolle geändert"),
                "membership_ended": _("hat eine Rolle beendet"),
                "register_imported": _("hat eine Liste in das Register eingelesen"),
            }
        )
