"""Entering and changing a cooperation and its parties."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.cooperations import queries
from allmende.cooperations.domain import (
    Confidence,
    DataProtectionRole,
    LegalForm,
    PartyRole,
    VatTreatment,
)
from allmende.cooperations.entries import SourceEntry, StateEntry
from allmende.cooperations.form_sections import Folding
from allmende.cooperations.options.forms import EuroField
from allmende.pages.texts import validate_visible
from allmende.register import queries as register
from allmende.register.domain import BodyOption
from allmende.register.forms import DayField
from allmende.register.labels import choices

SHOWN = 5
TEXTS = ("name", "short_name", "variant", "purpose", "authority", "notice_period", "procurement_basis")


FURTHER = (
    "variant",
    "seat",
    "authority",
    "notice_period",
    "vat",
    "procurement_basis",
    "data_protection",
    "votes_total",
    "capital_total",
)
"""What is said of few cooperations, or found out later."""


class Text(forms.CharField):
    """One line without control characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[validate_visible], **options)


class CitedForm(forms.Form):
    """Where it stands."""

    source = Text(
        label=_("Quelle"), max_length=300, help_text=_("Zum Beispiel: Amtsblatt, Satzung, Sitzungsvorlage.")
    )
    source_url = forms.URLField(label=_("Adresse der Quelle"), required=False, assume_scheme="https")

    def source_entry(self) -> SourceEntry:
        return SourceEntry(self.cleaned_data["source"], self.cleaned_data["source_url"])


class SourceForm(CitedForm):
    """From when it holds, and where that stands."""

    from_day = DayField(label=_("Gilt ab"))
    field_order: tuple[str, ...] | None = ("from_day",)


class StateForm(Folding, SourceForm):
    """What is said of a cooperation as a whole. What nobody knows stays empty."""

    folds = ((_("Weitere Angaben"), FURTHER),)

    name = Text(label=_("Name"), max_length=300)
    short_name = Text(label=_("Kurzname"), max_length=100, required=False)
    legal_form = forms.ChoiceField(
        label=_("Rechtsform"), choices=[("", _("Bitte wählen")), *choices(LegalForm)]
    )
    variant = Text(label=_("Ausgestaltung"), max_length=300, required=False)
    purpose = Text(
        label=_("Zweck"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seat = Text(label=_("Sitz"), max_length=200, required=False, help_text=_("Name oder Schlüssel."))
    authority = Text(label=_("Aufsichtsbehörde"), max_length=200, required=False)
    notice_period = Text(label=_("Kündigung"), max_length=300, required=False)
    vat = forms.ChoiceField(label=_("Umsatzsteuer"), choices=choices(VatTreatment), initial="unknown")
    procurement_basis = Text(label=_("Vergaberecht"), max_length=300, required=False)
    data_protection = forms.ChoiceField(
        label=_("Datenschutz"), choices=choices(DataProtectionRole), initial="unknown"
    )
    votes_total = forms.IntegerField(
        label=_("Stimmen insgesamt"), required=False, min_value=0, max_value=2_000_000_000
    )
    capital_total = EuroField(_("Kapital in Euro"))
    is_start_known = forms.BooleanField(
        label=_("Mit diesem Tag hat die Zusammenarbeit begonnen"),
        required=False,
        initial=True,
        help_text=_("Ohne Haken heißt es „spätestens seit“."),
    )
    field_order = ("name", "short_name", "legal_form", "from_day", "is_start_known", "purpose", "tasks")
    seat_found: BodyOption | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.seat_found = _found(self, "seat")
        return data

    def state_entry(self) -> StateEntry:
        data = self.cleaned_data
        return StateEntry(
            **{name: data[name] for name in TEXTS},
            legal_form=LegalForm(data["legal_form"]),
            seat_id=self.seat_found.id if self.seat_found else None,
            vat=VatTreatment(data["vat"]),
            data_protection=DataProtectionRole(data["data_protection"]),
            votes_total=data["votes_total"],
            capital_total_cents=data["capital_total"],
            is_start_known=data["is_start_known"],
            confidence=Confidence.NAMED,
        )


def offer_tasks(form: forms.Form, tasks: Sequence[tuple[str, str]]) -> None:
    """Let a party choose among the tasks of the cooperation; with fewer than two there is no choice."""
    field = form.fields["task_codes"]
    assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared so in the form
    if len(tasks) < 2 and not form.initial.get("task_codes"):
        del form.fields["task_codes"]
    else:
        field.choices = list(tasks)


class NewForm(StateForm):
    """A new entry with its tasks."""

    tasks = forms.MultipleChoiceField(
        label=_("Aufgaben"), required=False, widget=forms.CheckboxSelectMultiple, choices=queries.task_choices
    )


class PartyForm(SourceForm):
    """A body that takes part from a day on; several bodies of that name are asked for."""

    body = Text(label=_("Körperschaft"), max_length=200, help_text=_("Name oder Schlüssel."))
    role = forms.ChoiceField(label=_("Rolle"), choices=choices(PartyRole), initial=PartyRole.MEMBER.value)
    last_day = DayField(label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres."))
    votes = forms.IntegerField(label=_("Stimmen"), required=False, min_value=0, max_value=2_000_000_000)
    seats = forms.IntegerField(label=_("Sitze"), required=False, min_value=0, max_value=2_000_000_000)
    capital = EuroField(_("Kapital in Euro"))
    task_codes = forms.MultipleChoiceField(
        label=_("Nur für diese Aufgaben"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Haken: für alle gemeinsamen Aufgaben."),
    )
    field_order = ("body", "role", "from_day", "last_day", "votes", "seats", "capital", "task_codes")
    found: BodyOption | None = None

    def __init__(self, *args: Any, tasks: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        offer_tasks(self, tasks)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.found = _found(self, "body")
        return data


class OwnBodyForm(forms.Form):
    """Which body of the register the cooperation itself is: a Zweckverband, an AöR, a GmbH."""

    body = Text(
        label=_("Eigene Körperschaft"),
        max_length=200,
        required=False,
        help_text=_("Name oder Schlüssel. Leer: Die Zusammenarbeit ist keine Körperschaft des Registers."),
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.found: BodyOption | None = None

    def clean_body(self) -> str:
        written = str(self.cleaned_data["body"])
        self.found = body_meant(written, on=self.on) if written else None
        return written


def _found(form: SourceForm, field: str) -> BodyOption | None:
    """Return the body that a field names on the form's first day; what is wrong goes beside the field."""
    written, on = form.cleaned_data.get(field), form.cleaned_data.get("from_day")
    if not written or on is None:
        return None
    try:
        return body_meant(written, on=on)
    except forms.ValidationError as problem:
        form.add_error(field, problem)
        return None


def body_meant(text: str, *, on: date) -> BodyOption:
    """Return the body that a name or a key means on a day; raise ValidationError unless it is one."""
    by_key = register.bodies_by_keys([text], on=on)
    bearers = tuple(by_key.values()) or register.bodies_named(text, on=on)
    if len(bearers) == 1:
        return bearers[0]
    if not bearers:
        raise forms.ValidationError(_("Diese Körperschaft steht an dem Tag nicht im Register."))
    named = ", ".join(f"{each.label}: {each.key}" for each in bearers[:SHOWN])
    problem = _("Mehrere Körperschaften heißen so. Schreiben Sie den Schlüssel: {named}.")
    raise forms.ValidationError(str(problem).format(named=named))


class WithdrawalForm(forms.Form):
    """Why a whole entry is a mistake."""

    reason = Text(
        label=_("Grund"),
        max_length=500,
        help_text=_(
            "Steht öffentlich auf der Seite des Eintrags. Zum Beispiel: doppelt erfasst, siehe KAAW."
        ),
    )


class LastDayForm(forms.Form):
    """The last day of something."""

    last_day = DayField(label=_("Letzter Tag"))
