"""Who writes and who gets an invoice: from what bodies have entered to what stays on the invoice."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from allmende.catalog.invoices.models import BillingProfile, DebitMandate
from allmende.catalog.invoices.xrechnung import (
    Contact,
    CreditTransfer,
    DirectDebit,
    ElectronicAddress,
    Party,
)
from allmende.catalog.invoices.xrechnung.precheck import EMAIL_SCHEME, LEITWEG_SCHEME
from allmende.register.domain import BodyView

TRANSFER, DEBIT = "transfer", "debit"


@dataclass(frozen=True, slots=True)
class Billed:
    """A body with what it has entered about itself; without a profile fields are empty and reported."""

    view: BodyView
    profile: BillingProfile

    @classmethod
    def of(cls, view: BodyView, profile: BillingProfile | None) -> "Billed":
        return cls(view, profile or BillingProfile(body_id=view.id))

    @property
    def reference(self) -> str:
        """Return the Leitweg-ID, which an invoice to a public body needs."""
        return self.profile.leitweg_id

    def party(self, *, is_taxed_sale: bool) -> Party:
        """Return the party; outside the scope of VAT no VAT id may stand on an invoice (BR-O-02)."""
        profile = self.profile
        contact = Contact(profile.contact_name, profile.contact_phone, profile.contact_email)
        return Party(
            name=self.view.name_official or str(self.view),
            street=profile.street,
            postal_code=profile.postal_code,
            city=profile.city,
            electronic_address=self._address(),
            identifier=self.view.key,
            vat_id=profile.vat_id if is_taxed_sale else "",
            tax_number=profile.tax_number,
            contact=contact if any((contact.name, contact.phone, contact.email)) else None,
        )

    def _address(self) -> ElectronicAddress:
        if self.profile.leitweg_id:
            return ElectronicAddress(LEITWEG_SCHEME, self.profile.leitweg_id)
        return ElectronicAddress(EMAIL_SCHEME, self.profile.invoice_email or self.profile.contact_email)


def payment_of(seller: BillingProfile, mandate: DebitMandate | None) -> CreditTransfer | DirectDebit:
    """Return how the invoice is paid: collected where there is a mandate."""
    if mandate is None:
        return CreditTransfer(seller.account_holder, seller.iban, seller.bic)
    return DirectDebit(mandate.reference, seller.creditor_id, mandate.iban)


def snapshot(thing: Party | CreditTransfer | DirectDebit) -> dict[str, Any]:
    """Return the thing as it is kept with an invoice."""
    if isinstance(thing, Party):
        return asdict(thing)
    return {"kind": DEBIT if isinstance(thing, DirectDebit) else TRANSFER, **asdict(thing)}


def party_from(kept: Mapping[str, Any]) -> Party:
    contact = kept["contact"]
    return Party(
        **{
            **kept,
            "electronic_address": ElectronicAddress(**kept["electronic_address"]),
            "contact": Contact(**contact) if contact else None,
        }
    )


def payment_from(kept: Mapping[str, Any]) -> CreditTransfer | DirectDebit:
    values = {name: value for name, value in kept.items() if name != "kind"}
    return DirectDebit(**values) if kept["kind"] == DEBIT else CreditTransfer(**values)
