"""Invoices and what they need. An issued invoice and its lines stay as they are; the database sees to it."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.catalog.invoices.domain import OPEN_STATES, BillingInterval, RunState
from allmende.catalog.invoices.payments.direct_debit import DebitScheme
from allmende.catalog.invoices.xrechnung import DocumentType, VatCategory
from allmende.catalog.models.freezing import append_only
from allmende.pages.model_fields import one_of, person

COUNTRY = "DE"


def body(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+", **options)


class BillingProfile(models.Model):
    """What stands on every invoice that a body writes or gets."""

    body = models.OneToOneField(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("Körperschaft")
    )
    street = models.CharField(_("Straße und Hausnummer"), max_length=200)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10)
    city = models.CharField(_("Ort"), max_length=100)
    leitweg_id = models.CharField(_("Leitweg-ID"), max_length=46, blank=True)
    invoice_email = models.EmailField(_("E-Mail für Rechnungen"), blank=True)
    vat_id = models.CharField(_("Umsatzsteuer-Identifikationsnummer"), max_length=20, blank=True)
    tax_number = models.CharField(_("Steuernummer"), max_length=30, blank=True)
    contact_name = models.CharField(_("Ansprechperson oder Stelle"), max_length=100, blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    contact_email = models.EmailField(_("E-Mail für Rückfragen"), blank=True)
    account_holder = models.CharField(_("Kontoinhaber"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    creditor_id = models.CharField(_("Gläubiger-Identifikationsnummer"), max_length=35, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("Zahlungsziel in Tagen"), default=30)
    saved_by = person()
    saved_at = models.DateTimeField(_("gespeichert am"), auto_now=True)

    class Meta:
        verbose_name = _("Rechnungsangaben")
        verbose_name_plural = _("Rechnungsangaben")

    def __str__(self) -> str:
        return f"Rechnungsangaben {self.body_id}"


class DebitMandate(models.Model):
    """The permission of a customer to collect what it owes."""

    creditor = body(verbose_name=_("zieht ein"))
    debtor = body(verbose_name=_("zahlt"))
    reference = models.CharField(_("Mandatsreferenz"), max_length=35)
    scheme = models.CharField(
        _("Verfahren"),
        max_length=4,
        choices=[(each.value, each.value) for each in DebitScheme],
        default=DebitScheme.CORE.value,
    )
    signed_on = models.DateField(_("unterschrieben am"))
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    revoked_on = models.DateField(_("widerrufen am"), null=True, blank=True)
    recorded_by = person()

    class Meta:
        verbose_name = _("Lastschriftmandat")
        verbose_name_plural = _("Lastschriftmandate")
        constraints = [
            models.UniqueConstraint(name="mandate_reference", fields=["creditor", "reference"]),
            models.UniqueConstraint(
                name="mandate_one_at_a_time", fields=["creditor", "debtor"], condition=Q(revoked_on=None)
            ),
            one_of("scheme", DebitScheme, "mandate_scheme", blank=False),
        ]

    def __str__(self) -> str:
        return self.reference


class InvoiceNumbers(models.Model):
    """The last number of an issuer in a year. Its row is locked while invoices get theirs: no gaps."""

    issuer = body()
    year = models.PositiveSmallIntegerField(_("Jahr"))
    last = models.PositiveIntegerField(_("letzte Nummer"), default=0)

    class Meta:
        verbose_name = _("Nummernkreis")
        verbose_name_plural = _("Nummernkreise")
        constraints = [models.UniqueConstraint(name="invoice_numbers_once", fields=["issuer", "year"])]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.year}"


class ActualCost(models.Model):
    """What a service at cost really came to in a time; what was paid on account is deducted from it."""

    subscription = models.ForeignKey("catalog.Subscription", on_delete=models.PROTECT, related_name="+")
    component = models.ForeignKey("catalog.PriceComponent", on_delete=models.PROTECT, related_name="+")
    period = DateRangeField(_("Zeitraum"))
    cents = models.BigIntegerField(_("Aufwand in Cent"))
    source = models.CharField(_("Beleg"), max_length=300)
    recorded_by = person()
    recorded_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Aufwand")
        verbose_name_plural = _("Aufwände")
        constraints = [
            models.CheckConstraint(name="actual_cost_has_source", condition=~Q(source="")),
            models.CheckConstraint(name="actual_cost_not_negative", condition=Q(cents__gte=0)),
            models.CheckConstraint(
                name="actual_cost_real_period",
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.source


class BillingRun(models.Model):
    """One run over all subscriptions of an issuer: first drafts, then numbers. Only one may be open."""

    issuer = body(verbose_name=_("Rechnungssteller"))
    period = DateRangeField(_("Zeitraum"))
    interval = models.CharField(
        _("Takt"), max_length=10, choices=[(each.value, each.label) for each in BillingInterval]
    )
    issue_on = models.DateField(_("Rechnungsdatum"))
    state = models.CharField(
        _("Stand"),
        max_length=10,
        choices=[(each.value, each.label) for each in RunState],
        default=RunState.COMPUTING.value,
    )
    # what could not be billed: customer, product, and why
    problems = models.JSONField(_("Hinweise"), default=list)
    job_id = models.BigIntegerField(null=True)
    started_by = person()
    started_at = models.DateTimeField(_("begonnen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Abrechnungslauf")
        verbose_name_plural = _("Abrechnungsläufe")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="billing_run_one_open",
                fields=["issuer"],
                condition=Q(state__in=sorted(state.value for state in OPEN_STATES)),
            ),
            models.CheckConstraint(
                name="billing_run_real_period",
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
            ),
            one_of("state", RunState, "billing_run_state", blank=False),
            one_of("interval", BillingInterval, "billing_run_interval", blank=False),
        ]

    def __str__(self) -> str:
        return f"Abrechnungslauf {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("invoices:run", args=[self.pk])


class Invoice(models.Model):
    """A draft without a number, or an issued invoice that nobody can change."""

    run = models.ForeignKey(BillingRun, on_delete=models.PROTECT, related_name="invoices")
    issuer = body(verbose_name=_("Rechnungssteller"))
    customer = body(verbose_name=_("Rechnungsempfänger"))
    document_type = models.CharField(
        _("Art"), max_length=3, choices=[(each.value, each.value) for each in DocumentType]
    )
    period = DateRangeField(_("Zeitraum"))
    vat_category = models.CharField(_("Umsatzsteuer"), max_length=1)
    vat_rate = models.DecimalField(_("Steuersatz"), max_digits=5, decimal_places=2)
    net_cents = models.BigIntegerField(_("Netto in Cent"))
    vat_cents = models.BigIntegerField(_("Umsatzsteuer in Cent"))
    # as they were when the invoice was computed: `parties.snapshot`
    seller = models.JSONField(_("Rechnungssteller, Angaben"))
    buyer = models.JSONField(_("Rechnungsempfänger, Angaben"))
    payment = models.JSONField(_("Zahlung"))
    # numbers and days of the invoices that this one corrects
    preceding = models.JSONField(_("berichtigt"), default=list)
    problems = models.JSONField(_("Mängel"), default=list)
    year = models.PositiveSmallIntegerField(_("Jahr"), null=True)
    sequence = models.PositiveIntegerField(_("laufende Nummer"), null=True)
    issued_on = models.DateField(_("Rechnungsdatum"), null=True)
    due_on = models.DateField(_("fällig am"), null=True)

    class Meta:
        verbose_name = _("Rechnung")
        verbose_name_plural = _("Rechnungen")
        ordering = ["-year", "-sequence", "-pk"]
        constraints = [
            models.UniqueConstraint(name="invoice_number_once", fields=["issuer", "year", "sequence"]),
            models.UniqueConstraint(
                name="invoice_once_in_run",
                fields=["run", "customer", "period", "vat_category", "document_type"],
            ),
            models.CheckConstraint(
                name="invoice_issued_whole",
                condition=Q(year=None, sequence=None, issued_on=None, due_on=None)
                | Q(year__isnull=False, sequence__gt=0, issued_on__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(name="invoice_two_bodies", condition=~Q(issuer=F("customer"))),
            one_of("document_type", DocumentType, "invoice_document_type", blank=False),
            one_of("vat_category", VatCategory, "invoice_vat_category", blank=False),
        ]
        indexes = [models.Index(name="invoice_of_customer", fields=["customer", "-issued_on"])]

    def __str__(self) -> str:
        return self.number or f"Entwurf {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("invoices:invoice", args=[self.pk])

    @property
    def number(self) -> str:
        """Return `2027-000001`; empty for a draft."""
        return f"{self.year}-{self.sequence:06d}" if self.sequence else ""

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents


class InvoiceLine(models.Model):
    """What one price component comes to for one subscription and one time.

    `revision` counts how often that was billed: 0 at first, more for each correction, which carries only
    the difference. `parts` are quantity, price, base and unit as the file shows them; `basis` is what the
    amount was computed from, so that its explanation can be told again.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveIntegerField(_("Position"))
    # A run writes a million lines: one trigger looks up all that a statement adds (`lines_of_something`),
    # which takes far less than looking up each. Neither of the two can be deleted: a subscription has steps,
    # and the parts of a published version stay.
    subscription = models.ForeignKey(
        "catalog.Subscription",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    component = models.ForeignKey(
        "catalog.PriceComponent",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    period = DateRangeField(_("Zeitraum"))
    revision = models.PositiveSmallIntegerField(_("Berichtigung"), default=0)
    cents = models.BigIntegerField(_("Betrag in Cent"))
    parts = models.JSONField(_("Menge und Preis"))
    basis = models.JSONField(_("Grundlage"))

    class Meta:
        verbose_name = _("Rechnungsposition")
        verbose_name_plural = _("Rechnungspositionen")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="invoice_line_billed_once",
                fields=["subscription", "component", "period", "revision"],
            ),
            models.UniqueConstraint(name="invoice_line_position", fields=["invoice", "position"]),
        ]

    def __str__(self) -> str:
        return f"Position {self.position}"


class InvoiceFile(models.Model):
    """The XRechnung of an invoice as it was sent, with its fingerprint."""

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField()
    sha256 = models.CharField(_("Prüfsumme (SHA-256)"), max_length=64)

    class Meta:
        verbose_name = _("E-Rechnung")
        verbose_name_plural = _("E-Rechnungen")

    def __str__(self) -> str:
        return self.sha256
