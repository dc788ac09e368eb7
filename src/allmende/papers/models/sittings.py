"""Committees, their sittings, and the stations of a paper on its way through them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import one_of
from allmende.papers.domain.content import OrganizationKind
from allmende.papers.labels import choices
from allmende.papers.models.evidence import Evidenced
from allmende.papers.models.papers import Paper
from allmende.reading.facts import ConsultationRole, Treatment


class Organization(models.Model):
    """A committee or council of a body. Never a company or a town: those are bodies."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=500)
    name_key = models.CharField(max_length=500, editable=False)
    kind = models.CharField(_("Art"), max_length=20, choices=choices(OrganizationKind))

    class Meta:
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")
        constraints = [
            models.UniqueConstraint(fields=["body", "name_key"], name="organization_unique_in_body"),
            one_of("kind", OrganizationKind, "organization_kind", blank=False),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A sitting of a committee on one day.

    `is_listed`: it stands in a calendar that somebody entered or a council system offers. One that only a
    paper names is as secret as that paper.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="meetings")
    date = models.DateField(_("Tag"))
    is_listed = models.BooleanField(_("im Sitzungskalender"), default=False)

    class Meta:
        verbose_name = _("Sitzung")
        verbose_name_plural = _("Sitzungen")
        constraints = [models.UniqueConstraint(fields=["organization", "date"], name="meeting_unique")]

    def __str__(self) -> str:
        return f"{self.organization}, {self.date:%d.%m.%Y}"


class AgendaItem(models.Model):
    """One item of a sitting's agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    order = models.PositiveIntegerField(_("Reihenfolge"))
    number = models.CharField(_("Nummer"), max_length=20, blank=True)
    name = models.CharField(_("Bezeichnung"), max_length=2000)
    is_public = models.BooleanField(_("öffentlich"), null=True)
    is_imported = models.BooleanField(_("aus einem Ratsinformationssystem gelesen"), default=False)

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnungspunkte")
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="agenda_item_order_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class Consultation(Evidenced):
    """One station of the Beratungsfolge; `authoritative` where the matter is decided."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="consultations")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="consultations")
    organization_name = models.CharField(_("Gremium, wie geschrieben"), max_length=500)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, related_name="consultations", null=True, blank=True
    )
    date = models.DateField(_("Sitzung am"), null=True, blank=True)
    role = models.CharField(_("Aufgabe"), max_length=20, blank=True, choices=choices(ConsultationRole))
    treatment = models.CharField(_("Behandlung"), max_length=20, blank=True, choices=choices(Treatment))
    authoritative = models.BooleanField(_("entscheidet"), default=False)

    class Meta(Evidenced.Meta):
        verbose_name = _("Beratung")
        verbose_name_plural = _("Beratungen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="consultation_order_unique"),
            one_of("role", ConsultationRole, "consultation_role"),
            one_of("treatment", Treatment, "consultation_treatment"),
        ]
        indexes = [models.Index(fields=["date"], name="consultation_by_date")]

    def __str__(self) -> str:
        return self.organization_name
