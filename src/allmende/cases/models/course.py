"""The plane `fall`: what happens to a case over time: phases, steps of the plan, evaluation, hand-over."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.file_words import Responsible, TransferReason, TransferState
from allmende.cases.domain.phases import Phase
from allmende.cases.domain.words import RetentionClass
from allmende.cases.models.files import Goal, OfCase
from allmende.pages.model_fields import one_of, person


class PhaseChange(OfCase):
    """A case entered a phase on a day. Rows are only added: nothing edits history."""

    phase = models.CharField(_("Phase"), max_length=20, choices=[(each.value, each.label) for each in Phase])
    since = models.DateField(_("seit"))
    changed_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)
    changed_by = person()
    reason_sealed = models.BinaryField(_("Grund, verschlüsselt"), default=bytes)

    class Meta:
        verbose_name = _("Phasenwechsel")
        verbose_name_plural = _("Phasenwechsel")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [one_of("phase", Phase, "case_phase_change_phase", blank=False)]
        indexes = [models.Index(name="case_phase_changes", fields=["case", "changed_at"])]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}: {self.since}"


class Action(OfCase):
    """A step towards a goal, and who takes it (class S2)."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    text_sealed = models.BinaryField(_("Schritt, verschlüsselt"))
    responsible = models.CharField(
        _("Wer"), max_length=20, choices=[(each.value, each.label) for each in Responsible]
    )
    due_on = models.DateField(_("bis"), null=True, blank=True)
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Schritt zum Ziel")
        verbose_name_plural = _("Schritte zum Ziel")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [one_of("responsible", Responsible, "case_action_responsible", blank=False)]
        indexes = [
            models.Index(name="case_action_due", fields=["due_on"], condition=Q(done_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_responsible_display()}: {self.due_on}"


class Evaluation(OfCase):
    """What came of the work, on one page, written before a case is closed (class S2)."""

    written_on = models.DateField(_("geschrieben am"))
    author = person()
    text_sealed = models.BinaryField(_("Auswertung, verschlüsselt"))

    class Meta:
        verbose_name = _("Auswertung eines Falls")
        verbose_name_plural = _("Auswertungen von Fällen")
        db_table_comment = RetentionClass.CASE_CONTENT.comment

    def __str__(self) -> str:
        return str(self.written_on)


class Transfer(OfCase):
    """A case changes hands: it is offered, and the other organisation accepts or declines."""

    from_organisation = models.ForeignKey(
        "cases.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("von")
    )
    to_organisation = models.ForeignKey(
        "cases.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("an")
    )
    reason = models.CharField(
        _("Anlass"), max_length=20, choices=[(each.value, each.label) for each in TransferReason]
    )
    state = models.CharField(
        _("Stand"),
        max_length=20,
        choices=[(each.value, each.label) for each in TransferState],
        default=TransferState.OPEN.value,
    )
    asked_on = models.DateField(_("angeboten am"))
    asked_by = person()
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True)
    decided_by = person()
    # the person's own yes: without it a public body does not read what a charity wrote
    consented_on = models.DateField(_("Einwilligung der Person am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Übergabe eines Falls")
        verbose_name_plural = _("Übergaben von Fällen")
        db_table_comment = RetentionClass.TEAM.comment
        constraints = [
            models.UniqueConstraint(
                name="case_transfer_one_open",
                fields=["case"],
                condition=Q(state=TransferState.OPEN.value),
            ),
            one_of("reason", TransferReason, "case_transfer_reason", blank=False),
            one_of("state", TransferState, "case_transfer_state", blank=False),
            models.CheckConstraint(
                name="case_transfer_to_another", condition=~Q(from_organisation=F("to_organisation"))
            ),
            models.CheckConstraint(
                name="case_transfer_decided",
                condition=Q(state=TransferState.OPEN.value, decided_on=None)
                | ~Q(state=TransferState.OPEN.value) & Q(decided_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.get_state_display()}"
