"""Figures in the partners' papers, what they are computed from, and the papers as files."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.joint_decisions.labels import choices
from allmende.joint_decisions.models.matters import CoreVersion, JointDecision
from allmende.joint_decisions.models.partners import Partner, PartnerDecision
from allmende.joint_decisions.partner_papers.figures import FigureUnit
from allmende.pages.model_fields import one_of, person

NEVER_CHANGED = """
    IF TG_OP = 'UPDATE' AND OLD.is_current AND NOT NEW.is_current
       AND to_jsonb(OLD) - 'is_current' = to_jsonb(NEW) - 'is_current' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'joint_decisions: a figure of a paper is replaced, never changed';
"""


class BudgetLine(models.Model):
    """Where a partner's own money comes from; the partner enters it."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="budget_line")
    product = models.CharField(_("Produkt"), max_length=100, blank=True)
    account = models.CharField(_("Konto"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("Haushaltsjahr"), null=True, blank=True)
    planned_cents = models.BigIntegerField(_("Ansatz"), null=True, blank=True)
    modified_by = person()
    modified_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Haushaltsstelle eines Partners")
        verbose_name_plural = _("Haushaltsstellen der Partner")
        constraints = [
            models.CheckConstraint(
                name="budget_line_planned", condition=Q(planned_cents=None) | Q(planned_cents__gte=0)
            )
        ]

    def __str__(self) -> str:
        return " / ".join(filter(None, [self.product, self.account]))


class RuleFigure(models.Model):
    """A figure that a rule of law or a calculation of the ledger gives, for each partner.

    `inputs` are the values the rule asks for; the text `@einwohner` stands for the partner's inhabitants.
    """

    joint_decision = models.ForeignKey(JointDecision, on_delete=models.CASCADE, related_name="rule_figures")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("Bezeichnung"), max_length=200)
    rule = models.CharField(_("Regel"), max_length=200, blank=True)
    calculation = models.ForeignKey(
        "ledger.Calculation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Berechnung"),
    )
    on = models.DateField(_("gerechnet für den"))
    inputs = models.JSONField(_("Eingaben"), default=dict, blank=True)

    class Meta:
        verbose_name = _("gerechnete Angabe nach einer Regel")
        verbose_name_plural = _("gerechnete Angaben nach Regeln")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="rule_figure_order", fields=["joint_decision", "order"]),
            models.CheckConstraint(name="rule_figure_named", condition=~Q(label="")),
            models.CheckConstraint(
                name="rule_figure_rule_or_calculation",
                condition=Q(rule="", calculation__isnull=False) | ~Q(rule="") & Q(calculation=None),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PaperBatch(models.Model):
    """One making of the partners' papers; a later one shows what changed."""

    joint_decision = models.ForeignKey(JointDecision, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField(_("Ausgabe"))
    core_version = models.ForeignKey(CoreVersion, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(_("gerechnet am"))
    uses_sample = models.BooleanField(_("Muster statt unvollständiger Word-Vorlagen"), default=False)
    job_id = models.BigIntegerField(null=True, blank=True)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Ausgabe der Vorlagen")
        verbose_name_plural = _("Ausgaben der Vorlagen")
        constraints = [
            models.UniqueConstraint(name="paper_batch_number_once", fields=["joint_decision", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.joint_decision}, Ausgabe {self.number}"


class PartnerPaper(models.Model):
    """The paper of one partner in one batch, as Word file and as PDF; `changes` against the batch before."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="papers")
    decision = models.ForeignKey(PartnerDecision, on_delete=models.PROTECT, related_name="files")
    docx = models.BinaryField(_("Word-Datei"))
    pdf = models.BinaryField(_("PDF"))
    changes = models.JSONField(_("Änderungen"), default=list)

    class Meta:
        verbose_name = _("Vorlage eines Partners")
        verbose_name_plural = _("Vorlagen der Partner")
        constraints = [models.UniqueConstraint(name="partner_paper_once", fields=["batch", "decision"])]

    def __str__(self) -> str:
        return f"{self.decision}, {self.batch}"


class ComputedFigure(models.Model):
    """A figure in a partner's paper with its reason; a new value replaces it, and nothing is overwritten.

    `value` is exact: cents, `5/28`, a text. Without one, `missing` says what is missing.
    """

    decision = models.ForeignKey(PartnerDecision, on_delete=models.PROTECT, related_name="figures")
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="figures")
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    label = models.CharField(_("Bezeichnung"), max_length=300)
    unit = models.CharField(_("Einheit"), max_length=20, choices=choices(FigureUnit))
    value = models.CharField(_("Wert"), max_length=300, blank=True)
    missing = models.CharField(_("es fehlt"), max_length=1000, blank=True)
    reason = models.JSONField(_("Grund"))
    computed_on = models.DateField(_("gerechnet am"))
    is_current = models.BooleanField(default=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True
    )

    class Meta:
        verbose_name = _("gerechnete Zahl")
        verbose_name_plural = _("gerechnete Zahlen")
        ordering = ["order"]
        constraints = [
            one_of("unit", FigureUnit, "computed_figure_unit", blank=False),
            models.UniqueConstraint(
                name="computed_figure_one_current", fields=["decision", "key"], condition=Q(is_current=True)
            ),
            models.CheckConstraint(
                name="computed_figure_value_or_gap", condition=~Q(value="") ^ ~Q(missing="")
            ),
            models.CheckConstraint(
                name="computed_figure_not_itself", condition=Q(replaces=None) | ~Q(replaces=F("id"))
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="computed_figure_never_changed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=NEVER_CHANGED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value or self.missing}"
