"""Read one document: text -> facts and findings."""

from allmende.common.findings import Finding, Severity
from allmende.reading.document import Document
from allmende.reading.facts import PaperFacts, Reading


def read_paper(document: Document) -> Reading:
    """Return what the paper says; never raise on bad text, say in a finding what is wrong with it."""
    findings = list(document.findings)
    if not document.text.strip():
        findings.append(Finding("empty", "Die Datei enthält keinen Text.", Severity.ERROR))
    return Reading(PaperFacts(), tuple(findings))
