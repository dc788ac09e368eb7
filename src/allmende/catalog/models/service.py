"""What is promised of the service, what was measured, and when it failed."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.catalog.domain import MeasurePeriod
from allmende.catalog.models.freezing import append_only, choices, parts_stay
from allmende.catalog.models.offers import Product, ProductVersion, text
from allmende.pages.model_fields import one_of, person


class ServiceLevel(models.Model):
    """What a version promises: hours, availability over a measure period, recovery, consequences."""

    version = models.OneToOneField(ProductVersion, on_delete=models.CASCADE, related_name="service_level")
    service_hours = models.CharField(_("Servicezeit"), max_length=300, blank=True)
    support_hours = models.CharField(_("Supportzeit"), max_length=300, blank=True)
    availability = models.DecimalField(
        _("Verfügbarkeit in Prozent"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    measure_period = models.CharField(
        _("Messzeitraum"), max_length=10, choices=choices(MeasurePeriod), default=MeasurePeriod.MONTH.value
    )
    maintenance = text(_("geplante Wartung"))
    recovery_hours = models.DecimalField(
        _("Wiederherstellung in Stunden (RTO)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    data_loss_hours = models.DecimalField(
        _("Datenverlust höchstens Stunden (RPO)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    restart_priority = models.PositiveSmallIntegerField(_("Rang beim Wiederanlauf"), null=True, blank=True)
    emergency_mode = text(_("Notbetrieb"))
    report_rhythm = models.CharField(_("Berichte"), max_length=200, blank=True)
    consequence = text(_("Folge bei Verfehlen"))

    class Meta:
        verbose_name = _("Servicegrad")
        verbose_name_plural = _("Servicegrade")
        constraints = [
            models.CheckConstraint(
                name="level_availability_is_percent",
                condition=Q(availability=None) | Q(availability__gt=0, availability__lte=100),
            ),
            one_of("measure_period", MeasurePeriod, "level_measure_period", blank=False),
        ]
        triggers = parts_stay()

    def __str__(self) -> str:
        return f"{self.version}: {self.availability}"


class ResponseTime(models.Model):
    """How soon somebody reacts and how soon it works again, for one priority class."""

    level = models.ForeignKey(ServiceLevel, on_delete=models.CASCADE, related_name="response_times")
    priority = models.PositiveSmallIntegerField(_("Prioritätsklasse"))
    description = models.CharField(_("Beschreibung"), max_length=300, blank=True)
    reaction_minutes = models.PositiveIntegerField(_("Reaktion in Minuten"))
    recovery_minutes = models.PositiveIntegerField(_("Wiederherstellung in Minuten"), null=True, blank=True)
    clock_start = models.CharField(_("Beginn der Frist"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Reaktionszeit")
        verbose_name_plural = _("Reaktionszeiten")
        constraints = [models.UniqueConstraint(name="response_once", fields=["level", "priority"])]
        triggers = parts_stay("level_id")

    def __str__(self) -> str:
        return f"{self.priority}: {self.reaction_minutes}"


class ServiceReport(models.Model):
    """The availability of a product in a measure period, as measured or as the provider reported it."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="service_reports")
    period = DateRangeField(_("Zeitraum"))
    availability = models.DecimalField(_("Verfügbarkeit in Prozent"), max_digits=6, decimal_places=3)
    source = models.CharField(_("Quelle"), max_length=300)
    note = models.CharField(_("Erläuterung"), max_length=500, blank=True)
    reported_by = person()
    reported_at = models.DateTimeField(_("gemeldet am"))

    class Meta:
        verbose_name = _("Messwert zum Servicegrad")
        verbose_name_plural = _("Messwerte zum Servicegrad")
        constraints = [
            ExclusionConstraint(
                name="service_report_never_twice",
                expressions=[(F("product"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="service_report_is_percent", condition=Q(availability__gte=0, availability__lte=100)
            ),
            models.CheckConstraint(name="service_report_has_source", condition=~Q(source="")),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.product}: {self.availability}"


class Outage(models.Model):
    """A time in which a product did not work."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="outages")
    started_at = models.DateTimeField(_("Beginn"))
    ended_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("Prioritätsklasse"), default=1)
    is_planned = models.BooleanField(_("geplante Wartung"), default=False)
    cause = models.CharField(_("Ursache und Wirkung"), max_length=500)
    reported_by = person()

    class Meta:
        verbose_name = _("Störung")
        verbose_name_plural = _("Störungen")
        constraints = [
            models.CheckConstraint(
                name="outage_ends_later", condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at"))
            )
        ]
        indexes = [models.Index(name="outage_of_product", fields=["product", "started_at"])]

    def __str__(self) -> str:
        return f"{self.product}: {self.started_at:%d.%m.%Y}"
