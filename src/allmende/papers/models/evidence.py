"""The evidence of a value: where it stands in the text, and how sure the reader was."""

from django.db import models
from django.db.models import F, Q


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
