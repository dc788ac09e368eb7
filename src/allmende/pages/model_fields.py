"""Fields and constraints that models of every app are built from."""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


def person() -> "models.ForeignKey[Any, Any]":
    """Return the field for who did something; empty for what the installation did itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )


def one_of(field: str, codes: type[StrEnum], name: str, *, blank: bool = True) -> models.CheckConstraint:
    """Return the constraint that a field holds one of the codes."""
    values = [code.value for code in codes] + ([""] if blank else [])
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values}))
