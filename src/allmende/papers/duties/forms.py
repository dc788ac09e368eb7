"""Forms of a duty: its term, a report on it, the list of a roll call."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.pages.texts import validate_visible
from allmende.papers.decisions.forms import DayField
from allmende.papers.domain.follow_ups import FollowUpKind, Recurrence, ReportKind, RollCall
from allmende.papers.duties.actions import NamedVote, Report, Term
from allmende.papers.duties.errors import BadRollCall, NamedTwice
from allmende.papers.labels import choices

MOST_MEMBERS = 500
FEWEST_PARTS = 2


class TermForm(forms.Form):
    """Who has to do what, until when, how often."""

    addressee = forms.CharField(label=_("Wer"), max_length=500, validators=[validate_visible])
    duty = forms.CharField(
        label=_("Was zu tun ist"), widget=forms.Textarea(attrs={"rows": 3}), validators=[validate_visible]
    )
    kind = forms.ChoiceField(
        label=_("Art"),
        choices=choices(FollowUpKind),
        help_text=_("Eine Forderung geht an jemanden außerhalb, zum Beispiel an das Land."),
    )
    due_on = DayField(label=_("Fällig am"), required=False)
    recurrence = forms.ChoiceField(
        label=_("Wiederholung"), required=False, choices=[("", "–"), *choices(Recurrence)]
    )

    def term(self) -> Term:
        """Return the term that was typed."""
        data = self.cleaned_data
        return Term(
            addressee=data["addressee"],
            duty=data["duty"],
            kind=FollowUpKind(data["kind"]),
            due_on=data["due_on"],
            recurrence=Recurrence(data["recurrence"]) if data["recurrence"] else None,
        )


class ReportForm(forms.Form):
    """What happened, with a link or a file."""

    kind = forms.ChoiceField(label=_("Was melden Sie?"), choices=choices(ReportKind))
    reported_on = DayField(label=_("Vom"))
    note = forms.CharField(
        label=_("Notiz"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_visible],
    )
    link = forms.URLField(label=_("Adresse"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=_("Datei"), required=False, help_text=_("Höchstens 10 MB."))
    is_public = forms.BooleanField(
        label=_("Alle dürfen diese Meldung lesen"),
        required=False,
        help_text=_("Nur wenn die Vorlage veröffentlicht ist. Ohne Haken liest sie nur Ihre Körperschaft."),
    )
    settles = forms.BooleanField(label=_("Damit ist es erledigt"), required=False)

    def report(self) -> Report:
        """Return the report that was typed."""
        data = self.cleaned_data
        file = data["file"]
        return Report(
            kind=ReportKind(data["kind"]),
            reported_on=data["reported_on"],
            note=data["note"],
            link=data["link"],
            file_name=file.name if file else "",
            data=file.read() if file else b"",
            is_public=data["is_public"],
        )


class RollCallForm(forms.Form):
    """One line per member: name, group, vote."""

    votes = forms.CharField(
        label=_("Namentliche Abstimmung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Je Zeile: Name; Fraktion; ja, nein, enthaltung oder abwesend. Leer entfernt die Liste."),
        validators=[validate_visible],
    )

    def clean_votes(self) -> list[NamedVote]:
        lines = [line.strip() for line in self.cleaned_data["votes"].splitlines()]
        found: list[NamedVote] = []
        for number, line in enumerate(lines[:MOST_MEMBERS], start=1):
            if not line:
                continue
            vote = named_vote(number, line)
            if any(each.name == vote.name for each in found):
                raise forms.ValidationError(str(NamedTwice(line=number, name=vote.name)))
            found.append(vote)
        return found


def named_vote(number: int, line: str) -> NamedVote:
    """Return the vote of one line; raise a ValidationError naming the line."""
    parts = [part.strip() for part in line.split(";")]
    vote = _WORDS.get(parts[-1].casefold())
    if vote is None or len(parts) not in (FEWEST_PARTS, FEWEST_PARTS + 1) or not parts[0]:
        raise forms.ValidationError(str(BadRollCall(line=number, text=line[:60])))
    group = parts[1] if len(parts) > FEWEST_PARTS else ""
    return NamedVote(parts[0][:200], group[:200], vote)


_WORDS = {
    "ja": RollCall.YES,
    "nein": RollCall.NO,
    "enthaltung": RollCall.ABSTENTION,
    "abwesend": RollCall.ABSENT,
}


def as_lines(votes: Any) -> str:
    """Return kept votes as the form shows them."""
    words = {vote.value: word for word, vote in _WORDS.items()}
    return "\n".join("; ".join([each.name, each.group, words[each.vote]]) for each in votes)
