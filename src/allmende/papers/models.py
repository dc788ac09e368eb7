"""Council papers in OParl's words, each confirmed value with its evidence; drafts that wait for a person."""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.papers.bulk.models import BulkImport as BulkImport
from allmende.papers.bulk.models import BulkItem as BulkItem
from allmende.papers.domain.content import DecisionState, DraftState, OrganizationKind, title_of
from allmende.papers.domain.corrections import FIELD_LENGTH, CorrectionKind
from allmende.papers.domain.values import MAX_CENTS, german_amount
from allmende.papers.labels import choices
from allmende.papers.storage import upload_path
from allmende.reading.facts import AmountLabel, ConsultationRole, PaperKind, Relation, Treatment

INDEXED_CHARACTERS = 250_000
"""PostgreSQL holds at most one megabyte of search words per row; the rest of a longer text is not indexed."""


def person() -> "models.ForeignKey[Any, Any]":
    """Return the field for who did something; empty for what the installation did itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )


def one_of(field: str, codes: type[StrEnum], name: str, *, blank: bool = True) -> models.CheckConstraint:
    """Return the constraint that a field holds one of the codes."""
    values = [code.value for code in codes] + ([""] if blank else [])
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values}))


class WithoutSearchWords(models.Manager[Any]):
    """Leaves out the column that only the database reads: it can be as long as the text."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().defer("search")


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
    """A sitting of a committee on one day."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="meetings")
    date = models.DateField(_("Tag"))

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

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnungspunkte")
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="agenda_item_order_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


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


class Evidenced(models.Model):
    """A value of a paper: its order, and its evidence (all of it or none)."""

    order = models.PositiveIntegerField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_evidence",
                condition=Q(start=None, end=None, page=None, line=None, confidence=None)
                | Q(
                    # a comparison with NULL is no refusal, so each must be said to be there
                    start__isnull=False,
                    page__isnull=False,
                    line__isnull=False,
                    confidence__isnull=False,
                    end__gt=F("start"),
                    end__isnull=False,
                    page__gte=1,
                    line__gte=1,
                    confidence__gte=0,
                    confidence__lte=1,
                ),
            )
        ]


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


class Decision(models.Model):
    """What a paper proposes to decide; its points are `items`."""

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="decision")
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(DecisionState), default=DecisionState.PROPOSED.value
    )

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        constraints = [one_of("state", DecisionState, "decision_state", blank=False)]

    def __str__(self) -> str:
        return str(self.paper)


class DecisionItem(Evidenced):
    """One point of a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="items")
    number = models.CharField(_("Ziffer"), max_length=20, blank=True)
    resolution_text = models.TextField(_("Wortlaut"))

    class Meta(Evidenced.Meta):
        verbose_name = _("Beschlusspunkt")
        verbose_name_plural = _("Beschlusspunkte")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["decision", "order"], name="decision_item_order_unique"),
            models.CheckConstraint(name="decision_item_has_text", condition=~Q(resolution_text="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.resolution_text[:80]}".strip()


class Figure(Evidenced):
    """A sum of money in a paper, in cents."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="figures")
    amount_cents = models.BigIntegerField(_("Betrag in Cent"))
    currency = models.CharField(_("Währung"), max_length=3, default="EUR")
    label = models.CharField(_("Bedeutung"), max_length=20, blank=True, choices=choices(AmountLabel))
    unit = models.CharField(_("je"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"), null=True, blank=True)

    class Meta(Evidenced.Meta):
        verbose_name = _("Betrag")
        verbose_name_plural = _("Beträge")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="figure_order_unique"),
            models.CheckConstraint(
                name="figure_amount_in_range", condition=Q(amount_cents__gte=0, amount_cents__lte=MAX_CENTS)
            ),
            models.CheckConstraint(name="figure_currency_form", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(name="figure_year_in_range", condition=Q(year__gte=1900, year__lt=2200)),
            one_of("label", AmountLabel, "figure_label"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def amount(self) -> str:
        """Return the amount as people read it, without the currency."""
        return german_amount(self.amount_cents)


class PaperReference(Evidenced):
    """Another paper that this one names. `target` is set when we know that paper, now or later."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="references")
    reference = models.CharField(_("Nummer"), max_length=100, blank=True)
    reference_key = models.CharField(max_length=100, blank=True, editable=False, db_index=True)
    date = models.DateField(_("vom"), null=True, blank=True)
    relation = models.CharField(_("Beziehung"), max_length=20, choices=choices(Relation))
    target = models.ForeignKey(
        Paper, on_delete=models.SET_NULL, related_name="referring", null=True, blank=True
    )

    class Meta(Evidenced.Meta):
        verbose_name = _("Bezug")
        verbose_name_plural = _("Bezüge")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="paper_reference_order_unique"),
            one_of("relation", Relation, "paper_reference_relation", blank=False),
            models.CheckConstraint(
                name="paper_reference_names_something", condition=~Q(reference_key="") | Q(date__isnull=False)
            ),
            models.CheckConstraint(
                name="paper_reference_not_itself", condition=Q(target=None) | ~Q(target=F("paper"))
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.date:%d.%m.%Y}"


class LegalCitation(Evidenced):
    """A section of a law that the paper cites."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="legal_citations")
    citation = models.CharField(_("Fundstelle"), max_length=500)

    class Meta(Evidenced.Meta):
        verbose_name = _("Rechtsgrundlage")
        verbose_name_plural = _("Rechtsgrundlagen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="legal_citation_order_unique"),
        ]

    def __str__(self) -> str:
        return self.citation


class DateNote(Evidenced):
    """A further date in the paper and what it means."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="date_notes")
    date = models.DateField(_("Datum"))
    meaning = models.CharField(_("Bedeutung"), max_length=500, blank=True)

    class Meta(Evidenced.Meta):
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="date_note_order_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} {self.meaning}"


class OrganisationMention(Evidenced):
    """A municipality, provider or association named in the paper; `body` once it is known which one."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="mentions")
    name = models.CharField(_("Name"), max_length=500)
    body = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Evidenced.Meta):
        verbose_name = _("genannte Stelle")
        verbose_name_plural = _("genannte Stellen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="organisation_mention_order_unique"),
        ]

    def __str__(self) -> str:
        return self.name


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


class CalendarFeed(models.Model):
    """A person's subscribed calendar of consultations; only the hash of its secret token is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    last_read_on = models.DateField(_("zuletzt abgerufen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kalender-Abonnement")
        verbose_name_plural = _("Kalender-Abonnements")

    def __str__(self) -> str:
        return str(self.user)
