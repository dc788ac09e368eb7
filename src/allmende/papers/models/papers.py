"""Papers and their source files, each with its search words."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import one_of, person
from allmende.papers.domain.content import title_of
from allmende.papers.labels import choices
from allmende.papers.storage import upload_path
from allmende.reading.facts import PaperKind, Treatment

INDEXED_CHARACTERS = 250_000
"""PostgreSQL holds at most one megabyte of search words per row; the rest of a longer text is not indexed."""


class WithoutSearchWords(models.Manager[Any]):
    """Leaves out the column that only the database reads: it can be as long as the text."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().defer("search")


class Paper(models.Model):
    """A confirmed council paper: the dossier. `name` is its subject."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Betreff"), max_length=2000, blank=True)
    source_name = models.CharField(_("Herkunft"), max_length=200, blank=True)
    reference = models.CharField(_("Nummer"), max_length=100, blank=True)
    reference_key = models.CharField(max_length=100, blank=True, editable=False)
    paper_type = models.CharField(_("Art"), max_length=30, blank=True, choices=choices(PaperKind))
    date = models.DateField(_("Datum"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=20, blank=True, choices=choices(Treatment))
    issuer = models.CharField(_("Herausgebende Stelle"), max_length=500, blank=True)
    department = models.CharField(_("Amt oder Dezernat"), max_length=500, blank=True)
    file_number = models.CharField(_("Aktenzeichen"), max_length=200, blank=True)
    header_evidence = models.JSONField(default=dict, blank=True)
    is_published = models.BooleanField(_("veröffentlicht"), default=False)
    is_imported = models.BooleanField(_("aus einem Ratsinformationssystem gelesen"), default=False)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    modified_at = models.DateTimeField(_("geändert am"), auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="german")
        + SearchVector("reference", weight="A", config="simple")
        + SearchVector("issuer", weight="B", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutSearchWords()

    class Meta:
        verbose_name = _("Vorlage")
        verbose_name_plural = _("Vorlagen")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "reference_key"],
                condition=~Q(reference_key=""),
                name="paper_reference_unique_in_body",
            ),
            one_of("paper_type", PaperKind, "paper_type"),
            one_of("status", Treatment, "paper_status"),
            models.CheckConstraint(
                name="paper_published_only_if_public",
                condition=Q(is_published=False) | Q(status=Treatment.PUBLIC.value),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="paper_search"),
            GinIndex(OpClass("name", name="gin_trgm_ops"), name="paper_name_trigrams"),
            GinIndex(OpClass("reference", name="gin_trgm_ops"), name="paper_reference_trigrams"),
            models.Index(F("date").desc(nulls_last=True), F("id"), name="paper_by_date"),
            models.Index(
                fields=["-modified_at"], condition=Q(is_published=True), name="paper_published_last"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("papers:paper", args=[self.pk])

    @property
    def title(self) -> str:
        """Return what the paper is called in lists."""
        return title_of(self.name, self.get_paper_type_display(), self.source_name)


class File(models.Model):
    """A stored source document with its text; `page_starts` are the offsets at which its pages begin."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.SET_NULL, related_name="files", null=True, blank=True)
    content = models.FileField(upload_to=upload_path, max_length=200)
    original_name = models.CharField(_("Dateiname"), max_length=200)
    media_type = models.CharField(_("Dateityp"), max_length=100)
    size = models.PositiveBigIntegerField(_("Größe"))
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    sha512 = models.CharField(_("Prüfsumme für OParl"), max_length=128, blank=True)
    text = models.TextField(_("Text"), blank=True)
    page_starts = ArrayField(models.PositiveIntegerField(), default=list)
    uploaded_at = models.DateTimeField(_("hochgeladen am"), auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector(Left("text", INDEXED_CHARACTERS), weight="C", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutSearchWords()

    class Meta:
        verbose_name = _("Datei")
        verbose_name_plural = _("Dateien")
        constraints = [
            models.UniqueConstraint(fields=["body", "sha256"], name="file_unique_in_body"),
            models.CheckConstraint(name="file_sha256_form", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]
        indexes = [GinIndex(fields=["search"], name="file_search")]

    def __str__(self) -> str:
        return self.original_name
