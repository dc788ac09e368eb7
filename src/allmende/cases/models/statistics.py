"""The plane `stat`: rows frozen on a key date, and tables that were released of them. No person, no case.

Only the role of the statistics job writes here, and only it reads the rows; pages read heads and cells.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.words import ReleaseState
from allmende.cases.statistics.protecting import Method
from allmende.pages.model_fields import one_of, person


class CaseSnapshot(models.Model):
    """The running cases of a region on a key date, frozen. A correction is a new version with its reason."""

    region = models.ForeignKey("cases.Region", on_delete=models.PROTECT, related_name="+")
    key_date = models.DateField(_("Stichtag"))
    version = models.PositiveSmallIntegerField(_("Fassung"))
    reason = models.CharField(_("Grund der Berichtigung"), max_length=300, blank=True)
    row_count = models.PositiveIntegerField(_("laufende Fälle"))
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    frozen_at = models.DateTimeField(_("festgehalten am"), auto_now_add=True)
    frozen_by = person()

    class Meta:
        verbose_name = _("Stichtag")
        verbose_name_plural = _("Stichtage")
        constraints = [
            models.UniqueConstraint(name="case_snapshot_version", fields=["region", "key_date", "version"]),
            models.CheckConstraint(
                name="case_snapshot_corrected_with_reason", condition=Q(version=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_date:%d.%m.%Y}"


class SnapshotRow(models.Model):
    """One case of a key date: a number drawn anew for each key date, the month it was opened, its codes."""

    snapshot = models.ForeignKey(CaseSnapshot, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("laufende Nummer"))
    opened_in = models.DateField(_("eröffnet im Monat"))
    codes = models.JSONField(_("Schlüssel"))

    class Meta:
        verbose_name = _("Zeile eines Stichtags")
        verbose_name_plural = _("Zeilen von Stichtagen")
        constraints = [
            models.UniqueConstraint(name="case_snapshot_row_number", fields=["snapshot", "number"]),
            models.CheckConstraint(name="case_snapshot_row_month", condition=Q(opened_in__day=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)


class TableRelease(models.Model):
    """A table of the catalogue for one key date: prepared by one person, released by another, signed."""

    region = models.ForeignKey("cases.Region", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(CaseSnapshot, on_delete=models.PROTECT, related_name="releases")
    table = models.CharField(_("Tabelle"), max_length=60)
    method = models.CharField(
        _("Schutz"), max_length=20, choices=[(each.value, each.label) for each in Method]
    )
    axes = models.JSONField(_("Achsen"))
    state = models.CharField(
        _("Stand"),
        max_length=20,
        choices=[(each.value, each.label) for each in ReleaseState],
        default=ReleaseState.PROPOSED.value,
    )
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    signature = models.CharField(_("Unterschrift"), max_length=128, blank=True)
    prepared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("vorbereitet am"), auto_now_add=True)
    decided_by = person()
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)
    decision_reason = models.CharField(_("Grund"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Freigabe einer Tabelle")
        verbose_name_plural = _("Freigaben von Tabellen")
        constraints = [
            one_of("method", Method, "case_release_method", blank=False),
            one_of("state", ReleaseState, "case_release_state", blank=False),
            models.UniqueConstraint(
                name="case_release_once",
                fields=["snapshot", "table"],
                condition=~Q(state=ReleaseState.REJECTED.value),
            ),
            # four eyes, by the database
            models.CheckConstraint(
                name="case_release_four_eyes",
                condition=Q(state=ReleaseState.PROPOSED.value, decided_by=None)
                | Q(state=ReleaseState.REJECTED.value, decided_by__isnull=False)
                | Q(state=ReleaseState.RELEASED.value, decided_by__isnull=False)
                & ~Q(decided_by=F("prepared_by"))
                & ~Q(signature=""),
            ),
        ]

    def __str__(self) -> str:
        return self.table


class ReleasedCell(models.Model):
    """One number of a table as it is shown, with what it can be by that alone; `value` None: left out."""

    release = models.ForeignKey(TableRelease, on_delete=models.PROTECT, related_name="cells")
    codes = models.JSONField(_("Feld"))
    value = models.PositiveIntegerField(_("Wert"), null=True, blank=True)
    lowest = models.PositiveIntegerField(_("mindestens"))
    highest = models.PositiveIntegerField(_("höchstens"))

    class Meta:
        verbose_name = _("Zahl einer freigegebenen Tabelle")
        verbose_name_plural = _("Zahlen freigegebener Tabellen")

    def __str__(self) -> str:
        return "–" if self.value is None else str(self.value)
