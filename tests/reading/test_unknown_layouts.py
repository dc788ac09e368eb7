"""Heads of layouts that nobody listed: labels told by their form, in every arrangement."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.reading import Document, PaperFacts, read_paper

NUMBER_LABELS = (
    "Vorlage-Nummer", "Gemeinderatsdrucksache Nr.", "KT-Drs.", "VL-Nr.", "Vorl.-Nr.", "Dok.-Nr.",
    "Nr. der Vorlage", "Vorlagen-ID", "Verbandsvorlage-Nr.", "Beschlussvorlagen-Nr.",
)  # fmt: skip
DATE_LABELS = (
    "Versanddatum", "Eingestellt am", "Ausgestellt am", "Verfassungsdatum", "Anlagedatum",
    "Datum der Erstellung", "Vorlagen-Datum", "Datum/Az.", "Stand",
)  # fmt: skip
SUBJECT_LABELS = (
    "Gegenstand der Beratung", "Vorlagenbezeichnung", "Beratungspunkt", "Projekt", "Maßnahme",
    "Bezeichnung des TOP", "Gegenstand der Beschlussvorlage",
)  # fmt: skip
ROUTES = (
    "Beteiligte Gremien:", "Beratungsplan", "Sitzungslauf", "Gremienlaufplan", "Vorgesehene Beratungen:",
    "Zur Sitzung",
)  # fmt: skip
NUMBERS = ("2031/0415", "BV/0137/2031", "31/0549", "SV-10-0821", "0403-2031", "GR 789/2031", "X/0060/2031")
BODIES = (
    "Werkausschuss",
    "Ausschuss für Bildung und Soziales",
    "Ortsrat Wolde",
    "Bau- und Planungsausschuss",
)
ROLES = ("beratung", "anhörung", "kenntnisnahme")
WORDS = {
    "full": {"beratung": "Vorberatung", "anhörung": "Anhörung", "kenntnisnahme": "Kenntnisnahme",
             "entscheidung": "Entscheidung"},
    "short": {"beratung": "Vorber.", "anhörung": "Anh.", "kenntnisnahme": "Kenntn.",
              "entscheidung": "Entsch."},
    "code": {"beratung": "V", "anhörung": "A", "kenntnisnahme": "K", "entscheidung": "E"},
    "decides": {"beratung": "VB", "anhörung": "A", "kenntnisnahme": "K", "entscheidung": "B"},
}  # fmt: skip
SUBJECT = "Neubau der Feuerwache im Ortsteil Wolde"
TOP = f"Stadt Wolde\n\nBeschlussvorlage\n\nBetreff: {SUBJECT}\n\n"
DECISION = (
    "\nBeschlussvorschlag:\nDer Stadtrat stimmt dem Bau der Feuerwache in der vorgelegten Fassung zu.\n"
)
PROSE = (
    "\nSachverhalt:\nDie Verwaltung hat das Vorhaben vorbereitet und die Beteiligten gehört. Bedenken\n"
    "wurden nicht vorgetragen. Weitere Einzelheiten sind der Anlage zu entnehmen.\n"
)
Pairs = list[tuple[str, str]]
Row = tuple[str, date, str]


def lines(pairs: Pairs) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs)


def next_line(pairs: Pairs) -> str:
    return "\n".join(f"{label}\n{value}" for label, value in pairs)


def block(pairs: Pairs) -> str:
    return "\n".join([f"{label}:" for label, _ in pairs] + [value for _, value in pairs])


def tabs(pairs: Pairs) -> str:
    return "\t".join(label for label, _ in pairs) + "\n" + "\t".join(value for _, value in pairs)


def markdown(pairs: Pairs) -> str:
    rows = [[label for label, _ in pairs], ["---"] * len(pairs), [value for _, value in pairs]]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def two_columns(pairs: Pairs) -> str:
    cells = [f"{label}: {value}" for label, value in pairs]
    return "\n".join("     ".join(cells[first : first + 2]) for first in range(0, len(cells), 2))


HEADS: tuple[Callable[[Pairs], str], ...] = (lines, next_line, block, tabs, markdown, two_columns)


def table(rows: list[Row], words: dict[str, str]) -> str:
    return "\n".join(f"{body}\t{day:%d.%m.%Y}\t{words[role]}" for body, day, role in rows)


def two_lines(rows: list[Row], words: dict[str, str]) -> str:
    return "\n".join(f"{body}\n{day:%d.%m.%Y}   {words[role]}" for body, day, role in rows)


def bullets(rows: list[Row], words: dict[str, str]) -> str:
    return "\n".join(f"- {body} (Mi. {day:%d.%m.%Y}, {words[role]})" for body, day, role in rows)


def day_first(rows: list[Row], words: dict[str, str]) -> str:
    return "\n".join(f"Mittwoch, {day:%d.%m.%Y}\t{body}\t{words[role]}" for body, day, role in rows)


def columns(rows: list[Row], words: dict[str, str]) -> str:
    parts = [body for body, _, _ in rows], [f"{day:%d.%m.%Y}" for _, day, _ in rows]
    return "\n".join([*parts[0], *parts[1], *(words[role] for _, _, role in rows)])


def value(found: object) -> object:
    return getattr(found, "value", None)


def facts(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


def some_rows(chance: random.Random) -> list[Row]:
    bodies = [*chance.sample(BODIES, chance.randint(1, 3)), "Stadtrat"]
    roles = [*(chance.choice(ROLES) for _ in bodies[1:]), "entscheidung"]
    return [
        (body, date(2031, 5, 7) + timedelta(days=7 * at), role)
        for at, (body, role) in enumerate(zip(bodies, roles, strict=True))
    ]


@pytest.mark.parametrize("arrange", HEADS)
@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(NUMBER_LABELS), st.sampled_from(DATE_LABELS), st.sampled_from(SUBJECT_LABELS),
    st.sampled_from(NUMBERS), st.randoms(use_true_random=False),
)  # fmt: skip
def test_labels_of_no_layout_are_read_in_every_arrangement(
    arrange: Callable[[Pairs], str], number: str, day: str, subject: str, own: str, chance: random.Random
) -> None:
    pairs = [("Aktenzeichen", "20.1-902"), (number, own), (day, "12.03.2031"), ("Status", "öffentlich")]
    chance.shuffle(pairs)
    text = f"Stadt Wolde\n\nBeschlussvorlage\n\n{arrange(pairs)}\n\n{subject}: {SUBJECT}\n{DECISION}{PROSE}"
    read = facts(text)
    assert value(read.reference) == own
    assert value(read.date) == date(2031, 3, 12)
    assert value(read.subject) == SUBJECT
    assert value(read.status) == "öffentlich"


@pytest.mark.parametrize("arrange", [table, two_lines, bullets, day_first])
@pytest.mark.parametrize("words", WORDS)
@settings(max_examples=12, deadline=None)
@given(st.sampled_from(ROUTES), st.randoms(use_true_random=False))
def test_a_route_of_no_layout_is_read_with_its_roles(
    arrange: Callable[[list[Row], dict[str, str]], str], words: str, route: str, chance: random.Random
) -> None:
    rows = some_rows(chance)
    if words == "decides" and not any(role == "beratung" for _, _, role in rows):
        rows[0] = (rows[0][0], rows[0][1], "beratung")
    text = f"{TOP}{route}\n{arrange(rows, WORDS[words])}\n{DECISION}{PROSE}"
    assert [(item.body, item.date, item.role) for item in facts(text).consultations] == rows


@pytest.mark.parametrize("route", ROUTES)
def test_bodies_without_days_below_a_route_are_read(route: str) -> None:
    text = (
        f"Stadt Wolde\n\nBeschlussvorlage\n\n{route}\n"
        + "\n".join(BODIES)
        + f"\n\nBetreff: {SUBJECT}\n{DECISION}"
    )
    assert [(item.body, item.date) for item in facts(text).consultations] == [(body, None) for body in BODIES]


@pytest.mark.parametrize(
    "heads", [("Vorberatung", "Entscheidung"), ("zur Vorberatung:", "zur Entscheidung:")]
)
def test_a_role_heads_the_rows_below_it(heads: tuple[str, str]) -> None:
    text = (
        f"Stadt Wolde\n\nBeschlussvorlage\n\nGremienfolge\n{heads[0]}\nWerkausschuss, 07.05.2031\n"
        f"Ortsrat Wolde\t14.05.2031\n{heads[1]}\nStadtrat, 21.05.2031\n\nBetreff: {SUBJECT}\n{DECISION}"
    )
    assert [item.role for item in facts(text).consultations] == ["beratung", "beratung", "entscheidung"]


def test_columns_read_one_after_the_other_are_paired() -> None:
    rows = some_rows(random.Random(3))  # noqa: S311
    text = f"{TOP}Sitzungslauf\n{columns(rows, WORDS['full'])}\n{DECISION}"
    assert [(item.body, item.date, item.role) for item in facts(text).consultations] == rows


@pytest.mark.parametrize("words", ["full", "short", "code"])
@pytest.mark.parametrize("colon", [":", ""])
def test_a_head_that_lost_its_lines_is_broken_again(words: str, colon: str) -> None:
    rows = some_rows(random.Random(5))  # noqa: S311
    head = f"Vorlagen-Nr.{colon} BV/0137/2031 Datum{colon} 12.03.2031 Status{colon} öffentlich"
    route = f"Betreff: {SUBJECT} Beratungsplan {table(rows, WORDS[words])}"
    text = f"Stadt Wolde Beschlussvorlage {head} {route} {DECISION} {PROSE}"
    read = facts(" ".join(text.split()))
    assert value(read.reference) == "BV/0137/2031"
    assert value(read.date) == date(2031, 3, 12)
    assert value(read.subject) == SUBJECT
    assert [(item.body, item.date, item.role) for item in read.consultations] == rows


def test_a_run_of_labels_and_a_run_of_values_in_one_line_are_paired_in_order() -> None:
    text = (
        "Stadt Wolde Der Bürgermeister Dienststelle Aktenzeichen Datum Vorlagen-Nr. 32/3 32/3 Ra 22.04.2031 "
        f"124/2031 Betreff {SUBJECT} {DECISION} {PROSE}"
    )
    read = facts(" ".join(text.split()))
    assert value(read.reference) == "124/2031"
    assert value(read.date) == date(2031, 4, 22)


@pytest.mark.parametrize(
    "head",
    [
        "Bezugsvorlage Nr.: 12/2030\n",
        "Sitzungsdatum: 12.03.2031\n",
        "Druckdatum: 12.03.2031\n",
        "Zuletzt aktualisiert am: 12.03.2031\n",
        "Tel.-Nr.: 05251 308-3999\n",
    ],
)
def test_labels_of_other_things_name_neither_number_nor_day(head: str) -> None:
    read = facts(f"Stadt Wolde\n\nBeschlussvorlage\n\n{head}\nBetreff: {SUBJECT}\n{DECISION}{PROSE}")
    assert read.reference is None
    assert read.date is None


def test_a_table_drawn_with_lines_is_read() -> None:
    rows = some_rows(random.Random(7))  # noqa: S311
    drawn = "\n".join(f"│ {body} │ {day:%d.%m.%Y} │ {WORDS['full'][role]} │" for body, day, role in rows)
    heads = "┌─────┬─────┐\n│ Gremium │ Sitzungstag │ Beratung │\n├─────┼─────┤"
    text = f"{TOP}{heads}\n{drawn}\n└─────┴─────┘\n{DECISION}"
    assert [(item.body, item.date, item.role) for item in facts(text).consultations] == rows


def test_the_sitting_that_one_word_names_is_read() -> None:
    [sitting] = facts(
        f"Gemeinde Wolde Vorlage für die öffentliche GR-Sitzung am 7. Mai 2031\n{DECISION}"
    ).consultations
    assert (sitting.body, sitting.date, sitting.treatment) == ("Gemeinderat", date(2031, 5, 7), "öffentlich")


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        (
            "Aufwand 2030 in EUR      57.300,00     41.440,00\nErtrag                     ja   nein\n",
            {"57300.00", "41440.00"},
        ),
        (
            "Personal        498.200,00     441.500,00\nSumme in Euro   498.200,00     441.500,00\n",
            {"498200.00", "441500.00"},
        ),
        (
            "Beteiligter        Anteil      Betrag EUR\nKreis Wolde          81,5       1.271.400\n",
            {"1271400.00"},
        ),
    ],
)
def test_the_unit_of_a_row_a_total_or_a_column_holds_for_its_sums(rows: str, sums: set[str]) -> None:
    read = facts(f"{TOP}{DECISION}\nSachverhalt:\nDie Kosten:\n\n{rows}\nMehr ist nicht bekannt.\n")
    assert {str(amount.value) for amount in read.amounts} == sums
