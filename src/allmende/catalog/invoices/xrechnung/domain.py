"""An invoice as XRechnung sees it. Numbers in brackets (BT, BG) are those of EN 16931.

Cents are whole; quantities and prices are Decimal. A total cannot be typed in: it is always computed.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from allmende.common.money import rounded

ONE = Decimal(1)


class DocumentType(StrEnum):
    """What the document is (BT-3, code list UNTDID 1001)."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTION = "384"


class VatCategory(StrEnum):
    """How value added tax applies (BT-151, code list UNCL 5305). One category per invoice."""

    STANDARD = "S"
    OUTSIDE_SCOPE = "O"
    EXEMPT = "E"


@dataclass(frozen=True, slots=True)
class Vat:
    """Category, rate in percent and, where no tax is due, the reason with its code (BG-23)."""

    category: VatCategory
    rate: Decimal
    reason: str = ""
    reason_code: str = ""

    @classmethod
    def standard(cls, rate: Decimal) -> "Vat":
        """Return taxed at a rate, which the caller takes from the law of the day."""
        return cls(VatCategory.STANDARD, rate)

    @classmethod
    def outside_scope(cls) -> "Vat":
        """Return not taxable: cooperation of public bodies without distortion of competition."""
        return cls(
            VatCategory.OUTSIDE_SCOPE,
            Decimal(0),
            "Nicht steuerbar: Zusammenarbeit juristischer Personen des öffentlichen Rechts nach § 2b UStG",
            "VATEX-EU-O",
        )

    @classmethod
    def cost_sharing(cls) -> "Vat":
        """Return exempt as a cost-sharing group (Art. 132 Abs. 1 Buchst. f of the VAT directive)."""
        return cls(VatCategory.EXEMPT, Decimal(0), "Steuerfrei nach § 4 Nr. 29 UStG", "VATEX-EU-132-1F")

    @property
    def is_taxed(self) -> bool:
        return self.category is VatCategory.STANDARD


@dataclass(frozen=True, slots=True)
class Period:
    """A time `[first, until)`; people and the file see the last day."""

    first: date
    until: date

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ElectronicAddress:
    """Where invoices arrive (BT-34, BT-49): scheme 0204 is the Leitweg-ID, EM an e-mail address."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask (BG-6)."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Party:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str
    street: str
    postal_code: str
    city: str
    electronic_address: ElectronicAddress
    country: str = "DE"
    identifier: str = ""
    """What the other side calls this party, such as the customer number (BT-29, BT-46)."""
    legal_id: str = ""
    """Number in an official register (BT-30, BT-47)."""
    vat_id: str = ""
    tax_number: str = ""
    contact: Contact | None = None


@dataclass(frozen=True)  # without slots: the amount is computed once and kept
class Line:
    """One thing that is billed (BG-25). A refund has a negative quantity; a price is never negative."""

    title: str
    quantity: Decimal
    price: Decimal
    """Euros without tax, for `base_quantity` units (BT-146)."""
    unit: str = "C62"
    """Unit of measure after UN/ECE Recommendation 20; C62 is one piece."""
    base_quantity: Decimal = ONE
    description: str = ""
    """Legal ground and how the amount came about (BT-154)."""
    note: str = ""
    product_number: str = ""
    period: Period | None = None
    cost_object: str = ""
    """What the buyer books it on (BT-133)."""

    @cached_property
    def net_cents(self) -> int:
        """Return quantity times price in whole cents, half a cent away from zero (EN 16931, BT-131)."""
        return rounded(Fraction(self.quantity) * Fraction(self.price) * 100 / Fraction(self.base_quantity))


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """The buyer transfers (BG-17)."""

    account_holder: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class DirectDebit:
    """The seller collects (BG-19): mandate BT-89, creditor BT-90, account of the buyer BT-91."""

    mandate: str
    creditor_id: str
    debtor_iban: str


@dataclass(frozen=True, slots=True)
class Preceding:
    """An earlier invoice that this one corrects or settles (BG-3)."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the invoice (BG-24)."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    description: str = ""

    @property
    def number(self) -> str:
        """Return a reference that is the same for the same content (BT-122)."""
        return hashlib.sha256(self.content).hexdigest()[:16]


@dataclass(frozen=True)
class Invoice:
    """An invoice, credit note or correction. In a credit note positive amounts go to the buyer."""

    number: str
    issued_on: date
    due_on: date
    buyer_reference: str
    """Leitweg-ID of a public buyer (BT-10)."""
    period: Period
    seller: Party
    buyer: Party
    vat: Vat
    payment: CreditTransfer | DirectDebit
    lines: tuple[Line, ...]
    document_type: DocumentType = DocumentType.INVOICE
    contract: str = ""
    order: str = ""
    preceding: tuple[Preceding, ...] = ()
    notes: tuple[str, ...] = ()
    terms: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_credit_note(self) -> bool:
        return self.document_type is DocumentType.CREDIT_NOTE

    @cached_property
    def net_cents(self) -> int:
        return sum(line.net_cents for line in self.lines)

    @cached_property
    def vat_cents(self) -> int:
        """Return the tax on the sum, rounded once (EN 16931, BT-117)."""
        return rounded(Fraction(self.vat.rate) * self.net_cents / 100)

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents
