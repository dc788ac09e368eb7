"""Other servers: how they are read, what they said, in all its versions, and what was wrong with it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.oparl.addresses import MAX_LENGTH as MAX_URL
from allmende.oparl.importing.domain import FULL_CRAWLS_UNTIL_MISSING, RunState
from allmende.oparl.vocabulary import TYPES
from allmende.pages.model_fields import one_of, person

STATE_LABELS = {
    RunState.RUNNING: _("läuft"),
    RunState.COMPLETE: _("vollständig"),
    RunState.PARTIAL: _("unvollständig"),
    RunState.FAILED: _("gescheitert"),
    RunState.CANCELLED: _("abgebrochen"),
}


def known_type(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(object_type__in=TYPES))


class OparlSource(models.Model):
    """A server that is read, with what it needs to be read well. `body` is whose people look after it."""

    name = models.CharField(_("Name"), max_length=300)
    url = models.CharField(_("Adresse"), max_length=MAX_URL, unique=True)
    body = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    allowed_hosts = ArrayField(
        models.CharField(max_length=253), verbose_name=_("weitere Server"), default=list, blank=True
    )
    seconds_between = models.DecimalField(
        _("Sekunden zwischen zwei Anfragen"),
        max_digits=5,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )
    heeds_robots = models.BooleanField(_("robots.txt beachten"), default=True)
    keeps_contact_data = models.BooleanField(_("Kontaktdaten von Personen speichern"), default=False)
    vendor = models.CharField(_("Hersteller"), max_length=60, blank=True)
    version = models.CharField(_("Fassung von OParl"), max_length=5, default="1.1")
    switches = models.JSONField(_("Besonderheiten"), default=dict, blank=True)
    is_nightly = models.BooleanField(_("jede Nacht lesen"), default=False)
    is_hidden = models.BooleanField(_("ausgeblendet"), default=False)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("OParl-Quelle")
        verbose_name_plural = _("OParl-Quellen")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("oparl:source", args=[self.pk])


class SourceBody(models.Model):
    """A body that a server names. What it publishes goes into the papers of `body`, once a person said so."""

    source = models.ForeignKey(OparlSource, on_delete=models.CASCADE, related_name="bodies")
    url = models.CharField(_("Adresse"), max_length=MAX_URL)
    name = models.CharField(_("Name"), max_length=500, blank=True)
    ags = models.CharField(_("amtlicher Gemeindeschlüssel"), max_length=8, blank=True)
    body = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    linked_by = person()

    class Meta:
        verbose_name = _("Körperschaft einer Quelle")
        verbose_name_plural = _("Körperschaften einer Quelle")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "url"], name="source_body_once")]

    def __str__(self) -> str:
        return self.name or self.url


class ImportRun(models.Model):
    """One reading of a source."""

    source = models.ForeignKey(OparlSource, on_delete=models.CASCADE, related_name="runs")
    is_full = models.BooleanField(_("vollständig lesen"), default=True)
    state = models.CharField(
        _("Stand"),
        max_length=20,
        default=RunState.RUNNING.value,
        choices=[(state.value, STATE_LABELS[state]) for state in RunState],
    )
    started_at = models.DateTimeField(_("begonnen am"))
    ended_at = models.DateTimeField(_("beendet am"), null=True)
    is_read = models.BooleanField(_("alles gelesen"), default=False)
    requests = models.PositiveIntegerField(_("Anfragen"), default=0)
    objects_read = models.PositiveIntegerField(_("gelesene Objekte"), default=0)
    objects_new = models.PositiveIntegerField(_("neu"), default=0)
    objects_changed = models.PositiveIntegerField(_("geändert"), default=0)
    objects_deleted = models.PositiveIntegerField(_("gelöscht"), default=0)
    requested_by = person()

    class Meta:
        verbose_name = _("Lauf einer Quelle")
        verbose_name_plural = _("Läufe einer Quelle")
        ordering = ["-started_at", "-pk"]
        constraints = [
            one_of("state", RunState, "import_run_state", blank=False),
            models.UniqueConstraint(
                fields=["source"], condition=Q(state=RunState.RUNNING.value), name="import_run_one_at_a_time"
            ),
            models.CheckConstraint(
                name="import_run_ended_when_final",
                condition=Q(ended_at__isnull=True) ^ ~Q(state=RunState.RUNNING.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.started_at:%d.%m.%Y %H:%M}"


class SourceList(models.Model):
    """A list of a server, and how far it is read.

    `cursor` is the moment from which the next run asks for changes; it moves only when the list was read to
    its end. `latest` is the largest `modified` seen since `begun_at`. `resume_url` is where an interrupted
    reading goes on, `resume_run` the run that left it there. `unchanged_url` answered with everything
    on one page, marked with `etag` or `last_modified`: asked again, the server need not repeat it.
    """

    source = models.ForeignKey(OparlSource, on_delete=models.CASCADE, related_name="lists")
    url = models.CharField(_("Adresse"), max_length=MAX_URL)
    object_type = models.CharField(_("Typ"), max_length=20)
    body_url = models.CharField(_("Körperschaft"), max_length=MAX_URL, blank=True)
    cursor = models.DateTimeField(_("gelesen bis"), null=True)
    latest = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    resume_url = models.CharField(max_length=2000, blank=True)
    resume_run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, related_name="+", null=True)
    done_run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, related_name="+", null=True)
    whole_run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, related_name="+", null=True)
    is_at_end = models.BooleanField(default=False)
    reached = models.DateTimeField(null=True)
    is_complete = models.BooleanField(_("zu Ende gelesen"), default=False)
    has_plain_filter = models.BooleanField(default=False)
    unchanged_url = models.CharField(max_length=2000, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("Liste einer Quelle")
        verbose_name_plural = _("Listen einer Quelle")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "url"], name="source_list_once"),
            known_type("source_list_type"),
        ]

    def __str__(self) -> str:
        return self.url


class StagedObject(models.Model):
    """An object as one page gave it, until the run compares all it has seen with what is known."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=MAX_URL)
    object_type = models.CharField(max_length=20)
    body_url = models.CharField(max_length=MAX_URL, blank=True)
    is_own = models.BooleanField()
    is_listed = models.BooleanField()
    is_deleted = models.BooleanField()
    modified = models.DateTimeField(null=True)
    parent_url = models.CharField(max_length=MAX_URL, blank=True)
    raw = models.JSONField()
    links = ArrayField(models.TextField(), default=list)
    issues = ArrayField(models.TextField(), default=list)

    class Meta:
        verbose_name = _("gelesenes Objekt")
        verbose_name_plural = _("gelesene Objekte")


class ImportedObject(models.Model):
    """An object of a server, with its raw JSON: as it stands on its own, and as others embed it.

    What stands on its own counts; what only the embedded form says, fills in. `target_id` is the row in
    papers that it became.
    """

    source = models.ForeignKey(OparlSource, on_delete=models.CASCADE, related_name="objects_of_source")
    url = models.CharField(_("Adresse"), max_length=MAX_URL)
    object_type = models.CharField(_("Typ"), max_length=20)
    body_url = models.CharField(_("Körperschaft"), max_length=MAX_URL, blank=True)
    parent_url = models.CharField(_("gehört zu"), max_length=MAX_URL, blank=True)
    own_raw = models.JSONField(_("eigenes JSON"), null=True)
    inner_raw = models.JSONField(_("eingebettetes JSON"), null=True)
    modified = models.DateTimeField(_("beim Server geändert"), null=True)
    is_listed = models.BooleanField(default=True)
    is_deleted = models.BooleanField(_("beim Server gelöscht"), default=False)
    missed_crawls = models.PositiveSmallIntegerField(_("vollständige Läufe ohne das Objekt"), default=0)
    first_run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, related_name="+", null=True)
    changed_run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, related_name="+", null=True)
    needs_mapping = models.BooleanField(default=True)
    target_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("OParl-Objekt")
        verbose_name_plural = _("OParl-Objekte")
        constraints = [
            models.UniqueConstraint(fields=["source", "url"], name="imported_object_once"),
            known_type("imported_object_type"),
            models.CheckConstraint(
                name="imported_object_says_something",
                condition=Q(own_raw__isnull=False) | Q(inner_raw__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["source", "object_type"], name="imported_object_by_type"),
            models.Index(
                fields=["source", "parent_url"], condition=~Q(parent_url=""), name="imported_object_by_parent"
            ),
            models.Index(
                fields=["source", "object_type", "id"],
                condition=Q(needs_mapping=True),
                name="imported_object_to_map",
            ),
            models.Index(
                fields=["object_type", "target_id"],
                condition=Q(target_id__isnull=False),
                name="imported_object_by_target",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def raw(self) -> dict[str, Any]:
        """Return what is known: the embedded form, filled up and overruled by the object's own."""
        return {**(self.inner_raw or {}), **(self.own_raw or {})}

    @property
    def is_gone(self) -> bool:
        """Return whether the server no longer shows it: it said so, or three full crawls missed it."""
        return self.is_deleted or self.missed_crawls >= FULL_CRAWLS_UNTIL_MISSING


class ObjectVersion(models.Model):
    """The raw JSON that an object had before it changed."""

    imported_object = models.ForeignKey(ImportedObject, on_delete=models.CASCADE, related_name="versions")
    raw = models.JSONField(_("JSON"))
    replaced_run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, related_name="+", null=True)
    replaced_at = models.DateTimeField(_("ersetzt am"))

    class Meta:
        verbose_name = _("frühere Fassung")
        verbose_name_plural = _("frühere Fassungen")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.imported_object}, {self.replaced_at:%d.%m.%Y}"


class SourceFinding(models.Model):
    """Something wrong with what a server said: code, address, time."""

    source = models.ForeignKey(OparlSource, on_delete=models.CASCADE, related_name="findings")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, related_name="+", null=True)
    code = models.CharField(_("Befund"), max_length=40)
    url = models.CharField(_("Adresse"), max_length=MAX_URL)
    detail = models.CharField(_("Einzelheit"), max_length=200, blank=True)
    found_at = models.DateTimeField(_("festgestellt am"))

    class Meta:
        verbose_name = _("Befund einer Quelle")
        verbose_name_plural = _("Befunde einer Quelle")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "url", "code", "detail"], name="finding_once"),
        ]
        indexes = [models.Index(fields=["source", "code"], name="finding_by_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.url}"


class Gap(models.Model):
    """A link to an object that is not there. `is_dangling`: the server does not have it either."""

    source = models.ForeignKey(OparlSource, on_delete=models.CASCADE, related_name="gaps")
    imported_object = models.ForeignKey(ImportedObject, on_delete=models.CASCADE, related_name="gaps")
    property = models.CharField(_("Angabe"), max_length=40)
    target_type = models.CharField(_("Typ"), max_length=20)
    target_url = models.CharField(_("Verweis auf"), max_length=MAX_URL)
    is_dangling = models.BooleanField(_("gibt es nicht"), default=False)
    tried_at = models.DateTimeField(_("zuletzt gefragt"), null=True)

    class Meta:
        verbose_name = _("offener Verweis")
        verbose_name_plural = _("offene Verweise")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["imported_object", "property", "target_url"], name="gap_once"),
            models.CheckConstraint(name="gap_type", condition=Q(target_type__in=TYPES)),
        ]
        indexes = [models.Index(fields=["source", "target_url"], name="gap_by_target")]

    def __str__(self) -> str:
        return self.target_url


class SameObject(models.Model):
    """Two objects of different servers that a person knows to be one."""

    first = models.ForeignKey(ImportedObject, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(ImportedObject, on_delete=models.CASCADE, related_name="+")
    linked_by = person()
    linked_at = models.DateTimeField(_("verbunden am"), auto_now_add=True)

    class Meta:
        verbose_name = _("dasselbe Objekt")
        verbose_name_plural = _("dieselben Objekte")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="same_object_once"),
            models.CheckConstraint(name="same_object_ordered", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}"
