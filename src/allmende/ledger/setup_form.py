"""The first step of a new calculation: books, period, and who pays whom by which rule."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from allmende.ledger.body_field import BodyField
from allmende.ledger.computing import law
from allmende.ledger.domain import Flow, PostingKind
from allmende.ledger.queries import calculation_titled
from allmende.pages.texts import validate_visible
from allmende.register import queries as register
from allmende.register.domain import CAPABILITIES, BodyView, Capability
from allmende.register.forms import DayField

if TYPE_CHECKING:
    from allmende.accounts.models import User

STREAMS = 4
OPEN_KINDS = [(kind.value, kind.label) for kind in PostingKind if kind is not PostingKind.KORREKTUR]


def books_of(user: "User", *, on: date) -> list[BodyView]:
    """Return the bodies whose books the person keeps."""
    return [
        membership.body
        for membership in register.memberships_of(user, on=on)
        if Capability.POST_MONEY in CAPABILITIES[membership.role]
    ]


def money_rules() -> list[tuple[str, Any]]:
    """Return the rules that give money, grouped by law."""
    groups: list[tuple[str, Any]] = [("", "–")]
    for each in law().laws():
        versions = (timeline[-1].what for timeline in each.rules.values())
        rules = [(version.name, version.label) for version in versions if version.returns.is_money]
        if rules:
            groups.append((each.title, rules))
    return groups


class PeriodForm(forms.Form):
    """A form with a first and a last day; `period` is `[first, until)`."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Der letzte Tag liegt vor dem ersten."))
        return cleaned

    @property
    def period(self) -> tuple[date, date]:
        return self.cleaned_data["first"], self.cleaned_data["last"] + timedelta(days=1)


class SetupForm(PeriodForm):
    """What is calculated: up to four streams of money, each by a rule."""

    def __init__(self, *args: Any, on: date, books: list[BodyView], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"] = forms.ChoiceField(
            label=_("Bücher von"), choices=[(str(body.id), str(body)) for body in books]
        )
        self.fields["title"] = forms.CharField(
            label=_("Titel"), max_length=300, validators=[validate_visible]
        )
        self.fields["kind"] = forms.ChoiceField(label=_("Art"), choices=OPEN_KINDS)
        self.fields["first"] = DayField(label=_("Erster Tag"), initial=date(on.year, 1, 1))
        self.fields["last"] = DayField(label=_("Letzter Tag"), initial=date(on.year, 12, 31))
        rules = money_rules()
        for number in range(1, STREAMS + 1):
            is_first = number == 1
            self.fields[f"rule{number}"] = forms.ChoiceField(
                label=_("Regel"), choices=rules, required=is_first
            )
            self.fields[f"payer{number}"] = BodyField(on=on, label=_("zahlt"), required=is_first)
            self.fields[f"payee{number}"] = BodyField(on=on, label=_("erhält"), required=is_first)
            self.fields[f"passed{number}"] = forms.BooleanField(
                label=_("gibt nur weiter, was sie dafür erhält"), required=False
            )

    @property
    def heads(self) -> list[BoundField]:
        return [self[name] for name in ("body", "title", "kind", "first", "last")]

    @property
    def streams(self) -> Iterator[tuple[int, list[BoundField]]]:
        for number in range(1, STREAMS + 1):
            yield number, [self[f"{part}{number}"] for part in ("rule", "payer", "payee", "passed")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in range(2, STREAMS + 1):
            parts = [f"{part}{number}" for part in ("rule", "payer", "payee")]
            if any(cleaned.get(part) for part in parts):
                for part in parts:
                    if not cleaned.get(part) and part not in self.errors:
                        self.add_error(part, _("Ergänzen Sie diese Angabe, oder leeren Sie die Zeile."))
        body, title = cleaned.get("body"), cleaned.get("title")
        if body and title and calculation_titled(int(body), title):
            self.add_error("title", _("Diese Körperschaft hat schon eine Berechnung mit diesem Titel."))
        return cleaned

    @property
    def flows(self) -> list[Flow]:
        """Return the streams that were entered."""
        cleaned = self.cleaned_data
        return [
            Flow(
                cleaned[f"rule{number}"],
                cleaned[f"payer{number}"].id,
                cleaned[f"payee{number}"].id,
                from_own_money=not cleaned[f"passed{number}"],
            )
            for number in range(1, STREAMS + 1)
            if cleaned.get(f"rule{number}")
        ]

    @property
    def rule_names(self) -> list[str]:
        return list(dict.fromkeys(flow.rule for flow in self.flows))
