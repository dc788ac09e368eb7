"""Drafts that wait for a person, their former states, and what people corrected."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import one_of, person
from allmende.papers.domain.content import DraftState
from allmende.papers.domain.corrections import FIELD_LENGTH, CorrectionKind
from allmende.papers.labels import choices
from allmende.papers.models.papers import File, Paper


class PaperDraft(models.Model):
    """An uploaded paper under review: the facts as read, and the entries as a person left them."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="draft")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="draft", null=True, blank=True)
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(DraftState), default=DraftState.OPEN.value
    )
    reading = models.JSONField(_("gelesene Fakten"))
    entries = models.JSONField(_("Eingaben"))
    version = models.PositiveIntegerField(default=1)
    open_points = models.PositiveIntegerField(_("offene Stellen"), default=1)
    created_by = person()
    modified_by = person()
    created_at = models.DateTimeField(_("hochgeladen am"), auto_now_add=True)
    modified_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Entwurf")
        verbose_name_plural = _("Entwürfe")
        constraints = [
            one_of("state", DraftState, "paper_draft_state", blank=False),
            models.CheckConstraint(
                name="paper_draft_confirmed_has_paper",
                condition=Q(state=DraftState.OPEN.value, paper=None)
                | Q(state=DraftState.CONFIRMED.value, paper__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["body", "state", "-modified_at"], name="paper_draft_open")]

    def __str__(self) -> str:
        return str(self.file)

    def get_absolute_url(self) -> str:
        return reverse("papers:draft", args=[self.pk])


class DraftRevision(models.Model):
    """An earlier state of a draft's entries, for undo."""

    draft = models.ForeignKey(PaperDraft, on_delete=models.CASCADE, related_name="revisions")
    entries = models.JSONField()
    replaced_by = person()
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("früherer Stand")
        verbose_name_plural = _("frühere Stände")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.replaced_at:%d.%m.%Y %H:%M}"


class ReadingCorrection(models.Model):
    """How often a person left or corrected what was read in one field of a paper; never what stood there."""

    draft = models.ForeignKey(PaperDraft, on_delete=models.CASCADE, related_name="corrections")
    layout = models.CharField(_("Layout"), max_length=100)
    field = models.CharField(_("Feld"), max_length=FIELD_LENGTH)
    kind = models.CharField(_("Ergebnis"), max_length=20, choices=choices(CorrectionKind))
    count = models.PositiveIntegerField(_("Anzahl"))

    class Meta:
        verbose_name = _("Korrektur am Gelesenen")
        verbose_name_plural = _("Korrekturen am Gelesenen")
        constraints = [
            models.UniqueConstraint(fields=["draft", "field", "kind"], name="reading_correction_unique"),
            models.CheckConstraint(name="reading_correction_counts", condition=Q(count__gte=1)),
            one_of("kind", CorrectionKind, "reading_correction_kind", blank=False),
        ]
        indexes = [models.Index(fields=["layout", "field"], name="reading_correction_by_layout")]

    def __str__(self) -> str:
        return f"{self.field}: {self.kind}"
