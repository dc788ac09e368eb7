"""What the models of papers are built with: who did it, closed lists, the evidence of a value."""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def person() -> "models.ForeignKey[Any, Any]":
    """Return the field for who did something; empty for what the installation did itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )


def one_of(field: str, codes: type[StrEnum], name: str, *, blank: bool = True) -> models.CheckConstraint:
    """Return the constraint that a field holds one of the codes."""
    values = [code.value for code in codes] + ([""] if blank else [])
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values}))


class Evidenced(models.Model):
    """A value of a paper: its order, and its evidence (all of it or none)."""

    order = models.PositiveIntegerField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_evidence",
                condition=Q(start=None, end=None, page=None, line=None, confidence=None)
                | Q(
                    # a comparison with NULL is no refusal, so each must be said to be there
                    start__isnull=False,
                    page__isnull=False,
                    line__isnull=False,
                    confidence__isnull=False,
                    end__gt=F("start"),
                    end__isnull=False,
                    page__gte=1,
                    line__gte=1,
                    confidence__gte=0,
                    confidence__lte=1,
                ),
            )
        ]
