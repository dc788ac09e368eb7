"""The plane `fall`: the head of a case, its team, plan, goals and notes. Texts are stored encrypted.

The tables lie in the schema `fall`; row-level security decides who sees which row (migration 0001).
"""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.access import DataClass
from allmende.cases.domain.file_words import Channel
from allmende.cases.domain.phases import Phase
from allmende.cases.domain.words import (
    ActionField,
    ClosureReason,
    GoalState,
    RetentionClass,
    TeamPosition,
)
from allmende.pages.model_fields import one_of, person

NOTE_CLASSES = (DataClass.NOTE, DataClass.SPECIAL, DataClass.RESIDENCE_STRATEGY)


class CaseFile(models.Model):
    """The head of a case (class S0): number, phase, days. Nothing here tells who it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey("cases.Region", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        "cases.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("fallführende Stelle"),
    )
    number = models.CharField(_("Fallnummer"), max_length=20)
    phase = models.CharField(
        _("Phase"),
        max_length=20,
        choices=[(each.value, each.label) for each in Phase],
        default=Phase.ANFRAGE.value,
    )
    phase_since = models.DateField(_("in der Phase seit"))
    resting_from = models.CharField(_("unterbrochene Phase"), max_length=20, blank=True)
    opened_on = models.DateField(_("eröffnet am"))
    closed_on = models.DateField(_("abgeschlossen am"), null=True, blank=True)
    closure_reason = models.CharField(
        _("Grund des Abschlusses"),
        max_length=20,
        choices=[(each.value, each.label) for each in ClosureReason],
        blank=True,
    )
    informed_on = models.DateField(_("Datenschutzinformation ausgehändigt am"), null=True, blank=True)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=200, blank=True)
    review_on = models.DateField(_("nächste Überprüfung"), null=True, blank=True)
    restricted = models.BooleanField(_("nicht in den Listen der Region"), default=False)
    erased_at = models.DateTimeField(_("gelöscht am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Fallakte")
        verbose_name_plural = _("Fallakten")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [
            models.UniqueConstraint(name="case_file_number_in_region", fields=["region", "number"]),
            models.UniqueConstraint(name="case_file_keeps_region", fields=["id", "region"]),
            one_of("phase", Phase, "case_file_phase", blank=False),
            one_of("resting_from", Phase, "case_file_resting_from"),
            one_of("closure_reason", ClosureReason, "case_file_closure_reason"),
            models.CheckConstraint(
                name="case_file_days", condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OfCase(models.Model):
    """What belongs to a case and, by a key of two columns, to its region."""

    region = models.ForeignKey("cases.Region", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class CaseMember(OfCase):
    """Who works on a case on which days and why; through an assignment, so that it ends with it."""

    assignment = models.ForeignKey("cases.Assignment", on_delete=models.PROTECT, related_name="+")
    position = models.CharField(
        _("Stellung im Team"), max_length=20, choices=[(each.value, each.label) for each in TeamPosition]
    )
    valid = DateRangeField(_("gilt"))
    reason = models.CharField(_("Grund"), max_length=300)
    added_by = person()

    class Meta:
        verbose_name = _("Mitglied im Fallteam")
        verbose_name_plural = _("Mitglieder im Fallteam")
        db_table_comment = RetentionClass.TEAM.comment
        constraints = [
            ExclusionConstraint(
                name="case_member_never_twice",
                expressions=[
                    (F("case"), RangeOperators.EQUAL),
                    (F("assignment"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="case_member_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="case_member_real_period", condition=Q(valid__isempty=False)),
            one_of("position", TeamPosition, "case_member_position", blank=False),
        ]

    def __str__(self) -> str:
        return f"{self.get_position_display()}: {self.valid}"


class Plan(OfCase):
    """One version of what was agreed with the person (class S2)."""

    version = models.PositiveSmallIntegerField(_("Fassung"))
    agreed_on = models.DateField(_("vereinbart am"), null=True, blank=True)
    language = models.CharField(_("Sprache der Ausfertigung"), max_length=10, default="de")
    summary_sealed = models.BinaryField(_("Ausgangslage, verschlüsselt"))

    class Meta:
        verbose_name = _("Hilfeplan")
        verbose_name_plural = _("Hilfepläne")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [
            models.UniqueConstraint(name="case_plan_version", fields=["case", "version"]),
            models.UniqueConstraint(name="case_plan_keeps_case", fields=["id", "case"]),
        ]

    def __str__(self) -> str:
        return str(self.version)


class Goal(OfCase):
    """A goal of a plan (class S2)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    action_field = models.CharField(
        _("Handlungsfeld"), max_length=20, choices=[(each.value, each.label) for each in ActionField]
    )
    text_sealed = models.BinaryField(_("Ziel, verschlüsselt"))
    state = models.CharField(
        _("Stand"),
        max_length=20,
        choices=[(each.value, each.label) for each in GoalState],
        default=GoalState.OPEN.value,
    )
    due_on = models.DateField(_("bis"), null=True, blank=True)
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True)
    reason_sealed = models.BinaryField(_("Begründung der Entscheidung, verschlüsselt"), default=bytes)

    class Meta:
        verbose_name = _("Ziel")
        verbose_name_plural = _("Ziele")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [
            models.UniqueConstraint(name="case_goal_keeps_case", fields=["id", "case"]),
            one_of("action_field", ActionField, "case_goal_field", blank=False),
            one_of("state", GoalState, "case_goal_state", blank=False),
            models.CheckConstraint(
                name="case_goal_decided",
                condition=Q(state=GoalState.OPEN.value, decided_on=None)
                | ~Q(state=GoalState.OPEN.value) & Q(decided_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_field_display()}: {self.get_state_display()}"


class Note(OfCase):
    """A note of the team, in the class that says how much it can hurt (S3, S4, S5)."""

    data_class = models.PositiveSmallIntegerField(
        _("Datenklasse"), choices=[(each.value, each.label) for each in NOTE_CLASSES]
    )
    written_at = models.DateTimeField(_("geschrieben am"), auto_now_add=True)
    author = person()
    text_sealed = models.BinaryField(_("Notiz, verschlüsselt"))
    happened_on = models.DateField(_("Tag des Kontakts"), null=True, blank=True)
    channel = models.CharField(
        _("Kontakt"),
        max_length=20,
        choices=[(each.value, each.label) for each in Channel],
        default=Channel.NONE.value,
    )
    minutes = models.PositiveSmallIntegerField(_("Dauer in Minuten"), default=0)
    by_provider = models.BooleanField(_("von einem freien Träger geschrieben"), default=False)

    class Meta:
        verbose_name = _("Notiz zum Fall")
        verbose_name_plural = _("Notizen zum Fall")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [
            models.CheckConstraint(
                name="case_note_class", condition=Q(data_class__in=[each.value for each in NOTE_CLASSES])
            ),
            one_of("channel", Channel, "case_note_channel", blank=False),
        ]
        indexes = [models.Index(name="case_note_newest", fields=["case", "-written_at"])]

    def __str__(self) -> str:
        return self.get_data_class_display()
