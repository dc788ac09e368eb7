"""Entering and changing single facts of a cooperation: tasks, organs, rules, cost pools, days, documents."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations import queries
from allmende.cooperations.domain import EventKind, Matter, PartyRole, TaskExtent, TaskMode
from allmende.cooperations.form_sections import Folding
from allmende.cooperations.forms import CitedForm, SourceForm, Text, offer_tasks
from allmende.cooperations.options.domain import Weighting
from allmende.cooperations.options.form_values import vote_input
from allmende.cooperations.options.forms import EuroField, MajorityForm
from allmende.cooperations.options.partners import Members
from allmende.register.forms import DayField
from allmende.register.labels import choices

MOST = 2_000_000_000


class FactForm(Folding, SourceForm):
    """A fact that holds from a day on; what names the thing is asked only for a new one."""

    named: ClassVar[tuple[str, ...]] = ()
    last_day = DayField(label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres."))

    def __init__(
        self,
        *args: Any,
        members: Members = (),
        tasks: Sequence[tuple[str, str]] = (),
        is_new: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.members = members
        if not is_new:
            for name in (*self.named, "last_day"):
                del self.fields[name]


class ChangedPartyForm(FactForm):
    """Another role, other votes, seats, capital or tasks."""

    role = forms.ChoiceField(label=_("Rolle"), choices=choices(PartyRole))
    votes = forms.IntegerField(label=_("Stimmen"), required=False, min_value=0, max_value=MOST)
    seats = forms.IntegerField(label=_("Sitze"), required=False, min_value=0, max_value=MOST)
    capital = EuroField(_("Kapital in Euro"))
    task_codes = forms.MultipleChoiceField(
        label=_("Nur für diese Aufgaben"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Haken: für alle gemeinsamen Aufgaben."),
    )
    field_order = ("role", "from_day", "votes", "seats", "capital", "task_codes")

    def __init__(self, *args: Any, tasks: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        offer_tasks(self, tasks)


class TaskForm(FactForm):
    """A task that is done together."""

    named = ("task",)
    task = forms.ChoiceField(label=_("Aufgabe"), choices=queries.task_choices)
    extent = forms.ChoiceField(label=_("Umfang"), choices=choices(TaskExtent))
    mode = forms.ChoiceField(label=_("Übergang"), choices=choices(TaskMode), initial="unknown")
    area = Text(
        label=_("Gebiet"), max_length=300, required=False, help_text=_("Leer: bei allen Beteiligten.")
    )
    field_order = ("task", "extent", "mode", "area", "from_day", "last_day")


class OrganForm(FactForm):
    """An organ and who sits in it."""

    named = ("name",)
    name = Text(
        label=_("Organ"), max_length=200, help_text=_("Zum Beispiel: Verbandsversammlung, Verwaltungsrat.")
    )
    composition = Text(
        label=_("Zusammensetzung"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("name", "composition", "from_day", "last_day")


class RuleForm(MajorityForm, FactForm):
    """How a matter is decided. Votes and capital are those of the parties."""

    named = ("matter",)
    weighting = forms.ChoiceField(
        label=_("Stimmen"),
        choices=[
            (Weighting.GIVEN.value, _("wie bei den Beteiligten eingetragen")),
            (Weighting.EQUAL.value, Weighting.EQUAL.label),
            (Weighting.CAPITAL.value, _("nach Kapital, wie bei den Beteiligten eingetragen")),
            (Weighting.PER_STARTED.value, Weighting.PER_STARTED.label),
            (Weighting.SEATS.value, Weighting.SEATS.label),
            (Weighting.UNKNOWN.value, Weighting.UNKNOWN.label),
        ],
    )
    folds = (
        (_("Besondere Mehrheiten"), ("needed", "needs_heads")),
        (_("Wer allein verhindern kann"), ("vetoes",)),
    )
    vetoes = forms.MultipleChoiceField(
        label=_("Ohne deren Zustimmung geht nichts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = Text(
        label=_("in Worten"),
        max_length=500,
        required=False,
        help_text=_("Leer: wird aus den Angaben gebildet."),
    )
    field_order = (
        "matter", "weighting", "majority", "needed", "needs_heads", "unit", "thresholds", "vetoes", "words",
        "from_day", "last_day", "source", "source_url",
    )  # fmt: skip

    def __init__(self, *args: Any, members: Members = (), **options: Any) -> None:
        super().__init__(*args, members=members, **options)
        field = self.fields["vetoes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared so above
        field.choices = list(members)
        if not members:
            del self.fields["vetoes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("weighting") == Weighting.UNKNOWN.value and not data.get("words"):
            self.add_error("words", _("Schreiben Sie in Worten, was Sie über die Abstimmung wissen."))
        if data.get("weighting") == Weighting.PER_STARTED.value and not data.get("unit"):
            self.add_error("unit", _("Geben Sie eine Zahl über null an."))
        return data

    def rule(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        stored = vote_input({"matter": Matter.SIMPLE.value, **self.cleaned_data})
        kept = ("weighting", "share", "more_than", "needed", "needs_heads", "unit", "thresholds", "vetoes")
        return {name: stored[name] for name in kept}


class EventForm(SourceForm):
    """A day in the life of the cooperation."""

    kind = forms.ChoiceField(label=_("Ereignis"), choices=choices(EventKind))
    from_day = DayField(label=_("Tag"))
    note = Text(label=_("Fundstelle oder Erläuterung"), max_length=500, required=False)
    field_order = ("kind", "from_day", "note")


class DocumentForm(CitedForm):
    """A document: a paper of the own body here, or an address."""

    paper = forms.TypedChoiceField(
        label=_("Vorlage"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "Eine Vorlage Ihrer Körperschaft. Ist sie nicht öffentlich, "
            "sieht sie hier nur, wer sie ohnehin sieht."
        ),
    )
    url = forms.URLField(label=_("oder Adresse"), max_length=1000, required=False, assume_scheme="https")
    title = Text(
        label=_("Titel"), max_length=500, required=False, help_text=_("Leer: der Titel der Vorlage.")
    )
    field_order = ("paper", "url", "title")

    def __init__(self, *args: Any, papers: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.papers = dict(papers)
        field = self.fields["paper"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", "–"), *papers]
        if not papers:
            del self.fields["paper"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        paper = data.get("paper")
        if "url" in data and bool(paper) == bool(data["url"]):
            self.add_error("url", _("Wählen Sie eine Vorlage oder geben Sie eine Adresse an."))
        data["title"] = data.get("title") or (self.papers[paper][:500] if paper else "")
        if not data["title"]:
            self.add_error("title", _("Geben Sie der Unterlage einen Titel."))
        return data


class LastDayForm(forms.Form):
    """Another last day of a fact."""

    last_day = DayField(label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres."))
