"""Read one document: text -> facts and findings."""

import re
from dataclasses import replace
from datetime import date

from allmende.common.findings import Finding, Place, Severity
from allmende.reading.amount_facts import read_amounts
from allmende.reading.bodies import same_body
from allmende.reading.checks import findings_of
from allmende.reading.citations import find_citations
from allmende.reading.consultations import find_block
from allmende.reading.dates import Day, find_days
from allmende.reading.day_meanings import find_meanings
from allmende.reading.departments import find_department
from allmende.reading.document import Document
from allmende.reading.facts import (
    CitationFact,
    ConsultationFact,
    ConsultationRole,
    DateFact,
    Found,
    OrganisationFact,
    PaperFacts,
    PaperKind,
    Reading,
    ReferenceFact,
    ResolutionItem,
    Treatment,
)
from allmende.reading.header import Head, find_reference, find_status, read_head
from allmende.reading.issuers import (
    head_issuer,
    issuer_of_body,
    issuer_of_dateline,
    issuer_of_sender,
    named_issuer,
)
from allmende.reading.kinds import find_kind
from allmende.reading.layouts import key
from allmende.reading.organisations import find_organisations
from allmende.reading.paper_date import find_date
from allmende.reading.paper_text import PaperText
from allmende.reading.recognized import with_less_trust
from allmende.reading.references import Reference, find_references, normalized
from allmende.reading.resolution import find_points
from allmende.reading.roles import decision_lead, with_stated_roles
from allmende.reading.senders import issuer_of_addresses, issuer_of_places
from allmende.reading.sittings import (
    asked_for_agenda,
    handed_over,
    item_of_sitting,
    names_final_sitting,
    sitting_from_labels,
    sitting_in_head,
    sitting_of_minutes,
    stations_in_sentences,
)
from allmende.reading.statements import with_statements
from allmende.reading.states import state_of
from allmende.reading.stations import Block, Station
from allmende.reading.subjects import find_subject

# A paper of 300 pages has about a million characters; what is longer is no council paper.
MOST_CHARACTERS = 2_000_000
_HEAD_CHARACTERS = 2500
_AUTHORITY = re.compile(
    r"(?i)(?:der|die)\s(?:(?:ober|samtgemeinde)?bürgermeister|landrat|landrätin|magistrat)(?:in)?"
)
_MINUTES = (PaperKind.NIEDERSCHRIFT, PaperKind.AUSZUG)


def read_paper(document: Document) -> Reading:
    """Return what the paper says; never raise on bad text, say in a finding what is wrong with it."""
    findings = list(document.findings)
    if not document.text or document.text.isspace():
        if not any(finding.severity is Severity.ERROR for finding in findings):
            findings.append(Finding("empty", "Die Datei enthält keinen Text.", Severity.ERROR))
        return Reading(PaperFacts(), tuple(findings))
    if len(document.text) > MOST_CHARACTERS:
        findings.append(_too_long(len(document.text)))
        document = _shortened(document)
    paper = PaperText(document)
    facts = with_statements(_Reader(paper).facts(), paper)
    facts = with_less_trust(facts, document.recognized_pages)
    return Reading(facts, (*findings, *findings_of(paper, facts)), paper.layout.name)


def _too_long(length: int) -> Finding:
    message = (
        f"Der Text ist mit {length:,} Zeichen zu lang; gelesen wurden die ersten {MOST_CHARACTERS:,}. "
        "Teilen Sie die Datei, wenn sie mehrere Vorlagen enthält."
    ).replace(",", ".", 2)
    return Finding("too_long", message, Severity.WARNING)


def _shortened(document: Document) -> Document:
    starts = tuple(start for start in document.page_starts if start < MOST_CHARACTERS)
    return replace(document, text=document.text[:MOST_CHARACTERS], page_starts=starts)


class _Reader:
    """Reads the fields of one paper in the order in which they help one another."""

    def __init__(self, paper: PaperText) -> None:
        self.paper = paper
        self.found_kind = find_kind(paper)
        self.kind = self.found_kind.kind if self.found_kind else None
        self.block: Block | None = None if self.kind in _MINUTES else find_block(paper.lines, paper.layout)
        self.head: Head = read_head(paper, self.block)
        self.sitting = sitting_of_minutes(paper.clean.text, self.head) if self.kind in _MINUTES else None
        self.days: list[Day] = find_days(paper.prose.text)

    def facts(self) -> PaperFacts:
        """Return all facts of the paper."""
        consultations = self._consultations()
        subject = self._subject()
        issuer = self._issuer(consultations, subject.value if subject else "")
        reference = self._reference()
        dated = self._date()
        sittings = frozenset(item.date for item in consultations if item.date)
        references = self._references(reference.value if reference else None, sittings, dated)
        return PaperFacts(
            kind=self._kind(),
            issuer=issuer,
            reference=reference,
            department=self._department(),
            file_number=self._labelled("file_number"),
            date=dated,
            status=self._status(consultations),
            subject=subject,
            consultations=consultations,
            resolution=self._resolution(),
            amounts=read_amounts(self.paper),
            references=references,
            legal=self._legal(issuer.value if issuer else None),
            dates=self._dates(sittings | {item.date for item in references if item.date}, dated),
            organisations=self._organisations(),
        )

    def _kind(self) -> Found[PaperKind] | None:
        found = self.found_kind
        return (
            Found(found.kind, self.paper.place(found.start, found.end), found.confidence) if found else None
        )

    def _consultations(self) -> tuple[ConsultationFact, ...]:
        decision = decision_lead(self.paper)
        stations = with_stated_roles(self._stations(), self.paper.prose.text, decision, self.kind)
        return tuple(self._consultation(station) for station in stations)

    def _stations(self) -> list[Station]:
        paper = self.paper
        if self.kind in _MINUTES:
            return [self.sitting] if self.sitting else []
        if self.kind is PaperKind.PRESSEMITTEILUNG:
            return []
        in_head = self._sitting_in_head()
        asked = [_in_clean(station, paper) for station in asked_for_agenda(paper.prose.text)]
        told = stations_in_sentences(paper.clean.text, min(self.head.end, _HEAD_CHARACTERS), paper.layout)
        if self.block and not _holds_all(told, self.block.stations):
            stations = [_with_treatment(station, in_head) for station in self.block.stations]
            return [*stations, *self._sitting_of_item(stations, in_head)]
        if len(told) > 1 or (told and in_head is None):
            return told
        if in_head is not None:
            return [in_head, *(station for station in asked if station.day != in_head.day)]
        if asked:
            return asked
        handed = list(handed_over(paper.prose.text, paper.layout))
        return [_in_clean(station, paper) for station in handed]

    def _sitting_of_item(self, stations: list[Station], in_head: Station | None) -> list[Station]:
        """Return the sitting for whose agenda the head says the paper is („zu TOP 4 der Sitzung des Rates
        am …“), where the Beratungsfolge names only those before it.
        """
        if in_head is None or in_head.day in {station.day for station in stations}:
            return []
        said = item_of_sitting(self.paper.clean.text, in_head)
        if said is None and in_head.day and names_final_sitting(self.paper.clean.text, in_head, stations):
            said = in_head
        return [said] if said else []

    def _sitting_in_head(self) -> Station | None:
        """Return the sitting of the head: by labels („Gremium:“, „Termin:“) or in words."""
        text = self.paper.clean.text
        return sitting_from_labels(self.head, text) or sitting_in_head(text, min(self.head.end, 2500))

    def _consultation(self, station: Station) -> ConsultationFact:
        return ConsultationFact(
            body=station.body,
            date=station.day,
            role=ConsultationRole(station.role) if station.role else None,
            treatment=Treatment(station.treatment) if station.treatment else None,
            place=self.paper.place(station.start, station.end),
            confidence=station.confidence,
        )

    def _subject(self) -> Found[str] | None:
        after = self.sitting.end if self.sitting else 0
        found = find_subject(self.head, self.paper, self.block, self.kind, after)
        return self._found(found) if found else None

    def _issuer(self, consultations: tuple[ConsultationFact, ...], subject: str) -> Found[str] | None:
        paper = self.paper
        for item in consultations:
            if name := issuer_of_body(item.body):
                return Found(name, item.place, 0.95)
        if self.kind in (PaperKind.PRESSEMITTEILUNG, PaperKind.SCHREIBEN):
            return self._sender()
        letterhead = head_issuer([(line.text, line.start) for line in self.head.lines[:25]])
        if letterhead:
            return Found(
                letterhead.name, paper.place(letterhead.start, letterhead.end), letterhead.confidence
            )
        if dated := issuer_of_dateline([line.text for line in paper.lines]):
            return Found(dated, paper.place(paper.lines[0].start, paper.lines[0].end), 0.75)
        if place := issuer_of_places(paper.clean.text):
            return Found(place.name, paper.place(place.start, place.end), place.confidence)
        if self.kind is PaperKind.RESOLUTION:
            return None
        found = named_issuer(paper.prose.text, [item.body for item in consultations], subject)
        if found:
            return Found(found.name, paper.prose_place(found.start, found.end), found.confidence)
        town = issuer_of_addresses(paper.clean.text)
        return Found(town, paper.place(0, 0), 0.7) if town else None

    def _sender(self) -> Found[str] | None:
        """Return who sends a press release or a letter, where its first line says so."""
        paper = self.paper
        first = next((line for line in paper.lines if line.stripped), None)
        if first is None:
            return None
        if name := issuer_of_sender(first.text):
            return Found(name, paper.place(*first.span()), 0.85)
        second = next((line.stripped for line in paper.lines if line.start > first.end), "")
        if self.kind is PaperKind.SCHREIBEN and not _AUTHORITY.fullmatch(second):
            return None  # the first line may be whom the letter is sent to
        words = first.text.split(" > ")[0]
        found = head_issuer([(words, first.start)])
        return Found(found.name, paper.place(found.start, found.end), 0.85) if found else None

    def _reference(self) -> Found[str] | None:
        found = find_reference(self.head, self.paper, self.kind)
        return self._found(found) if found else None

    def _date(self) -> Found[date] | None:
        found = find_date(self.head, self.paper, self.kind)
        if found is None and self.kind in _MINUTES and self.sitting and self.sitting.day:
            place = self.paper.place(self.sitting.start, self.sitting.end)
            return Found(self.sitting.day, place, self.sitting.confidence)
        return Found(found[0], self.paper.place(found[1], found[2]), found[3]) if found else None

    def _status(self, consultations: tuple[ConsultationFact, ...]) -> Found[Treatment] | None:
        treatments = [str(item.treatment) for item in consultations if item.treatment]
        found = find_status(self.head, self.paper.clean.text, treatments)
        if found is None:
            return None
        place = self.paper.place(found[1], found[2]) if found[2] else consultations[0].place
        return Found(found[0], place, found[3])

    def _department(self) -> Found[str] | None:
        found = find_department(self.head, self.paper, self.kind)
        return self._found(found) if found else None

    def _labelled(self, field: str) -> Found[str] | None:
        values = [value for value in self.head.values if value.field == field]
        if not values:
            return None
        first = values[0]
        text = " / ".join(dict.fromkeys(value.text.strip(" /") for value in values[:2]))
        return Found(text, self.paper.place(first.start, values[:2][-1].end), 0.85)

    def _resolution(self) -> tuple[ResolutionItem, ...]:
        points = find_points(self.paper, self.kind)
        return tuple(
            ResolutionItem(
                point.number, point.text, self.paper.place(point.start, point.end), point.confidence
            )
            for point in points
        )

    def _references(
        self, own: str | None, sittings: frozenset[date], dated: Found[date] | None
    ) -> tuple[ReferenceFact, ...]:
        known = sittings | ({dated.value} if dated else set())
        labelled = {
            normalized(value.text)
            for value in self.head.values
            if value.field == "reference" and key(value.label).startswith("beschlussn")
        }
        found: list[Reference] = [
            item
            for item in find_references(self.paper.prose.text, own, frozenset(known), self.days)
            if item.number is None or item.day or normalized(item.number) not in labelled
        ]
        return tuple(
            ReferenceFact(
                item.number,
                item.day,
                item.relation,
                self.paper.prose_place(item.start, item.end),
                item.confidence,
            )
            for item in found
        )

    def _legal(self, issuer: str | None) -> tuple[CitationFact, ...]:
        text = self.paper.prose.text
        found: dict[str, CitationFact] = {}
        if "§" not in text and "Art" not in text:
            return ()
        for item in find_citations(text, state_of(text, issuer)):
            place = self.paper.prose_place(item.start, item.end)
            found.setdefault(item.text, CitationFact(item.text, place, 0.93 if item.certain else 0.75))
        return tuple(found.values())

    def _dates(self, sittings: frozenset[date], dated: Found[date] | None) -> tuple[DateFact, ...]:
        known = sittings | ({dated.value} if dated else set())
        return tuple(
            DateFact(item.value, item.meaning, self.paper.prose_place(item.start, item.end), 0.8)
            for item in find_meanings(self.paper.prose.text, self.days, frozenset(known))
        )

    def _organisations(self) -> tuple[OrganisationFact, ...]:
        return tuple(
            OrganisationFact(item.name, self.paper.prose_place(item.start, item.end), 0.8)
            for item in find_organisations(self.paper.prose.text)
        )

    def _found(self, found: tuple[str, int, int, float]) -> Found[str]:
        text, start, end, confidence = found
        place: Place = self.paper.place(start, end)
        return Found(text, place, confidence)


def _holds_all(told: list[Station], stations: tuple[Station, ...]) -> bool:
    """Tell whether sentences name every sitting of the rows, and more."""
    known = {(station.body, station.day) for station in stations}
    return len(told) > len(stations) and known <= {(station.body, station.day) for station in told}


def _with_treatment(station: Station, in_head: Station | None) -> Station:
    """Add the treatment that the head names for the very same sitting."""
    if (
        in_head
        and station.treatment is None
        and station.day == in_head.day
        and same_body(station.body, in_head.body)
    ):
        return replace(station, treatment=in_head.treatment)
    return station


def _in_clean(station: Station, paper: PaperText) -> Station:
    start, end = paper.prose.span(station.start, station.end)
    return replace(station, start=start, end=end)
