"""Who takes part and how; each partner's own paper, dates and results."""

from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.joint_decisions.domain import CoreMatch, Effect, ResultKind, Visibility
from allmende.joint_decisions.labels import choices
from allmende.joint_decisions.models.matters import CoreVersion, JointDecision
from allmende.pages.model_fields import one_of, person
from allmende.register.bitemporal import nothing_overwritten

MAX_VOTES = 9999


def votes(label: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(MAX_VOTES)]
    )


class Partner(models.Model):
    """A body that takes part in a matter; how and from when stands in its dated terms."""

    joint_decision = models.ForeignKey(JointDecision, on_delete=models.PROTECT, related_name="partners")
    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Partner")
        verbose_name_plural = _("Partner")
        constraints = [models.UniqueConstraint(name="partner_once", fields=["joint_decision", "body"])]
        indexes = [models.Index(name="partner_of_body", fields=["body", "joint_decision"])]

    def __str__(self) -> str:
        return str(self.body)


class PartnerTerm(models.Model):
    """On which terms a partner takes part: dated on both axes, nothing is overwritten."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="terms")
    effect = models.CharField(_("Wirkung"), max_length=20, choices=choices(Effect))
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=300, blank=True)
    weight = models.DecimalField(_("Stimmgewicht"), max_digits=12, decimal_places=4, default=1)
    has_veto = models.BooleanField(_("Veto"), default=False)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)
    valid = DateRangeField(_("gilt"))
    known = DateTimeRangeField(_("bekannt"))
    recorded_by = person()

    class Meta:
        verbose_name = _("Bedingungen eines Partners")
        verbose_name_plural = _("Bedingungen von Partnern")
        constraints = [
            ExclusionConstraint(
                name="partner_term_never_twice",
                expressions=[
                    (F("partner"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                    (F("known"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="partner_term_real_periods",
                condition=Q(
                    valid__isempty=False,
                    known__isempty=False,
                    valid__lower_inf=False,
                    known__lower_inf=False,
                ),
            ),
            one_of("effect", Effect, "partner_term_effect", blank=False),
            models.CheckConstraint(name="partner_term_weight", condition=Q(weight__gte=0)),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_effect_display()}"


class PartnerDecision(models.Model):
    """One go of a partner's council at the matter: its own paper with its own number and local texts.

    A council can decide twice; then there is a second row, and the last result counts.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("Anlauf"), default=1)
    core_version = models.ForeignKey(CoreVersion, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        "papers.Paper",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Vorlage"),
    )
    reference = models.CharField(_("Nummer"), max_length=100, blank=True)
    local_texts = models.JSONField(_("örtliche Teile"), default=dict, blank=True)
    visibility = models.CharField(
        _("sehen dürfen es"),
        max_length=20,
        choices=choices(Visibility),
        default=Visibility.OWN.value,
    )
    released_on = models.DateField(_("freigegeben am"), null=True, blank=True)
    note = models.CharField(_("Anmerkung"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("Bearbeitungsstand"), default=1)
    created_by = person()
    modified_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    modified_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Beschluss eines Partners")
        verbose_name_plural = _("Beschlüsse der Partner")
        constraints = [
            models.UniqueConstraint(name="partner_decision_number_once", fields=["partner", "number"]),
            models.UniqueConstraint(
                name="partner_decision_paper_once",
                fields=["partner", "paper"],
                condition=Q(paper__isnull=False),
            ),
            one_of("visibility", Visibility, "partner_decision_visibility", blank=False),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.reference or f'Anlauf {self.number}'}"


class PlannedConsultation(models.Model):
    """A committee's or council's day, as long as the paper with its Beratungsfolge is not here."""

    decision = models.ForeignKey(PartnerDecision, on_delete=models.CASCADE, related_name="planned")
    order = models.PositiveSmallIntegerField()
    organization = models.CharField(_("Gremium"), max_length=300)
    date = models.DateField(_("Sitzung am"), null=True, blank=True)
    authoritative = models.BooleanField(_("entscheidet"), default=False)

    class Meta:
        verbose_name = _("geplante Beratung")
        verbose_name_plural = _("geplante Beratungen")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="planned_consultation_order", fields=["decision", "order"])
        ]

    def __str__(self) -> str:
        return self.organization


class PartnerResult(models.Model):
    """What a council did with the proposal, and what the comparison with the core found; only ever added.

    `corrects` is a result that was recorded wrongly: it stays, and no longer counts. `is_reported`: the lead
    entered it, the partner has not confirmed it. `judged`: a person said whether the core still holds.
    """

    decision = models.ForeignKey(PartnerDecision, on_delete=models.PROTECT, related_name="results")
    core_version = models.ForeignKey(CoreVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Ergebnis"), max_length=20, choices=choices(ResultKind))
    decided_on = models.DateField(_("entschieden am"))
    yes = votes(_("Ja"))
    no = votes(_("Nein"))
    abstentions = votes(_("Enthaltungen"))
    resolved_text = models.TextField(_("beschlossener Wortlaut"), blank=True)
    conditions = ArrayField(models.TextField(), verbose_name=_("Bedingungen"), default=list, blank=True)
    deviation = models.JSONField(_("Vergleich mit dem Kern"))
    judged = models.CharField(_("von Hand zugeordnet"), max_length=20, blank=True, choices=choices(CoreMatch))
    is_reported = models.BooleanField(_("von der Federführung gemeldet"), default=False)
    note = models.CharField(_("Anmerkung"), max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="correction", null=True, blank=True
    )
    recorded_by = person()
    recorded_at = models.DateTimeField(_("festgehalten am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Ergebnis eines Partners")
        verbose_name_plural = _("Ergebnisse der Partner")
        constraints = [
            one_of("kind", ResultKind, "partner_result_kind", blank=False),
            one_of("judged", CoreMatch, "partner_result_judged"),
            models.CheckConstraint(
                name="partner_result_text_only_if_taken",
                condition=Q(resolved_text="")
                | Q(kind__in=[ResultKind.ADOPTED.value, ResultKind.AMENDED.value]),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="partner_result_only_added", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} am {self.decided_on:%d.%m.%Y}"
