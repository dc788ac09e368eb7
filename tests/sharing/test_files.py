"""Files of games: what we accept, and what we say when we do not."""

import json
from typing import Any

import pytest

from allmende.sharing.errors import SharingError
from allmende.sharing.files import read_tasks
from allmende.sharing.solving import answers_as_json, solve

COSTS = {"A": 15, "B": 20, "C": 55, "A,B": 35, "A,C": 61, "B,C": 65, "A,B,C": 78}
COST_GAME: dict[str, Any] = {"kind": "cost_game", "players": ["A", "B", "C"], "costs": COSTS}
POWER: dict[str, Any] = {"kind": "power", "names": ["a", "b", "c"], "weights": [50, 49, 1], "quota": 51}
STRUCTURED: dict[str, Any] = {
    "kind": "structured_cost",
    "fixed": 10,
    "own": [1, 2, 3],
    "driver": [5, 3, 2],
    "scale": {"type": "step", "unit": 4, "cost": 8},
}


def solved(content: object) -> dict[str, Any]:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    tasks = read_tasks(text, name="spiel.json")
    return answers_as_json([solve(task) for task in tasks.tasks], is_list=tasks.is_list)


SAME_COST_GAME = {
    "values as strings": {**COST_GAME, "costs": {key: f"{value},00 €" for key, value in COSTS.items()}},
    "members in any order": {**COST_GAME, "costs": {key[::-1]: value for key, value in COSTS.items()}},
    "spaces": {**COST_GAME, "costs": {key.replace(",", ", "): value for key, value in COSTS.items()}},
    "plus signs": {**COST_GAME, "costs": {key.replace(",", "+"): value for key, value in COSTS.items()}},
    "no kind": {"players": ["A", "B", "C"], "costs": COSTS},
    "no players": {"costs": COSTS},
    "empty group": {**COST_GAME, "costs": {"": 0, **COSTS}},
    "rows": {
        "players": ["A", "B", "C"],
        "kind": "cost-game",
        "costs": [{"coalition": key.split(","), "cost": value} for key, value in COSTS.items()],
    },
}


@pytest.mark.parametrize("name", SAME_COST_GAME)
def test_a_table_may_be_written_in_many_ways(name: str) -> None:
    found, wanted = solved(SAME_COST_GAME[name]), solved(COST_GAME)
    assert {**found, "id": None} == wanted


def test_a_name_may_contain_a_comma() -> None:
    table = {"Ort, Stadt": 1, "B": 2, "Ort, Stadt,B": 2}
    found = solved({"players": ["Ort, Stadt", "B"], "costs": table})
    assert found["nucleolus"] == [0.5, 1.5]


def test_names_that_differ_only_in_case_are_two_members() -> None:
    found = solved({"players": ["a", "A"], "costs": {"a": 1, "A": 3, "a,A": 3}})
    assert found["nucleolus"] == [0.5, 2.5]


def test_the_cost_of_all_may_be_given_as_the_total() -> None:
    rest = {key: value for key, value in COSTS.items() if key != "A,B,C"}
    found = solved({**COST_GAME, "costs": rest, "grand_total": 78})
    assert found["nucleolus"] == solved(COST_GAME)["nucleolus"]


def test_an_airport_counts_how_often_each_kind_of_use_occurs() -> None:
    found = solved({"kind": "airport_game", "costs": [10, 25], "movements": [3, 2]})
    assert found["shapley"] == pytest.approx([2, 9.5])
    assert 3 * found["nucleolus"][0] + 2 * found["nucleolus"][1] == pytest.approx(25)


SAME_POWER = {
    "strings": {**POWER, "weights": ["50", "49", "1"], "quota": "51"},
    "share": {**POWER, "quota": "> 1/2"},
    "percent": {**POWER, "weights": ["50 %", "49 %", "1 %"], "quota": "> 50 %"},
    "capital": {"names": POWER["names"], "shares": [50, 49, 1], "majority": "mehr als 50 %"},
    "more than": {**POWER, "quota": 50, "rule": "sum of weights > quota"},
    "by name": {"quota": 51, "weights": {"a": 50, "b": 49, "c": 1}},
    "decimals": {**POWER, "weights": [0.5, 0.49, 0.01], "quota": 0.51},
    "total": {**POWER, "total": 100},
}


@pytest.mark.parametrize("name", SAME_POWER)
def test_votes_may_be_written_in_many_ways(name: str) -> None:
    found = solved(SAME_POWER[name])
    assert found["swings"] == [3, 1, 1]
    assert found["shapley_shubik"] == ["2/3", "1/6", "1/6"]


def test_a_list_may_mix_kinds() -> None:
    games = [
        COST_GAME,
        POWER,
        STRUCTURED,
        {"claims": [1, 2], "estate": 1},
        {"kind": "airport_game", "costs": [1, 2]},
    ]
    found = solved({"games": games})["games"]
    kinds = [game["kind"] for game in found]
    assert kinds == ["cost_game", "power", "structured_cost", "claims", "airport_game"]
    assert solved(games)["games"] == found


def test_a_list_gives_its_kind_to_its_games() -> None:
    bare = {key: value for key, value in POWER.items() if key != "kind"}
    assert solved({"kind": "power", "games": [bare]})["games"][0]["swings"] == [3, 1, 1]


def test_double_majority_veto_and_alternatives_can_be_asked_for() -> None:
    weighted = {"weights": [50, 49, 1], "quota": 51}
    both = solved({"kind": "power", "names": ["a", "b", "c"], "rules": [weighted, {"heads": 3}]})
    veto = solved({**POWER, "veto": "c"})
    either = solved(
        {"names": ["a", "b", "c"], "kind": "power", "rules": [weighted, {"heads": 2}], "combine": "or"}
    )
    assert both["veto_players"] == ["a", "b", "c"]
    assert veto["veto_players"] == ["a", "c"]
    assert either["swings"] == [2, 2, 2]


def test_seats_follow_from_populations() -> None:
    people = {"A": 5_000, "B": 40_000, "C": 300_000}
    found = solved({"kind": "power", "populations": people, "thresholds": [10_000, 100_000], "quota": 4})
    assert found["winning_coalitions"] == 3


def test_claims_with_one_estate_are_not_a_list() -> None:
    found = solved({"claims": {"X": 100, "Y": 200, "Z": 300}, "estate": 200})
    assert found["contested_garment"] == [50, 75, 75]
    assert found["shapley_of_bankruptcy_game"] == pytest.approx([100 / 3, 250 / 3, 250 / 3])


def test_an_airport_of_many_users_is_solved_by_formula() -> None:
    found = solved({"kind": "airport_game", "costs": list(range(1, 101))})
    assert sum(found["shapley"]) == pytest.approx(100)
    assert sum(found["nucleolus"]) == pytest.approx(100)


@pytest.mark.parametrize("kind", ["tariff", "linear", "sqrt", "none", "power"])
def test_every_kind_of_scale_is_understood(kind: str) -> None:
    scale = {"type": kind, "factor": 2, "exponent": 0.5, "points": [[5, 10], [10, 12]]}
    found = solved({**STRUCTURED, "scale": scale})
    assert sum(found["shapley"]["allocation"]) == pytest.approx(found["grand_total"])


def test_an_improper_quota_is_pointed_out() -> None:
    assert "Zwei Lager" in solved({**POWER, "quota": 50})["warnings"][0]


BAD: dict[str, tuple[object, str]] = {
    "NaN": ('{"costs": {"A": NaN}}', "„NaN“"),
    "no JSON": ("{", "Zeile 1"),
    "empty": ("", "Zeile 1"),
    "deep": ("[" * 100_000, "verschachtelt"),
    "text": ('"Hallo"', "kein Spiel"),
    "nothing in the list": ([], "leer"),
    "no object": ([3], "Spiel 1"),
    "unknown kind": ({"kind": "schach"}, "structured_cost"),
    "no kind": ({"id": "x"}, "kind"),
    "duplicate key": ('{"costs": {"A": 1, "A": 2}}', "„A“"),
    "missing group": ({**COST_GAME, "costs": {"A": 1, "B": 2, "C": 1}}, "„A,B“"),
    "stranger": ({**COST_GAME, "costs": {**COSTS, "D": 1}}, "„D“"),
    "group twice": ({**COST_GAME, "costs": {**COSTS, "B,A": 1}}, "„B,A“"),
    "no number": ({**COST_GAME, "costs": {**COSTS, "A": "viel"}}, "Gruppe „A“"),
    "no value": ({**COST_GAME, "costs": {**COSTS, "A": None}}, "fehlt"),
    "truth": ({**POWER, "weights": [True, 1, 1]}, "weights von „a“"),
    "huge": ('{"names": ["a"], "weights": [1e999], "quota": 1}', "zu groß"),
    "digits": (f'{{"names": ["a"], "weights": [{"9" * 5_000}], "quota": 1}}', "zu groß"),
    "wrong total": ({**COST_GAME, "grand_total": 79}, "grand_total"),
    "votes that do not sum": ({**POWER, "total": 101}, "angegeben sind 101"),
    "shares over 100 %": ({"names": ["a", "b"], "shares": [60, 50], "quota": "1/2"}, "über 100 %"),
    "unreachable quota": ({**POWER, "quota": 101}, "unerreichbar"),
    "no quota": ({"kind": "power", "weights": [1, 2]}, "quota"),
    "negative weight": ({**POWER, "weights": [-1, 1, 1]}, "negativ"),
    "duplicate party": ({**POWER, "names": ["a", "a", "b"]}, "„a“"),
    "counts differ": ({**POWER, "weights": [1, 2]}, "2 Werte für 3"),
    "a million voters": ({"weights": [1] * 10**6, "quota": 5}, "1.000.000 Mitglieder"),
    "a million members": ({**STRUCTURED, "driver": [1] * 10**6, "own": [1] * 10**6}, "höchstens 20.000"),
    "zero drivers": ({**STRUCTURED, "driver": [0, 0, 0]}, "Alle Bezugsgrößen sind null"),
    "negative driver": ({**STRUCTURED, "driver": [-1, 1, 1]}, "Bezugsgröße"),
    "unknown scale": ({**STRUCTURED, "scale": {"type": "wie"}}, "„wie“"),
    "no step": ({**STRUCTURED, "scale": {"type": "step", "unit": 0, "cost": 1}}, "scale.unit"),
    "falling tariff": (
        {**STRUCTURED, "scale": {"type": "tariff", "points": [[1, 2], [2, 1]]}},
        "scale.points",
    ),
    "absurd power": ({**STRUCTURED, "scale": {"type": "power", "factor": 1, "exponent": 10**6}}, "zu groß"),
    "estate too large": ({"claims": [1, 2], "estate": 4}, "Masse"),
    "too many rules": ({**POWER, "rules": [{"heads": 1}] * 7}, "1 bis 6"),
    "veto of nobody": ({**POWER, "veto": 3}, "veto"),
    "no list of thresholds": (
        {"kind": "power", "populations": {"A": 5}, "thresholds": 3, "quota": 1},
        "Liste",
    ),
    "division by zero": ({**POWER, "quota": "1/0"}, "durch null"),
    "binary": (b"\xff\xfe\x00", "UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_place(name: str) -> None:
    content, wanted = BAD[name]
    with pytest.raises(SharingError) as caught:
        solved(content)
    message = str(caught.value)
    assert message.startswith("spiel.json")
    assert wanted in message
