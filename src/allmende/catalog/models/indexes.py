"""What indexes stand at, as the provider whose prices follow them has entered it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import person
from allmende.register.bitemporal import DatedFact, never_twice, nothing_overwritten, real_periods


class IndexValue(DatedFact):
    """What an index stands at, from when, who says so: prices with an index clause follow it."""

    issuer = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("Anbieter")
    )
    name = models.CharField(_("Index"), max_length=200)
    value = models.DecimalField(_("Wert"), max_digits=14, decimal_places=4)
    origin = models.CharField(_("Fundstelle"), max_length=300)
    recorded_by = person()

    class Meta:
        verbose_name = _("Indexwert")
        verbose_name_plural = _("Indexwerte")
        constraints = [
            never_twice("index_value_never_twice", "issuer", "name"),
            real_periods("index_value_real_periods"),
            models.CheckConstraint(name="index_value_positive", condition=Q(value__gt=0)),
            models.CheckConstraint(name="index_value_has_origin", condition=~Q(origin="")),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
