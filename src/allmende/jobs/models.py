"""One row for each piece of background work, for people; the queue's own tables are procrastinate's."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.jobs.domain import JobState

STATE_LABELS = {
    JobState.WAITING: _("wartet"),
    JobState.RUNNING: _("läuft"),
    JobState.DONE: _("fertig"),
    JobState.FAILED: _("fehlgeschlagen"),
    JobState.CANCELLED: _("abgebrochen"),
}


class Job(models.Model):
    """Background work with its progress and outcome."""

    kind = models.CharField(_("Art"), max_length=100)
    title = models.CharField(_("Titel"), max_length=300)
    payload = models.JSONField(_("Eingaben"), default=dict)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("beauftragt von"), on_delete=models.PROTECT, null=True
    )
    state = models.CharField(
        _("Stand"),
        max_length=20,
        default=JobState.WAITING.value,
        choices=[(s.value, STATE_LABELS[s]) for s in JobState],
    )
    done = models.PositiveIntegerField(_("erledigt"), default=0)
    total = models.PositiveIntegerField(_("insgesamt"), default=0)
    message = models.TextField(_("Meldung"), blank=True)
    result_url = models.CharField(_("Ergebnis"), max_length=500, blank=True)
    cancel_requested = models.BooleanField(_("Abbruch verlangt"), default=False)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    ended_at = models.DateTimeField(_("beendet am"), null=True)

    class Meta:
        verbose_name = _("Auftrag")
        verbose_name_plural = _("Aufträge")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["requested_by", "-created_at"], name="job_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in JobState]), name="job_state_is_known"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_within_total"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) ^ Q(state__in=[s.value for s in JobState if s.is_final]),
                name="job_ended_when_final",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """Return the progress in whole percent; 0 while the total is unknown."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_final(self) -> bool:
        return JobState(self.state).is_final
