"""Proofs of use (Verwendungsnachweis): text blocks by hand, figures from the postings, frozen on release."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.funding.domain.words import StepState
from allmende.funding.models.fields import Released, four_eyes, real_period, released_stays
from allmende.funding.models.grants import Grant
from allmende.pages.model_fields import one_of


class ProofOfUse(Released):
    """The proof for a period of a grant. `statement` holds the figures as they were on release."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="proofs")
    number = models.PositiveIntegerField(_("Nummer"))
    period = DateRangeField(_("Zeitraum"))
    # by the key of the text block
    texts = models.JSONField(_("Sachbericht"), default=dict)
    statement = models.JSONField(_("zahlenmäßiger Nachweis"), default=dict)

    class Meta:
        verbose_name = _("Verwendungsnachweis")
        verbose_name_plural = _("Verwendungsnachweise")
        constraints = [
            models.UniqueConstraint(name="proof_number", fields=["grant", "period", "number"]),
            one_of("state", StepState, "proof_state", blank=False),
            four_eyes("proof_four_eyes"),
            real_period("proof_real_period"),
        ]
        triggers = [released_stays()]

    def get_absolute_url(self) -> str:
        return reverse("funding:proof", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.grant}: {self._meta.verbose_name} {self.number}"
