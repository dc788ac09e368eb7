"""Forms of the partners' papers: which template, a partner's budget line, an amount by a rule."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allmende.common.errors import AllmendeError
from allmende.joint_decisions.partner_papers.computing import PEOPLE
from allmende.joint_decisions.partner_papers.errors import BadRuleInput
from allmende.pages.texts import validate_visible
from allmende.papers.decisions.forms import DayField
from allmende.papers.domain.values import parse_cents

LONGEST_INPUTS = 5_000
FIRST_YEAR, LAST_YEAR = 2000, 2100


class MakeForm(forms.Form):
    """Whether our template may stand in for a town's own that lacks a field."""

    uses_sample = forms.BooleanField(label=_("Muster verwenden, wo ein Feld fehlt"), required=False)


class BudgetForm(forms.Form):
    """Where the money comes from."""

    product = forms.CharField(
        label=_("Produkt"), required=False, max_length=100, validators=[validate_visible]
    )
    account = forms.CharField(label=_("Konto"), required=False, max_length=100, validators=[validate_visible])
    year = forms.IntegerField(
        label=_("Haushaltsjahr"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    planned = forms.CharField(
        label=_("Ansatz im Haushalt in Euro"),
        required=False,
        help_text=_("Leer heißt: nicht bekannt; dann steht „fehlt“ in der Vorlage."),
    )

    def clean_planned(self) -> int | None:
        text = self.cleaned_data["planned"].strip()
        try:
            return abs(parse_cents(text)) if text else None
        except AllmendeError as error:
            raise forms.ValidationError(str(error)) from None


class RuleFigureForm(forms.Form):
    """An amount that a rule, or a calculation whose postings are in the books, gives for each partner."""

    label = forms.CharField(label=_("Bezeichnung"), max_length=200, validators=[validate_visible])
    rule = forms.CharField(
        label=_("Regel"),
        max_length=200,
        required=False,
        help_text=_("Der Name, wie er unter „Regeln“ steht. Oder nehmen Sie eine Berechnung."),
    )
    calculation = forms.ChoiceField(
        label=_("Berechnung"),
        required=False,
        help_text=_("Statt einer Regel: was für jeden Partner in dieser Berechnung gebucht ist."),
    )
    day = DayField(label=_("Gerechnet für den"))
    inputs = forms.CharField(
        label=_("Eingaben"),
        required=False,
        max_length=LONGEST_INPUTS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Je Zeile: Name = Wert. Der Wert @einwohner steht für die Einwohner des Partners."),
    )

    def __init__(self, calculations: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        shown = [(str(key), title) for key, title in calculations]
        self.fields["calculation"].choices = [("", "–"), *shown]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "rule" in data and bool(data["rule"]) == bool(data.get("calculation")):
            self.add_error("rule", _t("Nennen Sie eine Regel oder eine Berechnung, nicht beides."))
        return data

    def clean_inputs(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, line in enumerate(self.cleaned_data["inputs"].splitlines(), start=1):
            if not line.strip():
                continue
            match = re.fullmatch(r"\s*([a-z][a-z0-9_.]{0,99})\s*=\s*(\S.{0,199}?)\s*", line)
            if match is None:
                raise forms.ValidationError(str(BadRuleInput(line=number, text=line[:60])))
            found[match[1]] = _typed(match[2])
        return found


def _typed(text: str) -> Any:
    """Return a value as the rules take it: numbers stay text, they are read exactly there."""
    words = {"ja": True, "nein": False}
    return text if text == PEOPLE else words.get(text.casefold(), text)
