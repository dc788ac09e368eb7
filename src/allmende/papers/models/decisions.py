"""What a paper proposes to decide, what became of it, and what has to be done then."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import one_of
from allmende.papers.domain.follow_ups import FollowUpState, Recurrence
from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.labels import choices
from allmende.papers.models.evidence import Evidenced
from allmende.papers.models.papers import Paper

MAX_VOTES = 9999


def votes(label: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    """Return the field for a number of votes."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(MAX_VOTES)]
    )


class Decision(models.Model):
    """What a paper proposes to decide, and the result; its points are `items`.

    `effective_on` is the first day on which it holds, where that is not the day of the decision.
    """

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="decision")
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(DecisionState), default=DecisionState.PROPOSED.value
    )
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True)
    effective_on = models.DateField(_("gilt ab"), null=True, blank=True)
    outcome = models.CharField(_("Ergebnis in Worten"), max_length=200, blank=True)
    yes = votes(_("Ja"))
    no = votes(_("Nein"))
    abstentions = votes(_("Enthaltungen"))
    holds_from = models.GeneratedField(
        expression=Coalesce("effective_on", "decided_on"), output_field=models.DateField(), db_persist=True
    )

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        constraints = [
            one_of("state", DecisionState, "decision_state", blank=False),
            models.CheckConstraint(
                name="decision_result_has_its_day",
                condition=Q(
                    state=DecisionState.PROPOSED.value,
                    decided_on=None,
                    effective_on=None,
                    outcome="",
                    yes=None,
                    no=None,
                    abstentions=None,
                )
                | ~Q(state=DecisionState.PROPOSED.value) & Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_holds_only_if_taken",
                condition=Q(effective_on=None) | Q(state=DecisionState.TAKEN.value),
            ),
        ]
        indexes = [
            models.Index(
                fields=["holds_from"],
                condition=Q(state=DecisionState.TAKEN.value),
                name="decision_holds_from",
            )
        ]

    def __str__(self) -> str:
        return str(self.paper)


class DecisionItem(Evidenced):
    """One point of a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="items")
    number = models.CharField(_("Ziffer"), max_length=20, blank=True)
    resolution_text = models.TextField(_("Wortlaut"))

    class Meta(Evidenced.Meta):
        verbose_name = _("Beschlusspunkt")
        verbose_name_plural = _("Beschlusspunkte")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["decision", "order"], name="decision_item_order_unique"),
            models.CheckConstraint(name="decision_item_has_text", condition=~Q(resolution_text="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.resolution_text[:80]}".strip()


class Condition(Evidenced):
    """A condition of what is decided."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    text = models.TextField(_("Wortlaut"))

    class Meta(Evidenced.Meta):
        verbose_name = _("Bedingung")
        verbose_name_plural = _("Bedingungen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["decision", "order"], name="condition_order_unique"),
            models.CheckConstraint(name="condition_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Vote(Evidenced):
    """A vote that the paper reports; the result that holds is kept with the decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="votes")
    outcome = models.CharField(_("Ergebnis in Worten"), max_length=200, blank=True)
    yes = votes(_("Ja"))
    no = votes(_("Nein"))
    abstentions = votes(_("Enthaltungen"))

    class Meta(Evidenced.Meta):
        verbose_name = _("Abstimmung")
        verbose_name_plural = _("Abstimmungen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["decision", "order"], name="vote_order_unique"),
            models.CheckConstraint(
                name="vote_says_something",
                condition=~Q(outcome="") | Q(yes__isnull=False) | Q(no__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.outcome or f"{self.yes}:{self.no}"


class FollowUp(Evidenced):
    """What somebody has to do after a decision. A recurring duty stays pending, and `due_on` moves on."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="follow_ups")
    duty = models.TextField(_("Auftrag"))
    addressee = models.CharField(_("Wer"), max_length=500)
    first_due_on = models.DateField(_("zuerst fällig am"), null=True, blank=True)
    due_on = models.DateField(_("fällig am"), null=True, blank=True)
    recurrence = models.CharField(_("Wiederholung"), max_length=20, blank=True, choices=choices(Recurrence))
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(FollowUpState), default=FollowUpState.PENDING.value
    )
    last_done_on = models.DateField(_("zuletzt erledigt am"), null=True, blank=True)

    class Meta(Evidenced.Meta):
        verbose_name = _("Auftrag aus einem Beschluss")
        verbose_name_plural = _("Aufträge aus Beschlüssen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["decision", "order"], name="follow_up_order_unique"),
            models.CheckConstraint(name="follow_up_has_duty", condition=~Q(duty="") & ~Q(addressee="")),
            models.CheckConstraint(
                name="follow_up_due_from_the_first_day",
                condition=Q(first_due_on=None, due_on=None)
                | Q(first_due_on__isnull=False, due_on__isnull=False, due_on__gte=F("first_due_on")),
            ),
            models.CheckConstraint(
                name="follow_up_done_has_its_day",
                condition=~Q(state=FollowUpState.DONE.value) | Q(last_done_on__isnull=False),
            ),
            one_of("recurrence", Recurrence, "follow_up_recurrence"),
            one_of("state", FollowUpState, "follow_up_state", blank=False),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state=FollowUpState.PENDING.value), name="follow_up_pending"
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.duty[:80]}"
