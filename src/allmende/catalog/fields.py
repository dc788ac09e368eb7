"""Numbers as people write them."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


def german_decimal(text: str) -> Decimal:
    """Return `1.234,5`, `1.234` or `1234.5` as an exact number; raise ValueError.

    Points in groups of three are German thousands, as everywhere in forms.
    """
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in plain or THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite():
        raise ValueError(text)
    return value


class NumberField(forms.CharField):
    """A number with a decimal comma between 0 and `most`, exact."""

    def __init__(self, *, most: int = 10**9, required: bool = False, **options: Any) -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(required=required, max_length=20, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = german_decimal(text)
        except ValueError as error:
            raise forms.ValidationError(_("„%(text)s“ ist keine Zahl."), params={"text": text}) from error
        if not 0 <= found <= self.most:
            raise forms.ValidationError(
                _("Die Zahl liegt nicht zwischen 0 und %(most)s."), params={"most": self.most}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value
