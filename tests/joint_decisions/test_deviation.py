"""What a council resolved against the core: golden cases after the source documents, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.joint_decisions.core_text import CoreText, Paragraph
from allmende.joint_decisions.deviation import (
    ChangeKind,
    as_json,
    deviation,
    from_json,
    sentences,
    word_diff,
)
from allmende.joint_decisions.domain import CoreMatch

REPORT = "Der Bericht der Verwaltung wird zur Kenntnis genommen."
TASK = (
    "Die Verwaltung wird beauftragt, den Prozess der Weiterentwicklung der IT-Landschaft aktiv zu begleiten."
)
LAST = "Die Ergebnisse werden dem Rat bis Ende 2026 vorgelegt."
CORE = CoreText((Paragraph.core(f"{REPORT} {TASK}"), Paragraph.slot("mittel"), Paragraph.core(LAST)))
AMENDED = (
    "Die Verwaltung wird beauftragt, den Prozess der Weiterentwicklung der IT-Landschaft aktiv zu begleiten "
    "mit der Maßgabe, dass neben einer Holding auch eine weitere Rechtsform (z.B. AöR) geprüft wird."
)


def match_of(resolved: str, **local: str) -> CoreMatch:
    return deviation(CORE, local, resolved).match


def test_the_same_wording_keeps_the_core() -> None:
    assert deviation(CORE, {}, f"{REPORT} {TASK}\n\n{LAST}").sentence == "Kern unverändert"


def test_numbering_line_breaks_and_quotes_change_nothing() -> None:
    hyphenated = TASK.replace("Weiterentwicklung", "Weiter-\nentwicklung")
    resolved = f"Beschluss:\n\n1. {REPORT}\n2. {hyphenated}\n\n{LAST}"
    assert match_of(resolved) is CoreMatch.UNCHANGED


def test_the_local_text_in_its_slot_is_no_deviation() -> None:
    resolved = f"{REPORT} {TASK}\n\nDie Mittel stehen im Produkt 01.02 bereit.\n\n{LAST}"
    assert match_of(resolved, mittel="Die Mittel stehen im Produkt 01.02 bereit.") is CoreMatch.UNCHANGED
    assert match_of(resolved) is CoreMatch.ADDED


def test_a_proviso_inside_a_sentence_of_the_core_is_shown_word_by_word() -> None:
    found = deviation(CORE, {}, f"{REPORT} {AMENDED} {LAST}")
    assert found.sentence == "Kern geändert: 1 Satz geändert"
    [change] = found.changes
    assert change.kind is ChangeKind.CHANGED
    assert change.core == TASK
    assert [each.op for each in change.words] == ["same", "new", "same"]
    assert change.words[1].text.startswith("mit der Maßgabe, dass neben einer Holding")


def test_a_further_sentence_leaves_the_core_and_is_shown() -> None:
    found = deviation(CORE, {}, f"{REPORT} {TASK} {LAST} Der Kreis Probe wird jährlich unterrichtet.")
    assert found.sentence == "Kern unverändert, mit Zusatz: 1 Satz hinzugefügt"
    assert found.changes[0].resolved == "Der Kreis Probe wird jährlich unterrichtet."


def test_a_sentence_left_out_changes_the_core() -> None:
    found = deviation(CORE, {}, f"{REPORT} {TASK}")
    assert found.sentence == "Kern geändert: 1 Satz gestrichen"


def test_another_order_is_said_and_keeps_the_core() -> None:
    found = deviation(CORE, {}, f"{LAST} {REPORT} {TASK}")
    assert found.sentence == "Kern unverändert (andere Reihenfolge)"
    assert {each.kind for each in found.changes} == {ChangeKind.MOVED}


@pytest.mark.parametrize(
    "resolved",
    ["Der Rat begrüßt den neuen Radweg.", "Siehe Niederschrift vom 18.02.2026.", "Einstimmig beschlossen."],
)
def test_what_cannot_be_matched_is_said_and_not_guessed(resolved: str) -> None:
    assert deviation(CORE, {}, resolved).sentence == "nicht zuzuordnen"


def test_no_wording_is_no_finding() -> None:
    assert match_of("  ") is CoreMatch.UNKNOWN


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nach § 26 Abs. 1 Buchst. m KrO NRW gilt z. B. Folgendes. Das ist alles.", 2),
        ("Am 9. Februar wird Herr Dr. Meier berichten.", 1),
        ("1. Der Rat beschließt.\n2. Die Verwaltung wird beauftragt.", 2),
        ("Erstens: ja; Zweitens: nein", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_people_end_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(
            ["der", "rat", "stimmt", "einer", "neuen", "satzung", "mit", "großer", "mehrheit", "zu"]
        ),
        min_size=2,
        max_size=9,
    ).map(lambda words: " ".join(words).capitalize() + "."),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(SENTENCES)
def test_every_text_matches_itself(parts: list[str]) -> None:
    text = " ".join(parts)
    assert deviation(CoreText((Paragraph.core(text),)), {}, text).match is CoreMatch.UNCHANGED


@given(SENTENCES, st.text(max_size=300))
def test_any_text_gets_a_finding_that_can_be_stored(parts: list[str], resolved: str) -> None:
    found = deviation(CoreText((Paragraph.core(" ".join(parts)),)), {}, resolved)
    assert from_json(as_json(found)) == found


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_a_word_diff_holds_both_sentences(core: str, resolved: str) -> None:
    parts = word_diff(core, resolved)
    assert "".join("".join(each.text for each in parts if each.op != "gone").split()) == "".join(
        resolved.split()
    )
    assert "".join("".join(each.text for each in parts if each.op != "new").split()) == "".join(core.split())
