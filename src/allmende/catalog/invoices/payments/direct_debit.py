"""Direct debits for the bank: a file in ISO 20022 pain.008.001.08, as the German banks take it for SEPA.

Texts are reduced to the signs every bank of the SEPA area accepts; umlauts are written out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from xml.etree import ElementTree as ET

from allmende.catalog.invoices.payments import accounts
from allmende.common.errors import AllmendeError
from allmende.common.findings import Finding, Severity
from allmende.common.formats import day
from allmende.common.holidays import SATURDAY, easter

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"
REFERENCE = re.compile(r"[A-Za-z0-9+?/:().,'-](?:[A-Za-z0-9+?/:().,' -]{0,33}[A-Za-z0-9+?/:().,'-])?")
REFUSED_SIGN = re.compile(r"[^A-Za-z0-9+?/:().,' -]")
WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "&": "+"}
)
NAME_LENGTH, PURPOSE_LENGTH = 70, 140
LARGEST_CENTS = 99_999_999_999
"""What one SEPA payment may be at most (EPC rulebook): 999,999,999.99 euros."""


class DebitScheme(StrEnum):
    """Which of the two procedures a mandate names."""

    CORE = "CORE"
    B2B = "B2B"

    @property
    def label(self) -> str:
        return {"CORE": "Basislastschrift (CORE)", "B2B": "Firmenlastschrift (B2B)"}[self.value]


class DebitSequence(StrEnum):
    """Whether the mandate serves once or again and again."""

    ONCE = "OOFF"
    RECURRENT = "RCUR"


@dataclass(frozen=True, slots=True)
class Creditor:
    """Who collects."""

    name: str
    iban: str
    creditor_id: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Debit:
    """One amount to collect, usually one invoice."""

    reference: str
    """Number of the invoice; appears on both bank statements."""
    cents: int
    debtor: str
    iban: str
    mandate: str
    signed_on: date
    purpose: str
    bic: str = ""
    scheme: DebitScheme = DebitScheme.CORE
    """For which procedure the mandate was given."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Debits of one creditor for one day."""

    number: str
    creditor: Creditor
    collect_on: date
    created_at: datetime
    debits: tuple[Debit, ...]
    scheme: DebitScheme = DebitScheme.CORE
    sequence: DebitSequence = DebitSequence.RECURRENT

    @property
    def cents(self) -> int:
        return sum(debit.cents for debit in self.debits)


class BatchRefused(AllmendeError):
    """The bank would refuse the file."""

    message = "Die Lastschriftdatei {number} kann nicht erzeugt werden. {problems}"


def collected(batch: Batch) -> bytes:
    """Return the file for the bank; raise BatchRefused with every problem and its remedy."""
    if found := problems(batch):
        raise BatchRefused(number=batch.number, problems=" ".join(each.message for each in found))
    root = ET.Element("Document", {"xmlns": NAMESPACE})
    initiation = ET.SubElement(root, "CstmrDrctDbtInitn")
    _header(initiation, batch)
    _payment(ET.SubElement(initiation, "PmtInf"), batch)
    ET.indent(root)
    body: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def problems(batch: Batch) -> list[Finding]:
    """Return what is wrong with a batch, in the words of who collects."""
    found = [
        *_batch_problems(batch),
        *(each for debit in batch.debits for each in _debit_problems(debit, batch)),
    ]
    return [Finding(code, text, Severity.ERROR) for code, text in found]


def is_bank_day(on: date) -> bool:
    """Return whether the European clearing (T2) works: no weekend, none of its six holidays."""
    moving = {easter(on.year) - timedelta(days=2), easter(on.year) + timedelta(days=1)}
    fixed = {(1, 1), (5, 1), (12, 25), (12, 26)}
    return on.weekday() < SATURDAY and on not in moving and (on.month, on.day) not in fixed


def bank_day(on: date) -> date:
    """Return the day, or the next one on which the clearing works."""
    while not is_bank_day(on):
        on += timedelta(days=1)
    return on


def plain(text: str, longest: int) -> str:
    """Return the text in the signs of SEPA: `Muenster` for `Münster`, a dot for what has no counterpart."""
    written_out = unicodedata.normalize("NFKD", text.translate(WRITTEN_OUT))
    bare = "".join(sign for sign in written_out if not unicodedata.combining(sign))
    return " ".join(REFUSED_SIGN.sub(".", bare.replace("\n", " ")).split())[:longest].rstrip()


def _batch_problems(batch: Batch) -> Iterator[tuple[str, str]]:
    if not batch.debits:
        yield "NbOfTxs", "Es ist nichts einzuziehen. Wählen Sie mindestens eine Rechnung mit Mandat."
    if not REFERENCE.fullmatch(batch.number):
        yield "MsgId", f"„{batch.number}“ taugt nicht als Kennung: höchstens 35 Zeichen, keine Umlaute."
    if batch.collect_on <= batch.created_at.date():
        yield "ReqdColltnDt", "Der Einzug muss nach dem heutigen Tag liegen. Wählen Sie einen späteren Tag."
    elif not is_bank_day(batch.collect_on):
        yield (
            "ReqdColltnDt",
            f"Am {day(batch.collect_on)} arbeiten die Banken nicht. Wählen Sie einen anderen Tag.",
        )
    creditor = batch.creditor
    yield from _refusal("CdtrAcct", accounts.iban, creditor.iban)
    yield from _refusal("CdtrSchmeId", accounts.creditor_id, creditor.creditor_id)
    yield from _refusal("CdtrAgt", accounts.bic, creditor.bic) if creditor.bic else ()
    references = [debit.reference for debit in batch.debits]
    for twice in sorted({each for each in references if references.count(each) > 1}):
        yield "EndToEndId", f"{twice} würde zweimal eingezogen. Entfernen Sie eine der beiden."


def _debit_problems(debit: Debit, batch: Batch) -> Iterator[tuple[str, str]]:
    who = f"{debit.reference} ({debit.debtor})"
    if not REFERENCE.fullmatch(debit.reference):
        yield (
            "EndToEndId",
            f"„{debit.reference}“ taugt nicht als Kennung: höchstens 35 Zeichen, keine Umlaute.",
        )
    if not 0 < debit.cents <= LARGEST_CENTS:
        yield "InstdAmt", f"{who}: Der Betrag muss größer als null sein und unter einer Milliarde liegen."
    if debit.scheme is not batch.scheme:
        yield (
            "LclInstrm",
            f"{who}: Das Mandat gilt für die {debit.scheme.label}, die Datei ist für die "
            f"{batch.scheme.label}. Banken nehmen je Verfahren eine eigene Datei.",
        )
    if not REFERENCE.fullmatch(debit.mandate):
        yield "MndtId", f"{who}: Die Mandatsreferenz „{debit.mandate}“ hat 1 bis 35 Zeichen ohne Umlaute."
    if debit.signed_on > batch.created_at.date():
        yield "DtOfSgntr", f"{who}: Das Mandat ist erst am {day(debit.signed_on)} unterschrieben."
    if not plain(debit.debtor, NAME_LENGTH):
        yield "Dbtr", f"{debit.reference}: Der Name des Zahlers fehlt."
    yield from _refusal("DbtrAcct", accounts.iban, debit.iban)
    yield from _refusal("DbtrAgt", accounts.bic, debit.bic) if debit.bic else ()


def _refusal(code: str, check: Callable[[str], str], text: str) -> Iterator[tuple[str, str]]:
    try:
        check(text)
    except AllmendeError as error:
        yield code, str(error)


def _header(parent: ET.Element, batch: Batch) -> None:
    head = ET.SubElement(parent, "GrpHdr")
    _text(head, "MsgId", batch.number)
    _text(head, "CreDtTm", batch.created_at.isoformat(timespec="seconds"))
    _sums(head, batch)
    _text(head, "InitgPty/Nm", plain(batch.creditor.name, NAME_LENGTH))


def _payment(payment: ET.Element, batch: Batch) -> None:
    creditor = batch.creditor
    _text(payment, "PmtInfId", batch.number)
    _text(payment, "PmtMtd", "DD")
    _sums(payment, batch)
    kind = ET.SubElement(payment, "PmtTpInf")
    _text(kind, "SvcLvl/Cd", "SEPA")
    _text(kind, "LclInstrm/Cd", batch.scheme.value)
    _text(kind, "SeqTp", batch.sequence.value)
    _text(payment, "ReqdColltnDt", batch.collect_on.isoformat())
    _text(payment, "Cdtr/Nm", plain(creditor.name, NAME_LENGTH))
    _text(payment, "CdtrAcct/Id/IBAN", accounts.iban(creditor.iban))
    _bank(payment, "CdtrAgt", creditor.bic)
    _text(payment, "ChrgBr", "SLEV")
    scheme = _nested(payment, "CdtrSchmeId/Id/PrvtId/Othr")
    _text(scheme, "Id", accounts.creditor_id(creditor.creditor_id))
    _text(scheme, "SchmeNm/Prtry", "SEPA")
    for debit in batch.debits:
        _debit(ET.SubElement(payment, "DrctDbtTxInf"), debit)


def _debit(parent: ET.Element, debit: Debit) -> None:
    _text(parent, "PmtId/EndToEndId", debit.reference)
    _text(parent, "InstdAmt", f"{Decimal(debit.cents) / 100:.2f}").set("Ccy", "EUR")
    mandate = _nested(parent, "DrctDbtTx/MndtRltdInf")
    _text(mandate, "MndtId", debit.mandate)
    _text(mandate, "DtOfSgntr", debit.signed_on.isoformat())
    _bank(parent, "DbtrAgt", debit.bic)
    _text(parent, "Dbtr/Nm", plain(debit.debtor, NAME_LENGTH))
    _text(parent, "DbtrAcct/Id/IBAN", accounts.iban(debit.iban))
    if purpose := plain(debit.purpose, PURPOSE_LENGTH):
        _text(parent, "RmtInf/Ustrd", purpose)


def _bank(parent: ET.Element, role: str, bic: str) -> None:
    """Name a bank by its BIC, or say that the IBAN must be enough."""
    if bic:
        _text(parent, f"{role}/FinInstnId/BICFI", accounts.bic(bic))
    else:
        _text(parent, f"{role}/FinInstnId/Othr/Id", "NOTPROVIDED")


def _sums(parent: ET.Element, batch: Batch) -> None:
    _text(parent, "NbOfTxs", str(len(batch.debits)))
    _text(parent, "CtrlSum", f"{Decimal(batch.cents) / 100:.2f}")


def _text(parent: ET.Element, path: str, text: str) -> ET.Element:
    element = _nested(parent, path)
    element.text = text
    return element


def _nested(parent: ET.Element, path: str) -> ET.Element:
    for name in path.split("/"):
        parent = ET.SubElement(parent, name)
    return parent
