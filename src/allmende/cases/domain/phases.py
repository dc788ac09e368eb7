"""The phases of a case, what may follow what, and what must be there before. Pure; nothing edits history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Phase(StrEnum):
    """Where a case stands (process of case management by the DGCC, with pause, hand-over and retention)."""

    ANFRAGE = "anfrage"
    KLAERUNG = "klaerung"
    ABGELEHNT = "abgelehnt"
    VERWIESEN = "verwiesen"
    AUFNAHME = "aufnahme"
    ASSESSMENT = "assessment"
    PLANUNG = "planung"
    UMSETZUNG = "umsetzung"
    EVALUATION = "evaluation"
    ABGESCHLOSSEN = "abgeschlossen"
    NACHBETREUUNG = "nachbetreuung"
    RUHT = "ruht"
    UEBERGABE = "uebergabe"
    GESPERRT = "gesperrt"
    GELOESCHT = "geloescht"

    @property
    def label(self) -> str:
        return {
            "anfrage": "Anfrage",
            "klaerung": "Fallklärung",
            "abgelehnt": "abgelehnt",
            "verwiesen": "an andere Stelle verwiesen",
            "aufnahme": "Aufnahme",
            "assessment": "Assessment",
            "planung": "Hilfeplanung",
            "umsetzung": "Umsetzung",
            "evaluation": "Evaluation",
            "abgeschlossen": "abgeschlossen",
            "nachbetreuung": "Nachbetreuung",
            "ruht": "ruht",
            "uebergabe": "in Übergabe",
            "gesperrt": "gesperrt bis zur Löschung",
            "geloescht": "gelöscht",
        }[self.value]


RUNNING = frozenset(
    {
        Phase.AUFNAHME,
        Phase.ASSESSMENT,
        Phase.PLANUNG,
        Phase.UMSETZUNG,
        Phase.EVALUATION,
        Phase.RUHT,
        Phase.UEBERGABE,
    }
)
"""Phases that count as a running case on a key date."""
CAN_REST = frozenset(RUNNING - {Phase.RUHT, Phase.UEBERGABE})
LONGEST_AFTERCARE = timedelta(days=92)
LONGEST_REST = timedelta(days=184)
REOPEN_WITHIN = timedelta(days=366)
REVIEW_EVERY = timedelta(days=92)
"""Spans of the fact sheet (3, 6, 12 and 3 months), as the longest days that so many months can have."""

NEXT: Mapping[Phase, frozenset[Phase]] = {
    Phase.ANFRAGE: frozenset({Phase.KLAERUNG}),
    Phase.KLAERUNG: frozenset({Phase.ABGELEHNT, Phase.VERWIESEN, Phase.AUFNAHME}),
    Phase.ABGELEHNT: frozenset({Phase.GESPERRT}),
    Phase.VERWIESEN: frozenset({Phase.GESPERRT}),
    Phase.AUFNAHME: frozenset({Phase.ASSESSMENT, Phase.RUHT, Phase.UEBERGABE, Phase.ABGESCHLOSSEN}),
    Phase.ASSESSMENT: frozenset({Phase.PLANUNG, Phase.RUHT, Phase.UEBERGABE, Phase.ABGESCHLOSSEN}),
    Phase.PLANUNG: frozenset({Phase.UMSETZUNG, Phase.RUHT, Phase.UEBERGABE, Phase.ABGESCHLOSSEN}),
    Phase.UMSETZUNG: frozenset(
        {Phase.PLANUNG, Phase.EVALUATION, Phase.RUHT, Phase.UEBERGABE, Phase.ABGESCHLOSSEN}
    ),
    Phase.EVALUATION: frozenset({Phase.ABGESCHLOSSEN, Phase.PLANUNG, Phase.UEBERGABE}),
    Phase.ABGESCHLOSSEN: frozenset({Phase.NACHBETREUUNG, Phase.AUFNAHME, Phase.GESPERRT}),
    Phase.NACHBETREUUNG: frozenset({Phase.ABGESCHLOSSEN, Phase.AUFNAHME}),
    Phase.RUHT: frozenset({*CAN_REST, Phase.UEBERGABE, Phase.ABGESCHLOSSEN}),
    Phase.UEBERGABE: frozenset({*CAN_REST, Phase.ABGESCHLOSSEN}),
    Phase.GESPERRT: frozenset({Phase.GELOESCHT}),
    Phase.GELOESCHT: frozenset(),
}


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the guards of a change need to know of a case."""

    phase: Phase
    since: date
    """First day of the phase."""
    resting_from: Phase | None = None
    """The phase to which a pause or a hand-over returns."""
    informed_on: date | None = None
    legal_basis: str = ""
    consent_needed: bool = False
    consent_given: bool = False
    has_lead: bool = False
    goals: int = 0
    goals_undecided: int = 0
    agreed_on: date | None = None
    closure_reason: str = ""
    is_evaluated: bool = False
    rest_reason: str = ""
    accepted_by_recipient: bool = False
    retention_ends: date | None = None
    has_hold: bool = False
    """Something keeps it from being erased: an open request for access, a duty to keep."""
    archive_declined: bool = False
    """The archive was offered the file and did not want it."""


def why_not(state: CaseState, to: Phase, on: date) -> list[str]:
    """Return in German why a case cannot enter a phase on a day; empty if it can."""
    if to not in NEXT[state.phase]:
        possible = ", ".join(f"„{each.label}“" for each in Phase if each in NEXT[state.phase])
        then = f"Möglich ist: {possible}." if possible else "Von hier geht es nicht weiter."
        return [f"Auf „{state.phase.label}“ kann nicht „{to.label}“ folgen. {then}"]
    return [*_returning(state, to), *_guards(state, to, on)]


def is_running(opened: date, closed: date | None, phase: Phase, key_date: date) -> bool:
    """Return whether a case counts on a key date; `phase` as it was on that day."""
    return opened <= key_date and (closed is None or closed > key_date) and phase in RUNNING


def next_review(last: date) -> date:
    """Return by when the plan is to be looked at again."""
    return last + REVIEW_EVERY


def _returning(state: CaseState, to: Phase) -> list[str]:
    """A pause and a hand-over end where they began; otherwise a phase would be skipped without its guard."""
    if state.phase in {Phase.RUHT, Phase.UEBERGABE} and to in CAN_REST and to is not state.resting_from:
        back = state.resting_from.label if state.resting_from else "Aufnahme"
        return [f"Der Fall geht in „{back}“ weiter, wo er unterbrochen wurde."]
    return []


def _guards(state: CaseState, to: Phase, on: date) -> list[str]:
    if state.phase in {Phase.RUHT, Phase.UEBERGABE} and to in CAN_REST:
        return _hand_over(state) if state.phase is Phase.UEBERGABE else []
    match state.phase, to:
        case Phase.KLAERUNG, Phase.AUFNAHME:
            return _admission(state)
        case ((Phase.ABGESCHLOSSEN | Phase.NACHBETREUUNG), Phase.AUFNAHME):
            late = on > state.since + REOPEN_WITHIN
            return (
                ["Der Abschluss liegt über zwölf Monate zurück. Legen Sie einen neuen Fall an."]
                if late
                else []
            )
        case Phase.PLANUNG, Phase.UMSETZUNG:
            return _plan(state)
        case _, Phase.ABGESCHLOSSEN if state.phase is not Phase.NACHBETREUUNG:
            return _closing(state)
        case Phase.ABGESCHLOSSEN, Phase.NACHBETREUUNG:
            late = on > state.since + LONGEST_AFTERCARE
            return ["Nachbetreuung beginnt höchstens drei Monate nach dem Abschluss."] if late else []
        case _, Phase.RUHT:
            return [] if state.rest_reason else ["Nennen Sie den Grund der Pause."]
        case Phase.GESPERRT, Phase.GELOESCHT:
            return _erasure(state, on)
    return []


def _admission(state: CaseState) -> list[str]:
    missing = []
    if state.informed_on is None:
        missing.append("Die Datenschutzinformation ist noch nicht ausgehändigt.")
    if not state.legal_basis:
        missing.append("Die Rechtsgrundlage fehlt.")
    if state.consent_needed and not state.consent_given:
        missing.append("Die Einwilligung fehlt.")
    if not state.has_lead:
        missing.append("Niemand ist für den Fall zuständig. Bestimmen Sie eine Fallverantwortung.")
    return missing


def _plan(state: CaseState) -> list[str]:
    missing = []
    if not state.goals:
        missing.append("Der Hilfeplan hat noch kein Ziel.")
    if state.agreed_on is None:
        missing.append("Der Tag der Zielvereinbarung fehlt.")
    return missing


def _closing(state: CaseState) -> list[str]:
    missing = []
    if state.goals_undecided:
        missing.append(f"Über {state.goals_undecided} Ziele ist noch nicht entschieden.")
    if not state.closure_reason:
        missing.append("Der Grund des Abschlusses fehlt.")
    if not state.is_evaluated and state.goals:
        missing.append("Die Auswertung fehlt.")
    return missing


def _hand_over(state: CaseState) -> list[str]:
    return [] if state.accepted_by_recipient else ["Die aufnehmende Stelle hat noch nicht angenommen."]


def _erasure(state: CaseState, on: date) -> list[str]:
    missing = []
    if state.retention_ends is None or on < state.retention_ends:
        missing.append("Die Aufbewahrungsfrist läuft noch.")
    if state.has_hold:
        missing.append("Ein offenes Auskunftsersuchen oder eine Pflicht zur Aufbewahrung steht entgegen.")
    if not state.archive_declined:
        missing.append("Das Archiv hat noch nicht geantwortet.")
    return missing
