"""The demo: example people, the register of NRW, the dossiers of the source documents."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from allmende.accounts.actions import create_demo_user
from allmende.cases import demo as cases_demo
from allmende.catalog import demo as catalog_demo
from allmende.cooperations import demo as cooperations_demo
from allmende.cooperations.options import demo as options_demo
from allmende.cooperations.potentials import demo as potentials_demo
from allmende.funding import demo as funding_demo
from allmende.joint_decisions import demo as joint_decisions_demo
from allmende.ledger import demo as ledger_demo
from allmende.papers import demo as papers_demo
from allmende.register import demo as register_demo

PASSWORD = "allmende-demo-2026"  # noqa: S105 - public on purpose, the guide prints it


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody to sign in as, and what this person can do."""

    email: str
    name: str
    text: str
    is_staff: bool = False
    password: str = PASSWORD


USERS = (
    DemoUser(
        "clerk@kreis-coesfeld.example",
        "Lea Sandmann",
        "Kreis Coesfeld, Sachbearbeitung: liest Vorlagen ein und bestätigt sie; liest bei der Stadt mit",
    ),
    DemoUser(
        "head@kreis-coesfeld.example",
        "Jonas Hellweg",
        "Kreis Coesfeld, Leitung: bestätigt, veröffentlicht und verwaltet die Mitglieder",
    ),
    DemoUser(
        "auditor@kreis-coesfeld.example",
        "Mira Ostendorf",
        "Kreis Coesfeld, Rechnungsprüfung: liest alles und sieht jeden Verlauf",
    ),
    DemoUser(
        "clerk@leverkusen.example",
        "Deniz Aydın",
        "Stadt Leverkusen, Sachbearbeitung: sieht das Dossier zum Kommunalen Integrationsmanagement",
    ),
    DemoUser(
        "treasurer@leverkusen.example",
        "Katrin Vogt",
        "Stadt Leverkusen, Kämmerei: liest Beträge und Finanzierung",
    ),
    DemoUser(
        "clerk@rhein-sieg.example",
        "Paul Weber",
        "Rhein-Sieg-Kreis, Sachbearbeitung: sieht das Dossier zum Integrationszentrum",
    ),
    DemoUser(
        "clerk@zentral-it.example",
        "Sina Kaya",
        "Zentraler IT-Dienstleister (erfunden), Sachbearbeitung: pflegt Leistungen, Preise und Fahrplan",
    ),
    DemoUser(
        "treasurer@zentral-it.example",
        "Marek Nowak",
        "Zentraler IT-Dienstleister (erfunden), Kämmerei: rechnet ab und zieht ein",
    ),
    DemoUser(
        "head@nottuln.example",
        "Theo Brandt",
        "Gemeinde Nottuln, Leitung: vergleicht Leistungen, bestellt und kündigt (Beispieldaten)",
    ),
    DemoUser(
        "case@awo-leverkusen.example",
        "Amira Feldkamp",
        "AWO Leverkusen (Beispiel), Case Management: führt erfundene Fälle",
    ),
    DemoUser(
        "case@caritas-leverkusen.example",
        "Jost Lindlar",
        "Caritasverband Leverkusen (Beispiel), Case Management: führt erfundene Fälle",
    ),
    DemoUser(
        "case@diakonie-leverkusen.example",
        "Wiebke Sander",
        "Diakonie Leverkusen (Beispiel), Case Management: führt erfundene Fälle",
    ),
    DemoUser(
        "case@leverkusen.example",
        "Mehmet Rosen",
        "Stadt Leverkusen, Case Management: führt erfundene Fälle",
    ),
    DemoUser(
        "supervision@leverkusen.example",
        "Hanna Quade",
        "Stadt Leverkusen, Fachaufsicht der Fallarbeit: gibt Tabellen frei, prüft Notzugänge",
    ),
    DemoUser(
        "controlling@leverkusen.example",
        "Emil Brück",
        "Stadt Leverkusen, Controlling der Fallarbeit: hält Stichtage fest, bereitet Tabellen vor",
    ),
    DemoUser(
        "audit@leverkusen.example",
        "Rosa Thelen",
        "Stadt Leverkusen, Prüfung und Datenschutz: liest das Protokoll der Fallarbeit",
    ),
    DemoUser(
        "admin@allmende.example",
        "Vera Lindner",
        "Verwaltung der Installation: lädt Personen ein und bringt das Register auf den neuen Stand",
        is_staff=True,
    ),
)


@transaction.atomic
def load_demo() -> tuple[DemoUser, ...]:
    """Bring the demo's people and facts; a second call changes nothing. Return whom one can sign in as."""
    now = timezone.now()
    users = {
        each.email: create_demo_user(each.email, each.password, each.name, is_staff=each.is_staff)
        for each in USERS
    }
    today = timezone.localdate(now)
    register_demo.load(users, on=today, at=now)
    # before the source documents: visitors are shown first what was published last
    catalog_demo.load(users, on=today, at=now)
    papers = papers_demo.load(on=today)
    ledger_demo.load(on=today, rhein_sieg_paper=papers.get("rhein_sieg.json", ""))
    cooperations_demo.load(on=today, at=now)
    options_demo.load(on=today, at=now, papers=papers)
    joint_decisions_demo.load(on=today, papers=papers)
    potentials_demo.load(on=today, at=now)
    funding_demo.load(on=today, papers=papers)
    cases_demo.load(users, on=today, at=now)
    return USERS
