"""Forwarding agreements with their clauses, and what providers report under them."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.funding.domain.caseload import SMALLEST_RELEASED
from allmende.funding.domain.words import (
    CostClass,
    DataProtection,
    NoticeTo,
    ReportKind,
    StepState,
)
from allmende.funding.models.fields import (
    DatedTerm,
    Released,
    body_field,
    four_eyes,
    paper_field,
    real_period,
    released_stays,
)
from allmende.funding.models.grants import Grant
from allmende.funding.models.posts import Post
from allmende.pages.model_fields import one_of, person
from allmende.register.bitemporal import never_twice, nothing_overwritten, real_periods

LINES_STAY = """
    IF EXISTS (
        SELECT 1 FROM funding_costreport AS report
        WHERE report.id = COALESCE(NEW.report_id, OLD.report_id) AND report.state <> 'entered'
    ) THEN
        RAISE EXCEPTION 'funding: the lines of a released report never change';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class Forwarding(models.Model):
    """A contract by which the recipient of a grant hands it on (Weiterleitungsvertrag)."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="forwardings")
    provider = body_field(_("Träger"))
    reference = models.CharField(_("Vertragszeichen"), max_length=200, blank=True)
    signed_on = models.DateField(_("unterschrieben am"), null=True, blank=True)
    valid = DateRangeField(_("gilt"))
    most_posts = models.DecimalField(
        _("höchstens Stellen"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    notice_months = models.PositiveSmallIntegerField(_("Kündigungsfrist in Monaten"), null=True, blank=True)
    notice_to = models.CharField(
        _("Kündigung zum"),
        max_length=20,
        choices=[(each.value, each.label) for each in NoticeTo],
        blank=True,
    )
    decision = paper_field(_("Beschluss der Vertretung"))
    data_protection = models.CharField(
        _("Vereinbarung zum Datenschutz"),
        max_length=20,
        choices=[(each.value, each.label) for each in DataProtection],
        default=DataProtection.MISSING.value,
    )
    data_protection_on = models.DateField(_("Datenschutz vereinbart am"), null=True, blank=True)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Weiterleitungsvertrag")
        verbose_name_plural = _("Weiterleitungsverträge")
        constraints = [
            ExclusionConstraint(
                name="forwarding_never_twice",
                expressions=[
                    (F("grant"), RangeOperators.EQUAL),
                    (F("provider"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="forwarding_real_period", condition=Q(valid__isempty=False, valid__lower_inf=False)
            ),
            one_of("notice_to", NoticeTo, "forwarding_notice_to"),
            one_of("data_protection", DataProtection, "forwarding_data_protection", blank=False),
            models.CheckConstraint(
                name="forwarding_data_protection_day",
                condition=Q(data_protection=DataProtection.MISSING.value)
                | Q(data_protection_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference or _("Weiterleitungsvertrag {number}").format(number=self.pk)

    def get_absolute_url(self) -> str:
        return reverse("funding:forwarding", args=[self.pk])


class ForwardingClause(DatedTerm):
    """What a clause sets for some days: who pays what beyond the grant. `parameter` is one of law's names."""

    forwarding = models.ForeignKey(Forwarding, on_delete=models.PROTECT, related_name="clauses")
    parameter = models.CharField(_("Klausel"), max_length=200)
    value = models.CharField(_("Wert"), max_length=100)
    decision = paper_field(_("Beschluss der Vertretung"))

    class Meta:
        verbose_name = _("Vertragsklausel")
        verbose_name_plural = _("Vertragsklauseln")
        constraints = [
            never_twice("forwarding_clause_never_twice", "forwarding", "parameter"),
            real_periods("forwarding_clause_real_periods"),
            models.CheckConstraint(name="forwarding_clause_source", condition=~Q(source="")),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.value}"


class CostReport(Released):
    """What a provider reports for a period: a forecast (a maximum) or actual cost. Later ones are rows."""

    forwarding = models.ForeignKey(Forwarding, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(
        _("Art"), max_length=20, choices=[(each.value, each.label) for each in ReportKind]
    )
    number = models.PositiveIntegerField(_("Nummer"))
    period = DateRangeField(_("Zeitraum"))
    reported_on = models.DateField(_("gemeldet am"))
    source = models.CharField(_("Beleg oder Datei"), max_length=300)
    # the calculation whose postings rest on this report, once it was released
    calculation = models.ForeignKey(
        "ledger.Calculation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("Kostenmeldung")
        verbose_name_plural = _("Kostenmeldungen")
        ordering = ("period", "kind", "number")
        constraints = [
            models.UniqueConstraint(
                name="cost_report_number", fields=["forwarding", "kind", "period", "number"]
            ),
            one_of("kind", ReportKind, "cost_report_kind", blank=False),
            one_of("state", StepState, "cost_report_state", blank=False),
            four_eyes("cost_report_four_eyes"),
            real_period("cost_report_real_period"),
        ]
        triggers = [released_stays()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("funding:report", args=[self.pk])


class CostLine(models.Model):
    """One cost of a report; as `domain.reports.CostLine`."""

    report = models.ForeignKey(CostReport, on_delete=models.CASCADE, related_name="lines")
    cost_class = models.CharField(
        _("Kostenart"), max_length=20, choices=[(each.value, each.label) for each in CostClass]
    )
    cents = models.BigIntegerField(_("Betrag in Cent"))
    period = DateRangeField(_("Zeitraum"))
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Stelle")
    )
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)
    place = models.CharField(_("Stelle in der Datei"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("Kostenzeile")
        verbose_name_plural = _("Kostenzeilen")
        ordering = ("pk",)
        constraints = [
            one_of("cost_class", CostClass, "cost_line_class", blank=False),
            models.CheckConstraint(name="cost_line_amount", condition=Q(cents__gte=0)),
            real_period("cost_line_real_period"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lines_stay",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=LINES_STAY,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_cost_class_display()}: {self.cents}"


class Caseload(models.Model):
    """How many cases a provider had on a day: one number from released statistics, never a case.

    A later entry for a day replaces an earlier one. Statistics never release one to four.
    """

    forwarding = models.ForeignKey(Forwarding, on_delete=models.PROTECT, related_name="caseloads")
    key_date = models.DateField(_("Stichtag"))
    cases = models.PositiveIntegerField(_("Fälle"))
    reference = models.CharField(_("Freigabe der Statistik"), max_length=200)
    released_on = models.DateField(_("Statistik freigegeben am"))
    created_by = person()
    created_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Fallzahl")
        verbose_name_plural = _("Fallzahlen")
        ordering = ("key_date", "pk")
        constraints = [
            models.CheckConstraint(name="caseload_reference", condition=~Q(reference="")),
            models.CheckConstraint(
                name="caseload_no_small_number", condition=Q(cases=0) | Q(cases__gte=SMALLEST_RELEASED)
            ),
            models.CheckConstraint(
                name="caseload_released_after", condition=Q(released_on__gte=F("key_date"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cases} am {self.key_date:%d.%m.%Y}"
