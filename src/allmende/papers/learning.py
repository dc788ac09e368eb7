"""Keeps how often people correct what was read, so that weak layouts show themselves."""

from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, NullIf

from allmende.papers.domain.corrections import CorrectionKind, corrections, layout_of
from allmende.papers.domain.entries import Entries
from allmende.papers.models import PaperDraft, ReadingCorrection


def record_corrections(draft: PaperDraft, entries: Entries) -> None:
    """Count what a person left and corrected in a draft just confirmed."""
    layout = layout_of(draft.reading)
    ReadingCorrection.objects.bulk_create(
        ReadingCorrection(draft=draft, layout=layout, field=field, kind=kind.value, count=count)
        for (field, kind), count in corrections(draft.reading, entries).items()
    )


def forget_corrections(draft: PaperDraft) -> None:
    """Drop the counts of a draft that is open again; its next confirmation counts anew."""
    ReadingCorrection.objects.filter(draft=draft).delete()


def reading_quality() -> "QuerySet[ReadingCorrection, Any]":
    """Return for each layout and field how many values were accepted, changed, removed and added.

    `share` is the share of accepted among all values read, in whole percent; None where nothing was read.
    """

    def counted(kind: CorrectionKind) -> Coalesce:
        return Coalesce(Sum("count", filter=Q(kind=kind.value)), 0)

    read = F("accepted") + F("changed") + F("removed")
    return (
        ReadingCorrection.objects.order_by()
        .values("layout", "field")
        .annotate(
            accepted=counted(CorrectionKind.ACCEPTED),
            changed=counted(CorrectionKind.CHANGED),
            removed=counted(CorrectionKind.REMOVED),
            added=counted(CorrectionKind.ADDED),
        )
        .annotate(share=Cast(100 * F("accepted") / NullIf(read, 0), IntegerField()))
    )


def known_layouts() -> list[str]:
    """Return the layouts with counted papers, by name."""
    return sorted(ReadingCorrection.objects.order_by().values_list("layout", flat=True).distinct())
