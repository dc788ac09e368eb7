"""Findings about a paper that has been read: what is missing, what is ambiguous, what does not add up."""

from collections.abc import Iterator

from allmende.common.findings import Finding, Place, Severity
from allmende.reading.arithmetic import Check, check_prose, check_tables, german
from allmende.reading.facts import PaperFacts, PaperKind
from allmende.reading.implied_sums import own_shares, parts_of_rows, splits_in_sentences
from allmende.reading.paper_text import PaperText
from allmende.reading.sum_checks import check_table
from allmende.reading.tables import TableIndex

_KINDS_WITH_STATIONS = (PaperKind.BESCHLUSSVORLAGE, PaperKind.MITTEILUNGSVORLAGE)
_NAMES = {
    "product": "Das Produkt",
    "sum": "Die Summe",
    "percentage": "Der Anteil",
    "difference": "Die Differenz",
}
_UNSURE = 0.75


def findings_of(paper: PaperText, facts: PaperFacts) -> Iterator[Finding]:
    """Yield everything a person should look at before the facts are confirmed."""
    yield from _characters(paper)
    yield from _gaps(facts)
    yield from _unsure(facts)
    yield from _calculations(paper, facts)


def _calculations(paper: PaperText, facts: PaperFacts) -> Iterator[Finding]:
    """Yield what is calculated: in sentences, in tables, then what is only implied; each place once."""
    text = paper.prose.text
    found = [
        _arithmetic(check, paper, *paper.prose.span(check.start, check.end)) for check in check_prose(text)
    ]
    found += [_arithmetic(check, paper, check.start, check.end) for check in _table_checks(paper)]
    yield from found
    told = [finding.place for finding in found if finding.place]
    tables = TableIndex(paper.tables)
    for check in splits_in_sentences(text):
        start, end = paper.prose.span(check.start, check.end)
        finding = _arithmetic(check, paper, start, end)
        if (
            tables.at(start) is None
            and finding.place
            and not any(_touch(finding.place, place) for place in told)
        ):
            told.append(finding.place)
            yield finding
    for share in own_shares(facts.amounts):
        if not any(_touch(share.place, place) for place in told):
            message = (
                f"Der Eigenanteil {german(share.value)} ist richtig gerechnet: Kosten abzüglich Förderung."
            )
            yield Finding("arithmetic_right", message, Severity.INFO, share.place)


def _touch(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def _table_checks(paper: PaperText) -> list[Check]:
    """Return the checks of the tables, then of rows that are told apart by their words only."""
    index = TableIndex(paper.tables)
    found = [check for table in paper.tables for check in (*check_table(table), *parts_of_rows(table))]
    alone = [check for check in check_tables(paper.clean.text) if index.at(check.start) is None]
    return sorted([*found, *alone], key=lambda check: check.start)


def _arithmetic(check: Check, paper: PaperText, start: int, end: int) -> Finding:
    place = paper.place(start, end)
    name = _NAMES[check.kind]
    if check.is_right:
        message = f"{name} {german(check.stated)} ist richtig gerechnet."
        return Finding("arithmetic_right", message, Severity.INFO, place)
    message = (
        f"{name} {german(check.stated)} stimmt nicht: Nachgerechnet ergeben sich {german(check.computed)}."
    )
    return Finding("arithmetic_wrong", message, Severity.WARNING, place)


def _characters(paper: PaperText) -> Iterator[Finding]:
    text = paper.document.text
    lost = text.count("\ufffd")
    if lost:
        at = text.index("\ufffd")
        message = f"{lost} Zeichen sind verloren gegangen (�). Prüfen Sie Namen und Umlaute am Original."
        yield Finding("lost_characters", message, Severity.WARNING, paper.document.place(at, at + 1))
    if "Ã¤" in text or "Ã¼" in text or "Ã¶" in text:
        yield Finding(
            "wrong_encoding", "Der Text war falsch kodiert; Umlaute wurden wiederhergestellt.", Severity.INFO
        )


def _gaps(facts: PaperFacts) -> Iterator[Finding]:
    if facts.kind is None:
        yield Finding("missing_kind", "Die Art des Papiers ist nicht zu erkennen. Bitte wählen Sie sie aus.")
    if facts.date is None:
        yield Finding(
            "missing_date", "Der Text nennt kein Datum des Papiers. Bitte ergänzen Sie es.", Severity.INFO
        )
    if facts.reference is None:
        yield Finding(
            "missing_reference", "Der Text nennt keine Vorlagen- oder Drucksachennummer.", Severity.INFO
        )
    if facts.kind is not None and facts.kind.value in _KINDS_WITH_STATIONS and not facts.consultations:
        yield Finding("missing_consultations", "Der Text enthält keine Beratungsfolge.", Severity.INFO)
    for station in facts.consultations:
        if station.date is None:
            message = f"Für die Beratung in „{station.body}“ nennt der Text kein Datum."
            yield Finding("missing_sitting_date", message, Severity.INFO, station.place)
    if facts.kind is not None and facts.kind.value is PaperKind.BESCHLUSSVORLAGE and not facts.resolution:
        yield Finding("missing_resolution", "Ein Beschlussvorschlag ist nicht zu erkennen.")


def _unsure(facts: PaperFacts) -> Iterator[Finding]:
    for label, found in (("Herausgeber", facts.issuer), ("Betreff", facts.subject), ("Datum", facts.date)):
        if found is not None and found.confidence < _UNSURE:
            yield Finding(
                "unsure",
                f"{label}: Bitte prüfen, die Stelle ist nicht eindeutig.",
                Severity.INFO,
                found.place,
            )
