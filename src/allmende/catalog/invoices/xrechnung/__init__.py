"""XRechnung 3.0 in UBL 2.1, pure and exact: typed invoices in, the same bytes out every time.

from allmende.catalog.invoices.xrechnung import sealed

sent = sealed(invoice)
sent.content, sent.sha256
"""

from allmende.catalog.invoices.xrechnung.domain import (
    Attachment,
    Contact,
    CreditTransfer,
    DirectDebit,
    DocumentType,
    ElectronicAddress,
    Invoice,
    Line,
    Party,
    Period,
    Preceding,
    Vat,
    VatCategory,
)
from allmende.catalog.invoices.xrechnung.precheck import problems
from allmende.catalog.invoices.xrechnung.sealing import NotReady, Sealed, sealed

__all__ = [
    "Attachment",
    "Contact",
    "CreditTransfer",
    "DirectDebit",
    "DocumentType",
    "ElectronicAddress",
    "Invoice",
    "Line",
    "NotReady",
    "Party",
    "Period",
    "Preceding",
    "Sealed",
    "Vat",
    "VatCategory",
    "problems",
    "sealed",
]
