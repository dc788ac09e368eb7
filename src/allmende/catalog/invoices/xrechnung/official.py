"""The official rules, run without a network: schema of UBL 2.1, rules of CEN (EN 16931) and of KoSIT.

Engine and rule files are an extra (requirements/xrechnung.txt); nothing else of Allmende needs them.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from allmende.catalog.invoices.xrechnung.rule_files import RuleFiles, RulesMissing
from allmende.common.errors import AllmendeError
from allmende.common.findings import Severity

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
SEVERITIES = {"fatal": Severity.ERROR, "error": Severity.ERROR, "warning": Severity.WARNING}
SCHEMA = "UBL 2.1"
"""Name of the rule that an invoice breaks when its elements are wrong or in the wrong order."""


class NotUbl(AllmendeError):
    """The file cannot be checked at all."""

    message = "Die Datei ist keine Rechnung in UBL 2.1: {problem} Wählen Sie die XML-Datei der XRechnung."


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that an invoice breaks: its official name, how much it matters, and what it says."""

    rule: str
    severity: Severity
    text: str
    location: str


class OfficialRules:
    """Compiled once per process (about half a second), then some milliseconds per invoice."""

    def __init__(self, files: RuleFiles) -> None:
        self.files = files

    def violations(self, content: bytes) -> list[Violation]:
        """Return every rule the file breaks; it is accepted when none of them is an error.

        Raises NotUbl or RulesMissing.
        """
        schema = self._schemas.get(_root(content))
        if schema is None:
            raise NotUbl(problem="Sie ist weder Rechnung noch Gutschrift in diesem Format.")
        if wrong := _schema_violations(schema, content):
            return wrong  # the rules below would only repeat it in other words
        processor, stylesheets = self._stylesheets
        document = processor.parse_xml(xml_text=_text(content))
        reports = (sheet.transform_to_string(xdm_node=document) for sheet in stylesheets)
        return [violation for report in reports for violation in _reported(report)]

    @cached_property
    def _stylesheets(self) -> tuple[Any, list[Any]]:
        try:
            from saxonche import PySaxonProcessor
        except ImportError as error:
            raise RulesMissing(missing="saxonche") from error
        processor = PySaxonProcessor(license=False)
        compiler = processor.new_xslt30_processor()
        paths = (self.files.cen, self.files.kosit)
        return processor, [compiler.compile_stylesheet(stylesheet_file=os.fspath(path)) for path in paths]

    @cached_property
    def _schemas(self) -> dict[str, Any]:
        return {
            f"{{{UBL}Invoice-2}}Invoice": _schema(self.files.invoice_schema),
            f"{{{UBL}CreditNote-2}}CreditNote": _schema(self.files.credit_note_schema),
        }


def _schema(path: Path) -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(os.fspath(path)))


def _root(content: bytes) -> str:
    """Return the name of the outermost element of a file of unknown origin."""
    try:
        return str(fromstring(content).tag)
    except ParseError as error:
        line, column = error.position
        raise NotUbl(problem=f"Ab Zeile {line}, Zeichen {column + 1} ist sie kein lesbares XML.") from error
    except (DefusedXmlException, ValueError) as error:
        problem = "Sie enthält Verweise oder Zeichen, die aus Sicherheitsgründen nicht gelesen werden."
        raise NotUbl(problem=problem) from error


def _tree(content: bytes) -> Any:
    from lxml import etree

    # Entities were refused before; this parser could not load any either.
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _text(content: bytes) -> str:
    """Return a file as text, in whichever encoding it names."""
    from lxml import etree

    return str(etree.tostring(_tree(content), encoding="unicode"))


def _schema_violations(schema: Any, content: bytes) -> list[Violation]:
    schema.validate(_tree(content))
    return [
        Violation(SCHEMA, Severity.ERROR, error.message, f"Zeile {error.line}") for error in schema.error_log
    ]


def _reported(report: str) -> Iterator[Violation]:
    root = fromstring(report)
    for kind in ("failed-assert", "successful-report"):
        for each in root.iter(f"{SVRL}{kind}"):
            rule, text = each.get("id", ""), each.find(f"{SVRL}text")
            said = " ".join("".join(text.itertext()).split()) if text is not None else ""
            yield Violation(
                rule=rule,
                severity=SEVERITIES.get(each.get("flag", ""), Severity.INFO),
                text=said.removeprefix(f"[{rule}]").lstrip(" -"),
                location=each.get("location", ""),
            )
