"""Forms of a forwarding agreement and its clauses."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from allmende.funding.actions.forwarding import AgreementEntry, ClauseEntry
from allmende.funding.domain.words import DataProtection, NoticeTo
from allmende.funding.forms.fields import PaperField, ShareField, choices, enum_or_none, text
from allmende.ledger.body_field import BodyField
from allmende.ledger.computing import law
from allmende.register.domain import BodyView
from allmende.register.forms import DayField

if TYPE_CHECKING:
    from allmende.accounts.models import User


class OpenPeriodForm(forms.Form):
    """A form with a first day and a last one that may be missing; `valid` is `[first, until)`."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Der letzte Tag liegt vor dem ersten."))
        return cleaned

    @property
    def valid(self) -> tuple[date, date | None]:
        last = self.cleaned_data["last"]
        return self.cleaned_data["first"], last + timedelta(days=1) if last else None


class AgreementForm(OpenPeriodForm):
    """With whom, for which days, and what was agreed beside the clauses."""

    def __init__(
        self, *args: Any, user: "User", on: date, body: BodyView, clauses: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["provider"] = BodyField(on=on, label=_("Träger"), help_text=_("Name oder Schlüssel"))
        self.fields["reference"] = text(_("Vertragszeichen"), most=200, required=False)
        self.fields["signed_on"] = DayField(label=_("unterschrieben am"), required=False)
        self.fields["first"] = DayField(label=_("gilt ab"))
        self.fields["last"] = DayField(
            label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres.")
        )
        self.fields["most_posts"] = ShareField(
            label=_("höchstens Stellen"), required=False, min_value=Decimal(0)
        )
        self.fields["notice_months"] = forms.IntegerField(
            label=_("Kündigungsfrist in Monaten"), required=False, min_value=0, max_value=120
        )
        self.fields["notice_to"] = forms.ChoiceField(
            label=_("Kündigung zum"), required=False, choices=choices(NoticeTo, empty=True)
        )
        self.fields["decision"] = PaperField(bodies=[body], user=user, on=on)
        self.fields["data_protection"] = forms.ChoiceField(
            label=_("Vereinbarung zum Datenschutz"), choices=choices(DataProtection)
        )
        self.fields["data_protection_on"] = DayField(label=_("Datenschutz vereinbart am"), required=False)
        self.clause_names = tuple(clauses)
        for name in clauses:
            parameter = law().parameter(name)
            assert parameter is not None  # noqa: S101 - the programmes name parameters of the law
            self.fields[name] = text(
                parameter.label,
                most=60,
                required=False,
                help_text=_("Einheit: {unit}. Leer: wie das Recht es sagt.").format(
                    unit=parameter.unit.german()
                ),
            )
        self.fields["section"] = text(
            _("Stelle im Vertrag"), most=300, required=False, help_text=_("Zum Beispiel: § 5 Abs. 7")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_agreed = cleaned.get("data_protection") not in (None, "", DataProtection.MISSING)
        if is_agreed and not cleaned.get("data_protection_on"):
            self.add_error("data_protection_on", _("Nennen Sie den Tag der Vereinbarung."))
        if (cleaned.get("notice_months") is None) != (not cleaned.get("notice_to")):
            self.add_error("notice_to", _("Zur Kündigung gehören Frist und Termin. Ergänzen Sie das andere."))
        return cleaned

    @property
    def entry(self) -> AgreementEntry:
        cleaned = self.cleaned_data
        return AgreementEntry(
            valid=self.valid,
            reference=cleaned["reference"],
            signed_on=cleaned["signed_on"],
            most_posts=cleaned["most_posts"],
            notice_months=cleaned["notice_months"],
            notice_to=enum_or_none(NoticeTo, cleaned["notice_to"]),
            decision_id=cleaned["decision"],
            data_protection=DataProtection(cleaned["data_protection"]),
            data_protection_on=cleaned["data_protection_on"],
        )

    def clauses(self, on: date) -> list[ClauseEntry]:
        """Return the clauses that were filled in; they are known since the day of signing."""
        cleaned = self.cleaned_data
        return [
            ClauseEntry(
                parameter=name,
                value=cleaned[name],
                valid=self.valid,
                known_since=cleaned["signed_on"] or min(cleaned["first"], on),
                source=cleaned["reference"] or _("Weiterleitungsvertrag"),
                section=cleaned["section"],
                decision_id=cleaned["decision"],
            )
            for name in self.clause_names
            if cleaned[name]
        ]


class ClauseForm(OpenPeriodForm):
    """What a clause says from a day on, in which agreements, and what says so."""

    def __init__(
        self,
        *args: Any,
        user: "User",
        on: date,
        body: BodyView,
        clauses: Sequence[str],
        agreements: Sequence[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        known = [(name, law().parameter(name)) for name in clauses]
        labels = [(name, f"{each.label} ({each.unit.german()})") for name, each in known if each]
        self.fields["agreements"] = forms.TypedMultipleChoiceField(
            label=_("In welchen Verträgen?"),
            choices=agreements,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            initial=[number for number, _label in agreements],
        )
        self.fields["parameter"] = forms.ChoiceField(label=_("Klausel"), choices=labels)
        self.fields["value"] = text(_("neuer Wert"), most=60, help_text=_("0 heißt: nichts mehr."))
        self.fields["first"] = DayField(label=_("gilt ab"))
        self.fields["last"] = DayField(
            label=_("Letzter Tag"), required=False, help_text=_("Leer: bis auf Weiteres.")
        )
        self.fields["known_since"] = DayField(
            label=_("bekannt seit"), help_text=_("Der Tag des Beschlusses oder der Unterschrift.")
        )
        self.fields["source"] = text(
            _("Quelle"), help_text=_("Zum Beispiel: Rat, 16.12.2024, Vorlage 2024/3092")
        )
        self.fields["section"] = text(_("Stelle im Vertrag"), most=300, required=False)
        self.fields["decision"] = PaperField(bodies=[body], user=user, on=on)

    @property
    def entry(self) -> ClauseEntry:
        cleaned = self.cleaned_data
        return ClauseEntry(
            parameter=cleaned["parameter"],
            value=cleaned["value"],
            valid=self.valid,
            known_since=cleaned["known_since"],
            source=cleaned["source"],
            section=cleaned["section"],
            decision_id=cleaned["decision"],
        )
