"""`{% load formats %}`: `|number`, `|euro`, `|area`, `|day`, `|moment` in the language of the page.

An absent value (None) shows as an en dash, so that a gap is visible and never a zero.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from allmende.common import formats

ABSENT = "–"
register = template.Library()


def _shown(value: Any, form: Callable[..., str], *args: Any) -> str:
    if value is None or value == "":
        return ABSENT
    return form(value, *args, language=get_language() or "de")


@register.filter
def number(value: formats.Exact | None, places: int | None = None) -> str:
    return _shown(value, formats.number, places)


@register.filter
def euro(value: formats.Exact | None) -> str:
    return _shown(value, formats.euro)


@register.filter
def area(value: formats.Exact | None) -> str:
    return _shown(value, formats.area)


@register.filter
def day(value: date | None) -> str:
    return _shown(value, formats.day)


@register.filter
def moment(value: datetime | None) -> str:
    return _shown(timezone.localtime(value) if value else None, formats.moment)
