"""The matter, the versions of its joint text, when enough agree, and its public link."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.joint_decisions.domain import RuleKind
from allmende.joint_decisions.labels import choices
from allmende.pages.model_fields import one_of, person

FROZEN = """
    IF TG_OP = 'DELETE' THEN
        IF OLD.offered_at IS NULL THEN
            RETURN OLD;
        END IF;
    ELSIF OLD.offered_at IS NULL THEN
        RETURN NEW;
    ELSIF OLD.released_at IS NULL AND to_jsonb(OLD) - 'released_at' - 'released_by_id'
          = to_jsonb(NEW) - 'released_at' - 'released_by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'joint_decisions: a version of the joint text that was offered for signature is frozen';
"""


class JointDecision(models.Model):
    """One matter that several councils decide. `body` leads; `steward` keeps it where another does so."""

    key = models.SlugField(_("Kennung"), max_length=80, unique=True, null=True, blank=True)
    title = models.CharField(_("Titel"), max_length=300)
    text = models.TextField(_("Worum es geht"), blank=True)
    body = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("federführend")
    )
    steward = models.ForeignKey(
        "register.Body",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("führt den Vorgang"),
    )
    cooperation = models.ForeignKey(
        "cooperations.Cooperation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Zusammenarbeit"),
    )
    snapshot = models.ForeignKey(
        "options.Snapshot",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("festgehaltener Vergleich"),
    )
    option_key = models.SlugField(_("Alternative des Vergleichs"), max_length=80, blank=True)
    legal_form = models.CharField(
        _("Rechtsform"),
        max_length=30,
        blank=True,
        choices=[(form.value, form.label) for form in ComparedForm],
    )
    deadline_on = models.DateField(_("entscheiden bis"), null=True, blank=True)
    received_on = models.DateField(_("Antrag bei der Aufsicht eingegangen am"), null=True, blank=True)
    approved_on = models.DateField(_("genehmigt am"), null=True, blank=True)
    announced_on = models.DateField(_("bekannt gemacht am"), null=True, blank=True)
    agreed_on = models.DateField(_("vereinbarter Beginn"), null=True, blank=True)
    is_published = models.BooleanField(_("öffentlich"), default=False)
    version = models.PositiveIntegerField(_("Bearbeitungsstand"), default=1)
    created_by = person()
    modified_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    modified_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("gemeinsamer Beschluss")
        verbose_name_plural = _("gemeinsame Beschlüsse")
        constraints = [
            one_of("legal_form", ComparedForm, "joint_decision_legal_form"),
            models.CheckConstraint(name="joint_decision_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="joint_decision_approval_in_order",
                condition=Q(approved_on=None) | Q(announced_on=None) | Q(announced_on__gte=F("approved_on")),
            ),
        ]
        indexes = [models.Index(name="joint_decision_of_body", fields=["body", "-modified_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("joint_decisions:board", args=[self.pk])


class CoreVersion(models.Model):
    """A version of the joint text; frozen by the database as soon as it is offered for signature.

    `digest` is the SHA-256 of its canonical text (`core_text`); what is signed and released is this hash.
    """

    joint_decision = models.ForeignKey(JointDecision, on_delete=models.PROTECT, related_name="core_versions")
    number = models.PositiveIntegerField(_("Fassung"))
    paragraphs = models.JSONField(_("Absätze"))
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    version = models.PositiveIntegerField(_("Bearbeitungsstand"), default=1)
    created_by = person()
    modified_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    modified_at = models.DateTimeField(_("geändert am"), auto_now=True)
    offered_at = models.DateTimeField(_("zur Mitzeichnung gegeben am"), null=True, blank=True)
    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    released_by = person()

    class Meta:
        verbose_name = _("Fassung des gemeinsamen Textes")
        verbose_name_plural = _("Fassungen des gemeinsamen Textes")
        constraints = [
            models.UniqueConstraint(name="core_version_number_once", fields=["joint_decision", "number"]),
            models.UniqueConstraint(
                name="core_version_one_draft",
                fields=["joint_decision"],
                condition=Q(offered_at=None),
            ),
            models.CheckConstraint(
                name="core_version_released_only_if_offered",
                condition=Q(released_at=None) | Q(offered_at__isnull=False),
            ),
            models.CheckConstraint(name="core_version_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="core_version_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=FROZEN,
            )
        ]

    def __str__(self) -> str:
        return f"{self.joint_decision}, Fassung {self.number}"


class CoreRevision(models.Model):
    """A stand of a draft that somebody saved: what a second editor's changes are compared with."""

    core_version = models.ForeignKey(CoreVersion, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(_("Bearbeitungsstand"))
    paragraphs = models.JSONField(_("Absätze"))
    saved_by = person()
    saved_at = models.DateTimeField(_("gespeichert am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Bearbeitungsstand des gemeinsamen Textes")
        verbose_name_plural = _("Bearbeitungsstände des gemeinsamen Textes")
        constraints = [models.UniqueConstraint(name="core_revision_once", fields=["core_version", "version"])]

    def __str__(self) -> str:
        return f"{self.core_version}, Stand {self.version}"


class ThresholdRule(models.Model):
    """One condition of the threshold; all of one `alternative` together, or those of any other one."""

    joint_decision = models.ForeignKey(
        JointDecision, on_delete=models.CASCADE, related_name="threshold_rules"
    )
    order = models.PositiveIntegerField()
    alternative = models.PositiveSmallIntegerField(_("Weg"), default=1)
    kind = models.CharField(_("Bedingung"), max_length=20, choices=choices(RuleKind))
    share = models.CharField(_("Anteil"), max_length=20, blank=True)
    strict = models.BooleanField(_("mehr als"), default=False)
    count = models.PositiveIntegerField(_("Anzahl"), null=True, blank=True)
    basis = models.CharField(_("Rechtsgrundlage"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Schwelle")
        verbose_name_plural = _("Schwellen")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="threshold_rule_order", fields=["joint_decision", "order"]),
            one_of("kind", RuleKind, "threshold_rule_kind", blank=False),
            models.CheckConstraint(
                name="threshold_rule_share",
                condition=Q(share="") | Q(share__regex=r"^[1-9][0-9]{0,8}/[1-9][0-9]{0,8}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.share or self.count or ''}".strip()


class PublicLink(models.Model):
    """A secret address under which everybody can read the public side of a matter; revocable."""

    joint_decision = models.ForeignKey(JointDecision, on_delete=models.CASCADE, related_name="public_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("widerrufen am"), null=True, blank=True)
    last_read_on = models.DateField(_("zuletzt gelesen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("öffentlicher Link")
        verbose_name_plural = _("öffentliche Links")
        constraints = [
            models.UniqueConstraint(
                name="public_link_one_open", fields=["joint_decision"], condition=Q(revoked_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.joint_decision} ({self.created_at:%d.%m.%Y})"
