"""What a paper proposes to decide, what became of it, and what has to be done then."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import one_of, person
from allmende.papers.domain.follow_ups import FollowUpKind, FollowUpState, Recurrence, ReportKind, RollCall
from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.labels import choices
from allmende.papers.models.evidence import Evidenced
from allmende.papers.models.papers import Paper
from allmende.papers.storage import upload_path

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
    """What somebody has to do after a decision. A recurring duty stays pending, and `due_on` moves on.

    A condition („mit der Maßgabe, dass …“) becomes a duty once a person says who has to fulfill it.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="follow_ups")
    condition = models.ForeignKey(
        Condition, on_delete=models.SET_NULL, related_name="follow_ups", null=True, blank=True
    )
    kind = models.CharField(
        _("Art"), max_length=20, choices=choices(FollowUpKind), default=FollowUpKind.DUTY.value
    )
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
            one_of("kind", FollowUpKind, "follow_up_kind", blank=False),
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

    def get_absolute_url(self) -> str:
        return reverse("papers:follow-up", args=[self.pk])


class FollowUpReport(models.Model):
    """What was reported about a duty: a proof, an answer or a note, with a link or a file.

    `for_due_on` is the day of a recurring duty that the report belongs to. It is public only where somebody
    says so: a proof can name people.
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(_("Art"), max_length=20, choices=choices(ReportKind))
    reported_on = models.DateField(_("vom"))
    for_due_on = models.DateField(_("zum Termin"), null=True, blank=True)
    note = models.TextField(_("Notiz"), blank=True)
    link = models.URLField(_("Adresse"), max_length=500, blank=True)
    content = models.FileField(upload_to=upload_path, max_length=200, blank=True)
    file_name = models.CharField(_("Dateiname"), max_length=200, blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=False)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Meldung zu einem Auftrag")
        verbose_name_plural = _("Meldungen zu Aufträgen")
        ordering = ["reported_on", "pk"]
        constraints = [
            one_of("kind", ReportKind, "follow_up_report_kind", blank=False),
            models.CheckConstraint(
                name="follow_up_report_says_something", condition=~Q(note="") | ~Q(link="") | ~Q(content="")
            ),
            models.CheckConstraint(
                name="follow_up_report_file_has_its_name", condition=Q(content="") | ~Q(file_name="")
            ),
        ]

    def __str__(self) -> str:
        return self.note[:80] or self.link or self.file_name


class RollCallVote(models.Model):
    """How one member voted, where the council voted by roll call."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="roll_call")
    order = models.PositiveIntegerField(_("Reihenfolge"))
    name = models.CharField(_("Mitglied"), max_length=200)
    group = models.CharField(_("Fraktion"), max_length=200, blank=True)
    vote = models.CharField(_("Stimme"), max_length=20, choices=choices(RollCall))

    class Meta:
        verbose_name = _("namentliche Stimme")
        verbose_name_plural = _("namentliche Stimmen")
        ordering = ["order"]
        constraints = [
            one_of("vote", RollCall, "roll_call_vote", blank=False),
            models.UniqueConstraint(fields=["decision", "order"], name="roll_call_order_unique"),
            models.UniqueConstraint(fields=["decision", "name"], name="roll_call_name_unique"),
            models.CheckConstraint(name="roll_call_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_vote_display()}"


class DutyDigest(models.Model):
    """A person who wants the duties that are overdue or due soon by mail, once a week."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(_("Adresse der Installation"), max_length=200)
    since = models.DateField(_("bestellt am"))
    last_sent_on = models.DateField(_("zuletzt verschickt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Übersicht der Aufträge per E-Mail")
        verbose_name_plural = _("Übersichten der Aufträge per E-Mail")

    def __str__(self) -> str:
        return str(self.user)
