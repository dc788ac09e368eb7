from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "allmende.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allmende.accounts import recording  # noqa: F401 - connects the receivers
        from allmende.accounts.domain import Action
        from allmende.accounts.labels import name_actions

        name_actions(
            {
                Action.SIGNED_IN: _("hat sich angemeldet"),
                Action.SIGN_IN_FAILED: _("meldet eine fehlgeschlagene Anmeldung"),
                Action.SIGNED_OUT: _("hat sich abgemeldet"),
                Action.SIGN_IN_REVOKED: _("hat Anmeldungen beendet"),
                Action.SECOND_FACTOR_ADDED: _("hat einen zweiten Faktor hinzugefügt"),
                Action.SECOND_FACTOR_REMOVED: _("hat einen zweiten Faktor entfernt"),
                Action.RECOVERY_CODES_GENERATED: _("hat neue Wiederherstellungscodes erzeugt"),
                Action.SECOND_FACTOR_RESET: _("hat den zweiten Faktor zurückgesetzt"),
                Action.PASSWORD_CHANGED: _("hat das Passwort geändert"),
                Action.PROFILE_CHANGED: _("hat Name oder Sprache geändert"),
                Action.ADMINISTRATOR_APPOINTED: _("hat dem Konto die Verwaltung der Installation übertragen"),
                Action.USER_INVITED: _("hat das Konto eingeladen"),
                Action.PASSWORD_LINK_ISSUED: _("hat einen Link zum Festlegen des Passworts ausgestellt"),
                Action.USER_DEACTIVATED: _("hat das Konto deaktiviert"),
                Action.USER_REACTIVATED: _("hat das Konto wieder aktiviert"),
            }
        )
