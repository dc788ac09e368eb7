"""What municipalities say about their tasks, and the results of long computations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.potentials.domain import ENTERED_STATES, RunKind, TaskState
from allmende.pages.model_fields import one_of
from allmende.register.bitemporal import (
    KNOWN_NOW,
    DatedFact,
    never_twice,
    nothing_overwritten,
    real_periods,
)


class TaskRecord(DatedFact):
    """How a body did a task in a year, what it cost, and who did it; from its product budget."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("cooperations.Task", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("Stand"), max_length=20, choices=[(each.value, each.label) for each in ENTERED_STATES]
    )
    product = models.CharField(_("Produkt"), max_length=40, blank=True)
    cost_cents = models.BigIntegerField(_("Aufwand in Cent"), null=True, blank=True)
    cases = models.PositiveIntegerField(_("Fälle"), null=True, blank=True)
    posts = models.DecimalField(_("Stellen"), max_digits=8, decimal_places=2, null=True, blank=True)
    retirements = models.PositiveIntegerField(_("Ruhestand in fünf Jahren"), null=True, blank=True)
    vacancy_months = models.PositiveIntegerField(_("Monate unbesetzt"), null=True, blank=True)
    software = models.CharField(_("Software"), max_length=200, blank=True)
    contract_end = models.DateField(_("Vertragsende"), null=True, blank=True)

    class Meta:
        verbose_name = _("Angaben zu einer Aufgabe")
        verbose_name_plural = _("Angaben zu Aufgaben")
        constraints = [
            never_twice("task_record_never_twice", "body", "task"),
            real_periods("task_record_real_periods"),
            models.CheckConstraint(
                name="task_record_state",
                condition=Q(state__in=[TaskState.ALONE.value, TaskState.DISTRICT.value]),
            ),
            models.CheckConstraint(
                name="task_record_cost_positive",
                condition=Q(cost_cents__isnull=True) | Q(cost_cents__gt=0),
            ),
        ]
        indexes = [models.Index(name="task_record_of_task", fields=["task", "body"], condition=KNOWN_NOW)]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.body}: {self.task}"


class PotentialRun(models.Model):
    """The result of a long computation, kept with its date: a choice of groups, or a back-test."""

    kind = models.CharField(_("Art"), max_length=20, choices=[(each.value, each.label) for each in RunKind])
    task = models.ForeignKey(
        "cooperations.Task", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    job_id = models.BigIntegerField(_("Auftrag"), unique=True)
    on = models.DateField(_("Stichtag"))
    result = models.JSONField(_("Ergebnis"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("gerechnet am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Suche nach Potenzialen")
        verbose_name_plural = _("Suchen nach Potenzialen")
        constraints = [one_of("kind", RunKind, "potential_run_kind", blank=False)]

    def __str__(self) -> str:
        return RunKind(self.kind).label
