"""Co-signatures of the partner administrations, bound to one version of the joint text."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.joint_decisions.domain import SignatureState
from allmende.joint_decisions.labels import choices
from allmende.joint_decisions.models.matters import CoreVersion
from allmende.pages.model_fields import one_of, person

FOUR_EYES = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'joint_decisions: a co-signature is never deleted';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'requested' THEN
        RAISE EXCEPTION 'joint_decisions: a settled co-signature never changes';
    END IF;
    IF NEW.state = 'signed' AND EXISTS (
        SELECT 1 FROM joint_decisions_coreversion AS version
        WHERE version.id = NEW.core_version_id
          AND NEW.signer_id IN (version.created_by_id, version.modified_by_id)
    ) THEN
        RAISE EXCEPTION 'joint_decisions: who wrote the text cannot co-sign it';
    END IF;
    RETURN NEW;
"""


class CoSignature(models.Model):
    """A request to an administration to co-sign, and what became of it. `asked` or `deputy` answers."""

    core_version = models.ForeignKey(CoreVersion, on_delete=models.PROTECT, related_name="signatures")
    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    asked = person()
    deputy = person()
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(SignatureState), default=SignatureState.REQUESTED.value
    )
    signer = person()
    remind_on = models.DateField(_("erinnern am"), null=True, blank=True)
    reminded_on = models.DateField(_("erinnert am"), null=True, blank=True)
    note = models.CharField(_("Anmerkung"), max_length=500, blank=True)
    requested_at = models.DateTimeField(_("erbeten am"), auto_now_add=True)
    settled_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Mitzeichnung")
        verbose_name_plural = _("Mitzeichnungen")
        constraints = [
            models.UniqueConstraint(name="co_signature_once", fields=["core_version", "body"]),
            one_of("state", SignatureState, "co_signature_state", blank=False),
            models.CheckConstraint(
                name="co_signature_settled_has_its_time",
                condition=Q(state=SignatureState.REQUESTED.value, settled_at=None)
                | ~Q(state=SignatureState.REQUESTED.value) & Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="co_signature_to_remind",
                fields=["remind_on"],
                condition=Q(state=SignatureState.REQUESTED.value, reminded_on=None),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="co_signature_four_eyes",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=FOUR_EYES,
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_state_display()}"
