"""Forms of a proof of use: its period, its text blocks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from allmende.funding.forms.fields import validate_about_money
from allmende.funding.proof_files import text_labels
from allmende.ledger.setup_form import PeriodForm
from allmende.pages.texts import validate_visible
from allmende.register.forms import DayField

LONGEST = 20_000


class ProofPeriodForm(PeriodForm):
    """For which days the use is proved."""

    first = DayField(label=gettext_lazy("Erster Tag"))
    last = DayField(label=gettext_lazy("Letzter Tag"))


class ProofTextsForm(forms.Form):
    """The narrative report, block by block."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in text_labels().items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 6}),
                validators=[validate_visible, validate_about_money],
            )
