"""The form for the result of a decision."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.common.errors import AllmendeError
from allmende.papers.domain.outcomes import DecisionState, Outcome, state_told_by
from allmende.papers.domain.values import parse_day
from allmende.papers.labels import LABELS
from allmende.papers.models import Consultation, Decision, Vote
from allmende.papers.models.decisions import MAX_VOTES

_RESULTS = [(state.value, LABELS[state]) for state in DecisionState if state is not DecisionState.PROPOSED]


class DayField(forms.CharField):
    """A day as people type it."""

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": "TT.MM.JJJJ", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        try:
            return parse_day(text) if text else None
        except AllmendeError as error:
            raise forms.ValidationError(str(error)) from None


def _votes(label: Any) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MAX_VOTES, widget=forms.TextInput(attrs=attrs)
    )


class OutcomeForm(forms.Form):
    """What was decided, when, by which votes, and from when it holds."""

    state = forms.ChoiceField(label=_("Ergebnis"), choices=[("", "–"), *_RESULTS])
    decided_on = DayField(label=_("Entschieden am"))
    outcome = forms.CharField(
        label=_("Ergebnis in Worten"),
        required=False,
        max_length=200,
        help_text=_("Zum Beispiel: einstimmig beschlossen."),
    )
    yes = _votes(_("Ja"))
    no = _votes(_("Nein"))
    abstentions = _votes(_("Enthaltungen"))
    effective_on = DayField(
        label=_("Gilt ab"), required=False, help_text=_("Leer heißt: vom Tag der Entscheidung an.")
    )

    def result(self) -> Outcome:
        """Return the result that was typed."""
        return Outcome(**{**self.cleaned_data, "state": DecisionState(self.cleaned_data["state"])})


def shown_first(
    decision: Decision | None, votes: list[Vote], consultations: list[Consultation], on: date
) -> dict[str, Any]:
    """Return what the form holds at first: the kept result, else what the paper reports and when it met."""
    if decision is not None and decision.state != DecisionState.PROPOSED:
        names = ("state", "outcome", "yes", "no", "abstentions")
        days = {name: _typed(getattr(decision, name)) for name in ("decided_on", "effective_on")}
        return {**{name: getattr(decision, name) for name in names}, **days}
    met = [each.date for each in consultations if each.authoritative and each.date and each.date <= on]
    first: dict[str, Any] = {"decided_on": _typed(met[-1])} if met else {}
    if votes:
        last = votes[-1]
        first |= {name: getattr(last, name) for name in ("outcome", "yes", "no", "abstentions")}
        first["state"] = state_told_by(last.outcome) or ""
    return first


def _typed(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
