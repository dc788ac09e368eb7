"""Programmes of one's own, grants, and the steps of a grant from application to settlement."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.funding.domain.words import CostClass, Financing, StepKind, StepState
from allmende.funding.models.fields import (
    DatedTerm,
    Released,
    body_field,
    four_eyes,
    paper_field,
    real_period,
    released_stays,
)
from allmende.pages.model_fields import one_of, person
from allmende.register.bitemporal import never_twice, nothing_overwritten, real_periods


class OwnProgramme(models.Model):
    """A programme that no law of ours holds: a foundation's, a district's, a federal one entered by hand."""

    body = body_field(_("führt das Programm"))
    giver = body_field(_("Zuwendungsgeber"))
    name = models.CharField(_("Name"), max_length=300)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=500)
    note = models.TextField(_("Anmerkung"), blank=True)
    # month and day by which an application must be in, year by year; empty: not known
    apply_month = models.PositiveSmallIntegerField(_("Antrag bis, Monat"), null=True, blank=True)
    apply_day = models.PositiveSmallIntegerField(_("Antrag bis, Tag"), null=True, blank=True)
    proof_months = models.PositiveSmallIntegerField(
        _("Verwendungsnachweis, Monate nach Ende"), null=True, blank=True
    )
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("eigenes Programm")
        verbose_name_plural = _("eigene Programme")
        constraints = [
            models.UniqueConstraint(name="own_programme_name_in_body", fields=["body", "name"]),
            models.CheckConstraint(
                name="own_programme_day_and_month",
                condition=Q(apply_month=None, apply_day=None)
                | Q(apply_month__range=(1, 12), apply_day__range=(1, 31)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:own-programme", args=[self.pk])


class OwnTerms(DatedTerm):
    """How a programme of one's own pays on some days; as `domain.terms.Terms`."""

    programme = models.ForeignKey(OwnProgramme, on_delete=models.PROTECT, related_name="terms")
    financing = models.CharField(
        _("Finanzierungsart"), max_length=20, choices=[(each.value, each.label) for each in Financing]
    )
    classes = ArrayField(models.CharField(max_length=20), verbose_name=_("geförderte Kostenarten"))
    amount = models.BigIntegerField(_("Betrag in Cent"), default=0)
    rate_percent = models.DecimalField(
        _("Fördersatz in Prozent"),
        max_digits=6,
        decimal_places=3,
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    ceiling = models.BigIntegerField(_("Höchstbetrag im Jahr in Cent"), null=True, blank=True)

    class Meta:
        verbose_name = _("Förderbedingung")
        verbose_name_plural = _("Förderbedingungen")
        constraints = [
            never_twice("own_terms_never_twice", "programme"),
            real_periods("own_terms_real_periods"),
            one_of("financing", Financing, "own_terms_financing", blank=False),
            models.CheckConstraint(
                name="own_terms_classes",
                condition=Q(classes__contained_by=[each.value for each in CostClass]) & ~Q(classes=[]),
            ),
            models.CheckConstraint(
                name="own_terms_amounts",
                condition=Q(amount__gte=0, rate_percent__gt=0, rate_percent__lte=100)
                & (Q(ceiling=None) | Q(ceiling__gt=0)),
            ),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.programme}: {self.get_financing_display()}"


class Grant(models.Model):
    """Money from one building block of a programme for one body and one period: the matter of a grant."""

    body = body_field(_("Zuwendungsempfänger"))
    giver = body_field(_("Zuwendungsgeber"))
    title = models.CharField(_("Titel"), max_length=300)
    # key of a shipped building block; empty for a programme of one's own
    block = models.CharField(_("Förderbaustein"), max_length=60, blank=True)
    programme = models.ForeignKey(
        OwnProgramme,
        on_delete=models.PROTECT,
        related_name="grants",
        null=True,
        blank=True,
        verbose_name=_("eigenes Programm"),
    )
    reference = models.CharField(_("Aktenzeichen"), max_length=100, blank=True)
    period = DateRangeField(_("Bewilligungszeitraum"))
    decision = paper_field(_("Beschluss der Vertretung"))
    cooperation = models.ForeignKey(
        "cooperations.Cooperation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Zusammenarbeit"),
    )
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Zuwendung")
        verbose_name_plural = _("Zuwendungen")
        constraints = [
            models.UniqueConstraint(name="grant_title_in_body", fields=["body", "title"]),
            models.CheckConstraint(
                name="grant_of_one_programme",
                condition=Q(block="", programme__isnull=False) | ~Q(block="") & Q(programme=None),
            ),
            models.CheckConstraint(name="grant_two_bodies", condition=~Q(body=F("giver"))),
            real_period("grant_real_period"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:grant", args=[self.pk])


class GrantStep(Released):
    """Application, notice, call, receipt, forwarding, proof, settlement …: with date, amount and document."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(
        _("Schritt"), max_length=20, choices=[(each.value, each.label) for each in StepKind]
    )
    dated = models.DateField(_("vom"))
    cents = models.BigIntegerField(_("Betrag in Cent"))
    # full-time posts that a notice grants
    fte = models.DecimalField(_("Stellen"), max_digits=7, decimal_places=4, null=True, blank=True)
    due = models.DateField(_("Frist"), null=True, blank=True)
    late_reason = models.CharField(_("Grund der Verspätung"), max_length=500, blank=True)
    document = models.CharField(_("Beleg"), max_length=500)
    # whom the money goes on to
    forwarding = models.ForeignKey(
        "funding.Forwarding",
        on_delete=models.PROTECT,
        related_name="steps",
        null=True,
        blank=True,
        verbose_name=_("Weiterleitungsvertrag"),
    )
    posting = models.OneToOneField(
        "ledger.Posting", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("Schritt einer Zuwendung")
        verbose_name_plural = _("Schritte von Zuwendungen")
        ordering = ("dated", "pk")
        constraints = [
            one_of("kind", StepKind, "grant_step_kind", blank=False),
            one_of("state", StepState, "grant_step_state", blank=False),
            four_eyes("grant_step_four_eyes"),
            models.CheckConstraint(name="grant_step_amount", condition=Q(cents__gte=0)),
            models.CheckConstraint(name="grant_step_document", condition=~Q(document="")),
            models.CheckConstraint(
                name="grant_step_on_time",
                condition=Q(due=None) | Q(dated__lte=F("due")) | ~Q(late_reason=""),
            ),
            models.CheckConstraint(
                name="grant_step_forwarding",
                condition=Q(forwarding=None) & ~Q(kind=StepKind.FORWARDING.value)
                | Q(forwarding__isnull=False, kind=StepKind.FORWARDING.value),
            ),
        ]
        triggers = [released_stays()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {self.dated:%d.%m.%Y}"


class GrantDeadline(models.Model):
    """Until when a step is due, as the notice or the directive says; a later entry of a kind replaces it."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(
        _("Schritt"), max_length=20, choices=[(each.value, each.label) for each in StepKind]
    )
    due = models.DateField(_("Frist"))
    source = models.CharField(_("Quelle"), max_length=500)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Frist einer Zuwendung")
        verbose_name_plural = _("Fristen von Zuwendungen")
        ordering = ("due", "pk")
        constraints = [
            one_of("kind", StepKind, "grant_deadline_kind", blank=False),
            models.CheckConstraint(name="grant_deadline_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} bis {self.due:%d.%m.%Y}"
