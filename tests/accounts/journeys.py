"""Steps that many account tests take, each as a person does it: through the pages."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.accounts.factories import PASSWORD


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Client:
    """Sign in as a person does, through the page."""
    client.post("/konto/anmelden/", {"login": email, "password": password})
    return client


def confirm(client: Client, password: str = PASSWORD) -> Client:
    """Answer the question for the password that precedes changes of security."""
    client.post("/konto/bestaetigen/", {"password": password})
    return client


def is_signed_in(client: Client) -> bool:
    """Return whether the own account opens."""
    return client.get("/konto/").status_code == 200


def totp_code(secret: str) -> str:
    """Return what the authenticator app shows at present."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up_app(client: Client) -> str:
    """Set up an authenticator app and return its secret."""
    confirm(client)
    secret: str = client.get("/konto/zweiter-faktor/app/einrichten/").context["form"].secret
    client.post("/konto/zweiter-faktor/app/einrichten/", {"code": totp_code(secret)})
    return secret
