"""Papers proposed as parts of a matter, until a person of their own body confirms or refuses."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.joint_decisions.domain import ProposalState
from allmende.joint_decisions.labels import choices
from allmende.joint_decisions.models.partners import Partner
from allmende.pages.model_fields import one_of, person


class MatchProposal(models.Model):
    """A partner's own paper that may belong to the matter, with the reasons; seen by its own people only."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="proposals")
    paper = models.ForeignKey("papers.Paper", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("Punkte"))
    reasons = ArrayField(models.CharField(max_length=300), verbose_name=_("Gründe"))
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(ProposalState), default=ProposalState.OPEN.value
    )
    decided_by = person()
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)
    created_at = models.DateTimeField(_("vorgeschlagen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("vorgeschlagene Zuordnung")
        verbose_name_plural = _("vorgeschlagene Zuordnungen")
        constraints = [
            models.UniqueConstraint(name="match_proposal_once", fields=["partner", "paper"]),
            one_of("state", ProposalState, "match_proposal_state", blank=False),
            models.CheckConstraint(name="match_proposal_score", condition=Q(score__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.score})"
