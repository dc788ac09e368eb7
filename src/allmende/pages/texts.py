"""Characters nobody sees: what is left out of searches and files, and refused in forms."""

import re

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

# C0 and C1 without tab and line ends, half surrogates, and what XML may not hold.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """Return the text without control characters; tabs and line ends stay."""
    return INVISIBLE.sub("", text)


def asked(parameters: QueryDict, name: str, *, longest: int | None = None) -> str:
    """Return what an address asks for, ready to be compared with texts of the database: it refuses NUL."""
    return visible(parameters.get(name, "")).strip()[:longest]


def validate_visible(text: str) -> None:
    """Refuse a text with control characters; they come from the clipboard and break files made of it."""
    if INVISIBLE.search(text):
        raise ValidationError(
            _("Der Text enthält unsichtbare Steuerzeichen. Tippen Sie ihn neu, statt ihn einzufügen."),
            code="invisible",
        )
