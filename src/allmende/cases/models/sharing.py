"""The plane `fall`: what the person consented to, and what was shared with whom, as frozen copies."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.file_words import ConsentKind
from allmende.cases.domain.words import RetentionClass
from allmende.cases.models.files import OfCase
from allmende.pages.model_fields import one_of, person


class DataConsent(OfCase):
    """One consent of the person: for what, to whom, which classes of data, until when."""

    kind = models.CharField(
        _("Wofür"), max_length=20, choices=[(each.value, each.label) for each in ConsentKind]
    )
    recipient = models.ForeignKey(
        "cases.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("an wen"),
    )
    data_classes = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("welche Daten"))
    purpose_sealed = models.BinaryField(_("Zweck, verschlüsselt"))
    given_on = models.DateField(_("erteilt am"))
    until = models.DateField(_("gilt bis"))
    language = models.CharField(_("Sprache des Formulars"), max_length=10, default="de")
    told_consequence = models.BooleanField(_("über Folgen und Widerruf aufgeklärt"), default=False)
    revoked_on = models.DateField(_("widerrufen am"), null=True, blank=True)
    entered_by = person()

    class Meta:
        verbose_name = _("Einwilligung der Person")
        verbose_name_plural = _("Einwilligungen der Person")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [
            models.UniqueConstraint(name="case_consent_keeps_case", fields=["id", "case"]),
            one_of("kind", ConsentKind, "case_consent_kind", blank=False),
            models.CheckConstraint(name="case_consent_days", condition=Q(until__gte=F("given_on"))),
            models.CheckConstraint(
                name="case_consent_recipient",
                condition=~Q(kind=ConsentKind.SHARE.value) | Q(recipient__isnull=False),
            ),
            models.CheckConstraint(name="case_consent_told", condition=Q(told_consequence=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.until}"


class Share(OfCase):
    """A frozen copy of some data of a case for another organisation, until a day; never the live file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        "cases.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("an wen")
    )
    consent = models.ForeignKey(DataConsent, on_delete=models.PROTECT, related_name="shares")
    data_classes = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("welche Daten"))
    has_provider_notes = models.BooleanField(_("enthält Notizen eines Trägers"), default=False)
    content_sealed = models.BinaryField(_("Kopie, verschlüsselt"))
    shared_at = models.DateTimeField(_("freigegeben am"), auto_now_add=True)
    shared_by = person()
    until = models.DateField(_("gilt bis"))
    ended_on = models.DateField(_("beendet am"), null=True, blank=True)
    read_at = models.DateTimeField(_("zuerst gelesen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Freigabe aus einem Fall")
        verbose_name_plural = _("Freigaben aus Fällen")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [
            models.CheckConstraint(name="case_share_classes", condition=~Q(data_classes=[])),
        ]
        indexes = [models.Index(name="case_share_recipient", fields=["recipient", "until"])]

    def __str__(self) -> str:
        return str(self.shared_at)
