"""Forms of a measure of budget consolidation."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.funding.actions.savings import SavingEntry
from allmende.funding.domain.words import SavingKind, SavingState
from allmende.funding.forms.fields import NONE, PaperField, choices, text
from allmende.ledger.posting_views import AmountField
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User


class SavingForm(forms.Form):
    """What the measure is; with several bodies also whose it is."""

    def __init__(
        self,
        *args: Any,
        user: "User",
        on: date,
        bodies: Sequence[BodyView],
        grants: Sequence[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(each.id): each for each in bodies}
        if len(self.bodies) > 1:
            self.fields["body"] = forms.ChoiceField(
                label=_("Körperschaft"), choices=[(key, str(body)) for key, body in self.bodies.items()]
            )
        self.fields["title"] = text(_("Maßnahme"), most=300)
        self.fields["number"] = text(_("Nummer der Maßnahme"), most=60, required=False)
        self.fields["product"] = text(_("Produkt"), most=60, required=False)
        self.fields["account"] = text(_("Sachkonto"), most=60, required=False)
        self.fields["state"] = forms.ChoiceField(label=_("Stand"), choices=choices(SavingState))
        self.fields["decision"] = PaperField(bodies=bodies, user=user, on=on)
        self.fields["grant"] = forms.TypedChoiceField(
            label=_("gehört zur Zuwendung"),
            choices=[NONE, *grants],
            coerce=int,
            empty_value=None,
            required=False,
        )

    @property
    def body(self) -> BodyView:
        return self.bodies[self.cleaned_data.get("body") or next(iter(self.bodies))]

    @property
    def entry(self) -> SavingEntry:
        cleaned = self.cleaned_data
        return SavingEntry(
            cleaned["title"],
            cleaned["number"],
            cleaned["product"],
            cleaned["account"],
            SavingState(cleaned["state"]),
            cleaned["decision"],
            cleaned["grant"],
        )


class SavingAmountForm(forms.Form):
    """What the measure saves in a year."""

    year = forms.IntegerField(label=gettext_lazy("Haushaltsjahr"), min_value=1990, max_value=2200)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=())
    amount = AmountField(label=gettext_lazy("Betrag in Euro"), max_length=30)
    source = text(
        gettext_lazy("Quelle"), help_text=gettext_lazy("Zum Beispiel: Haushaltssicherungskonzept 2025")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = choices(SavingKind)  # type: ignore[attr-defined]
