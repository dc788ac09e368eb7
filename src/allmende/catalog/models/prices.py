"""Prices as they are stored; `price()` gives the exact component that computes."""

from fractions import Fraction

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.catalog.models.freezing import choices, parts_stay
from allmende.catalog.models.offers import ProductVersion
from allmende.catalog.prices.components import (
    AmountRounding,
    Discount,
    GroundKind,
    IndexClause,
    Interval,
    KeyPart,
    PayerGroup,
    Price,
    PriceKind,
    ReferenceDay,
    Stage,
    StageMode,
    VatRule,
)
from allmende.common.money import Rounding
from allmende.pages.model_fields import one_of
from allmende.sharing.keys import Driver


class PriceComponent(models.Model):
    """One component of the price of a version, for a time."""

    version = models.ForeignKey(ProductVersion, on_delete=models.CASCADE, related_name="prices")
    code = models.SlugField(_("Kennung"), max_length=60)
    label = models.CharField(_("Bezeichnung"), max_length=200)
    kind = models.CharField(_("Art"), max_length=20, choices=choices(PriceKind))
    amount = models.DecimalField(_("Betrag in Euro"), max_digits=18, decimal_places=6, default=0)
    interval = models.CharField(_("Zeitraum"), max_length=20, choices=choices(Interval))
    stages = models.JSONField(_("Staffeln"), default=list, blank=True)
    stage_mode = models.CharField(
        _("Staffelung"), max_length=10, choices=choices(StageMode), default=StageMode.BAND.value
    )
    payer_group = models.CharField(
        _("gilt für"), max_length=20, choices=choices(PayerGroup), default=PayerGroup.ALL.value
    )
    reference_month = models.PositiveSmallIntegerField(_("Stichtag, Monat"), null=True, blank=True)
    reference_day = models.PositiveSmallIntegerField(_("Stichtag, Tag"), null=True, blank=True)
    reference_years_back = models.PositiveSmallIntegerField(_("Stichtag, Jahre zuvor"), default=0)
    included_quantity = models.DecimalField(_("enthaltene Menge"), max_digits=14, decimal_places=4, default=0)
    quantity_step = models.DecimalField(_("je angefangene"), max_digits=14, decimal_places=4, default=0)
    rounding_step_cents = models.PositiveIntegerField(_("gerundet auf Cent"), default=1)
    rounding_mode = models.CharField(
        _("Rundung"), max_length=20, choices=choices(Rounding), default=Rounding.KAUFMAENNISCH.value
    )
    rounding_source = models.CharField(_("Quelle der Rundung"), max_length=300, blank=True)
    vat = models.CharField(
        _("Umsatzsteuer"), max_length=10, choices=choices(VatRule), default=VatRule.UNDECIDED.value
    )
    vat_ground = models.CharField(_("Begründung zur Umsatzsteuer"), max_length=300, blank=True)
    ground_kind = models.CharField(
        _("Art des Rechtsgrunds"),
        max_length=20,
        choices=choices(GroundKind),
        default=GroundKind.CONTRACT.value,
    )
    ground = models.CharField(_("Rechtsgrund"), max_length=300, blank=True)
    discount_percent = models.DecimalField(
        _("Nachlass in Prozent"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    discount_last_day = models.DateField(_("Nachlass bei Bestellung bis"), null=True, blank=True)
    index_name = models.CharField(_("Index"), max_length=200, blank=True)
    index_base = models.DecimalField(
        _("Ausgangswert des Index"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    index_threshold = models.DecimalField(_("Schwelle in Prozent"), max_digits=7, decimal_places=4, default=0)
    minimum_months = models.PositiveSmallIntegerField(_("Mindestlaufzeit in Monaten"), default=0)
    allocation = models.JSONField(_("Umlageschlüssel"), default=list, blank=True)
    total_cents = models.BigIntegerField(_("Gesamtbetrag im Jahr in Cent"), default=0)
    advance_cents = models.BigIntegerField(_("Abschlag in Cent"), default=0)
    valid = DateRangeField(_("gilt"))

    class Meta:
        verbose_name = _("Preisbestandteil")
        verbose_name_plural = _("Preisbestandteile")
        constraints = [
            ExclusionConstraint(
                name="price_never_twice",
                expressions=[
                    (F("version"), RangeOperators.EQUAL),
                    (F("code"), RangeOperators.EQUAL),
                    (F("payer_group"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="price_real_period", condition=Q(valid__isempty=False, valid__lower_inf=False)
            ),
            models.CheckConstraint(
                name="price_vat_has_ground", condition=Q(vat=VatRule.UNDECIDED.value) | ~Q(vat_ground="")
            ),
            models.CheckConstraint(
                name="price_discount_whole",
                condition=Q(discount_percent=None, discount_last_day=None)
                | Q(discount_percent__isnull=False, discount_last_day__isnull=False),
            ),
            models.CheckConstraint(
                name="price_index_whole",
                condition=Q(index_name="", index_base=None) | ~Q(index_name="") & Q(index_base__gt=0),
            ),
            models.CheckConstraint(
                name="price_reference_whole",
                condition=Q(reference_month=None, reference_day=None)
                | Q(
                    reference_month__gte=1,
                    reference_month__lte=12,
                    reference_day__gte=1,
                    reference_day__lte=31,
                ),
            ),
            one_of("kind", PriceKind, "price_kind", blank=False),
            one_of("interval", Interval, "price_interval", blank=False),
            one_of("stage_mode", StageMode, "price_stage_mode", blank=False),
            one_of("payer_group", PayerGroup, "price_payer_group", blank=False),
            one_of("vat", VatRule, "price_vat", blank=False),
            one_of("ground_kind", GroundKind, "price_ground_kind", blank=False),
            one_of("rounding_mode", Rounding, "price_rounding_mode", blank=False),
        ]
        triggers = parts_stay()

    def __str__(self) -> str:
        return self.label

    def price(self) -> Price:
        """Return the component that computes."""
        return Price(
            code=self.code,
            label=self.label,
            kind=PriceKind(self.kind),
            amount=Fraction(self.amount),
            interval=Interval(self.interval),
            stages=tuple(Stage(Fraction(each["above"]), Fraction(each["amount"])) for each in self.stages),
            stage_mode=StageMode(self.stage_mode),
            payer_group=PayerGroup(self.payer_group),
            reference_day=self._reference(),
            included_quantity=Fraction(self.included_quantity),
            quantity_step=Fraction(self.quantity_step),
            rounding=AmountRounding(
                self.rounding_step_cents, Rounding(self.rounding_mode), self.rounding_source
            ),
            vat=VatRule(self.vat),
            vat_ground=self.vat_ground,
            ground_kind=GroundKind(self.ground_kind),
            ground=self.ground,
            discount=self._discount(),
            index=self._index(),
            minimum_months=self.minimum_months,
            total_cents=self.total_cents,
            key=tuple(KeyPart(Driver(each["driver"]), Fraction(each["weight"])) for each in self.allocation),
            advance_cents=self.advance_cents,
        )

    def _reference(self) -> ReferenceDay | None:
        if self.reference_month is None or self.reference_day is None:
            return None
        return ReferenceDay(self.reference_month, self.reference_day, self.reference_years_back)

    def _discount(self) -> Discount | None:
        if self.discount_percent is None or self.discount_last_day is None:
            return None
        return Discount(Fraction(self.discount_percent), self.discount_last_day)

    def _index(self) -> IndexClause | None:
        if self.index_base is None:
            return None
        return IndexClause(self.index_name, Fraction(self.index_base), Fraction(self.index_threshold))
