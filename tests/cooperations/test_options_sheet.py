"""The comparison in numbers and sentences: exact cents, gaps named, mistakes told with their place."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.common.errors import AllmendeError
from allmende.cooperations.options.costs import costs_of
from allmende.cooperations.options.errors import BadInput, TooManyPartners
from allmende.cooperations.options.exporting.content import paper_content
from allmende.cooperations.options.reading import question_from
from allmende.cooperations.options.sheet import sheet_of
from allmende.cooperations.options.timetable import latest_application


def partner(key: str, people: int | None, **more: Any) -> dict[str, Any]:
    drivers = {} if people is None else {"einwohner": {"value": str(people), "as_of": "2023-12-31"}}
    return {"key": key, "name": f"Stadt {key}", "kind": "kreisangehoerige_stadt", "drivers": drivers, **more}


def option(key: str = "zv", form: str = "zweckverband", **more: Any) -> dict[str, Any]:
    return {"key": key, "title": f"Weg {key}", "form": form, **more}


def inputs(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "title": "Probe",
        "on": "2026-06-01",
        "first_year": 2027,
        "years": 3,
        "owner": "A",
        "partners": [partner("A", 50_000), partner("B", 30_000), partner("C", 20_000)],
        "options": list(options) or [option()],
        **more,
    }


def sheet(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return sheet_of(question_from(inputs(*options, **more)))


def fixed(cents: int | None, **more: Any) -> dict[str, Any]:
    return {
        "name": "Leitung",
        "kind": "fixed",
        "base": cents,
        "key": [{"driver": "einwohner", "percent": "100"}],
        **more,
    }


# --- money ---------------------------------------------------------------------------------------------


def test_a_fixed_amount_goes_by_its_key_to_the_cent() -> None:
    money = sheet(option(costs=[fixed(10_000_001)]))["money"][0]
    assert [each["years"]["2027"]["base"] for each in money["partners"]] == [5_000_001, 3_000_000, 2_000_000]
    assert money["total"]["base"] == 30_000_003


def test_amounts_per_unit_steps_growth_funding_and_one_off_add_up() -> None:
    costs = [
        {"name": "Je Kopf", "kind": "per_unit", "base": 100, "driver": "einwohner"},
        {"name": "Stellen", "kind": "steps", "base": 7_000_000, "driver": "einwohner", "step": "30000"},
        {"name": "Umstellung", "kind": "one_off", "base": 900_000},
        {"name": "Förderung", "kind": "funding", "base": 600_000, "last_year": 2028},
        fixed(1_000_000, growth="10"),
    ]
    years = sheet(option(costs=costs))["money"][0]["years"]
    per_year = 10_000_000 + 4 * 7_000_000
    assert years["2027"]["base"] == per_year + 900_000 - 600_000 + 1_000_000
    assert years["2028"]["base"] == per_year - 600_000 + 1_100_000
    assert years["2029"]["base"] == per_year + 1_210_000


def test_low_and_high_frame_the_probable_value() -> None:
    total = sheet(option(costs=[fixed(100_00, low=80_00, high=150_00), fixed(10_00)]))["money"][0]["total"]
    assert total == {"low": 270_00, "base": 330_00, "high": 480_00}


def test_the_difference_to_today_needs_todays_payment() -> None:
    partners = [partner("A", 1, pays_today={"value": "500"}), partner("B", 1)]
    found = sheet(option(costs=[fixed(2_000)]), partners=partners)["money"][0]["partners"]
    assert found[0]["difference"] == 3 * 1_000 - 3 * 500
    assert found[1]["difference"] is None
    assert found[1]["missing"] == ["heutige Zahlung von Stadt B"]


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=4),
    st.lists(st.integers(1, 10**6), min_size=2, max_size=9),
)
def test_what_partners_pay_adds_up_to_the_costs(amounts: list[int], people: list[int]) -> None:
    partners = [partner(f"P{index}", count) for index, count in enumerate(people)]
    question = question_from(
        inputs(option(costs=[fixed(each) for each in amounts]), partners=partners, owner="P0", years=1)
    )
    paid = costs_of(question.options[0], question).amounts["base"][2027]
    assert sum(paid.values()) == sum(amounts)


# --- what is missing is named --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("costs", "gap"),
    [
        ([], "Kosten"),
        ([fixed(None)], "Betrag für Leitung"),
        ([{"name": "Plätze", "kind": "per_unit", "base": 1, "driver": "nutzer"}], "Nutzer"),
        ([fixed(100, last_year=2027, is_open_after=True)], "Leitung nach 2027"),
    ],
)
def test_a_missing_input_is_named_and_no_number_guessed(costs: list[Any], gap: str) -> None:
    money = sheet(option(costs=costs))["money"][0]
    assert money["missing"] == [gap]
    assert money["total"] == {"low": None, "base": None, "high": None}
    assert all(each["total"]["base"] is None for each in money["partners"])


def test_one_missing_figure_names_the_partner() -> None:
    partners = [partner("A", 1), partner("B", None), partner("C", 3)]
    money = sheet(option(costs=[fixed(100)]), partners=partners)["money"][0]
    assert money["missing"] == ["Einwohner von Stadt B"]


def test_an_option_of_which_nothing_is_known_says_so_in_every_row() -> None:
    found = sheet()
    for name in ("exit", "staff", "data_protection"):
        cell = next(row for row in found["rows"] if row["id"] == name)["cells"][0]
        assert any(line["text"].startswith("Es fehlt: ") for line in cell)
    assert found["stability"][0]["lines"][0]["text"] == "Es fehlt: Kosten."
    assert found["decisions"][0]["steps"][-1]["missing"] == "gewünschter Beginn oder Tag des Antrags"


# --- stability -----------------------------------------------------------------------------------------


def test_costs_by_their_driver_hold_together() -> None:
    costs = [fixed(30_000_00), {"name": "Je Kopf", "kind": "per_unit", "base": 500, "driver": "einwohner"}]
    said = sheet(option(costs=costs))["stability"][0]["lines"][0]["text"]
    assert said.startswith("Das ist stabil")


def test_equal_shares_of_steps_name_who_would_leave() -> None:
    partners = [partner("A", 100_000), partner("B", 1_000), partner("C", 1_000)]
    steps = {"name": "Stellen", "kind": "steps", "base": 100_000_00, "driver": "einwohner", "step": "10000"}
    steps["key"] = [{"driver": "sockel", "percent": "100"}]
    said = sheet(option(costs=[steps]), partners=partners)["stability"][0]["lines"][0]["text"]
    assert "nicht stabil" in said
    assert "Stadt B" in said
    assert "€ mehr als im Alleingang" in said


def groups(*rows: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"members": list(members), "cents": cents} for members, cents in rows]


def test_known_costs_of_groups_are_used() -> None:
    table = groups(
        ("A", 9_00), ("B", 9_00), ("C", 9_00), ("AB", 10_00), ("AC", 18_00), ("BC", 18_00), ("ABC", 24_00)
    )
    costs = [fixed(24_00, key=[{"driver": "sockel", "percent": "100"}])]
    said = sheet(option(costs=costs, group_costs=table))["stability"][0]["lines"][0]["text"]
    assert "Stadt A und Stadt B zahlen zusammen 6,00" in said


def test_a_table_with_missing_groups_names_some_of_them_and_hides_nothing_else() -> None:
    table = groups(("A", 9_00), ("ABC", 24_00))
    found = sheet(option(costs=[fixed(24_00)], group_costs=table))
    [line] = found["stability"][0]["lines"]
    assert line["text"].startswith(
        "Es fehlt: Kosten von 5 der 7 Gruppen, zum Beispiel „Stadt B“, „Stadt A + Stadt B“"
    )
    assert found["money"][0]["total"]["base"] is not None


# --- influence -----------------------------------------------------------------------------------------


def vote(weighting: str, share: str, *, more_than: bool = False, **more: Any) -> dict[str, Any]:
    return {"matter": "simple", "weighting": weighting, "share": share, "more_than": more_than, **more}


def test_with_51_percent_all_others_have_no_say_and_are_named() -> None:
    rule = vote("capital", "1/2", more_than=True, given={"A": "51"})
    found = sheet(option(form="gmbh", votes=[rule]), owner="B")["votes"][0][0]
    assert [each["is_dummy"] for each in found["says"]] == [False, True, True]
    assert "nie Einfluss" in found["owner"]
    assert "Stadt B, Stadt C" in " ".join(found["sentences"])


def test_at_three_quarters_the_second_has_a_say() -> None:
    found = sheet(option(form="gmbh", votes=[vote("capital", "3/4", given={"A": "51"})]))["votes"][0][0]
    assert [each["is_dummy"] for each in found["says"]] == [False, False, True]


def test_votes_by_started_inhabitants() -> None:
    found = sheet(option(votes=[vote("per_started", "1/2", more_than=True, unit=10_000)]))["votes"][0][0]
    assert [each["weight"] for each in found["says"]] == [5, 3, 2]
    assert sum(each["power"] for each in found["says"]) == pytest.approx(1, abs=1e-12)


def test_an_unknown_rule_is_missing() -> None:
    found = sheet(option(votes=[vote("unknown", "1/2")]))["votes"][0][0]
    assert found["missing"] == "Stimmverteilung und Mehrheit für laufende Beschlüsse"


# --- mistakes ------------------------------------------------------------------------------------------

MISTAKES: list[tuple[dict[str, Any], str]] = [
    (
        {"votes": [vote("given", "1/2", given={"A": 1, "B": 2, "C": 3}, total=7)]},
        "ergeben 6, angegeben sind 7",
    ),
    ({"votes": [vote("capital", "1/2", given={"A": 60, "B": 50})]}, "110 %, mehr als 100 %"),
    ({"votes": [vote("equal", "1", more_than=True)]}, "unerreichbar"),
    ({"votes": [vote("equal", "3/2")]}, "unerreichbar"),
    ({"votes": [vote("equal", "zwei Drittel")]}, "kein Bruch"),
    ({"votes": [vote("given", "1/2", given={"X": 1})]}, "„X“ ist nicht beteiligt"),
    ({"costs": [fixed(1, key=[{"driver": "einwohner", "percent": "70"}])]}, "70 % statt 100 %"),
    ({"costs": [fixed(1, key=[{"driver": "einwohner", "percent": "170"}])]}, "0 bis 100"),
    ({"costs": [fixed(-5)]}, "ist negativ"),
    ({"costs": [fixed(5, low=9)]}, "der kleinste"),
    ({"costs": [fixed(1, first_year=2030, last_year=2027)]}, "vor dem ersten"),
    ({"costs": [{"name": "x", "kind": "steps", "base": 1, "driver": "einwohner"}]}, "Größe über null"),
    ({"costs": [fixed(1, payer="X")]}, "nicht beteiligt"),
    ({"own_share": "120"}, "mehr als 100 %"),
    ({"starts_on": "2026-02-30"}, "ist kein Tag"),
    ({"form": "kombinat"}, "„kombinat“ gibt es nicht"),
    ({"costs": [fixed(1, base="NaN")]}, "nicht möglich"),
]


@pytest.mark.parametrize(("wrong", "message"), MISTAKES, ids=[message for _wrong, message in MISTAKES])
def test_a_mistake_is_told_with_its_place(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message.replace("(", r"\(")) as caught:
        sheet({**option(), **wrong})
    assert "Alternative" in str(caught.value)


def test_a_duplicate_partner_is_refused() -> None:
    with pytest.raises(BadInput, match="doppelt"):
        sheet(partners=[partner("A", 1), partner("A", 2)])


def test_a_key_of_zeros_is_refused() -> None:
    with pytest.raises(AllmendeError, match="Alle Bezugsgrößen sind null"):
        sheet(option(costs=[fixed(100)]), partners=[partner("A", 0), partner("B", 0)])


def test_a_million_members_are_refused_at_once() -> None:
    with pytest.raises(TooManyPartners, match=r"1\.000\.000"):
        question_from(inputs(partners=[{}] * 1_000_000))


# --- by when, what turns the order, criteria, vat ------------------------------------------------------


def test_the_last_day_to_apply_leaves_time_for_silence() -> None:
    latest = latest_application(date(2027, 1, 1))
    assert latest == date(2026, 11, 4)


def test_steps_run_backward_from_the_wanted_beginning() -> None:
    steps = sheet(option(starts_on="2027-01-01"))["decisions"][0]["steps"]
    assert [step["by"] for step in steps[-4:]] == ["04.11.2026", "31.12.2026", "31.12.2026", "01.01.2027"]
    assert steps[0]["by"] == "04.11.2026"


def test_a_range_that_turns_the_order_is_named() -> None:
    one = option("eins", costs=[fixed(100_00, high=200_00, name="Personal")])
    other = option("zwei", costs=[fixed(120_00)])
    found = sheet(one, other)["sensitivity"]
    assert [each["title"] for each in found["order"]] == ["Weg eins", "Weg zwei"]
    assert "„Personal“ bei „Weg eins“ am oberen Wert" in found["sentences"][0]
    assert "„Weg zwei“ am günstigsten" in found["sentences"][0]


def test_no_order_without_two_complete_options() -> None:
    found = sheet(option("eins", costs=[fixed(1)]), option("zwei"))["sensitivity"]
    assert found["missing"].startswith("vollständige Kosten")


def test_criteria_show_points_and_weights_or_nothing() -> None:
    criteria = [{"name": "Einfluss", "weight": 3}, {"name": "Kosten", "weight": 1}]
    one, other = option("eins", scores={"Einfluss": 2, "Kosten": 5}), option("zwei", scores={"Einfluss": 4})
    found = sheet(one, other, criteria=criteria)["criteria"]
    assert found["sums"] == [11, None]
    assert sheet()["criteria"] is None


def test_the_vat_row_tells_what_comes_in_2027() -> None:
    before, after = sheet(on="2026-12-31"), sheet(on="2027-01-01")
    cell = next(row for row in before["rows"] if row["id"] == "vat")["cells"][0]
    later = next(row for row in after["rows"] if row["id"] == "vat")["cells"][0]
    assert "31.12.2026" in cell[0]["text"]
    assert cell[1]["text"] == f"Ab 1.1.2027: {later[0]['text']}"


def test_the_sheet_is_plain_json() -> None:
    found = sheet(
        option(costs=[fixed(1)], votes=[vote("equal", "1/2", more_than=True)], own_share=Decimal("85"))
    )
    assert json.loads(json.dumps(found)) == found


# --- words for a council paper ---------------------------------------------------------------------------


def paper(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return paper_content(sheet(*options, **more), code="", day="01.06.2026", address="")


def texts_of(content: dict[str, Any], name: str) -> list[str]:
    found: list[str] = next(each["texte"] for each in content["auswirkungen"] if each["name"] == name)
    return found


def test_options_that_say_the_same_stand_together() -> None:
    said = texts_of(paper(option("eins"), option("zwei")), "Finanzen")
    assert said == ["Für alle Alternativen: nicht bezifferbar; es fehlt: Kosten."]


def test_the_difference_to_today_is_said_in_words() -> None:
    partners = [partner("A", 1, pays_today={"value": "1000"}), partner("B", 1)]
    content = paper(option(costs=[fixed(2_000)]), option("zwei", costs=[fixed(1_000)]), partners=partners)
    more, less = texts_of(content, "Finanzen")
    assert more.endswith("so viel wie heute.")
    assert less.endswith("das sind 15,00\u00a0€ weniger als heute.")


def test_a_sentence_does_not_end_at_a_section() -> None:
    rows = {row[0]: row[1:] for row in paper(option(form="status_quo"))["anlage_zeilen"]}
    assert rows["Umsatzsteuer ab 2027"][0].endswith(
        "des §\N{NO-BREAK SPACE}2b Abs.\N{NO-BREAK SPACE}3 Nr.\N{NO-BREAK SPACE}2"
    )


def test_the_annex_says_which_options_need_whose_consent() -> None:
    common = {"who": "Personalrat", "basis": "LPVG", "effect": "required", "state": "erteilt"}
    only = {
        "who": "Gemeinden",
        "basis": "TIntG",
        "effect": "unclear",
        "state": "versagt",
        "options": ["zwei"],
    }
    content = paper(option("eins"), option("zwei"), consents=[common, only])
    rows = {row[0]: row[1:] for row in content["anlage_zeilen"]}
    assert rows["Zustimmung: Personalrat"] == ["erteilt (erforderlich)"] * 2
    assert rows["Zustimmung: Gemeinden"] == ["entfällt", "versagt (rechtliche Wirkung nicht geklärt)"]
    assert content["zustimmungen"][1].startswith("Gemeinden (Alternative B): versagt.")


def test_every_statement_in_the_paper_is_a_sentence() -> None:
    content = paper(option(votes=[vote("equal", "1/2", more_than=True)]), option("zwei", "gmbh"))
    texts = [text for each in content["alternativen"] for point in each["punkte"] for text in point["texte"]]
    assert all(text.endswith((".", ")")) and ".." not in text for text in texts)


def test_the_annex_marks_what_is_assumed_or_to_be_verified() -> None:
    rule = vote("equal", "1/2", more_than=True, mark="assumed")
    rows = {row[0]: row[1:] for row in paper(option(votes=[rule]))["anlage_zeilen"]}
    assert rows["Einfluss Stadt A"] == [
        "Laufende Beschlüsse (gleiche Stimmen, mehr als die Hälfte): "
        "33,3\N{NO-BREAK SPACE}% Stimmen, 33,3\N{NO-BREAK SPACE}% Einfluss (Annahme)"
    ]
    assert rows["Genehmigung, Behörde"][0].startswith("Genehmigung (zu prüfen). Der Landrat")


def test_a_decision_of_one_body_leaves_out_what_only_founders_ask() -> None:
    content = paper(option(form="ohne"), option("oerv", form="ohne"))
    labels = {row[0] for row in content["anlage_zeilen"]}
    assert labels & {"Rechtsform", "Genehmigung, Behörde", "Ausstieg", "Umsatzsteuer ab 2027"} == set()
    assert "Personal" in labels
    names = [each["name"] for each in content["alternativen"][0]["punkte"]]
    assert "Genehmigung" not in names
    assert "Umsatzsteuer" not in [each["name"] for each in content["auswirkungen"]]


def test_what_holds_for_all_options_is_said_once() -> None:
    content = paper(option(staff="Niemand wechselt."), option("gmbh", form="gmbh", staff="Niemand wechselt."))
    [staff] = [each["texte"] for each in content["auswirkungen"] if each["name"] == "Personal"]
    assert sum("Niemand wechselt" in text for text in staff) == 1
    assert staff[0].startswith("Für alle Alternativen: Niemand wechselt.")
