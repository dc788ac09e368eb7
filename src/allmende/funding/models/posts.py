"""Posts over time: their share of full time, and the four bodies behind them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.funding.models.fields import DatedTerm, body_field
from allmende.funding.models.grants import Grant
from allmende.pages.model_fields import person
from allmende.register.bitemporal import never_twice, nothing_overwritten, real_periods


class Post(models.Model):
    """A post (Stelle) that a grant pays or helps to pay. Who holds it is nobody's business here."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="posts")
    number = models.CharField(_("Stellennummer"), max_length=60)
    label = models.CharField(_("Bezeichnung"), max_length=200)
    created_by = person()

    class Meta:
        verbose_name = _("Stelle")
        verbose_name_plural = _("Stellen")
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(name="post_number_in_grant", fields=["grant", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class PostStretch(DatedTerm):
    """How a post is on some days; as `domain.posts.Stretch`."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="stretches")
    fte = models.DecimalField(
        _("Stellenanteil"), max_digits=6, decimal_places=4, validators=[MinValueValidator(0)]
    )
    employer = body_field(_("Anstellungsträger"))
    funder = body_field(_("finanziert von"))
    supervisor = body_field(_("Fachaufsicht"))
    place = body_field(_("Einsatzort"))
    is_filled = models.BooleanField(_("besetzt"), default=True)
    kw_from = models.DateField(_("kw ab"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zeitabschnitt einer Stelle")
        verbose_name_plural = _("Zeitabschnitte von Stellen")
        constraints = [
            never_twice("post_stretch_never_twice", "post"),
            real_periods("post_stretch_real_periods"),
            models.CheckConstraint(name="post_stretch_share", condition=Q(fte__gt=0, fte__lte=1)),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.post}: {self.fte}"
