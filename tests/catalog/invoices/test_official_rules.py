"""The rules of CEN and KoSIT accept what we write and refuse what is broken, by the right rule."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from allmende.catalog.invoices.xrechnung import Invoice
from allmende.catalog.invoices.xrechnung.official import NotUbl, OfficialRules
from allmende.catalog.invoices.xrechnung.rule_files import (
    NEEDED,
    NotConfiguration,
    RuleFiles,
    RulesMissing,
    chosen,
    stored,
)
from allmende.catalog.invoices.xrechnung.ubl import NAMESPACES, written
from allmende.common.findings import Severity
from tests.catalog.invoices.examples import (
    ALL,
    BASE_FEE,
    CORRECTION,
    CREDIT_NOTE,
    DIRECT_DEBIT,
    EXEMPT,
    OUTSIDE_SCOPE,
    STANDARD,
)

UNREASONED = replace(EXEMPT, vat=replace(EXEMPT.vat, reason=""))
SELLER = "cac:AccountingSupplierParty/cac:Party"
TAX = "cac:TaxTotal/cac:TaxSubtotal"
SUMS = "cac:LegalMonetaryTotal"


@pytest.fixture(scope="module")
def rules() -> OfficialRules:
    return OfficialRules(RuleFiles.installed())


def broken(invoice: Invoice, path: str, text: str | None) -> bytes:
    """Return the file with one element changed, or taken out when `text` is None."""
    root = ET.fromstring(written(invoice))  # noqa: S314
    parents = {child: parent for parent in root.iter() for child in parent}
    element = root.find(path, NAMESPACES)
    assert element is not None
    if text is None:
        parents[element].remove(element)
    else:
        element.text = text
    return ET.tostring(root)


def configuration(names: tuple[str, ...] = NEEDED, prefix: str = "resources/") -> bytes:
    """Return a ZIP file like that of KoSIT, with the files that are installed."""
    files = RuleFiles.installed()
    schemas = files.invoice_schema.parents[1]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in (files.cen, files.kosit):
            if path.name in names:
                archive.write(path, f"{prefix}xsl/{path.name}")
        for path in schemas.rglob("*.xsd"):
            if path.name in names or path.name not in NEEDED:
                archive.write(path, f"{prefix}{path.relative_to(schemas)}")
    return buffer.getvalue()


@pytest.mark.parametrize("name", ALL)
def test_every_kind_of_invoice_is_clean(rules: OfficialRules, name: str) -> None:
    assert rules.violations(written(ALL[name])) == []


@pytest.mark.parametrize(
    ("invoice", "path", "text", "rule"),
    [
        (STANDARD, "cbc:BuyerReference", None, "BR-DE-15"),
        (STANDARD, "cac:PaymentMeans", None, "BR-DE-1"),
        (STANDARD, f"{SELLER}/cac:Contact", None, "BR-DE-2"),
        (STANDARD, f"{SELLER}/cac:Contact/cbc:Telephone", None, "BR-DE-6"),
        (STANDARD, f"{SELLER}/cac:PostalAddress/cbc:CityName", None, "BR-DE-3"),
        (STANDARD, f"{SUMS}/cbc:PayableAmount", "54214.91", "BR-CO-16"),
        (STANDARD, f"{SUMS}/cbc:TaxInclusiveAmount", "54214.91", "BR-CO-15"),
        (STANDARD, f"{SUMS}/cbc:LineExtensionAmount", "45558.75", "BR-CO-10"),
        (STANDARD, f"{TAX}/cbc:TaxAmount", "8646.16", "BR-CO-17"),
        (STANDARD, "cac:InvoiceLine/cac:Price/cbc:PriceAmount", "-41.5", "BR-27"),
        (STANDARD, "cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID", "E", "BR-E-01"),
        (OUTSIDE_SCOPE, f"{TAX}/cac:TaxCategory/cbc:Percent", None, "BR-DE-14"),
        (OUTSIDE_SCOPE, "cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID", "E", "BR-O-12"),
        (UNREASONED, f"{TAX}/cac:TaxCategory/cbc:TaxExemptionReasonCode", None, "BR-E-10"),
        (DIRECT_DEBIT, "cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount", None, "BR-DE-31"),
        (DIRECT_DEBIT, f"{SELLER}/cac:PartyIdentification[2]", None, "BR-DE-30"),
        (CREDIT_NOTE, "cbc:BuyerReference", None, "BR-DE-15"),
        (CREDIT_NOTE, f"{SUMS}/cbc:PayableAmount", "0.00", "BR-CO-16"),
    ],
)
def test_what_is_broken_is_refused_by_the_right_rule(
    rules: OfficialRules, invoice: Invoice, path: str, text: str | None, rule: str
) -> None:
    found = rules.violations(broken(invoice, path, text))
    assert rule in {each.rule for each in found if each.severity is Severity.ERROR}


def test_a_vat_id_on_an_invoice_outside_the_scope_is_refused(rules: OfficialRules) -> None:
    seller = replace(OUTSIDE_SCOPE.seller, vat_id="DE123456789")
    found = rules.violations(written(replace(OUTSIDE_SCOPE, seller=seller)))
    assert {each.rule for each in found} == {"BR-O-02"}


@pytest.mark.parametrize(
    ("invoice", "path", "text", "rule"),
    [
        (STANDARD, "cbc:InvoiceTypeCode", "394", "BR-DE-17"),
        (STANDARD, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", "DE02120300000000202052", "BR-DE-19"),
        (STANDARD, "cac:InvoiceLine/cac:Price/cbc:PriceAmount", "41.6", "PEPPOL-EN16931-R120"),
        (CORRECTION, "cac:BillingReference", None, "BR-DE-26"),
    ],
)
def test_what_is_only_doubtful_is_a_warning(
    rules: OfficialRules, invoice: Invoice, path: str, text: str | None, rule: str
) -> None:
    found = rules.violations(broken(invoice, path, text))
    assert [(each.rule, each.severity) for each in found] == [(rule, Severity.WARNING)]


def test_elements_in_the_wrong_order_break_the_schema(rules: OfficialRules) -> None:
    content = written(replace(STANDARD, lines=(BASE_FEE,)))
    start, end = (content.index(each) for each in (b"  <cbc:DueDate>", b"  <cbc:InvoiceTypeCode>"))
    moved = content[:start] + content[end:].replace(
        b"</cbc:InvoiceTypeCode>", b"</cbc:InvoiceTypeCode>" + content[start:end], 1
    )
    assert {each.rule for each in rules.violations(moved)} == {"UBL 2.1"}


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"%PDF-1.7", "kein lesbares XML"),
        (b"<rechnung/>", "weder Rechnung noch Gutschrift"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "aus Sicherheitsgründen nicht"),
    ],
)
def test_what_is_no_invoice_is_told_so(rules: OfficialRules, content: bytes, wanted: str) -> None:
    with pytest.raises(NotUbl, match=wanted):
        rules.violations(content)


def test_a_file_may_name_another_encoding(rules: OfficialRules) -> None:
    content = written(STANDARD).replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
    latin = content.decode("utf-8").encode("latin-1", "xmlcharrefreplace")
    assert latin != content
    assert rules.violations(latin) == []


def test_a_newer_configuration_takes_the_place_of_the_installed_one(tmp_path: Path) -> None:
    assert chosen(tmp_path) == RuleFiles.installed()
    files = stored(configuration(), "kosit.zip", tmp_path)
    assert chosen(tmp_path) == files != RuleFiles.installed()
    assert files.sha256 == RuleFiles.installed().sha256
    assert OfficialRules(files).violations(written(STANDARD)) == []


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"keine ZIP-Datei", "lässt sich nicht öffnen"),
        (configuration(NEEDED[1:]), "Es fehlt: EN16931-UBL-validation.xsl"),
        (configuration(prefix="../"), "führt aus dem Ordner hinaus"),
    ],
)
def test_another_zip_file_is_refused(tmp_path: Path, content: bytes, wanted: str) -> None:
    with pytest.raises(NotConfiguration, match=wanted):
        stored(content, "falsch.zip", tmp_path / "rules")


def test_missing_rules_are_named(tmp_path: Path) -> None:
    with pytest.raises(RulesMissing, match="XRechnung-UBL-validation"):
        RuleFiles.inside([tmp_path])
