"""Who takes what: subscriptions, their steps, the version that holds when, reported quantities."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.catalog.models.freezing import append_only, choices
from allmende.catalog.models.offers import Product, ProductVersion
from allmende.catalog.prices.components import COUNTED_KINDS, PayerGroup, PriceKind
from allmende.catalog.takeup.states import TakeUp
from allmende.catalog.takeup.terms import NoticeTo, Terms
from allmende.pages.model_fields import one_of, person
from allmende.register.bitemporal import DatedFact, never_twice, nothing_overwritten, real_periods

OPEN = ~Q(state__in=[TakeUp.ENDED.value, TakeUp.DECLINED.value])


class Subscription(models.Model):
    """A body and a product, from interest to the end. `ends_on` is the first day after the last one."""

    customer = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("Kommune")
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(
        _("Stand"), max_length=20, choices=choices(TakeUp), default=TakeUp.INTEREST.value
    )
    order_number = models.CharField(_("Bestell- oder Vertragsnummer"), max_length=100, blank=True)
    ordered_on = models.DateField(_("bestellt am"), null=True, blank=True)
    starts_on = models.DateField(_("beginnt am"), null=True, blank=True)
    ends_on = models.DateField(_("endet vor dem"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("Kündigungsfrist in Monaten"), default=6)
    notice_to = models.CharField(
        _("Kündigung"), max_length=20, choices=choices(NoticeTo), default=NoticeTo.YEAR_END.value
    )
    minimum_months = models.PositiveSmallIntegerField(_("Mindestlaufzeit in Monaten"), default=0)
    renews_months = models.PositiveSmallIntegerField(_("verlängert sich um Monate"), default=12)
    lead_days = models.PositiveSmallIntegerField(_("Vorlauf bis zum Ratsbeschluss in Tagen"), default=90)
    created_by = person()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Abnahme")
        verbose_name_plural = _("Abnahmen")
        constraints = [
            models.UniqueConstraint(
                name="subscription_open_once", fields=["customer", "product"], condition=OPEN
            ),
            models.CheckConstraint(
                name="subscription_ends_later",
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="subscription_bound_has_start",
                condition=Q(starts_on__isnull=False)
                | Q(
                    state__in=[
                        TakeUp.INTEREST.value,
                        TakeUp.REVIEW.value,
                        TakeUp.DECISION.value,
                        TakeUp.DECLINED.value,
                    ]
                ),
            ),
            one_of("state", TakeUp, "subscription_state", blank=False),
            one_of("notice_to", NoticeTo, "subscription_notice_to", blank=False),
        ]
        indexes = [
            models.Index(name="subscription_matrix", fields=["product", "customer", "state"]),
            models.Index(name="subscription_of_body", fields=["customer", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.product}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:subscription", args=[self.pk])

    @property
    def take_up(self) -> TakeUp:
        return TakeUp(self.state)

    @property
    def terms(self) -> Terms | None:
        """Return what the contract says about its end, None before it has a beginning."""
        if self.starts_on is None:
            return None
        return Terms(
            self.starts_on,
            self.notice_months,
            NoticeTo(self.notice_to),
            self.minimum_months,
            self.renews_months,
            self.lead_days,
        )


class SubscriptionStep(models.Model):
    """One step of a subscription: to which state, on which day, by whom, by which decision."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("Stand"), max_length=20, choices=choices(TakeUp))
    on = models.DateField(_("Tag"))
    at = models.DateTimeField(_("eingetragen am"))
    by = person()
    paper = models.ForeignKey(
        "papers.Paper", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    note = models.CharField(_("Erläuterung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Schritt einer Abnahme")
        verbose_name_plural = _("Schritte von Abnahmen")
        constraints = [one_of("state", TakeUp, "subscription_step_state", blank=False)]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{TakeUp(self.state).label} am {self.on:%d.%m.%Y}"


class SubscriptionTerm(DatedFact):
    """Which version, and so which prices, hold for a subscription when."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="versions")
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="subscription_terms")
    payer_group = models.CharField(_("Preisgruppe"), max_length=20, choices=choices(PayerGroup))

    class Meta:
        verbose_name = _("Fassung einer Abnahme")
        verbose_name_plural = _("Fassungen von Abnahmen")
        constraints = [
            never_twice("subscription_term_never_twice", "subscription"),
            real_periods("subscription_term_real_periods"),
            models.CheckConstraint(
                name="subscription_term_payer_group",
                condition=Q(payer_group__in=[PayerGroup.MEMBER.value, PayerGroup.NON_MEMBER.value]),
            ),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.subscription}: {self.version}"


class Quantity(DatedFact):
    """How many of something a subscription counts, from when, who says so; corrected, never changed."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="quantities")
    kind = models.CharField(_("Zählgröße"), max_length=20, choices=choices(PriceKind))
    value = models.DecimalField(_("Menge"), max_digits=18, decimal_places=4)
    reference_date = models.DateField(_("Stichtag"))
    origin = models.CharField(_("Herkunft der Zahl"), max_length=300)
    is_confirmed = models.BooleanField(_("trotz Auffälligkeit bestätigt"), default=False)
    reported_by = person()

    class Meta:
        verbose_name = _("Menge")
        verbose_name_plural = _("Mengen")
        constraints = [
            never_twice("quantity_never_twice", "subscription", "kind"),
            real_periods("quantity_real_periods"),
            models.CheckConstraint(name="quantity_not_negative", condition=Q(value__gte=0)),
            models.CheckConstraint(name="quantity_has_origin", condition=~Q(origin="")),
            models.CheckConstraint(
                name="quantity_counted_kind",
                condition=Q(kind__in=sorted(kind.value for kind in COUNTED_KINDS)),
            ),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{PriceKind(self.kind).label}: {self.value}"
