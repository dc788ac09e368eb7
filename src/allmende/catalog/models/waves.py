"""The roadmap: waves of products and municipalities, and what each waits for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.catalog.domain import ConditionKind
from allmende.catalog.models.freezing import choices
from allmende.catalog.models.offers import Product, text
from allmende.pages.model_fields import one_of, person


class Wave(models.Model):
    """A step of the roadmap; the Nukleus is the first."""

    steward = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("verantwortlich")
    )
    number = models.PositiveSmallIntegerField(_("Nummer"))
    name = models.CharField(_("Name"), max_length=200)
    is_nucleus = models.BooleanField(_("Nukleus"), default=False)
    starts_on = models.DateField(_("Beginn"))
    ends_on = models.DateField(_("Ende"))
    quorum = models.PositiveIntegerField(_("Mindestzahl der Kommunen"), default=0)
    note = text(_("Erläuterung"))
    created_by = person()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Welle")
        verbose_name_plural = _("Wellen")
        constraints = [
            models.UniqueConstraint(name="wave_number_once", fields=["steward", "number"]),
            models.CheckConstraint(name="wave_ends_later", condition=Q(ends_on__gte=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return self.name


class WaveProduct(models.Model):
    """A product that a wave brings."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="products")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="waves")

    class Meta:
        verbose_name = _("Produkt einer Welle")
        verbose_name_plural = _("Produkte von Wellen")
        constraints = [models.UniqueConstraint(name="wave_product_once", fields=["wave", "product"])]

    def __str__(self) -> str:
        return f"{self.wave}: {self.product}"


class WaveBody(models.Model):
    """A municipality that a wave invites, with its slot for the migration."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="bodies")
    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    slot_on = models.DateField(_("Umstellung am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kommune einer Welle")
        verbose_name_plural = _("Kommunen von Wellen")
        constraints = [models.UniqueConstraint(name="wave_body_once", fields=["wave", "body"])]

    def __str__(self) -> str:
        return f"{self.wave}: {self.body_id}"


class WaveCondition(models.Model):
    """What a wave waits for; who has fulfilled it when, and by which paper."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="conditions")
    kind = models.CharField(_("Art"), max_length=20, choices=choices(ConditionKind))
    text = models.CharField(_("Voraussetzung"), max_length=500)
    due_on = models.DateField(_("bis"), null=True, blank=True)
    fulfilled_on = models.DateField(_("erfüllt am"), null=True, blank=True)
    paper = models.ForeignKey(
        "papers.Paper", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("Voraussetzung einer Welle")
        verbose_name_plural = _("Voraussetzungen von Wellen")
        constraints = [one_of("kind", ConditionKind, "wave_condition_kind", blank=False)]

    def __str__(self) -> str:
        return self.text
