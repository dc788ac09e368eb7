"""A bulk import and its rows. Everything a resumed job must know stands here, and nothing in its memory."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.papers.bulk.domain import MAX_NAME_LENGTH, ItemState

STATE_LABELS = {
    ItemState.WAITING: _("noch nicht gelesen"),
    ItemState.READ: _("gelesen"),
    ItemState.DUPLICATE: _("schon vorhanden"),
    ItemState.FAILED: _("nicht gelesen"),
}


class BulkImport(models.Model):
    """Files that somebody handed in together. `archive` is where a ZIP lies until all of it is read."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField("jobs.Job", on_delete=models.PROTECT, related_name="+", null=True)
    archive = models.CharField(_("Ablage des Archivs"), max_length=200, blank=True)
    archive_name = models.CharField(_("Name des Archivs"), max_length=MAX_NAME_LENGTH, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Sammelimport")
        verbose_name_plural = _("Sammelimporte")
        indexes = [models.Index(fields=["body", "-created_at"], name="bulk_import_by_body")]

    def __str__(self) -> str:
        return f"{self.archive_name} {self.created_at:%d.%m.%Y}".strip()

    def get_absolute_url(self) -> str:
        return reverse("papers:bulk-import", args=[self.pk])


class BulkItem(models.Model):
    """One paper of an import: a file or archive member, and its `part` if the file holds several papers."""

    bulk_import = models.ForeignKey(BulkImport, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField(_("Reihenfolge"))
    part = models.PositiveIntegerField(_("Vorlage in der Datei"), default=1)
    name = models.CharField(_("Datei"), max_length=MAX_NAME_LENGTH)
    source = models.CharField(_("Ablage der Datei"), max_length=200, blank=True)
    member = models.PositiveIntegerField(_("Nummer im Archiv"), null=True, blank=True)
    state = models.CharField(
        _("Stand"),
        max_length=20,
        default=ItemState.WAITING.value,
        choices=[(state.value, STATE_LABELS[state]) for state in ItemState],
    )
    message = models.TextField(_("Meldung"), blank=True)
    draft = models.ForeignKey(
        "papers.PaperDraft", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("Datei im Sammelimport")
        verbose_name_plural = _("Dateien im Sammelimport")
        ordering = ["order", "part"]
        constraints = [
            models.UniqueConstraint(fields=["bulk_import", "order", "part"], name="bulk_item_unique"),
            models.CheckConstraint(
                name="bulk_item_state", condition=Q(state__in=[state.value for state in ItemState])
            ),
            models.CheckConstraint(
                name="bulk_item_waits_with_its_source",
                condition=~Q(state=ItemState.WAITING.value)
                | Q(member=None, part=1) & ~Q(source="")
                | Q(member__isnull=False, part=1, source=""),
            ),
            models.CheckConstraint(
                name="bulk_item_failure_has_a_reason",
                condition=~Q(state=ItemState.FAILED.value) | ~Q(message=""),
            ),
        ]
        indexes = [models.Index(fields=["bulk_import", "state"], name="bulk_item_by_state")]

    def __str__(self) -> str:
        return self.name
