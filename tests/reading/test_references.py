"""Other papers: their numbers in any city's form, the day that dates them, and how they are related."""

from datetime import date

import pytest

from allmende.reading.facts import Relation
from allmende.reading.references import find_references


def _only(text: str, own: str | None = None) -> tuple[str | None, date | None, Relation]:
    (found,) = find_references(text, own, frozenset())
    return found.number, found.day, found.relation


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Die Anfrage wurde mit der Vorlage VB 14/2022 beantwortet.", "VB 14/2022"),
        ("Bereits gefasste Beschlüsse: ST 212/2018", "ST 212/2018"),
        ("Siehe dazu V0611/21.", "V0611/21"),
        ("Dazu liegt GD 118/19 vor.", "GD 118/19"),
        ("Siehe die Mitteilung 2189/2023.", "2189/2023"),
        ("Grundlage ist die Vorlage Nr. IV - JHA 31/2023.", "IV - JHA 31/2023"),
        ("Siehe Drs. 17.0301\n- Sitzung des Kreistages", "17.0301"),
        ("Die DS0199/20 liegt vor.", "DS0199/20"),
        ("Nach Beschluss-Nr. 4711-066(VI)23 ist zu verfahren.", "4711-066(VI)23"),
    ],
)
def test_a_number_is_read_with_its_letters(text: str, number: str) -> None:
    assert _only(text)[0] == number


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("24/SVV/1187", "23/SVV/1330"),
        ("2023/OG-HIN/0017", "2022/OG-HIN/0041"),
        ("SV-10-0234", "FA-10-0019"),
        ("IV/08/065/2024", "BV/08/131/2020"),
        ("17.0456/1", "17.0347/1"),
    ],
)
def test_a_number_in_the_form_of_the_own_number_needs_no_cue(own: str, other: str) -> None:
    text = f"Die Lage hat sich geändert ({other}); hier {own}."
    assert [found.number for found in find_references(text, own, frozenset())] == [other]


def test_a_month_is_no_paper_of_the_own_form() -> None:
    assert find_references("Der Bau dauert bis 05/2025.", "12/2023", frozenset()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat hat das mit Beschluss vom 28.06.2022 (20221302) verlangt.",
        "Der Rat hat am 28.06.2022 einer Studie zugestimmt (Vorlage 20221302).",
        "- Sitzung vom 28.06.2022, TOP 6: Sachstand, Drs. 20221302",
        "Der Zwischenbericht (Drucksache Nr. 20221302) lag dem Rat am 28.06.2022 vor.",
    ],
)
def test_number_and_day_of_one_decision_are_one_reference(text: str) -> None:
    assert _only(text)[:2] == ("20221302", date(2022, 6, 28))


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Der Beschluss B 061/2018, der nur Vereine zulässt, wird aufgehoben.", Relation.AUFGEHOBEN),
        ("Die Vorlage 2017/201 wird mit dem Start durch diese Vorlage ersetzt.", Relation.ERSETZT),
        ("Die Vorlage 2017/201 wird in Ziffer 3 geändert.", Relation.GEAENDERT),
        ("Die Vorlage 2017/201 ist um eine Übersicht zu ergänzen.", Relation.ERGAENZT),
        ("Der Antrag wird ersetzt. Die Vorlage 2017/201 liegt vor.", Relation.BEZUG),
        ("Der Rat hebt die Vorlage 2017/201 auf.", Relation.AUFGEHOBEN),
        ("Bereits gefasste Beschlüsse: ST 212/2018", Relation.BEZUG),
    ],
)
def test_the_verb_of_the_sentence_tells_the_relation(text: str, relation: Relation) -> None:
    assert _only(text)[2] is relation


@pytest.mark.parametrize(
    "sentence",
    [
        "Am 24.11.2016 beschloss der Stadtrat, das Bürgerhaus zu sanieren.",
        "Nach Vorberatung nahm der Rat der Gemeinde am 24.11.2016 den Bericht zur Kenntnis.",
        "Am 24.11.2016 entschied der Rat der Stadt, ein Verfahren einzuleiten.",
    ],
)
def test_the_day_on_which_a_body_decided_is_a_reference(sentence: str) -> None:
    (reference,) = find_references(sentence, None, frozenset())
    assert (reference.number, reference.day) == (None, date(2016, 11, 24))


def test_the_day_of_the_papers_own_number_is_no_reference() -> None:
    text = "Beraten wird über die Mitteilungsvorlage vom 17.07.2018, Vorlage 443/2018, die beiliegt."
    assert find_references(text, "443/2018", frozenset()) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Anfrage der Fraktion Bündnis 90/Die Grünen vom 24.11.2016 ist beantwortet.",
        "Den Antrag hat die Fraktion am 24.11.2016 gestellt. Der Antrag am 24.11.2016 eingereicht.",
    ],
)
def test_a_motion_may_be_named_by_its_day(sentence: str) -> None:
    assert [item.day for item in find_references(sentence, None, frozenset())] == [date(2016, 11, 24)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Gemeinde hat ihren Antrag am 24.11.2016 um einen Abschnitt gekürzt.",
        "Der Landkreis hat auf Anfrage vom 24.11.2016 mitgeteilt, dass er zustimmt.",
    ],
)
def test_what_was_done_to_a_motion_on_a_day_is_no_reference(sentence: str) -> None:
    assert find_references(sentence, None, frozenset()) == []


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Der Beschluss zur Drucksache VIII-1402 ist umgesetzt.", ["VIII-1402"]),
        ("Die Anfrage der Fraktion 0194/2018/An ist beantwortet.", ["0194/2018/An"]),
        ("Der Rat hat mit 23/2011-BV eine Position beschlossen.", ["23/2011-BV"]),
        ("Beschlüsse des Kreistages vom 16. Dezember 2024 (Drucksache 6174) liegen vor.", ["6174"]),
        ("Beilagen Q 1420, R 0312", ["Q 1420", "R 0312"]),
        ("Beschluss vom 12.09.2013, § 3639 (M 144)", ["M 144"]),
    ],
)
def test_numbers_of_many_forms_are_references(sentence: str, numbers: list[str]) -> None:
    assert [item.number for item in find_references(sentence, None, frozenset())] == numbers


def test_a_number_behind_the_kind_of_an_agenda_row() -> None:
    text = "7. Besetzung des Ausschusses\n  Beschlussvorlage - 52/2017\n"
    assert [reference.number for reference in find_references(text, None, frozenset())] == ["52/2017"]


def test_the_day_of_the_sitting_dates_no_other_paper() -> None:
    text = (
        "Am 14.06.2021 berät der Ausschuss über den Neubau der Halle samt Anlagen, Plänen und Gutachten, "
        "die zuletzt mit der Vorlage 186/2021 vorgestellt worden sind."
    )
    assert [item.day for item in find_references(text, None, frozenset({date(2021, 6, 14)}))] == [None]
    assert [item.day for item in find_references(text, None, frozenset())] == [date(2021, 6, 14)]
