"""Emergency access to a case by supervision (plane `fall`): half an hour, reviewed by another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.words import EmergencyReason, RetentionClass, ReviewResult
from allmende.cases.models.files import OfCase
from allmende.pages.model_fields import one_of, person


class EmergencyAccess(OfCase):
    """Who opened a case in an emergency, why, until when, and what the review said.

    Only the function `ctx.break_glass` adds rows; it sets the end and refuses whoever owes a review.
    """

    assignment = models.ForeignKey("cases.Assignment", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(
        _("Anlass"), max_length=20, choices=[(each.value, each.label) for each in EmergencyReason]
    )
    explanation = models.CharField(_("Begründung"), max_length=500)
    opened_at = models.DateTimeField(_("geöffnet am"))
    until = models.DateTimeField(_("bis"))
    result = models.CharField(
        _("Ergebnis der Prüfung"),
        max_length=20,
        choices=[(each.value, each.label) for each in ReviewResult],
        blank=True,
    )
    reviewed_by = person()
    reviewed_at = models.DateTimeField(_("geprüft am"), null=True, blank=True)
    review_note = models.CharField(_("Bemerkung der Prüfung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Notzugang")
        verbose_name_plural = _("Notzugänge")
        db_table_comment = RetentionClass.ACCESS.comment
        constraints = [
            one_of("reason", EmergencyReason, "case_emergency_reason", blank=False),
            one_of("result", ReviewResult, "case_emergency_result"),
            models.CheckConstraint(name="case_emergency_explained", condition=~Q(explanation="")),
            models.CheckConstraint(
                name="case_emergency_reviewed",
                condition=Q(result="", reviewed_by=None, reviewed_at=None)
                | ~Q(result="") & Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_at:%d.%m.%Y %H:%M}"
