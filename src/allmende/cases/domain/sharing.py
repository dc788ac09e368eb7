"""What of a case may go to whom: the limits of consent, of the receiving body and of who wrote it. Pure.

The database checks the same when a share is written (`ctx.may_share`); a test compares both.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from allmende.cases.domain.access import DataClass
from allmende.cases.domain.file_words import Light
from allmende.cases.domain.words import OrganisationKind

ENDING_WITHIN = timedelta(days=30)
LONGEST_SHARE = timedelta(days=184)
NOTES = frozenset({DataClass.NOTE, DataClass.SPECIAL, DataClass.RESIDENCE_STRATEGY})


@dataclass(frozen=True, slots=True)
class Consented:
    """What a consent to share covers; `until` is its last day."""

    recipient: int
    classes: frozenset[DataClass]
    given_on: date
    until: date
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A share as proposed: for whom, which classes, who wrote the notes in it; `until` is its last day."""

    recipient: int
    recipient_kind: OrganisationKind
    holder_kind: OrganisationKind
    classes: frozenset[DataClass]
    until: date
    has_provider_notes: bool = False


def light(until: date, revoked_on: date | None, on: date) -> Light:
    """Return how a consent stands on a day."""
    if revoked_on is not None:
        return Light.REVOKED
    if on > until:
        return Light.ENDED
    return Light.ENDING if until - on <= ENDING_WITHIN else Light.VALID


def why_not_share(consent: Consented, share: Proposed, on: date) -> list[str]:
    """Return in German why a share must not be made; empty if it may."""
    return [*_beyond_consent(consent, share, on), *_beyond_recipient(share)]


def _beyond_consent(consent: Consented, share: Proposed, on: date) -> list[str]:
    missing = []
    if consent.recipient != share.recipient:
        missing.append("Die Einwilligung nennt eine andere Stelle.")
    if consent.revoked_on is not None:
        missing.append("Die Einwilligung ist widerrufen.")
    elif on > consent.until or on < consent.given_on:
        missing.append("Die Einwilligung gilt heute nicht.")
    if share.until < on:
        missing.append("Das Ende der Freigabe liegt in der Vergangenheit.")
    if share.until > consent.until:
        missing.append(f"Die Einwilligung endet schon am {consent.until:%d.%m.%Y}.")
    if share.until > on + LONGEST_SHARE:
        missing.append("Eine Freigabe gilt höchstens sechs Monate.")
    beyond = sorted(share.classes - consent.classes)
    if beyond:
        told = ", ".join(f"„{each.label}“" for each in beyond)
        missing.append(f"Die Einwilligung umfasst nicht: {told}.")
    return missing


def _beyond_recipient(share: Proposed) -> list[str]:
    missing = []
    if share.recipient_kind is OrganisationKind.ABH and DataClass.RESIDENCE_STRATEGY in share.classes:
        missing.append("Die aufenthaltsrechtliche Strategie geht nie an die Ausländerbehörde.")
    is_by_provider = share.has_provider_notes or share.holder_kind is OrganisationKind.TRAEGER
    if share.recipient_kind is not OrganisationKind.TRAEGER and is_by_provider and share.classes & NOTES:
        missing.append("Notizen eines freien Trägers gehen nie an eine öffentliche Stelle.")
    return missing
