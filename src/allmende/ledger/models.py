"""Calculations and their postings. What is posted stays: the database refuses to change or delete it."""

import secrets
from typing import Any

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.ledger.domain import Mark, PostingKind, shown_period
from allmende.ledger.scenarios.models import BaseData, BaseDataValue, Scenario
from allmende.pages.model_fields import one_of, person
from allmende.register.bitemporal import never_twice, nothing_overwritten, real_periods

__all__ = [
    "BaseData",
    "BaseDataValue",
    "Calculation",
    "CalculationVersion",
    "MunicipalParameter",
    "Posting",
    "Scenario",
]


def body(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+", **options)


def share_token() -> str:
    return secrets.token_urlsafe(24)


class MunicipalParameter(models.Model):
    """A value that a council, a contract or a notice sets for one body: tax rate, clause, KGSt value.

    The same two axes as law in `allmende.rules`; `name` and `key` are those of the parameter there.
    """

    body = body(verbose_name=_("Körperschaft"))
    name = models.CharField(_("Parameter"), max_length=200)
    key = models.CharField(_("Ausprägung"), max_length=100, blank=True)
    value = models.CharField(_("Wert"), max_length=100)
    unit = models.CharField(_("Einheit"), max_length=60)
    section = models.CharField(_("Stelle"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=500)
    mark = models.CharField(_("Beleg"), max_length=20, choices=[(mark.value, mark.label) for mark in Mark])
    valid = DateRangeField(_("gilt"))
    known = DateTimeRangeField(_("bekannt"))
    created_by = person()

    class Meta:
        verbose_name = _("örtlicher Wert")
        verbose_name_plural = _("örtliche Werte")
        constraints = [
            never_twice("municipal_parameter_never_twice", "body", "name", "key"),
            real_periods("municipal_parameter_real_periods"),
            one_of("mark", Mark, "municipal_parameter_mark", blank=False),
            models.CheckConstraint(name="municipal_parameter_source", condition=~Q(source="")),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.name} {self.key}".strip()


class Calculation(models.Model):
    """A matter that is calculated again and again: the grant for the posts of 2025, the levy of 2026."""

    body = body(verbose_name=_("führt die Berechnung"))
    title = models.CharField(_("Titel"), max_length=300)
    period = DateRangeField(_("Zeitraum"))
    kind = models.CharField(
        _("Art"), max_length=20, choices=[(kind.value, kind.label) for kind in PostingKind]
    )
    # as `domain.Flow`; bodies by id
    flows = models.JSONField(_("Zahlungsströme"))
    # where the matter stands: a paper, a contract; other apps fill it in
    subject_label = models.CharField(_("gehört zu"), max_length=500, blank=True)
    subject_url = models.CharField(max_length=500, blank=True)
    # the contract whose clauses hold besides the law, as `contracts` names it; empty: none
    contract = models.CharField(_("Vertrag"), max_length=60, blank=True)
    is_published = models.BooleanField(_("veröffentlicht"), default=False)
    created_by = person()
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Berechnung")
        verbose_name_plural = _("Berechnungen")
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], name="calculation_title_unique_in_body"),
            models.CheckConstraint(
                name="calculation_kind",
                condition=Q(kind__in=[kind.value for kind in PostingKind if kind != PostingKind.KORREKTUR]),
            ),
            models.CheckConstraint(
                name="calculation_real_period",
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ledger:calculation", args=[self.pk])

    @property
    def months(self) -> str:
        """Return the period with its last day, as people read it; a calendar year as its number."""
        return shown_period(self.period.lower, self.period.upper)


class CalculationVersion(models.Model):
    """One run of a calculation, kept for ever: what went in, as of when, what came out and why it was run."""

    calculation = models.ForeignKey(Calculation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("Stand"))
    valid_on = models.DateField(_("gilt am"))
    known_on = models.DateField(_("bekannt am"))
    # by name: value, mark and source
    inputs = models.JSONField(_("Eingaben"))
    layers = models.JSONField(_("Annahmen"), default=list)
    # by rule: the explanation as `allmende.rules` gives it
    explanations = models.JSONField(_("Begründungen"))
    reason = models.TextField(_("Anlass"))
    causes = models.JSONField(_("Ursachen der Änderung"), default=list)
    created_by = person()
    created_at = models.DateTimeField(_("gerechnet am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Stand einer Berechnung")
        verbose_name_plural = _("Stände von Berechnungen")
        constraints = [
            models.UniqueConstraint(fields=["calculation", "number"], name="calculation_version_number"),
            models.CheckConstraint(name="calculation_version_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.calculation}, Stand {self.number}"


class Posting(models.Model):
    """One amount that a payer owes or pays a payee, with its reason. Append-only.

    `cents` is positive; only a correction may be negative. `explanation` is the tree that `allmende.rules`
    gave, or one node that names the document for what a person posted by hand.
    """

    payer = body(verbose_name=_("zahlt"))
    payee = body(verbose_name=_("erhält"))
    cents = models.BigIntegerField(_("Betrag in Cent"))
    period = DateRangeField(_("Zeitraum"))
    kind = models.CharField(
        _("Art"), max_length=20, choices=[(kind.value, kind.label) for kind in PostingKind]
    )
    rule = models.CharField(_("Regel"), max_length=200)
    section = models.CharField(_("Rechtsgrundlage"), max_length=300, blank=True)
    valid_on = models.DateField(_("gilt am"))
    known_on = models.DateField(_("bekannt am"))
    from_own_money = models.BooleanField(_("aus eigenen Mitteln"))
    sentence = models.TextField(_("Begründung"))
    explanation = models.JSONField(_("Herleitung"))
    causes = models.JSONField(_("Ursachen der Korrektur"), default=list)
    version = models.ForeignKey(
        CalculationVersion, on_delete=models.PROTECT, related_name="postings", null=True, blank=True
    )
    # who keeps the books in which a posting by hand stands; that of the calculation otherwise
    body = body(verbose_name=_("bucht"))
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="cancellation", null=True, blank=True
    )
    # the matter that another app keeps and that says what is due; empty for a calculation or by hand
    subject_label = models.CharField(_("gehört zu"), max_length=500, blank=True)
    subject_url = models.CharField(max_length=500, blank=True)
    posted_by = person()
    posted_at = models.DateTimeField(_("gebucht am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Buchung")
        verbose_name_plural = _("Buchungen")
        constraints = [
            one_of("kind", PostingKind, "posting_kind", blank=False),
            models.CheckConstraint(
                name="posting_amount",
                condition=Q(cents__gt=0) | (Q(kind=PostingKind.KORREKTUR.value) & ~Q(cents=0)),
            ),
            models.CheckConstraint(name="posting_two_bodies", condition=~Q(payer=F("payee"))),
            models.CheckConstraint(name="posting_has_reason", condition=~Q(sentence="")),
            models.CheckConstraint(
                name="posting_real_period",
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
            ),
            models.CheckConstraint(
                name="posting_correction_says_why",
                condition=~Q(kind=PostingKind.KORREKTUR.value) | ~Q(causes=[]),
            ),
        ]
        indexes = [
            models.Index(name="posting_payer", fields=["payer", "-posted_at"]),
            models.Index(name="posting_payee", fields=["payee", "-posted_at"]),
        ]

    def __str__(self) -> str:
        return f"Buchung {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("ledger:posting", args=[self.pk])

    @property
    def months(self) -> str:
        """Return the period with its last day, as people read it; a calendar year as its number."""
        return shown_period(self.period.lower, self.period.upper)
