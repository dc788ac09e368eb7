"""A draft keeps everything a person typed, and confirms exactly what can be read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.common.findings import Place
from allmende.papers.domain import review
from allmende.papers.domain.content import PaperContent
from allmende.papers.domain.entries import (
    Entries,
    Row,
    canonical,
    displayed,
    entries_as_json,
    entries_from_json,
    entries_from_reading,
    evidence_of,
    with_empty_row,
)
from allmende.papers.domain.review import check
from allmende.papers.domain.sections import SECTION_BY_NAME, SECTIONS
from allmende.reading import PaperFacts, Reading, reading_as_json
from allmende.reading import facts as f

PLACE = Place(10, 20, page=1, line=2)
places = st.builds(Place, st.integers(0, 99), st.integers(100, 200), st.integers(1, 9), st.integers(1, 99))
confidences = st.floats(0, 1).map(lambda value: round(value, 3))
words = st.text("abc äöü", min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "x")
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
amounts = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)


def found(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.builds(f.Found, values, places, confidences)


def some(item: type, *values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.builds(item, *values, places, confidences), max_size=3).map(tuple)


paper_facts = st.builds(
    PaperFacts,
    kind=found(st.sampled_from(f.PaperKind)),
    issuer=found(words),
    reference=found(words),
    department=found(words),
    file_number=found(words),
    date=found(days),
    status=found(st.sampled_from(f.Treatment)),
    subject=found(words),
    consultations=some(
        f.ConsultationFact,
        words,
        st.none() | days,
        st.none() | st.sampled_from(f.ConsultationRole),
        st.none() | st.sampled_from(f.Treatment),
    ),
    resolution=some(f.ResolutionItem, st.none() | words.map(lambda text: text[:20].strip()), words),
    amounts=some(
        f.AmountFact,
        amounts,
        st.just("EUR"),
        st.none() | st.sampled_from(f.AmountLabel),
        st.none() | words,
        st.none() | st.integers(1900, 2199),
    ),
    references=some(f.ReferenceFact, words, st.none() | days, st.sampled_from(f.Relation)),
    legal=some(f.CitationFact, words),
    dates=some(f.DateFact, days, words),
    organisations=some(f.OrganisationFact, words),
    votes=some(f.VoteFact, words, *[st.none() | st.integers(0, 999)] * 3),
    conditions=some(f.ConditionFact, words),
    duties=some(f.DutyFact, words, words, st.none() | days),
    finance=some(f.FinanceFact, st.sampled_from(f.FinanceField), words),
    impacts=some(f.ImpactFact, st.sampled_from(f.ImpactTopic), words),
)


def confirmed(reading: Reading) -> PaperContent:
    stored = reading_as_json(reading)
    content, problems = check(entries_from_reading(stored), stored)
    assert problems == ()
    return content


@given(paper_facts)
def test_facts_come_out_of_a_draft_as_they_went_in(facts: PaperFacts) -> None:
    content = confirmed(Reading(facts, ()))
    assert content.date == (facts.date.value if facts.date else None)
    assert content.kind == (facts.kind.value if facts.kind else None)
    assert [(i.body, i.date, i.role, i.treatment) for i in content.consultations] == [
        (i.body, i.date, i.role, i.treatment) for i in facts.consultations
    ]
    assert [(Decimal(i.cents) / 100, i.label, i.unit or None, i.year) for i in content.amounts] == [
        (i.value, i.label, i.unit, i.year) for i in facts.amounts
    ]
    assert [(i.number or None, i.text) for i in content.resolution] == [
        (i.number, i.text) for i in facts.resolution
    ]
    assert [(i.reference, i.date, i.relation) for i in content.references] == [
        (i.reference, i.date, i.relation) for i in facts.references
    ]
    assert [i.citation for i in content.legal] == [i.citation for i in facts.legal]
    assert [(i.date, i.meaning) for i in content.dates] == [(i.date, i.meaning) for i in facts.dates]
    assert [i.name for i in content.organisations] == [i.name for i in facts.organisations]
    assert [(i.outcome or None, i.yes, i.no, i.abstentions) for i in content.votes] == [
        (i.outcome, i.yes, i.no, i.abstentions) for i in facts.votes
    ]
    assert [i.text for i in content.conditions] == [i.text for i in facts.conditions]
    assert [(i.addressee, i.text, i.due) for i in content.duties] == [
        (i.addressee, i.text, i.due) for i in facts.duties
    ]
    assert [(i.field, i.value) for i in content.finance] == [(i.field, i.value) for i in facts.finance]
    assert [(i.topic, i.text) for i in content.impacts] == [(i.topic, i.text) for i in facts.impacts]
    for item, fact in zip(content.amounts, facts.amounts, strict=True):
        assert item.evidence is not None
        assert (item.evidence.start, item.evidence.page) == (fact.place.start, fact.place.page)


@given(paper_facts)
def test_entries_survive_storing_and_being_shown_and_typed(facts: PaperFacts) -> None:
    entries = entries_from_reading(reading_as_json(Reading(facts, ())))
    assert entries_from_json(entries_as_json(entries)) == entries
    for section in SECTIONS:
        for row in entries.rows[section.name]:
            for column in section.columns:
                kept = row.values[column.name]
                assert canonical(column, displayed(column, kept)) == kept


def entries_with(section: str, **values: str) -> Entries:
    empty = entries_from_reading({})
    columns = {column.name: column.default for column in SECTION_BY_NAME[section].columns}
    return replace(empty, rows={**empty.rows, section: (Row({**columns, **values}),)})


@pytest.mark.parametrize(
    ("section", "values", "column"),
    [
        ("consultations", {"role": "beratung"}, "body"),
        ("consultations", {"body": "Rat", "date": "31.02.2026"}, "date"),
        ("consultations", {"body": "Rat", "role": "tanz"}, "role"),
        ("amounts", {"value": "viel"}, "value"),
        ("amounts", {"value": "5", "currency": "eur"}, "currency"),
        ("amounts", {"value": "5", "year": "26"}, "year"),
        ("references", {"relation": "geändert"}, "reference"),
        ("resolution", {"text": "x" * 20_001}, "text"),
        ("dates", {"meaning": "Frist"}, "date"),
    ],
)
def test_a_value_that_cannot_be_read_is_a_problem_at_its_place(
    section: str, values: dict[str, str], column: str
) -> None:
    content, problems = check(entries_with(section, **values), {})
    assert [(p.section, p.row, p.column) for p in problems] == [(section, 0, column)]
    assert getattr(content, section) == ()


def test_an_added_row_that_stays_empty_is_no_problem() -> None:
    content, problems = check(with_empty_row(entries_from_reading({}), "consultations"), {})
    assert (content.consultations, problems) == ((), ())


def test_unreadable_text_is_kept_as_typed() -> None:
    day = SECTION_BY_NAME["dates"].columns[0]
    assert canonical(day, " 31.02.2026 ") == "31.02.2026"
    assert displayed(day, "31.02.2026") == "31.02.2026"


def test_the_outline_names_open_fields_and_unsure_values() -> None:
    facts = PaperFacts(
        kind=f.Found(f.PaperKind.BESCHLUSSVORLAGE, PLACE, 0.99),
        subject=f.Found("Brücke", PLACE, 0.5),
        consultations=(f.ConsultationFact("Rat", None, f.ConsultationRole.ENTSCHEIDUNG, None, PLACE, 0.95),),
    )
    stored = reading_as_json(Reading(facts, ()))
    entries = entries_from_reading(stored)
    outline = review.outline(entries, stored)
    assert outline.unsure == ("subject",)
    assert outline.open == ("reference", "date", "status", "issuer", "resolution", "consultations-0-date")
    assert review.outline(review.all_checked(entries, stored), stored).unsure == ()


def test_a_press_release_needs_no_consultations() -> None:
    entries = replace(
        entries_from_reading({}), header={"kind": f.PaperKind.PRESSEMITTEILUNG, "subject": "Brücke eröffnet"}
    )
    assert review.outline(entries, {}).count == 0


def test_an_added_row_starts_with_the_usual_values() -> None:
    entries = with_empty_row(entries_from_reading({}), "amounts")
    assert entries.rows["amounts"][0].values["currency"] == "EUR"


def test_a_made_up_evidence_key_gives_no_evidence() -> None:
    stored = reading_as_json(Reading(PaperFacts(legal=(f.CitationFact("§ 1 GO", PLACE, 1.0),)), ()))
    assert evidence_of(stored, "legal-0") is not None
    for key in ("legal-1", "legal-x", "legal", "", "evidence", "-0"):
        assert evidence_of(stored, key) is None
