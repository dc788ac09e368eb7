"""What can go wrong with accounts and is to be expected."""

from allmende.common.errors import AllmendeError


class UnknownUser(AllmendeError):
    """No account has this number."""

    message = "Ein Konto mit der Nummer {user_id} gibt es nicht. Öffnen Sie die Liste der Konten."
    status = 404


class AccountExists(AllmendeError):
    """The address has an account already."""

    message = "Zu {email} gibt es schon ein Konto. Weisen Sie diesem Konto eine Rolle zu."


class AccountInactive(AllmendeError):
    """The account is deactivated."""

    message = "Das Konto {email} ist deaktiviert. Aktivieren Sie es zuerst wieder."


class OwnAccount(AllmendeError):
    """People who run the installation must not lock themselves out."""

    message = "Das eigene Konto können Sie hier nicht ändern. Bitten Sie eine andere Person der Verwaltung."
