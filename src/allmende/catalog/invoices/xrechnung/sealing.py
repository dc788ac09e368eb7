"""The finished file with its fingerprint: only an invoice without errors gets this far."""

import hashlib
from dataclasses import dataclass, field

from allmende.catalog.invoices.xrechnung.domain import Invoice
from allmende.catalog.invoices.xrechnung.precheck import problems
from allmende.catalog.invoices.xrechnung.ubl import written
from allmende.common.errors import AllmendeError


class NotReady(AllmendeError):
    """The invoice would be refused by the buyer."""

    message = "Die Rechnung {number} kann so nicht verschickt werden. {problems}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """The bytes that are sent and the hash by which anybody can see that they are unchanged."""

    content: bytes = field(repr=False)
    sha256: str


def sealed(invoice: Invoice) -> Sealed:
    """Return the XRechnung file; raise NotReady with every problem and its remedy."""
    if found := problems(invoice):
        sentences = " ".join(finding.message for finding in found)
        raise NotReady(number=invoice.number, problems=sentences)
    content = written(invoice)
    return Sealed(content, hashlib.sha256(content).hexdigest())
