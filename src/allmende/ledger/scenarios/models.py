"""Base data that bodies bring, and the scenarios they save. Imported data is never edited, only hidden."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import person

if TYPE_CHECKING:
    from django.db.models import QuerySet


def body(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+", **options)


class BaseData(models.Model):
    """Values of one input of the rules for many municipalities, as one source states them."""

    body = body(verbose_name=_("Eigentümerin"))
    title = models.CharField(_("Titel"), max_length=200)
    input_name = models.CharField(_("Eingabe"), max_length=200)
    unit = models.CharField(_("Einheit"), max_length=60)
    source = models.CharField(_("Quelle"), max_length=500)
    is_synthetic = models.BooleanField(_("synthetisch"), default=False)
    is_published = models.BooleanField(_("veröffentlicht"), default=False)
    is_hidden = models.BooleanField(_("ausgeblendet"), default=False)
    first_year = models.PositiveSmallIntegerField(_("erstes Jahr"))
    last_year = models.PositiveSmallIntegerField(_("letztes Jahr"))
    created_by = person()
    created_at = models.DateTimeField(_("eingelesen am"), auto_now_add=True)

    if TYPE_CHECKING:
        values: "QuerySet[BaseDataValue]"

    class Meta:
        verbose_name = _("Grunddaten")
        verbose_name_plural = _("Grunddaten")
        constraints = [
            models.CheckConstraint(name="base_data_source", condition=~Q(source="")),
            models.CheckConstraint(name="base_data_years", condition=Q(last_year__gte=F("first_year"))),
        ]
        indexes = [models.Index(name="base_data_by_input", fields=["input_name", "-created_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("scenarios:base-data", args=[self.pk])


class BaseDataValue(models.Model):
    """One value: of a municipality, for a year (`month` 0) or a month; `position` tells cases apart."""

    data = models.ForeignKey(BaseData, on_delete=models.CASCADE, related_name="values")
    body = body(verbose_name=_("Gemeinde"))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    month = models.PositiveSmallIntegerField(_("Monat"), default=0)
    position = models.PositiveIntegerField(_("Nummer"), default=1)
    value = models.DecimalField(_("Wert"), max_digits=20, decimal_places=4)

    class Meta:
        verbose_name = _("Wert der Grunddaten")
        verbose_name_plural = _("Werte der Grunddaten")
        constraints = [
            models.UniqueConstraint(
                name="base_data_value_once", fields=["data", "body", "year", "month", "position"]
            ),
            models.CheckConstraint(name="base_data_value_month", condition=Q(month__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.year}: {self.value}"


class Scenario(models.Model):
    """A question to the law that somebody keeps: rule, bodies, years, inputs, layers, as in its address."""

    body = body(verbose_name=_("Eigentümerin"))
    title = models.CharField(_("Titel"), max_length=200)
    note = models.TextField(_("Notiz"), blank=True)
    # the parameters of the workshop's address, see domain.Settings
    settings = models.JSONField(_("Einstellungen"))
    # whoever knows it reads the scenario; None: not shared
    token = models.CharField(max_length=64, unique=True, null=True, blank=True)
    is_hidden = models.BooleanField(_("ausgeblendet"), default=False)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Szenario")
        verbose_name_plural = _("Szenarien")
        constraints = [models.CheckConstraint(name="scenario_title", condition=~Q(title=""))]
        indexes = [models.Index(name="scenario_by_body", fields=["body", "-changed_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("scenarios:scenario", args=[self.pk])
