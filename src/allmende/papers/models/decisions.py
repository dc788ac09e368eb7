"""What a paper proposes to decide."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.papers.domain.content import DecisionState
from allmende.papers.labels import choices
from allmende.papers.models.building import Evidenced, one_of
from allmende.papers.models.papers import Paper


class Decision(models.Model):
    """What a paper proposes to decide; its points are `items`."""

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="decision")
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(DecisionState), default=DecisionState.PROPOSED.value
    )

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        constraints = [one_of("state", DecisionState, "decision_state", blank=False)]

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
