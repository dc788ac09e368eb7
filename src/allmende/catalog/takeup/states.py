"""The states of a subscription, which may follow which, and why not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allmende.common.formats import day


class TakeUp(StrEnum):
    """How far a body is with a product."""

    INTEREST = "interest"
    REVIEW = "review"
    DECISION = "decision"
    ORDERED = "ordered"
    ROLLOUT = "rollout"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    ENDED = "ended"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return {
            "interest": "Interesse",
            "review": "in Prüfung",
            "decision": "beschlossen",
            "ordered": "bestellt",
            "rollout": "in Einführung",
            "active": "aktiv",
            "cancelled": "gekündigt",
            "ended": "beendet",
            "declined": "abgelehnt",
        }[self.value]

    @property
    def step(self) -> str:
        """Return what a person does who moves a subscription here."""
        return {
            "interest": "Interesse eintragen",
            "review": "Prüfung beginnen",
            "decision": "Beschluss eintragen",
            "ordered": "Bestellen",
            "rollout": "Einführung beginnen",
            "active": "Nutzung beginnen",
            "cancelled": "Kündigen",
            "ended": "Ende eintragen",
            "declined": "Ablehnen",
        }[self.value]

    @property
    def is_taken(self) -> bool:
        """Return whether the body uses the service."""
        return self in {TakeUp.ACTIVE, TakeUp.CANCELLED}

    @property
    def is_bound(self) -> bool:
        """Return whether the body has ordered and is not yet out."""
        return self in BOUND

    @property
    def is_open(self) -> bool:
        return self not in {TakeUp.ENDED, TakeUp.DECLINED}


BOUND = frozenset({TakeUp.ORDERED, TakeUp.ROLLOUT, TakeUp.ACTIVE, TakeUp.CANCELLED})
DECIDED = BOUND | {TakeUp.DECISION}

FOLLOWING: Mapping[TakeUp, tuple[TakeUp, ...]] = {
    TakeUp.INTEREST: (TakeUp.REVIEW, TakeUp.DECLINED),
    TakeUp.REVIEW: (TakeUp.DECISION, TakeUp.DECLINED),
    TakeUp.DECISION: (TakeUp.ORDERED, TakeUp.DECLINED),
    TakeUp.ORDERED: (TakeUp.ROLLOUT, TakeUp.ACTIVE, TakeUp.CANCELLED),
    TakeUp.ROLLOUT: (TakeUp.ACTIVE, TakeUp.CANCELLED),
    TakeUp.ACTIVE: (TakeUp.CANCELLED,),
    TakeUp.CANCELLED: (TakeUp.ENDED, TakeUp.ACTIVE),
    TakeUp.ENDED: (),
    TakeUp.DECLINED: (TakeUp.REVIEW,),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a subscription when somebody wants to move it on."""

    state: TakeUp
    last_step_on: date | None = None
    has_decision: bool = False
    """The paper of the council's decision is named."""
    is_decision_taken: bool = True
    """That paper's decision was taken; False: it is still to be decided or was refused."""
    version_is_published: bool = True
    is_offered: bool = True
    """The product is in a stage in which it can be ordered."""
    starts_on: date | None = None
    ends_on: date | None = None
    """The first day on which it no longer holds."""
    earliest_end: date | None = None
    """The first day on which a notice given now lets it end."""
    open_conditions: tuple[str, ...] = ()


def next_states(state: TakeUp) -> tuple[TakeUp, ...]:
    """Return the states that may follow."""
    return FOLLOWING[state]


def why_not(standing: Standing, wanted: TakeUp, on: date) -> list[str]:
    """Return in German everything that stands against a step on a day; empty if nothing does."""
    if wanted not in FOLLOWING[standing.state]:
        ways = ", ".join(f"„{each.label}“" for each in FOLLOWING[standing.state])
        return [
            f"Auf „{standing.state.label}“ kann „{wanted.label}“ nicht folgen"
            + (f"; möglich: {ways}." if ways else "; die Abnahme ist abgeschlossen.")
        ]
    found = []
    if standing.last_step_on and on < standing.last_step_on:
        last = day(standing.last_step_on)
        found.append(f"Der letzte Schritt war am {last}; ein früherer Tag ist nicht möglich.")
    found += _GUARDS.get(wanted, lambda _standing, _on: [])(standing, on)
    return found


def _deciding(standing: Standing, _on: date) -> list[str]:
    found = []
    if not standing.has_decision:
        found.append("Der Beschluss fehlt: Nennen Sie die Vorlage, mit der der Rat entschieden hat.")
    elif not standing.is_decision_taken:
        found.append("Die Vorlage ist noch nicht beschlossen. Tragen Sie dort zuerst das Ergebnis ein.")
    if not standing.version_is_published:
        found.append("Die Fassung des Produkts ist ein Entwurf; über Entwürfe wird nicht beschlossen.")
    return found


def _ordering(standing: Standing, _on: date) -> list[str]:
    found = []
    if not standing.is_offered:
        found.append("Das Produkt wird nicht mehr oder noch nicht angeboten; bestellen ist nicht möglich.")
    if standing.starts_on is None:
        found.append("Tragen Sie ein, ab wann die Abnahme beginnen soll.")
    return found


def _rolling_out(standing: Standing, _on: date) -> list[str]:
    return [f"Noch offen: {condition}" for condition in standing.open_conditions]


def _starting(standing: Standing, on: date) -> list[str]:
    if standing.starts_on and on < standing.starts_on:
        return [f"Die Abnahme beginnt erst am {day(standing.starts_on)}."]
    return []


def _cancelling(standing: Standing, _on: date) -> list[str]:
    if standing.ends_on is None:
        return ["Tragen Sie den letzten Tag ein, zu dem gekündigt wird."]
    if standing.earliest_end and standing.ends_on < standing.earliest_end:
        last_day = date.fromordinal(standing.earliest_end.toordinal() - 1)
        return [f"Zu diesem Tag geht es nicht mehr; der früheste letzte Tag ist der {day(last_day)}."]
    return []


def _ending(standing: Standing, on: date) -> list[str]:
    if standing.ends_on and on < standing.ends_on:
        last_day = date.fromordinal(standing.ends_on.toordinal() - 1)
        return [f"Die Abnahme läuft noch bis zum {day(last_day)}."]
    return []


_GUARDS = {
    TakeUp.DECISION: _deciding,
    TakeUp.ORDERED: _ordering,
    TakeUp.ROLLOUT: _rolling_out,
    TakeUp.ACTIVE: _starting,
    TakeUp.CANCELLED: _cancelling,
    TakeUp.ENDED: _ending,
}
