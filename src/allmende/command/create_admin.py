"""`allmende create-admin E-MAIL`: the first account of an installation, or a way back in."""

import argparse

from allmende.command.environment import database, set_up_django
from allmende.command.preparation import migrate
from allmende.common.errors import AllmendeError


class NoAddress(AllmendeError):
    """The text is no e-mail address."""

    message = "„{email}“ ist keine E-Mail-Adresse."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende create-admin`."""
    parser.description = (
        "Legt ein Konto an, das die Installation verwaltet, und zeigt einen Link, mit dem die Person einmal "
        "ihr Passwort festlegt. Gibt es das Konto schon, erhält es die Verwaltung und einen neuen Link."
    )
    parser.add_argument("email", metavar="E-MAIL", help="damit meldet sich die Person an")
    parser.add_argument("--name", default="", metavar="NAME", help="so sehen andere die Person")
    parser.add_argument(
        "--url",
        default="http://127.0.0.1:8000",
        metavar="ADRESSE",
        help="Adresse dieser Installation im Browser (üblich: %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Make the account and print the link."""
    with database():
        set_up_django()
        migrate()
        print(password_link(options.email, options.name, options.url))
    return 0


def password_link(email: str, name: str, origin: str) -> str:
    """Return the full address at which the administrator sets a password once."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from allmende.accounts.actions import appoint_administrator
    from allmende.pages.texts import visible

    try:
        validate_email(email)
    except ValidationError:
        raise NoAddress(email=email) from None
    link = appoint_administrator(email=email, name=visible(name).strip())
    return origin.rstrip("/") + link.path
