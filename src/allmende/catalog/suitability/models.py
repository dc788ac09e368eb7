"""Reviews, what is put into them, and the evidence that stays. A decided review is never changed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.catalog.models.freezing import append_only, choices
from allmende.catalog.suitability.assessment.criteria import MOST_POINTS
from allmende.catalog.suitability.assessment.own_cost import CostCenter
from allmende.catalog.suitability.assessment.present_value import PaymentKind
from allmende.catalog.suitability.domain import MOST_YEARS, ReviewOccasion, ReviewOutcome, WorkplaceKind
from allmende.pages.model_fields import one_of, person

DECIDED_STAYS = """
    IF OLD.opened_at IS NOT NULL AND OLD.criteria_locked_at IS DISTINCT FROM NEW.criteria_locked_at THEN
        RAISE EXCEPTION 'suitability: criteria of review % are older than its offers and stay', OLD.id;
    END IF;
    IF OLD.decided_at IS NULL THEN RETURN NEW; END IF;
    IF to_jsonb(OLD) - '{is_published,next_due_on,paper_id}'::text[]
       = to_jsonb(NEW) - '{is_published,next_due_on,paper_id}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'suitability: review % is decided', OLD.id;
"""
PART_STAYS = """
    IF EXISTS (SELECT 1 FROM suitability_suitabilityreview r
               WHERE r.{stamp} IS NOT NULL AND r.id = {row}.review_id) THEN
        RAISE EXCEPTION 'suitability: % is refused in %', TG_OP, TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def part_stays(stamp: str = "decided_at") -> list[pgtrigger.Trigger]:
    """Return the triggers of what belongs to a review: unchangeable once its `stamp` is set."""
    return [
        pgtrigger.Trigger(
            name=f"stays_{name}",
            operation=operation,
            when=pgtrigger.Before,
            func=PART_STAYS.format(stamp=stamp, row=row),
        )
        for name, operation, row in (
            ("added", pgtrigger.Insert, "NEW"),
            ("changed", pgtrigger.Update, "OLD"),
            ("removed", pgtrigger.Delete, "OLD"),
        )
    ]


def of_review(related: str) -> "models.ForeignKey[SuitabilityReview, SuitabilityReview]":
    return models.ForeignKey(SuitabilityReview, on_delete=models.CASCADE, related_name=related)


class SuitabilityReview(models.Model):
    """One body asks for one need: make, buy from whom, or wait? Repeated with the same criteria."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    need = models.CharField(_("Bedarf"), max_length=200)
    need_folded = models.CharField(max_length=200)
    occasion = models.CharField(_("Anlass"), max_length=20, choices=choices(ReviewOccasion))
    number = models.PositiveSmallIntegerField(_("Durchgang"), default=1)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="following", null=True, blank=True
    )
    first_year = models.PositiveSmallIntegerField(_("erstes Jahr"))
    years = models.PositiveSmallIntegerField(_("Jahre"), default=5)
    rate_percent = models.DecimalField(_("Zinssatz"), max_digits=6, decimal_places=3, null=True, blank=True)
    rate_source = models.CharField(_("Quelle des Zinssatzes"), max_length=300, blank=True)
    workplaces = models.PositiveIntegerField(_("Standardarbeitsplätze"), null=True, blank=True)
    quantities = models.JSONField(_("Mengen im Jahr"), default=dict, blank=True)
    quantities_source = models.CharField(_("Herkunft der Mengen"), max_length=300, blank=True)
    keys = models.JSONField(_("Schlüssel der Hilfskostenstellen"), default=dict, blank=True)
    criteria_locked_at = models.DateTimeField(_("Kriterien festgelegt am"), null=True, blank=True)
    criteria_locked_by = person()
    opened_at = models.DateTimeField(_("Angebote geöffnet am"), null=True, blank=True)
    decided_at = models.DateTimeField(_("Ergebnis festgehalten am"), null=True, blank=True)
    decided_by = person()
    outcome = models.CharField(_("Ergebnis"), max_length=20, choices=choices(ReviewOutcome), blank=True)
    chosen = models.ForeignKey(
        "suitability.ReviewAlternative", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField(_("Begründung"), blank=True)
    next_due_on = models.DateField(_("nächste Prüfung bis"), null=True, blank=True)
    paper = models.ForeignKey(
        "papers.Paper", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_published = models.BooleanField(_("öffentlich"), default=False)
    created_by = person()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Eignungsprüfung")
        verbose_name_plural = _("Eignungsprüfungen")
        constraints = [
            models.UniqueConstraint(name="review_number_once", fields=["body", "need_folded", "number"]),
            models.UniqueConstraint(
                name="review_one_open", fields=["body", "need_folded"], condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="review_years_possible", condition=Q(years__gte=1, years__lte=MOST_YEARS)
            ),
            models.CheckConstraint(
                name="review_rate_possible",
                condition=Q(rate_percent=None) | Q(rate_percent__gte=0, rate_percent__lte=100),
            ),
            models.CheckConstraint(
                name="review_criteria_before_offers",
                condition=Q(opened_at=None)
                | Q(criteria_locked_at__isnull=False, criteria_locked_at__lt=F("opened_at")),
            ),
            models.CheckConstraint(
                name="review_decided_whole",
                condition=Q(decided_at=None, outcome="")
                | Q(decided_at__isnull=False, opened_at__isnull=False) & ~Q(outcome="") & ~Q(reason=""),
            ),
            one_of("occasion", ReviewOccasion, "review_occasion", blank=False),
            one_of("outcome", ReviewOutcome, "review_outcome"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decided_stays", operation=pgtrigger.Update, when=pgtrigger.Before, func=DECIDED_STAYS
            ),
            pgtrigger.Protect(
                name="decided_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("suitability:review", args=[self.pk])

    @property
    def last_year(self) -> int:
        return self.first_year + self.years - 1


class OwnCostEntry(models.Model):
    """A cost of the own operation in a year, at its cost center."""

    review = of_review("own_costs")
    center = models.CharField(_("Kostenstelle"), max_length=30, choices=choices(CostCenter))
    label = models.CharField(_("Bezeichnung"), max_length=200)
    cents = models.BigIntegerField(_("Betrag im Jahr in Cent"))
    source = models.CharField(_("Quelle"), max_length=300)

    class Meta:
        verbose_name = _("eigene Kosten")
        verbose_name_plural = _("eigene Kosten")
        constraints = [one_of("center", CostCenter, "own_cost_center", blank=False)]
        triggers = part_stays()

    def __str__(self) -> str:
        return self.label


class OwnPost(models.Model):
    """People of the own operation: personnel cost and workplaces, from which KGSt's scheme makes the cost."""

    review = of_review("own_posts")
    center = models.CharField(_("Kostenstelle"), max_length=30, choices=choices(CostCenter))
    label = models.CharField(_("Bezeichnung"), max_length=200)
    kind = models.CharField(_("Art des Arbeitsplatzes"), max_length=10, choices=choices(WorkplaceKind))
    workplaces = models.DecimalField(_("Stellen"), max_digits=7, decimal_places=2)
    personnel_cents = models.BigIntegerField(_("Bruttopersonalkosten im Jahr in Cent"))
    source = models.CharField(_("Quelle"), max_length=300)

    class Meta:
        verbose_name = _("eigene Stelle")
        verbose_name_plural = _("eigene Stellen")
        constraints = [
            one_of("center", CostCenter, "own_post_center", blank=False),
            one_of("kind", WorkplaceKind, "own_post_kind", blank=False),
        ]
        triggers = part_stays()

    def __str__(self) -> str:
        return self.label


class ReviewCriterion(models.Model):
    """What matters and how much; recorded and locked before the offers are opened."""

    review = of_review("criteria")
    key = models.SlugField(_("Schlüssel"), max_length=60)
    label = models.CharField(_("Kriterium"), max_length=200)
    weight = models.PositiveSmallIntegerField(_("Gewicht"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Kriterium einer Eignungsprüfung")
        verbose_name_plural = _("Kriterien einer Eignungsprüfung")
        constraints = [models.UniqueConstraint(name="review_criterion_once", fields=["review", "key"])]
        triggers = part_stays("criteria_locked_at")

    def __str__(self) -> str:
        return self.label


class ReviewAlternative(models.Model):
    """The own operation, or an offer as it stood when the offers were opened."""

    review = of_review("alternatives")
    key = models.SlugField(_("Schlüssel"), max_length=80)
    title = models.CharField(_("Titel"), max_length=300)
    version = models.ForeignKey(
        "catalog.ProductVersion", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_member = models.BooleanField(_("zum Preis für Mitglieder"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Alternative einer Eignungsprüfung")
        verbose_name_plural = _("Alternativen einer Eignungsprüfung")
        constraints = [models.UniqueConstraint(name="review_alternative_once", fields=["review", "key"])]
        triggers = part_stays()

    def __str__(self) -> str:
        return self.title


class AlternativePayment(models.Model):
    """What comes on top of running cost: transition, parallel operation, stranded licences, exit."""

    review = of_review("payments")
    alternative = models.ForeignKey(ReviewAlternative, on_delete=models.CASCADE, related_name="payments")
    kind = models.CharField(_("Art"), max_length=20, choices=choices(PaymentKind))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    label = models.CharField(_("Bezeichnung"), max_length=200)
    cents = models.BigIntegerField(_("Betrag in Cent"))
    source = models.CharField(_("Quelle"), max_length=300)

    class Meta:
        verbose_name = _("Zahlung einer Alternative")
        verbose_name_plural = _("Zahlungen einer Alternative")
        constraints = [one_of("kind", PaymentKind, "alternative_payment_kind", blank=False)]
        triggers = part_stays()

    def __str__(self) -> str:
        return self.label


class AlternativePoints(models.Model):
    """How well an alternative meets a criterion, and why."""

    review = of_review("points")
    alternative = models.ForeignKey(ReviewAlternative, on_delete=models.CASCADE, related_name="points")
    criterion = models.ForeignKey(ReviewCriterion, on_delete=models.CASCADE, related_name="points")
    points = models.PositiveSmallIntegerField(_("Punkte"))
    reason = models.CharField(_("Begründung"), max_length=500)

    class Meta:
        verbose_name = _("Punkte einer Alternative")
        verbose_name_plural = _("Punkte einer Alternative")
        constraints = [
            models.UniqueConstraint(name="alternative_points_once", fields=["alternative", "criterion"]),
            models.CheckConstraint(name="alternative_points_range", condition=Q(points__lte=MOST_POINTS)),
        ]
        triggers = part_stays()

    def __str__(self) -> str:
        return f"{self.alternative}: {self.points}"


class ReviewEvidence(models.Model):
    """What was known when the review was decided, under its hash. Append-only."""

    review = models.OneToOneField(SuitabilityReview, on_delete=models.PROTECT, related_name="evidence")
    document = models.JSONField(_("Inhalt"))
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    created_by = person()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Nachweis einer Eignungsprüfung")
        verbose_name_plural = _("Nachweise einer Eignungsprüfung")
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.sha256[:12]
