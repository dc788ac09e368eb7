"""The demo: the register of NRW, the source documents as dossiers, and people to sign in as."""

from dataclasses import dataclass

from django.utils import timezone

from allmende.accounts.actions import create_demo_user
from allmende.papers import demo as papers_demo
from allmende.register import demo as register_demo

PASSWORD = "allmende-demo-2026"  # noqa: S105 - public on purpose; the demo listens on this machine only


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody to sign in as; `text` says what this person can do."""

    email: str
    name: str
    text: str
    is_staff: bool = False
    password: str = PASSWORD


USERS = (
    DemoUser(
        "clerk@kreis-coesfeld.example", "Kim Coesfeld", "Kreis Coesfeld: liest Vorlagen ein und bestätigt sie"
    ),
    DemoUser(
        "head@kreis-coesfeld.example", "Leo Coesfeld", "Kreis Coesfeld, Leitung: verwaltet auch Mitglieder"
    ),
    DemoUser(
        "auditor@kreis-coesfeld.example", "Pia Coesfeld", "Kreis Coesfeld, Rechnungsprüfung: liest alles"
    ),
    DemoUser(
        "clerk@leverkusen.example", "Kim Leverkusen", "Stadt Leverkusen: liest Vorlagen ein und bestätigt sie"
    ),
    DemoUser("treasurer@leverkusen.example", "Toni Leverkusen", "Stadt Leverkusen, Kämmerei: liest mit"),
    DemoUser(
        "clerk@rhein-sieg.example", "Kim Rhein-Sieg", "Rhein-Sieg-Kreis: liest Vorlagen ein und bestätigt sie"
    ),
    DemoUser(
        "admin@allmende.example", "Alex Betrieb", "Betrieb: Benutzerkonten, Register einlesen", is_staff=True
    ),
)


def load_demo() -> list[DemoUser]:
    """Bring the demo data; what is there stays, so a second start is quick."""
    now = timezone.now()
    today = timezone.localdate(now)
    accounts = {
        user.email: create_demo_user(user.email, user.password, user.name, is_staff=user.is_staff)
        for user in USERS
    }
    register_demo.load(accounts, on=today, at=now)
    papers_demo.load(accounts, on=today, at=now)
    return list(USERS)
