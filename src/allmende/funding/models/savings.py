"""Measures of budget consolidation with what they shall save and what they have saved."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.funding.domain.words import SavingKind, SavingState
from allmende.funding.models.fields import body_field, paper_field
from allmende.funding.models.grants import Grant
from allmende.pages.model_fields import one_of, person


class Saving(models.Model):
    """A measure of the Haushaltssicherungskonzept of a body."""

    body = body_field(_("Körperschaft"))
    number = models.CharField(_("Nummer der Maßnahme"), max_length=60, blank=True)
    title = models.CharField(_("Maßnahme"), max_length=300)
    product = models.CharField(_("Produkt"), max_length=60, blank=True)
    account = models.CharField(_("Sachkonto"), max_length=60, blank=True)
    state = models.CharField(
        _("Stand"),
        max_length=20,
        choices=[(each.value, each.label) for each in SavingState],
        default=SavingState.PROPOSED.value,
    )
    decision = paper_field(_("Beschluss der Vertretung"))
    grant = models.ForeignKey(
        Grant,
        on_delete=models.PROTECT,
        related_name="savings",
        null=True,
        blank=True,
        verbose_name=_("Zuwendung"),
    )
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Einsparung")
        verbose_name_plural = _("Einsparungen")
        constraints = [
            models.UniqueConstraint(name="saving_title_in_body", fields=["body", "title"]),
            one_of("state", SavingState, "saving_state", blank=False),
            models.CheckConstraint(
                name="saving_decided_by_paper",
                condition=Q(state__in=[SavingState.PROPOSED.value, SavingState.DROPPED.value])
                | Q(decision__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:saving", args=[self.pk])


class SavingAmount(models.Model):
    """What a measure saves in a year, planned or realised; a later entry replaces an earlier one."""

    saving = models.ForeignKey(Saving, on_delete=models.PROTECT, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("Haushaltsjahr"))
    kind = models.CharField(
        _("Art"), max_length=20, choices=[(each.value, each.label) for each in SavingKind]
    )
    cents = models.BigIntegerField(_("Betrag in Cent"))
    source = models.CharField(_("Quelle"), max_length=500)
    entered_by = person()
    entered_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Betrag einer Einsparung")
        verbose_name_plural = _("Beträge von Einsparungen")
        ordering = ("year", "kind", "pk")
        constraints = [
            one_of("kind", SavingKind, "saving_amount_kind", blank=False),
            models.CheckConstraint(name="saving_amount_source", condition=~Q(source="")),
            models.CheckConstraint(name="saving_amount_year", condition=Q(year__range=(1990, 2200))),
        ]

    def __str__(self) -> str:
        return f"{self.saving}, {self.year}"
