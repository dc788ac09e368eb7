"""How a decision and its duties stand, in words and as the kind of a badge."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from allmende.common import formats
from allmende.papers.decisions.queries import Successor
from allmende.papers.domain.follow_ups import FollowUpKind, FollowUpState
from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.labels import LABELS
from allmende.papers.models import Decision, FollowUp, Vote
from allmende.reading.facts import Relation

SOON = timedelta(days=30)


def standing(follow_up: FollowUp, on: date) -> str:
    """Return the state of a duty in words: overdue, due today, pending, done."""
    if follow_up.state == FollowUpState.PENDING and follow_up.due_on is not None:
        if follow_up.due_on < on:
            return _("überfällig")
        if follow_up.due_on == on:
            return _("heute fällig")
    if follow_up.kind == FollowUpKind.DEMAND and follow_up.state == FollowUpState.DONE:
        return _("beantwortet")
    return str(LABELS[FollowUpState(follow_up.state)])


def badge(follow_up: FollowUp, on: date) -> str:
    """Return the kind of badge for a duty."""
    if follow_up.state != FollowUpState.PENDING:
        return "success" if follow_up.state == FollowUpState.DONE else ""
    if follow_up.due_on is None or follow_up.due_on > on + SOON:
        return "info"
    return "danger" if follow_up.due_on < on else "warning"


def result_sentence(decision: Decision) -> str:
    """Return what became of a decision: „Beschlossen am 16.12.2024, einstimmig (46 Ja, 0 Nein).“"""
    state = DecisionState(decision.state)
    if state is DecisionState.PROPOSED or decision.decided_on is None:
        return _("Vorgeschlagen. Das Ergebnis ist noch nicht festgehalten.")
    words = str(LABELS[state])
    sentence = _("{state} am {day}").format(
        state=words[:1].upper() + words[1:], day=formats.day(decision.decided_on)
    )
    if vote := vote_words(decision):
        sentence = f"{sentence}, {vote}"
    if decision.effective_on is not None:
        sentence += ", " + _("gilt ab {day}").format(day=formats.day(decision.effective_on))
    return f"{sentence}."


def vote_words(vote: Decision | Vote) -> str:
    """Return the result of a vote: „einstimmig (46 Ja, 0 Nein, 2 Enthaltungen)“."""
    counts = [(vote.yes, _("Ja")), (vote.no, _("Nein")), (vote.abstentions, _("Enthaltungen"))]
    told = ", ".join(f"{count} {word}" for count, word in counts if count is not None)
    return f"{vote.outcome} ({told})" if vote.outcome and told else vote.outcome or told


def successor_sentence(successor: Successor) -> str:
    """Return how another decision touched this one: „Aufgehoben ab 16.12.2024 durch 2024/3092 …“."""
    words = {
        Relation.AUFGEHOBEN: _("Aufgehoben ab {day}"),
        Relation.ERSETZT: _("Ersetzt ab {day}"),
        Relation.GEAENDERT: _("Geändert ab {day}"),
        Relation.ERGAENZT: _("Ergänzt ab {day}"),
    }
    sentence = words[successor.relation].format(day=formats.day(successor.since))
    by = _("durch {title}").format(title=successor.title) if successor.title else ""
    return f"{sentence} {by}".strip() + "."
