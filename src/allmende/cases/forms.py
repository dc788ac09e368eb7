"""Forms of the case file and its administration. Free text about a person is sealed, never logged."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from allmende.cases.agreement_print import LANGUAGES
from allmende.cases.domain.access import DataClass, Role
from allmende.cases.domain.codes import CODES, Attribute, Evidence
from allmende.cases.domain.file_words import Channel, ConsentKind, LegalBasis, Responsible, TransferReason
from allmende.cases.domain.phases import Phase
from allmende.cases.domain.sharing import NOTES
from allmende.cases.domain.words import ActionField, ClosureReason, GoalState, LegalRegime, OrganisationKind
from allmende.cases.lists import CLOSED, OPEN
from allmende.cases.shares import Offer
from allmende.cases.teams import Colleague
from allmende.common.formats import day
from allmende.ledger.body_field import BodyField
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField

LONGEST_TEXT = 10_000
NONE = ("", "–")


def choices(codes: Iterable[Any], *, empty: bool = False) -> list[tuple[str, str]]:
    """Return codes with what people call them."""
    found = [(str(each.value), _(each.label)) for each in codes]
    return [NONE, *found] if empty else found


def line(label: str, *, most: int = 200, **options: Any) -> forms.CharField:
    """Return one line of text."""
    return forms.CharField(label=label, max_length=most, validators=[validate_visible], **options)


def long_text(label: str, **options: Any) -> forms.CharField:
    """Return a text of several lines."""
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=area, **options)


def choice(label: str, options: Sequence[tuple[Any, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=options, **more)


def number(label: str, options: Sequence[tuple[int, str]], **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=options, coerce=int, **more)


class CaseForm(forms.Form):
    """A form whose fields are built when it is shown, in the language of the reader."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.build()

    def build(self) -> None:
        raise NotImplementedError


class ListForm(CaseForm):
    """What the list of cases is narrowed by."""

    def build(self) -> None:
        self.fields["stand"] = choice(
            _("Stand"), [(OPEN, _("laufende Fälle")), (CLOSED, _("beendete Fälle"))], required=False
        )
        self.fields["phase"] = choice(_("Phase"), choices(Phase, empty=True), required=False)
        self.fields["nummer"] = line(_("Fallnummer"), most=20, required=False)


class PersonForm(CaseForm):
    """Who a case is about."""

    def build(self) -> None:
        self.fields["name"] = line(_("Name"))
        self.fields["born"] = DayField(label=_("Geburtstag"), required=False)
        self.fields["contact"] = line(_("Erreichbarkeit"), most=500, required=False)
        self.fields["languages"] = line(_("Sprachen"), most=100, required=False)
        self.fields["needs_interpreter"] = forms.BooleanField(
            label=_("braucht Sprachmittlung"), required=False
        )


class NewCaseForm(PersonForm):
    """The person, the task under which the case is opened, and that a possible double was cleared."""

    def __init__(self, *args: Any, tasks: Sequence[tuple[int, str]], **options: Any) -> None:
        self.tasks = tasks
        super().__init__(*args, **options)

    def build(self) -> None:
        super().build()
        self.fields["assignment"] = number(_("Ihre Aufgabe"), self.tasks)
        self.fields["cleared"] = forms.BooleanField(
            label=_("Ein möglicher Treffer ist mit der Fachaufsicht geklärt"),
            required=False,
            help_text=_("Nur nötig, wenn die Prüfung einen möglichen Treffer gemeldet hat."),
        )


class AdmissionForm(CaseForm):
    """What must be there before somebody is admitted."""

    def build(self) -> None:
        self.fields["informed_on"] = DayField(
            label=_("Datenschutzinformation ausgehändigt am"), required=False
        )
        self.fields["basis"] = choice(_("Rechtsgrundlage"), choices(LegalBasis, empty=True), required=False)
        self.fields["restricted"] = forms.BooleanField(
            label=_("nicht in den Listen der Region zeigen"),
            required=False,
            help_text=_("Zum Beispiel bei Angehörigen von Beschäftigten oder bei Bedrohung."),
        )


class PhaseForm(CaseForm):
    """Which phase follows, and why."""

    def __init__(self, *args: Any, following: Iterable[Phase], **options: Any) -> None:
        self.following = following
        super().__init__(*args, **options)

    def build(self) -> None:
        self.fields["phase"] = choice(_("Nächste Phase"), choices(self.following))
        self.fields["reason"] = line(
            _("Grund"), most=500, required=False, help_text=_("Nötig, wenn der Fall ruhen soll.")
        )


class ClosingForm(CaseForm):
    """Why a case closes and what came of it."""

    def build(self) -> None:
        self.fields["reason"] = choice(_("Grund des Abschlusses"), choices(ClosureReason))
        self.fields["evaluation"] = long_text(
            _("Auswertung"),
            required=False,
            help_text=_("Was wurde erreicht, was half, was fehlte? Nötig, sobald Ziele vereinbart waren."),
        )


class NoteForm(CaseForm):
    """A note, with the contact that it is about."""

    def build(self) -> None:
        self.fields["data_class"] = number(
            _("Wie empfindlich?"),
            [(each.value, _(each.label)) for each in DataClass if each in NOTES],
            help_text=_("Gesundheit, Religion, Gewalt und Ähnliches sind besondere Kategorien."),
        )
        self.fields["channel"] = choice(_("Kontakt"), choices(Channel))
        self.fields["happened_on"] = DayField(label=_("Tag des Kontakts"), required=False)
        self.fields["minutes"] = forms.IntegerField(
            label=_("Dauer in Minuten"), required=False, min_value=0, max_value=1440
        )
        self.fields["text"] = long_text(_("Notiz"))


class CodesForm(CaseForm):
    """The codes of a case for statistics, all of one day; what stays empty is not stated."""

    def build(self) -> None:
        for attribute in Attribute:
            label = _(attribute.label)
            if attribute is Attribute.BORN:
                self.fields[attribute.value] = forms.CharField(
                    label=label, required=False, max_length=4, help_text=_("Vier Ziffern, zum Beispiel 1990.")
                )
                continue
            codes = [NONE, *((code, _(said)) for code, said in CODES[attribute.value].items())]
            self.fields[attribute.value] = choice(label, codes, required=False)
        self.fields["since"] = DayField(label=_("Die Angaben gelten ab"))
        self.fields["evidence"] = choice(_("Nachweis"), choices(Evidence))


class VersionForm(CaseForm):
    """A version of the plan."""

    def build(self) -> None:
        self.fields["summary"] = long_text(_("Ausgangslage"))
        self.fields["language"] = choice(
            _("Zweite Sprache der Zielvereinbarung"), [(key, each.name) for key, each in LANGUAGES.items()]
        )


class GoalForm(CaseForm):
    """A goal of the plan."""

    def build(self) -> None:
        self.fields["action_field"] = choice(_("Handlungsfeld"), choices(ActionField))
        self.fields["text"] = long_text(
            _("Ziel"), help_text=_("So, dass die Person es versteht und man sieht, ob es erreicht ist.")
        )
        self.fields["due_on"] = DayField(label=_("bis"), required=False)


class StepForm(CaseForm):
    """A step towards a goal."""

    def build(self) -> None:
        self.fields["text"] = line(_("Schritt"), most=500)
        self.fields["responsible"] = choice(_("Wer"), choices(Responsible))
        self.fields["due_on"] = DayField(label=_("bis"), required=False)


class DecisionForm(CaseForm):
    """How far a goal got."""

    def build(self) -> None:
        decided = [each for each in GoalState if each is not GoalState.OPEN]
        self.fields["state"] = choice(_("Entscheidung"), choices(decided))
        self.fields["reason"] = line(_("Begründung"), most=500)


class DayForm(CaseForm):
    """One day."""

    def build(self) -> None:
        self.fields["day"] = DayField(label=_("Tag"))


class ConsentForm(CaseForm):
    """A consent as the person signed it."""

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **options: Any) -> None:
        self.organisations = organisations
        super().__init__(*args, **options)

    def build(self) -> None:
        self.fields["kind"] = choice(_("Wofür"), choices(ConsentKind))
        self.fields["recipient"] = forms.TypedChoiceField(
            label=_("An welche Stelle"),
            choices=[NONE, *self.organisations],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.fields["classes"] = forms.TypedMultipleChoiceField(
            label=_("Welche Daten"),
            choices=[(each.value, f"S{each.value} {_(each.label)}") for each in DataClass],
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["purpose"] = line(
            _("Zu welchem Zweck"), most=500, help_text=_("Ein einziger, benannter Zweck.")
        )
        self.fields["given_on"] = DayField(label=_("Erteilt am"))
        self.fields["until"] = DayField(label=_("Gilt bis"))
        self.fields["language"] = choice(
            _("Sprache des Formulars"),
            [("de", "Deutsch"), *((key, each.name) for key, each in LANGUAGES.items())],
        )
        self.fields["told_consequence"] = forms.BooleanField(
            label=_("Die Person weiß, was eine Weigerung bedeutet, und dass sie jederzeit widerrufen kann"),
            required=False,
        )


class ShareForm(CaseForm):
    """What of a case goes to whom, until when."""

    def __init__(self, *args: Any, offer: Offer, recipients: dict[int, str], **options: Any) -> None:
        self.offer, self.recipients = offer, recipients
        super().__init__(*args, **options)

    def build(self) -> None:
        consents = [
            (each.pk, f"{self.recipients.get(each.recipient_id or 0, '')}, {_('bis')} {day(each.until)}")
            for each in self.offer.consents
        ]
        items = [(each.key, f"S{each.data_class} {each.title}") for each in self.offer.items]
        self.fields["consent"] = number(_("Unter welcher Einwilligung"), consents)
        self.fields["items"] = forms.MultipleChoiceField(
            label=_("Was"), choices=items, widget=forms.CheckboxSelectMultiple
        )
        self.fields["until"] = DayField(label=_("Lesbar bis"))


class DeputyForm(CaseForm):
    """Who stands in for whom, and until when."""

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **options: Any) -> None:
        self.colleagues = colleagues
        super().__init__(*args, **options)

    def build(self) -> None:
        people = [(each.assignment_id, f"{each.name}, {each.organisation}") for each in self.colleagues]
        self.fields["assignment"] = number(_("Wer"), people)
        self.period()
        self.fields["reason"] = line(_("Grund"), most=300, help_text=_("Ohne Namen der Person im Fall."))

    def period(self) -> None:
        self.fields["first"] = DayField(label=_("Erster Tag"))
        self.fields["last"] = DayField(
            label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres.")
        )


class HandOverForm(DeputyForm):
    """To whom a case is offered, and why."""

    def period(self) -> None:
        self.fields["occasion"] = choice(_("Anlass"), choices(TransferReason))


class TakeOverForm(CaseForm):
    """Whether an offered case is accepted, and what the person says to it."""

    def build(self) -> None:
        self.fields["accept"] = choice(
            _("Übernehmen?"), [("yes", _("Ja, wir übernehmen den Fall")), ("no", _("Nein"))]
        )
        self.fields["consented_on"] = DayField(
            label=_("Die Person hat der neuen Stelle zugestimmt am"),
            required=False,
            help_text=_("Ohne Zustimmung bleiben Notizen eines freien Trägers für Behörden geschlossen."),
        )


class RegionForm(CaseForm):
    """Of which body a region is."""

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        self.on = on
        super().__init__(*args, **options)

    def build(self) -> None:
        self.fields["body"] = BodyField(
            on=self.on, label=_("Kreis oder kreisfreie Stadt"), help_text=_("Name oder Schlüssel")
        )


class OrganisationForm(RegionForm):
    """An employer of people in case work."""

    def build(self) -> None:
        self.fields["body"] = BodyField(
            on=self.on, label=_("Körperschaft"), help_text=_("Name oder Schlüssel")
        )
        self.fields["kind"] = choice(_("Art"), choices(OrganisationKind))
        self.fields["regime"] = choice(_("Datenschutzrecht"), choices(LegalRegime))


class AssignmentForm(CaseForm):
    """Which role somebody gets, for whom, from when and why."""

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **options: Any) -> None:
        self.organisations = organisations
        super().__init__(*args, **options)

    def build(self) -> None:
        self.fields["organisation"] = number(_("Für welche Stelle"), self.organisations)
        self.fields["email"] = forms.EmailField(label=_("E-Mail-Adresse des Kontos"))
        self.fields["role"] = choice(_("Aufgabe"), choices(Role))
        self.fields["first"] = DayField(label=_("Erster Tag"))
        self.fields["last"] = DayField(
            label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres.")
        )
        self.fields["reason"] = line(_("Grund"), most=300, help_text=_("Zum Beispiel: Stellenplan 2026"))


class AgreementForm(CaseForm):
    """Under which forwarding agreement a charity does case work."""

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[tuple[int, str]],
        forwardings: Sequence[tuple[int, str]],
        **options: Any,
    ) -> None:
        self.organisations, self.forwardings = organisations, forwardings
        super().__init__(*args, **options)

    def build(self) -> None:
        self.fields["organisation"] = number(_("Freier Träger"), self.organisations)
        self.fields["forwarding"] = number(_("Weiterleitungsvertrag"), self.forwardings)
        self.fields["first"] = DayField(label=_("Gilt ab"))


def last_day(until: date | None) -> date | None:
    """Return the last day of a period that ends before a day."""
    return until - timedelta(days=1) if until else None
