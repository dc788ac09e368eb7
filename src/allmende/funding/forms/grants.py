"""Forms of a grant, of its steps and its deadlines."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.funding.actions.grants import StepEntry
from allmende.funding.domain.programmes import BuildingBlock, shipped_block, shipped_programmes
from allmende.funding.domain.words import StepKind
from allmende.funding.forms.fields import NONE, PaperField, ShareField, choices, text
from allmende.funding.models import OwnProgramme
from allmende.ledger.body_field import BodyField
from allmende.ledger.posting_views import AmountField
from allmende.ledger.setup_form import PeriodForm
from allmende.register import queries as register
from allmende.register.domain import BodyView, UnknownBody
from allmende.register.forms import DayField

if TYPE_CHECKING:
    from allmende.accounts.models import User

OWN = "own:"


def block_choices(programmes: Sequence[OwnProgramme]) -> list[tuple[str, Any]]:
    """Return the building blocks by programme, then the programmes of one's own."""
    groups: list[tuple[str, Any]] = [
        (programme.name, [(block.key, block.name) for block in programme.blocks])
        for programme in shipped_programmes()
    ]
    own = [(f"{OWN}{each.pk}", each.name) for each in programmes]
    return [NONE, *groups, *([(_("Eigene Programme"), own)] if own else [])]


class GrantForm(PeriodForm):
    """What is applied for: by whom, from which building block, for which days."""

    def __init__(
        self,
        *args: Any,
        user: "User",
        on: date,
        bodies: Sequence[BodyView],
        programmes: Sequence[OwnProgramme],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.on, self.programmes = on, {f"{OWN}{each.pk}": each for each in programmes}
        self.bodies = {str(each.id): each for each in bodies}
        self.fields["body"] = forms.ChoiceField(
            label=_("Zuwendungsempfänger"), choices=[(key, str(body)) for key, body in self.bodies.items()]
        )
        self.fields["block"] = forms.ChoiceField(
            label=_("Programm und Baustein"), choices=block_choices(programmes)
        )
        self.fields["title"] = text(
            _("Titel"), most=300, help_text=_("Zum Beispiel: Case Management bei Trägern 2025")
        )
        self.fields["reference"] = text(_("Aktenzeichen"), most=100, required=False)
        self.fields["first"] = DayField(label=_("Erster Tag"), initial=date(on.year, 1, 1))
        self.fields["last"] = DayField(label=_("Letzter Tag"), initial=date(on.year, 12, 31))
        self.fields["giver"] = BodyField(
            on=on,
            label=_("Zuwendungsgeber"),
            required=False,
            help_text=_("Leer: wer das Programm führt."),
        )
        self.fields["decision"] = PaperField(bodies=bodies, user=user, on=on)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("block") and not self.errors and not cleaned.get("giver"):
            cleaned["giver"] = self._giver(cleaned["block"])
        return cleaned

    @property
    def body(self) -> BodyView:
        return self.bodies[self.cleaned_data["body"]]

    @property
    def block(self) -> BuildingBlock | None:
        return shipped_block(self.cleaned_data["block"])

    @property
    def programme(self) -> OwnProgramme | None:
        return self.programmes.get(self.cleaned_data["block"])

    def _giver(self, key: str) -> BodyView | None:
        if key in self.programmes:
            number = self.programmes[key].giver_id
            return register.bodies_by_id([number], on=self.on)[number]
        block = shipped_block(key)
        programme = next(each for each in shipped_programmes() if block and each.key == block.programme)
        try:
            return register.body_by_key(programme.giver, on=self.on)
        except UnknownBody:
            self.add_error(
                "giver", _("Wer das Programm führt, steht nicht im Register. Nennen Sie die Stelle.")
            )
            return None


class StepForm(forms.Form):
    """A step with its date, amount and document."""

    kind = forms.ChoiceField(label=gettext_lazy("Schritt"), choices=())
    dated = DayField(
        label=gettext_lazy("vom"), help_text=gettext_lazy("Das Datum des Schreibens oder der Zahlung.")
    )
    amount = AmountField(label=gettext_lazy("Betrag in Euro"), max_length=30)
    fte = ShareField(
        label=gettext_lazy("Stellen"),
        required=False,
        min_value=Decimal(0),
        help_text=gettext_lazy("Nur beim Zuwendungsbescheid: wie viele volle Stellen er bewilligt."),
    )
    forwarding = forms.TypedChoiceField(
        label=gettext_lazy("an wen weitergeleitet"), required=False, coerce=int, empty_value=None
    )
    document = text(
        gettext_lazy("Beleg"), help_text=gettext_lazy("Zum Beispiel: Bescheid vom 3.2.2025, Az. 36.20")
    )
    due = DayField(
        label=gettext_lazy("Frist"),
        required=False,
        help_text=gettext_lazy("Leer: die Frist, die für diesen Schritt eingetragen ist."),
    )
    late_reason = text(gettext_lazy("Grund der Verspätung"), required=False)

    def __init__(
        self,
        *args: Any,
        agreements: Sequence[tuple[int, str]],
        due: dict[StepKind, date],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.known_due = due
        self.fields["kind"].choices = choices(StepKind)  # type: ignore[attr-defined]
        self.fields["forwarding"].choices = [NONE, *agreements]  # type: ignore[attr-defined]
        if not agreements:
            del self.fields["forwarding"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == StepKind.FORWARDING and "forwarding" in self.fields and not cleaned.get("forwarding"):
            self.add_error("forwarding", _("Wählen Sie den Träger, an den weitergeleitet wurde."))
        if kind != StepKind.FORWARDING and cleaned.get("forwarding"):
            self.add_error(
                "forwarding", _("Nur eine Weiterleitung geht an einen Träger. Leeren Sie das Feld.")
            )
        if kind != StepKind.NOTICE and cleaned.get("fte") is not None:
            self.add_error("fte", _("Nur der Zuwendungsbescheid nennt Stellen. Leeren Sie das Feld."))
        return cleaned

    @property
    def entry(self) -> StepEntry:
        cleaned = self.cleaned_data
        kind = StepKind(cleaned["kind"])
        return StepEntry(
            kind,
            cleaned["dated"],
            cleaned["amount"],
            cleaned["document"],
            fte=cleaned["fte"],
            due=cleaned["due"] or self.known_due.get(kind),
            late_reason=cleaned["late_reason"],
            forwarding_id=cleaned.get("forwarding"),
        )


class DeadlineForm(forms.Form):
    """Until when a step is due."""

    kind = forms.ChoiceField(label=gettext_lazy("Schritt"), choices=())
    due = DayField(label=gettext_lazy("Frist"))
    source = text(
        gettext_lazy("Quelle"),
        help_text=gettext_lazy("Zum Beispiel: Zuwendungsbescheid, Nebenbestimmung 6.1"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = choices(StepKind)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is taken back or ended."""

    reason = text(gettext_lazy("Grund"))


class DatedReasonForm(ReasonForm):
    """Why, and the last day on which something still holds."""

    last = DayField(label=gettext_lazy("Letzter Tag"))

    @property
    def until(self) -> date:
        last: date = self.cleaned_data["last"]
        return last + timedelta(days=1)
