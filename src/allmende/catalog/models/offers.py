"""Who offers what: providers, products, and their versions as a body has decided them."""

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.catalog.domain import Accessibility, LifeCycle, ProtectionNeed, Sourcing
from allmende.catalog.models.freezing import choices, parts_stay, published_stays
from allmende.catalog.takeup.terms import NoticeTo
from allmende.pages.model_fields import one_of, person
from allmende.register.bitemporal import DatedFact, never_twice, nothing_overwritten, real_periods

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Provider(models.Model):
    """A body that offers services to others."""

    body = models.OneToOneField(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("Körperschaft")
    )
    about = models.TextField(_("Über den Anbieter"), blank=True)
    website = models.CharField(
        _("Internetadresse"), max_length=500, blank=True, validators=[URLValidator(["https", "http"])]
    )
    contact_name = models.CharField(_("Ansprechperson"), max_length=200, blank=True)
    contact_email = models.EmailField(_("E-Mail"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=60, blank=True)
    inhouse_proof = models.CharField(_("Inhouse-Nachweis"), max_length=500, blank=True)
    inhouse_share = models.DecimalField(
        _("Tätigkeit für die Träger in Prozent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    inhouse_on = models.DateField(_("Nachweis vom"), null=True, blank=True)
    joined_on = models.DateField(_("im Katalog seit"))
    created_by = person()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Anbieter")
        verbose_name_plural = _("Anbieter")
        constraints = [
            models.CheckConstraint(
                name="provider_share_is_percent",
                condition=Q(inhouse_share=None) | Q(inhouse_share__gte=0, inhouse_share__lte=100),
            )
        ]

    def __str__(self) -> str:
        return f"Anbieter {self.body_id}"


class Product(models.Model):
    """A service that can be taken by itself; what is said of it stands in its versions."""

    key = models.SlugField(_("Schlüssel"), max_length=80, unique=True)
    need = models.CharField(_("Bedarf"), max_length=200)
    need_folded = models.CharField(max_length=200, db_index=True)
    is_nucleus = models.BooleanField(_("gehört zum Nukleus"), default=False)
    created_by = person()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Produkt")
        verbose_name_plural = _("Produkte")
        constraints = [
            models.CheckConstraint(name="product_key_form", condition=Q(key__regex=r"^[0-9a-z][0-9a-z-]*$"))
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[self.key])


def of_product(related: str) -> "models.ForeignKey[Product, Product]":
    return models.ForeignKey(Product, on_delete=models.PROTECT, related_name=related)


class Offer(DatedFact):
    """Which provider a product comes from, at a time: when providers merge, contracts go along."""

    product = of_product("offers")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="offers")

    class Meta:
        verbose_name = _("Anbieter eines Produkts")
        verbose_name_plural = _("Anbieter von Produkten")
        constraints = [never_twice("offer_never_twice", "product"), real_periods("offer_real_periods")]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.product}: {self.provider}"


class ProductStage(DatedFact):
    """Where a product stands in its life cycle, from when."""

    product = of_product("stages")
    stage = models.CharField(_("Stand"), max_length=20, choices=choices(LifeCycle))
    note = models.CharField(_("Erläuterung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Lebenszyklus eines Produkts")
        verbose_name_plural = _("Lebenszyklus von Produkten")
        constraints = [
            never_twice("product_stage_never_twice", "product"),
            real_periods("product_stage_real_periods"),
            one_of("stage", LifeCycle, "product_stage_code", blank=False),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.product}: {LifeCycle(self.stage).label}"


def text(label: "_StrPromise") -> "models.TextField[str, str]":
    return models.TextField(label, blank=True)


class ProductVersion(models.Model):
    """All that is promised of a product. A draft until a body's decision publishes it, then it stays."""

    product = of_product("versions")
    number = models.PositiveIntegerField(_("Fassung"))
    title = models.CharField(_("Titel"), max_length=200)
    summary = models.CharField(_("Kurzbeschreibung"), max_length=600)
    folded = models.TextField(editable=False)
    benefit = text(_("Nutzen"))
    included = text(_("Enthalten"))
    excluded = text(_("Nicht enthalten"))
    optional = text(_("Wahlweise"))
    audience = text(_("Zielgruppe"))
    dependencies = text(_("Abhängigkeiten"))
    prerequisites = text(_("Voraussetzungen"))
    customer_duties = text(_("Mitwirkungspflichten"))
    fim_services = ArrayField(
        models.CharField(max_length=20), verbose_name=_("unterstützte Leistungen"), default=list, blank=True
    )
    legal_basis = text(_("Rechtsgrundlage"))
    operator = models.CharField(_("Betrieb durch"), max_length=300, blank=True)
    sourcing = models.CharField(_("Bezugsweg"), max_length=20, choices=choices(Sourcing))
    processing_agreement = text(_("Auftragsverarbeitung"))
    impact_assessment = text(_("Datenschutz-Folgenabschätzung"))
    storage_location = models.CharField(_("Speicherort"), max_length=300, blank=True)
    protection_need = models.CharField(_("Schutzbedarf"), max_length=20, choices=choices(ProtectionNeed))
    accessibility = models.CharField(_("Barrierefreiheit"), max_length=20, choices=choices(Accessibility))
    accessibility_note = text(_("Erläuterung zur Barrierefreiheit"))
    interfaces = text(_("Schnittstellen und Standards"))
    maturity = models.CharField(_("Reifegrad"), max_length=200, blank=True)
    exit_formats = text(_("Datenausgabe beim Ausstieg"))
    exit_process = text(_("Ablauf des Ausstiegs"))
    exit_price_cents = models.BigIntegerField(_("Preis des Ausstiegs in Cent"), null=True, blank=True)
    efa_offer = models.CharField(_("Fundstelle EfA-Marktplatz"), max_length=200, blank=True)
    dvc_offer = models.CharField(_("Fundstelle Deutsche Verwaltungscloud"), max_length=200, blank=True)
    contact_name = models.CharField(_("Ansprechperson"), max_length=200, blank=True)
    contact_email = models.EmailField(_("E-Mail"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=60, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("Kündigungsfrist in Monaten"), default=6)
    notice_to = models.CharField(
        _("Kündigung"), max_length=20, choices=choices(NoticeTo), default=NoticeTo.YEAR_END.value
    )
    minimum_months = models.PositiveSmallIntegerField(_("Mindestlaufzeit in Monaten"), default=0)
    renews_months = models.PositiveSmallIntegerField(_("verlängert sich um Monate"), default=12)
    valid = DateRangeField(_("gilt"))
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)
    published_by = person()
    decision = models.ForeignKey(
        "papers.Paper",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Beschluss über den Katalog"),
    )
    created_by = person()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Fassung eines Produkts")
        verbose_name_plural = _("Fassungen von Produkten")
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["product", "number"]),
            models.UniqueConstraint(
                name="version_one_draft", fields=["product"], condition=Q(published_at=None)
            ),
            ExclusionConstraint(
                name="version_published_never_twice",
                expressions=[(F("product"), RangeOperators.EQUAL), (F("valid"), RangeOperators.OVERLAPS)],
                condition=Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="version_real_period", condition=Q(valid__isempty=False, valid__lower_inf=False)
            ),
            models.CheckConstraint(
                name="version_published_by_decision",
                condition=Q(published_at=None) | Q(decision__isnull=False),
            ),
            one_of("sourcing", Sourcing, "version_sourcing", blank=False),
            one_of("protection_need", ProtectionNeed, "version_protection_need", blank=False),
            one_of("accessibility", Accessibility, "version_accessibility", blank=False),
            one_of("notice_to", NoticeTo, "version_notice_to", blank=False),
        ]
        indexes = [GinIndex(name="version_trigrams", fields=["folded"], opclasses=["gin_trgm_ops"])]
        triggers = [published_stays()]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("catalog:version", args=[self.product.key, self.number])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class ProductDocument(models.Model):
    """A document of a version: kept here as it was handed in, or the address where it lies."""

    version = models.ForeignKey(ProductVersion, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("Titel"), max_length=300)
    url = models.CharField(
        _("Adresse"), max_length=1000, blank=True, validators=[URLValidator(["https", "http"])]
    )
    file_name = models.CharField(_("Dateiname"), max_length=200, blank=True)
    content = models.BinaryField(_("Datei"), null=True, blank=True)

    class Meta:
        verbose_name = _("Unterlage eines Produkts")
        verbose_name_plural = _("Unterlagen von Produkten")
        constraints = [
            models.CheckConstraint(
                name="document_here_or_elsewhere",
                condition=Q(url="", content__isnull=False) & ~Q(file_name="")
                | ~Q(url="") & Q(content=None, file_name=""),
            )
        ]
        triggers = parts_stay()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return where the document lies: here, or elsewhere."""
        if self.url:
            return self.url
        return reverse("catalog:document", args=[self.version.product.key, self.version.number, self.pk])
