"""Bodies and what is said of them, dated on two axes; who may act for them.

A dated fact has `valid` (from when it holds) and `known` (since when one believes it). Nothing is
overwritten: a correction closes `known` and adds a row. The database refuses every other change and
every overlap.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.register.bitemporal import KNOWN_NOW, DatedFact, never_twice, nothing_overwritten, real_periods
from allmende.register.domain import FigureKind, Kind, Relation, Role


class Source(models.Model):
    """Where facts come from, with the line that must be shown beside them."""

    key = models.SlugField(_("Kennung"), max_length=100, unique=True)
    title = models.CharField(_("Titel"), max_length=300)
    attribution = models.TextField(_("Quellenangabe"))
    licence = models.CharField(_("Nutzungsbedingung"), max_length=300, blank=True)
    published_on = models.DateField(_("veröffentlicht am"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("eingelesen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Quelle")
        verbose_name_plural = _("Quellen")

    def __str__(self) -> str:
        return self.title


class Body(models.Model):
    """A body (Körperschaft): its keys never change; names, kinds, parents and figures are dated facts."""

    key = models.CharField(_("Schlüssel"), max_length=40, unique=True)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, null=True, blank=True, unique=True)
    ars = models.CharField(_("Regionalschlüssel"), max_length=12, null=True, blank=True, unique=True)
    # the day of the newest list that spoke of the body: an older list must not change what holds since
    stated_on = models.DateField(_("jüngster Gebietsstand"), null=True, blank=True)

    class Meta:
        verbose_name = _("Körperschaft")
        verbose_name_plural = _("Körperschaften")
        constraints = [
            models.CheckConstraint(name="body_key_form", condition=Q(key__regex=r"^[0-9a-z][0-9a-z-]*$")),
            models.CheckConstraint(name="body_ags_form", condition=Q(ags__regex=r"^[0-9]{8}$")),
            models.CheckConstraint(name="body_ars_form", condition=Q(ars__regex=r"^[0-9]{12}$")),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("register:body", args=[self.key])


class BodyName(DatedFact):
    """A name of a body. `sort_key`, `folded` and `base` follow from it (see `register.names`)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("Name"), max_length=200)
    official = models.CharField(_("amtliche Schreibweise"), max_length=200)
    sort_key = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    base = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("Name")
        verbose_name_plural = _("Namen")
        constraints = [never_twice("name_never_twice", "body"), real_periods("name_real_periods")]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return self.name


class BodyKind(DatedFact):
    """What a body is in law."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="kinds")
    kind = models.CharField(_("Art"), max_length=40, choices=[(kind.value, kind.label) for kind in Kind])

    class Meta:
        verbose_name = _("Art")
        verbose_name_plural = _("Arten")
        constraints = [
            never_twice("kind_never_twice", "body"),
            real_periods("kind_real_periods"),
            models.CheckConstraint(
                name="kind_known_code", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return Kind(self.kind).label


class BodyParent(DatedFact):
    """Which body is above another, and in what sense."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="children")
    relation = models.CharField(
        _("Beziehung"), max_length=20, choices=[(item.value, item.label) for item in Relation]
    )

    class Meta:
        verbose_name = _("übergeordnete Körperschaft")
        verbose_name_plural = _("übergeordnete Körperschaften")
        constraints = [
            never_twice("parent_never_twice", "body", "relation", "parent"),
            never_twice(
                "parent_only_one", "body", "relation", condition=~Q(relation=Relation.ASSOCIATION.value)
            ),
            real_periods("parent_real_periods"),
            models.CheckConstraint(name="parent_is_another", condition=~Q(parent=F("body"))),
            models.CheckConstraint(
                name="parent_known_relation", condition=Q(relation__in=[item.value for item in Relation])
            ),
        ]
        indexes = [
            models.Index(name="parent_now", fields=["parent", "relation", "body"], condition=KNOWN_NOW)
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.body} {Relation(self.relation).label} {self.parent}"


class KeyFigure(DatedFact):
    """A figure of a body; it holds from its reference date until the next one."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="figures")
    kind = models.CharField(
        _("Kennzahl"), max_length=40, choices=[(kind.value, kind.label) for kind in FigureKind]
    )
    value = models.DecimalField(_("Wert"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("Einheit"), max_length=20)
    reference_date = models.DateField(_("Stichtag"))

    class Meta:
        verbose_name = _("Kennzahl")
        verbose_name_plural = _("Kennzahlen")
        constraints = [
            never_twice("figure_never_twice", "body", "kind"),
            real_periods("figure_real_periods"),
            models.CheckConstraint(name="figure_not_negative", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="figure_known_kind", condition=Q(kind__in=[kind.value for kind in FigureKind])
            ),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{FigureKind(self.kind).label} {self.value} ({self.reference_date})"


class BodyPeriod(models.Model):
    """What one believes today of a body in a period in which nothing changed: derived from the dated facts.

    Lists of 11,000 bodies need it in one row; `importing.periods` rewrites it whenever a fact changes.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="periods")
    valid = DateRangeField()
    key = models.CharField(max_length=40)
    ags = models.CharField(max_length=8, null=True)  # noqa: DJ001
    name = models.CharField(max_length=200)
    official = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    base = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    parent_key = models.CharField(max_length=40)
    parent_name = models.CharField(max_length=200)
    population = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    population_date = models.DateField(null=True)
    area = models.DecimalField(max_digits=18, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("Zeitabschnitt")
        verbose_name_plural = _("Zeitabschnitte")
        constraints = [
            ExclusionConstraint(
                name="period_never_twice",
                expressions=[(F("body"), RangeOperators.EQUAL), (F("valid"), RangeOperators.OVERLAPS)],
            )
        ]
        indexes = [
            GinIndex(
                name="period_folded_trigrams",
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                fastupdate=False,  # written rarely and as a whole; pending entries would slow every search
            ),
            models.Index(name="period_base", fields=["base"]),
            models.Index(name="period_key", fields=["key"]),
            models.Index(name="period_sorted", fields=["sort_key", "body"]),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """A body ended and another took over its territory or tasks."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="predecessions")
    ended_on = models.DateField(_("erster Tag danach"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Rechtsnachfolge")
        verbose_name_plural = _("Rechtsnachfolgen")
        constraints = [
            models.UniqueConstraint(name="succession_once", fields=["body", "successor", "ended_on"]),
            models.CheckConstraint(name="succession_is_another", condition=~Q(successor=F("body"))),
        ]

    def __str__(self) -> str:
        return f"{self.body} → {self.successor}"


class Neighbour(models.Model):
    """Two municipalities with a common border; each pair stands once, the smaller key first."""

    first = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="neighbours_after")
    second = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="neighbours_before")
    border_metres = models.PositiveIntegerField(_("gemeinsame Grenze in Metern"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Nachbarschaft")
        verbose_name_plural = _("Nachbarschaften")
        constraints = [
            models.UniqueConstraint(name="neighbour_pair_once", fields=["first", "second"]),
            models.CheckConstraint(name="neighbour_smaller_first", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class Membership(models.Model):
    """A person acts for a body in a role, for a time. Ended, not deleted; the audit trail says why."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=20, choices=[(role.value, role.label) for role in Role])
    valid = DateRangeField(_("gilt"))
    granted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Zuständigkeit")
        verbose_name_plural = _("Zuständigkeiten")
        constraints = [
            ExclusionConstraint(
                name="membership_one_role_at_a_time",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("body"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="membership_real_period", condition=Q(valid__isempty=False, valid__lower_inf=False)
            ),
            models.CheckConstraint(
                name="membership_known_role", condition=Q(role__in=[role.value for role in Role])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.body} ({Role(self.role).label})"
