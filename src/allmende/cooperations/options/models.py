"""Comparisons, the stands that were frozen, and the towns' own Word templates."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Comparison(models.Model):
    """A question with its options side by side; `inputs` is what was entered, `sheet` what follows.

    The sheet is computed when inputs change, never while somebody reads.
    """

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(_("Kennung"), max_length=80, unique=True, null=True, blank=True)
    title = models.CharField(_("Titel"), max_length=300)
    paper = models.ForeignKey(
        "papers.Paper",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Vorlage"),
    )
    inputs = models.JSONField(_("Eingaben"))
    sheet = models.JSONField(_("Ergebnis"), null=True, blank=True)
    problem = models.TextField(_("Warum nicht gerechnet werden konnte"), blank=True)
    revision = models.PositiveIntegerField(_("Bearbeitungsstand"), default=1)
    is_published = models.BooleanField(_("öffentlich"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    modified_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Vergleich")
        verbose_name_plural = _("Vergleiche")
        indexes = [models.Index(name="comparison_of_body", fields=["body", "-modified_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("options:comparison", args=[self.pk])


class Snapshot(models.Model):
    """A comparison as it was: inputs and result, never changed again; `code` is printed on every export."""

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("Nummer"))
    code = models.CharField(_("Kennung"), max_length=19, unique=True)
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    content = models.JSONField(_("Inhalt"))
    note = models.CharField(_("Anlass"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("festgehalten am"), auto_now_add=True)

    class Meta:
        verbose_name = _("festgehaltener Stand")
        verbose_name_plural = _("festgehaltene Stände")
        constraints = [
            models.UniqueConstraint(name="snapshot_number_once", fields=["comparison", "number"]),
        ]
        triggers = [
            pgtrigger.Protect(name="snapshot_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.comparison}: {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("options:snapshot", args=[self.comparison_id, self.number])


class WordTemplate(models.Model):
    """A town's own Word template for the sections of a council paper."""

    body = models.OneToOneField("register.Body", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Dateiname"), max_length=120)
    data = models.BinaryField(_("Datei"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    uploaded_at = models.DateTimeField(_("hochgeladen am"), auto_now=True)

    class Meta:
        verbose_name = _("Word-Vorlage")
        verbose_name_plural = _("Word-Vorlagen")

    def __str__(self) -> str:
        return self.name
