"""Words on a page become lines; columns stay, prose columns are read one after the other."""

from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.reading.sources.page_layout import Word, page_text

SIZE = 10.0
ADVANCE = 5.0


def words(text: str, x: float, y: float, size: float = SIZE) -> list[Word]:
    """Return the words of `text` set from `x` on the baseline `y`, five points a character."""
    result = []
    for one in text.split(" "):
        result.append(Word(one, x, x + len(one) * ADVANCE, y, size))
        x += (len(one) + 1) * ADVANCE
    return result


def page(*lines: tuple[str, float, float]) -> str:
    return page_text([word for text, x, y in lines for word in words(text, x, y)])


def test_a_table_row_stays_one_line_with_its_columns() -> None:
    text = page(
        ("Gremium", 50, 700), ("Datum", 200, 700), ("ö", 300, 700), ("nö", 330, 700),
        ("Gemeinderat", 50, 685), ("20.04.2021", 200, 685), ("x", 330, 685),
    )  # fmt: skip
    head, row = text.splitlines()
    assert row.index("20.04.2021") == head.index("Datum")
    assert row.index("x") == head.index("nö")


def test_words_in_any_order_of_the_file_are_read_from_left_to_right() -> None:
    assert page(("Stadt", 100, 700), ("Rat der", 60, 700)) == "Rat der Stadt\n"


def test_a_wrapped_cell_stands_below_its_own_column() -> None:
    lines = page(("Rat", 50, 700), ("mündliche", 200, 700), ("Beantwortung", 200, 688)).splitlines()
    assert lines[1].index("Beantwortung") == lines[0].index("mündliche")


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [(f"linke Spalte mit der Zeile Nr {n}", 50.0, 700.0 - 12 * n) for n in range(6)]
    right = [(f"rechte Spalte mit Zeile Nummer {n}", 300.0, 700.0 - 12 * n) for n in range(6)]
    found = [line.split()[0] for line in page(*left, *right).splitlines() if line]
    assert found == ["linke"] * 6 + ["rechte"] * 6


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [
        (f"{name} mit langer Zeile {n}", x, 700.0 - 12 * n)
        for n in range(6)
        for name, x in (("eins", 20.0), ("zwei", 200.0), ("drei", 380.0))
    ]
    found = [line.split()[0] for line in page(*columns).splitlines() if line]
    assert found == ["eins"] * 6 + ["zwei"] * 6 + ["drei"] * 6


def test_text_above_and_below_columns_keeps_its_place() -> None:
    wide = "eine Zeile über die ganze Breite der Seite und beide Spalten hinweg gesetzt"
    left = [(f"linke Spalte mit der Zeile Nr {n}", 50.0, 680.0 - 12 * n) for n in range(5)]
    right = [(f"rechte Spalte mit Zeile Nummer {n}", 300.0, 680.0 - 12 * n) for n in range(5)]
    lines = [line for line in page((wide, 50, 700), *left, *right, (wide, 50, 600)).splitlines() if line]
    assert (lines[0], lines[-1]) == (wide, wide)
    assert lines[1].startswith("linke")
    assert lines[-2].startswith("rechte")


def test_a_side_note_beside_a_letter_is_no_column() -> None:
    letter = [(f"Sehr geehrte Damen und Herren hier ist Zeile {n}", 50.0, 700.0 - 12 * n) for n in range(5)]
    note = [(f"Telefon {n}", 400.0, 700.0 - 12 * n) for n in range(5)]
    assert page(*letter, *note).splitlines()[0].endswith("Telefon 0")


def test_numbers_before_hanging_paragraphs_stay_with_them() -> None:
    items = [(f"{n}.", 50.0, 700.0 - 12 * n) for n in range(1, 6)]
    texts = [(f"Der Rat beschließt den Punkt Nummer {n}", 80.0, 700.0 - 12 * n) for n in range(1, 6)]
    third = page(*items, *texts).splitlines()[2]
    assert " ".join(third.split()) == "3. Der Rat beschließt den Punkt Nummer 3"


def test_lowered_figures_stay_in_their_word() -> None:
    line = [Word("CO", 50, 60, 700, 10), Word("2", 60, 63, 697.5, 6, after_blank=False)]
    line.append(Word("-Relevanz", 63, 108, 700, 10, after_blank=False))
    assert page_text(line) == "CO2-Relevanz\n"


def test_small_type_on_the_same_baseline_stays_on_the_line() -> None:
    line = [*words("der Ordner", 50, 700), *words("MIME", 110, 700, size=6), *words("steht", 140, 700)]
    assert " ".join(page_text(line).split()) == "der Ordner MIME steht"


def test_a_footnote_in_small_type_is_a_line_of_its_own() -> None:
    line = [*words("Der Rat beschließt", 50, 100), *words("1 siehe Anlage", 50, 80, size=6)]
    assert [one for one in page_text(line).splitlines() if one] == ["Der Rat beschließt", "1 siehe Anlage"]


def test_a_wider_distance_of_lines_is_an_empty_line() -> None:
    lines = [
        ("erste", 50.0, 700.0),
        ("zweite", 50.0, 688.0),
        ("dritte", 50.0, 676.0),
        ("Absatz", 50.0, 650.0),
    ]
    assert page(*lines) == "erste\nzweite\ndritte\n\nAbsatz\n"


def test_an_empty_page_has_no_lines() -> None:
    assert page_text([]) == ""


coordinates = st.floats(0, 800, allow_nan=False)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda text, x, y, size: Word(text, x, x + size * len(text) / 2, y, size),
            st.text("abcäß0€", min_size=1, max_size=12),
            coordinates,
            coordinates,
            st.floats(1, 40),
        ),
        max_size=60,
    )
)
def test_no_word_is_lost_or_invented(scattered: list[Word]) -> None:
    text = page_text(scattered)
    assert sorted(text.replace(" ", "").replace("\n", "")) == sorted("".join(word.text for word in scattered))
