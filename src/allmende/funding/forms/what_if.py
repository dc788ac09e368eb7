"""The form of what-if: posts by provider, the clause, the grant per post. Empty means: as it stands."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from allmende.funding.forms.fields import EuroField, ShareField
from allmende.funding.what_if import Assumptions

POSTS = "stellen_"


class WhatIfForm(forms.Form):
    """Assumptions, in the address, so that they can be sent to somebody."""

    def __init__(self, *args: Any, providers: Sequence[tuple[int, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.numbers = [number for number, _name, _posts in providers]
        for number, name, posts in providers:
            self.fields[f"{POSTS}{number}"] = ShareField(
                label=_("Stellen: {provider}").format(provider=name),
                min_value=Decimal(0),
                required=False,
                help_text=_("jetzt {posts}; die Kosten ändern sich im gleichen Verhältnis").format(
                    posts=posts
                ),
            )
        self.fields["anteil"] = ShareField(
            label=_("eigener Anteil an den ungedeckten Kosten in %"),
            min_value=Decimal(0),
            max_value=Decimal(100),
            required=False,
            help_text=_("0 heißt: nichts mehr."),
        )
        self.fields["je_stelle"] = EuroField(
            label=_("Förderung je Stelle und Jahr in Euro"), max_length=30, required=False
        )

    @property
    def assumptions(self) -> Assumptions:
        cleaned = self.cleaned_data
        posts = {number: cleaned[f"{POSTS}{number}"] for number in self.numbers}
        has_amount = bool(self.data.get("je_stelle", "").strip())
        return Assumptions(
            {number: value for number, value in posts.items() if value is not None},
            cleaned["anteil"],
            Decimal(cleaned["je_stelle"]) / 100 if has_amount else None,
        )
