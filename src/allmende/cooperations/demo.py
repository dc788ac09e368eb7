"""Demo data of the register of cooperations: real ones, each with its source and what is not known of it."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.db import transaction

from allmende.cooperations import actions, facts, queries
from allmende.cooperations.domain import EventKind, Matter
from allmende.cooperations.entries import SourceEntry
from allmende.cooperations.facts import Saying
from allmende.cooperations.importing.actions import import_list, preview_list
from allmende.register.domain import Kind
from allmende.register.importing.actions import import_list as import_bodies
from allmende.register.importing.records import BodyList, BodyRecord

SINCE = date(2016, 1, 1)
LIST = files("allmende.cooperations") / "data" / "demo.csv"
OWN_BODIES = (
    BodyRecord(0, "zv-kaaw", "Zweckverband Kommunale ADV-Anwendergemeinschaft West", Kind.ZWECKVERBAND),
    BodyRecord(0, "zv-krzn", "Zweckverband Kommunales Rechenzentrum Niederrhein", Kind.ZWECKVERBAND),
    BodyRecord(0, "zv-kdvz", "Zweckverband kdvz Rhein-Erft-Rur", Kind.ZWECKVERBAND),
    BodyRecord(0, "zv-sit", "Zweckverband Südwestfalen-IT", Kind.ZWECKVERBAND),
    BodyRecord(0, "zv-owl-it", "Zweckverband Ostwestfalen-Lippe-IT", Kind.ZWECKVERBAND),
    BodyRecord(0, "zv-kdn", "Zweckverband KDN", Kind.ZWECKVERBAND),
    BodyRecord(0, "aoer-d-nrw", "d-NRW AöR", Kind.AOER),
)
AGREEMENT = SourceEntry("Kreis Coesfeld, Sitzungsvorlage SV-9-1257")
PORTAL = SourceEntry("Portal interkommunales.nrw, Eintrag zur citeq", "https://interkommunales.nrw/?p=7733")
PRESS = SourceEntry(
    "Pressemitteilung zur OWL-IT, pressebox 1189214", "https://www.pressebox.com/boxid/1189214"
)
ROSENDAHL = SourceEntry("Gemeinde Rosendahl, Tagesordnungspunkt 13714")


@transaction.atomic
def load(*, on: date, at: datetime) -> None:
    """Bring the demo's cooperations; what is there stays."""
    actions.load_tasks()
    data = LIST.read_bytes()
    bodies = BodyList("Beispieldaten: Zweckverbände", SINCE, OWN_BODIES, is_complete=False)
    digest = hashlib.sha256(repr(OWN_BODIES).encode()).hexdigest()
    import_bodies(bodies, digest=digest, file_name="Beispiel", by=None, at=at)
    options: dict[str, Any] = {"name": "Beispieldaten", "answers": {}, "steward_id": None, "on": on}
    if not preview_list(data, **options).entries:
        return
    import_list(data, **options, by=None, at=at)
    _citeq(on, at)
    first_day = queries.states_on(on).get(cooperation__key="owl-it").valid.lower
    facts.set_organ(
        Saying("owl-it", first_day, PRESS, by=None, on=on, at=at),
        name="Verbandsversammlung",
        composition="94 Mitglieder; je nach Einwohnerzahl 1 bis 4 je Verbandsmitglied",
    )


def _citeq(on: date, at: datetime) -> None:
    """Who decides what, and how it is paid, as far as papers of the partners tell."""
    since = date(2019, 1, 1)
    by_portal = Saying("citeq", since, PORTAL, by=None, on=on, at=at)
    facts.set_organ(
        by_portal,
        name="Zentralausschuss",
        composition="Hauptverwaltungsbeamtinnen und -beamte der Partner",
    )
    facts.set_voting_rule(
        by_portal,
        matter=Matter.ENTRY,
        rule={},
        words="Der Zentralausschuss entscheidet über neue Partner; mit welcher Mehrheit, ist nicht bekannt",
    )
    facts.set_cost_pool(
        replace(by_portal, source=ROSENDAHL),
        name="Leistungen für alle Partner",
        allocation={},
        words="Vorauszahlungen wie die Kreisumlage, nach einem Schlüssel je Mitglied; Zusätze einzeln",
    )
    for kind, day, note in (
        (EventKind.ANNOUNCED, date(2001, 2, 10), "Amtsblatt der Bezirksregierung Münster Nr. 6"),
        (EventKind.AMENDED, since, "Neufassung, vorbehaltlich der Zustimmung aller Partner"),
    ):
        facts.add_event(key="citeq", kind=kind, day=day, note=note, source=AGREEMENT, by=None, on=on, at=at)
