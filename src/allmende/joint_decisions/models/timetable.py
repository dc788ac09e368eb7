"""Which committees a partner's paper has to pass, and how early each must be invited."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.joint_decisions.models.partners import Partner
from allmende.joint_decisions.timetable.domain import MOST_DAYS, NEXT_DAY


class PartnerStation(models.Model):
    """A committee or council of a partner, in the order of the consultation; its days are its sittings.

    `notice_days` (Ladungsfrist) is empty as long as nobody has looked into the rules of procedure.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="stations")
    order = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(
        "papers.Organization", on_delete=models.PROTECT, related_name="+", verbose_name=_("Gremium")
    )
    notice_days = models.PositiveSmallIntegerField(
        _("Ladungsfrist in Tagen"), null=True, blank=True, validators=[MaxValueValidator(MOST_DAYS)]
    )
    notice_source = models.CharField(_("Grundlage der Ladungsfrist"), max_length=200, blank=True)
    after_days = models.PositiveSmallIntegerField(
        _("Tage nach der Station davor"), default=NEXT_DAY, validators=[MaxValueValidator(MOST_DAYS)]
    )

    class Meta:
        verbose_name = _("Station eines Partners")
        verbose_name_plural = _("Stationen der Partner")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="partner_station_order", fields=["partner", "order"]),
            models.CheckConstraint(
                name="partner_station_days",
                condition=(Q(notice_days=None) | Q(notice_days__lte=MOST_DAYS))
                & Q(after_days__lte=MOST_DAYS),
            ),
            models.CheckConstraint(
                name="partner_station_source_has_days",
                condition=Q(notice_source="") | Q(notice_days__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
