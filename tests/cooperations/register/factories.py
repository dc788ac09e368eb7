"""Made-up entries of the register of cooperations."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from allmende.cooperations.domain import LegalForm, PartyRole
from allmende.cooperations.entries import CooperationEntry, PartyEntry, SourceEntry, StateEntry, TaskEntry
from allmende.register.domain import BodyView

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 9, tzinfo=UTC)
SINCE = date(2020, 12, 31)
STATE = StateEntry("Gemeinsames Rechenzentrum Probe", LegalForm.OERV_DELEGIEREND, short_name="GRP")
SOURCE = SourceEntry("Amtsblatt 1/2020", "https://amtsblatt.example/1")


def party(body: BodyView, **fields: Any) -> PartyEntry:
    return PartyEntry(body.id, str(body), **fields)


def entry(bodies: Mapping[str, BodyView], **fields: Any) -> CooperationEntry:
    """Return shared computing of Kreis Probe, Musterstadt and Beispieldorf."""
    whole = CooperationEntry(
        key="rechenzentrum-probe",
        state=STATE,
        source=SOURCE,
        first_day=SINCE,
        steward_id=bodies["05999"].id,
        parties=[
            party(bodies["05999"], role=PartyRole.LEAD, votes=2),
            party(bodies["05999004"], votes=1),
            party(bodies["05999008"], votes=1),
        ],
        tasks=[TaskEntry("it-betrieb")],
    )
    return replace(whole, **fields)
