"""Heads of audit chains kept outside the chain: printed in papers, exchanged with partners."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import person


class Seal(models.Model):
    """The head of a chain on a day, of the own region or of a partner who asked us to keep it."""

    region = models.ForeignKey("cases.Region", on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(_("Kette"), max_length=100)
    seq = models.PositiveBigIntegerField(_("Nummer"))
    hash = models.CharField(_("Hashwert"), max_length=64)
    sealed_on = models.DateField(_("gesiegelt am"))
    source = models.CharField(_("Herkunft"), max_length=200, blank=True)
    recorded_by = person()
    recorded_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Siegel des Protokolls")
        verbose_name_plural = _("Siegel des Protokolls")
        constraints = [
            models.UniqueConstraint(name="case_seal_once", fields=["region", "chain", "seq", "hash"]),
            models.CheckConstraint(name="case_seal_hash", condition=models.Q(hash__regex="^[0-9a-f]{64}$")),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}"
