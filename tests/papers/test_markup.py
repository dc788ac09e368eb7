"""Each value is shown in its place, and the text stays what it was."""

from hypothesis import given
from hypothesis import strategies as st

from allmende.papers.domain.content import Evidence
from allmende.papers.domain.markup import marked_lines

TEXT = "Stadt Musterstadt\nVorlage 7/2026\nKosten: 1.000 €"


def place(start: int, end: int) -> Evidence:
    return Evidence(start, end, page=1, line=1, confidence=1.0)


def test_a_value_is_marked_where_it_stands() -> None:
    lines = marked_lines(TEXT, {"reference": place(26, 32)})
    assert [(stretch.text, stretch.keys) for stretch in lines[1].stretches] == [
        ("Vorlage ", ()),
        ("7/2026", ("reference",)),
    ]
    assert lines[1].stretches[1].starts == ("reference",)


def test_the_shorter_of_two_overlapping_values_comes_first() -> None:
    lines = marked_lines(TEXT, {"subject": place(0, 32), "reference": place(26, 32)})
    assert lines[1].stretches[1].keys == ("reference", "subject")


def test_a_value_over_two_lines_begins_once() -> None:
    lines = marked_lines(TEXT, {"subject": place(6, 25)})
    starts = [key for line in lines for stretch in line.stretches for key in stretch.starts]
    assert starts == ["subject"]


def test_pages_are_announced_on_their_first_line() -> None:
    assert [line.page for line in marked_lines(TEXT, {}, (0, 18))] == [1, 2, None]
    assert [line.page for line in marked_lines(TEXT, {}, (0,))] == [None, None, None]


@given(st.text(alphabet="ab\n €", max_size=60), st.lists(st.tuples(st.integers(-2, 70), st.integers(-2, 70))))
def test_marking_never_changes_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    places = {str(index): place(*span) for index, span in enumerate(spans)}
    lines = marked_lines(text, places)
    assert "\n".join("".join(s.text for s in line.stretches) for line in lines) == text
    valid = [key for key, p in places.items() if 0 <= p.start < p.end <= len(text)]
    starts = [key for line in lines for stretch in line.stretches for key in stretch.starts]
    assert sorted(starts) == sorted(valid)
    offset = 0
    for line in lines:
        for stretch in line.stretches:
            for key in stretch.keys:
                assert places[key].start <= offset
                assert offset + len(stretch.text) <= places[key].end
            offset += len(stretch.text)
        offset += 1
