"""The joint text: one hash for one wording, and two editors at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.joint_decisions.core_text import (
    BadCoreText,
    CoreText,
    Paragraph,
    as_json,
    from_json,
    merged,
    normal,
    read_typed,
    shown_digest,
    typed,
)

WORDS = st.text("abc ÄöÜ\u00ad\n", min_size=1, max_size=20).filter(lambda text: bool(normal(text)))
TEXTS = st.lists(
    st.one_of(WORDS.map(Paragraph.core), st.sampled_from("xyz").map(Paragraph.slot)), min_size=1, max_size=6
).map(lambda each: CoreText(tuple(each)))
CORE = CoreText((Paragraph.core("Der Rat stimmt zu."), Paragraph.slot("mittel", "Woher das Geld kommt")))


def test_the_digest_is_that_of_the_canonical_text() -> None:
    assert CORE.canonical == "Der Rat stimmt zu.\n\n[[mittel]]"
    assert shown_digest(CORE.digest) == "C07A-DF78-13B4-C4EB"


def test_blanks_line_ends_and_forms_of_umlauts_do_not_change_the_digest() -> None:
    one = CoreText((Paragraph.core("Die  Räte\r\nstimmen zu."),))
    other = CoreText((Paragraph.core("Die Ra\u0308te stimmen\u00ad zu. "),))
    assert one.digest == other.digest


@pytest.mark.parametrize("text", ["[[mittel]]", "\\[[mittel]]", "[intern] geheim", "\\"])
def test_a_core_text_that_looks_like_something_else_stays_text(text: str) -> None:
    core = CoreText((Paragraph.core("Der Rat stimmt zu."), Paragraph.core(text)))
    like_slot = CoreText((Paragraph.core("Der Rat stimmt zu."), Paragraph.slot("mittel")))
    internal = CoreText((core.paragraphs[0], Paragraph.core(text, is_internal=True)))
    assert core.digest != like_slot.digest
    assert read_typed(typed(core)) == core
    assert read_typed(typed(internal)) == internal


@given(TEXTS, TEXTS)
def test_other_canonical_texts_have_other_digests(one: CoreText, other: CoreText) -> None:
    assert (one.canonical == other.canonical) == (one.digest == other.digest)


def test_making_a_paragraph_internal_changes_the_digest_and_hides_it() -> None:
    internal = CoreText((Paragraph.core("Offen."), Paragraph.core("Preisgrenze 5 Mio.", is_internal=True)))
    assert (
        internal.digest != CoreText((Paragraph.core("Offen."), Paragraph.core("Preisgrenze 5 Mio."))).digest
    )
    assert internal.public().core == "Offen."


@given(TEXTS)
def test_a_stored_text_comes_back(text: CoreText) -> None:
    assert from_json(as_json(text)) == text


def test_a_partner_fills_its_slots_and_empty_ones_are_left_out() -> None:
    assert CORE.filled({"mittel": "Produkt 01"}) == "Der Rat stimmt zu.\n\nProdukt 01"
    assert CORE.filled({}) == "Der Rat stimmt zu."


@pytest.mark.parametrize(
    ("paragraphs", "problem"),
    [
        ((Paragraph.slot("mittel"),), "Es fehlt der gemeinsame Kern"),
        ((Paragraph.core("Ja."), Paragraph.core(" ")), "Absatz 2: Der Absatz ist leer"),
        ((Paragraph.core("Ja."), Paragraph.slot("Mittel!")), "Absatz 2: Der Name „Mittel!“ geht nicht"),
        ((Paragraph.core("Ja."), Paragraph.slot("a"), Paragraph.slot("a")), "Absatz 3: .* zweimal"),
    ],
)
def test_a_text_that_cannot_be_decided_is_refused(paragraphs: tuple[Paragraph, ...], problem: str) -> None:
    with pytest.raises(BadCoreText, match=problem):
        CoreText(paragraphs).checked()


def text(*parts: str) -> CoreText:
    return CoreText(tuple(map(Paragraph.core, parts)))


def test_changes_of_different_paragraphs_merge_by_themselves() -> None:
    rows = merged(text("A", "B", "C"), text("A1", "B", "C"), text("A", "B", "C2"))
    assert not any(row.is_conflict for row in rows)
    assert [each.text for row in rows for each in row.chosen or ()] == ["A1", "B", "C2"]


def test_two_changes_of_one_paragraph_are_for_a_person() -> None:
    rows = merged(text("A", "B"), text("A", "B1"), text("A", "B2"))
    [conflict] = [row for row in rows if row.is_conflict]
    assert [each.text for each in conflict.mine] == ["B1"]
    assert [each.text for each in conflict.theirs] == ["B2"]


@given(TEXTS, TEXTS)
def test_merging_with_an_untouched_side_gives_the_other_side(base: CoreText, changed: CoreText) -> None:
    for rows in (merged(base, changed, base), merged(base, base, changed)):
        assert tuple(each for row in rows for each in row.chosen or ()) == changed.paragraphs


@given(TEXTS, TEXTS, TEXTS)
def test_a_merge_loses_nothing_of_either_side(base: CoreText, mine: CoreText, theirs: CoreText) -> None:
    rows = merged(base, mine, theirs)
    assert tuple(each for row in rows for each in row.mine) == mine.paragraphs
    assert tuple(each for row in rows for each in row.theirs) == theirs.paragraphs
    assert tuple(each for row in rows for each in row.base) == base.paragraphs
