"""A reading as a page of German text for a person at the terminal."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from allmende.common.findings import Finding, Place, Severity
from allmende.reading.facts import AmountFact, ConsultationFact, Found, PaperFacts, Reading, ReferenceFact

WIDTH = 100
LABEL_WIDTH = 16
MISSING = "–"
SEVERITIES = {Severity.INFO: "Hinweis", Severity.WARNING: "Warnung", Severity.ERROR: "Fehler"}


def summary_of_file(readings: Sequence[Reading]) -> str:
    """Return the papers of one file below each other, with a heading for each where there are several."""
    if len(readings) == 1:
        return summary(readings[0])
    return "\n\n".join(
        f"-- Vorlage {number} von {len(readings)} in dieser Datei --\n\n{summary(reading)}"
        for number, reading in enumerate(readings, 1)
    )


def summary(reading: Reading) -> str:
    """Return the facts section by section; what the paper does not say is left out."""
    facts = reading.facts
    sections = [
        _section("", _header(facts)),
        _section("Beratungsfolge", _table(map(_consultation, facts.consultations))),
        _section("Beschluss", _resolution(facts)),
        _section("Beträge", _table(map(_amount, facts.amounts), right_aligned=0)),
        _section("Bezüge", _table(map(_reference, facts.references))),
        _section("Rechtsgrundlagen", (citation.citation for citation in facts.legal)),
        _section("Hinweise", map(_finding, reading.findings)),
    ]
    return "\n\n".join(section for section in sections if section)


def _section(title: str, lines: Iterable[str]) -> str:
    """Return a titled section, or nothing where there is nothing to show."""
    shown = list(lines)
    if not title or not shown:
        return "\n".join(shown)
    return "\n".join([title, *(f"  {line}" for line in shown)])


def _header(facts: PaperFacts) -> Iterator[str]:
    rows: tuple[tuple[str, Found[str] | Found[date] | None], ...] = (
        ("Art", facts.kind),
        ("Körperschaft", facts.issuer),
        ("Nummer", facts.reference),
        ("Datum", facts.date),
        ("Amt", facts.department),
        ("Aktenzeichen", facts.file_number),
        ("Status", facts.status),
        ("Betreff", facts.subject),
    )
    for label, found in rows:
        value = MISSING if found is None else _value(found.value)
        yield from _wrapped(f"{label + ':':<{LABEL_WIDTH}}", value)


def _value(value: str | date) -> str:
    return german_date(value) if isinstance(value, date) else str(value)


def _consultation(fact: ConsultationFact) -> list[str]:
    return [german_date(fact.date), fact.body, str(fact.role or MISSING), str(fact.treatment or MISSING)]


def _resolution(facts: PaperFacts) -> Iterator[str]:
    for item in facts.resolution:
        yield from _wrapped(f"{item.number.rstrip('.')}. " if item.number else "", item.text)


def _amount(fact: AmountFact) -> list[str]:
    details = [
        str(fact.label or ""),
        f"je {fact.unit}" if fact.unit else "",
        str(fact.year) if fact.year else "",
    ]
    shown = f"{german_number(fact.value)} {fact.currency}"
    return [shown, ", ".join(detail for detail in details if detail), _position(fact.place)]


def _reference(fact: ReferenceFact) -> list[str]:
    return [fact.reference or MISSING, german_date(fact.date), str(fact.relation), _position(fact.place)]


def _finding(finding: Finding) -> str:
    place = f" ({_position(finding.place)})" if finding.place else ""
    return f"{SEVERITIES[finding.severity]}: {finding.message}{place}"


def _position(place: Place) -> str:
    return f"Seite {place.page}, Zeile {place.line}"


def _table(rows: Iterable[list[str]], right_aligned: int | None = None) -> Iterator[str]:
    """Return rows with aligned columns."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        shown = [
            cell.rjust(width) if index == right_aligned else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(shown).rstrip()


def _wrapped(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=label, subsequent_indent=" " * len(label), break_long_words=False
    ) or [label.rstrip()]


def german_date(day: date | None) -> str:
    """Return `16.12.2024`, or a dash where no day is known."""
    return day.strftime("%d.%m.%Y") if day else MISSING


def german_number(value: Decimal) -> str:
    """Return `651.895,80`."""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
