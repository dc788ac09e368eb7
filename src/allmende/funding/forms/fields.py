"""Fields that several forms of funding share."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.funding.domain.people import person_problem
from allmende.ledger.posting_views import AmountField
from allmende.pages.texts import validate_visible
from allmende.papers import queries as papers
from allmende.register.domain import BodyView
from allmende.register.forms import DayField

if TYPE_CHECKING:
    from allmende.accounts.models import User

NONE = ("", "–")


def choices(codes: Iterable[Any], *, empty: bool = False) -> list[tuple[str, Any]]:
    """Return the codes of an enum with what people call them."""
    found = [(each.value, _(each.label)) for each in codes]
    return [NONE, *found] if empty else found


class PaperField(forms.TypedChoiceField):
    """A council paper of one of some bodies, or none; gives its number."""

    def __init__(self, *, bodies: Sequence[BodyView], user: "User", on: date, **options: Any) -> None:
        found = [each for body in bodies for each in papers.paper_choices(body.id, user=user, on=on)]
        options.setdefault("label", _("Beschluss der Vertretung"))
        super().__init__(
            choices=[NONE, *((str(number), name) for number, name in found)],
            coerce=int,
            empty_value=None,
            required=False,
            **options,
        )


class ShareField(forms.DecimalField):
    """A share of full time as people write it: `0,5`."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(localize=True, max_digits=7, decimal_places=4, **options)
        self.widget.is_localized = True

    def to_python(self, value: Any) -> Any:
        text = str(value).strip().replace(",", ".") if value is not None else ""
        return super().to_python(text)


class EuroField(AmountField):
    """Euros as people write them, in cents; an amount that may be left out is None."""

    def clean(self, value: Any) -> Any:
        if not self.required and not str(value or "").strip():
            return None
        return super().clean(value)


def validate_about_money(text: str) -> None:
    """Refuse a text that points to a single person."""
    if problem := person_problem(text):
        raise forms.ValidationError(problem, code="person")


def text(label: Any, *, most: int = 500, **options: Any) -> forms.CharField:
    """Return a line of text that refuses control characters and data of people."""
    checks = [validate_visible, validate_about_money]
    return forms.CharField(label=label, max_length=most, validators=checks, **options)


def enum_or_none(codes: type[StrEnum], value: str) -> Any:
    return codes(value) if value else None


__all__ = [
    "NONE",
    "DayField",
    "EuroField",
    "PaperField",
    "ShareField",
    "choices",
    "enum_or_none",
    "text",
    "validate_about_money",
]
